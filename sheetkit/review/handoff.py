"""Hand-offs at the moment of a review: one as a record, and many column by column."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sheetkit.ooxml.coded import Coded, told_apart
from sheetkit.template.model import Rule

Places = npt.NDArray[np.int64]
Moments = npt.NDArray[np.datetime64]
Truths = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]


class HandOff(NamedTuple):
    """One line of a log at the review's moment.

    `row` is Excel's row number, `status` canonical, `out` whether it is open and not back, `days_left` None unless
    the hand-off is out, `late` whether the template's rule for that holds, `open` whether its status is open, `closed`
    whether nobody waits for it any more, `kept` whether it came back when it was first promised (None: it is not back,
    or nothing was promised), `act` the day to do what is next (None: any day, or nothing), `code` and `rules` all rules
    that hold in order of precedence (bit i is rule i of the template), `why` and `do_next` the first one's sentences,
    '' without one, `task` what to do before the next review, '' for nothing.
    """

    row: int
    id: str
    item: str
    person: str
    email: str
    status: str
    out: bool
    start: datetime | None
    due: datetime | None
    days_left: int | None
    late: bool
    open: bool
    closed: bool
    kept: bool | None
    act: datetime | None
    code: int
    why: str
    do_next: str
    task: str
    rules: tuple[Rule, ...]


def first_rule(code: Places) -> Places:
    """Return the place of the first rule that holds, -1 where none does; bit i of a code is rule i."""
    lowest = code & -code
    return np.where(lowest > 0, np.log2(np.maximum(lowest, 1)), -1).astype(np.int64)


@dataclass(frozen=True)
class HandOffs:
    """n hand-offs: each column says of the i-th what the field of this name of a `HandOff` says.

    Moments are datetime64[s], NaT for none; `days_left` and `kept` (1 yes, 0 no) are NaN for None.
    """

    row: Places
    id: Coded
    item: Coded
    person: Coded
    email: Coded
    status: Coded
    out: Truths
    start: Moments
    due: Moments
    days_left: Numbers
    late: Truths
    open: Truths
    closed: Truths
    kept: Numbers
    act: Moments
    code: Places
    why: Coded
    do_next: Coded
    task: Coded

    @classmethod
    def joined(cls, parts: Sequence["HandOffs"]) -> "HandOffs":
        """Return those of all parts, one after the other."""
        if len(parts) == 1:
            return parts[0]
        columns: dict[str, Any] = {}
        for name, type_ in _TYPES.items():
            of_all = [getattr(part, name) for part in parts]
            columns[name] = Coded.joined(of_all) if type_ is None else np.concatenate([np.zeros(0, type_), *of_all])
        return cls(**columns)

    @classmethod
    def of(cls, handoffs: Sequence[HandOff]) -> "HandOffs":
        """Return some records as columns."""
        columns: dict[str, Any] = {}
        for name, type_ in _TYPES.items():
            values = [getattr(one, name) for one in handoffs]
            columns[name] = Coded.of(values) if type_ is None else np.array(values, dtype=type_)
        return cls(**columns)

    def __len__(self) -> int:
        """Return n."""
        return len(self.row)

    def some(self, places: Places | Truths) -> "HandOffs":
        """Return those at some places, in that order."""
        return HandOffs(**{name: column[places] for name, column in self._columns().items()})

    def _columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in _TYPES}

    @property
    def first(self) -> Places:
        """The place of the first rule that holds, -1 where none does."""
        return first_rule(self.code)

    @property
    def flagged(self) -> Truths:
        """Where a rule holds."""
        return self.code > 0

    @cached_property
    def worst_first(self) -> Places:
        """The places of all, what has a flag first: late ones, then by the first rule; of each the earliest due first.

        What has no due date at all comes before what has one.
        """
        urgency = np.where(self.late, 0, self.first + 1)
        return np.lexsort((self.due.astype(np.int64), urgency, ~self.flagged))  # NaT is the lowest of all numbers

    @cached_property
    def labels(self) -> Coded:
        """What people call the row of each in its log."""
        return Coded.of(f"Row {row}" for row in self.row.tolist())

    def held(self, rules: Sequence[Rule]) -> dict[str, int]:
        """Return how many there are for which each rule holds, by its name; `rules` are the template's."""
        return {rule.name: int((self.code >> place & 1).sum()) for place, rule in enumerate(rules)}

    def record(self, place: int, rules: Sequence[Rule]) -> HandOff:
        """Return the one at a place as a record; `rules` are the template's."""
        return self.some(np.array([place])).records(rules)[0]

    def records(self, rules: Sequence[Rule]) -> list[HandOff]:
        """Return the same as records; `rules` are the template's."""
        held = {
            code: tuple(r for i, r in enumerate(rules) if code >> i & 1) for code in told_apart(self.code)[0].tolist()
        }
        columns: dict[str, list[Any]] = {
            name: list(column) if isinstance(column, Coded) else column.tolist()
            for name, column in self._columns().items()
        }
        columns["days_left"] = [None if math.isnan(days) else int(days) for days in columns["days_left"]]
        columns["kept"] = [None if math.isnan(was) else was > 0 for was in columns["kept"]]
        columns["rules"] = [held[code] for code in columns["code"]]
        return [HandOff(*values) for values in zip(*columns.values(), strict=True)]


_TYPES: dict[str, str | None] = {  # of the columns, None for texts
    "row": "int64",
    "id": None,
    "item": None,
    "person": None,
    "email": None,
    "status": None,
    "out": "bool",
    "start": "datetime64[s]",
    "due": "datetime64[s]",
    "days_left": "float64",
    "late": "bool",
    "open": "bool",
    "closed": "bool",
    "kept": "float64",
    "act": "datetime64[s]",
    "code": "int64",
    "why": None,
    "do_next": None,
    "task": None,
}
