"""Entries as components of a calendar file, and the components of an earlier file."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

import pandas as pd

from sheetkit.calendar_file.content_line import escape_text, text_lines

EVENT, TO_DO = "VEVENT", "VTODO"
_LOG = "X-SHEETKIT-LOG"
_LENGTH = timedelta(minutes=30)  # of what has a time of day
_CANCELLED = "STATUS:CANCELLED"
_STATUS = {EVENT: "STATUS:CONFIRMED", TO_DO: "STATUS:NEEDS-ACTION"}
_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Component:
    """An event or a to-do: `lines` are its unfolded content lines but for UID, SEQUENCE and DTSTAMP."""

    name: str
    uid: str
    sequence: int
    stamp: str
    lines: tuple[str, ...]

    @property
    def log(self) -> str:
        """The UUID of its log."""
        return self._value(_LOG)

    @property
    def is_cancelled(self) -> bool:
        """Whether it is cancelled."""
        return _CANCELLED in self.lines

    @property
    def stamped(self) -> datetime:
        """When it last changed."""
        return datetime.strptime(self.stamp, _STAMP)

    @property
    def day(self) -> str:
        """Its day, and its time if it has one, as text that sorts."""
        return self._value("DTSTART" if self.name == EVENT else "DUE")

    def _value(self, name: str) -> str:
        matching = (line for line in self.lines if line.startswith((f"{name}:", f"{name};")))
        return next(matching, "").partition(":")[2]

    def changed(self, lines: tuple[str, ...], as_of: datetime) -> "Component":
        """Return its next version, which never looks older than this one, even if the clock was set back."""
        return replace(self, sequence=self.sequence + 1, stamp=max(self.stamp, stamp(as_of)), lines=lines)

    def cancelled(self, as_of: datetime) -> "Component":
        """Return the version that cancels it: unchanged but for its status, and without its alarm."""
        end = self.lines.index("BEGIN:VALARM") if "BEGIN:VALARM" in self.lines else len(self.lines)
        status = _STATUS[self.name]
        lines = tuple(_CANCELLED if line == status else line for line in self.lines[:end])
        return self.changed(lines, as_of)

    def content_lines(self) -> Iterator[str]:
        """Yield its unfolded content lines."""
        yield f"BEGIN:{self.name}"
        yield f"UID:{self.uid}"
        yield f"SEQUENCE:{self.sequence}"
        yield f"DTSTAMP:{self.stamp}"
        yield from self.lines
        yield f"END:{self.name}"


def stamp(moment: datetime) -> str:
    """Return a moment as a DTSTAMP.

    The wall clock is written as if it were UTC: DTSTAMP knows no local time, and a file must not depend on the time
    zone of the computer. Only the order of stamps matters.
    """
    return moment.strftime(_STAMP)


def components(
    entries: pd.DataFrame, name: str, alarm: time | None, as_of: datetime, first: int = 0
) -> dict[str, Component]:
    """Return the first version of each entry by UID, with the SEQUENCE `first` and an alarm at `alarm`, None for none.

    A to-do has another UID than an event, so that a calendar may hold both.
    """
    made = {}
    columns = (entries[column].tolist() for column in ("uid", "log", "start", "summary", "description"))
    for uid, log, start, summary, description in zip(*columns, strict=True):
        own = uid if name == EVENT else f"{uid}-to-do"
        lines = tuple(_lines(name, log, start.to_pydatetime(), summary, description, alarm))
        made[own] = Component(name, own, first, stamp(as_of), lines)
    return made


def _lines(name: str, log: str, start: datetime, summary: str, description: str, alarm: time | None) -> Iterator[str]:
    is_event = name == EVENT
    yield _moment("DTSTART" if is_event else "DUE", start)
    if is_event:
        yield from _end(start)
    yield f"SUMMARY:{escape_text(summary)}"
    if description:
        yield f"DESCRIPTION:{text_lines(description.split(chr(10)))}"
    yield _STATUS[name]
    if is_event:
        yield "TRANSP:TRANSPARENT"
    yield f"{_LOG}:{log}"
    if alarm is not None:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{escape_text(summary)}"
        yield f"TRIGGER{'' if is_event else ';RELATED=END'}:{_trigger(start, alarm)}"
        yield "END:VALARM"


def _end(start: datetime) -> Iterator[str]:
    """Yield DTEND, the first moment after the event; none if that lies beyond the calendar."""
    length = timedelta(days=1) if start.time() == time() else _LENGTH
    if start <= datetime.max - length:
        end = start + length
        yield _moment("DTEND", end, day_alone=start.time() == time())


def _moment(name: str, moment: datetime, *, day_alone: bool | None = None) -> str:
    """Return a property that holds a day, or a floating local time: 17:00 in any time zone."""
    if moment.time() == time() if day_alone is None else day_alone:
        return f"{name};VALUE=DATE:{moment:%Y%m%d}"
    return f"{name}:{moment:%Y%m%dT%H%M%S}"


def _trigger(start: datetime, alarm: time) -> str:
    """Return the duration from the start to the alarm, which is never later than a start with a time of day."""
    minutes = (alarm.hour - start.hour) * 60 + alarm.minute - start.minute
    if start.time() != time():
        minutes = min(minutes, 0)
    hours, rest = divmod(abs(minutes), 60)
    length = f"{hours}H" * bool(hours) + f"{rest}M" * bool(rest)
    return f"{'-' if minutes < 0 else ''}PT{length or '0S'}"
