"""Outputs are whole or absent."""

import os
from pathlib import Path

import pytest

from sheetkit.errors import OutputError
from sheetkit.xlsx.output import write_whole

POSIX = pytest.mark.skipif(os.name != "posix", reason="Windows has no modes")


def new(path: str) -> None:
    Path(path).write_bytes(b"new")


def half_then(error: BaseException):
    def write(path: str) -> None:
        Path(path).write_bytes(b"ne")
        raise error

    return write


def test_a_new_file_is_written_and_nothing_else(tmp_path: Path) -> None:
    write_whole(tmp_path / "out.xlsx", new)
    assert [path.name for path in tmp_path.iterdir()] == ["out.xlsx"]
    assert (tmp_path / "out.xlsx").read_bytes() == b"new"


@pytest.mark.parametrize("error", [OutputError("no"), ValueError("no"), KeyboardInterrupt()], ids=repr)
def test_an_earlier_file_stays_whole_when_writing_stops_half_way(tmp_path: Path, error: BaseException) -> None:
    (tmp_path / "out.xlsx").write_bytes(b"old")
    with pytest.raises(type(error)):
        write_whole(tmp_path / "out.xlsx", half_then(error))
    assert (tmp_path / "out.xlsx").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.xlsx"]


@pytest.mark.parametrize(
    ("error", "said"),
    [(OSError(28, "No space left on device"), "No space left"), (PermissionError(13, "denied"), "close it if it is")],
)
def test_a_full_or_locked_disk_is_one_sentence(tmp_path: Path, error: OSError, said: str) -> None:
    (tmp_path / "out.xlsx").write_bytes(b"old")
    with pytest.raises(OutputError, match=said):
        write_whole(tmp_path / "out.xlsx", half_then(error))
    assert (tmp_path / "out.xlsx").read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_an_earlier_file_is_not_touched_before_the_new_one_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    target.write_bytes(b"old")
    seen = []

    def write(path: str) -> None:
        new(path)
        seen.append((Path(path).parent, target.read_bytes()))

    write_whole(target, write)
    assert seen == [(tmp_path, b"old")]
    assert target.read_bytes() == b"new"


def test_a_missing_folder_is_named_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"no folder .*missing.*make it first"):
        write_whole(tmp_path / "missing" / "out.xlsx", new)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "out.xlsx").mkdir()
    with pytest.raises(OutputError, match="cannot be"):
        write_whole(tmp_path / "out.xlsx", new)
    assert [path.name for path in tmp_path.iterdir()] == ["out.xlsx"]


@POSIX
def test_a_new_file_can_be_read_by_whom_the_user_lets_read(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "out.xlsx", new)
    finally:
        os.umask(before)
    assert (tmp_path / "out.xlsx").stat().st_mode & 0o777 == 0o640


@POSIX
def test_a_private_file_stays_private(tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    target.write_bytes(b"old")
    target.chmod(0o600)
    write_whole(target, new)
    assert target.stat().st_mode & 0o777 == 0o600
