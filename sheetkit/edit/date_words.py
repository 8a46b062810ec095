"""Dates as people type them on the command line: `today`, `friday`, `+3d`, `+3b`, 2026-12-01. Never a guess."""

import calendar
from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple, cast

import numpy as np

from sheetkit.errors import SheetkitError
from sheetkit.expression.working_days import MONDAY_TO_FRIDAY, WorkingDays
from sheetkit.log.read.date_text import format_date, parse_date_text
from sheetkit.ooxml import serial
from sheetkit.patterns import lazy_pattern
from sheetkit.text import clean_text, quote

_DAYS_FROM_TODAY = {"yesterday": -1, "today": 0, "tomorrow": 1}
_STEP = lazy_pattern(r"([+-]\s?\d{1,4})\s?([dwb])")
_CLOCK = lazy_pattern(r"(.+?)[\s,]+(?:at\s+)?(\d{1,2})[:.h](\d{2})")
_WEEKDAYS = {name[:length].lower(): day for day, name in enumerate(calendar.day_name) for length in (3, 20)}
_WEEKDAYS |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_ISO = lazy_pattern(r"\d{4}-\d{2}-\d{2}( \d{2}:\d{2}(:\d{2})?)?")
WORDS = "2026-12-01, today, tomorrow, friday, +3d, +2w or +3b (working days)"


class Calendar(NamedTuple):
    """What date words are relative to: today, the log's order of 03/04/2026 (DMY, MDY or None), its working days."""

    today: datetime
    order: str | None = None
    working_days: WorkingDays = MONDAY_TO_FRIDAY


def parse_date_words(text: str, days: Calendar, title: str, *, is_past: bool = False) -> datetime:
    """Return the day or moment that a text means; a weekday is the last one if `is_past`, else the next one.

    Raises SheetkitError, which names the column by its `title`, if the text means no day or could mean two.
    """
    shown = clean_text(text)
    day, clock = _word(shown.lower(), days, title, is_past=is_past), time()
    if day is None and (timed := _CLOCK.fullmatch(shown)):
        day = _word(timed[1].lower(), days, title, is_past=is_past)
        if day is not None and (int(timed[2]) > 23 or int(timed[3]) > 59):
            raise SheetkitError(f"{title}: the time of day in {quote(text)} does not exist.")
        clock = time(int(timed[2]), int(timed[3])) if day is not None else clock
    if day is not None:
        if not serial.is_usable_date(serial.from_datetime(day)):
            raise SheetkitError(f"{title}: {quote(text)} is outside the calendar.")
        return datetime.combine(day, clock)
    reading = parse_date_text(shown, days.order)
    if reading.possible:
        first, second = reading.possible[:2]
        raise SheetkitError(
            f"{title}: {quote(text)} can be {long_date(first)} or {long_date(second)}. Type it with the year first: "
            f"{format_date(first)} or {format_date(second)}."
        )
    if reading.moment is None:
        why = "" if reading.reason == "it is not a date" else f" ({reading.reason})"
        raise SheetkitError(f"{title}: {quote(text)} is not a date{why}. Type one such as {WORDS}.")
    return reading.moment


def long_date(moment: datetime) -> str:
    """Return a moment with its weekday: 2026-11-23 (Monday), or 2026-11-23 17:00 (Monday)."""
    return f"{format_date(moment)} ({calendar.day_name[moment.weekday()]})"


def _word(word: str, days: Calendar, title: str, *, is_past: bool) -> datetime | None:
    """Return the day that a word means, or None if it is no date word."""
    today = datetime.combine(days.today, time())
    try:
        if word in _DAYS_FROM_TODAY:
            return today + timedelta(days=_DAYS_FROM_TODAY[word])
        if step := _STEP.fullmatch(word):
            return _after(days, int(step[1].replace(" ", "")), step[2])
    except OverflowError:
        raise SheetkitError(f"{title}: {quote(word)} is outside the calendar.") from None
    if word in _WEEKDAYS:
        ahead = (_WEEKDAYS[word] - today.weekday()) % 7
        if ahead == 0:
            other, name = ("-1w", "a week ago") if is_past else ("+1w", "in a week")
            raise SheetkitError(
                f"{title}: {calendar.day_name[today.weekday()]} is today, {format_date(today)}, so {quote(word)} can "
                f"mean today or {name}: type today or {other}."
            )
        return today + timedelta(days=ahead - 7 if is_past else ahead)
    return None


def _after(days: Calendar, number: int, unit: str) -> datetime:
    """Return the day that lies `number` days, weeks or working days after today."""
    today = datetime.combine(days.today, time())
    if unit != "b":
        return today + timedelta(days=number * (7 if unit == "w" else 1))
    # As WORKDAY counts: from a Saturday, one working day is the Monday.
    roll: Literal["backward", "forward"] = "backward" if number > 0 else "forward"
    off = np.array(days.working_days.days_off, dtype="datetime64[D]")
    day = np.busday_offset(today.date(), number, roll=roll, weekmask=days.working_days.week, holidays=off)
    return datetime.combine(cast(date, day.item()), time())


def with_weekday(shown: str) -> str:
    """Return what a cell shows, a date with its weekday."""
    try:
        return long_date(datetime.fromisoformat(shown)) if _ISO.fullmatch(shown) else shown
    except ValueError:
        return shown
