"""Carry the cells of a list over into a new log, and say what could not be carried and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from sheetkit.log.create.contents import FIRST_ROW, Contents
from sheetkit.log.read.column_values import DateSettings, read_column
from sheetkit.log.read.extent import inside
from sheetkit.log.read.locate import LogLocation
from sheetkit.ooxml.limits import MAX_CELL_TEXT, utf16_length
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells, Grid
from sheetkit.ooxml.references import cell_name
from sheetkit.ooxml.serial import from_datetime
from sheetkit.ooxml.xml_text import unique_headings
from sheetkit.template.model import Column, Template
from sheetkit.text import clean_text, natural_list, pluralize, quote

SPARE_ROWS = 100  # blank lines below those that are carried
_MAX_CELLS_NAMED = 3  # cells that are named one by one


@dataclass
class NotCarried:
    """What could not be carried: reasons, each with the cells it holds for."""

    cells: dict[str, list[str]] = field(default_factory=dict)

    def add(self, reason: str, row: int, column: int) -> None:
        """Note that a cell could not be carried."""
        self.cells.setdefault(reason, []).append(cell_name(row, column))

    def lines(self) -> list[str]:
        """Return one sentence for each reason."""
        return [f"{_cells(cells)}: {reason}." for reason, cells in self.cells.items()]


def _cells(cells: list[str]) -> str:
    if len(cells) <= _MAX_CELLS_NAMED + 1:
        return natural_list(cells)
    return f"{', '.join(cells[:_MAX_CELLS_NAMED])} and {pluralize(len(cells) - _MAX_CELLS_NAMED, 'more cell')}"


@dataclass(frozen=True)
class CarriedContents:
    """What goes into a new log: its contents, how many lines and rows, and what could not be carried."""

    contents: Contents
    lines: int
    rows: int
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class ListSource:
    """A list that is carried over: where it stands, its cells, and what becomes of them.

    `names` maps the new log's columns to the list's, `extra` maps other columns to the headings they get;
    `places` says which row of the new log each of the list's rows becomes.
    """

    place: LogLocation
    grid: Grid
    names: dict[str, int]
    extra: dict[int, str]
    places: dict[int, int]
    dates: DateSettings
    read_texts: bool  # whether dates that were typed as text become real ones


def consecutive_rows(rows: Iterable[int]) -> dict[int, int]:
    """Return the new log's row for each of `rows`: one after the other."""
    return {int(row): place for place, row in enumerate(rows, start=FIRST_ROW)}


def carry_cells(
    source: ListSource, template: Template, left: NotCarried
) -> tuple[dict[str, ColumnCells], dict[str, ColumnCells]]:
    """Return the cells of the template's columns and of the extra ones."""
    columns = {
        name: _column(source, number, template.by_name[name], left)
        for name, number in source.names.items()
        if number in source.grid.columns
    }
    extra = {title: _column(source, number, None, left) for number, title in source.extra.items()}
    return columns, extra


def _column(source: ListSource, number: int, column: Column | None, left: NotCarried) -> ColumnCells:
    cells = source.grid.columns.get(number, ColumnCells())
    dates = _dates(source, number, column, left)
    formulas = 0
    found: dict[int, tuple[int, str | float | bool]] = {}
    for row, kind, value in zip(cells.rows, cells.kinds, cells.values, strict=True):
        target = source.places.get(row)
        if target is None:
            continue
        if kind == CellKind.ERROR:
            left.add(f"an error such as {value} is not a value, so the new cell is empty", row, number)
            continue
        if kind == CellKind.UNCALCULATED:
            reason = "the result of the formula is not stored in the file, so the new cell is empty; open the file in "
            left.add(f"{reason}your spreadsheet program, save it, and start again", row, number)
            continue
        formulas += row in cells.calculated
        found[target] = dates.get(row) or (kind, _fitting(value, row, number, left))
    if formulas:
        title = source.place.headings.get(number, "")
        reason = f"{pluralize(formulas, 'formula')} in the column {quote(title)} became plain values, its results"
        left.add(reason, source.place.heading_row, number)
    rows = sorted(found)
    return ColumnCells(rows, [found[row][0] for row in rows], [found[row][1] for row in rows])


def _dates(source: ListSource, number: int, column: Column | None, left: NotCarried) -> dict[int, tuple[int, float]]:
    """Return the real dates of a date column by the list's rows: numbers, and where wanted texts, read as dates."""
    cells = source.grid.columns.get(number, ColumnCells())
    if column is None or column.type.value != "date":
        return {}
    rows = sorted(source.places)
    values = read_column(cells, np.array(rows, dtype=np.int64), column, source.dates)
    if values.dates is None:
        return {}
    for found in values.findings:
        if found.code == "ambiguous-date" and source.read_texts:
            reason = "the date can be read in two ways, so it stays a text; --date-order DMY or MDY says which is meant"
            for row in found.rows.tolist():
                left.add(reason, row, number)
    dates: dict[int, tuple[int, float]] = {}
    for row, moment, broken in zip(rows, values.dates.tolist(), values.broken.tolist(), strict=True):
        cell = cells.at(row)
        if moment is None or broken or cell is None or cell[0] == CellKind.DATE:
            continue
        if cell[0] != CellKind.TEXT or source.read_texts:
            dates[row] = (CellKind.DATE, from_datetime(moment))
    return dates


def _fitting(value: str | float | bool, row: int, number: int, left: NotCarried) -> str | float | bool:
    """Return a value as a cell can hold it."""
    if not isinstance(value, str) or utf16_length(value) <= MAX_CELL_TEXT:
        return value
    left.add(f"a cell holds {MAX_CELL_TEXT:,} characters at most, so the rest of the text was cut off", row, number)
    return value.encode("utf-16-le", "surrogatepass")[: 2 * MAX_CELL_TEXT].decode("utf-16-le", "ignore")


def note_remaining_cells(source: ListSource, left: NotCarried, repeated: Iterable[int], *, lone_ids: bool) -> None:
    """Note every cell of the sheet that is in none of the carried rows and columns; `lone_ids` are worth a word."""
    place, again = source.place, set(repeated)
    headed = {*source.names.values(), *source.extra, *place.columns.values()}
    for number, cells in sorted(source.grid.columns.items()):
        for row, value in zip(cells.rows, cells.values, strict=True):
            if row == place.heading_row or (isinstance(value, str) and not clean_text(value)):
                continue
            table = next((table for table in place.tables if inside(table.area, row, number)), None)
            if table is not None:
                left.add(f"in another table, {table.name!r}", row, number)
            elif row < place.heading_row:
                left.add("above the headings", row, number)
            elif number not in headed:
                left.add("in a column without a heading", row, number)
            elif row in source.places or row in again or row in cells.calculated or value is False:
                continue
            elif row == place.totals_row:
                left.add("in the row of totals", row, number)
            elif lone_ids:
                left.add("alone in its line", row, number)
    for row in sorted(again):
        left.add("the headings again", row, min(headed))


def extra_titles(headings: Mapping[int, str], template: Template) -> dict[int, str]:
    """Return the heading each extra column gets: its own, or with a number when that is taken."""
    numbers = sorted(headings)
    titles = unique_headings((headings[number] for number in numbers), (column.title for column in template.columns))
    return dict(zip(numbers, titles, strict=True))
