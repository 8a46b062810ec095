"""Memory between weeks lives in the review workbooks alone: find the latest earlier one and read it.

A review names itself in its custom document properties, and its sheet of all hand-offs is a log like any other:
it is read by the same reader and judged by the same rules, as of its own moment.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sheetkit.errors import UnreadableError
from sheetkit.log.read import Log, read_log
from sheetkit.template.model import Template
from sheetkit.xlsx.package import open_package

KIND, LOGS, AS_OF, UNREAD = "sheetkit kind", "sheetkit logs", "sheetkit as of", "sheetkit logs not read"
REVIEW, ANNOTATED = "review", "annotated"
LOG_COLUMN = "Log"  # the heading of the column that tells the logs of one review apart
_CUSTOM = "docProps/custom.xml"
_VALUES = ("lpwstr", "i4", "r8", "bool", "filetime")


@dataclass(frozen=True, slots=True)
class Identity:
    """What a review says of itself: which logs it is of, its moment, and how many of the logs could not be read."""

    logs: str
    as_of: datetime
    unread: int


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier review that was read."""

    path: Path
    as_of: datetime
    log: Log


def relative(path: Path, folder: Path) -> str | None:
    """Return a path as seen from a folder, with '/'; None when there is no such path (another drive)."""
    try:
        return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:
        return None


def names_of(paths: Iterable[Path], folder: Path) -> str:
    """Return the logs of a review as its properties hold them: their paths as seen from the review's folder."""
    names = sorted(relative(path, folder) or path.name for path in paths)
    joined = ", ".join(names)
    return joined if len(joined) <= 250 else f"{joined[:240]}... ({len(names)})"


def identify(path: Path) -> Identity | None:
    """Return what a review says of itself; None when the file is no review, or is damaged."""
    said = properties(path)
    try:
        if said.get(KIND) != REVIEW:
            return None
        return Identity(said[LOGS], datetime.fromisoformat(said[AS_OF]), int(said[UNREAD]))
    except (KeyError, ValueError):
        return None


def properties(path: Path) -> dict[str, str]:
    """Return a workbook's custom document properties; none when the file is no workbook, or is damaged."""
    try:
        with open_package(path) as package:
            elements = package.elements(_CUSTOM) if _CUSTOM in package else []
    except UnreadableError:
        return {}
    values = [text for name, _, text in elements if name in _VALUES]
    names = [attributes.get("name", "") for name, attributes, _ in elements if name == "property"]
    return dict(zip(names, values, strict=False))


def is_here(path: Path) -> bool:
    """Say whether a file found in a folder is a workbook there: no link that leads out of it, no mark of Excel's."""
    return not path.name.startswith("~$") and path.resolve().parent == path.parent.resolve()


def find_earlier(logs: Sequence[Path], folders: Iterable[Path], as_of: datetime) -> Path | None:
    """Return the latest review of the same logs whose day is before as-of's, in the first folder that has one.

    One that could read all of them goes before a later one that could not: what a log lost meanwhile would never be
    noticed otherwise.
    """
    for folder in folders:
        wanted = names_of(logs, folder)
        found: list[tuple[bool, datetime, Path]] = []
        for path in sorted(folder.glob("*.xlsx")):
            identity = identify(path) if is_here(path) else None
            if identity and identity.logs == wanted and identity.as_of.date() < as_of.date():
                found.append((not identity.unread, identity.as_of, path))
        if found:
            return max(found)[2]
    return None


def read_earlier(path: Path, template: Template) -> Earlier:
    """Return an earlier review, read with the rules of `template`.

    Raises UnreadableError when it is no review or cannot be read.
    """
    identity = identify(path)
    if identity is None:
        raise UnreadableError(f"{path.name!r} is no review that sheetkit made, so nothing can be compared with it.")
    return Earlier(path, identity.as_of, read_log(path, template))
