"""Memory between weeks lives in the review workbooks alone: find the earlier ones and read them.

A review names itself in its custom document properties, and its sheet of all hand-offs is a log like any other:
it is read by the same reader and judged by the same rules, as of its own moment.
"""

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sheetkit.errors import UnreadableError
from sheetkit.log.read.options import ReadOptions
from sheetkit.log.read.stamp import KIND, LOGS, REVIEW
from sheetkit.log.read_log import Log, read_log
from sheetkit.ooxml.limits import continuation_sheet_name
from sheetkit.ooxml.reader.package import open_package
from sheetkit.ooxml.reader.workbook import custom_properties, open_workbook
from sheetkit.review.trend import EarlierTrend, read_trend
from sheetkit.template.model import Template
from sheetkit.text import match_key

AS_OF, UNREAD = "sheetkit as of", "sheetkit logs not read"
NUMBER, PERSON = "sheetkit number of logs", "sheetkit person"
ANNOTATED = "annotated"
EVERYTHING = "All hand-offs"  # the sheet that is read again next week
LOG_COLUMN = "Log"  # the heading of the column that tells the logs of one review apart


@dataclass(frozen=True)
class ReviewIdentity:
    """What a review says of itself.

    `logs` names the logs, of which there are `number` and `unread` could not be read; `person` is '' unless it is
    the review of one person.
    """

    logs: str
    number: int
    as_of: datetime
    unread: int
    person: str


@dataclass(frozen=True)
class ReviewFile:
    """A review workbook in a folder that was looked through."""

    path: Path
    identity: ReviewIdentity


@dataclass(frozen=True)
class EarlierReview:
    """An earlier review that was read, with the trend it carried."""

    path: Path
    identity: ReviewIdentity
    log: Log
    trend: EarlierTrend

    @property
    def as_of(self) -> datetime:
        """Its moment."""
        return self.identity.as_of


def relative_path(path: Path, folder: Path) -> str | None:
    """Return a path as seen from a folder, with '/'; None when there is no such path (another drive)."""
    try:
        return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:
        return None


def log_names(paths: Iterable[Path], folder: Path) -> str:
    """Return the logs of a review as its properties hold them: their paths as seen from the review's folder."""
    names = sorted(relative_path(path, folder) or path.name for path in paths)
    joined = ", ".join(names)
    return joined if len(joined) <= 250 else f"{joined[:240]}... ({len(names)})"


def identify(path: Path) -> ReviewIdentity | None:
    """Return what a review says of itself; None when the file is no review, or is damaged."""
    said = properties(path)
    try:
        if said.get(KIND) != REVIEW:
            return None
        moment = datetime.fromisoformat(said[AS_OF])
        return ReviewIdentity(said[LOGS], int(said.get(NUMBER, "1")), moment, int(said[UNREAD]), said.get(PERSON, ""))
    except (KeyError, ValueError):
        return None


def properties(path: Path) -> dict[str, str]:
    """Return a workbook's custom document properties; none when the file is no workbook, or is damaged."""
    try:
        with open_package(path) as package:
            return custom_properties(package)
    except UnreadableError:
        return {}


def is_inside(path: Path) -> bool:
    """Return whether a file found in a folder is a workbook there: no link that leads out of it, no mark of Excel's."""
    return not path.name.startswith("~$") and path.resolve().parent == path.parent.resolve()


def find_earlier(logs: Sequence[Path], folders: Iterable[Path], as_of: datetime) -> list[ReviewFile]:
    """Return the reviews of the same logs whose day is before as-of's, the one to compare with first.

    Those in an earlier folder go before all in a later one. One that could read all logs goes before a later one
    that could not: what a log lost meanwhile would never be noticed otherwise. Of one moment the review of everybody
    goes before those of one person.
    """
    found: list[ReviewFile] = []
    for folder in _once(folders):
        wanted = log_names(logs, folder)
        here = [
            ReviewFile(path, said) for path in _workbooks(folder) if (said := identify(path)) and said.logs == wanted
        ]
        before = [one for one in here if one.identity.as_of.date() < as_of.date()]
        found += sorted(before, key=_rank, reverse=True)
    return found


def _rank(known: ReviewFile) -> tuple[bool, datetime, bool, Path]:
    identity = known.identity
    return not identity.unread, identity.as_of, not identity.person, known.path


def comparable_with(known: Iterable[ReviewFile], person: str) -> list[ReviewFile]:
    """Return those that can be compared with the review of one person, or of everybody for ''."""
    return [one for one in known if not one.identity.person or match_key(one.identity.person) == match_key(person)]


def skipped_reviews(
    stem: str,
    logs: Sequence[Path],
    folders: Iterable[Path],
    known: Iterable[ReviewFile],
    since: date | None,
    as_of: datetime,
) -> list[str]:
    """Return the files that are named like a review later than `since`, and were none that could be read.

    One that can be read by now is among them too, where it is not `known`: another program had it for a moment.
    """
    compared = {one.path for one in known}
    named = re.compile(re.escape(stem) + r"-review-(\d{4}-\d{2}-\d{2})\.xlsx")
    names = []
    for folder in _once(folders):
        for path in _workbooks(folder):
            found = named.fullmatch(path.name)
            day = _day(found[1]) if found else None
            if day and (since or date.min) < day < as_of.date() and path not in compared:
                said = identify(path)
                if said is None or said.logs == log_names(logs, folder):
                    names.append(path.name)
    return names


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _once(folders: Iterable[Path]) -> Iterable[Path]:
    """Return the folders as they were named, each once."""
    return {folder.resolve(): folder for folder in reversed(list(folders))}.values()


def _workbooks(folder: Path) -> list[Path]:
    # Not `glob`, to which a folder that cannot be listed is an empty one.
    return [path for path in sorted(folder.iterdir()) if path.suffix == ".xlsx" and is_inside(path)]


def read_earlier(path: Path, identity: ReviewIdentity, template: Template) -> EarlierReview:
    """Return an earlier review, read with the rules of `template`.

    Raises UnreadableError when it cannot be read, or when one of its sheets does not hold all of its hand-offs.
    """
    with open_workbook(path) as workbook:
        if workbook.sheet(continuation_sheet_name(EVERYTHING, 2)):
            raise UnreadableError(f"{path.name!r} has more hand-offs than a sheet holds: nothing is compared with it.")
    return EarlierReview(
        path, identity, read_log(path, template, options=ReadOptions(sheet=EVERYTHING)), read_trend(path)
    )
