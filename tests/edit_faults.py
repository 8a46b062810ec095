"""Faults put into the commands that write into a log: after each the log is the old one or the new one.

As in `faults`, each run is a fork; a copy that `keep` makes is there whole or not at all.
"""

import contextlib
import json
import os
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from answered_forms import asked_log, fill, forms_of
from faults import LEFT, STRIKES, at_touch, import_everything, run, touches
from logs import row
from messages import is_one_message

import sheetkit
from sheetkit.log.read_log import read_log

DOCUMENT = b"a deed that is hard to replace" * 2_000
COMMANDS = [
    ["add", "log.xlsx", "Keys", "--to", "Ana", "--due", "+7d"],
    ["done", "log.xlsx", "H-0001", "H-0002"],
    ["keep", "log.xlsx", "H-0002", "deed.pdf"],
    ["undo", "log.xlsx"],
    ["set", "log.xlsx", "H-0001", "Notes=more", "Now expected=+20d"],
    ["collect", "log.xlsx", "form.xlsx"],
]


class Scene:
    """A folder with a log that was changed once, and what each command makes of it."""

    def __init__(self, folder: Path, log: bytes, form: bytes) -> None:
        os.chdir(folder)
        self.folder, self.log = folder, folder / "log.xlsx"
        self.log.write_bytes(log)
        (folder / "deed.pdf").write_bytes(DOCUMENT)
        (folder / "form.xlsx").write_bytes(form)
        assert run(["set", "log.xlsx", "H-0001", "Notes=first"]) == (0, "")
        self.kept = {path.name: path.read_bytes() for path in folder.iterdir()}
        self.new = {}
        for command in COMMANDS:
            assert run(command) == (0, "")
            self.new[command[0]] = self.log.read_bytes()
            self.put_back()

    def put_back(self) -> None:
        """Leave the folder as it was before any command."""
        for path in sorted(self.folder.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        for name, content in self.kept.items():
            (self.folder / name).write_bytes(content)

    def verdict(self, command: list[str], code: int, said: str) -> str:
        """Return what is wrong after a run that ended with `code` (negative: killed) and `said` on standard error."""
        now, old, new = self.log.read_bytes(), self.kept["log.xlsx"], self.new[command[0]]
        if now not in (old, new):
            return "the log is neither what it was nor what it should be"
        if code == 0 and now != new:
            return "it says it is done, and is not"
        if code == 2 and (not is_one_message(said) or "itself failed" in said):
            return f"no sentence: {said!r}"
        if code not in (0, 2) and code >= 0:
            return f"exit {code}: {said!r}"
        if self.kept["deed.pdf"] != (self.folder / "deed.pdf").read_bytes():
            return "the document is not as it was"
        copies = self.folder / "log-files" / "H-0002" / "deed.pdf"
        if copies.exists() and copies.read_bytes() != DOCUMENT:
            return "the copy is not whole"
        if now == new and command[0] == "keep" and not copies.exists():
            return "the log names a copy that is not there"
        return self._again(command, done=now == new)

    def _again(self, command: list[str], *, done: bool) -> str:
        """Say what is wrong with the run after it, which should do what this one did not, and remove what it left."""
        if not done and run(command) != (0, ""):
            return "the next run does not do it"
        if done and command[0] != "undo" and run(["undo", "log.xlsx"]) != (0, ""):
            return "it cannot be taken back"
        left = [path for path in self.folder.iterdir() if LEFT.fullmatch(path.name)]
        return f"left behind: {left}" if left else ""


def struck(scene: Scene, strike: str) -> Iterator[str]:
    """Strike each command at each of its touches in turn; yield what is wrong after each."""
    for command in (COMMANDS[0], COMMANDS[2], COMMANDS[3], COMMANDS[5]) if strike == "kill" else (COMMANDS[2],):
        for number in range(1, touches(command, scene.log) + 1):
            scene.put_back()
            wrong = scene.verdict(command, *run(command, at_touch(number, STRIKES[strike])))
            yield wrong and f"{command[0]}, touch {number}: {wrong}"


def killed(scene: Scene, count: int, dice: random.Random) -> Iterator[str]:
    """Kill commands at random times."""
    for number in range(count):
        command = COMMANDS[number % len(COMMANDS)]
        scene.put_back()
        wrong = scene.verdict(command, *run(command, kill_after=dice.uniform(0, 0.06)))
        yield wrong and f"{command[0]}: {wrong}"


def short_of_room(scene: Scene, count: int, dice: random.Random) -> Iterator[str]:
    """Let no file grow over some size, which is how a full disk or a quota stops a write half-way."""
    for number in range(count):
        command = COMMANDS[number % len(COMMANDS)]
        most = dice.randrange(len(scene.kept["log.xlsx"]) - 1_000)
        limit = lambda most=most: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))  # noqa: E731
        scene.put_back()
        code, said = run(command, limit)
        wrong = scene.verdict(command, code, said) or ("" if code == 2 else f"exit {code}")
        yield wrong and f"{command[0]}, {most} bytes: {wrong}"


def at_once(scene: Scene, count: int, dice: random.Random) -> Iterator[str]:
    """Start three runs of `add` at once: each line is in the log, or its run has said why it is not."""
    for _ in range(count):
        scene.put_back()
        children = []
        for number in range(3):
            child = os.fork()
            if not child:
                time.sleep(dice.uniform(0, 0.01))
                os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
                os.dup2(1, 2)
                os._exit(sheetkit.cli.main(["add", "log.xlsx", f"Thing {number}", "--to", "Ana", "--due", "+7d"]))
            children.append(child)
        codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        log = read_log(scene.log)
        items = log.frame["item"].tolist()
        told = [number for number, code in enumerate(codes) if code == 0]
        fits = all((f"Thing {number}" in items) == (number in told) for number in range(3)) and told == [0, 1, 2]
        yield "" if fits else f"exits {codes}, lines {items}"


def saved_meanwhile(scene: Scene) -> Iterator[str]:
    """Let another program save the log at each touch up to the move: what it saved is never lost."""
    path = scene.folder.parent / "other.xlsx"
    path.write_bytes(scene.kept["log.xlsx"])
    assert run(["set", str(path), "H-0003", "Notes=typed by somebody else"]) == (0, "")
    other = path.read_bytes()
    command = COMMANDS[0]
    read_log(scene.log)  # so that no fork has to look for the template, and all touch the same files
    last = _touches_before_move(command, scene)
    for number in range(1, last + 1):
        scene.put_back()
        code, said = run(command, at_touch(number, lambda: scene.log.write_bytes(other)))
        log = read_log(scene.log)
        notes, items = log.frame["notes"].tolist(), log.frame["item"].tolist()
        if "typed by somebody else" not in notes:
            yield f"touch {number}: what was saved meanwhile is lost"
        elif code == 2 and scene.log.read_bytes() != other:
            yield f"touch {number}: refused, and changed all the same"
        elif (code == 0) != ("Keys" in items):
            yield f"touch {number}: exit {code}, lines {items}: {said}"
        else:
            yield ""


def _touches_before_move(command: list[str], scene: Scene) -> int:
    """Return how often a run touches the file system before it last looks at the log: then it moves its file there."""
    reader, writer = os.pipe()

    def fault() -> None:
        seen = 0

        def hook(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal seen
            seen += event in {"open", "os.rename", "os.remove", "os.link", "os.chmod", "os.scandir", "os.listdir"}
            seen += event == "fcntl.flock"
            if event == "open" and str(arguments[0]).endswith("log.xlsx"):
                os.write(writer, seen.to_bytes(2, "big"))

        sys.addaudithook(hook)

    scene.put_back()
    run(command, fault)
    counted = os.read(reader, 60_000)
    os.close(reader)
    os.close(writer)
    return int.from_bytes(counted[-2:], "big")


def run_kind(kind: str, folder: Path, log: bytes, form: bytes, count: int, seed: int) -> list[str]:
    """Return what is wrong after each fault of a kind, '' where nothing is."""
    scene, dice = Scene(folder, log, form), random.Random(seed)
    if kind in STRIKES:
        return list(struck(scene, kind))
    if kind == "saved meanwhile":
        return list(saved_meanwhile(scene))
    kinds: dict[str, Callable[..., Iterator[str]]] = {"random": killed, "size": short_of_room, "at once": at_once}
    return list(kinds[kind](scene, count, dice))


if __name__ == "__main__":
    import_everything()
    _, asked, place, *numbers = sys.argv
    base = Path(place)
    (base / "source").mkdir()
    (base / "run").mkdir()
    source = asked_log(base / "source", [row(), row(item="Plan"), row(item="Lease")])
    with contextlib.redirect_stdout(sys.stderr):
        filled = forms_of(source)["Ana Costa"]
    fill(filled, {id_: {"Comment": "On it"} for id_ in ("H-0001", "H-0002", "H-0003")})
    made = source.read_bytes(), filled.read_bytes()
    print(json.dumps(run_kind(asked, base / "run", *made, *map(int, numbers))))
