"""Carry the cells of a list over into a new log, and report what cannot be carried over and why."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from sheetkit.codes import Mask
from sheetkit.log.check.years import is_far
from sheetkit.log.create.contents import FIRST_ROW, Contents
from sheetkit.log.read.column_values import DateSettings, read_column
from sheetkit.log.read.date_text import ShownOrder, format_date, has_dots, is_in_numbers, shown_order
from sheetkit.log.read.doubtful_cells import name_characters
from sheetkit.log.read.location import LogLocation
from sheetkit.log.read.selection import Selection, select_cells
from sheetkit.ooxml.cell_ranges import are_only_counted, name_columns
from sheetkit.ooxml.limits import MAX_CELL_TEXT, utf16_length
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells, Grid
from sheetkit.ooxml.serial import SECONDS_PER_DAY, seconds_since_epoch, to_datetime64
from sheetkit.ooxml.unique import unique_codes
from sheetkit.ooxml.xml_text import cut_to_cell, unique_headings
from sheetkit.template.model import Column, Template
from sheetkit.text import clean_text, invisible_characters, is_blank, pluralize, quote, truncate

_LEFT_EMPTY: dict[int, str] = {
    CellKind.OBJECT: "the cell holds {}, which is not carried over, so the new cell is empty",
    CellKind.ERROR: "the cell holds the error {}, so the new cell is empty",
    CellKind.UNCALCULATED: "the result of the formula is not stored in the file, so the new cell is empty; open the "
    "file in your spreadsheet program, save it, and start again",
}
_MAX_ERROR = 80  # letters of an error, or of the name of a picture, that are shown
_STRUCK = "the text is struck out, and it is carried over like any other"
SPARE_ROWS = 100  # blank lines below those that are carried over


@dataclass
class NotCarried:
    """The cells that cannot be carried over as they are: the rows of each column, by reason."""

    cells_by_reason: dict[str, dict[int, list[int]]] = field(default_factory=dict)

    def add(self, reason: str, row: int, column: int) -> None:
        """Record a cell of the old list, by its row and column number."""
        self.add_rows(reason, [row], column)

    def add_rows(self, reason: str, rows: Iterable[int], column: int) -> None:
        """Record cells of one column."""
        self.cells_by_reason.setdefault(reason, {}).setdefault(column, []).extend(rows)

    def messages(self) -> list[str]:
        """Return one sentence per reason, beginning with its cells: 'A1 and A2: above the headings.'."""
        return [f"{name_columns(columns)}: {reason}." for reason, columns in self.cells_by_reason.items()]

    @property
    def only_counts_some(self) -> bool:
        """Whether some sentence counts its cells, which are too many to name each."""
        return any(map(are_only_counted, self.cells_by_reason.values()))


@dataclass(frozen=True)
class CarriedContents:
    """What goes into a new log.

    `lines` is the number of filled lines, `rows` the number of rows of the new table. `left_out` holds a sentence for
    each reason why cells cannot be carried over as they are, `not_carried` the cells themselves.
    """

    contents: Contents
    lines: int
    rows: int
    left_out: tuple[str, ...]
    not_carried: NotCarried

    def complete(self, template: Template) -> int:
        """Return how many lines hold something in every column that must be filled in."""
        rows = [set(self._rows_of(column.name)) for column in template.required]
        return len(set.intersection(*rows)) if rows else self.lines

    def missing(self, template: Template) -> list[str]:
        """Return the names of the columns that must be filled in and hold nothing."""
        return [column.name for column in template.required if not self._rows_of(column.name)]

    def _rows_of(self, name: str) -> list[int]:
        return self.contents.columns.get(name, ColumnCells()).rows


@dataclass(frozen=True)
class ListSource:
    """A list to carry over: its location, its cells, and where they go in the new log.

    `columns` maps the template's names to column numbers of the list, `extra` maps the numbers of the other columns to
    their headings in the new log, and `new_rows` maps the list's row numbers to the new log's. With
    `convert_text_dates`, dates that were typed as text become real dates.
    """

    location: LogLocation
    grid: Grid
    columns: dict[str, int]
    extra: dict[int, str]
    new_rows: dict[int, int]
    date_settings: DateSettings
    convert_text_dates: bool

    @cached_property
    def rows(self) -> npt.NDArray[np.int64]:
        """The rows of the list that are carried over, ascending."""
        return np.array(sorted(self.new_rows), dtype=np.int64)

    @cached_property
    def numbers(self) -> set[int]:
        """The numbers of the columns that are carried over."""
        return {*self.columns.values(), *self.extra}

    @cached_property
    def struck(self) -> dict[int, list[int]]:
        """The rows of the cells whose format strikes them out, by column."""
        struck: dict[int, list[int]] = {}
        for row, columns in self.grid.struck_in(self.rows, self.numbers).items():
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
    for number in sorted(source.numbers):
        cell = source.grid.columns.get(number, ColumnCells()).at(heading_row)
        if hidden := invisible_characters(str(cell[1])) if cell else []:
            not_carried.add(f"the heading holds {_not_seen(hidden)}, which is left out", heading_row, number)
    columns = {
        name: _column(source, number, template.by_name[name], not_carried)
        for name, number in source.columns.items()
        if number in source.grid.columns
    }
    extra = {title: _column(source, number, None, not_carried) for number, title in source.extra.items()}
    return columns, extra


def _column(source: ListSource, number: int, column: Column | None, not_carried: NotCarried) -> ColumnCells:
    cells = select_cells(source.grid.columns.get(number, ColumnCells()), source.rows)
    dates = _converted_dates(source, cells, number, column, not_carried)[cells.places]
    is_date = ~np.isnan(dates)
    _note_doubtful(source, cells, is_date, number, not_carried)
    kinds = np.where(is_date, np.uint8(CellKind.DATE), cells.kinds)
    numbers = np.where(is_date, dates, cells.numbers)
    is_text = kinds == CellKind.TEXT
    texts, numbers[is_text] = cells.cells.unique_texts(numbers[is_text])
    is_long = np.array([utf16_length(text) > MAX_CELL_TEXT for text in texts], dtype=bool)
    for code in np.flatnonzero(is_long).tolist():
        texts[code] = cut_to_cell(texts[code])
    if is_long.any():
        reason = f"a cell holds {MAX_CELL_TEXT:,} characters at most, so the rest of the text was cut off"
        not_carried.add_rows(reason, cells.rows[is_text][is_long[numbers[is_text].astype(np.int64)]].tolist(), number)
    kept = ~np.isin(kinds, [*_LEFT_EMPTY])
    formulas = int(np.isin(cells.rows[kept], cells.cells.row_array[cells.cells.is_formula]).sum())
    if formulas:
        title = source.location.headings.get(number, "")
        reason = f"{pluralize(formulas, 'formula')} in the column {quote(title)} became plain values"
        not_carried.add(reason, source.location.heading_row, number)
    rows = np.array([source.new_rows[row] for row in cells.rows[kept].tolist()], dtype=np.int64)
    return ColumnCells.packed(rows, kinds[kept], numbers[kept], texts, rows[:0], {})


def _note_doubtful(source: ListSource, cells: Selection, is_date: Mask, number: int, not_carried: NotCarried) -> None:
    """Record what is struck out, what cannot be carried over, and what holds characters that nobody sees.

    The reasons are made once for all equal cells.
    """
    texts, struck_texts = cells.cells.texts, cells.cells.struck
    is_text = cells.kinds == CellKind.TEXT
    places, _ = unique_codes(cells.numbers[is_text].astype(np.int64))
    hidden = {place: reason for place in places.tolist() if (reason := _invisible(texts[place]))}

    @cache
    def reasons(kind: int, place: float, is_struck: bool, is_date: bool) -> list[str]:
        found = []
        struck = struck_texts.get(int(place), "") if kind == CellKind.TEXT else ""
        if struck and struck != texts[int(place)]:
            found.append(f"{quote(struck)} is struck out in the cell, so it is left out")
        elif struck or is_struck:
            found.append(_STRUCK)
        if kind in _LEFT_EMPTY:
            found.append(_LEFT_EMPTY[kind].format(truncate(texts[int(place)], _MAX_ERROR)))
        elif kind == CellKind.TEXT and place in hidden and not is_date:
            found.append(hidden[int(place)])
        return found

    is_struck = np.isin(cells.rows, source.struck.get(number, ()))
    noted = (
        is_struck | np.isin(cells.kinds, [*_LEFT_EMPTY]) | (is_text & np.isin(cells.numbers, [*hidden, *struck_texts]))
    )
    columns = (array[noted].tolist() for array in (cells.rows, cells.kinds, cells.numbers, is_struck, is_date))
    for row, *cell in zip(*columns, strict=True):
        for reason in reasons(*cell):
            not_carried.add(reason, row, number)


def _invisible(text: str) -> str:
    """Return a sentence on the characters of a text that nobody sees, '' where it has none."""
    hidden = invisible_characters(text)
    if hidden and is_blank(text):
        return f"the cell holds only {_not_seen(hidden)}, so it counts as blank"
    return f"the text holds {_not_seen(hidden)}, and it is carried over as any other" if hidden else ""


def _not_seen(characters: list[str]) -> str:
    return f"what nobody sees ({name_characters(characters)})"


def _converted_dates(
    source: ListSource, cells: Selection, number: int, column: Column | None, not_carried: NotCarried
) -> npt.NDArray[np.float64]:
    """Return the serials of the cells that become dates, NaN for every other row.

    Numbers do, and texts where the source says so. A number becomes a date only near the other dates of the list:
    years away from them it is no date, as `check` says.
    """
    serials = np.full(len(source.rows), np.nan)
    if column is None or column.type.value != "date":
        return serials
    values = read_column(cells.cells, source.rows, column, source.date_settings, column.nothing)
    if values.dates is None:
        return serials
    for finding in values.findings if source.convert_text_dates else ():
        if finding.code == "ambiguous-date":
            reason = _two_ways(shown_order(cells.cells.different_texts()), source.date_settings.opposite)
            not_carried.add_rows(reason, finding.rows.tolist(), number)
        if finding.code == "time-zone":
            reason = "the date has a time zone, which is left out: the time stays as it is"
            not_carried.add_rows(reason, finding.rows.tolist(), number)
    is_read = (~np.isnat(values.dates) & ~values.broken)[cells.places] & (cells.kinds != CellKind.DATE)
    is_text = cells.kinds == CellKind.TEXT
    near = ~is_far(values.dates, np.full_like(values.dates, _usual_day(source)))
    is_read &= np.where(is_text, source.convert_text_dates, near[cells.places])
    typed = cells.where(is_read & is_text)
    if source.date_settings.order is None:
        _note_order(typed, values.dates[typed.places], number, not_carried)
    places = cells.places[is_read]
    days, seconds = np.divmod(seconds_since_epoch(values.dates[places]), SECONDS_PER_DAY)
    serials[places] = days + seconds / SECONDS_PER_DAY
    return serials


def _note_order(typed: Selection, dates: npt.NDArray[np.datetime64], number: int, not_carried: NotCarried) -> None:
    """Record how dates in numbers that were typed as text are read, with an example."""
    texts, which = typed.unique_texts()
    _, first = np.unique(which, return_index=True)
    codes_by_reading: dict[str, list[int]] = {}  # in order of appearance
    for code in np.argsort(first).tolist():
        if is_in_numbers(texts[code]):
            how = _read_as(clean_text(texts[code]), dates[first[code]].item())
            codes_by_reading.setdefault(how, []).append(code)
    for how, codes in codes_by_reading.items():
        example = f"{quote(clean_text(texts[codes[0]]))} is {format_date(dates[first[codes[0]]].item())}"
        not_carried.add_rows(f"{how} ({example})", typed.rows[np.isin(which, codes)].tolist(), number)


def _read_as(text: str, moment: datetime) -> str:
    """Return a clause that says how a date in numbers is read."""
    signs = "with dots" if has_dots(text) else "in numbers"
    first = "day" if moment.day == int(re.split(r"\D", text)[0]) else "month"
    return f"a date {signs} is read with the {first} first"


def _usual_day(source: ListSource) -> np.datetime64:
    """Return the median of all dates of the list, a day before all dates where it has none."""
    columns = [source.grid.columns.get(number, ColumnCells()) for number in source.columns.values()]
    days = np.concatenate([cells.numbers[cells.kind_array == CellKind.DATE] for cells in columns] or [np.zeros(0)])
    return to_datetime64(np.array([np.median(days)]))[0] if len(days) else np.datetime64(0, "s")


def _two_ways(shown: ShownOrder | None, opposite: str) -> str:
    """Return why a date was not read, and the option that reads it."""
    advice = opposite or "--date-order DMY or MDY says which is meant"
    if shown and not opposite:
        way = f"{quote(shown.example)} in the same column has the {shown.first_part} first"
        advice = f"{way}, and --date-order {shown.order} reads all that way"
    return f"the date can be read in two ways, so it stays a text; {advice}"


def extra_titles(headings: Mapping[int, str], template: Template) -> dict[int, str]:
    """Return each extra column's heading in the new log: its own, with a number where it is taken already."""
    numbers = sorted(headings)
    titles = unique_headings((headings[number] for number in numbers), (column.title for column in template.columns))
    return dict(zip(numbers, titles, strict=True))
