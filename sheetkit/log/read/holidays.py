"""The days off on a log's sheet Holidays, as the log's own formulas see them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sheetkit.expression.working_days import DAYS_OFF_NAME, DayOff, WorkingDays, make_working_days, parse_week
from sheetkit.log.problems import Problem
from sheetkit.log.read.column_values import format_cell
from sheetkit.log.read.settings import input_cell
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells
from sheetkit.ooxml.reader.workbook import Workbook
from sheetkit.ooxml.serial import is_usable_date, to_datetime
from sheetkit.template.model import Template
from sheetkit.text import clean_text, heading_key, match_key, quote

HOLIDAYS_SHEET = "Holidays"
HEADINGS = ("Date", "Name", "Every year")
WEEK_FORM = "Type the first three letters of each day in English, as in Mon-Fri, Sun-Thu or Mon Tue Thu"
_YES = ("yes",)  # where a template has no words for yes


@dataclass(frozen=True, eq=False)
class HolidayCells:
    """The cells of the sheet below its headings: a column for each of `HEADINGS`, by its heading."""

    heading_row: int = 0
    columns: dict[str, ColumnCells] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    def at(self, heading: str, row: int) -> tuple[int, str | float | bool] | None:
        """Return the kind and value of a cell, None where it is empty."""
        return self.columns.get(heading, ColumnCells()).at(row)

    def shown(self, heading: str, row: int) -> str:
        """Return what a cell shows, in clean text."""
        cell = self.at(heading, row)
        return clean_text(format_cell(*cell)) if cell else ""

    @property
    def rows(self) -> list[int]:
        """The rows below the headings with a date or a name."""
        rows = {row for heading in HEADINGS[:2] for row in self.columns.get(heading, ColumnCells()).rows}
        return sorted(row for row in rows if row > self.heading_row)


def holiday_cells(workbook: Workbook) -> HolidayCells:
    """Return the cells of the sheet, none where it is missing or has no heading 'Date'."""
    sheet = workbook.sheet(HOLIDAYS_SHEET)
    columns = workbook.grid(sheet).columns if sheet else {}
    wanted = {heading_key(heading): heading for heading in HEADINGS}
    cells_by_row: dict[int, dict[str, int]] = {}
    for number, cells in columns.items():
        for row, kind, value in cells:
            heading = wanted.get(heading_key(str(value))) if kind == CellKind.TEXT else None
            if heading:
                cells_by_row.setdefault(row, {}).setdefault(heading, number)
    rows = [row for row in sorted(cells_by_row) if HEADINGS[0] in cells_by_row[row]]
    if not rows:
        return HolidayCells()
    numbers = cells_by_row[rows[0]]
    return HolidayCells(rows[0], {heading: columns[number] for heading, number in numbers.items()}, numbers)


def read_days_off(workbook: Workbook, template: Template) -> tuple[list[DayOff], list[Problem]]:
    """Return the days off that the log lists, and what is wrong with its list.

    As in the formulas, a date typed as text does not count, nor does one below the rows that they look at.
    """
    cells = holiday_cells(workbook)
    last = re.search(r"\$(\d+)$", workbook.names.get(DAYS_OFF_NAME, ""))
    days, problems = [], []
    for row in cells.rows:
        cell = cells.at(HEADINGS[0], row)
        is_number = cell is not None and cell[0] in (CellKind.DATE, CellKind.NUMBER)
        serial = float(cell[1]) + workbook.epoch if cell is not None and is_number else 0.0
        if not is_usable_date(serial):
            shown = cells.shown(HEADINGS[0], row)
            what = f"{quote(shown)} is not a date to a spreadsheet" if shown else "the date is missing"
            fix = "Type it as 2026-12-25, in a cell with a date format."
            problems.append(_problem(cells, row, shown, f"{what}, so this line is not a day off", fix))
        elif last and row > int(last[1]):
            message = f"the log's own Flag only looks at rows down to {last[1]}, so this day off is not counted"
            fix = "Clear lines that are over, or carry the log over with `upgrade`, which makes room for more."
            problems.append(_problem(cells, row, cells.shown(HEADINGS[0], row), message, fix))
        else:
            is_yearly = match_key(cells.shown(HEADINGS[2], row)) in (template.yes or _YES)
            days.append(DayOff(to_datetime(serial).date(), cells.shown(HEADINGS[1], row), is_yearly))
    return days, problems


def read_working_days(
    workbook: Workbook, template: Template, text_settings: Mapping[str, str]
) -> tuple[WorkingDays | None, list[Problem]]:
    """Return the working days of a log, None where every day counts, and what is wrong with how it names them."""
    setting = template.week_setting
    cell = input_cell(workbook, setting.name) if setting and text_settings[setting.name] else None
    if setting is None or cell is None:
        return None, []
    week = parse_week(cell.shown)
    if week is not None:
        days, problems = read_days_off(workbook, template)
        return make_working_days(week, days), problems
    message = f"{quote(cell.shown)} does not name days of the week, so every day counts"
    return None, [cell.problem(setting.title, cell.shown, message, f"{WEEK_FORM}; or clear the cell.")]


def _problem(cells: HolidayCells, row: int, shown: str, message: str, fix: str) -> Problem:
    cell = (row, cells.numbers[HEADINGS[0]])
    return Problem.at("bad-setting", HOLIDAYS_SHEET, cell, HEADINGS[0], shown, message, fix)
