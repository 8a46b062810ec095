"""What is in a log's sheet but no part of the log: a row of totals, other tables, a list beside it."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from sheetkit.log.read.location import LogLocation
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells, Grid
from sheetkit.ooxml.reader.workbook import TableInfo
from sheetkit.ooxml.serial import FIRST_SERIAL
from sheetkit.text import heading_key, is_blank, match_key

_TOTALS = frozenset({"total", "totals", "grand total", "subtotal", "sub-total", "sum", "count"})
_MAX_LABEL_LENGTH = 40  # letters of a text that may say that a row holds totals
_LAST_ROWS = 3  # rows that are searched for totals: people note things below them
_MAX_GAP = 2  # columns to a heading that still belongs to the log, past one empty column
_MIN_SAME_HEADINGS = 3  # headings that make another table a continuation of the log


def find_totals_row(grid: Grid, numbers: Iterable[int], heading_row: int) -> int | None:
    """Return the row, near the end of the columns `numbers`, that says "Total" beside nothing but figures, or None."""
    columns = [grid.columns[number] for number in numbers if number in grid.columns]
    ends = {int(row) for cells in columns for row in cells.row_array[-_LAST_ROWS:] if row > heading_row}
    return next((row for row in sorted(ends, reverse=True)[:_LAST_ROWS] if _holds_totals(columns, row)), None)


def _holds_totals(columns: Iterable[ColumnCells], row: int) -> bool:
    texts, figures = [], 0
    for cells in columns:
        cell = cells.at(row)
        if cell is None or (cell[0] == CellKind.TEXT and is_blank(str(cell[1]))):
            continue
        kind, value = cell
        if cells.has_formula(row) or kind == CellKind.NUMBER or (kind == CellKind.DATE and float(value) < FIRST_SERIAL):
            figures += 1
        elif kind == CellKind.TEXT:
            texts.append(match_key(str(value)[:_MAX_LABEL_LENGTH]).rstrip(": "))
        else:
            return False
    return figures > 0 and len(texts) == 1 and texts[0] in _TOTALS


def other_tables(
    tables: Iterable[TableInfo], grid: Grid, heading_row: int, headings: dict[int, str]
) -> tuple[TableInfo, ...]:
    """Return the tables that are no part of the log with these `headings`.

    A table below continues the log if it repeats the headings, or has no empty row above it.
    """
    left, right = min(headings), max(headings)

    def is_other(table: TableInfo) -> bool:
        area = table.area
        if area.right < left or area.left > right:
            return True
        if area.top <= heading_row:
            return area.bottom < heading_row
        again = sum(
            heading_key(_text(grid, area.top, number)) == heading_key(text) for number, text in headings.items()
        )
        return again < _MIN_SAME_HEADINGS and not any(
            grid.columns[number].at(area.top - 1) for number in range(left, right + 1) if number in grid.columns
        )

    return tuple(table for table in tables if is_other(table))


def _text(grid: Grid, row: int, column: int) -> str:
    cell = grid.columns.get(column, ColumnCells()).at(row)
    return str(cell[1]) if cell and cell[0] == CellKind.TEXT else ""


def columns_apart(grid: Grid, left: int, right: int, others: Iterable[int]) -> frozenset[int]:
    """Return the columns among `others` that an empty column separates from those between `left` and `right`."""
    beyond: set[int] = set()
    for edge, step in ((left, -1), (right, 1)):
        side = sorted((number for number in others if (number - edge) * step > 0), key=lambda number: number * step)
        for place, (before, number) in enumerate(pairwise([edge, *side])):
            if any(between not in grid.columns for between in range(before + step, number, step)):
                beyond.update(side[place:])
                break
    return frozenset(beyond)


def headings_near(known: list[int], others: dict[int, str], table: TableInfo | None) -> dict[int, str]:
    """Return the headings among `others`, by column, that are between the `known` columns or close beside them."""
    if not known:
        return {}
    left, right = known[0], known[-1]
    if table is not None:
        left, right = min(left, table.area.left), max(right, table.area.right)
    for number in sorted((n for n in others if n < left), reverse=True):
        left = number if left - number <= _MAX_GAP else left
    for number in sorted(n for n in others if n > right):
        right = number if number - right <= _MAX_GAP else right
    return {column: text for column, text in others.items() if left <= column <= right}


def without_neighbours(place: LogLocation, grid: Grid) -> LogLocation:
    """Return the place without what is in the same sheet but no part of the log."""
    known = {number: place.headings[number] for number in place.columns.values()}
    tables = other_tables(place.sheet.tables, grid, place.heading_row, known)
    place = replace(place, tables=tables)
    beside = [t.area for t in tables if t.area.top <= place.heading_row <= t.area.bottom]
    extra = {n: text for n, text in place.extra.items() if not any(a.left <= n <= a.right for a in beside)}
    areas = [place.table.area] if place.table else []
    left, right = min([*known, *(area.left for area in areas)]), max([*known, *(area.right for area in areas)])
    far = columns_apart(grid, left, right, extra)
    totals = find_totals_row(grid, {*known, *extra} - far, place.heading_row)
    if place.table is not None and place.table.totals:
        totals = place.table.area.bottom
    return replace(place, extra=extra, apart=far, totals_row=totals)
