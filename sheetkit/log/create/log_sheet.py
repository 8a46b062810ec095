"""Create a log from a template: blank, or filled with what is carried over."""

import itertools
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from sheetkit import palette
from sheetkit.errors import OutputError
from sheetkit.log.create.conditional_formats import write_conditional_formats
from sheetkit.log.create.contents import FIRST_ROW, Contents, check_fits
from sheetkit.log.create.guide_sheet import PRINTED, write_guide
from sheetkit.log.create.holidays_sheet import write_holidays
from sheetkit.log.create.layout import ROWS_BELOW_TABLE, Layout
from sheetkit.log.create.live_formula import live_formula
from sheetkit.log.create.live_values import live_values
from sheetkit.log.create.settings_sheet import write_settings
from sheetkit.log.create.stamp_sheet import write_stamp
from sheetkit.log.ids import free_ids
from sheetkit.log.read.column_values import format_cell
from sheetkit.log.read.settings import PAPER
from sheetkit.ooxml import serial
from sheetkit.ooxml.limits import MAX_NUMBER, MAX_PROMPT, MAX_ROWS, utf16_length
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells
from sheetkit.ooxml.reader.resource_limits import UNPACKED
from sheetkit.ooxml.writer import styles
from sheetkit.ooxml.writer.atomic_file import already_exists_message, write_atomically
from sheetkit.ooxml.writer.page_setup import SMALLEST, fitting_columns, paper_named
from sheetkit.ooxml.writer.styles import Style
from sheetkit.ooxml.writer.workbook import SheetWriter, WorkbookWriter
from sheetkit.ooxml.xml_text import cut_to_cell
from sheetkit.template.model import Column, ColumnKind, Template

_MIN_DATE = date(2000, 1, 1)  # earlier dates get a warning: they are most likely a typing mistake
_CELL_BYTES = 50  # of the XML of a cell, besides its formula
_MAX_SHARE = 0.95  # the sheet's share of the size that a workbook may unpack to
_EXTRA_WIDTH = 22  # characters, of an extra column


def create_log(
    path: Path, template: Template, today: date, rows: int | None = None, contents: Contents | None = None
) -> int:
    """Write a log to `path`, blank or with `contents`, and return its number of rows.

    The same template, rows, contents and day give the same bytes. Raises OutputError where the file exists already or
    cannot be written, and where the contents need more rows.
    """
    count = rows if rows is not None else template.rows
    filled = contents or Contents()
    formulas = {column.name: live_formula(template, column) for column in template.columns if column.is_live}
    most = _max_lines(formulas.values(), len(template.columns) + len(filled.extra))
    if not 1 <= count <= most:
        raise OutputError(f"A log with these columns can have 1 to {most:,} lines, not {count:,}.")
    refuse_to_overwrite(path)
    check_fits(filled, template, count)

    def write(target: str) -> None:
        created = datetime(today.year, today.month, today.day)
        paper = paper_named(filled.text_settings.get(PAPER, ""))
        title, subject = template.title, template.description
        book = WorkbookWriter(target, title=title, subject=subject, created=created, paper=paper)
        sheet = book.add_sheet(template.sheet, tab_colour="#243B53")
        write_settings(book, template, created, filled)
        write_holidays(book, template, filled)
        write_guide(book, template, count, max(PRINTED, filled.lines))
        write_stamp(book, template, filled.identity)
        _LogSheet(sheet, Layout(template, count, tuple(filled.extra)), filled, created, formulas).write()
        book.close()

    write_atomically(path, write)
    return count


def _max_lines(formulas: Iterable[str], columns: int) -> int:
    """Return how many lines a log can have: as many as fit on a sheet, and as sheetkit reads back from a workbook."""
    line_bytes = sum(len(escape(formula)) for formula in formulas) + _CELL_BYTES * columns
    return min(MAX_ROWS - 1 - ROWS_BELOW_TABLE, int(_MAX_SHARE * UNPACKED) // line_bytes)


def refuse_to_overwrite(path: Path) -> None:
    """Raise OutputError where there is a file or a link at `path`, even a link to nothing."""
    if os.path.lexists(path):
        raise OutputError(already_exists_message(path))


class _LogSheet:
    """Writes the sheet that people type into."""

    def __init__(
        self, sheet: SheetWriter, layout: Layout, contents: Contents, created: datetime, formulas: Mapping[str, str]
    ) -> None:
        self.sheet = sheet
        self.formulas = formulas  # of the live columns, by name
        self.layout = layout
        self.template = layout.template
        self.contents = contents
        self.groups = {group.name: palette.PALETTE[group.colour] for group in self.template.groups}
        as_of = serial.from_datetime(created) if contents.as_of is None else contents.as_of
        working_days = contents.working_days(self.template)
        cells, settings = contents.columns, contents.settings
        self.live = live_values(self.template, cells, settings, as_of, working_days) if cells else {}

    def write(self) -> None:
        """Write the table and its cells, the checks, the conditional formats and the page setup."""
        self._write_links()
        self._write_table()
        self._write_notes()
        for column in self.template.columns:
            self._write_validation(column)
        write_conditional_formats(self.sheet, self.layout)
        self._set_up_view()

    def _number(self, title: str) -> int:
        """Return the number of the column with a heading."""
        name = next((column.name for column in self.template.columns if column.title == title), None)
        return self.layout.extra_numbers[title] if name is None else self.layout.numbers[name]

    def _write_links(self) -> None:
        """Write the links that are carried over, before their cells: a cell keeps its link."""
        for (title, row), link in self.contents.attached.links.items():
            self.sheet.write_link(row, self._number(title), link, title, styles.CELL)

    def _write_notes(self) -> None:
        for (title, row), note in self.contents.attached.notes.items():
            self.sheet.write_comment(row, self._number(title), cut_to_cell(note.text), note.author)

    def _set_up_view(self) -> None:
        numbers, extra = self.layout.numbers, self.layout.extra_numbers
        item = numbers[self.template.roles.item]
        self.sheet.set_column_widths(
            {number: self.template.by_name[name].width for name, number in numbers.items()}
            | dict.fromkeys(extra.values(), _EXTRA_WIDTH),
            {number: _cell_style(self.template.by_name[name], border=False) for name, number in numbers.items()},
        )
        self.sheet.set_row_height(1, 33)
        self.sheet.freeze_panes(2, item + 1)
        self.sheet.set_selection(2, item)
        self.sheet.activate()
        last_printed = min(self.layout.last_row, 1 + max(PRINTED, self.contents.lines))
        area = (1, 1, last_printed, self._last_printed_column())
        self.sheet.set_up_page(self.template.title, area=area, repeat_row=1)

    def _last_printed_column(self) -> int:
        """Return the last column that is printed: the last one for paper that is still readable there.

        A print area has no gaps, so the columns in between are printed too.
        """
        columns = self.template.columns
        on_paper = [number for number, column in enumerate(columns, start=1) if column.printed]
        fitting = fitting_columns([column.width for column in columns], SMALLEST, landscape=True)
        return max(1, min(max(on_paper, default=len(columns)), fitting))

    def _write_table(self) -> None:
        book, last_row = self.sheet.book, self.layout.last_row
        options: list[dict[str, Any]] = []
        for column in self.template.columns:
            colour = palette.HEAD if column.required else self.groups[column.group]
            option: dict[str, Any] = {
                "header": column.title,
                "header_format": book.get_format(styles.heading_style(colour)),
                "format": book.get_format(_cell_style(column)),
            }
            if column.is_live:
                option["formula"] = f"={self.formulas[column.name]}"
            options.append(option)
        for title in self.layout.extra:
            style = book.get_format(styles.heading_style(palette.PALETTE["grey"]))
            options.append({"header": title, "header_format": style, "format": book.get_format(styles.CELL)})
        title, description = self.template.title, self.template.description
        self.sheet.add_table(1, 1, last_row, len(options), self.template.table, options, title, description)
        for column in self.template.columns:
            if column.is_live:
                self._write_live_cells(column, self.formulas[column.name])
            else:
                cells = self.contents.columns.get(column.name, ColumnCells())
                self._write_cells(self.layout.numbers[column.name], cells, column)
        for title, number in self.layout.extra_numbers.items():
            self._write_cells(number, self.contents.extra[title], None)

    def _write_live_cells(self, column: Column, formula: str) -> None:
        """Write a live column's formula into each row, with the value that it shows before Excel calculates it."""
        values, style = self.live.get(column.name, {}), _cell_style(column)
        for row in range(FIRST_ROW, self.layout.last_row + 1):
            self.sheet.write_formula(row, self.layout.numbers[column.name], formula, values.get(row, ""), style)

    def _write_cells(self, number: int, cells: ColumnCells, column: Column | None) -> None:
        """Write the cells of a column that are carried over, and the pre-filled ones. Extra columns have no Column."""
        carried = dict(zip(cells.rows, zip(cells.kinds, cells.values, strict=True), strict=True))
        style = _cell_style(column) if column else styles.CELL
        prefilled: Iterator[str] = iter(())
        if column and column.sequence is not None:
            taken = (format_cell(*cell) for cell in carried.values())
            prefilled = map(free_ids(column.sequence, taken), itertools.count())
        for row in range(FIRST_ROW, self.layout.last_row + 1):
            cell = carried.get(row)
            if cell is None:
                self.sheet.write_text(row, number, next(prefilled, ""), style)
            elif isinstance(cell[1], str):
                self.sheet.write_text(row, number, cell[1], style)
            elif isinstance(cell[1], bool):
                self.sheet.write_boolean(row, number, cell[1], styles.CELL)
            else:
                self.sheet.write_number(row, number, cell[1], _number_style(cell[0], cell[1], column))

    def _write_validation(self, column: Column) -> None:
        """Write the prompt of a column, and a warning for anything but a date or choice.

        It is never an error, which would stop people and yet not hold for what they paste.
        """
        prompt = {"input_title": column.title, "input_message": column.prompt, "ignore_blank": True}
        options: dict[str, Any] = {"validate": "any"}
        if column.kind is ColumnKind.DATE:
            message = f"{column.title} needs a date such as 2026-11-30. Keep it anyway?"
            options = {
                "validate": "date",
                "criteria": ">=",
                "value": _MIN_DATE,
                **_warning("This is not a date", message),
            }
        elif column.kind is ColumnKind.NUMBER:
            options = _number_check(column)
        elif column.choices:
            titles = [choice.title for choice in column.choices]
            message = f"{column.title} is one of: {', '.join(titles)}. Keep it anyway?"
            if utf16_length(message) > MAX_PROMPT:
                message = f"{column.title} is one of the choices in the cell's list. Keep it anyway?"
            options = {"validate": "list", "source": titles, **_warning("Not one of the choices", message)}
        number = self.layout.numbers[column.name]
        self.sheet.add_data_validation(2, number, self.layout.last_checked_row, {**prompt, **options})


def _cell_style(column: Column, *, border: bool = True) -> Style:
    """Return the style of a column's cells, with or without the line below them."""
    base: Style = styles.CELL
    if column.kind is ColumnKind.DATE:
        base = styles.DATE
    elif column.kind is ColumnKind.LIVE:
        base = styles.NUMBER
    elif column.kind is ColumnKind.NUMBER:
        base = styles.TYPED_NUMBER
    return base if border else {key: value for key, value in base.items() if not key.startswith("bottom")}


def _number_check(column: Column) -> dict[str, Any]:
    """Return the options of a validation that warns of anything but a number within the column's limits."""
    limits = f" {column.limits}" if column.limits else ""
    title = "Not a number, or out of range" if limits else "This is not a number"
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": -MAX_NUMBER if column.lowest is None else column.lowest,
        "maximum": MAX_NUMBER if column.highest is None else column.highest,
        **_warning(title, f"{column.title} needs a number{limits}. Keep it anyway?"),
    }


def _warning(title: str, message: str) -> dict[str, str]:
    """Return the options of a validation that only warns."""
    return {"error_type": "warning", "error_title": title, "error_message": message}


def _number_style(kind: int, value: float, column: Column | None) -> Style:
    """Return the style that shows a carried number as before: as a number, a date, a date with a time, or a time.

    A duration is shown in hours and minutes, with seconds where there are any.
    """
    if kind == CellKind.DURATION:
        whole = serial.to_seconds(value) % 60 == 0
        return {**styles.DATE, "num_format": "[h]:mm" if whole else "[h]:mm:ss"}
    if column is not None and column.kind is ColumnKind.NUMBER and kind == CellKind.NUMBER:
        return styles.TYPED_NUMBER
    if kind != CellKind.DATE or not 0 <= value < serial.LAST_SERIAL + 1:
        return styles.CELL
    if value < 1:
        return {**styles.DATE, "num_format": "hh:mm:ss"}
    is_day = value == int(value) or (column is not None and column.kind is ColumnKind.DATE)
    return styles.DATE if is_day else {**styles.DATE, "num_format": styles.DATE_TIME_FORMAT}
