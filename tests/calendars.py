"""Calendar files as two independent parsers read them, which have to agree."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import icalendar
import vobject


@dataclass(frozen=True)
class Entry:
    """An event or a to-do as a calendar program sees it; `start` is the day of a to-do."""

    uid: str
    summary: str
    description: str
    start: date
    end: date | None
    sequence: int
    stamp: str
    status: str


def entries(path: Path, kind: str = "VEVENT") -> dict[str, Entry]:
    """Return what a calendar file holds, by what it is called."""
    text = path.read_bytes().decode()
    calendar = icalendar.Calendar.from_ical(text)
    assert [error for component in calendar.walk() for error in component.errors] == []
    first = {str(part["SUMMARY"]): _by_icalendar(part) for part in calendar.walk(kind)}
    assert len(first) == len(calendar.walk(kind))
    seen = vobject.readOne(text)
    second = {part.summary.value: _by_vobject(part) for part in seen.contents.get(kind.lower(), [])}
    assert first == second
    assert all(len(line) <= 75 for line in path.read_bytes().split(b"\r\n"))
    return first


def _by_icalendar(part: icalendar.Component) -> Entry:
    start = part["DTSTART"] if "DTSTART" in part else part["DUE"]
    return Entry(
        str(part["UID"]),
        str(part["SUMMARY"]),
        str(part.get("DESCRIPTION", "")),
        start.dt,
        part["DTEND"].dt if "DTEND" in part else None,
        int(part["SEQUENCE"]),
        part["DTSTAMP"].to_ical().decode(),
        str(part["STATUS"]),
    )


def _by_vobject(part: vobject.base.Component) -> Entry:
    start = part.dtstart if "dtstart" in part.contents else part.due
    return Entry(
        part.uid.value,
        part.summary.value,
        part.description.value if "description" in part.contents else "",
        start.value,
        part.dtend.value if "dtend" in part.contents else None,
        int(part.sequence.value),
        part.dtstamp.value.strftime("%Y%m%dT%H%M%SZ"),
        part.status.value,
    )
