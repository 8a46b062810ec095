"""Read a filled log: one reader for every command."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetkit.log.columns import Dates, Values, read_column
from sheetkit.log.find import Place, find_log
from sheetkit.log.problems import CODES, Problem, in_order
from sheetkit.log.records import Records, mapped
from sheetkit.log.settings import read_date_order, read_settings
from sheetkit.log.stamp import Chosen, choose_template
from sheetkit.log.validate import Checked, check_rows
from sheetkit.template.model import Template
from sheetkit.words import tidy
from sheetkit.xlsx.cells import Cells, Grid, Kind
from sheetkit.xlsx.limits import cell_name
from sheetkit.xlsx.workbook import Workbook, open_workbook


@dataclass
class Log:
    """A log as it was read: its rows, its settings, and every problem in it.

    `columns` maps the template's names to column numbers, `headings` column numbers to the sheet's own
    headings; `template_note` says why the rules are not the shipped ones, '' when they are.
    """

    path: Path
    template: Template
    template_note: str
    sheet: str
    columns: dict[str, int]
    headings: dict[int, str]
    records: Records
    settings: dict[str, float]
    problems: list[Problem]


def read_log(path: Path, template: Template | None = None) -> Log:
    """Read the log in a workbook, which is opened for reading alone, with the template it names or a given one.

    Raises UnreadableError with one sentence when there is no log in it; anything else that is wrong is
    among the problems.
    """
    with open_workbook(path) as workbook:
        return _read(path, workbook, Chosen(template) if template else choose_template(workbook))


def _read(path: Path, workbook: Workbook, chosen: Chosen) -> Log:
    template = chosen.template
    place = find_log(workbook, template)
    grid = workbook.grid(place.sheet)
    settings, problems = read_settings(workbook, template)
    rows = _filled_rows(grid, place, template)
    dates = Dates(read_date_order(workbook), workbook.epoch)
    values = {
        column.name: read_column(grid.columns.get(place.columns.get(column.name, 0), Cells()), rows, column, dates)
        for column in template.entered
    }
    extra = _names_of_extra(place, template)
    others = {name: read_column(grid.columns.get(number, Cells()), rows, None, dates) for number, name in extra.items()}
    records = _records(rows, values, others, extra)
    problems += _version_problems(place, chosen)
    problems += _column_problems(place, template)
    problems += [
        _problem(finding.code, place, template, name, finding.row, finding.value, finding.message, finding.fix)
        for name, column in values.items()
        for finding in column.findings
    ]
    checked = Checked(records, {name: column.broken for name, column in values.items()}, frozenset(place.columns))
    problems += [
        _problem(found.code, place, template, found.column, found.row, found.value, found.message, found.fix)
        for found in check_rows(checked, template)
    ]
    return Log(
        path=path,
        template=template,
        template_note=chosen.note,
        sheet=place.sheet.name,
        columns=place.columns,
        headings=place.headings,
        records=records,
        settings=settings,
        problems=in_order(problems),
    )


def _filled_rows(grid: Grid, place: Place, template: Template) -> npt.NDArray[np.int64]:
    """Return the numbers of the rows that hold more than an ID and live columns.

    A formula in a column of one's own stands in every row, filled or not, so it makes no row a hand-off.
    """
    names = [column.name for column in template.filled_by_people if column.name in place.columns]
    rows: set[int] = set()
    for number in [*(place.columns[name] for name in names), *place.extra]:
        cells = grid.columns.get(number, Cells())
        rows.update(
            row
            for row, kind, value in zip(cells.rows, cells.kinds, cells.values, strict=True)
            if place.heading_row < row <= place.last_row
            and row != place.totals_row
            and not (number in place.extra and row in cells.calculated)
            and (kind != Kind.TEXT or tidy(str(value)))
        )
    return np.array(sorted(rows), dtype=np.int64)


def _names_of_extra(place: Place, template: Template) -> dict[int, str]:
    """Return a name of its own for each extra column: its heading, or with its letters when that is taken."""
    taken = set(template.by_name)
    names: dict[int, str] = {}
    for number in sorted(place.extra):
        name = place.headings[number]
        if name in taken:
            name = f"{name} ({cell_name(place.heading_row, number)})"
        taken.add(name)
        names[number] = name
    return names


def _records(
    rows: npt.NDArray[np.int64], values: dict[str, Values], others: dict[str, Values], extra: dict[int, str]
) -> Records:
    index = pd.Index(rows, name="row")
    columns: dict[str, pd.Series] = {}
    for name, column in {**values, **others}.items():
        if column.moments is not None:
            columns[name] = pd.Series(column.moments, index=index)
        else:
            shown = pd.Series(column.shown, index=index, dtype=object)
            columns[name] = mapped(shown, _shown)
    blank = {name: column.blank for name, column in values.items()}
    unread = {
        name: {int(rows[place]): str(column.shown[place]) for place in np.flatnonzero(column.broken)}
        for name, column in values.items()
        if column.moments is not None
    }
    return Records(pd.DataFrame(columns, index=index), blank, extra, unread)


def _shown(text: str) -> str:
    """Return a text as people see it. Wider spaces stay: to Excel, and so to the rules, they are letters."""
    return text.replace("\xa0", " ").strip(" \t\r\n")


def _version_problems(place: Place, chosen: Chosen) -> list[Problem]:
    if not chosen.other_version:
        return []
    message = f"the log was made with version {chosen.other_version} of the template {chosen.template.name!r}"
    fix = "Nothing to do: the log carries its own rules, and they were applied."
    severity = CODES["template-version"].severity
    return [
        Problem("template-version", severity, place.sheet.name, None, None, None, chosen.other_version, message, fix)
    ]


def _column_problems(place: Place, template: Template) -> list[Problem]:
    """Return what is wrong with the headings."""
    sheet, row = place.sheet.name, place.heading_row
    found = []
    for column in template.entered:
        if column.name in place.columns:
            continue
        severity = "error" if column.required else "info"
        consequence = "the rules that need it cannot be worked out" if column.required else "it counts as blank"
        found.append(
            Problem(
                "missing-column",
                severity,
                sheet,
                cell_name(row, min(place.columns.values())),
                row,
                column.title,
                "",
                f"there is no column {column.title!r} in row {row}, so {consequence}",
                f"Name the column {column.title!r}, or add it.",
            )
        )
    for number, text in place.extra.items():
        code = "duplicate-column" if number in place.doubled else "unknown-column"
        shown = place.headings[number]
        if number in place.doubled:
            message, fix = (
                f"another column means {shown!r} already; this one is kept as an extra",
                "Rename one of them.",
            )
        else:
            message, fix = (
                f"{shown!r} is a column of your own: it is kept, and no rule looks at it",
                "Nothing to do.",
            )
        cell = cell_name(row, number)
        found.append(Problem(code, CODES[code].severity, sheet, cell, row, shown, text, message, fix))
    return found


def _problem(
    code: str, place: Place, template: Template, column: str, row: int, value: str, message: str, fix: str
) -> Problem:
    number = place.columns[column]
    heading = place.headings.get(number, template.by_name[column].title)
    cell = cell_name(row, number)
    return Problem(code, CODES[code].severity, place.sheet.name, cell, row, heading, value, message, fix)
