"""Working days: the days of the week on which people work, without the days off.

The days between two days are a difference of two counts from the same first day, so both engines agree, backwards too.
Excel 2007 has no function for weekends other than Saturday and Sunday, so `count_formula` counts each day of the week
by arithmetic and subtracts the days off.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sheetkit.ooxml.serial import from_datetime
from sheetkit.patterns import lazy_pattern
from sheetkit.text import clean_text, natural_list

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
YEARS = range(2020, 2040)  # in which days off count; the Holidays sheet has a column for each
# Names in a log's workbook: 1 or 0 for each day of the week from Saturday on, and the serials of the days off.
WEEK_NAME, DAYS_OFF_NAME, COUNT_NAME = "working_week", "days_off", "days_off_count"
_WHOLE_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_BETWEEN = {"to": "-", "through": "-", "and": ","}  # words between names of days
_FIRST_DAY = np.datetime64("1899-12-30", "D")  # Excel's day 0, a Saturday
_TOKEN = "(?:" + "|".join(name.lower() for name in DAY_NAMES) + ")"
_WEEK = lazy_pattern(f"(?:{_TOKEN}(?:-{_TOKEN})?)+")
_PART = lazy_pattern(f"({_TOKEN})(?:-({_TOKEN}))?")


class DayOff(NamedTuple):
    """A day off, in that year alone or in every year."""

    day: date
    name: str = ""
    is_yearly: bool = False


class WorkingDays(NamedTuple):
    """The days that count: those of the `week`, seven truth values from Monday on, except `days_off`.

    `known_until` is the day on which the list of days off ends, None where it has no end or is empty.
    """

    week: tuple[bool, ...]
    days_off: tuple[date, ...] = ()
    known_until: date | None = None

    def up_to(self, days: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Return the number of working days from Excel's day 0 up to and including each day; NaN for NaN.

        `days` are serial dates without a time of day.
        """
        numbers = np.asarray(days, dtype=float)
        known = ~np.isnan(numbers)
        ends = _FIRST_DAY + np.where(known, numbers, 0).astype(np.int64) + 1
        off = np.array(self.days_off, dtype="datetime64[D]")
        return np.where(known, np.busday_count(_FIRST_DAY, ends, self.week, off), np.nan)

    def between(self, start: datetime, end: datetime) -> int:
        """Return the number of working days after one day, up to and including another; negative backwards."""
        first, last = self.up_to([from_datetime(start.date()), from_datetime(end.date())])
        return int(last - first)

    def first_from(self, day: date) -> date:
        """Return the first working day from a day on, at most a year later."""
        ahead = (day + timedelta(days=number) for number in range(min(366, (date.max - day).days + 1)))
        return next((later for later in ahead if self.week[later.weekday()] and later not in self.days_off), day)

    def last_before(self, days: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return the last working day before each day; both are serial dates, NaN for NaN."""
        known = ~np.isnan(days)
        dates = _FIRST_DAY + np.where(known, days, 0).astype(np.int64)
        off = np.array(self.days_off, dtype="datetime64[D]")
        before = np.busday_offset(dates, -1, "forward", self.week, off) - _FIRST_DAY
        return np.where(known, before.astype(float), np.nan)

    def describe(self) -> str:
        """Return the days in words: 'Mon, Tue and Wed, without the days off that it lists'."""
        days = natural_list(name for name, works in zip(DAY_NAMES, self.week, strict=True) if works)
        return f"{days}, without the days off on the sheet Holidays" if self.days_off else days


MONDAY_TO_FRIDAY = WorkingDays((True,) * 5 + (False,) * 2)  # where a log does not name its working days


def parse_week(text: str) -> tuple[bool, ...] | None:
    """Return whether a text names each day from Monday on, None where it is not understood.

    `Mon-Fri`, `Sun-Thu`, `Mon Tue Thu` and `Mon-Wed, Fri` are understood, in any case.
    """
    joined = join_week(text)
    if not _WEEK.fullmatch(joined):
        return None
    order = [name.lower() for name in DAY_NAMES]
    works = [False] * 7
    for first, last in _PART.findall(joined):
        start = order.index(first)
        for step in range((order.index(last or first) - start) % 7 + 1):
            works[(start + step) % 7] = True
    return tuple(works)


def shorten_week(text: str) -> str:
    """Return a text with its days as `parse_week` and the log's own formulas read them.

    `Monday to Friday` and `Mo-Fr` become `Mon-Fri`; a word that names no day stays as it is.
    """

    def short(word: re.Match[str]) -> str:
        letters = word[0].lower()
        names = [name for name in _WHOLE_NAMES if len(letters) > 1 and name.startswith(letters)]
        return _BETWEEN.get(letters) or (names[0][:3].capitalize() if names else word[0])

    return re.sub(r"\s*[-–]\s*", "-", re.sub("[A-Za-z]+", short, clean_text(text))).replace(" ,", ",")


def join_week(text: str) -> str:
    """Return a text that names days of the week in lower case, with nothing but hyphens between the names."""
    return re.sub(r"[\s,]+", "", clean_text(text).lower().replace("–", "-"))


def make_working_days(week: tuple[bool, ...], days: Sequence[DayOff]) -> WorkingDays:
    """Return the working days of a week without days off; yearly ones count in each of `YEARS`."""
    off = {off_day for day_off in days for year in YEARS if (off_day := day_in_year(day_off, year)) is not None}
    return WorkingDays(week, tuple(sorted(off)), _known_until(days))


def day_in_year(day_off: DayOff, year: int) -> date | None:
    """Return the day off in a year, None where the year has none, as with 29 February."""
    if not day_off.is_yearly:
        return day_off.day if day_off.day.year == year else None
    try:
        return day_off.day.replace(year=year)
    except ValueError:
        return None


def _known_until(days: Sequence[DayOff]) -> date | None:
    """Return the last day off in the last year with a day off that is not yearly, None for no such year."""
    last_year = max((day_off.day.year for day_off in days if not day_off.is_yearly), default=None)
    if last_year is None:
        return None
    return max(day for day_off in days if (day := day_in_year(day_off, last_year)) is not None)


def count_formula(start: str, end: str) -> str:
    """Return a formula for the working days after one day up to and including another, both formulas of serials."""
    # INT((day + 7 - n) / 7) counts the days with the remainder n; 0 is a Saturday. Days off are counted only if any are
    # listed, so that a log without them stays quick.
    shifts = "{7,6,5,4,3,2,1}"
    whole = f"(INT(({end}+{shifts})/7)-INT(({start}+{shifts})/7))"
    off = f'COUNTIF({DAYS_OFF_NAME},"<="&{end})-COUNTIF({DAYS_OFF_NAME},"<="&{start})'
    return f"(SUMPRODUCT({WEEK_NAME}*{whole})-IF({COUNT_NAME},{off},0))"
