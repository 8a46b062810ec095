"""Findings become problems: a million of them are arrays, and become sentences only when they are shown.

A check yields a `Finding` for each kind of problem in one column. `Problems` puts all of a log in one order, in a
frame; a `Problem` with its sentences is made when somebody asks for it.
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


class LocatedFinding(NamedTuple):
    """A finding where it stands: on a sheet, in a column by its number and its own heading."""

    finding: Finding
    sheet: str
    number: int
    heading: str

    def problem(self, position: int) -> Problem:
        """Return the problem of one row of the finding."""
        finding, cell = self.finding, (int(self.finding.rows[position]), self.number)
        return Problem.at(finding.code, self.sheet, cell, self.heading, *finding.describe(position))


class Problems(Sequence[Problem]):
    """The problems of a log, worst first, then in the order in which one reads the sheet, lists on other sheets first.

    `table` has a line per problem: severity (int8, position in SEVERITIES), code, column (the sheet's own heading, ''
    where there is none), row and number (of the column; 0 where there is none), source (0 for a problem given as such,
    i for the finding i - 1) and position in that source.
    """

    def __init__(self, single: Iterable[Problem] = (), findings: Iterable[LocatedFinding] = ()) -> None:
        self._single = list(single)
        self._findings = list(findings)
        headings = sorted(
            {problem.column or "" for problem in self._single} | {finding.heading for finding in self._findings}
        )
        parts = [_table_of_single(self._single, headings)]
        parts += [
            _table_of_finding(located, source, headings) for source, located in enumerate(self._findings, start=1)
        ]
        table: dict[str, Any] = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        here = table["code"] != _CODES.index("other-sheet")  # where another list stands is no place on the log's sheet
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
        """Go to another process as plain problems, since what makes the words stays here."""
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
        """Return how many there are of each severity, in the words of every report: '2 errors, 1 warning, 3 info'."""
        return count_words(self.counts_by_severity())

    def of(self, severity: str) -> "Problems":
        """Return the problems of one severity."""
        return self.where(self.table["severity"].to_numpy() == SEVERITIES.index(severity))

    def at_or_above(self, severity: str) -> "Problems":
        """Return the problems of that severity or a worse one."""
        return self.where(self.table["severity"].to_numpy() <= SEVERITIES.index(severity))

    def kinds(self) -> list[npt.NDArray[np.intp]]:
        """Return the positions of the problems of each kind, which severity, code and column make."""
        groups = self.table.groupby(["severity", "code", "column"], observed=True, sort=False)
        return [np.asarray(positions) for positions in groups.indices.values()] if len(self) else []

    def where(self, chosen: Any) -> "Problems":
        """Return the problems at some positions, in a slice, or where a mask holds."""
        selected = Problems.__new__(Problems)
        selected._single, selected._findings = self._single, self._findings
        selected.table = self.table.iloc[chosen].reset_index(drop=True)
        return selected


def count_words(tally: Mapping[str, int]) -> str:
    """Return how many problems there are of each severity, in words; those for information only where there are any."""
    words = [pluralize(tally[severity], severity) for severity in ("error", "warning")]
    return ", ".join([*words, *([f"{tally['info']:,} info"] if tally["info"] else [])])


def _table_of_single(problems: Sequence[Problem], headings: list[str]) -> dict[str, npt.NDArray[Any]]:
    positions = {heading: position for position, heading in enumerate(headings)}
    letters = [(problem.cell or "").rstrip("0123456789") for problem in problems]
    return {
        "severity": np.array([SEVERITIES.index(problem.severity) for problem in problems], dtype=np.int8),
        "code": np.array([_CODES.index(problem.code) for problem in problems], dtype=np.int16),
        "column": np.array([positions[problem.column or ""] for problem in problems], dtype=np.int16),
        "row": np.array([problem.row or 0 for problem in problems], dtype=np.int32),
        "number": np.array([column_number(text) for text in letters], dtype=np.int32),
        "source": np.zeros(len(problems), dtype=np.int32),
        "position": np.arange(len(problems), dtype=np.int32),
    }


def _table_of_finding(located: LocatedFinding, source: int, headings: list[str]) -> dict[str, npt.NDArray[Any]]:
    finding, size = located.finding, len(located.finding.rows)
    return {
        "severity": np.full(size, SEVERITIES.index(CODES[finding.code].severity), dtype=np.int8),
        "code": np.full(size, _CODES.index(finding.code), dtype=np.int16),
        "column": np.full(size, headings.index(located.heading), dtype=np.int16),
        "row": finding.rows.astype(np.int32),
        "number": np.full(size, located.number, dtype=np.int32),
        "source": np.full(size, source, dtype=np.int32),
        "position": np.arange(size, dtype=np.int32),
    }
