"""A review as plain data: nothing in it knows how it will be shown."""

import math
from collections import Counter
from datetime import datetime
from functools import cached_property
from pathlib import Path

import pandas as pd

from sheetkit.log.many import Failed
from sheetkit.log.problems import Problem
from sheetkit.log.read import Log
from sheetkit.record import record
from sheetkit.review.changes import Changes, gone_words
from sheetkit.review.figures import Figures
from sheetkit.review.handoff import HandOff
from sheetkit.review.team import Double, doubled, doubled_words
from sheetkit.review.trend import TrendLine, trend_line
from sheetkit.template.model import Rule


@record
class Reviewed:
    """One log at one moment.

    `rows` has one line per hand-off, indexed by Excel row number, in the log's own order:
    id, item, person, email (texts), status (canonical), out (bool), start, due (datetime64[s], NaT), days_left (float,
    NaN unless out), code (int: bit i is rule i of the template), first (int: the first rule that holds, -1 for
    none), is_late (bool), kept (float: 1 came back as first promised, 0 later, NaN not back or nothing promised), act
    (datetime64[s]: the day to do what is next, NaT for any day or nothing), why, do_next (texts, '' without a flag).
    """

    log: Log
    rows: pd.DataFrame

    @cached_property
    def handoffs(self) -> list[HandOff]:
        """The same lines as records."""
        rows = self.rows
        rules = {code: self._rules(code) for code in rows["code"].unique().tolist()}
        start, due, act = (_datetimes(rows[name]) for name in ("start", "due", "act"))
        kept = [None if math.isnan(was) else was > 0 for was in rows["kept"].tolist()]
        days_left = [None if math.isnan(days) else int(days) for days in rows["days_left"].tolist()]
        codes = rows["code"].tolist()
        roles = self.log.template.roles
        closed = (~rows["status"].isin([roles.open, roles.paused])).tolist()
        texts = [rows[name].tolist() for name in ("id", "item", "person", "email", "status")]
        late, why, do_next = (rows[name].tolist() for name in ("is_late", "why", "do_next"))
        held = [rules[code] for code in codes]
        moments, counts = (start, due), (days_left, late, closed, kept)
        fields = (rows.index.tolist(), *texts, rows["out"].tolist(), *moments, *counts, act, codes, held, why, do_next)
        return [HandOff(*values) for values in zip(*fields, strict=True)]

    def _rules(self, code: int) -> tuple[Rule, ...]:
        return tuple(rule for place, rule in enumerate(self.log.template.rules) if code >> place & 1)


def _datetimes(moments: "pd.Series[pd.Timestamp]") -> list[datetime | None]:
    found: list[datetime | None] = moments.to_numpy().astype("datetime64[s]").tolist()
    return found


@record
class Then:
    """Logs at the moment of an earlier review; `comparable` says whether they are the same logs as now."""

    as_of: datetime
    logs: tuple[Reviewed, ...]
    figures: Figures
    comparable: bool


@record
class Review:
    """One or more logs at one moment, of everybody or of one `person`.

    `changes`, and `then`, the same logs at the earlier review's moment, are None without an earlier review; `past` are
    the trend's lines before this review's; `notes` are for the sheet About, and so is `alone`, why nothing is compared.
    """

    as_of: datetime
    logs: tuple[Reviewed, ...]
    failed: tuple[Failed, ...]
    figures: Figures
    changes: Changes | None = None
    then: Then | None = None
    past: tuple[TrendLine, ...] = ()
    notes: tuple[str, ...] = ()
    person: str = ""
    alone: str = "No earlier review of this log was found beside it, so nothing is compared."

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
    def doubles(self) -> tuple[Double, ...]:
        """The hand-offs that stand in more than one log."""
        return tuple(doubled(self.logs)) if len(self.logs) > 1 else ()

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
