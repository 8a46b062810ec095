"""The log's settings: the numbers that formulas and Python share."""

from sheetkit.log.columns import show
from sheetkit.log.dates import DAY_FIRST, MONTH_FIRST
from sheetkit.log.problems import CODES, Problem
from sheetkit.template.model import Template
from sheetkit.words import join, tidy
from sheetkit.xlsx.cells import Cells, Kind
from sheetkit.xlsx.limits import cell_name
from sheetkit.xlsx.workbook import Workbook

DATE_ORDER = "date_order"  # the name of the cell that says how 03/04/2026 is meant


def read_date_order(workbook: Workbook) -> str | None:
    """Return DMY or MDY where a cell named `date_order` says how the log means 03/04/2026, else None."""
    target = workbook.named_cell(DATE_ORDER)
    if target is None:
        return None
    sheet, row, column = target
    found = workbook.grid(sheet).columns.get(column, Cells()).at(row)
    order = tidy(show(*found)).upper() if found else ""
    return order if order in (DAY_FIRST, MONTH_FIRST) else None


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
        found = workbook.grid(sheet).columns.get(column, Cells()).at(row)
        if found and found[0] in (Kind.NUMBER, Kind.DATE) and float(found[1]) >= 0:
            values[setting.name] = float(found[1])
            continue
        shown = show(*found) if found else ""
        said = f"{shown!r} is no number that is 0 or more" if found else "the cell is empty"
        problems.append(
            Problem(
                "bad-setting",
                CODES["bad-setting"].severity,
                sheet.name,
                cell_name(row, column),
                row,
                setting.title,
                shown,
                f"{said}, so {setting.default:g} is used",
                "Type a number, 0 or more.",
            )
        )
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
                f"the workbook has no cell for {join(missing)}, so the number in brackets is used",
                "Nothing to do, unless you want other thresholds.",
            )
        )
    return values, problems
