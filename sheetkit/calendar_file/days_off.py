"""Read days off from a calendar file (RFC 5545), such as the ones offered for public holidays."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from sheetkit.calendar_file.content_line import unfold
from sheetkit.errors import UnreadableError
from sheetkit.expression.working_days import DayOff
from sheetkit.patterns import lazy_pattern
from sheetkit.text import clean_text, quote

_MAX_BYTES = 10_000_000
_MAX_DAYS = 366  # of one event
_PROPERTY = lazy_pattern(r'([A-Za-z0-9-]+)(?:;(?:[^":]|"[^"]*")*)?:(.*)')
_MOMENT = lazy_pattern(r"(\d{4})(\d\d)(\d\d)(T(\d{6})Z?)?")
_DAY = timedelta(days=1)


def read_calendar_days(path: Path) -> tuple[list[DayOff], list[str]]:
    """Return a day off for each day of the events in a calendar file, and sentences about what was left out.

    Raises UnreadableError if it is no calendar file or holds no event.
    """
    try:
        content = path.read_bytes() if path.stat().st_size <= _MAX_BYTES else b""
        lines = unfold(content.decode("utf-8-sig"))
    except OSError as error:
        raise UnreadableError(f"{path.name!r} cannot be read: {error.strerror}. Nothing was made.") from None
    except UnicodeDecodeError:
        lines = []
    if not lines or lines[0].strip().upper() != "BEGIN:VCALENDAR":
        raise UnreadableError(f"{path.name!r} is not a calendar file (.ics). Nothing was made.")
    days: list[DayOff] = []
    notes: list[str] = []
    for event in _events(lines):
        try:
            days_of_event, note = _days(event)
        except (ValueError, OverflowError):  # the day before the calendar's first one
            days_of_event, note = [], "has no date that can be read and was left out"
        days += days_of_event
        if note:
            notes.append(f"{quote(_name(event))} {note}.")
    if not days:
        raise UnreadableError(f"{path.name!r} holds no event with a date. Nothing was made.")
    return days, notes


def _events(lines: list[str]) -> Iterator[dict[str, str]]:
    """Yield the properties of each event that is not cancelled, without those of nested components such as alarms."""
    event: dict[str, str] | None = None
    inside = 0
    for line in lines:
        match = _PROPERTY.fullmatch(line.rstrip())
        name, value = (match[1].upper(), match[2]) if match else ("", "")
        if (name, value.upper()) == ("BEGIN", "VEVENT"):
            event, inside = {}, 0
        elif event is not None and name == "BEGIN":
            inside += 1
        elif event is not None and name == "END" and inside:
            inside -= 1
        elif event is not None and name == "END":
            if event.get("STATUS", "").upper() != "CANCELLED":
                yield event
            event = None
        elif event is not None and not inside and name:
            event[name] = value


def _days(event: dict[str, str]) -> tuple[list[DayOff], str]:
    """Return the days of an event, and a clause about what is left out. Raises ValueError without a usable date."""
    start, _ = _moment(event.get("DTSTART", ""))
    last = start
    if "DTEND" in event:  # the first moment after the event
        end, at_midnight = _moment(event["DTEND"])
        last = max(start, end - _DAY if at_midnight else end)
    count = min((last - start).days + 1, _MAX_DAYS)
    rule = event.get("RRULE", "")
    parts = dict(part.partition("=")[::2] for part in rule.upper().split(";")) if rule else {}
    usual = {"FREQ": "YEARLY", "INTERVAL": "1", "BYMONTH": str(start.month), "BYMONTHDAY": str(start.day)}
    is_yearly = parts.get("FREQ") == "YEARLY" and all(usual.get(key) == value for key, value in parts.items())
    note = f"repeats by a rule that sheetkit does not read ({rule}), so only {start:%Y-%m-%d} was taken"
    days = [DayOff(start + number * _DAY, _name(event), is_yearly) for number in range(count)]
    return days, note if rule and not is_yearly else ""


def _moment(value: str) -> tuple[date, bool]:
    """Return the day of a date or date-time, and whether it is at 00:00. Raises ValueError for other texts."""
    match = _MOMENT.match(value)
    if match is None:
        raise ValueError(value)
    return date(int(match[1]), int(match[2]), int(match[3])), match[5] in (None, "000000")


def _name(event: dict[str, str]) -> str:
    text = re.sub(r"\\[nN]", " ", event.get("SUMMARY", ""))
    return clean_text(re.sub(r"\\(.)", r"\1", text))[:200]
