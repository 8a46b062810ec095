"""Find the logs that the user names as files, folders and patterns, and read them."""

import glob
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from sheetkit.commands.console import print_error, progress_bar
from sheetkit.errors import SheetkitError, UnreadableError
from sheetkit.ooxml.limits import OTHER_WORKBOOK_SUFFIXES, WORKBOOK_SUFFIXES
from sheetkit.text import natural_list

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from contextlib import AbstractContextManager

    from sheetkit.log.parallel.source import FailedLog, Source
    from sheetkit.log.read.options import ReadOptions
    from sheetkit.log.read_log import Log
    from sheetkit.review.model import LogReview, Review

Made = TypeVar("Made")
_TEXT_SUFFIXES = (".csv", ".tsv")
_OTHER_SUFFIXES = (*_TEXT_SUFFIXES, *OTHER_WORKBOOK_SUFFIXES)  # of lists in a folder that are skipped
_WILDCARDS = "*?["
_MAX_NAMED = 6  # files that a message names
_MAX_REASONS = 3  # shown when none of many logs can be read


class NamedLogs(NamedTuple):
    """The logs that were named, each once, and the folder for their review.

    `expanded` are those that only a folder or a pattern names, `passed_over` the other lists in those folders.
    """

    paths: list[Path]
    folder: Path
    expanded: frozenset[Path] = frozenset()
    passed_over: tuple[Path, ...] = ()


class Reading:
    """The named logs, each reviewed as of a moment; those that failed; and a sentence about the lists passed over."""

    def __init__(
        self,
        named: NamedLogs,
        moment: datetime,
        logs: "list[LogReview]",
        failed: "list[FailedLog]",
        passed_over: str = "",
    ) -> None:
        self.named = named
        self.moment = moment
        self.logs = logs
        self.failed = failed
        self.passed_over = passed_over

    def with_reminders(self) -> "Reading":
        """Return a reading with a note on each line of which its person was reminded."""
        logs = [with_reminders(log_review, self.moment) for log_review in self.logs]
        return Reading(self.named, self.moment, logs, self.failed, self.passed_over)

    @cached_property
    def review(self) -> "Review":
        """The review of all of them."""
        from dataclasses import replace

        from sheetkit.review.build import combine

        notes = (self.passed_over,) if self.passed_over else ()
        return replace(combine(self.logs, self.moment, self.failed), notes=notes)

    @property
    def stem(self) -> str:
        """The beginning of the names of files made from these logs."""
        return self.named.paths[0].stem if len(self.named.paths) == 1 else "team"


def read_reviews(
    names: Sequence[str], moment: datetime, options: "ReadOptions", scheduler: str | None = None
) -> Reading:
    """Read the logs that files, folders and patterns name, and review each as of a moment.

    Raises SheetkitError if none is named, UnreadableError if none can be read.
    """
    from sheetkit.review.build import review_log

    named = named_logs(names)
    logs, failed = read_all(named.paths, partial(review_log, as_of=moment), options, scheduler)
    without_log = [path for log in failed if log.holds_none and (path := Path(log.path)) in named.expanded]
    failed = [log for log in failed if Path(log.path) not in without_log]
    return Reading(named, moment, logs, failed, describe_passed_over(named.passed_over, without_log))


def read_and_name(names: Sequence[str], moment: datetime, options: "ReadOptions") -> Reading:
    """Return what `read_reviews` does, and say on standard error which lists in a folder were passed over."""
    reading = read_reviews(names, moment, options)
    if reading.passed_over:
        print_error(reading.passed_over)
    return reading


def with_reminders(log_review: "LogReview", as_of: datetime) -> "LogReview":
    """Return the review of a log with a note on each line of when its person was reminded, if there is a record."""
    from sheetkit.review.ledger import read_ledger

    try:
        ledger = read_ledger(log_review.log.path)
        if not ledger.exists:
            return log_review
        from sheetkit.review.reminders import note_reminders

        return note_reminders(log_review, ledger, as_of)
    except UnreadableError as error:
        print_error(f"{error} Until then, no line says when somebody was reminded of it.")
        return log_review


def named_logs(names: Sequence[str]) -> NamedLogs:
    """Return the logs that files, folders and patterns name. Raises SheetkitError if one of these names none.

    Workbooks that sheetkit made itself, such as reviews, are left out of a folder and of the matches of a pattern.
    """
    folders, paths = [], []
    expanded: set[Path] = set()
    named_files: set[Path] = set()
    passed_over: list[Path] = []
    for name in names:
        path = Path(name)
        if path.is_dir():
            folders.append(path)
            entries = sorted(path.iterdir())
            others = [entry for entry in entries if _is_other_list(entry)]
            workbooks = [entry for entry in entries if entry.suffix.lower() in WORKBOOK_SUFFIXES]
            message = f"There is no log in the folder {name!r}: name another folder, or a file."
            found = _without_own_workbooks(workbooks, f"{message} {describe_passed_over(others, [])}".strip())
            paths += found
            expanded |= {*found}
            passed_over += others
        elif any(sign in name for sign in _WILDCARDS) and not path.exists():
            folders.append(_fixed_folder(path))
            # Path.glob would not take a whole path for a pattern.
            matches = map(Path, glob.glob(name, recursive=True))  # noqa: PTH207
            workbooks = sorted(match for match in matches if match.is_file())
            found = _without_own_workbooks(workbooks, f"No log matches {name!r}: check the pattern and the folder.")
            paths += found
            expanded |= {*found}
        else:
            folders.append(path.parent)
            paths.append(path)
            named_files.add(path.resolve())
    once: dict[Path, Path] = {}
    for path in paths:
        once.setdefault(path.resolve(), path)  # a log named twice is one log
    expanded = {path for path in expanded if path.resolve() not in named_files}
    return NamedLogs(list(once.values()), folders[0], frozenset(expanded), tuple(passed_over))


def _is_other_list(path: Path) -> bool:
    from sheetkit.review.ledger import RECORD_SUFFIX

    if path.name.endswith(RECORD_SUFFIX):
        return False
    return path.suffix.lower() in _OTHER_SUFFIXES and not path.name.startswith((".", "~$")) and path.is_file()


def describe_passed_over(others: Sequence[Path], without_log: Sequence[Path]) -> str:
    """Return a sentence that names the lists in a folder that are not reviewed, '' if there are none."""
    clauses = []
    texts = [path for path in others if path.suffix.lower() in _TEXT_SUFFIXES]
    if texts:
        clauses.append(f"{_names(texts)} (name a text list by itself to have it read)")
    if other := [path for path in others if path not in texts]:
        clauses.append(f"{_names(other)} (save what is a log as .xlsx)")
    if without_log:
        clauses.append(f"{_names(without_log)} (no log in {'it' if len(without_log) == 1 else 'them'})")
    return f"Skipped: {'; '.join(clauses)}." if clauses else ""


def _names(paths: Sequence[Path]) -> str:
    return natural_list((path.name for path in paths), most=_MAX_NAMED)


def read_all(
    paths: Sequence[Path],
    make: "Callable[[Log], Made]",
    options: "ReadOptions",
    scheduler: str | None = None,
) -> "tuple[list[Made], list[FailedLog]]":
    """Return the result of `make` for each log that can be read, and the logs that cannot.

    With a scheduler's address that cluster reads the logs. It is sent their bytes, since it may not see this machine's
    disk. Raises UnreadableError if no log can be read.
    """
    from sheetkit.log.parallel.map_logs import map_logs
    from sheetkit.log.parallel.source import FailedLog, LazyLogBytes, LogFile

    sources: list[Source] = [LogFile(path, options) for path in paths]
    cluster: AbstractContextManager[Executor | None] = nullcontext()
    if scheduler is not None:
        from sheetkit.log.parallel.dask_cluster import dask_cluster

        cluster, sources = dask_cluster(scheduler), [LazyLogBytes(path, options) for path in paths]
    with cluster as executor, progress_bar("Reading logs", len(paths)) as progress:
        results = map_logs(sources, make, executor, progress)
    failed = [result for result in results if isinstance(result, FailedLog)]
    made = [result for result in results if not isinstance(result, FailedLog)]
    if not made:
        raise UnreadableError(_none_readable(failed))
    return made, failed


def _without_own_workbooks(workbooks: Sequence[Path], none_message: str) -> list[Path]:
    """Return the workbooks that sheetkit did not make itself. Raises SheetkitError if there are none."""
    from sheetkit.log.read.stamp import KIND
    from sheetkit.review.history import is_inside, properties
    from sheetkit.review.ledger import RECORD_SUFFIX

    workbooks = [path for path in workbooks if not path.name.endswith(RECORD_SUFFIX)]
    logs = [path for path in workbooks if is_inside(path) and KIND not in properties(path)]
    if not logs:
        raise SheetkitError(none_message)
    return logs


def _fixed_folder(pattern: Path) -> Path:
    """Return the deepest folder above a pattern without a wildcard in its path."""
    folders = (folder for folder in pattern.parents if not any(sign in str(folder) for sign in _WILDCARDS))
    return next(folders, Path())


def _none_readable(failed: "Sequence[FailedLog]") -> str:
    if len(failed) == 1:
        return failed[0].reason
    rest = len(failed) - _MAX_REASONS
    more = f" And {rest:,} more." if rest > 0 else ""
    reasons = " ".join(log.reason for log in failed[:_MAX_REASONS])
    return f"None of the logs could be read. {reasons}{more}"
