"""A review as plain data: nothing in it knows how it will be shown."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sheetkit.log.parallel.source import FailedLog
from sheetkit.log.problems import Problem
from sheetkit.log.read_log import Log
from sheetkit.review.changes import Changes, gone_words
from sheetkit.review.figures import Figures
from sheetkit.review.handoff import HandOff, HandOffs
from sheetkit.review.team import doubled, doubled_words
from sheetkit.review.todo import tasks
from sheetkit.review.trend import TrendLine, trend_line


@dataclass(frozen=True)
class Reviewed:
    """One log at one moment: `columns` has a line for each of its rows, in the log's own order."""

    log: Log
    columns: HandOffs

    @cached_property
    def handoffs(self) -> list[HandOff]:
        """The same lines as records."""
        return self.columns.records(self.log.template.rules)


@dataclass(frozen=True)
class Then:
    """Logs at the moment of an earlier review; `comparable` says whether they are the same logs as now."""

    as_of: datetime
    logs: tuple[Reviewed, ...]
    figures: Figures
    comparable: bool


@dataclass(frozen=True)
class Review:
    """One or more logs at one moment, of everybody or of one `person`.

    `changes`, and `then`, the same logs at the earlier review's moment, are None without an earlier review; `past` are
    the trend's lines before this review's; `notes` are for the sheet About, and so is `alone`, why nothing is compared.
    """

    as_of: datetime
    logs: tuple[Reviewed, ...]
    failed: tuple[FailedLog, ...]
    figures: Figures
    changes: Changes | None = None
    then: Then | None = None
    past: tuple[TrendLine, ...] = ()
    notes: tuple[str, ...] = ()
    person: str = ""
    alone: str = "No earlier review of this log was found beside it, so nothing is compared."

    @cached_property
    def columns(self) -> HandOffs:
        """The lines of all logs, one log after the other."""
        return HandOffs.joined([one.columns for one in self.logs])

    @cached_property
    def owners(self) -> npt.NDArray[np.int64]:
        """The place among the logs of that in which each line stands."""
        return np.repeat(np.arange(len(self.logs)), [len(one.columns) for one in self.logs])

    def worst(self, most: int) -> list[HandOff]:
        """Return the hand-offs that need attention most, the worst first."""
        places = self.columns.worst_first[:most]
        return [self._record(place) for place in places[self.columns.flagged[places]].tolist()]

    def _record(self, place: int) -> HandOff:
        template = self.logs[self.owners[place]].log.template
        return self.columns.record(place, template.rules)

    @cached_property
    def tasks(self) -> npt.NDArray[np.int64]:
        """The places among all lines of what has something to do before the next review, in the order to do it."""
        return tasks(self.columns)

    @property
    def before(self) -> Figures | None:
        """The figures of the earlier review, where they can be compared with these."""
        return self.then.figures if self.then and self.then.comparable else None

    @cached_property
    def trend(self) -> tuple[TrendLine, ...]:
        """One line for each review, the earliest first, this one last."""
        now = trend_line(self.as_of, self.figures, [one.log.template for one in self.logs])
        return (*self.past, now)

    @property
    def headline(self) -> str:
        """The review in one sentence; what vanished while it was open comes before anything else."""
        return f"{self.gone} {self.figures.headline}" if self.gone else self.figures.headline

    @cached_property
    def gone(self) -> str:
        """Which lines vanished from the log while they were open, in one sentence; '' when none did."""
        return gone_words(self.changes) if self.changes else ""

    @cached_property
    def doubles(self) -> tuple[npt.NDArray[np.int64], ...]:
        """The places among all lines of the hand-offs that stand in more than one log, one array for each."""
        return doubled(self.columns, self.owners) if len(self.logs) > 1 else ()

    @property
    def doubles_words(self) -> str:
        """How many hand-offs stand in more than one log, in a sentence; '' when none does."""
        return doubled_words(self.doubles)

    def label(self, reviewed: Reviewed) -> str:
        """Return what tells a log apart from the review's others: its file name, with its folder's when needed."""
        return self._labels[reviewed.log.path]

    @cached_property
    def _labels(self) -> dict[Path, str]:
        paths = [one.log.path for one in self.logs]
        # Those that could not be read count too, so that a name lasts.
        names = Counter([*(path.name for path in paths), *(Path(failed.path).name for failed in self.failed)])
        return {
            path: path.name if names[path.name] == 1 else f"{path.resolve().parent.name}/{path.name}" for path in paths
        }

    @property
    def problems(self) -> list[Problem]:
        """Every problem of every log."""
        return [problem for reviewed in self.logs for problem in reviewed.log.problems]
