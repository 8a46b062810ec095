"""What `check` would find in a line: a change that would add to it is refused.

The checks of `log.check` are for whole logs and import pandas, which takes longer than the change itself; a test
compares the two.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import numpy as np

from sheetkit.edit.open_log import OpenLog
from sheetkit.errors import SheetkitError
from sheetkit.expression.evaluate import Evaluator, Numbers, is_one_of
from sheetkit.expression.tree import Column as ColumnNode
from sheetkit.expression.tree import Type
from sheetkit.log.check.conditions import EMAIL_ADDRESS, is_before, is_local
from sheetkit.log.check.years import check_years
from sheetkit.log.read.column_values import ColumnValues, read_column
from sheetkit.log.read.date_text import format_date
from sheetkit.log.read.value_columns import ValueColumns
from sheetkit.ooxml.reader.cells import ColumnCells
from sheetkit.ooxml.serial import SECONDS_PER_DAY, to_datetime
from sheetkit.person_names import split_names
from sheetkit.template.model import AS_OF, Column, ColumnKind
from sheetkit.text import clean_text, match_key, natural_list, quote


def refuse_new_problems(
    log: OpenLog,
    row: int,
    before: Mapping[str, ColumnCells],
    after: Mapping[str, ColumnCells],
    now: datetime,
) -> None:
    """Raise SheetkitError with the first problem that a line has after a change and did not have before."""
    found = list(_Line(log, row, after, now).problems())
    known = {(code, column) for code, column, _ in _Line(log, row, before, now).problems()} if found else set()
    for code, column, message in found:
        if (code, column) not in known:
            raise SheetkitError(f"{message} Nothing was changed.")


class _Line:
    """One line of the log, with the checks."""

    def __init__(self, log: OpenLog, row: int, cells: Mapping[str, ColumnCells], now: datetime) -> None:
        self.log, self.row, self.now = log, row, now
        self.template = log.template
        rows = np.array([row], dtype=np.int64)
        self.values: dict[str, ColumnValues] = {
            column.name: read_column(cells[column.name], rows, column, log.dates, self.template.accepted_words(column))
            for column in self.template.entered
        }
        self.far = {name for name, far in check_years(self.values, rows, self.template, now).items() if far[0]}
        self.columns = ValueColumns(self.values, 1)
        self.is_line = any(not self.values[column.name].blank[0] for column in self.template.filled_by_people)

    def problems(self) -> Iterator[tuple[str, str, str]]:
        """Yield (code, column, sentence) of each problem."""
        if not self.is_line:
            return
        for column in self.template.entered:
            if column.name not in self.log.place.columns:
                continue
            nothing = bool(is_one_of(self.columns, column.name, column.nothing)[0])
            if column.required and (self.columns.blank(column.name)[0] or nothing):
                yield "required", column.name, f"{column.title} cannot be left blank: enter it too."
            elif nothing and self._needs_more(column):
                said = f'{column.title}: a word for nothing says less than a blank cell: write "{column.title}=".'
                yield "placeholder", column.name, said
            for finding in self.values[column.name].findings:
                if len(finding.rows):
                    _, message, fix = finding.describe(0)
                    subject = "" if message.startswith(column.title) else f"{column.title}: "
                    yield finding.code, column.name, f"{subject}{message}. {fix}"
        yield from self._order()
        yield from self._texts()

    def _raw_text(self, name: str | None) -> str:
        """Return what a text cell of the line holds, '' where it is blank or the log has no such column."""
        values = self.values.get(name or "")
        if values is None or values.blank[0] or values.codes[0] < 0:
            return ""
        return values.texts[int(values.codes[0])]

    def _text(self, name: str | None) -> str:
        return clean_text(self._raw_text(name))

    def _seconds(self, name: str | None) -> Numbers:
        """Return a date column or value in seconds since Excel's day 0, NaN where there is none."""
        if name is None or name == AS_OF:
            return np.full(1, np.nan)
        node = self.template.values.get(name) or ColumnNode(name, Type.DATE)
        return Evaluator(self.columns, 0.0, self.template.defaults).number(node)

    def _order(self) -> Iterator[tuple[str, str, str]]:
        if self.far:  # the one cause
            return
        for column in self.template.entered:
            if column.kind is not ColumnKind.DATE:
                continue
            moment, least, most = map(self._seconds, (column.name, column.minimum, column.maximum))
            sides = (
                (column.minimum, least, is_before(moment, least), "before"),
                (column.maximum, most, is_before(most, moment), "after"),
            )
            for name, limit, is_wrong, side in sides:
                if not is_wrong[0]:
                    continue
                title = self.template.by_name[str(name)].title if name in self.template.by_name else "the day it is due"
                shown, bound = (format_date(to_datetime(float(at[0]) / SECONDS_PER_DAY)) for at in (moment, limit))
                said = f"{column.title}, {shown}, would lie {side} {title}, {bound}."
                yield "date-order", column.name, f"{said} Correct whichever of the two is wrong."

    def _needs_more(self, column: Column) -> bool:
        """Return whether a word for nothing settles nothing in a column; of a closed line it does in Returned."""
        roles = self.template.roles
        if column.name == roles.back:
            return self._status() in (roles.open, roles.paused)
        return column.kind is ColumnKind.DATE or column.name == roles.copy

    def _status(self) -> str:
        roles = self.template.roles
        return self.template.status.canonical.get(match_key(self._text(roles.status)), roles.open)

    def _texts(self) -> Iterator[tuple[str, str, str]]:
        roles = self.template.roles
        email = self._text(roles.email)
        if email and not EMAIL_ADDRESS.fullmatch(email):
            yield "bad-email", str(roles.email), f"{quote(email)} is not an e-mail address such as ana@example.org."
        copy = self._text(roles.copy)
        if copy and is_local(copy, self.log.path.parent) and not Path(copy).exists():
            yield "copy-not-found", str(roles.copy), f"There is no file or folder {quote(copy)} on this machine."
        people = split_names(self._raw_text(roles.person))
        if len(people) > 1:
            said = f"{self.template.by_name[roles.person].title} is one person: enter one of {natural_list(people)}."
            yield "several-people", roles.person, said
        is_done = roles.done is not None and self._status() == roles.done
        if is_done and roles.back in self.log.place.columns and self.columns.blank(str(roles.back))[0]:
            title = self.template.by_name[str(roles.back)].title
            yield (
                "done-without-return",
                str(roles.back),
                f"A line that is {roles.done} needs the day in {title}: the command `done` enters both.",
            )
