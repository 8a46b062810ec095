"""What to do this week: one follow-up for each open hand-off that needs something, and its day."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from sheetkit.expression.frame import Evaluator
from sheetkit.expression.tree import Column, Type
from sheetkit.log.read import Log
from sheetkit.record import record
from sheetkit.review.handoff import HandOff
from sheetkit.review.model import Review, Reviewed
from sheetkit.review.sentences import day
from sheetkit.template.model import THIS_WEEK, TODAY
from sheetkit.xlsx.serial import SECONDS

REVIEW_EVERY = "review_every_days"  # the setting that says how often a log is reviewed
_WEEK = 7  # days, where a log's template has no such setting


@record
class Task:
    """Something to do on `day`, or on any day before the next review for None; `what` begins with a verb."""

    day: datetime | None
    what: str
    handoff: HandOff
    reviewed: Reviewed


def days_to_act(
    log: Log, evaluator: Evaluator, first: npt.NDArray[np.int64], out: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float64]:
    """Return the day to act for each row, in seconds since Excel's day 0.

    NaN means any day before the next review where a rule holds, and nothing to do where none does. `first` is each
    row's first rule. What is out and has no flag is asked about on its checkpoint.
    """
    template, roles = log.template, log.template.roles
    today = evaluator.as_of // SECONDS * SECONDS
    end = today + log.settings.get(REVIEW_EVERY, _WEEK) * SECONDS

    def moments(name: str) -> npt.NDArray[np.float64]:
        return evaluator.number(template.values.get(name) or Column(name, Type.DATE)) // SECONDS * SECONDS

    days = np.full(len(first), np.nan)
    for number, rule in enumerate(template.rules):
        if rule.act != THIS_WEEK and (first == number).any():
            days = np.where(first == number, today if rule.act == TODAY else moments(rule.act), days)
    days = np.maximum(days, today)
    if roles.checkpoint is not None:
        checkpoint = moments(roles.checkpoint)
        days = np.where((first < 0) & out & (checkpoint >= today), checkpoint, days)
    return np.where(days < end, days, np.nan)


def tasks(review: Review) -> list[Task]:
    """Return what to do, by day, the most urgent first; what has no day of its own comes last."""
    found = [
        Task(one.act, one.do_next or _hear(one, review.as_of), one, reviewed)
        for reviewed in review.logs
        for one in reviewed.handoffs
        if one.rules or one.act
    ]
    return sorted(found, key=lambda task: (task.day or datetime.max, not task.handoff.rules, *task.handoff.urgency))


def _hear(one: HandOff, as_of: datetime) -> str:
    who = " ".join(one.person.split()) or "them"
    return f"Hear from {who} how it stands: {day(one.act or as_of, as_of)} is the checkpoint"


def next_review(logs: Sequence[Reviewed], as_of: datetime) -> datetime:
    """Return the day on which the next review is meant to be made, by the settings of the first log."""
    every = logs[0].log.settings.get(REVIEW_EVERY, _WEEK) if logs else _WEEK
    today = as_of.replace(hour=0, minute=0, second=0)
    return today + timedelta(days=min(max(every, 1), (datetime.max - today).days))  # the calendar ends with 9999
