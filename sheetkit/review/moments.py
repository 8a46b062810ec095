"""Moments and durations in words, relative to the review's moment."""

from datetime import date, datetime, time, timedelta

import numpy as np

from sheetkit.expression.working_days import MONDAY_TO_FRIDAY, WorkingDays
from sheetkit.ooxml.serial import from_datetime, to_datetime
from sheetkit.text import pluralize

_DAYS_TO_REPLY = 3


def day(moment: datetime, as_of: datetime) -> str:
    """Return '12 Nov', with the time if there is one, and the year if it is not as-of's."""
    shown = f"{moment.day} {moment:%b}"
    if moment.year != as_of.year:
        shown += f" {moment.year}"
    return shown if moment.time() == time() else f"{shown} {moment:%H:%M}"


def long_day(moment: datetime) -> str:
    """Return 'Monday 23 Nov 2026', with the time if there is one."""
    shown = f"{moment:%A} {moment.day} {moment:%b %Y}"
    return shown if moment.time() == time() else f"{shown}, {moment:%H:%M}"


def ago(moment: datetime, as_of: datetime, working_days: WorkingDays | None = None) -> str:
    """Return '11 days ago', 'yesterday', '3 hours ago', or '8 working days ago' if only those count."""
    days = (as_of.date() - moment.date()).days
    if days == 1:
        return "yesterday"
    return f"{lateness(moment, as_of, working_days)} ago"


def ahead(moment: datetime, as_of: datetime, working_days: WorkingDays | None = None) -> str:
    """Return 'today', 'tomorrow', 'in 5 days', or 'in 3 working days' if only those count."""
    days = (moment.date() - as_of.date()).days
    if days < 2:
        return "tomorrow" if days == 1 else "today"
    if working_days and working_days.between(as_of, moment) == 1:
        return "on the next working day"
    return f"in {_days(moment, as_of, working_days)}"


def lateness(moment: datetime, as_of: datetime, working_days: WorkingDays | None = None) -> str:
    """Return the time between a moment and as-of: '11 days', '8 working days', or within one day '3 hours'."""
    days = (as_of.date() - moment.date()).days
    if days:
        return _days(moment, as_of, working_days)
    hours = int(abs((as_of - moment).total_seconds()) // 3600)
    return pluralize(hours, "hour") if hours else "less than an hour"


def _days(moment: datetime, as_of: datetime, working_days: WorkingDays | None) -> str:
    """Return the number of days between a moment and as-of in words: the working days, or all if there are none."""
    working = abs(working_days.between(moment, as_of)) if working_days else 0
    return pluralize(working, "working day") if working else pluralize(abs((as_of.date() - moment.date()).days), "day")


def reply_by(due: datetime | None, as_of: datetime, working_days: WorkingDays | None = None) -> str:
    """Return the day by which to ask for an answer, 'Thursday 26 Nov' or 'today'.

    It is the first working day from three days ahead on, or the last one before a due day that comes sooner, since
    afterwards an answer is too late.
    """
    counted, today = working_days or MONDAY_TO_FRIDAY, as_of.date()
    last = counted.first_from(today + timedelta(days=min(_DAYS_TO_REPLY, (date.max - today).days)))
    if due is not None and today <= due.date() <= last:
        last = max(today, to_datetime(counted.last_before(np.array([from_datetime(due.date())]))[0]).date())
    return "today" if last == today else f"{last:%A} {day(datetime.combine(last, time()), as_of)}"
