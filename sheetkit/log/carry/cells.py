"""Carry the cells of a list over into a new log, and report what cannot be carried over and why."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import numpy as np

from sheetkit.log.check.years import is_far
from sheetkit.log.create.contents import FIRST_ROW, Contents
from sheetkit.log.read.column_values import DateSettings, read_column
from sheetkit.log.read.date_text import ShownOrder, format_date, has_dots, is_in_numbers, shown_order
from sheetkit.log.read.doubtful_cells import name_characters
from sheetkit.log.read.location import LogLocation
from sheetkit.ooxml.cell_ranges import are_only_counted, name_cells
from sheetkit.ooxml.limits import MAX_CELL_TEXT, utf16_length
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells, Grid
from sheetkit.ooxml.serial import from_datetime, to_datetime64
from sheetkit.ooxml.xml_text import unique_headings
from sheetkit.template.model import Column, Template
from sheetkit.text import clean_text, invisible_characters, is_blank, pluralize, quote

_STRUCK = "the text is struck out, and it is carried over like any other"
SPARE_ROWS = 100  # blank lines below those that are carried over


@dataclass
class NotCarried:
    """The cells that cannot be carried over as they are, by reason."""

    cells_by_reason: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    def add(self, reason: str, row: int, column: int) -> None:
        """Record a cell of the old list, by its row and column number."""
        self.cells_by_reason.setdefault(reason, []).append((row, column))

    def messages(self) -> list[str]:
        """Return one sentence per reason, beginning with its cells: 'A1 and A2: above the headings.'."""
        return [f"{name_cells(cells)}: {reason}." for reason, cells in self.cells_by_reason.items()]

    def only_counted(self) -> dict[str, list[tuple[int, int]]]:
        """Return the cells, by reason, that are so many that those sentences do not name each."""
        return {reason: cells for reason, cells in self.cells_by_reason.items() if are_only_counted(cells)}


@dataclass(frozen=True)
class CarriedContents:
    """What goes into a new log.

    `lines` is the number of filled lines, `rows` the number of rows of the new table. `left_out` holds a sentence for
    each reason why cells cannot be carried over as they are, `only_counted` the cells that are too many for it, by
    reason.
    """

    contents: Contents
    lines: int
    rows: int
    left_out: tuple[str, ...]
    only_counted: Mapping[str, Sequence[tuple[int, int]]]

    def complete(self, template: Template) -> int:
        """Return how many lines hold something in every column that must be filled in."""
        rows = [set(self.contents.columns[name].rows) for name in _required(template) if name in self.contents.columns]
        return len(set.intersection(*rows)) if len(rows) == len(_required(template)) else 0

    def missing(self, template: Template) -> list[str]:
        """Return the names of the columns that must be filled in and hold nothing."""
        columns = self.contents.columns
        return [name for name in _required(template) if name not in columns or not columns[name].rows]


def _required(template: Template) -> list[str]:
    return [column.name for column in template.columns if column.required]


@dataclass(frozen=True)
class ListSource:
    """A list to carry over: its location, its cells, and their place in the new log.

    `columns` maps names of the template's columns to column numbers of the list, `extra` maps the numbers of other
    columns to their headings in the new log, and `new_rows` maps row numbers of the list to those of the new log.
    `convert_text_dates` tells whether dates that were typed as text become real dates.
    """

    location: LogLocation
    grid: Grid
    columns: dict[str, int]
    extra: dict[int, str]
    new_rows: dict[int, int]
    date_settings: DateSettings
    convert_text_dates: bool

    @cached_property
    def struck(self) -> dict[int, list[int]]:
        """The rows of the cells whose format strikes them out, by column."""
        struck: dict[int, list[int]] = {}
        rows = np.array([*self.new_rows], dtype=np.int64)
        for row, columns in self.grid.struck_in(rows, {*self.columns.values(), *self.extra}).items():
            for column in columns:
                struck.setdefault(column, []).append(row)
        return struck


def consecutive_rows(rows: Iterable[int]) -> dict[int, int]:
    """Return a mapping of `rows` to consecutive rows of a new log, from its first one."""
    return {int(row): new_row for new_row, row in enumerate(rows, start=FIRST_ROW)}


def carry_cells(
    source: ListSource, template: Template, not_carried: NotCarried
) -> tuple[dict[str, ColumnCells], dict[str, ColumnCells]]:
    """Return the cells of the template's columns, by name, and of the extra columns, by heading."""
    heading_row = source.location.heading_row
    for number in sorted({*source.columns.values(), *source.extra}):
        cell = source.grid.columns.get(number, ColumnCells()).at(heading_row)
        if hidden := invisible_characters(str(cell[1])) if cell else []:
            reason = f"the heading holds what nobody sees ({name_characters(hidden)}), which is left out"
            not_carried.add(reason, heading_row, number)
    columns = {
        name: _column(source, number, template.by_name[name], not_carried)
        for name, number in source.columns.items()
        if number in source.grid.columns
    }
    extra = {title: _column(source, number, None, not_carried) for number, title in source.extra.items()}
    return columns, extra


def _column(source: ListSource, number: int, column: Column | None, not_carried: NotCarried) -> ColumnCells:
    cells = source.grid.columns.get(number, ColumnCells())
    dates = _converted_dates(source, number, column, not_carried)
    formulas = 0
    carried: dict[int, tuple[int, str | float | bool]] = {}
    struck = dict.fromkeys(source.struck.get(number, ()), _STRUCK) | _struck_out(cells)
    invisible = _invisible(cells)
    for row, kind, value in zip(cells.rows, cells.kinds, cells.values, strict=True):
        new_row = source.new_rows.get(row)
        if new_row is None:
            continue
        if row in struck:
            not_carried.add(struck[row], row, number)
        if kind == CellKind.OBJECT:
            not_carried.add(f"the cell holds {value}, which is not carried over, so the new cell is empty", row, number)
            continue
        if kind == CellKind.ERROR:
            not_carried.add(f"the cell holds the error {value}, so the new cell is empty", row, number)
            continue
        if kind == CellKind.UNCALCULATED:
            reason = "the result of the formula is not stored in the file, so the new cell is empty; open the file in "
            not_carried.add(f"{reason}your spreadsheet program, save it, and start again", row, number)
            continue
        if value in invisible and row not in dates:
            not_carried.add(invisible[value], row, number)
        formulas += row in cells.calculated
        carried[new_row] = dates.get(row) or (kind, _truncated(value, row, number, not_carried))
    if formulas:
        title = source.location.headings.get(number, "")
        reason = f"{pluralize(formulas, 'formula')} in the column {quote(title)} became plain values"
        not_carried.add(reason, source.location.heading_row, number)
    rows = sorted(carried)
    return ColumnCells(rows, [carried[row][0] for row in rows], [carried[row][1] for row in rows])


def _struck_out(cells: ColumnCells) -> dict[int, str]:
    """Return what is said of each cell that is struck out, or a part of it, by row."""
    if not cells.struck:
        return {}
    texts = cells.kind_array == CellKind.TEXT
    numbers = zip(cells.row_array[texts].tolist(), cells.numbers[texts].astype(np.int64).tolist(), strict=True)
    return {
        row: _STRUCK
        if cells.struck[place] == cells.texts[place]
        else f"{quote(cells.struck[place])} is struck out in the cell, so it is left out"
        for row, place in numbers
        if place in cells.struck
    }


def _invisible(cells: ColumnCells) -> dict[str | float, str]:
    """Return what is said of each text with characters that nobody sees."""
    hidden = {text: name_characters(shown) for text in cells.different_texts() if (shown := invisible_characters(text))}
    blank = "the cell holds only what nobody sees ({}), so it counts as blank"
    filled = "the text holds what nobody sees ({}), and it is carried over as any other"
    return {text: (blank if is_blank(text) else filled).format(names) for text, names in hidden.items()}


def _converted_dates(
    source: ListSource, number: int, column: Column | None, not_carried: NotCarried
) -> dict[int, tuple[int, float]]:
    """Return the numbers, and if asked for the texts, that become dates in a date column, by row of the list.

    A number becomes one only near the other days of the list: years away from them it is no date, as `check` says.
    """
    cells = source.grid.columns.get(number, ColumnCells())
    if column is None or column.type.value != "date":
        return {}
    rows = sorted(source.new_rows)
    values = read_column(cells, np.array(rows, dtype=np.int64), column, source.date_settings, column.nothing)
    if values.dates is None:
        return {}
    for finding in values.findings:
        if finding.code == "ambiguous-date" and source.convert_text_dates:
            reason = _two_ways(shown_order(cells.different_texts()), source.date_settings.opposite)
            for row in finding.rows.tolist():
                not_carried.add(reason, row, number)
        if finding.code == "time-zone" and source.convert_text_dates:
            for row in finding.rows.tolist():
                not_carried.add("the date has a time zone, which is left out: the time stays as it is", row, number)
    dates: dict[int, tuple[int, float]] = {}
    examples: dict[str, str] = {}
    near = ~is_far(values.dates, np.full_like(values.dates, _usual_day(source)))
    broken = values.broken.tolist()
    for row, moment, is_broken, is_near in zip(rows, values.dates.tolist(), broken, near.tolist(), strict=True):
        cell = cells.at(row)
        if moment is None or is_broken or cell is None or cell[0] == CellKind.DATE:
            continue
        if source.convert_text_dates if cell[0] == CellKind.TEXT else is_near:
            if source.date_settings.order is None and is_in_numbers(text := clean_text(str(cell[1]))):
                how = _read_as(text, moment)
                example = examples.setdefault(how, f"{quote(text)} is {format_date(moment)}")
                not_carried.add(f"{how} ({example})", row, number)
            dates[row] = (CellKind.DATE, from_datetime(moment))
    return dates


def _read_as(text: str, moment: datetime) -> str:
    """Return how a date that was typed as a text in numbers is read."""
    signs = "with dots" if has_dots(text) else "in numbers"
    first = "day" if moment.day == int(re.split(r"\D", text)[0]) else "month"
    return f"a date {signs} is read with the {first} first"


def _usual_day(source: ListSource) -> np.datetime64:
    """Return the day in the middle of all dates of the list, one before all dates where it has none."""
    columns = [source.grid.columns.get(number, ColumnCells()) for number in source.columns.values()]
    days = np.concatenate([cells.numbers[cells.kind_array == CellKind.DATE] for cells in columns] or [np.zeros(0)])
    return to_datetime64(np.array([np.median(days)]))[0] if len(days) else np.datetime64(0, "s")


def _two_ways(shown: ShownOrder | None, opposite: str) -> str:
    """Return why a date was not read, and the option that reads it."""
    if opposite:
        return f"the date can be read in two ways, so it stays a text; {opposite}"
    if shown is None:
        return "the date can be read in two ways, so it stays a text; --date-order DMY or MDY says which is meant"
    return (
        f"the date can be read in two ways, so it stays a text; {quote(shown.example)} in the same column has the "
        f"{shown.first_part} first, and --date-order {shown.order} reads all that way"
    )


def _truncated(value: str | float | bool, row: int, number: int, not_carried: NotCarried) -> str | float | bool:
    """Return a value, a text cut off at the length that a cell can hold."""
    if not isinstance(value, str) or utf16_length(value) <= MAX_CELL_TEXT:
        return value
    not_carried.add(
        f"a cell holds {MAX_CELL_TEXT:,} characters at most, so the rest of the text was cut off", row, number
    )
    return value.encode("utf-16-le", "surrogatepass")[: 2 * MAX_CELL_TEXT].decode("utf-16-le", "ignore")


def note_remaining_cells(
    source: ListSource, not_carried: NotCarried, repeated: Iterable[int], *, lone_ids: bool
) -> None:
    """Record every filled cell of the sheet that is in none of the rows and columns that are carried over.

    `repeated` are rows that repeat the headings. `lone_ids` tells whether to record IDs in lines that are otherwise
    blank; a log has them in all lines that are still to be filled in.
    """
    location, repeated_rows = source.location, set(repeated)
    headed = {*source.columns.values(), *source.extra, *location.columns.values()}
    for number, cells in sorted(source.grid.columns.items()):
        for row, value in zip(cells.rows, cells.values, strict=True):
            if row == location.heading_row or (isinstance(value, str) and not clean_text(value)):
                continue
            table = next((table for table in location.tables if table.area.contains(row, number)), None)
            lists = (other for other in location.second_lists if other.area.contains(row, number))
            other = next(lists, None)
            if table is not None and other is None:
                not_carried.add(f"in another table, {table.name!r}", row, number)
            elif other is not None:
                counted = pluralize(other.lines, "line")
                not_carried.add(f"in another list on the same sheet, {other.area.name} ({counted})", row, number)
            elif row < location.heading_row:
                not_carried.add("above the headings", row, number)
            elif number not in headed:
                not_carried.add("in a column without a heading", row, number)
            elif row in source.new_rows or row in repeated_rows or row in cells.calculated or value is False:
                continue
            elif row in location.label_rows:
                not_carried.add("a label or a sum, which is not a hand-off", row, number)
            elif row == location.totals_row:
                not_carried.add("in the totals row", row, number)
            elif lone_ids:
                not_carried.add("in a line that is otherwise blank", row, number)
    for row in sorted(repeated_rows):
        not_carried.add("the headings, repeated", row, min(headed))


def extra_titles(headings: Mapping[int, str], template: Template) -> dict[int, str]:
    """Return each extra column's heading in the new log: its own, with a number where that is taken already."""
    numbers = sorted(headings)
    titles = unique_headings((headings[number] for number in numbers), (column.title for column in template.columns))
    return dict(zip(numbers, titles, strict=True))
