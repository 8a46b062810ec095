"""Read a filled log: one reader for every command."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetkit.expression.working_days import WorkingDays
from sheetkit.log.check.days_off import check_days_off
from sheetkit.log.check.hints import check_hints
from sheetkit.log.check.layout import check_layout, covered_by_merges
from sheetkit.log.check.own_columns import check_own_columns
from sheetkit.log.check.people import check_people
from sheetkit.log.check.repeated import find_repeated
from sheetkit.log.check.rows import Checked, check_rows
from sheetkit.log.check.years import check_years
from sheetkit.log.finding import Finding
from sheetkit.log.frame import RuleColumns, Unread, make_frame
from sheetkit.log.problem_table import LocatedFinding, Problems
from sheetkit.log.read.column_values import ColumnValues, DateSettings, read_column
from sheetkit.log.read.csv_file import CsvFile, is_text_list, read_csv, text_workbook
from sheetkit.log.read.date_orders import opposite_orders
from sheetkit.log.read.filled_rows import filled_rows, repeated_headings
from sheetkit.log.read.holidays import read_working_days
from sheetkit.log.read.locate import locate_log
from sheetkit.log.read.location import LogLocation
from sheetkit.log.read.options import NO_OPTIONS, ReadOptions
from sheetkit.log.read.settings import read_date_order, read_settings, read_text_settings
from sheetkit.log.read.stamp import TemplateChoice, choose_template, read_identity, refuse_reviews
from sheetkit.ooxml.cell_ranges import name_rows
from sheetkit.ooxml.reader.cells import ColumnCells
from sheetkit.ooxml.reader.workbook import Workbook, open_workbook
from sheetkit.ooxml.references import cell_name
from sheetkit.person_names import pairs_in_column
from sheetkit.template.model import Column, Template
from sheetkit.text import natural_list, pluralize, quote

_MAX_LABELS_NAMED = 5
_TEXT_AS_VALUE = ("date-as-text", "number-as-text")  # codes that a text list cannot avoid
_ELSEWHERE = "The log was read on another machine, so copies named by a path on this one were not looked for."


@dataclass
class Log:
    """A log as it was read: its rows, its settings, and every problem in it.

    `columns` maps the template's names to column numbers, `headings` column numbers to the sheet's own headings.
    `notes` are sentences on decisions: whose rules were applied, what was left out. `frame` has a line per non-blank
    row (schema: `log.frame`). `unread` holds the text of each cell without a usable value, by column and Excel row.
    `extra` maps the numbers of extra columns to their names in the frame. `identity` identifies the log whatever its
    file is called, '' for none; copies share it. Without `working_days` every day counts.
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
    identity: str = ""
    text_settings: dict[str, str] = field(default_factory=dict)
    working_days: WorkingDays | None = None

    @property
    def day(self) -> str:
        """The unit in which the log counts: 'day' or 'working day'."""
        return "working day" if self.working_days else "day"

    @cached_property
    def rule_columns(self) -> RuleColumns:
        """The frame as the rule language sees it."""
        return RuleColumns(self.frame, self.unread)


def read_log(
    path: Path, template: Template | None = None, content: bytes | None = None, options: ReadOptions = NO_OPTIONS
) -> Log:
    """Read the log in a workbook or a text list, with its own template or a given one.

    With `content`, the file's bytes, nothing on this machine's disk is looked at.

    Raises UnreadableError with one sentence where there is no log in it. Anything else that is wrong is among the
    problems.
    """
    text = read_csv(path, options.codec, content) if is_text_list(path, content) else None
    with text_workbook(path, text) if text else open_workbook(path, content) as workbook:
        if template is None:
            refuse_reviews(workbook)
        chosen = TemplateChoice(template) if template else choose_template(workbook)
        log = _read(path, workbook, chosen, options, text, is_inside=content is None)
        workbook.check_parts()
        return log


def _read(
    path: Path,
    workbook: Workbook,
    chosen: TemplateChoice,
    options: ReadOptions,
    text: CsvFile | None,
    *,
    is_inside: bool,
) -> Log:
    template = chosen.template
    place = locate_log(workbook, template, options.sheet)
    text_notes: tuple[str, ...] = ()
    if text:
        names = place.columns.get(template.roles.person)
        text_notes = (f"It is {text.describe(names)}.", *text.uneven_records(place.heading_row))
    grid = workbook.grid(place.sheet)
    settings, problems = read_settings(workbook, template)
    text_settings = read_text_settings(workbook, template)
    working_days, week_problems = read_working_days(workbook, template, text_settings)
    repeated = repeated_headings(grid, place)
    rows = filled_rows(grid, place, template, repeated)
    dates = DateSettings(
        read_date_order(workbook), workbook.epoch, opposite_orders(grid, place.columns, place.headings, template)
    )
    extra = _names_of_extra(place, template)

    def read(number: int, column: Column | None, words: Collection[str] = ()) -> ColumnValues:
        """Read a column and remove its cells from the grid, so that a long log is not held in memory twice."""
        take = grid.columns.get if number in place.apart else grid.columns.pop  # those apart are checked once more
        return read_column(take(number, ColumnCells()), rows, column, dates, words)

    values = {c.name: read(place.columns.get(c.name, 0), c, template.accepted_words(c)) for c in template.entered}
    pairs_note = _read_pairs(values[template.roles.person], rows)
    extra_values = {name: read(number, None) for number, name in extra.items()}
    of_extra = [
        LocatedFinding(finding._replace(column=name), place.sheet.name, number, place.headings[number])
        for number, name in extra.items()
        for finding in extra_values[name].findings
    ]
    far = check_years(values, rows, template, options.as_of)
    frame, unread = make_frame(rows, {**values, **extra_values}, template)
    problems += [*week_problems, *check_layout(place, grid, rows, chosen)]
    broken = {name: column.broken | far.get(name, False) for name, column in values.items()}
    rule_columns = RuleColumns(frame, unread)
    checked = Checked(rule_columns, broken, frozenset(place.columns), covered_by_merges(place.columns, grid, rows))
    problems += check_days_off(checked, template, working_days)
    problems += check_own_columns(place, checked, extra, template)
    findings = [
        *(finding for column in values.values() for finding in column.findings),
        *check_rows(checked, template),
        *find_repeated(checked, template),
        *check_hints(checked, template, path.parent if is_inside else None),
        *check_people(checked, template),
    ]
    ignored = _TEXT_AS_VALUE if text else ()
    located = [_locate(f, place, template) for f in findings if len(f.rows) and f.code not in ignored]
    notes = [*text_notes, *pairs_note, *_notes(chosen, place, repeated, working_days)]
    log = Log(
        path=path,
        template=template,
        notes=tuple(notes if is_inside else [*notes, _ELSEWHERE]),
        sheet=place.sheet.name,
        heading_row=place.heading_row,
        columns=place.columns,
        headings=place.headings,
        frame=frame,
        unread=unread,
        extra=extra,
        settings=settings,
        problems=Problems(problems, [*located, *of_extra]),
        identity=read_identity(workbook),
        text_settings=text_settings,
        working_days=working_days,
    )
    log.rule_columns = rule_columns  # the rules reuse what the checks have computed
    return log


def _read_pairs(person: ColumnValues, rows: npt.NDArray[np.int64]) -> list[str]:
    """Read cells such as 'Ana, Ben' as two people where the column shows that they are; return a note on them."""
    pairs = pairs_in_column(person.texts)
    paired = rows[np.isin(person.codes, [place for place, text in enumerate(person.texts) if text in pairs])].tolist()
    person.texts = [pairs.get(text, text) for text in person.texts]
    both = "two names with a comma between them are read as two people, since both stand alone in other lines"
    return [f"{name_rows(paired).capitalize()}: {both}."] if paired else []


def _notes(
    chosen: TemplateChoice, place: LogLocation, repeated: list[int], working_days: WorkingDays | None
) -> Iterator[str]:
    if chosen.note:
        yield chosen.note
    if working_days:
        yield f"Days left, Due soon and how late something is count working days: {working_days.describe()}."
    yield from place.decisions.values()
    if place.other_sheets:
        sheets = natural_list(quote(other.sheet) for other in place.other_sheets)
        yield f"The log on the sheet {place.sheet.name!r} was read; there is another list on {sheets}, which was not."
    for other in place.second_lists:
        lines = pluralize(other.lines, "line")
        yield f"The sheet holds another list in {other.area.name} ({lines}), which was not read."
    for table in place.tables:
        if not any(other.area.contains(table.area.top, table.area.left) for other in place.second_lists):
            yield f"The sheet holds another table, {table.name!r} ({table.area.name}), which was not read."
    if place.totals_row and not (place.table and place.table.totals):
        yield f"Row {place.totals_row} holds totals, so it is not a hand-off."
    if place.label_rows:
        labels = [*place.label_rows]
        shown = [f"{row} ({quote(place.label_rows[row])})" for row in labels[:_MAX_LABELS_NAMED]]
        if rest := labels[_MAX_LABELS_NAMED:]:
            shown.append(name_rows(rest))
        is_ = "holds only a label or a sum, so it is not a hand-off"
        are = "hold only labels or sums, so they are not hand-offs"
        yield f"Row{'s' * (len(labels) > 1)} {natural_list(shown)} {is_ if len(labels) == 1 else are}."
    if repeated:
        was = "was" if len(repeated) == 1 else "were"
        yield f"The headings appear again in {name_rows(sorted(repeated))}, which {was} left out."


def _names_of_extra(place: LogLocation, template: Template) -> dict[int, str]:
    """Return a unique name for each extra column: its heading, followed by its cell where that is taken."""
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
