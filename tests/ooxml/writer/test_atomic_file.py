"""Files are written whole or not at all, and the temporary files of killed runs are removed."""

import errno
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sheetkit.errors import OutputError
from sheetkit.ooxml.writer import atomic_file
from sheetkit.ooxml.writer.atomic_file import PREFIX, SUFFIX, remove_stale_files, unused_name, write_atomically

if sys.platform != "win32":
    import fcntl

POSIX = pytest.mark.skipif(os.name != "posix", reason="Windows has no modes and no locks on whole files")
STALE = f"{PREFIX}abcd_123{SUFFIX}"
STALE_OF_ANOTHER_HOST = f"~sheetkit-{'0' * 8}-abcd_123{SUFFIX}"
DAY = 24 * 3600


def new(path: str) -> None:
    Path(path).write_bytes(b"new")


def allowed() -> None:
    """Whatever is there may be replaced."""


def half_then(error: BaseException) -> Callable[[str], None]:
    def write(path: str) -> None:
        Path(path).write_bytes(b"ne")
        raise error

    return write


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_is_written_and_nothing_else(tmp_path: Path) -> None:
    write_atomically(tmp_path / "out.xlsx", new)
    assert names(tmp_path) == ["out.xlsx"]
    assert (tmp_path / "out.xlsx").read_bytes() == b"new"


@pytest.mark.parametrize("error", [OutputError("no"), ValueError("no"), KeyboardInterrupt()], ids=repr)
def test_an_earlier_file_stays_whole_when_writing_stops_half_way(tmp_path: Path, error: BaseException) -> None:
    (tmp_path / "out.xlsx").write_bytes(b"old")
    with pytest.raises(type(error)):
        write_atomically(tmp_path / "out.xlsx", half_then(error), check=allowed)
    assert (tmp_path / "out.xlsx").read_bytes() == b"old"
    assert names(tmp_path) == ["out.xlsx"]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), r"No space left on device\): make room"),
        (OSError(errno.EIO, "Input/output error"), r"Input/output error"),
        (PermissionError(errno.EACCES, "denied"), r"close it if it is open .* such as '.*out \(2\)\.xlsx'"),
    ],
    ids=["full", "broken", "locked"],
)
def test_a_full_or_locked_disk_is_one_sentence(tmp_path: Path, error: OSError, said: str) -> None:
    (tmp_path / "out.xlsx").write_bytes(b"old")
    with pytest.raises(OutputError, match=said):
        write_atomically(tmp_path / "out.xlsx", half_then(error), check=allowed)
    assert (tmp_path / "out.xlsx").read_bytes() == b"old"
    assert len(names(tmp_path)) == 1


def test_an_earlier_file_is_not_touched_before_the_new_one_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    target.write_bytes(b"old")
    seen = []

    def write(path: str) -> None:
        new(path)
        seen.append((Path(path).parent, target.read_bytes()))

    write_atomically(target, write, check=allowed)
    assert seen == [(tmp_path, b"old")]
    assert target.read_bytes() == b"new"


def test_whether_a_file_may_be_replaced_is_asked_last(tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"

    def write(path: str) -> None:
        new(path)
        target.write_bytes(b"saved by somebody meanwhile")

    def check() -> None:
        if target.exists():
            raise OutputError("no")

    with pytest.raises(OutputError, match="no"):
        write_atomically(target, write, check=check)
    assert target.read_bytes() == b"saved by somebody meanwhile"
    assert names(tmp_path) == ["out.xlsx"]


@pytest.mark.parametrize("links", [True, False], ids=["", "a disk without second names"])
def test_what_is_never_replaced_is_not_replaced_however_late_it_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    if not links:
        monkeypatch.setattr(os, "link", refuse)
        write_atomically(tmp_path / "first.xlsx", new)
        assert (tmp_path / "first.xlsx").read_bytes() == b"new"
    target = tmp_path / "out.xlsx"

    def write(path: str) -> None:
        new(path)
        target.write_bytes(b"theirs")

    with pytest.raises(OutputError, match=r"exists already|cannot be written"):
        write_atomically(target, write)
    assert target.read_bytes() == b"theirs"
    assert not list(tmp_path.glob("~*"))


def test_a_missing_folder_is_named_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"no folder .*missing.*make it first"):
        write_atomically(tmp_path / "missing" / "out.xlsx", new)
    assert names(tmp_path) == []


@POSIX
def test_a_folder_that_vanishes_meanwhile_is_one_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "drive"
    folder.mkdir()

    def write(path: str) -> None:
        new(path)
        folder.rename(tmp_path / "gone")

    with pytest.raises(OutputError, match="cannot be written"):
        write_atomically(folder / "out.xlsx", write)
    [left] = (tmp_path / "gone").iterdir()
    remove_stale_files(tmp_path / "gone")  # it comes back
    assert left.name.startswith("~sheetkit-")
    assert names(tmp_path / "gone") == []


def test_a_folder_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "out.xlsx").mkdir()
    with pytest.raises(OutputError, match="cannot be written"):
        write_atomically(tmp_path / "out.xlsx", new, check=allowed)
    assert names(tmp_path) == ["out.xlsx"]


def test_a_link_is_replaced_and_never_written_through(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"theirs")
    (tmp_path / "out.xlsx").symlink_to(elsewhere)
    write_atomically(tmp_path / "out.xlsx", new, check=allowed)
    assert elsewhere.read_bytes() == b"theirs"
    assert not (tmp_path / "out.xlsx").is_symlink()


@POSIX
def test_a_new_file_can_be_read_by_whom_the_user_lets_read(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "out.xlsx", new)
    finally:
        os.umask(before)
    assert (tmp_path / "out.xlsx").stat().st_mode & 0o777 == 0o640


@POSIX
def test_a_private_file_stays_private(tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    target.write_bytes(b"old")
    target.chmod(0o600)
    write_atomically(target, new, check=allowed)
    assert target.stat().st_mode & 0o777 == 0o600


def test_the_next_name_is_one_that_is_free(tmp_path: Path) -> None:
    for name in ("out.xlsx", "out (2).xlsx"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "out (3).xlsx").symlink_to("nowhere")
    assert unused_name(tmp_path / "out.xlsx") == str(tmp_path / "out (4).xlsx")


def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path: Path) -> None:
    (tmp_path / STALE).write_bytes(b"half")
    write_atomically(tmp_path / "out.xlsx", new)
    assert names(tmp_path) == ["out.xlsx"]


@pytest.mark.parametrize(
    "name", ["~sheetkit-mine.tmp", f"x{STALE}", f"{STALE}.xlsx", STALE.replace("abcd", "ABCD"), STALE_OF_ANOTHER_HOST]
)
def test_what_is_not_surely_left_by_a_run_of_ones_own_stays(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"theirs")
    write_atomically(tmp_path / "out.xlsx", new)
    assert names(tmp_path) == sorted([name, "out.xlsx"])


def test_a_folder_or_a_link_that_is_named_so_stays(tmp_path: Path) -> None:
    (tmp_path / STALE).mkdir()
    (tmp_path / STALE.replace("abcd", "efgh")).symlink_to(tmp_path / "out.xlsx")
    before = names(tmp_path)
    remove_stale_files(tmp_path)
    assert names(tmp_path) == before


@pytest.mark.parametrize(("age", "left"), [(0, True), (2 * DAY, False)])
def test_what_another_machine_left_goes_after_a_day(tmp_path: Path, age: int, left: bool) -> None:
    path = tmp_path / STALE_OF_ANOTHER_HOST
    path.write_bytes(b"half")
    os.utime(path, (time.time() - age,) * 2)
    remove_stale_files(tmp_path)
    assert path.exists() == left


@POSIX
def test_where_a_disk_has_no_locks_only_what_is_old_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    (tmp_path / STALE).write_bytes(b"half")
    write_atomically(tmp_path / "out.xlsx", new)
    assert names(tmp_path) == sorted([STALE, "out.xlsx"])
    os.utime(tmp_path / STALE, (time.time() - 2 * DAY,) * 2)
    remove_stale_files(tmp_path)
    assert names(tmp_path) == ["out.xlsx"]


def test_a_run_that_is_still_going_keeps_its_file(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib\nfrom sheetkit.ooxml.writer.atomic_file import write_atomically\n"
        "def write(path):\n    pathlib.Path(path).write_bytes(b'slow')\n    print('half', flush=True)\n    input()\n"
        f"write_atomically(pathlib.Path({str(tmp_path / 'slow.xlsx')!r}), write)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=-1, stdout=-1, text=True) as slow:
        assert slow.stdout is not None
        assert slow.stdout.readline() == "half\n"
        write_atomically(tmp_path / "quick.xlsx", new)
        assert [bool(re.fullmatch(r"~sheetkit-.*\.tmp", name)) for name in names(tmp_path)].count(True) == 1
        slow.communicate("\n")
    assert names(tmp_path) == ["quick.xlsx", "slow.xlsx"]
    assert (tmp_path / "slow.xlsx").read_bytes() == b"slow"


@POSIX
def test_a_file_that_was_taken_for_one_that_is_left_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    lock = fcntl.flock

    def late(handle: int, kind: int) -> None:
        made.append(handle)
        if len(made) == 1:
            [path] = tmp_path.iterdir()
            path.unlink()  # as another run would, just before it is locked
        lock(handle, kind)

    monkeypatch.setattr(atomic_file.fcntl, "flock", late)
    write_atomically(tmp_path / "out.xlsx", new)
    assert len(made) == 2
    assert names(tmp_path) == ["out.xlsx"]
