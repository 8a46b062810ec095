"""The log's settings: the numbers that formulas and Python share."""

from sheetkit.log.problems import CODES, Problem
from sheetkit.log.read.column_values import format_cell
from sheetkit.log.read.date_text import DAY_FIRST, MONTH_FIRST
from sheetkit.ooxml.limits import MAX_HEADING
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells
from sheetkit.ooxml.reader.workbook import SheetInfo, Workbook
from sheetkit.ooxml.references import cell_name
from sheetkit.template.model import Template
from sheetkit.text import clean_text, heading_key, natural_list, quote

SETTINGS_SHEET = "Settings"
_LABELS = frozenset({"date_order", "date order", "dateorder"})
AS_OF = "as_of"  # the name of the cell that the live view alone follows
DATE_ORDER = "date_order"  # the name of the cell that says how 03/04/2026 is meant
PAPER = "paper"  # the name of the cell that says what is printed on


def _date_order_cell(workbook: Workbook) -> tuple[SheetInfo, int, int] | None:
    """Return where the order of dates is set: the cell of that name, or the one beside that label on Settings."""
    target, sheet = workbook.named_cell(DATE_ORDER), workbook.sheet(SETTINGS_SHEET)
    if target is not None or sheet is None:
        return target
    for column, cells in sorted(workbook.grid(sheet).columns.items()):
        for row, kind, value in cells:
            if kind == CellKind.TEXT and len(str(value)) <= MAX_HEADING and heading_key(str(value)) in _LABELS:
                return sheet, row, column + 1
    return None


def read_date_order(workbook: Workbook) -> str | None:
    """Return DMY or MDY where the setting `date_order` says how the log means 03/04/2026, else None."""
    return _order(_date_order(workbook))


def _order(text: str) -> str | None:
    order = "".join(dict.fromkeys(letter for letter in text.upper() if letter.isalpha()))  # dd/mm/yyyy is DMY
    return order if order in (DAY_FIRST, MONTH_FIRST) else None


def _date_order(workbook: Workbook) -> str:
    """Return what the setting `date_order` says, '' where it says nothing."""
    target = _date_order_cell(workbook)
    cell = workbook.grid(target[0]).columns.get(target[2], ColumnCells()).at(target[1]) if target else None
    return clean_text(format_cell(*cell)) if cell else ""


def read_settings(workbook: Workbook, template: Template) -> tuple[dict[str, float], list[Problem]]:
    """Return each setting's number, the template's default where the log has none, and what is wrong."""
    values = dict(template.defaults)
    problems: list[Problem] = []
    missing: list[str] = []
    for setting in template.settings:
        target = workbook.named_cell(setting.name)
        if target is None:
            missing.append(f"{setting.name} ({setting.default:g})")
            continue
        sheet, row, column = target
        cell = workbook.grid(sheet).columns.get(column, ColumnCells()).at(row)
        if cell and cell[0] in (CellKind.NUMBER, CellKind.DATE) and float(cell[1]) >= 0:
            values[setting.name] = float(cell[1])
            continue
        shown = format_cell(*cell) if cell else ""
        reason = f"{shown!r} is not a number of 0 or more" if cell else "the cell is empty"
        if cell and cell[0] == CellKind.UNCALCULATED:
            reason = "the cell holds a formula whose result is not stored in the file"
        problems.append(
            Problem(
                "bad-setting",
                CODES["bad-setting"].severity,
                sheet.name,
                cell_name(row, column),
                row,
                setting.title,
                shown,
                f"{reason}, so {setting.default:g} is used",
                "Type a number, 0 or more.",
            )
        )
    problems += _bad_moment(workbook)
    order, target = _date_order(workbook), _date_order_cell(workbook)
    if target and order and not _order(order):
        problems.append(_bad_order(order, *target))
    if missing:
        problems.append(
            Problem(
                "missing-setting",
                CODES["missing-setting"].severity,
                "",
                None,
                None,
                None,
                "",
                f"the workbook has no cell for {natural_list(missing)}, so the number in brackets is used",
                "Nothing to do, unless you want other thresholds.",
            )
        )
    return values, problems


def read_text_settings(workbook: Workbook, template: Template) -> dict[str, str]:
    """Return each text setting's clean text, '' where the log has none."""
    texts = dict.fromkeys((setting.name for setting in template.text_settings), "")
    for name in texts:
        if (target := workbook.named_cell(name)) is not None:
            sheet, row, column = target
            cell = workbook.grid(sheet).columns.get(column, ColumnCells()).at(row)
            texts[name] = clean_text(format_cell(*cell)) if cell else ""
    return texts


def _bad_moment(workbook: Workbook) -> list[Problem]:
    """Return what is wrong with the cell that the live view follows: with a word there, each Flag shows an error."""
    target = workbook.named_cell(AS_OF)
    if target is None:
        return []
    sheet, row, column = target
    cell = workbook.grid(sheet).columns.get(column, ColumnCells()).at(row)
    shown = (
        clean_text(format_cell(*cell)) if cell and cell[0] in (CellKind.TEXT, CellKind.LOGICAL, CellKind.ERROR) else ""
    )
    if not shown:
        return []
    message = f"{quote(shown)} is not a date, so the Flag of each line in the log cannot be right"
    fix = "Type a date, or =NOW() to follow the clock."
    severity = CODES["bad-setting"].severity
    return [Problem("bad-setting", severity, sheet.name, cell_name(row, column), row, AS_OF, shown, message, fix)]


def _bad_order(order: str, sheet: SheetInfo, row: int, column: int) -> Problem:
    return Problem(
        "bad-setting",
        CODES["bad-setting"].severity,
        sheet.name,
        cell_name(row, column),
        row,
        DATE_ORDER,
        order,
        f"{quote(order)} is neither DMY nor MDY, so a date such as 03/04/2026 is not read",
        "Type DMY where the day comes first, or MDY where the month does.",
    )
