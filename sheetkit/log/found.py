"""What was found wrong, in columns: a million problems are arrays, and become sentences when they are shown."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, overload

import numpy as np
import numpy.typing as npt

from sheetkit.log.problems import CODES, SEVERITIES, Problem
from sheetkit.ooxml.coded import told_apart
from sheetkit.ooxml.limits import cell_name, column_number


class Said(NamedTuple):
    """What is said of one cell: its value as shown, what is wrong, how to put it right."""

    value: str
    message: str
    fix: str


@dataclass(frozen=True)
class Found:
    """One kind of problem in one column: its code, the template's name of the column, Excel's row numbers, ascending.

    `say` makes the words for the n-th of them.
    """

    code: str
    column: str
    rows: npt.NDArray[np.integer]
    say: Callable[[int], Said]


def always(said: Said) -> Callable[[int], Said]:
    """Return the `say` of problems of which the same is said everywhere."""
    return lambda _at: said


def spread(said: Sequence[Said], which: npt.NDArray[np.integer]) -> Callable[[int], Said]:
    """Return the `say` of problems of which the n-th says `said[which[n]]`."""
    return lambda at: said[which[at]]


@dataclass(frozen=True)
class Group:
    """Found problems where they stand: on a sheet, in a column by its number and its own heading."""

    found: Found
    sheet: str
    number: int
    heading: str

    def problem(self, at: int) -> Problem:
        """Return the n-th of the problems."""
        row = int(self.found.rows[at])
        severity = CODES[self.found.code].severity
        cell = cell_name(row, self.number)
        return Problem(self.found.code, severity, self.sheet, cell, row, self.heading, *self.found.say(at))


class Problems(Sequence[Problem]):
    """The problems of a log, worst first, then as one walks through the sheet; each is made when it is asked for."""

    def __init__(self, single: Iterable[Problem] = (), groups: Iterable[Group] = ()) -> None:
        self._single = list(single)
        self._groups = list(groups)
        sizes = [len(self._single), *(len(group.found.rows) for group in self._groups)]
        ranks = [SEVERITIES.index(CODES[group.found.code].severity) for group in self._groups]
        columns = [group.number for group in self._groups]
        keys = [np.array([_key(*_where(problem)) for problem in self._single], dtype=np.int64)]
        keys += [
            _key(rank, group.found.rows.astype(np.int64), column)
            for rank, group, column in zip(ranks, self._groups, columns, strict=True)
        ]
        key = np.concatenate(keys)
        order = np.argsort(key, kind="stable")
        self._ranks = (key[order] >> _RANK).astype(np.int8)
        # Where each comes from: 0 is the list of single ones, n the group n - 1; and its place there.
        self._sources = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)[order]
        self._places = np.concatenate([np.arange(size, dtype=np.int32) for size in sizes])[order]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._ranks)

    @overload
    def __getitem__(self, at: int) -> Problem: ...
    @overload
    def __getitem__(self, at: slice) -> "Problems": ...
    def __getitem__(self, at: int | slice) -> "Problem | Problems":
        """Return the n-th, or some of them."""
        if isinstance(at, slice):
            return self._some(at)
        source, place = int(self._sources[at]), int(self._places[at])
        return self._groups[source - 1].problem(place) if source else self._single[place]

    def __iter__(self) -> Iterator[Problem]:
        """Yield each, in order."""
        return (self[at] for at in range(len(self)))

    def __eq__(self, other: object) -> bool:
        """Say whether another sequence holds the same problems."""
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # as of a list

    def __repr__(self) -> str:
        return repr(list(self))

    def __reduce__(self) -> tuple[type["Problems"], tuple[list[Problem]]]:
        """Go to another process as plain problems, since what makes the words stays here."""
        return Problems, (list(self),)

    def tally(self) -> dict[str, int]:
        """Return how many there are of each severity, worst first."""
        return {severity: int((self._ranks == rank).sum()) for rank, severity in enumerate(SEVERITIES)}

    def of(self, severity: str) -> "Problems":
        """Return those that are just as bad."""
        return self._some(self._ranks == SEVERITIES.index(severity))

    def at_or_above(self, severity: str) -> "Problems":
        """Return those that are as bad as `severity` or worse."""
        return self._some(self._ranks <= SEVERITIES.index(severity))

    def kinds(self) -> list["Problems"]:
        """Return those of one severity, code and column together, by these."""
        kinds: dict[tuple[int, str, str], list[npt.NDArray[np.int64]]] = {}
        for source in told_apart(self._sources)[0].tolist():
            held = np.flatnonzero(self._sources == source)
            if source:
                group = self._groups[source - 1]
                kinds.setdefault((int(self._ranks[held[0]]), group.found.code, group.heading), []).append(held)
                continue
            for at in held.tolist():
                one = self._single[self._places[at]]
                kinds.setdefault((int(self._ranks[at]), one.code, one.column or ""), []).append(np.array([at]))
        return [self._some(np.sort(np.concatenate(kinds[kind]))) for kind in sorted(kinds)]

    def _some(self, chosen: Any) -> "Problems":
        some = Problems.__new__(Problems)
        some._single, some._groups = self._single, self._groups
        some._ranks, some._sources, some._places = self._ranks[chosen], self._sources[chosen], self._places[chosen]
        return some


_RANK, _ROW = 44, 16  # bits below the severity and below the row, in a key by which problems are sorted


def _key(rank: int, row: Any, column: int) -> Any:
    return (rank << _RANK) + (row << _ROW) + column


def _where(problem: Problem) -> tuple[int, int, int]:
    letters = (problem.cell or "").rstrip("0123456789")
    return SEVERITIES.index(problem.severity), problem.row or 0, column_number(letters)
