"""The log's settings: the numbers that formulas and Python share."""

from typing import NamedTuple

from sheetkit.log.problems import Problem
from sheetkit.log.read.column_values import format_cell
from sheetkit.log.read.date_text import DAY_FIRST, MONTH_FIRST
from sheetkit.ooxml.limits import MAX_HEADING
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells, Value
from sheetkit.ooxml.reader.workbook import SheetInfo, Workbook
from sheetkit.template.model import Template
from sheetkit.text import clean_text, heading_key, natural_list, quote

SETTINGS_SHEET = "Settings"
_LABELS = frozenset({"date_order", "date order", "dateorder"})
AS_OF = "as_of"  # the name of the cell that the live view alone follows
DATE_ORDER = "date_order"  # the name of the cell that says how 03/04/2026 is meant
PAPER = "paper"  # the name of the cell with the size of the paper


class InputCell(NamedTuple):
    """The cell of a setting: its place, and its kind and value, None where it is empty."""

    sheet: SheetInfo
    row: int
    column: int
    content: tuple[int, Value] | None
    is_formula: bool

    @property
    def shown(self) -> str:
        """The cell's clean text."""
        return clean_text(format_cell(*self.content)) if self.content else ""

    def problem(self, title: str, shown: str, message: str, fix: str) -> Problem:
        """Return what is wrong with the setting."""
        return Problem.at("bad-setting", self.sheet.name, (self.row, self.column), title, shown, message, fix)


def input_cell(workbook: Workbook, name: str) -> InputCell | None:
    """Return the cell that a workbook-wide name stands for, or None."""
    target = workbook.named_cell(name)
    return _cell_at(workbook, *target) if target else None


def _cell_at(workbook: Workbook, sheet: SheetInfo, row: int, column: int) -> InputCell:
    cells = workbook.grid(sheet).columns.get(column, ColumnCells())
    return InputCell(sheet, row, column, cells.at(row), cells.has_formula(row))


def _date_order_cell(workbook: Workbook) -> InputCell | None:
    """Return the cell that sets the order of dates: the one of that name, or the one beside that label on Settings."""
    named, sheet = input_cell(workbook, DATE_ORDER), workbook.sheet(SETTINGS_SHEET)
    if named is not None or sheet is None:
        return named
    for column, cells in sorted(workbook.grid(sheet).columns.items()):
        for row, kind, value in cells:
            if kind == CellKind.TEXT and len(str(value)) <= MAX_HEADING and heading_key(str(value)) in _LABELS:
                return _cell_at(workbook, sheet, row, column + 1)
    return None


def read_date_order(workbook: Workbook) -> str | None:
    """Return DMY or MDY where the setting `date_order` says how the log means 03/04/2026, else None."""
    cell = _date_order_cell(workbook)
    return _order(cell.shown) if cell else None


def _order(text: str) -> str | None:
    order = "".join(dict.fromkeys(letter for letter in text.upper() if letter.isalpha()))  # dd/mm/yyyy is DMY
    return order if order in (DAY_FIRST, MONTH_FIRST) else None


def read_settings(workbook: Workbook, template: Template) -> tuple[dict[str, float], list[Problem]]:
    """Return each setting's number, the template's default where the log has none, and what is wrong."""
    values = dict(template.defaults)
    problems: list[Problem] = []
    missing: list[str] = []
    for setting in template.settings:
        cell = input_cell(workbook, setting.name)
        if cell is None:
            missing.append(f"{setting.name} ({setting.default:g})")
            continue
        kind, value = cell.content or (None, "")
        if kind in (CellKind.NUMBER, CellKind.DATE) and float(value) >= 0:
            values[setting.name] = float(value)
            continue
        shown = "" if kind is None else format_cell(kind, value)
        reason = "the cell is empty" if kind is None else f"{shown!r} is not a number of 0 or more"
        if kind == CellKind.UNCALCULATED:
            reason = "the cell holds a formula whose result is not stored in the file"
        message = f"{reason}, so {setting.default:g} is used"
        problems.append(cell.problem(setting.title, shown, message, "Type a number, 0 or more."))
    moment = input_cell(workbook, AS_OF)
    no_dates = (CellKind.TEXT, CellKind.LOGICAL, CellKind.ERROR)
    if moment and moment.content and moment.content[0] in no_dates and moment.shown:
        message = f"{quote(moment.shown)} is not a date, so the Flag of each line in the log cannot be right"
        problems.append(moment.problem(AS_OF, moment.shown, message, "Type a date, or =NOW() to follow the clock."))
    order = _date_order_cell(workbook)
    if order and order.shown and not _order(order.shown):
        message = f"{quote(order.shown)} is neither DMY nor MDY, so a date such as 03/04/2026 is not read"
        fix = "Type DMY where the day comes first, or MDY where the month does."
        problems.append(order.problem(DATE_ORDER, order.shown, message, fix))
    if missing:
        message = f"the workbook has no cell for {natural_list(missing)}, so the number in brackets is used"
        fix = "Nothing to do, unless you want other thresholds."
        problems.append(Problem.at("missing-setting", "", None, None, "", message, fix))
    return values, problems


def read_text_settings(workbook: Workbook, template: Template) -> dict[str, str]:
    """Return each text setting's clean text, '' where the log has none."""
    cells = {setting.name: input_cell(workbook, setting.name) for setting in template.text_settings}
    return {name: cell.shown if cell else "" for name, cell in cells.items()}
