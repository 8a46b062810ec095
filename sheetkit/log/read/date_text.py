"""Dates that people type as text: read where there is one reading, never guessed where there are two."""

import calendar
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, time, timedelta
from itertools import starmap
from typing import NamedTuple

from sheetkit.ooxml.serial import SECONDS_PER_DAY, to_seconds
from sheetkit.patterns import lazy_pattern
from sheetkit.text import clean_text, closest_match, natural_list, remove_invisible

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_DAY_OF_WEEK = r"(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|r|rs|ur)?(?:day)?"
_WEEKDAY = lazy_pattern(rf"{_DAY_OF_WEEK}[.,]?\s+|{_DAY_OF_WEEK},", re.IGNORECASE)
_WEEKDAY_AFTER = lazy_pattern(rf"[\s,]+\(?{_DAY_OF_WEEK}\.?\)?$", re.IGNORECASE)
_TIME = lazy_pattern(
    r"(?:[T,\s]\s*|\s+at\s+)(?:(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?\s*([ap]\.?m\.?)?|(\d{1,2})\s*([ap]\.?m\.?))$",
    re.IGNORECASE,
)
_ZONE = lazy_pattern(
    r"(?<=\d)\s?\(?((?:(?:UTC|GMT)\s?)?[+-](?:0\d|1[0-4]):?[0-5]\d|Z|UTC|GMT|[CEMPW]E?[SD]?T)\)?$"
)  # after a time of day
_YEAR_FIRST = lazy_pattern(r"(\d{4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,2})")
_NUMBERS = lazy_pattern(r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})\.?")
_YEAR = r"(\d{4}|['’]?\d{2})"
_DAY_NAME = lazy_pattern(
    rf"(?:the\s+)?(\d{{1,2}})(?:st|nd|rd|th)?[.,]?(?:\s+of\s+|[\s/-]*)([a-z]+)[.,]?[\s/-]*{_YEAR}", re.IGNORECASE
)
_NAME_DAY = lazy_pattern(rf"([a-z]+)[.,]?[\s/-]*(\d{{1,2}})(?:st|nd|rd|th)?[.,]?[\s,/-]+{_YEAR}", re.IGNORECASE)
_YEAR_NAME = lazy_pattern(r"(\d{4})[\s/-]*([a-z]+)[.,]?[\s/-]*(\d{1,2})", re.IGNORECASE)
TIME_WITHOUT_DAY = "it is a time of day, without a day"
NO_DATE = "it is not a date"
_YEAR_MISSING = "the year is missing"
_DAY_MISSING = "the day is missing"
_INCOMPLETE: tuple[tuple[re.Pattern[str], str], ...] = (
    (lazy_pattern(r"\d{1,2}[:h]\d{2}([:.]\d{2})?\s*([ap]\.?m\.?)?", re.IGNORECASE), TIME_WITHOUT_DAY),
    (lazy_pattern(r"\d{1,2}(?:st|nd|rd|th)?[.,]?[\s/-]*(?:of\s+)?(?P<month>[a-z]+)\.?", re.IGNORECASE), _YEAR_MISSING),
    (lazy_pattern(r"(?P<month>[a-z]+)[.,]?[\s/-]*\d{1,2}(?:st|nd|rd|th)?\.?", re.IGNORECASE), _YEAR_MISSING),
    (lazy_pattern(r"\d{1,2}\s?[-/.]\s?\d{1,2}\.?"), _YEAR_MISSING),
    (lazy_pattern(r"\d{4}[-/.]\d{1,2}"), _DAY_MISSING),
    (lazy_pattern(r"(?P<month>[a-z]+)[.,]?[\s/-]*\d{4}", re.IGNORECASE), _DAY_MISSING),
)
_MAX_LENGTH = 60  # letters: "Wednesday, the 23rd of September 2026 at 12:30:00 p.m." has fewer
DAY_FIRST, MONTH_FIRST = "DMY", "MDY"


class DateReading(NamedTuple):
    """What a text says: one moment, several possible ones, or the reason why it is not a date.

    `zone` is the time zone that it names, '' for none. The moment is the local time there.
    """

    moment: datetime | None = None
    possible: tuple[datetime, ...] = ()
    reason: str = ""
    zone: str = ""


class ShownOrder(NamedTuple):
    """The order of day and month that a column shows, DMY or MDY, and a text that shows it."""

    order: str
    example: str

    @property
    def first_part(self) -> str:
        """The first of the two in words: day or month."""
        return "day" if self.order == DAY_FIRST else "month"


def shown_order(texts: Iterable[str]) -> ShownOrder | None:
    """Return the order of day and month that dates such as 20/10/2026 show, None where they show neither or both."""
    shown: dict[str, str] = {}
    for text in texts:
        if order := _order_of(text):
            shown.setdefault(order, clean_text(text))
    return next(starmap(ShownOrder, shown.items())) if len(shown) == 1 else None


def _order_of(text: str) -> str | None:
    """Return the only order of day and month that a date in numbers can have, None where it can have both."""
    match = _NUMBERS.fullmatch(clean_text(text)) if len(text) <= _MAX_LENGTH else None
    first, second = (int(match[1]), int(match[3])) if match else (0, 0)
    if match and 12 < first <= 31 and 1 <= second <= 12 and not (match[2] == "-" and len(match[4]) == 2):
        return DAY_FIRST
    return MONTH_FIRST if 12 < second <= 31 and 1 <= first <= 12 else None


def has_month_before_dot(text: str) -> bool:
    """Return whether a date is written with dots and can only have the month first, as 11.20.2026 does."""
    return has_dots(text) and _order_of(text) == MONTH_FIRST


def is_in_numbers(text: str) -> bool:
    """Return whether a date is written in numbers with the year last, so that the order of day and month matters."""
    return len(text) <= _MAX_LENGTH and bool(_NUMBERS.match(clean_text(text)))


def parse_date_text(text: str, order: str | None = None) -> DateReading:
    """Return the reading of `text`; `order` is DMY or MDY where the log's owner set it.

    Without it, dates with dots have the day first, as they do wherever people write dots.
    """
    shown = clean_text(remove_invisible(text[: 2 * _MAX_LENGTH]))
    if len(shown) > _MAX_LENGTH:
        return DateReading(reason=NO_DATE)
    if match := _ZONE.search(shown):
        return parse_date_text(shown[: match.start()], order)._replace(zone=match[1])
    before, after = _WEEKDAY.match(shown), _WEEKDAY_AFTER.search(shown)
    if before is not None:
        return _on_weekday(_read(shown[before.end() :].strip(), order), (before[1] or before[2]).lower())
    if after is not None:
        return _on_weekday(_read(shown[: after.start()], order), after[1].lower())
    return _read(shown, order)


def has_dots(text: str) -> bool:
    """Return whether a date is written in numbers with dots, as 3.4.2026 is."""
    return bool(re.match(r"\d{1,2}\s?\.\s?\d{1,2}\s?\.\s?\d", text))


def _on_weekday(reading: DateReading, name: str) -> DateReading:
    """Return the reading that falls on the day of the week that was typed too, or the contradiction as a reason."""
    moments = reading.possible or ((reading.moment,) if reading.moment else ())
    fitting = [moment for moment in moments if calendar.day_name[moment.weekday()].lower().startswith(name)]
    if len(fitting) == 1:
        return DateReading(fitting[0])
    if fitting or not moments:
        return reading
    days = (
        f"{moment.day} {calendar.month_name[moment.month]} {moment.year} is a {calendar.day_name[moment.weekday()]}"
        for moment in moments
    )
    return DateReading(reason=natural_list(days))


def _read(text: str, order: str | None) -> DateReading:
    clock, bare = _split_time(text)
    if clock is None:
        return DateReading(reason="its time of day does not exist")
    if match := _YEAR_FIRST.fullmatch(bare):
        return _reading(int(match[1]), int(match[3]), int(match[4]), clock)
    if match := _DAY_NAME.fullmatch(bare):
        return _with_month_name(match[2], match[1], match[3], clock)
    if match := _NAME_DAY.fullmatch(bare):
        return _with_month_name(match[1], match[2], match[3], clock)
    if match := _YEAR_NAME.fullmatch(bare):
        return _with_month_name(match[2], match[3], match[1], clock)
    if match := _NUMBERS.fullmatch(bare):
        return _numbers(match, clock, order)
    return DateReading(reason=_what_is_missing(text))


def _what_is_missing(text: str) -> str:
    for pattern, reason in _INCOMPLETE:
        match = pattern.fullmatch(text)
        if match and match.groupdict().get("month", "may").lower() in _MONTHS:
            return reason
    return NO_DATE


def _split_time(text: str) -> tuple[time | None, str]:
    """Return the time of day and the rest of the text: midnight where there is no time, None for an impossible one."""
    match = _TIME.search(text)
    if match is None or match.start() < 6:
        return time(), text.strip(" ,")
    hour, minute, second = int(match[1] or match[5]), int(match[2] or 0), int(match[3] or 0)
    half = (match[4] or match[6] or "").lower()[:1]
    if half:
        if not 1 <= hour <= 12:
            return None, text
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, minute, second), text[: match.start()].strip(" ,")
    except ValueError:
        return None, text


def _year(digits: str) -> int:
    """Return the year that two or four digits mean; of two digits 30 to 99 are the last century's, as in Excel."""
    year = int(digits.lstrip("'’"))
    if len(digits) == 4:
        return year
    return year + (2000 if year < 30 else 1900)


def _reading(year: int, month: int, day: int, clock: time) -> DateReading:
    try:
        moment = datetime(year, month, day, clock.hour, clock.minute, clock.second)
    except ValueError:
        return DateReading(reason=_why_impossible(year, month))
    if moment < datetime(1900, 3, 1):
        return DateReading(reason="Excel has no dates that early")
    return DateReading(moment)


def _with_month_name(name: str, day: str, year: str, clock: time) -> DateReading:
    month = _MONTHS.get(name.lower())
    if month is None:
        near = closest_match(name, [full for full in _MONTHS if len(full) > 3])
        return DateReading(reason=f"{name!r} is not a month" + (f" (perhaps {near.capitalize()})" if near else ""))
    return _reading(_year(year), month, int(day), clock)


def _numbers(match: re.Match[str], clock: time, order: str | None) -> DateReading:
    first, second, year = int(match[1]), int(match[3]), _year(match[4])
    day_first, month_first = _reading(year, second, first, clock), _reading(year, first, second, clock)
    if order is not None:
        return day_first if order == DAY_FIRST else month_first
    if match[2] == "." and day_first.moment:
        return day_first
    readings = [day_first, month_first]
    if match[2] == "-" and len(match[1]) == len(match[4]) == 2:
        readings.append(_reading(_year(match[1]), second, int(match[4]), clock))  # 26-11-23 may begin with the year
    possible = tuple(dict.fromkeys(reading.moment for reading in readings if reading.moment))
    if len(possible) > 1:
        return DateReading(possible=possible)
    if possible:
        return DateReading(possible[0])
    return day_first if second <= 12 else month_first


def _why_impossible(year: int, month: int) -> str:
    if not 1 <= month <= 12:
        return f"there is no month {month}"
    if not 1 <= year <= 9999:
        return f"there is no year {year}"
    days = calendar.monthrange(year, month)[1]
    return f"{calendar.month_name[month]}{f' {year}' if month == 2 else ''} has {days} days"


def format_date(moment: datetime) -> str:
    """Return a moment in ISO 8601 as people type it: 2026-11-23, or 2026-11-23 17:00."""
    if moment.time() == time():
        return moment.date().isoformat()
    return moment.isoformat(" ", "seconds" if moment.second else "minutes")


def format_time(days: float) -> str:
    """Return a time of day, a fraction of one, as people type it: 17:00, or 17:00:30."""
    moment = datetime(1900, 1, 1) + timedelta(seconds=min(to_seconds(days), SECONDS_PER_DAY - 1))
    return f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"


def format_duration(days: float) -> str:
    """Return a duration as the format [h]:mm shows it, with seconds where there are any: 36:00."""
    seconds = to_seconds(abs(days))
    rest = f":{seconds % 60:02}" if seconds % 60 else ""
    return f"{'-' if days < 0 else ''}{seconds // 3600}:{seconds // 60 % 60:02}{rest}"


def days_of_digits(number: str) -> list[datetime]:
    """Return the days that six or eight digits may mean: 20261110, 101126."""
    forms = {6: ("%y%m%d", "%d%m%y", "%m%d%y"), 8: ("%Y%m%d", "%d%m%Y", "%m%d%Y")}.get(len(number), ())
    days = set()
    for form in forms:
        with suppress(ValueError):
            days.add(datetime.strptime(number, form))
    return sorted(days)
