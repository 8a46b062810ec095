"""The cells of a sheet that may be headings: near the top, in the first row of a table, or spelled like one."""

from collections.abc import Container, Iterable, Iterator

import numpy as np
import numpy.typing as npt

from sheetkit.log.read.headings import MAX_KNOWN_LENGTH
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells, Grid
from sheetkit.ooxml.reader.workbook import SheetInfo, TableInfo
from sheetkit.ooxml.references import CellRange, parse_range
from sheetkit.template.model import Template
from sheetkit.text import heading_key

ROWS_SEARCHED = 200  # a heading row lies near the top, even under a title page
_MAX_HEADING_LENGTH = 1_000  # letters of a text that may be a heading
_MAX_MERGED_ROWS = 5  # rows of a heading that is merged downwards
HeadingRows = dict[int, dict[int, str]]  # row -> column -> text


def lines_of_table(sheet: SheetInfo, template: Template) -> CellRange | None:
    """Return the area below the headings of the sheet's table that has the name of the log's, or None."""
    area = next((table.area for table in sheet.tables if is_table_of_log(table, template)), None)
    return area and area._replace(top=area.top + 1)


def is_table_of_log(table: TableInfo, template: Template) -> bool:
    """Return whether a table has the name that the log's has."""
    return table.name.lower() == template.table.lower()


def heading_rows(grid: Grid, sheet: SheetInfo) -> HeadingRows:
    """Return the texts of all rows that may hold the headings: row -> column -> text."""
    return by_row(heading_cells(grid, sheet))


def by_row(cells: Iterable[tuple[int, str, list[int]]], wanted: Container[int] | None = None) -> HeadingRows:
    """Return texts with their columns and rows, as `heading_cells` yields them, by row; those in the `wanted` rows."""
    rows: HeadingRows = {}
    for column, text, places in cells:
        for row in places:
            if wanted is None or row in wanted:
                rows.setdefault(row, {})[column] = text
    return {row: dict(sorted(rows[row].items())) for row in sorted(rows)}


def may_be_headings(
    rows: npt.NDArray[np.integer], column: int, sheet: SheetInfo, lines: CellRange | None
) -> npt.NDArray[np.bool_]:
    """Return which cells of a column are looked at one by one: near the top, or the first row of a table.

    `lines` are those of the log's own table: what stands there is a heading only if it is spelled like one.
    """
    near: npt.NDArray[np.bool_] = (rows <= ROWS_SEARCHED) | np.isin(rows, [table.area.top for table in sheet.tables])
    if lines is not None and lines.left <= column <= lines.right:
        near &= (rows < lines.top) | (rows > lines.bottom)
    return near


def heading_cells(grid: Grid, sheet: SheetInfo, lines: CellRange | None = None) -> Iterator[tuple[int, str, list[int]]]:
    """Yield every different text of a column that may be a heading, with the rows in which it stands.

    One that is merged downwards, as it is beside a heading over two columns, stands in each of its rows.
    """
    for column, cells in grid.columns.items():
        looked = may_be_headings(cells.row_array, column, sheet, lines)
        places = np.flatnonzero(looked & (cells.kind_array == CellKind.TEXT))
        rows: dict[float, list[int]] = {}
        for row, number in zip(cells.row_array[places].tolist(), cells.numbers[places].tolist(), strict=True):
            rows.setdefault(number, []).append(row)
        for number, of_text in rows.items():
            text = cells.texts[int(number)][:_MAX_HEADING_LENGTH]
            if text[:1].isalnum() or heading_key(text):
                yield column, text, of_text
    for area in filter(None, map(parse_range, grid.merges)):
        if area.top > ROWS_SEARCHED or not 0 < area.bottom - area.top < _MAX_MERGED_ROWS:
            continue
        cells = grid.columns.get(area.left, ColumnCells())
        cell = cells.at(area.top)
        if cell and cell[0] == CellKind.TEXT and heading_key(text := str(cell[1])[:_MAX_HEADING_LENGTH]):
            yield area.left, text, [row for row in range(area.top + 1, area.bottom + 1) if not cells.at(row)]


def texts_of_row(grid: Grid, row: int) -> dict[int, str]:
    """Return the texts of a row that are no longer than headings are, by column."""
    cells = {number: cells.at(row) for number, cells in sorted(grid.columns.items())}
    texts = {number: str(cell[1]) for number, cell in cells.items() if cell and cell[0] == CellKind.TEXT}
    return {number: text for number, text in texts.items() if len(text) <= MAX_KNOWN_LENGTH}
