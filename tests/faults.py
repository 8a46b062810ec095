"""Faults put into runs of sheetkit: each run is a fork of a process that is ready to go, so hundreds take seconds.

A fault strikes at a touch of the file system (Python reports each to an audit hook, before it happens) or at any time.
After each, `Scene.verdict` says what is wrong: the log is as it was, each output is the old one or the new one, whole,
and what else lies there is named as left behind, and gone after the next run.
"""

import contextlib
import ctypes
import errno
import gc
import importlib
import io
import json
import os
import pkgutil
import random
import re
import resource
import shutil
import signal
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from logs import BACK, OVERDUE, filled_log, row, type_rows
from messages import is_one_message

import sheetkit
from sheetkit.cli import main
from sheetkit.template.store import shipped

LEFT = re.compile(r"~sheetkit-[0-9a-f]{8}-[a-z0-9_]{8}\.tmp")
TOUCHES = {"open", "os.rename", "os.remove", "os.link", "os.chmod", "os.scandir", "os.listdir", "fcntl.flock"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
Fault = Callable[[], None]


@dataclass(frozen=True)
class Command:
    """A command, the file it makes, and that file as it was before and is after; None where it is not there."""

    arguments: list[str]
    made: str
    old: bytes | None
    new: bytes


class Scene:
    """A folder with a log, last week's review and today's, which commands are run in."""

    def __init__(self, folder: Path, log: bytes) -> None:
        self.folder = folder
        self.log = folder / "log.xlsx"
        self.log.write_bytes(log)
        os.utime(self.log, ns=(1_700_000_000_123_456_789,) * 2)
        os.chdir(folder)
        review = ["review", "log.xlsx", "--as-of"]
        last, today = "log-review-2026-11-16.xlsx", "log-review-2026-11-23.xlsx"
        with contextlib.redirect_stdout(io.StringIO()):  # in this process, so that the forks find everything warm
            assert main([*review, "2026-11-16"]) == 0
        for command in ("adopt", "new", "upgrade"):  # made twice, a log is to have equal bytes
            vars(importlib.import_module(f"sheetkit.commands.{command}"))["uuid4"] = lambda: UUID(int=1)
        gc.freeze()
        assert run([*review, "2026-11-23T08:00"]) == (0, "")
        assert run(["check", "log.xlsx", "--annotate", "copy.xlsx"])[0] in (0, 1)
        self.kept = {name: (folder / name).read_bytes() for name in ("log.xlsx", last, today, "copy.xlsx")}
        asked = [
            ([*review, "2026-11-23T10:00"], today),
            (["check", "log.xlsx", "--annotate", "copy.xlsx"], "copy.xlsx"),
            (["new", "fresh.xlsx", "--rows", "5"], "fresh.xlsx"),
            (["upgrade", "log.xlsx", "-o", "upgraded.xlsx", "--rows", "20"], "upgraded.xlsx"),
            (["adopt", "log.xlsx", "-o", "adopted.xlsx"], "adopted.xlsx"),
        ]
        self.commands = []
        for arguments, made in asked:
            assert run(arguments)[0] in (0, 1)
            self.commands.append(Command(arguments, made, self.kept.get(made), (folder / made).read_bytes()))
            self.put_back()
        self.stamp = self._stamp()

    def put_back(self) -> None:
        """Leave the folder as it was before any command, but for the log, which nobody may touch."""
        for path in self.folder.iterdir():
            if path.name != "log.xlsx":
                path.unlink()
        for name, content in self.kept.items():
            if name != "log.xlsx":
                (self.folder / name).write_bytes(content)

    def verdict(self, command: Command, code: int, said: str) -> str:
        """Return what is wrong after a run that ended with `code` (negative: killed) and `said` on standard error."""
        if self._stamp() != self.stamp:
            return "the log is not as it was"
        for name, content in self.kept.items():
            if name != command.made and (self.folder / name).read_bytes() != content:
                return f"{name} is not as it was"
        target = self.folder / command.made
        now = target.read_bytes() if target.exists() else None
        if now not in (command.old, command.new) and not self._says_what_it_lacks(target):
            return f"{command.made} is neither what it was nor what it should be"
        if code in (0, 1) and now == command.old != command.new:
            return "it says it is done, and is not"
        if code == 2 and (not is_one_message(said) or "itself failed" in said):
            return f"no sentence: {said!r}"
        if code not in (0, 1, 2) and code >= 0:
            return f"exit {code}: {said!r}"
        others = {path.name for path in self.folder.iterdir()} - set(self.kept) - {command.made}
        if strange := [name for name in others if not LEFT.fullmatch(name)]:
            return f"left behind: {strange}"
        return self._next_run(command, others)

    def _says_what_it_lacks(self, target: Path) -> bool:
        """Say whether a review is whole and names the earlier review that it could not read."""
        with zipfile.ZipFile(target) as package:
            return package.testzip() is None and b"log-review-2026-11-16.xlsx" in package.read("xl/sharedStrings.xml")

    def _next_run(self, command: Command, left: set[str]) -> str:
        """Say what is wrong with the run after it, which should remove what was left."""
        if left:
            (self.folder / command.made).unlink(missing_ok=True)
            code, said = run(command.arguments)
            if code not in (0, 1) or [path.name for path in self.folder.iterdir() if LEFT.fullmatch(path.name)]:
                return f"the next run does not put it right: {code} {said!r}"
        self.put_back()
        return ""

    def _stamp(self) -> tuple[bytes, int, int]:
        about = self.log.stat()
        return self.log.read_bytes(), about.st_mtime_ns, about.st_mode


def run(
    arguments: list[str], fault: Fault = lambda: None, kill_after: float | None = None, out: int | None = None
) -> tuple[int, str]:
    """Run a command in a fork; return its exit code, negative where it was killed, and its standard error.

    What it prints goes to the file `out`, or nowhere.
    """
    err, said_on = os.pipe()
    child = os.fork()
    if not child:
        code = 99
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY) if out is None else out, 1)
            os.dup2(said_on, 2)
            sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
            fault()
            code = main(arguments)
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(said_on)
    with os.fdopen(err, "rb") as stream:
        said = stream.read().decode()
    return os.waitstatus_to_exitcode(status), said


def printed(arguments: list[str]) -> tuple[int, str, str]:
    """Run a command; return its exit code, what it prints, and its standard error."""
    out = os.memfd_create("out")
    with os.fdopen(out, "r+b") as stream:
        code, said = run(arguments, out=out)
        stream.seek(0)
        return code, stream.read().decode(), said


def at_touch(number: int, strike: Callable[[], None]) -> Fault:
    """Return a fault that strikes just before the file system is touched for the nth time."""

    def fault() -> None:
        seen = 0

        def hook(event: str, _arguments: tuple[object, ...]) -> None:
            nonlocal seen
            if event in TOUCHES:
                seen += 1
                if seen == number:
                    strike()

        sys.addaudithook(hook)

    return fault


def touches(arguments: list[str], log: Path) -> int:
    """Return how often a run touches the file system; raise where it opens the log for writing."""
    reader, writer = os.pipe()

    def fault() -> None:
        def hook(event: str, seen: tuple[object, ...]) -> None:
            if event in TOUCHES:
                os.write(writer, b".")
            if event == "open" and isinstance(seen[2], int) and seen[2] & WRITING and str(seen[0]) == log.name:
                os.write(writer, b"W" * 10_000)

        sys.addaudithook(hook)

    run(arguments, fault)
    counted = os.read(reader, 60_000)
    os.close(reader)
    os.close(writer)
    assert b"W" not in counted, "the log was opened for writing"
    return len(counted)


def kill() -> None:
    """Kill the run, as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


def locked() -> None:
    """Fail as Windows does where another program has a file open."""
    raise PermissionError(
        errno.EACCES, "The process cannot access the file because it is being used by another process"
    )


def full() -> None:
    """Fail as a full disk does."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def vanished() -> None:
    """Fail as a network drive does that is gone."""
    raise OSError(errno.ESTALE, os.strerror(errno.ESTALE))


STRIKES: dict[str, Callable[[], None]] = {"kill": kill, "locked": locked, "full": full, "vanished": vanished}


def struck(scene: Scene, strike: str) -> Iterator[str]:
    """Strike each command at each of its touches in turn; yield what is wrong after each."""
    for command in scene.commands[: 4 if strike == "kill" else 1]:
        for number in range(1, touches(command.arguments, scene.log) + 1):
            scene.put_back()
            wrong = scene.verdict(command, *run(command.arguments, at_touch(number, STRIKES[strike])))
            yield wrong and f"{command.arguments[0]}, touch {number}: {wrong}"


def killed(scene: Scene, count: int, dice: random.Random) -> Iterator[str]:
    """Kill reviews at random times; yield what is wrong after each."""
    command = scene.commands[0]
    start = time.monotonic()
    run(command.arguments)
    takes = time.monotonic() - start
    scene.put_back()
    for _ in range(count):
        after = dice.uniform(0, takes)
        wrong = scene.verdict(command, *run(command.arguments, kill_after=after))
        scene.put_back()
        yield wrong and f"after {after:.4f} s: {wrong}"


def short_of_room(scene: Scene, count: int, dice: random.Random) -> Iterator[str]:
    """Let no file grow over some size, which is how a full disk or a quota stops a write half-way."""
    for number in range(count):
        command = scene.commands[number % len(scene.commands)]
        most = dice.randrange(len(command.new))
        limit = lambda most=most: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))  # noqa: E731
        code, said = run(command.arguments, limit)
        wrong = scene.verdict(command, code, said) or ("" if code == 2 else f"exit {code}")
        yield wrong and f"{command.arguments[0]}, {most} bytes: {wrong}"


def full_disk(scene: Scene, count: int, dice: random.Random) -> Iterator[str]:
    """Run each command on a disk of its own that is nearly full; yield what is wrong after each."""
    for number in range(count):
        command = scene.commands[number % len(scene.commands)]
        room = dice.randrange(len(command.new) // 4096 + 1) * 4096
        yield _on_full_disk(scene, command, room)


def _on_full_disk(scene: Scene, command: Command, room: int) -> str:
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        said = "the run was cut short"
        try:
            disk = scene.folder.parent / "disk"
            disk.mkdir(exist_ok=True)
            needed = sum(-(-path.stat().st_size // 4096) * 4096 for path in scene.folder.iterdir())
            said = _mounted(disk, needed + room + 8192)
            if not said:
                for path in scene.folder.iterdir():
                    shutil.copy2(path, disk)
                os.chdir(disk)
                scene.folder, scene.log = disk, disk / "log.xlsx"
                scene.stamp = scene._stamp()
                code, shown = run(command.arguments)
                said = scene.verdict(command, code, shown)
        finally:
            os.write(writer, said.encode())
            os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with os.fdopen(reader, "rb") as stream:
        said = stream.read().decode()
    return said and f"{command.arguments[0]}, {room} bytes of room: {said}"


def _mounted(disk: Path, size: int) -> str:
    """Mount a disk of this size for this process alone; say why where that is not possible."""
    libc = ctypes.CDLL(None, use_errno=True)
    new_user, new_mounts, private = 0x10000000, 0x00020000, 0x44000
    if libc.unshare(new_mounts) and libc.unshare(new_user | new_mounts):
        return f"no mount: {os.strerror(ctypes.get_errno())}"
    libc.mount(b"none", b"/", None, private, None)
    if libc.mount(b"none", str(disk).encode(), b"tmpfs", 0, f"size={size}".encode()):
        return f"no mount: {os.strerror(ctypes.get_errno())}"
    return ""


def at_once(scene: Scene, count: int, dice: random.Random) -> Iterator[str]:
    """Start two runs of each command at once, `count` times; yield what is wrong after both."""
    for number in range(count):
        command = scene.commands[number % len(scene.commands)]
        children = []
        for _ in range(2):
            child = os.fork()
            if not child:
                time.sleep(dice.uniform(0, 0.01))
                os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
                os.dup2(1, 2)
                os._exit(main(command.arguments))
            children.append(child)
        codes = sorted(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)
        fits = codes[0] in (0, 1) and (codes[1] in (0, 1) if command.old else codes[1] == 2)
        wrong = scene.verdict(command, codes[0], "") if fits else f"exits {codes}"
        scene.put_back()
        yield wrong and f"{command.arguments[0]}: {wrong}"


def saving(scene: Scene, count: int, dice: random.Random) -> Iterator[str]:
    """Read the log while somebody saves it again and again, in place as some programs do; yield what is wrong.

    It is read as it was before or after, or refused in a sentence.
    """
    one = scene.log.read_bytes()
    asked = ["check", "log.xlsx", "--json"]
    other = _with_more_rows(one)
    right = set()
    for content in (one, other):
        scene.log.write_bytes(content)
        right.add(printed(asked)[1])
    assert len(right) == 2
    saver = os.fork()
    if not saver:
        while True:
            for content in (other, one):
                with scene.log.open("r+b") as stream:
                    stream.truncate(dice.choice([0, len(one) // 2, len(one)]))
                    for start in range(0, len(content), 4096):
                        stream.write(content[start : start + 4096])
                        stream.flush()
                    stream.truncate(len(content))
                time.sleep(dice.uniform(0, 0.02))
    try:
        for _ in range(count):
            code, shown, said = printed(asked)
            fits = shown in right if code in (0, 1) else is_one_message(said) and "itself failed" not in said
            yield "" if fits else f"exit {code}: {said or shown}"
    finally:
        os.kill(saver, signal.SIGKILL)
        os.waitpid(saver, 0)


def _with_more_rows(log: bytes) -> bytes:
    """Return the log with other texts and another number of lines."""
    path = Path("other.xlsx")
    path.write_bytes(log)
    type_rows(path, [row(item=f"Other {number}", handed_to=f"Somebody {number}") for number in range(9)])
    content = path.read_bytes()
    path.unlink()
    return content


def run_kind(kind: str, folder: Path, log: bytes, count: int, seed: int) -> list[str]:
    """Return what is wrong after each fault of a kind, '' where nothing is."""
    scene, dice = Scene(folder, log), random.Random(seed)
    if kind in STRIKES:
        return list(struck(scene, kind))
    kinds = {"random": killed, "size": short_of_room, "disk": full_disk, "at once": at_once, "saving": saving}
    return list(kinds[kind](scene, count, dice))


def import_everything() -> None:
    """Import the whole package and load its template, once for all forks."""
    for module in pkgutil.walk_packages(sheetkit.__path__, "sheetkit."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    shipped()


if __name__ == "__main__":
    import_everything()
    _, asked, place, *numbers = sys.argv
    base = Path(place)
    (base / "source").mkdir()
    (base / "run").mkdir()
    made = filled_log(base / "source", [row(), OVERDUE, BACK, row(expected_back=datetime(2026, 11, 25))]).read_bytes()
    print(json.dumps(run_kind(asked, base / "run", made, *map(int, numbers))))
