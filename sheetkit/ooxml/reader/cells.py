"""A sheet's cells in memory: by column, since a log is read by columns, and in arrays, since it may be long.

A cell takes 13 bytes and its text: a row number, a kind, and a number, which for a text is its place in the workbook's
list of texts. Empty cells are dropped, so a million styled rows cost only time.
"""

from bisect import bisect_left
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sheetkit.ooxml.unique import unique_codes

Value = str | float | bool

_BATCH = 256  # cells that iteration converts at a time, so that the first ones are cheap to get


class CellKind(IntEnum):
    """What a cell holds."""

    TEXT = 1
    NUMBER = 2
    DATE = 3  # a number in a date format
    LOGICAL = 4
    ERROR = 5
    UNCALCULATED = 6  # a formula without a stored result
    DURATION = 7  # a number of days in a format of hours, minutes and seconds
    OBJECT = 8  # a picture or the like; its text says what it is


class ColumnCells:
    """The cells of one column that are not empty: rows ascending, each with a kind and a value.

    A value is a str (TEXT, ERROR, UNCALCULATED, OBJECT), a float (NUMBER; DATE: the serial; DURATION: days) or a bool.
    `row_array` and `kind_array` hold the same as `rows` and `kinds`. `numbers` holds floats: 1 or 0 for a bool, for a
    str its place in `texts`. `struck` maps places in `texts` to struck-out text, which is no part of the text there.
    """

    def __init__(self, rows: Sequence[int] = (), kinds: Sequence[int] = (), values: Sequence[Value] = ()) -> None:
        self.row_array: npt.NDArray[np.integer] = np.array(rows, dtype=np.int64)
        self.kind_array: npt.NDArray[np.uint8] = np.array(kinds, dtype=np.uint8)
        places: dict[str, int] = {}
        self.numbers: npt.NDArray[np.float64] = np.array(
            [places.setdefault(value, len(places)) if isinstance(value, str) else value for value in values],
            dtype=np.float64,
        )
        self.texts: Sequence[str] = [*places]
        self.struck: Mapping[int, str] = {}
        self._formulas: npt.NDArray[np.integer] = np.empty(0, dtype=np.int64)
        self._passed: dict[Callable[[str], bool], npt.NDArray[np.bool_]] = {}

    @classmethod
    def packed(
        cls,
        rows: npt.NDArray[np.integer],
        kinds: npt.NDArray[np.uint8],
        numbers: npt.NDArray[np.float64],
        texts: Sequence[str],
        formulas: npt.NDArray[np.integer],
        struck: Mapping[int, str],
    ) -> "ColumnCells":
        """Return cells from arrays; of two cells in one row the later one wins, as in Excel."""
        cells = cls()
        if len(rows) > 1 and (rows[1:] <= rows[:-1]).any():
            order = np.argsort(rows, kind="stable")
            order = order[np.append(rows[order][1:] != rows[order][:-1], True)]
            rows, kinds, numbers = rows[order], kinds[order], numbers[order]
        cells.row_array, cells.kind_array, cells.numbers, cells.texts = rows, kinds, numbers, texts
        cells._formulas, cells.struck = formulas, struck
        return cells

    def __len__(self) -> int:
        """Return the number of cells."""
        return len(self.row_array)

    def __iter__(self) -> Iterator[tuple[int, int, Value]]:
        """Yield (row, kind, value) of each cell."""
        for start in range(0, len(self), _BATCH):
            part = slice(start, start + _BATCH)
            yield from zip(
                self.row_array[part].tolist(), self.kind_array[part].tolist(), self._values(part), strict=True
            )

    @property
    def rows(self) -> list[int]:
        """Return the rows, ascending."""
        rows: list[int] = self.row_array.tolist()
        return rows

    @property
    def kinds(self) -> list[int]:
        """Return each cell's kind."""
        kinds: list[int] = self.kind_array.tolist()
        return kinds

    @property
    def values(self) -> list[Value]:
        """Return each cell's value."""
        return self._values(slice(None))

    @cached_property
    def calculated(self) -> frozenset[int]:
        """Return the rows whose cell holds a formula."""
        return frozenset(self._formulas.tolist())

    def has_formula(self, row: int) -> bool:
        """Return whether a row's cell holds a formula."""
        return bool((self._formulas == row).any())

    @property
    def is_formula(self) -> npt.NDArray[np.bool_]:
        """Return a mask of the cells that hold a formula."""
        return np.isin(self.row_array, self._formulas) if len(self._formulas) else np.zeros(len(self), dtype=bool)

    @property
    def last_row(self) -> int:
        """The last row with a cell, 0 if there is none."""
        return int(self.row_array[-1]) if len(self) else 0

    def at(self, row: int) -> tuple[int, Value] | None:
        """Return (kind, value) of a row's cell, or None if it is empty."""
        place = bisect_left(self.row_array, row)
        if place == len(self) or self.row_array[place] != row:
            return None
        return int(self.kind_array[place]), self._values(slice(place, place + 1))[0]

    def unique_texts(self, numbers: npt.NDArray[np.float64]) -> tuple[list[str], npt.NDArray[np.int32]]:
        """Return the unique texts of text cells with these `numbers`, and the code of each cell's text."""
        seen, which = unique_codes(numbers.astype(np.int64))
        return [self.texts[place] for place in seen.tolist()], which

    @cached_property
    def unique_values(self) -> tuple[list[tuple[int, Value]], npt.NDArray[np.int64]]:
        """The unique (kind, value) pairs in order of appearance, and the code of each cell's pair."""
        _, by_number = np.unique(self.numbers, return_inverse=True)
        kinds_and_numbers = by_number * len(CellKind) + self.kind_array - 1
        _, first, which = np.unique(kinds_and_numbers, return_index=True, return_inverse=True)
        order = np.argsort(first)
        kinds, numbers = self.kind_array[first[order]].tolist(), self.numbers[first[order]].tolist()
        return [(kind, self._value(kind, number)) for kind, number in zip(kinds, numbers, strict=True)], np.argsort(
            order
        )[which]

    def with_texts(self, chosen: npt.NDArray[np.bool_], texts: Sequence[str]) -> "ColumnCells":
        """Return the cells with other texts in the chosen ones."""
        kinds, numbers = self.kind_array.copy(), self.numbers.copy()
        different = {text: len(self.texts) + place for place, text in enumerate(dict.fromkeys(texts))}
        kinds[chosen], numbers[chosen] = CellKind.TEXT, [different[text] for text in texts]
        return self.packed(self.row_array, kinds, numbers, [*self.texts, *different], self._formulas, self.struck)

    def different_texts(self) -> list[str]:
        """Return the unique texts of the column."""
        return self.unique_texts(self.numbers[self.kind_array == CellKind.TEXT])[0]

    def where_text(self, test: Callable[[str], bool]) -> npt.NDArray[np.bool_]:
        """Return a mask of the cells whose text passes a test; it is cached, and each unique text is tested once."""
        if test not in self._passed:
            mask: npt.NDArray[np.bool_] = self.kind_array == CellKind.TEXT
            if mask.any():
                texts, which = self.unique_texts(self.numbers[mask])
                mask[mask] = np.fromiter(map(test, texts), np.bool_, len(texts))[which]
            self._passed[test] = mask
        return self._passed[test]

    def _values(self, part: slice) -> list[Value]:
        return [
            self._value(kind, number)
            for kind, number in zip(self.kind_array[part].tolist(), self.numbers[part].tolist(), strict=True)
        ]

    def _value(self, kind: int, number: float) -> Value:
        if kind in (CellKind.NUMBER, CellKind.DATE, CellKind.DURATION):
            return number
        return bool(number) if kind == CellKind.LOGICAL else self.texts[int(number)]


class CellLink(NamedTuple):
    """A hyperlink as a sheet stores it: its cells, the ID of its target's relationship, and a location in the target.

    `tooltip` is its screen tip, '' for the usual one.
    """

    area: str
    relation: str
    location: str
    tooltip: str


@dataclass(eq=False)
class Grid:
    """A sheet's cells by column, counted from 1.

    `link_formulas` are formulas that make a link, by row and column. `data_types` are the rows and columns of cells
    with a data type such as Stocks, which are read as texts. `printed` are the texts of headers and footers. `struck`
    are arrays of the rows and columns of cells whose format strikes out all that they show.
    """

    columns: dict[int, ColumnCells] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[str] = field(default_factory=list)
    links: list[CellLink] = field(default_factory=list)
    link_formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    data_types: list[tuple[int, int]] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    struck: list[tuple[npt.NDArray[np.int32], npt.NDArray[np.int16]]] = field(default_factory=list)

    @cached_property
    def last_row(self) -> int:
        """The last row with a cell, 0 if there is none."""
        return max((cells.last_row for cells in self.columns.values()), default=0)

    def struck_in(self, rows: npt.NDArray[np.integer], columns: Container[int]) -> dict[int, list[int]]:
        """Return the columns of struck-out cells by row, for the cells in some rows and columns."""
        struck: dict[int, list[int]] = {}
        for of_rows, of_columns in self.struck:
            inside = np.isin(of_rows, rows)
            for row, column in zip(of_rows[inside].tolist(), of_columns[inside].tolist(), strict=True):
                if column in columns:
                    struck.setdefault(row, []).append(column)
        return {row: sorted(struck[row]) for row in sorted(struck)}


class CellCollector:
    """Collects cells in any order, until `columns` returns them by column.

    Each column grows in place in a bytearray: arrays concatenated at the end would take the memory twice.
    """

    _PAGE = 250_000  # cells that are sorted into columns at a time: few sorts, each in little memory

    def __init__(self, texts: Sequence[str], struck: Mapping[int, str]) -> None:
        self.texts = texts
        self.struck = struck
        self.count = 0
        self._waiting: list[tuple[npt.NDArray[Any], ...]] = []
        self._columns: dict[int, tuple[bytearray, ...]] = {}
        self._held = 0

    def add(
        self,
        columns: npt.NDArray[np.int16],
        rows: npt.NDArray[np.int32],
        kinds: npt.NDArray[np.uint8],
        numbers: npt.NDArray[np.float64],
        formulas: npt.NDArray[np.bool_],
    ) -> None:
        """Add cells."""
        self._waiting.append((columns, rows, kinds, numbers, formulas))
        self.count += len(rows)
        self._held += len(rows)
        if self._held >= self._PAGE:
            self._sort()

    def columns(self) -> dict[int, ColumnCells]:
        """Return all cells by column, and drop them here."""
        self._sort()
        made = {}
        for number in sorted(self._columns):
            data = self._columns.pop(number)
            rows, kinds = np.frombuffer(data[0], np.int32), np.frombuffer(data[1], np.uint8)
            formulas = rows[np.frombuffer(data[3], np.bool_)]
            numbers = np.frombuffer(data[2], np.float64)
            made[number] = ColumnCells.packed(rows, kinds, numbers, self.texts, formulas, self.struck)
        return made

    def _sort(self) -> None:
        if not self._waiting:
            return
        columns, *others = (np.concatenate(arrays) for arrays in zip(*self._waiting, strict=True))
        self._waiting, self._held = [], 0
        order = np.argsort(columns, kind="stable")
        ordered = columns[order]
        edges = np.flatnonzero(np.diff(ordered, prepend=0, append=0)).tolist()
        for start, end in pairwise(edges):
            part = order[start:end]
            column = self._columns.setdefault(int(ordered[start]), tuple(bytearray() for _ in others))
            for data, array in zip(column, others, strict=True):
                data.extend(array[part].tobytes())
