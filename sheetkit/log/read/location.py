"""Where a log is in its workbook, and what else is on its sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sheetkit.codes import Mask
from sheetkit.ooxml.reader.workbook import SheetInfo, TableInfo
from sheetkit.ooxml.references import CellRange


class OtherList(NamedTuple):
    """A list that is not read: its sheet, its area including the headings, and its number of filled lines."""

    sheet: str
    area: CellRange
    lines: int


@dataclass(frozen=True, eq=False)
class LogLocation:
    """Where the log is: rows and columns, counted from 1.

    `columns` maps the template's names to columns, `extra` other columns to their headings, `doubled` the columns with
    a repeated heading to it, and `decisions` columns to sentences on headings that can mean two things. `last_row` is
    the last row that may hold a hand-off. There are none in the `totals_row`, in `label_rows` (with the text of each),
    in `heading_rows_again`, which repeat the headings in other words, in other `tables` and in `second_lists`. Cells of
    columns that are `apart`, past an empty one, make no row a hand-off. `other_sheets` are lists on other sheets.
    `with_invisible` holds the headings with invisible characters as they were typed.
    """

    sheet: SheetInfo
    heading_row: int
    columns: dict[str, int]
    headings: dict[int, str]
    extra: dict[int, str]
    doubled: dict[int, str]
    last_row: int
    totals_row: int | None = None
    tables: tuple[TableInfo, ...] = ()
    apart: frozenset[int] = frozenset()
    with_invisible: dict[int, str] = field(default_factory=dict)
    decisions: dict[int, str] = field(default_factory=dict)
    label_rows: dict[int, str] = field(default_factory=dict)
    heading_rows_again: frozenset[int] = frozenset()
    second_lists: tuple[OtherList, ...] = ()
    other_sheets: tuple[OtherList, ...] = ()

    @property
    def table(self) -> TableInfo | None:
        """The Excel table that begins with the log's headings, if there is one."""
        tops = (table for table in self.sheet.tables if table.area.top == self.heading_row)
        return next((table for table in tops if table not in self.tables), None)

    @property
    def left(self) -> int:
        """The first column that means something."""
        return min(self.columns.values())

    @property
    def right(self) -> int:
        """The last column that means something."""
        return max(self.columns.values())

    def other_areas(self) -> Iterator[CellRange]:
        """Yield the areas of the sheet that belong to another table or list."""
        yield from (table.area for table in self.tables)
        yield from (other.area for other in self.second_lists)

    def skipped_rows(self, last_row: int) -> Mask:
        """Return a mask of the rows from 0 to `last_row` that belong to other lists, or hold labels or totals."""
        below = [area for area in self.other_areas() if area.top > self.heading_row and area.left <= self.right]
        rows = [(area.top, area.bottom + 1) for area in below if area.right >= self.left]
        begun = np.zeros(last_row + 2, dtype=np.int64)  # how many areas begin in a row, less those that have ended
        for edge, change in zip(np.array(rows, dtype=np.int64).reshape(-1, 2).T, (1, -1), strict=True):
            np.add.at(begun, np.minimum(edge, last_row + 1), change)
        skipped: Mask = np.cumsum(begun)[:-1] > 0
        single = [row for row in (*self.label_rows, self.totals_row or 0) if row <= last_row]
        skipped[single] = True
        return skipped


def area_codes(areas: Sequence[CellRange], column: int, rows: npt.NDArray[np.integer]) -> npt.NDArray[np.int32]:
    """Return the position of the first area that holds each cell of a column, -1 for none; `rows` are ascending."""
    codes = np.full(len(rows), -1, dtype=np.int32)
    edges = np.array(areas, dtype=np.int64).reshape(-1, 4)
    inside = np.flatnonzero((edges[:, 1] <= column) & (column <= edges[:, 3]))[::-1]
    first, end = np.searchsorted(rows, edges[inside, 0]), np.searchsorted(rows, edges[inside, 2], side="right")
    for code, start, stop in zip(inside.tolist(), first.tolist(), end.tolist(), strict=True):
        codes[start:stop] = code
    return codes
