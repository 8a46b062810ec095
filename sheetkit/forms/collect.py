"""Enter the answers of forms into the log, each only if the log still says what it said when the form was made."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

import numpy as np

from sheetkit.edit.actions import check_line
from sheetkit.edit.apply import refuse_unchangeable
from sheetkit.edit.cell_edit import CellEdit, NewValue
from sheetkit.edit.columns import NOTES
from sheetkit.edit.open_log import OpenLog
from sheetkit.edit.typed import typed_value
from sheetkit.errors import SheetkitError
from sheetkit.forms.layout import COMMENT, FormLine, answer_columns, same_item
from sheetkit.forms.notes import comment_text, days_of_comment, with_comment
from sheetkit.forms.read import Answer, Form
from sheetkit.log.read.column_values import DateSettings, read_column
from sheetkit.log.read.date_text import format_date
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells
from sheetkit.person_names import name_key, split_names
from sheetkit.template.model import Column
from sheetkit.text import clean_text, match_key, quote, shown_text


class Result(Enum):
    """What became of an answer."""

    ENTERED = "entered"
    UNCHANGED = "unchanged"
    SUPERSEDED = "superseded"  # the same person answered it again in a later form
    CONFLICT = "conflict"  # the log says something else than when the form was made
    REFUSED = "refused"  # it is not valid in its column, or its cell may not be changed


@dataclass(frozen=True)
class Outcome:
    """What became of one answer. `log_says` is what the log shows now, `logged` what it said then, `why` a clause."""

    form: Form
    answer: Answer
    result: Result
    row: int = 0
    log_says: str = ""
    logged: str = ""
    why: str = ""


@dataclass
class Collection:
    """The edits for the answers of forms, and what became of each answer."""

    edits: list[CellEdit] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)

    def of(self, *results: Result) -> list[Outcome]:
        """Return the outcomes with one of these results."""
        return [outcome for outcome in self.outcomes if outcome.result in results]


class _ConflictError(Exception):
    """The log says something else than when the form was made; the message is a clause."""


def collect_answers(log: OpenLog, identity: str, forms: Iterable[Form], now: datetime) -> Collection:
    """Return what the answers of forms change in the log with an identity; lines of other logs are left out."""
    collector = _Collector(log, now)
    in_order = sorted(forms, key=lambda form: (form.made, form.path.name))
    answers = [(form, answer) for form in in_order for answer in form.answers if answer.line.log == identity]
    dates = [pair for pair in answers if pair[1].name != COMMENT]
    for form, answer in sorted(dates, key=lambda pair: pair[0].made, reverse=True):  # the latest form wins
        collector.accept(form, answer)
    for form, answer in answers:
        if answer.name == COMMENT:
            collector.accept(form, answer)
    collection = collector.collection
    collection.edits = list(collector.pending.values())
    return collection


class _Collector:
    """Takes one answer after the other; `pending` are the edits so far, by cell.

    `settled` holds, by row and answer, when the form was made whose date counts there. `noted` holds, by row, person
    and text of a comment, the day of the note that each form made, by when the form was made.
    """

    def __init__(self, log: OpenLog, now: datetime) -> None:
        self.log, self.now = log, now
        self.columns = answer_columns(log.template, log.place.columns)
        self.pending: dict[tuple[int, int], CellEdit] = {}
        self.settled: dict[tuple[int, str], datetime] = {}
        self.noted: dict[tuple[int, str, str], dict[datetime, date]] = {}
        self.collection = Collection()

    def accept(self, form: Form, answer: Answer) -> None:
        """Turn an answer into an edit, or record why it is not entered."""
        row = 0
        try:
            row = self.log.row_of(answer.line.id)
            result = self._enter(form, answer, row)
            if result is not Result.SUPERSEDED:
                self.settled[row, answer.name] = form.made
            self._add_outcome(form, answer, result, row)
        except _ConflictError as error:
            self._add_outcome(form, answer, Result.CONFLICT, row, str(error))
        except SheetkitError as error:
            why = str(error).removesuffix(" Nothing was changed.").replace(", so nothing was changed", "")
            self._add_outcome(form, answer, Result.REFUSED, row, why)

    def _enter(self, form: Form, answer: Answer, row: int) -> Result:
        """Add the edit for an answer, if the log needs one. Raises _ConflictError or SheetkitError."""
        is_comment = answer.name == COMMENT
        if not is_comment and self.settled.get((row, answer.name), form.made) > form.made:
            return Result.SUPERSEDED
        edit = self._comment(form, answer, row) if is_comment else self._date(form, answer, row)
        if edit is None:
            return Result.UNCHANGED
        self._compare_lines(form, answer.line, row)
        if not is_comment:
            self._compare_cells(answer, edit)
        others = [other for (at, _), other in self.pending.items() if at == row and other.column != edit.column]
        refuse_unchangeable(self.log, [edit])
        check_line(self.log, row, [*others, edit], self.now)
        self.pending[row, edit.column] = edit
        return Result.ENTERED

    def _add_outcome(self, form: Form, answer: Answer, result: Result, row: int, why: str = "") -> None:
        number = self.log.place.columns.get(NOTES if answer.name == COMMENT else self.columns.get(answer.name, ""), 0)
        log_says = self.log.shown(row, number) if row and number else ""
        logged = answer.line.logged.get(answer.name, "")
        self.collection.outcomes.append(Outcome(form, answer, result, row, log_says, logged, why))

    def _compare_lines(self, form: Form, line: FormLine, row: int) -> None:
        """Raise _ConflictError if the line has another person, item or status by now."""
        roles = self.log.template.roles
        if self._name(form, row) is None:
            person = self.log.shown(row, self.log.number(roles.person))
            raise _ConflictError(f"the line is with {quote(person)}, not with {quote(form.person)}")
        item = self.log.shown(row, self.log.number(roles.item))
        if not same_item(item, line.item):
            raise _ConflictError(f"the line is now {quote(item)}; it was {quote(line.item)}")
        status = self.log.shown(row, self.log.place.columns.get(roles.status, 0))
        canonical = self.log.template.status.canonical.get(match_key(status), roles.open)
        if canonical != line.status:
            raise _ConflictError(f"the line is now {canonical}; it was {line.status}")

    def _name(self, form: Form, row: int) -> str | None:
        """Return the name of the form's person as the line spells it, None if the line is not with them."""
        person = self.log.shown(row, self.log.number(self.log.template.roles.person))
        names = (*split_names(person), *person.split(","), person)  # 'Ana, Ben' may have been read as two people
        return next((shown_text(name) for name in names if name_key(name) == name_key(form.person)), None)

    def _date(self, form: Form, answer: Answer, row: int) -> CellEdit | None:
        """Return the edit that enters a date, None if the log says so already. Raises _ConflictError."""
        if answer.name not in self.columns:
            raise SheetkitError(f"{answer.heading} is not a column in which the log takes answers.")
        column = self.log.template.by_name[self.columns[answer.name]]
        number = self.log.number(column.name)
        value = _value(self.log, column, answer, form.epoch)
        pending = self.pending.get((row, number))
        if pending is not None and pending.value != value:
            raise _ConflictError("another answer for the same cell came first")
        new = format_date(value) if isinstance(value, datetime) else str(value or "")
        if pending is not None or not new or match_key(shown_date(self.log, column, row)) == match_key(new):
            return None
        return CellEdit(row, number, value, self.log.shown(row, number))

    def _compare_cells(self, answer: Answer, edit: CellEdit) -> None:
        """Raise _ConflictError if the cell of a date says something else than when the form was made."""
        log_says = shown_date(self.log, self.log.template.by_name[self.columns[answer.name]], edit.row)
        logged = answer.line.logged[answer.name]
        if match_key(logged) != match_key(log_says):
            now, before = _date_clause(log_says, "says", "is"), _date_clause(logged, "said", "was")
            raise _ConflictError(f"the log {now} now, and {before} when the form was made")

    def _comment(self, form: Form, answer: Answer, row: int) -> CellEdit | None:
        """Return the edit that adds a comment below the notes, None if they hold it already."""
        if answer.kind in (CellKind.ERROR, CellKind.UNCALCULATED):
            raise SheetkitError("the cell holds an error, or a formula without its result, and no text.")
        number = self.log.number(NOTES)
        pending = self.pending.get((row, number))
        shown = self.log.shown(row, number)
        before = shown if pending is None else str(pending.value)
        person, text = self._name(form, row) or shown_text(form.person), comment_text(answer.shown)
        if not text or self._is_noted(form, row, person, text, days_of_comment(before, person, text)):
            return None
        notes = with_comment(before, person, text, max(self.now, form.made).date())
        return CellEdit(row, number, typed_value(self.log, number, notes, self.now), shown)

    def _is_noted(self, form: Form, row: int, person: str, text: str, days: list[date]) -> bool:
        """Return whether the log has the note that a form's comment made; `days` are those of all notes with that text.

        Such a note is from the form's day or later, and belongs to no other form with the same text.
        """
        noted = self.noted.setdefault((row, name_key(person), text), {})
        if form.made not in noted:
            free = Counter(day for day in days if day >= form.made.date()) - Counter(noted.values())
            if not free:
                noted[form.made] = max(self.now, form.made).date()  # it is entered now
                return False
            noted[form.made] = min(free)
        return True


def _value(log: OpenLog, column: Column, answer: Answer, epoch: int) -> NewValue:
    """Return the value of an answer in a date column, None for a word that means nothing.

    Words such as tomorrow are refused, since nobody knows from which day they count, and so is 03/04/2026: the log's
    setting says how its owner means such a date, not how others do.
    """
    words = log.template.accepted_words(column)
    cells = ColumnCells([answer.row], [answer.kind], [answer.value])
    values = read_column(cells, np.array([answer.row]), column, DateSettings(None, epoch), words)
    if values.dates is not None and not np.isnat(values.dates[0]):
        moment: datetime = values.dates[0].item()
        return moment
    for finding in values.findings:
        if len(finding.rows):
            _, message, fix = finding.describe(0)
            raise SheetkitError(f"{message}. {fix}")
    return None if match_key(answer.shown) in column.nothing else clean_text(answer.shown)


def _date_clause(text: str, verb: str, be: str) -> str:
    return f"{verb} {text}" if text else f"{be} blank"


def shown_date(log: OpenLog, column: Column, row: int) -> str:
    """Return what a date column of the log says in a row: the date in ISO 8601, else the cell's text."""
    values = log.values(column, np.array([row]))
    if values.dates is not None and not np.isnat(values.dates[0]):
        return format_date(values.dates[0].item())
    return clean_text(log.shown(row, log.number(column.name)))
