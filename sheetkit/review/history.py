"""Find earlier review workbooks and read them; nothing else remembers one week for the next.

A review identifies itself in its custom document properties, and its sheet of all hand-offs is a log like any other:
the same reader reads it, and the same rules apply, as of its own moment.
"""

import os
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from sheetkit.errors import UnreadableError
from sheetkit.log.read.options import ReadOptions
from sheetkit.log.read.stamp import KIND, LOGS, REVIEW
from sheetkit.log.read_log import Log, read_log
from sheetkit.ooxml.limits import continuation_sheet_name
from sheetkit.ooxml.reader.package import open_package
from sheetkit.ooxml.reader.workbook import custom_properties, open_workbook
from sheetkit.review.labels import log_labels
from sheetkit.template.model import Template

AS_OF, UNREAD = "sheetkit as of", "sheetkit logs not read"
NUMBER, PERSON = "sheetkit number of logs", "sheetkit person"
ANNOTATED = "annotated"
EVERYTHING = "All hand-offs"  # the sheet that the next review reads
LOG_COLUMN = "Log"  # the heading of the column with the log of each line
_MAX_PROPERTY = 250  # letters that a custom property holds


class KnownLog(NamedTuple):
    """A log of a review: its label in the lines, its path relative to the review, its identity, '' for none."""

    label: str
    path: str
    identity: str
    is_read: bool


class ReviewIdentity(NamedTuple):
    """The identity that a review stores.

    `logs` are the names of its logs in one text, `known` the logs one by one; `person` is '' unless it is the review of
    one person.
    """

    logs: str
    known: tuple[KnownLog, ...]
    as_of: datetime
    person: str


class ReviewFile(NamedTuple):
    """A review workbook that was found in a folder."""

    path: Path
    identity: ReviewIdentity

    @property
    def as_of(self) -> datetime:
        """Its moment."""
        return self.identity.as_of


class LogKey(NamedTuple):
    """What identifies a log of now in earlier reviews."""

    path: Path
    identity: str


def relative_path(path: Path, folder: Path) -> str | None:
    """Return a path relative to a folder, with '/'; None if there is none (on another drive)."""
    try:
        return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:
        return None


def log_names(paths: Iterable[Path], folder: Path) -> str:
    """Return the paths of a review's logs relative to its folder, as its properties hold them."""
    names = sorted(relative_path(path, folder) or path.name for path in paths)
    joined = ", ".join(names)
    return joined if len(joined) <= _MAX_PROPERTY else f"{joined[: _MAX_PROPERTY - 10]}... ({len(names)})"


def log_properties(logs: Sequence[KnownLog]) -> dict[str, str]:
    """Return the custom properties from which `identify` reads the logs of a review."""
    texts: dict[str, str] = {}
    for number, log in enumerate(logs, start=1):
        name, place, known = _property_names(number)
        texts[name] = log.label[-_MAX_PROPERTY:]
        texts[place] = log.path[-_MAX_PROPERTY:]
        texts[known] = f"{'read' if log.is_read else 'not read'} {log.identity}".strip()
    return texts


def _property_names(number: int) -> tuple[str, str, str]:
    return f"sheetkit log {number}", f"sheetkit log {number} path", f"sheetkit log {number} known"


def identify(path: Path) -> ReviewIdentity | None:
    """Return the identity of a review; None if the file is no review or damaged."""
    stored = properties(path)
    try:
        if stored.get(KIND) != REVIEW:
            return None
        moment = datetime.fromisoformat(stored[AS_OF])
        number, unread = int(stored.get(NUMBER, "1")), int(stored[UNREAD])
        known = _known_logs(stored, number) or _named_logs(stored[LOGS], number, unread, path.parent)
        return ReviewIdentity(stored[LOGS], known, moment, stored.get(PERSON, ""))
    except (KeyError, ValueError):
        return None


def _known_logs(stored: dict[str, str], number: int) -> tuple[KnownLog, ...]:
    logs = []
    for name, place, known in map(_property_names, range(1, number + 1)):
        if name not in stored:
            return ()
        is_read, _, identity = stored.get(known, "").rpartition("read")
        logs.append(KnownLog(stored[name], stored.get(place, ""), identity.strip(), is_read.strip() != "not"))
    return tuple(logs)


def _named_logs(logs: str, number: int, unread: int, folder: Path) -> tuple[KnownLog, ...]:
    """Return the logs of a review from before reviews named them one by one.

    It does not say which of them were not read, so there are none if some were not.
    """
    paths = [logs] if number == 1 else logs.split(", ")
    if unread or len(paths) != number:
        return ()
    labels = log_labels([folder / path for path in paths])
    return tuple(KnownLog(label, path, "", is_read=True) for label, path in zip(labels, paths, strict=True))


def properties(path: Path) -> dict[str, str]:
    """Return a workbook's custom document properties; none if the file is no workbook or damaged."""
    try:
        with open_package(path) as package:
            return custom_properties(package)
    except UnreadableError:
        return {}


def is_inside(path: Path) -> bool:
    """Return whether a file in a folder is a workbook there, and no link out of the folder or lock file of Excel's."""
    return not path.name.startswith("~$") and path.resolve().parent == path.parent.resolve()


def match_logs(known: Sequence[KnownLog], logs: Sequence[LogKey], folder: Path) -> list[int]:
    """Return for each log of a review in `folder` its position among the logs of now, -1 if it is not there.

    Logs match by identity and path, else by identity, else by path.
    """
    paths = [(relative_path(log.path, folder) or log.path.name)[-_MAX_PROPERTY:] for log in logs]
    before = [(log.identity, log.path) for log in known]
    now = [(log.identity, path) for log, path in zip(logs, paths, strict=True)]
    matched = [-1] * len(known)
    keys: Sequence[Callable[[tuple[str, str]], object]] = (
        lambda log: log if log[0] else None,
        lambda log: log[0] or None,
        lambda log: log[1] or None,
    )
    for key in keys:
        free: dict[object, int] = {}
        for position, log in enumerate(now):
            if position not in matched:
                free.setdefault(key(log), position)
        for place, log in enumerate(before):
            if matched[place] < 0 and key(log) is not None:
                matched[place] = free.pop(key(log), -1)
    return matched


def find_earlier(logs: Sequence[LogKey], folders: Iterable[Path], as_of: datetime) -> list[ReviewFile]:
    """Return the reviews of everybody with at least one of the logs and an earlier day than as-of's, the latest first.

    Those with fewer than half of the logs come last: somebody reviewed a log of the team by itself. Of reviews of the
    same moment, the one in the earlier folder comes first.
    """
    ranked = []
    for place, folder in enumerate(_unique_folders(folders)):
        for path in _workbooks(folder):
            identity = identify(path)
            if identity is None or identity.person or identity.as_of.date() >= as_of.date():
                continue
            held = sum(position >= 0 for position in match_logs(identity.known, logs, folder))
            if held:
                ranked.append((2 * held >= len(logs), identity.as_of, -place, path, identity))
    ranked.sort(key=lambda candidate: candidate[:4], reverse=True)
    return [ReviewFile(path, identity) for *_, path, identity in ranked]


def skipped_reviews(
    stem: str,
    logs: Sequence[LogKey],
    folders: Iterable[Path],
    known: Iterable[ReviewFile],
    since: date | None,
    as_of: datetime,
) -> list[str]:
    """Return the files that are named like a review from after `since`, but could not be read as one.

    This includes files that can be read now but are not `known`: another program held them for a moment.
    """
    compared = {review.path for review in known}
    pattern = re.compile(re.escape(stem) + r"-review-(\d{4}-\d{2}-\d{2})\.xlsx")
    names = []
    for folder in _unique_folders(folders):
        for path in _workbooks(folder):
            match = pattern.fullmatch(path.name)
            day = _day(match[1]) if match else None
            if day and (since or date.min) < day < as_of.date() and path not in compared:
                identity = identify(path)
                if identity is None or any(at >= 0 for at in match_logs(identity.known, logs, folder)):
                    names.append(path.name)
    return names


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _unique_folders(folders: Iterable[Path]) -> Iterable[Path]:
    """Return each folder once."""
    named: dict[Path, Path] = {}
    for folder in folders:
        named.setdefault(folder.resolve(), folder)
    return named.values()


def _workbooks(folder: Path) -> list[Path]:
    # Not `glob`, which takes a folder that cannot be listed for an empty one.
    return [path for path in sorted(folder.iterdir()) if path.suffix == ".xlsx" and is_inside(path)]


def read_earlier(file: ReviewFile, template: Template) -> Log:
    """Return all hand-offs of an earlier review, read with the rules of `template`.

    Raises UnreadableError if it cannot be read, or if its hand-offs take more than one sheet.
    """
    with open_workbook(file.path) as workbook:
        if workbook.sheet(continuation_sheet_name(EVERYTHING, 2)):
            raise UnreadableError(
                f"{file.path.name!r} has more hand-offs than a sheet holds: nothing is compared with it."
            )
    return read_log(file.path, template, options=ReadOptions(sheet=EVERYTHING))
