"""A review as plain data: nothing in it knows how it will be shown."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from sheetkit.log.problems import Problem
from sheetkit.log.read import Log
from sheetkit.review.figures import Figures
from sheetkit.template.model import Rule


class HandOff(NamedTuple):
    """One line of a log at the review's moment.

    `row` is Excel's row number, `status` canonical, `days_left` None unless the hand-off is out, `late` whether the
    template's rule for that holds, `rules` all rules that hold in order of precedence, `why` and `do_next` the first
    one's sentences, '' without one.
    """

    row: int
    id: str
    item: str
    person: str
    email: str
    status: str
    due: datetime | None
    days_left: int | None
    late: bool
    code: int
    rules: tuple[Rule, ...]
    why: str
    do_next: str

    @property
    def urgency(self) -> tuple[int, datetime]:
        """What sorts hand-offs worst first: late ones, then by the first rule; within each the earliest due first.

        What has no due date at all comes before what has one.
        """
        first = (self.code & -self.code).bit_length()
        return (0 if self.late else first), self.due or datetime.min


def worst_first(handoffs: Iterable[HandOff]) -> list[HandOff]:
    """Return the hand-offs that have a flag, worst first."""
    return sorted((one for one in handoffs if one.rules), key=lambda one: one.urgency)


@dataclass(frozen=True)
class Reviewed:
    """One log at one moment.

    `rows` has one line per hand-off, indexed by Excel row number, in the log's own order:
    id, item, person, email (texts), status (canonical), out (bool), due (datetime64[s], NaT), days_left (float,
    NaN unless out), code (int: bit i is rule i of the template), first (int: the first rule that holds, -1 for
    none), is_late (bool), why, do_next (texts, '' without a flag).
    """

    log: Log
    rows: pd.DataFrame

    @cached_property
    def handoffs(self) -> list[HandOff]:
        """The same lines as records."""
        rows = self.rows
        rules = {code: self._rules(code) for code in rows["code"].unique().tolist()}
        due = [None if pd.isna(moment) else moment.to_pydatetime() for moment in rows["due"]]
        days_left = [None if math.isnan(days) else int(days) for days in rows["days_left"].tolist()]
        codes = rows["code"].tolist()
        texts = [rows[name].tolist() for name in ("id", "item", "person", "email", "status")]
        late, why, do_next = (rows[name].tolist() for name in ("is_late", "why", "do_next"))
        held = [rules[code] for code in codes]
        fields = (rows.index.tolist(), *texts, due, days_left, late, codes, held, why, do_next)
        return [HandOff(*values) for values in zip(*fields, strict=True)]

    def _rules(self, code: int) -> tuple[Rule, ...]:
        return tuple(rule for place, rule in enumerate(self.log.template.rules) if code >> place & 1)


@dataclass(frozen=True, slots=True)
class Failed:
    """A log that could not be read, and why."""

    path: str
    reason: str


@dataclass(frozen=True)
class Review:
    """One or more logs at one moment."""

    as_of: datetime
    logs: tuple[Reviewed, ...]
    failed: tuple[Failed, ...]
    figures: Figures

    @property
    def problems(self) -> list[Problem]:
        """Every problem of every log."""
        return [problem for reviewed in self.logs for problem in reviewed.log.problems]
