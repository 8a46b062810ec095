"""What `check` would find in a line: a change that would add to it is refused."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

import numpy as np

from sheetkit.edit.open_log import OpenLog
from sheetkit.errors import SheetkitError
from sheetkit.log.check.hints import check_hints
from sheetkit.log.check.rows import Checked, check_rows
from sheetkit.log.check.years import check_years
from sheetkit.log.finding import Finding
from sheetkit.log.read.column_values import read_column
from sheetkit.log.read.value_columns import ValueColumns
from sheetkit.ooxml.reader.cells import ColumnCells

_ADDED_LATER = "missing-id"  # a new line gets its ID when it is entered
_FIXES = {  # what to do, where that is something else on the command line than in the sheet
    "done-without-return": "The command `done` enters both.",
    "placeholder": 'To leave the cell blank, write "{title}=".',
}


def refuse_new_problems(
    log: OpenLog,
    row: int,
    before: Mapping[str, ColumnCells],
    after: Mapping[str, ColumnCells],
    typed: Collection[str],
    now: datetime,
) -> None:
    """Raise SheetkitError with the first problem that a line has after a change and did not have before.

    What is wrong with a cell in one of the columns `typed` was so before only if the same was said of it.
    """
    found = list(_problems(log, row, after, now))
    if not found:
        return
    known = list(_problems(log, row, before, now))
    columns = {(code, column) for code, column, _ in known}
    for problem in found:
        code, column, message = problem
        if problem not in known and (column in typed or (code, column) not in columns):
            raise SheetkitError(f"{message} Nothing was changed.")


def _problems(
    log: OpenLog, row: int, cells: Mapping[str, ColumnCells], now: datetime
) -> Iterator[tuple[str, str, str]]:
    """Yield (code, column, sentences) of each problem of a line."""
    template, rows = log.template, np.array([row], dtype=np.int64)
    values = {
        column.name: read_column(cells[column.name], rows, column, log.dates, template.accepted_words(column))
        for column in template.entered
    }
    if all(values[column.name].blank[0] for column in template.filled_by_people):
        return
    far = check_years(values, rows, template, now)
    broken = {name: column.broken | far.get(name, False) for name, column in values.items()}
    columns = ValueColumns(values, rows, template)
    checked = Checked(columns, broken, frozenset(log.place.columns), {})
    findings: list[Finding] = [
        *(found for column in values.values() for found in column.findings),
        *check_rows(checked, template),
        *check_hints(checked, template, log.path.parent),
    ]
    for finding in findings:
        if len(finding.rows) and finding.code != _ADDED_LATER:
            title = template.by_name[finding.column].title
            _, message, fix = finding.describe(0)
            said = f"{message[0].upper()}{message[1:]}" if title in message else f"{title}: {message}"
            if finding.code in _FIXES:
                fix = _FIXES[finding.code].format(title=title)
            yield finding.code, finding.column, f"{said}. {fix}"
