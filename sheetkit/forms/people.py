"""Who was asked and who has answered, judged by the forms and by what is out in the log."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from sheetkit.edit.open_log import OpenLog
from sheetkit.expression.evaluate import Evaluator
from sheetkit.forms.read import Form
from sheetkit.log.read.value_columns import ValueColumns
from sheetkit.ooxml import serial
from sheetkit.person_names import name_key
from sheetkit.text import shown_text


@dataclass(frozen=True)
class Answered:
    """How much one person has answered: of their `open` lines in the log, the IDs `unanswered` have no answer."""

    person: str
    has_form: bool
    has_answered: bool
    open: int
    unanswered: tuple[str, ...]


def who_answered(
    log: OpenLog, identity: str, replies: Iterable[Form], other_forms: Iterable[Form], now: datetime
) -> list[Answered]:
    """Return everybody with something out, or with an answer, by name. Of several forms the latest counts.

    `replies` are the forms that came back, `other_forms` the log's other forms, as they were given to people.
    """
    replies = list(replies)
    latest: dict[str, datetime] = {}
    names: dict[str, str] = {}
    for form in (*other_forms, *replies):
        if form.lines_of(identity):
            key = name_key(form.person)
            latest[key] = max(latest.get(key, form.made), form.made)
            names.setdefault(key, form.person)
    answered: dict[str, set[str]] = {}
    for form in replies:
        key = name_key(form.person)
        if form.made == latest.get(key):
            answered.setdefault(key, set()).update(
                answer.line.id for answer in form.answers if answer.line.log == identity
            )
    waiting = _waiting(log, now)
    for key, (name, _) in waiting.items():
        names.setdefault(key, name)
    people = []
    for key, name in sorted(names.items(), key=lambda entry: entry[0]):
        lines = waiting.get(key, (name, []))[1]
        blank = tuple(id_ for id_ in lines if id_ not in answered.get(key, set()))
        if lines or answered.get(key):
            people.append(Answered(name, key in latest, bool(answered.get(key)), len(lines), blank))
    return people


def _waiting(log: OpenLog, now: datetime) -> dict[str, tuple[str, list[str]]]:
    """Return each person's name as first spelled, and the IDs of what is out with them, by the name's key."""
    rows, template = np.array(log.rows, dtype=np.int64), log.template
    values = {column.name: log.values(column, rows) for column in template.entered}
    moment = float(serial.to_seconds(serial.from_datetime(now)))
    out = Evaluator(ValueColumns(values, rows, template), moment, log.settings).condition(
        template.values[template.roles.out]
    )
    waiting: dict[str, tuple[str, list[str]]] = {}
    person = log.place.columns.get(template.roles.person, 0)
    for row in rows[out].tolist():
        name = shown_text(log.shown(row, person))
        if name:
            waiting.setdefault(name_key(name), (name, []))[1].append(log.id_of(row))
    return waiting
