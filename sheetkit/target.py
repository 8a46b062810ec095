"""What may be replaced: one decision for every file that sheetkit makes again."""

import os
import stat
from collections.abc import Callable, Iterable
from pathlib import Path

from sheetkit.errors import OutputError, UnreadableError
from sheetkit.log.read.locate import is_log
from sheetkit.log.read.stamp import KIND
from sheetkit.ooxml.owner_file import owner_file
from sheetkit.ooxml.reader.package import open_package
from sheetkit.ooxml.writer.atomic_file import unused_name
from sheetkit.review.history import properties

_CORE = "docProps/core.xml"


def check_target(
    target: Path,
    inputs: Iterable[Path],
    what: str,
    is_ours: Callable[[Path], bool],
    is_changed: Callable[[Path], bool],
    *,
    force: bool,
    instead: str = "",
) -> None:
    """Raise OutputError unless `target` is free, or an earlier file that `is_ours` knows as `what`.

    Such a file is replaced unless `is_changed` says that somebody saved it since. With `force` any ordinary file but a
    log, and a link itself, gives way; an input never does, by whatever name it goes. `instead` is what to do where
    neither another name nor force can be given.
    """
    if not os.path.lexists(target):
        return
    if any(_same(target, path) for path in inputs):
        raise OutputError(f"{str(target)!r} is the log itself, which is never written to: name another file.")
    mode = target.lstat().st_mode
    another = instead or f"name another file, such as {unused_name(target)!r}"
    or_force = "" if instead else ", or use --force to replace it"
    if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
        raise OutputError(f"{str(target)!r} is a folder or not an ordinary file: {another}.")
    if force and _is_log(target):
        raise OutputError(f"{str(target)!r} is a log, which is never replaced, not even by force: {another}.")
    if force:
        return
    if stat.S_ISLNK(mode):
        raise OutputError(f"{str(target)!r} is a link to a file elsewhere, so it is left as it is: {another}.")
    owner = owner_file(target)
    if owner is not None:
        raise OutputError(
            f"{str(target)!r} is open in another program: close it there, or {another}. If nobody has it open, delete "
            f"{owner.name!r}, which says so."
        )
    if not is_ours(target):
        raise OutputError(f"{str(target)!r} exists and is not a {what}, so it is left as it is: {another}{or_force}.")
    if is_changed(target):
        raise OutputError(
            f"{str(target)!r} was changed after sheetkit made it, so it is left as it is: {another}{or_force}."
        )


def _is_log(path: Path) -> bool:
    """Return whether a file is a log that people keep, and nothing that sheetkit made of one."""
    return not path.is_symlink() and KIND not in properties(path) and is_log(path)


def _same(path: Path, other: Path) -> bool:
    """Return whether two paths lead to one file: through links, second names or another spelling."""
    try:
        return path.samefile(other)
    except OSError:  # one of them leads nowhere
        return False


def is_changed_workbook(path: Path) -> bool:
    """Return whether somebody saved a workbook since it was made; sheetkit makes both times one."""
    try:
        with open_package(path) as package:
            properties = {name: text for name, _, text in package.elements(_CORE)}
    except UnreadableError:
        return True
    return properties.get("created") != properties.get("modified")
