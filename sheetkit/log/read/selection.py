"""Cells of a column in the rows of a log."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sheetkit.codes import Mask
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells


class Selection(NamedTuple):
    """Selected cells of a column: their places among the wanted rows, their rows, kinds and numbers."""

    cells: ColumnCells
    places: npt.NDArray[np.int64]
    rows: npt.NDArray[np.integer]
    kinds: npt.NDArray[np.uint8]
    numbers: npt.NDArray[np.float64]

    def where(self, chosen: Mask) -> "Selection":
        """Return the cells where a mask holds."""
        return Selection(self.cells, self.places[chosen], self.rows[chosen], self.kinds[chosen], self.numbers[chosen])

    def of_kind(self, kind: CellKind) -> "Selection":
        """Return the cells of one kind."""
        return self.where(self.kinds == kind)

    def unique_texts(self) -> tuple[list[str], npt.NDArray[np.int32]]:
        """Return the different texts of these cells, all of them texts, and the code of each cell's text."""
        return self.cells.unique_texts(self.numbers)


def select_cells(cells: ColumnCells, rows: npt.NDArray[np.int64]) -> Selection:
    """Return the cells in one of `rows`."""
    places = np.searchsorted(rows, cells.row_array)
    inside = places < len(rows)
    inside[inside] = rows[places[inside]] == cells.row_array[inside]
    return Selection(cells, places, cells.row_array, cells.kind_array, cells.numbers).where(inside)
