"""A log's findings as one table of problems, whose sentences are made only when they are shown.

A check yields a `Finding` for each kind of problem in one column. `Problems` sorts all of a log's problems in a frame,
and makes a `Problem` with its sentences when it is asked for one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, cast, overload

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetkit import categorical
from sheetkit.log.finding import Finding
from sheetkit.log.problems import CODES, SEVERITIES, Problem
from sheetkit.ooxml.references import column_number
from sheetkit.text import pluralize, visible

_CODES = sorted(CODES)
_DTYPES: dict[str, type[np.integer[Any]]] = {  # of the columns of the table
    "severity": np.int8,
    "code": np.int16,
    "column": np.int16,
    "row": np.int32,
    "number": np.int32,
    "source": np.int32,
    "position": np.int32,
}


class LocatedFinding(NamedTuple):
    """A finding and its place: the sheet, and the column by its number and heading."""

    finding: Finding
    sheet: str
    number: int
    heading: str

    def problem(self, position: int) -> Problem:
        """Return the problem of one row of the finding."""
        finding, cell = self.finding, (int(self.finding.rows[position]), self.number)
        return Problem.at(finding.code, self.sheet, cell, self.heading, *finding.describe(position))


class Problems(Sequence[Problem]):
    """The problems of a log, worst first, then in reading order, those on other sheets first.

    `table` has a line per problem: severity (int8, position in SEVERITIES), code, column (the sheet's own heading, ''
    for none), row and number (of the column; 0 for none), source (0 for a single problem, i for the finding i - 1) and
    position in that source.
    """

    def __init__(self, single: Iterable[Problem] = (), findings: Iterable[LocatedFinding] = ()) -> None:
        self._single = list(single)
        self._findings = list(findings)
        headings = sorted(
            {problem.column or "" for problem in self._single} | {finding.heading for finding in self._findings}
        )
        parts = [_part_of_single(self._single, headings)]
        parts += [_part_of_finding(located, source, headings) for source, located in enumerate(self._findings, start=1)]
        columns = map(np.concatenate, zip(*parts, strict=True))
        table: dict[str, Any] = dict(zip(_DTYPES, columns, strict=True))
        here = table["code"] != _CODES.index("other-sheet")  # the cell of such a list is on another sheet
        order = np.lexsort((table["number"] * here, table["row"] * here, table["severity"]))
        table = {name: values[order] for name, values in table.items()}
        table["code"] = categorical.from_codes(table["code"], _CODES)
        table["column"] = pd.Categorical.from_codes(table["column"], cast(Any, headings))
        self.table = pd.DataFrame(table, copy=False)

    def with_others(self, others: Iterable[Problem]) -> "Problems":
        """Return these problems and others, in one order."""
        more = list(others)
        return Problems([*self._single, *more], self._findings) if more else self

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The problems as a frame: a line per problem, a column per field of `Problem`."""
        return pd.DataFrame(list(self), columns=Problem._fields)

    def __len__(self) -> int:
        """Return the number of problems."""
        return len(self.table)

    @overload
    def __getitem__(self, at: int) -> Problem: ...
    @overload
    def __getitem__(self, at: slice) -> "Problems": ...
    def __getitem__(self, at: int | slice) -> "Problem | Problems":
        """Return one problem, or a slice of them."""
        if isinstance(at, slice):
            return self.where(at)
        source, position = int(self._sources[at]), int(self._positions[at])
        problem = self._findings[source - 1].problem(position) if source else self._single[position]
        if all(map(str.isascii, (problem.value, problem.message, problem.fix))):
            return problem
        value, message, fix = map(visible, (problem.value, problem.message, problem.fix))
        return problem._replace(value=value, message=message, fix=fix)

    def __iter__(self) -> Iterator[Problem]:
        """Yield each problem, in order."""
        return (self[at] for at in range(len(self)))

    def __eq__(self, other: object) -> bool:
        """Return whether another sequence holds the same problems."""
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # as of a list

    def __repr__(self) -> str:
        return repr(list(self))

    def __reduce__(self) -> tuple[type["Problems"], tuple[list[Problem]]]:
        """Pickle as plain problems, since functions that describe findings cannot be pickled."""
        return Problems, (list(self),)

    @cached_property
    def _sources(self) -> npt.NDArray[np.int32]:
        return self.table["source"].to_numpy()

    @cached_property
    def _positions(self) -> npt.NDArray[np.int32]:
        return self.table["position"].to_numpy()

    def counts_by_severity(self) -> dict[str, int]:
        """Return how many there are of each severity, worst first."""
        counts = np.bincount(self.table["severity"], minlength=len(SEVERITIES))
        return dict(zip(SEVERITIES, counts.tolist(), strict=True))

    def counted(self) -> str:
        """Return how many there are of each severity, as every report words it: '2 errors, 1 warning, 3 info'."""
        return count_words(self.counts_by_severity())

    def of(self, severity: str) -> "Problems":
        """Return the problems of one severity."""
        return self.where(self.table["severity"].to_numpy() == SEVERITIES.index(severity))

    def at_or_above(self, severity: str) -> "Problems":
        """Return the problems of that severity or a worse one."""
        return self.where(self.table["severity"].to_numpy() <= SEVERITIES.index(severity))

    def kinds(self) -> list[npt.NDArray[np.intp]]:
        """Return the positions of the problems of each kind: with the same severity, code and column."""
        groups = self.table.groupby(["severity", "code", "column"], observed=True, sort=False)
        return [np.asarray(positions) for positions in groups.indices.values()] if len(self) else []

    def where(self, chosen: Any) -> "Problems":
        """Return the problems at some positions, in a slice, or where a mask holds."""
        selected = Problems.__new__(Problems)
        selected._single, selected._findings = self._single, self._findings
        selected.table = self.table.iloc[chosen].reset_index(drop=True)
        return selected


def count_words(tally: Mapping[str, int]) -> str:
    """Return how many problems there are of each severity, in words; 'info' only where there are any."""
    words = [pluralize(tally[severity], severity) for severity in ("error", "warning")]
    return ", ".join([*words, *([f"{tally['info']:,} info"] if tally["info"] else [])])


def _part(size: int, *columns: Any) -> list[npt.NDArray[Any]]:
    """Return the columns of a part of the table, of one value for all rows or a value for each."""
    return [np.full(size, values, dtype) for values, dtype in zip(columns, _DTYPES.values(), strict=True)]


def _part_of_single(problems: Sequence[Problem], headings: list[str]) -> list[npt.NDArray[Any]]:
    positions = {heading: position for position, heading in enumerate(headings)}
    return _part(
        len(problems),
        [SEVERITIES.index(problem.severity) for problem in problems],
        [_CODES.index(problem.code) for problem in problems],
        [positions[problem.column or ""] for problem in problems],
        [problem.row or 0 for problem in problems],
        [column_number((problem.cell or "").rstrip("0123456789")) for problem in problems],
        0,
        np.arange(len(problems)),
    )


def _part_of_finding(located: LocatedFinding, source: int, headings: list[str]) -> list[npt.NDArray[Any]]:
    finding, size = located.finding, len(located.finding.rows)
    severity, code = SEVERITIES.index(CODES[finding.code].severity), _CODES.index(finding.code)
    column = headings.index(located.heading)
    return _part(size, severity, code, column, finding.rows, located.number, source, np.arange(size))
