"""What to do this week: one follow-up for each open hand-off that needs something, and its day."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sheetkit.expression.evaluate import Evaluator
from sheetkit.expression.tree import Column, Type
from sheetkit.log.read_log import Log
from sheetkit.ooxml.serial import SECONDS_PER_DAY
from sheetkit.review.handoff import HandOffs, Places
from sheetkit.template.model import THIS_WEEK, TODAY

if TYPE_CHECKING:
    from sheetkit.review.model import Reviewed

REVIEW_EVERY = "review_every_days"  # the setting that says how often a log is reviewed
_END = np.datetime64("9999-12-31T23:59:59", "s")  # later than any day of a log
_WEEK = 7  # days, where a log's template has no such setting


def days_to_act(
    log: Log, evaluator: Evaluator, first: npt.NDArray[np.int64], out: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float64]:
    """Return the day to act for each row, in seconds since Excel's day 0.

    NaN means any day before the next review where a rule holds, and nothing to do where none does. `first` is each
    row's first rule. What is out and has no flag is asked about on its checkpoint.
    """
    template, roles = log.template, log.template.roles
    today = evaluator.as_of // SECONDS_PER_DAY * SECONDS_PER_DAY
    end = today + log.settings.get(REVIEW_EVERY, _WEEK) * SECONDS_PER_DAY

    def moments(name: str) -> npt.NDArray[np.float64]:
        return (
            evaluator.number(template.values.get(name) or Column(name, Type.DATE)) // SECONDS_PER_DAY * SECONDS_PER_DAY
        )

    days = np.full(len(first), np.nan)
    for number, rule in enumerate(template.rules):
        if rule.act != THIS_WEEK and (first == number).any():
            days = np.where(first == number, today if rule.act == TODAY else moments(rule.act), days)
    days = np.maximum(days, today)
    if roles.checkpoint is not None:
        checkpoint = moments(roles.checkpoint)
        days = np.where((first < 0) & out & (checkpoint >= today), checkpoint, days)
    return np.where(days < end, days, np.nan)


def tasks(handoffs: HandOffs) -> Places:
    """Return what has something to do, by day, the most urgent first; what has no day of its own comes last."""
    worst = handoffs.worst_first
    listed = worst[handoffs.task.codes[worst] > 0]
    days = handoffs.act[listed]
    return listed[np.argsort(np.where(np.isnat(days), _END, days), kind="stable")]


def next_review(logs: Sequence["Reviewed"], as_of: datetime) -> datetime:
    """Return the day on which the next review is meant to be made, by the settings of the first log."""
    every = logs[0].log.settings.get(REVIEW_EVERY, _WEEK) if logs else _WEEK
    today = as_of.replace(hour=0, minute=0, second=0)
    return today + timedelta(days=min(max(every, 1), (datetime.max - today).days))  # the calendar ends with 9999
