"""Read a filled log: one reader for every command."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pandas as pd

from sheetkit.log.check.hints import check_hints
from sheetkit.log.check.layout import check_layout, covered_by_merges
from sheetkit.log.check.rows import Checked, check_rows
from sheetkit.log.check.years import check_years
from sheetkit.log.finding import Finding
from sheetkit.log.frame import RuleColumns, Unread, make_frame
from sheetkit.log.problem_table import LocatedFinding, Problems
from sheetkit.log.read.column_values import DateSettings, read_column
from sheetkit.log.read.filled_rows import filled_rows, repeated_headings
from sheetkit.log.read.locate import LogLocation, locate_log
from sheetkit.log.read.settings import read_date_order, read_settings
from sheetkit.log.read.stamp import TemplateChoice, choose_template, refuse_reviews
from sheetkit.ooxml.reader.cells import ColumnCells
from sheetkit.ooxml.reader.workbook import Workbook, open_workbook
from sheetkit.ooxml.references import cell_name
from sheetkit.template.model import Template
from sheetkit.text import natural_list

_ELSEWHERE = "The log was read on another machine, so copies named by a path on this one were not looked for."


@dataclass
class Log:
    """A log as it was read: its rows, its settings, and every problem in it.

    `columns` maps the template's names to column numbers, `headings` column numbers to the sheet's own
    headings; `notes` say what was decided where there was doubt: whose rules were
    applied, what was left out. `frame` has a line per non-blank row (schema: `log.frame`); `unread` says, by column and
    Excel row, what a cell holds that is no usable value; `extra` maps the numbers of extra columns to their names in
    the frame.
    """

    path: Path
    template: Template
    notes: tuple[str, ...]
    sheet: str
    heading_row: int
    columns: dict[str, int]
    headings: dict[int, str]
    frame: pd.DataFrame
    unread: Unread
    extra: dict[int, str]
    settings: dict[str, float]
    problems: Problems

    @property
    def rule_columns(self) -> RuleColumns:
        """The frame as the rule language sees it."""
        return RuleColumns(self.frame, self.unread)


def read_log(
    path: Path,
    template: Template | None = None,
    content: bytes | None = None,
    sheet: str | None = None,
    as_of: datetime | None = None,
) -> Log:
    """Read the log in a workbook, which is opened for reading alone, with the template it names or a given one.

    With `content`, the file's bytes, nothing on this machine's disk is looked at. With `sheet` no other one is looked
    at for the log. Dates after `as_of` that say what has happened are a problem.

    Raises UnreadableError with one sentence when there is no log in it; anything else that is wrong is
    among the problems.
    """
    with open_workbook(path, content) as workbook:
        if template is None:
            refuse_reviews(workbook)
        chosen = TemplateChoice(template) if template else choose_template(workbook)
        return _read(path, workbook, chosen, sheet, as_of, is_inside=content is None)


def _read(
    path: Path,
    workbook: Workbook,
    chosen: TemplateChoice,
    sheet: str | None,
    as_of: datetime | None,
    *,
    is_inside: bool,
) -> Log:
    template = chosen.template
    place = locate_log(workbook, template, sheet)
    grid = workbook.grid(place.sheet)
    settings, problems = read_settings(workbook, template)
    repeated = repeated_headings(grid, place)
    rows = filled_rows(grid, place, template, repeated)
    dates = DateSettings(read_date_order(workbook), workbook.epoch)
    extra = _names_of_extra(place, template)

    def cells(number: int) -> ColumnCells:
        """Let go of a column's cells as soon as they are read: a long log is not held twice."""
        kept = number in place.apart  # what stands in it is looked at once more
        return grid.columns.get(number, ColumnCells()) if kept else grid.columns.pop(number, ColumnCells())

    values = {
        column.name: read_column(
            cells(place.columns.get(column.name, 0)), rows, column, dates, template.accepted_words(column)
        )
        for column in template.entered
    }
    extra_values = {name: read_column(cells(number), rows, None, dates) for number, name in extra.items()}
    check_years(values, rows, template, as_of)
    frame, unread = make_frame(rows, {**values, **extra_values}, template)
    problems += check_layout(place, grid, rows, chosen)
    broken = {name: column.broken for name, column in values.items()}
    checked = Checked(
        RuleColumns(frame, unread), broken, frozenset(place.columns), covered_by_merges(place, grid, rows)
    )
    found = [
        *(found for column in values.values() for found in column.findings),
        *check_rows(checked, template),
        *check_hints(checked, template, path.parent if is_inside else None),
    ]
    return Log(
        path=path,
        template=template,
        notes=(*_notes(chosen, place, repeated), *([] if is_inside else [_ELSEWHERE])),
        sheet=place.sheet.name,
        heading_row=place.heading_row,
        columns=place.columns,
        headings=place.headings,
        frame=frame,
        unread=unread,
        extra=extra,
        settings=settings,
        problems=Problems(problems, [_locate(one, place, template) for one in found if len(one.rows)]),
    )


def _notes(chosen: TemplateChoice, place: LogLocation, repeated: list[int]) -> Iterator[str]:
    if chosen.note:
        yield chosen.note
    if place.others:
        sheets = natural_list(repr(name) for name in place.others)
        yield f"The log on the sheet {place.sheet.name!r} was read; there is another list on {sheets}, which was not."
    for table in place.tables:
        area = f"{cell_name(table.area.top, table.area.left)}:{cell_name(table.area.bottom, table.area.right)}"
        yield f"The sheet holds another table, {table.name!r} ({area}), which was not read."
    if place.totals_row and not (place.table and place.table.totals):
        yield f"Row {place.totals_row} holds totals, so it is not a hand-off."
    if repeated:
        rows = natural_list(str(row) for row in sorted(repeated))
        yield f"The headings stand again in row {rows}, which was left out."


def _names_of_extra(place: LogLocation, template: Template) -> dict[int, str]:
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


def _locate(finding: Finding, place: LogLocation, template: Template) -> LocatedFinding:
    number = place.columns[finding.column]
    heading = place.headings.get(number, template.by_name[finding.column].title)
    return LocatedFinding(finding, place.sheet.name, number, heading)
