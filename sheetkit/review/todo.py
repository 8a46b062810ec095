"""The tasks before the next review: one for each open hand-off that needs something, and its day."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetkit.expression.evaluate import Evaluator
from sheetkit.expression.tree import Column, Type
from sheetkit.expression.working_days import MONDAY_TO_FRIDAY
from sheetkit.log.read_log import Log
from sheetkit.ooxml.serial import SECONDS_PER_DAY
from sheetkit.template.rule import THIS_WEEK, TODAY

REVIEW_EVERY = "review_every_days"  # the setting for how often a log is reviewed
DEFAULT_REVIEW_EVERY = 7  # days, if a log's template has no such setting


def days_to_act(
    log: Log, evaluator: Evaluator, rank: npt.NDArray[np.int64], out: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float64]:
    """Return the day to act on each row, in seconds since Excel's day 0.

    NaN means any day before the next review if a rule holds, and no task otherwise. `rank` is the position of each
    row's first rule, -1 without one. Rows that are out and have no flag are asked about on their checkpoint.
    """
    template, roles = log.template, log.template.roles
    today = evaluator.as_of // SECONDS_PER_DAY * SECONDS_PER_DAY
    end = today + log.settings.get(REVIEW_EVERY, DEFAULT_REVIEW_EVERY) * SECONDS_PER_DAY

    def days_of(name: str) -> npt.NDArray[np.float64]:
        date = template.values.get(name) or Column(name, Type.DATE)
        return evaluator.number(date) // SECONDS_PER_DAY * SECONDS_PER_DAY

    def working_day_before(day: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return the last working day before a due day, when it can still be moved."""
        working_days = log.working_days or MONDAY_TO_FRIDAY
        return working_days.last_before(day / SECONDS_PER_DAY) * SECONDS_PER_DAY

    days = np.full(len(rank), np.nan)
    for number, rule in enumerate(template.rules):
        if rule.act != THIS_WEEK and (rank == number).any():
            day = np.full(len(rank), today) if rule.act == TODAY else days_of(rule.act)
            days = np.where(rank == number, working_day_before(day) if rule.act == roles.due else day, days)
    days = np.maximum(days, today)
    if roles.checkpoint is not None:
        checkpoint = days_of(roles.checkpoint)
        days = np.where((rank < 0) & out & (checkpoint >= today), checkpoint, days)
    return np.where(days < end, days, np.nan)


def tasks(frame: pd.DataFrame, worst_first: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the positions of the lines with a task, by day, then by urgency; those for any day come last."""
    days = frame["act_on"].reset_index(drop=True).iloc[worst_first]
    days = days[frame["task"].notna().to_numpy()[worst_first]]
    return days.sort_values(kind="stable", na_position="last").index.to_numpy()


def next_review(settings: Mapping[str, float], as_of: datetime) -> datetime:
    """Return the day of the next review according to a log's settings."""
    every = settings.get(REVIEW_EVERY, DEFAULT_REVIEW_EVERY)
    today = as_of.replace(hour=0, minute=0, second=0)
    return today + timedelta(days=min(max(every, 1), (datetime.max - today).days))  # the calendar ends with 9999
