"""Which rows of a log hold a hand-off, and which repeat the headings."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sheetkit.codes import Mask
from sheetkit.log.read.location import LogLocation
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells, Grid
from sheetkit.template.model import Template
from sheetkit.text import heading_key, is_blank

_OUTER_SPACES = 3  # by which a repeated heading may be longer or shorter


def repeated_headings(grid: Grid, place: LogLocation) -> list[int]:
    """Return the rows that repeat the headings, as people do before they print a long list."""
    repeats: Counter[int] = Counter()
    for number in place.columns.values():
        cells = grid.columns.get(number, ColumnCells())
        texts = np.flatnonzero(cells.kind_array == CellKind.TEXT)
        different, which = cells.unique_texts(cells.numbers[texts])
        title = place.headings[number]
        same = np.abs(np.fromiter(map(len, different), np.int64, len(different)) - len(title)) <= _OUTER_SPACES
        for code in np.flatnonzero(same).tolist():  # few texts are as long as the heading
            same[code] = heading_key(different[code]) == heading_key(title)
        repeats.update(cells.row_array[texts[same[which]]].tolist())
    enough = max(3, len(place.columns) // 2)
    in_same_words = {row for row, times in repeats.items() if times >= enough and row > place.heading_row}
    return sorted(in_same_words | place.heading_rows_again)


def filled_rows(grid: Grid, place: LogLocation, template: Template, repeated: Sequence[int]) -> npt.NDArray[np.int64]:
    """Return the rows that hold more than an ID and live columns, without the `repeated` headings.

    In an extra column, every row may hold a formula or an unticked box, so these make no row a hand-off.
    """
    is_filled = np.zeros(place.last_row + 1, dtype=bool)
    for number in filled_columns(place, template):
        cells = grid.columns.get(number, ColumnCells())
        counts = holds_something(cells, is_extra=number in place.extra) & (cells.row_array <= place.last_row)
        is_filled[cells.row_array[counts]] = True
    is_filled[: place.heading_row + 1] = False
    is_filled[place.skipped_rows(place.last_row)] = False
    is_filled[[row for row in repeated if row <= place.last_row]] = False
    return np.flatnonzero(is_filled)


def filled_columns(place: LogLocation, template: Template) -> list[int]:
    """Return the numbers of the columns in which a filled cell makes its row a hand-off."""
    names = [column.name for column in template.filled_by_people if column.name in place.columns]
    return [*(place.columns[name] for name in names), *(n for n in place.extra if n not in place.apart)]


def holds_something(cells: ColumnCells, *, is_extra: bool) -> Mask:
    """Return a mask of the cells that hold something of the row's own."""
    counts = ~cells.where_text(is_blank)
    if is_extra:
        counts &= ~cells.is_formula & ~((cells.kind_array == CellKind.LOGICAL) & (cells.numbers == 0))
    return counts
