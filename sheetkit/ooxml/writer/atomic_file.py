"""Write files atomically: to a temporary file in the target's folder, which is flushed and then moved into place.

A killed run leaves its temporary file, which the next run in that folder removes. A lock, which the system releases
however a process ends, marks the temporary files of runs that still work.
"""

import errno
import os
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
from sheetkit.patterns import lazy_pattern

if sys.platform != "win32":
    import fcntl

_HOST = f"{zlib.crc32(node().encode('utf-8', 'replace')):08x}"  # in the name, since locks may not reach other hosts
PREFIX = f"~sheetkit-{_HOST}-"
SUFFIX = ".tmp"
_TEMPORARY_NAME = lazy_pattern(r"~sheetkit-([0-9a-f]{8})-[a-z0-9_]{8}\.tmp")
_MAX_AGE = 24 * 3600  # seconds, after which a run on another host is over
_DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_HARD_LINKS = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EOPNOTSUPP, errno.EMLINK, errno.EACCES)


def write_atomically(
    target: Path,
    write: Callable[[str], None],
    *,
    check: Callable[[], None] | None = None,
    mode_of: Path | None = None,
    is_durable: bool = True,
) -> None:
    """Call `write` with the path of a temporary file, then move that file to `target`.

    The file gets the mode of an existing target, or of the file `mode_of`. With `is_durable` this waits for the disk,
    so that the file survives a power cut.

    `check` is called just before the move and raises if the target must not be replaced; without `check`, an existing
    target is never replaced. Raises OutputError if the file cannot be written; an existing target is then unchanged.
    """
    folder = target.parent
    if not folder.is_dir():
        raise OutputError(f"There is no folder {str(folder)!r} to write {target.name!r} into: make it first.")
    remove_stale_files(folder)
    try:
        handle, temporary = _make_temporary_file(folder)
    except OSError as error:
        raise OutputError(
            f"Nothing can be written into {str(folder)!r} ({error.strerror}): name a file in another folder."
        ) from None
    try:
        write(temporary)
        if is_durable:
            os.fsync(handle)
        _set_mode(handle, mode_of or target)
        if check:
            check()
        if os.name == "nt":  # Windows moves no file that is open
            os.close(handle)
            handle = -1
        _move_into_place(temporary, target, replace=check is not None)
        if is_durable:
            _flush_folder(folder)
    except PermissionError:
        raise OutputError(
            f"{str(target)!r} cannot be written: close it if it is open in another program, or name another file, such "
            f"as {unused_name(target)!r}."
        ) from None
    except OSError as error:
        full = ": make room, or name a file on another disk" if error.errno in _DISK_FULL else ""
        raise OutputError(f"{str(target)!r} cannot be written ({error.strerror or error}){full}.") from None
    finally:
        with suppress(OSError):  # the drive may be gone
            Path(temporary).unlink(missing_ok=True)
        if handle >= 0:
            with suppress(OSError):
                os.close(handle)


def write_content(
    target: Path,
    content: bytes,
    check: Callable[[], None] | None = None,
    *,
    mode_of: Path | None = None,
    is_durable: bool = True,
) -> None:
    """Write bytes to `target` as `write_atomically` does."""

    def write(temporary: str) -> None:
        Path(temporary).write_bytes(content)

    write_atomically(target, write, check=check, mode_of=mode_of, is_durable=is_durable)


def already_exists_message(target: Path) -> str:
    """Return the message about a file that exists and is never replaced."""
    return (
        f"{str(target)!r} exists already and is left as it is: name another file, such as {unused_name(target)!r}, or "
        "move that one away."
    )


def unused_name(target: Path) -> str:
    """Return a path like `target` at which there is no file yet: 'review (2).xlsx'."""
    number = 2
    while os.path.lexists(path := target.with_name(f"{target.stem} ({number}){target.suffix}")):
        number += 1
    return str(path)


def remove_stale_files(folder: Path) -> None:
    """Remove the temporary files of killed runs from a folder, and nothing else."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            name = _TEMPORARY_NAME.fullmatch(entry.name)
            if name and entry.is_file(follow_symlinks=False):
                with suppress(OSError):  # it is locked, or gone already
                    is_old = time.time() - entry.stat(follow_symlinks=False).st_mtime > _MAX_AGE
                    if name[1] == _HOST or is_old:
                        _remove_stale_file(Path(entry.path), is_old=is_old)


def _remove_stale_file(path: Path, *, is_old: bool) -> None:
    """Remove a temporary file that is old or not locked. Raises OSError if it is locked or cannot be.

    Windows needs no lock: it never removes an open file.
    """
    if sys.platform == "win32":
        path.unlink()
        return
    handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
    try:
        if not is_old:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()  # a run that has just made it waits for the lock, sees that the file is gone, and makes another
    finally:
        os.close(handle)


def _make_temporary_file(folder: Path) -> tuple[int, str]:
    """Return the handle and path of a new file, locked until the handle is closed."""
    while True:
        handle, path = tempfile.mkstemp(prefix=PREFIX, suffix=SUFFIX, dir=folder)
        if sys.platform == "win32":
            return handle, path
        with suppress(OSError):  # a file system without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:
            return handle, path
        os.close(handle)  # another run removed it before it was locked


def _move_into_place(temporary: str, target: Path, *, replace: bool) -> None:
    """Move a file to `target` in one step. Without `replace`, only one of two runs succeeds, and the other raises."""
    if replace:
        Path(temporary).replace(target)
        return
    try:
        if os.name == "nt":
            Path(temporary).rename(target)  # Windows raises if there is a file
        else:
            os.link(temporary, target)  # the temporary name is removed later
    except FileExistsError:
        raise OutputError(already_exists_message(target)) from None
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS or os.path.lexists(target):
            raise
        Path(temporary).replace(target)


def _set_mode(handle: int, target: Path) -> None:
    """Give a file, which mkstemp made private, the mode of an existing target, else the usual mode of new files."""
    if sys.platform == "win32":
        return
    mask = os.umask(0)
    os.umask(mask)
    mode = 0o666 & ~mask
    with suppress(FileNotFoundError):
        existing = target.lstat().st_mode
        mode = existing & 0o777 if stat.S_ISREG(existing) else mode
    with suppress(OSError):  # a file system without modes
        os.fchmod(handle, mode)


def _flush_folder(folder: Path) -> None:
    """Flush a folder to disk if the system can, so that the move survives a power cut."""
    if os.name != "posix":
        return
    with suppress(OSError):  # some network drives cannot do this
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
