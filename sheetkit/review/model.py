"""A review as plain data: nothing in it knows how it will be shown."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetkit import categorical
from sheetkit.log.parallel.source import FailedLog
from sheetkit.log.problems import Problem
from sheetkit.log.read_log import Log
from sheetkit.review.changes import Changes, describe_gone
from sheetkit.review.duplicates import describe_duplicates, find_duplicates
from sheetkit.review.figures import Figures
from sheetkit.review.frame import worst_first
from sheetkit.review.todo import tasks
from sheetkit.review.trend import TrendLine, trend_line
from sheetkit.template.model import Rule, Template

Positions = npt.NDArray[np.int64]


@dataclass(frozen=True)
class LogReview:
    """One log at one moment: its hand-offs (schema: `review.frame.SCHEMA`) and the rules that hold for each.

    `rules` is a boolean frame with the same lines and a column per rule key, in order of precedence.
    """

    log: Log
    frame: pd.DataFrame
    rules: pd.DataFrame

    @property
    def template(self) -> Template:
        """The template the log is judged by."""
        return self.log.template


@dataclass(frozen=True)
class LineKind:
    """What lines that look alike have in common: template, status, and the rules that hold in order of precedence."""

    template: Template
    status: str
    rules: tuple[Rule, ...]

    @property
    def is_closed(self) -> bool:
        """Whether nobody waits for it any more."""
        return self.status not in (self.template.roles.open, self.template.roles.paused)


@dataclass(frozen=True)
class EarlierMoment:
    """The logs at the moment of an earlier review; `comparable` says whether they are the same logs as now."""

    as_of: datetime
    logs: tuple[LogReview, ...]
    figures: Figures
    comparable: bool


@dataclass(frozen=True)
class Review:
    """One or more logs at one moment, of everybody or of one `person`.

    `frame` has the lines of all logs, one log after the other, `rules` the rules that hold for each. `changes`, and
    `then`, the same logs at the earlier review's moment, are None without an earlier review; `past` are the trend's
    lines before this review's; `notes` are for the page About, and so is `alone`, why nothing is compared.
    """

    as_of: datetime
    logs: tuple[LogReview, ...]
    failed: tuple[FailedLog, ...]
    frame: pd.DataFrame
    rules: pd.DataFrame
    figures: Figures
    changes: Changes | None = None
    then: EarlierMoment | None = None
    past: tuple[TrendLine, ...] = ()
    notes: tuple[str, ...] = ()
    person: str = ""
    alone: str = "No earlier review of this log was found beside it, so nothing is compared."

    @property
    def templates(self) -> list[Template]:
        """The template of each log."""
        return [one.log.template for one in self.logs]

    @cached_property
    def worst_first(self) -> Positions:
        """The positions of all lines, the most urgent first."""
        return worst_first(self.frame)

    @cached_property
    def line_kinds(self) -> tuple[list[LineKind], Positions]:
        """The kinds of line there are, and the position of each line's kind among them."""
        codes = categorical.group_codes(
            [
                self.frame["log"].to_numpy(),
                categorical.column(self.frame, "status").codes,
                *(self.rules[key].to_numpy() for key in self.rules.columns),
            ]
        )
        examples = categorical.first_positions(codes)
        logs, statuses = self.frame["log"].to_numpy()[examples], self.frame["status"].iloc[examples]
        held = self.rules.to_numpy()[examples]
        keys = self.rules.columns
        kinds = [
            LineKind(self.templates[log], status, tuple(self.templates[log].rule(key) for key in keys[mask]))
            for log, status, mask in zip(logs.tolist(), statuses.tolist(), held, strict=True)
        ]
        return kinds, codes.astype(np.int64)

    @cached_property
    def row_labels(self) -> pd.Categorical:
        """What people call the row of each line in its log; slices of it share the same categories."""
        codes, rows = pd.factorize(self.frame["row"].to_numpy())
        return categorical.from_codes(codes, [f"Row {row}" for row in rows.tolist()])

    @cached_property
    def tasks(self) -> Positions:
        """The positions of what has something to do before the next review, in the order to do it."""
        return tasks(self.frame, self.worst_first)

    @cached_property
    def duplicates(self) -> tuple[Positions, ...]:
        """The positions of the hand-offs that stand in more than one log, an array for each hand-off."""
        return find_duplicates(self.frame) if len(self.logs) > 1 else ()

    @property
    def duplicates_note(self) -> str:
        """How many hand-offs stand in more than one log, in a clause; '' when none does."""
        return describe_duplicates(self.duplicates)

    @property
    def before(self) -> Figures | None:
        """The figures of the earlier review, where they can be compared with these."""
        return self.then.figures if self.then and self.then.comparable else None

    @cached_property
    def trend(self) -> tuple[TrendLine, ...]:
        """One line for each review, the earliest first, this one last."""
        return (*self.past, trend_line(self.as_of, self.figures, self.templates))

    @property
    def headline(self) -> str:
        """The review in one sentence; what vanished while it was open comes before anything else."""
        return f"{self.gone} {self.figures.headline}" if self.gone else self.figures.headline

    @cached_property
    def gone(self) -> str:
        """Which hand-offs vanished from the log while they were open, in one sentence; '' when none did."""
        return describe_gone(self.changes) if self.changes else ""

    def label(self, position: int) -> str:
        """Return what tells a log apart from the review's others: its file name, with its folder's when needed."""
        return self.labels[position]

    @cached_property
    def labels(self) -> list[str]:
        """The label of each log."""
        paths = [one.log.path for one in self.logs]
        # Those that could not be read count too, so that a name lasts.
        names = Counter([*(path.name for path in paths), *(Path(failed.path).name for failed in self.failed)])
        return [path.name if names[path.name] == 1 else f"{path.resolve().parent.name}/{path.name}" for path in paths]

    @property
    def problems(self) -> list[Problem]:
        """Every problem of every log."""
        return [problem for one in self.logs for problem in one.log.problems]
