"""Outputs are whole or absent: written beside their target, flushed, then moved into place at once."""

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sheetkit.errors import OutputError

PREFIX = "~sheetkit-"  # what a killed run may leave behind


def write_whole(target: Path, write: Callable[[str], None]) -> None:
    """Let `write` make a file at a path beside `target`, then put it in the target's place.

    Raises OutputError, and leaves an earlier file whole, when that cannot be done.
    """
    folder = target.parent
    if not folder.is_dir():
        raise OutputError(f"There is no folder {str(folder)!r} to write {target.name!r} into: make it first.")
    try:
        handle, beside = tempfile.mkstemp(prefix=PREFIX, suffix=".tmp", dir=folder)
        os.close(handle)
    except OSError as error:
        raise OutputError(f"Nothing can be written into {str(folder)!r}: {error.strerror}.") from None
    try:
        write(beside)
        _flush(beside)
        Path(beside).chmod(_mode(target))
        Path(beside).replace(target)
        _flush_folder(folder)
    except PermissionError:
        raise OutputError(
            f"{str(target)!r} cannot be replaced: close it if it is open in another program, or name another file "
            "with -o."
        ) from None
    except OSError as error:
        raise OutputError(f"{str(target)!r} cannot be written: {error.strerror}.") from None
    finally:
        Path(beside).unlink(missing_ok=True)


def _mode(target: Path) -> int:
    """Return the mode of the earlier file, else that of a newly made one; mkstemp makes private ones."""
    with suppress(FileNotFoundError):
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _flush(path: str) -> None:
    with Path(path).open("r+b") as stream:  # Windows flushes only what is open for writing
        os.fsync(stream.fileno())


def _flush_folder(folder: Path) -> None:
    """Make the move itself last through a power cut; only POSIX can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
