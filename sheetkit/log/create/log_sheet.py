"""Create a log from a template: blank, or filled with what is carried over."""

import itertools
import os
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sheetkit import palette
from sheetkit.errors import OutputError
from sheetkit.expression.excel_formula import FormulaWriter, text_literal
from sheetkit.expression.tree import All, Blank, IsDate, Not, OneOf
from sheetkit.expression.tree import Column as ColumnNode
from sheetkit.log.create.contents import FIRST_ROW, Contents, check_fits
from sheetkit.log.create.guide_sheet import PRINTED, write_guide
from sheetkit.log.create.live_formula import live_formula
from sheetkit.log.create.settings_sheet import write_settings
from sheetkit.log.ids import free_ids
from sheetkit.log.read.column_values import format_cell
from sheetkit.log.read.stamp import FIRST_LINE, STAMP_SHEET
from sheetkit.ooxml import serial
from sheetkit.ooxml.limits import MAX_PROMPT, MAX_ROWS, utf16_length
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells
from sheetkit.ooxml.references import column_letters
from sheetkit.ooxml.writer import styles
from sheetkit.ooxml.writer.atomic_file import already_exists_message, write_atomically
from sheetkit.ooxml.writer.styles import Style
from sheetkit.ooxml.writer.workbook import SheetWriter, WorkbookWriter
from sheetkit.palette import Colour
from sheetkit.template.model import Column, ColumnKind, Template

_PAST_TABLE = 1_000  # rows below the table where checks and colours still work, since only Excel grows a table
_EARLIEST = date(2000, 1, 1)
MAX_LINES = MAX_ROWS - 1 - _PAST_TABLE
_EXTRA_WIDTH = 22


def create_log(
    path: Path, template: Template, today: date, rows: int | None = None, contents: Contents | None = None
) -> int:
    """Write a log to `path`, blank or with `contents`, and return its number of rows.

    The same template, rows, contents and day give the same bytes. Raises OutputError when the file exists
    already or cannot be written, and when the contents need more rows.
    """
    count = rows if rows is not None else template.rows
    if not 1 <= count <= MAX_LINES:
        raise OutputError(f"A log has between 1 and {MAX_LINES:,} rows, not {count:,}.")
    refuse_to_overwrite(path)
    filled = contents or Contents()
    check_fits(filled, template, count)

    def write(target: str) -> None:
        created = datetime(today.year, today.month, today.day)
        book = WorkbookWriter(target, title=template.title, subject=template.description, created=created)
        sheet = book.add_sheet(template.sheet, tab_colour="#243B53")
        write_settings(book, template, created, filled)
        write_guide(book, template, count, max(PRINTED, filled.lines))
        _stamp(book, template)
        _LogSheet(sheet, template, count, filled, created).write()
        book.close()

    write_atomically(path, write)
    return count


def refuse_to_overwrite(path: Path) -> None:
    """Raise OutputError when there is a file of that name, or a link, wherever it leads."""
    if os.path.lexists(path):
        raise OutputError(already_exists_message(path))


class _LogSheet:
    """The sheet that people type into."""

    def __init__(
        self, sheet: SheetWriter, template: Template, rows: int, contents: Contents, created: datetime
    ) -> None:
        self.sheet = sheet
        self.template = template
        self.last = rows + 1
        self.reach = min(self.last + _PAST_TABLE, MAX_ROWS)
        self.groups = {group.name: palette.PALETTE[group.colour] for group in template.groups}
        self.flag = next(column.name for column in template.columns if column.kind is ColumnKind.FLAG)
        self.numbers = {column.name: number for number, column in enumerate(template.columns, start=1)}
        self.contents = contents
        self.extra = dict(enumerate(contents.extra, start=len(template.columns) + 1))
        as_of = serial.from_datetime(created) if contents.as_of is None else contents.as_of
        self.live = _live_values(template, contents, as_of) if contents.columns else {}

    def write(self) -> None:
        """Write table, checks, colours and the page."""
        self._table()
        for column in self.template.columns:
            self._check(column)
        self._mistakes()
        self._colours()
        self._times()
        width = len(self.template.columns) + len(self.extra)
        item = self.numbers[self.template.roles.item]
        self.sheet.set_column_widths(
            {number: self.template.by_name[name].width for name, number in self.numbers.items()}
            | dict.fromkeys(self.extra, _EXTRA_WIDTH),
            {number: _style(self.template.by_name[name], lined=False) for name, number in self.numbers.items()},
        )
        self.sheet.set_row_height(1, 33)
        self.sheet.freeze_panes(2, item + 1)
        self.sheet.set_selection(2, item)
        self.sheet.activate()
        printed = max(PRINTED, self.contents.lines)
        self.sheet.set_up_page(self.template.title, area=(1, 1, min(self.last, 1 + printed), width), repeat_row=1)

    def _table(self) -> None:
        columns = self.template.columns
        options: list[dict[str, Any]] = []
        formulas = {column.name: live_formula(self.template, column) for column in columns if column.is_live}
        for column in columns:
            option: dict[str, Any] = {
                "header": column.title,
                "header_format": self.sheet.book.get_format(_head(column, self.groups[column.group])),
                "format": self.sheet.book.get_format(_style(column)),
            }
            if column.is_live:
                option["formula"] = f"={formulas[column.name]}"
            options.append(option)
        for title in self.extra.values():
            style = self.sheet.book.get_format(styles.heading_style(palette.PALETTE["grey"]))
            options.append({"header": title, "header_format": style, "format": self.sheet.book.get_format(styles.CELL)})
        title, description = self.template.title, self.template.description
        self.sheet.add_table(1, 1, self.last, len(options), self.template.table, options, title, description)
        for column, number in zip(columns, range(1, len(columns) + 1), strict=True):
            if not column.is_live:
                self._fill(number, self.contents.columns.get(column.name, ColumnCells()), column)
                continue
            shown, style = self.live.get(column.name, {}), _style(column)
            for row in range(FIRST_ROW, self.last + 1):
                self.sheet.write_formula(row, number, formulas[column.name], shown.get(row, ""), style)
        for number, title in self.extra.items():
            self._fill(number, self.contents.extra[title], None)

    def _fill(self, number: int, cells: ColumnCells, column: Column | None) -> None:
        """Write a column's cells: what is carried over, and the pre-filled ones."""
        found = dict(zip(cells.rows, zip(cells.kinds, cells.values, strict=True), strict=True))
        blank = _style(column) if column else styles.CELL
        prefilled: Iterator[str] = iter(())
        if column and column.sequence is not None:
            prefilled = map(
                free_ids(column.sequence, (format_cell(*cell) for cell in found.values())), itertools.count()
            )
        for row in range(FIRST_ROW, self.last + 1):
            cell = found.get(row)
            if cell is None:
                self.sheet.write_text(row, number, next(prefilled, ""), blank)
            elif isinstance(cell[1], str):
                self.sheet.write_text(row, number, cell[1], blank)
            elif isinstance(cell[1], bool):
                self.sheet.write_boolean(row, number, cell[1], styles.CELL)
            else:
                self.sheet.write_number(row, number, cell[1], _number_style(cell[0], cell[1], column))

    def _check(self, column: Column) -> None:
        """Tell people what to enter, and warn (never stop, since people paste) when they enter something else."""
        message = {"input_title": column.title, "input_message": column.prompt, "ignore_blank": True}
        options: dict[str, Any] = {"validate": "any", **message}
        if column.kind is ColumnKind.DATE:
            options = {
                **message,
                "validate": "date",
                "criteria": ">=",
                "value": _EARLIEST,
                "error_type": "warning",
                "error_title": "This is not a date",
                "error_message": f"{column.title} needs a date such as 2026-11-30. Keep it all the same?",
            }
        elif column.choices:
            titles = [choice.title for choice in column.choices]
            wrong = f"{column.title} is one of: {', '.join(titles)}. Keep it all the same?"
            if utf16_length(wrong) > MAX_PROMPT:
                wrong = f"{column.title} is one of the choices in the cell's list. Keep it all the same?"
            options = {
                **message,
                "validate": "list",
                "source": titles,
                "error_type": "warning",
                "error_title": "Not one of the choices",
                "error_message": wrong,
            }
        self.sheet.add_data_validation(2, self.numbers[column.name], self.reach, options)

    def _mistakes(self) -> None:
        """Show what cannot be right before anybody runs a check."""
        writer = FormulaWriter({name: self._cell(name) for name in self.numbers})
        for column in self.template.entered:
            number, node = self.numbers[column.name], ColumnNode(column.name, column.type)
            if column.kind is ColumnKind.DATE:
                wrong = writer.condition(All((Not(Blank(node)), Not(IsDate(node)))))
                self._highlight([number], wrong, styles.INVALID_CELL)
            if column.choices:
                words = tuple(spelling for choice in column.choices for spelling in choice.words)
                wrong = writer.condition(All((Not(Blank(node)), Not(OneOf(node, words)))))
                self._highlight([number], wrong, styles.INVALID_CELL)
            if column.unique:
                letters = column_letters(number)
                doubled = f"COUNTIF(${letters}$2:${letters}${self.reach},{self._cell(column.name)})>1"
                self._highlight([number], doubled, styles.INVALID_CELL)
            if column.required:
                missing = f'IF({self._cell(self.flag)}<>"",{writer.condition(Blank(node))},FALSE)'
                self._highlight([number], missing, _differential(palette.PALETTE["grey"]))

    def _colours(self) -> None:
        """Colour by the flag's word, so that the colours say what the words say and nothing else."""
        flag, everywhere = self.numbers[self.flag], [*self.numbers.values(), *self.extra]
        for rule in self.template.rules:
            says = f"{self._cell(self.flag)}={text_literal(rule.title)}"
            if rule.colour is None:
                self._highlight([flag], says, _flag(None))
                continue
            self._highlight([flag], says, _flag(rule.colour))
            for name in rule.cells:
                self._highlight([self.numbers[name]], says, _differential(palette.PALETTE[rule.colour]))
            if rule.whole_row:
                self._highlight(everywhere, says, _differential(palette.ROW_TINT[rule.colour]))
        on_track = f"{self._cell(self.flag)}={text_literal(self.template.on_track)}"
        self._highlight([flag], on_track, {"num_format": styles.sign_format(palette.SIGNS["green"])})
        closed = [choice.title for choice in self.template.status.choices if choice.title != self.template.roles.open]
        says = ",".join(f"{self._cell(self.flag)}={text_literal(title)}" for title in closed)
        self._highlight(everywhere, f"OR({says})", {"font_color": palette.MUTED})

    def _highlight(self, columns: list[int], condition: str, style: Style) -> None:
        """Format cells of some neighbouring columns; dates with a time of day show it in every colour.

        LibreOffice applies the first format whose condition holds and no other, so the one that shows the time has
        to bring the colour along.
        """
        dates = {self.numbers[column.name] for column in self.template.columns if column.kind is ColumnKind.DATE}
        for number in columns:
            if number in dates:
                cell = f"${column_letters(number)}2"
                timed = f"IF(ISNUMBER({cell}),IF(MOD({cell},1)>0,{condition},FALSE),FALSE)"
                shown = {**style, "num_format": styles.DATE_TIME_FORMAT}
                self.sheet.add_conditional_format(2, number, self.reach, number, timed, shown)
        self.sheet.add_conditional_format(2, columns[0], self.reach, columns[-1], condition, style)

    def _times(self) -> None:
        """Show the time of day where one was typed, in lines that have no colour."""
        for column in self.template.columns:
            if column.kind is ColumnKind.DATE:
                number, cell = self.numbers[column.name], self._cell(column.name)
                timed = f"IF(ISNUMBER({cell}),MOD({cell},1)>0,FALSE)"
                self.sheet.add_conditional_format(
                    2, number, self.reach, number, timed, {"num_format": styles.DATE_TIME_FORMAT}
                )

    def _cell(self, name: str) -> str:
        """Return the reference to a column's cell in the first row, for a formula that is copied down."""
        return f"${column_letters(self.numbers[name])}2"


def _live_values(template: Template, contents: Contents, as_of: float) -> dict[str, dict[int, str | float]]:
    # A blank log has none, and should not wait for the import of pandas.
    from sheetkit.log.create.live_values import live_values  # noqa: PLC0415  see above

    return live_values(template, contents, as_of)


def _head(column: Column, group: Colour) -> Style:
    """Return the style of a heading: groups are told apart by hue, required columns by being dark."""
    return styles.heading_style(palette.HEAD if column.required else group)


def _style(column: Column, *, lined: bool = True) -> Style:
    base: Style = styles.CELL
    if column.kind is ColumnKind.DATE:
        base = styles.DATE
    elif column.kind is ColumnKind.LIVE:
        base = styles.NUMBER
    return base if lined else {key: value for key, value in base.items() if not key.startswith("bottom")}


def _differential(colour: Colour) -> Style:
    return {"bg_color": colour.fill, "font_color": colour.ink}


def _flag(colour: str | None) -> Style:
    """Return what a flag adds to its cell: its sign, and its colour if it has one."""
    sign: Style = {"bold": True, "num_format": styles.sign_format(palette.SIGNS[colour or ""])}
    return {**sign, **_differential(palette.PALETTE[colour])} if colour else sign


def _number_style(kind: int, value: float, column: Column | None) -> Style:
    """Return the style that shows a carried number as what it was: a number, a day, a moment or a time."""
    if kind != CellKind.DATE or not 0 <= value < serial.LAST_SERIAL + 1:
        return styles.CELL
    if value < serial.FIRST_SERIAL:
        return {**styles.DATE, "num_format": "hh:mm:ss" if value < 1 else "[h]:mm:ss"}
    is_day = value == int(value) or (column is not None and column.kind is ColumnKind.DATE)
    return styles.DATE if is_day else {**styles.DATE, "num_format": styles.DATE_TIME_FORMAT}


def _stamp(book: WorkbookWriter, template: Template) -> None:
    """Say which template made the log, and carry it along so that any later sheetkit can read the log."""
    sheet = book.add_sheet(STAMP_SHEET, hidden=True)
    sheet.write_text(1, 1, "template", styles.TEXT)
    sheet.write_text(1, 2, template.name, styles.TEXT)
    sheet.write_text(2, 1, "version", styles.TEXT)
    sheet.write_number(2, 2, template.version, styles.TEXT)
    sheet.write_text(3, 1, "The template that made this log, one line per cell:", styles.TEXT)
    plain: Style = {"font_name": styles.FONT}
    for number, line in enumerate(template.source.split("\n"), start=FIRST_LINE):
        sheet.write_text(number, 1, line, plain)
