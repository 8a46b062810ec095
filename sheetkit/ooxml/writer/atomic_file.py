"""Outputs are whole or absent: written beside their target, flushed, then moved into place at once.

A run that is killed leaves a file whose name says what it is; the next run in that folder removes it. It tells such
a file from that of a run still going by a lock, which the system takes back when a process ends, however it ends.
"""

import errno
import os
import re
import stat
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from platform import node

from sheetkit.errors import OutputError

if sys.platform != "win32":
    import fcntl

_HOST = f"{zlib.crc32(node().encode('utf-8', 'replace')):08x}"  # a lock may mean nothing on another machine
PREFIX = f"~sheetkit-{_HOST}-"
SUFFIX = ".tmp"
_LEFT = re.compile(r"~sheetkit-([0-9a-f]{8})-[a-z0-9_]{8}\.tmp")
_OLD = 24 * 3600  # seconds after which another machine's run is surely over
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EOPNOTSUPP, errno.EMLINK, errno.EACCES)


def write_atomically(target: Path, write: Callable[[str], None], *, check: Callable[[], None] | None = None) -> None:
    """Let `write` make a file at a path beside `target`, then put it in the target's place.

    `check` is asked right before that whether the target may be replaced; without it nothing ever is. Raises
    OutputError, and leaves an earlier file whole, when that cannot be done.
    """
    folder = target.parent
    if not folder.is_dir():
        raise OutputError(f"There is no folder {str(folder)!r} to write {target.name!r} into: make it first.")
    remove_stale_files(folder)
    try:
        handle, beside = _temporary_file(folder)
    except OSError as error:
        raise OutputError(
            f"Nothing can be written into {str(folder)!r} ({error.strerror}): name a file in another folder."
        ) from None
    try:
        write(beside)
        os.fsync(handle)
        _give_mode(handle, target)
        if check:
            check()
        if os.name == "nt":  # which moves no file that is open
            os.close(handle)
            handle = -1
        _move(beside, target, replace=check is not None)
        _flush_folder(folder)
    except PermissionError:
        raise OutputError(
            f"{str(target)!r} cannot be written: close it if it is open in another program, or name another file, such "
            f"as {unused_name(target)!r}."
        ) from None
    except OSError as error:
        full = ": make room, or name a file on another disk" if error.errno in _FULL else ""
        raise OutputError(f"{str(target)!r} cannot be written ({error.strerror or error}){full}.") from None
    finally:
        with suppress(OSError):  # a drive that has vanished
            Path(beside).unlink(missing_ok=True)
        if handle >= 0:
            with suppress(OSError):
                os.close(handle)


def already_exists_message(target: Path) -> str:
    """Return the sentence about a file that is never replaced."""
    return (
        f"{str(target)!r} exists already and is left as it is: name another file, such as {unused_name(target)!r}, or "
        "move that one away."
    )


def unused_name(target: Path) -> str:
    """Return a path like `target` under which there is no file yet: 'review (2).xlsx'."""
    number = 2
    while os.path.lexists(found := target.with_name(f"{target.stem} ({number}){target.suffix}")):
        number += 1
    return str(found)


def remove_stale_files(folder: Path) -> None:
    """Remove what killed runs have left in a folder; what a run is still writing, and all else, stays."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            found = _LEFT.fullmatch(entry.name)
            if found and entry.is_file(follow_symlinks=False):
                with suppress(OSError):  # it is held, or gone already
                    old = time.time() - entry.stat(follow_symlinks=False).st_mtime > _OLD
                    if found[1] == _HOST or old:
                        _remove(Path(entry.path), old=old)


def _remove(path: Path, *, old: bool) -> None:
    """Remove a file that is old, or that no run holds. Raises OSError where one does, or nobody can tell.

    Windows needs no lock: it removes no file that is open.
    """
    if sys.platform == "win32":
        path.unlink()
        return
    handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
    try:
        if not old:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()  # under the lock: a run that has just made it waits, sees that it is gone, and makes another
    finally:
        os.close(handle)


def _temporary_file(folder: Path) -> tuple[int, str]:
    """Return a new file's handle and path; the file is locked as long as the handle is open."""
    while True:
        handle, beside = tempfile.mkstemp(prefix=PREFIX, suffix=SUFFIX, dir=folder)
        if sys.platform == "win32":
            return handle, beside
        with suppress(OSError):  # a file system without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:
            return handle, beside
        os.close(handle)  # another run took it for one that was left, before it was locked


def _move(beside: str, target: Path, *, replace: bool) -> None:
    """Put a file in its place at once; without `replace` two runs cannot both believe that they made it."""
    if replace:
        Path(beside).replace(target)
        return
    try:
        if os.name == "nt":
            Path(beside).rename(target)  # which replaces nothing there
        else:
            os.link(beside, target)
    except FileExistsError:
        raise OutputError(already_exists_message(target)) from None
    except OSError as error:
        if error.errno not in _NO_LINKS or os.path.lexists(target):
            raise
        Path(beside).replace(target)  # the file system has no second names


def _give_mode(handle: int, target: Path) -> None:
    """Give the new file the mode of the earlier one, else that of a newly made one; mkstemp makes private ones."""
    if sys.platform == "win32":
        return
    mask = os.umask(0)
    os.umask(mask)
    mode = 0o666 & ~mask
    with suppress(FileNotFoundError):
        earlier = target.lstat().st_mode
        mode = earlier & 0o777 if stat.S_ISREG(earlier) else mode
    with suppress(OSError):  # a file system without modes
        os.fchmod(handle, mode)


def _flush_folder(folder: Path) -> None:
    """Make the move itself last through a power cut, where the system can."""
    if os.name != "posix":
        return
    with suppress(OSError):  # the file is in its place; some network drives cannot flush a folder
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
