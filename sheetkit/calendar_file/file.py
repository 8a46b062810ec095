"""A calendar file as text: written from components, and read back by the next run."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sheetkit.calendar_file.components import EVENT, TO_DO, Component
from sheetkit.calendar_file.content_line import LINE_END, escape_text, fold, unfold
from sheetkit.text import match_key

_PRODID = "PRODID:-//sheetkit//hand-offs 1//EN"
_KIND, _PERSON, _DIGEST = "X-SHEETKIT-KIND", "X-SHEETKIT-PERSON", "X-SHEETKIT-SHA256"
_FIRST = "X-SHEETKIT-FIRST-SEQUENCE"
_MAX_SIZE = 100_000_000  # bytes; half a million entries
_REFRESH = "PT4H"  # how often subscribers may refresh it


@dataclass(frozen=True)
class CalendarFile:
    """What a calendar file holds: components of one kind by UID, of everybody ('') or of one person.

    `first` is the SEQUENCE of new components. It is higher than that of any that was dropped from the file: a calendar
    program that still knows a UID ignores older versions. `is_whole` tells whether the file is as sheetkit made it.
    """

    kind: str
    person: str
    components: dict[str, Component]
    first: int = 0
    is_whole: bool = True

    @property
    def logs(self) -> set[str]:
        """The UUIDs of the logs whose entries it holds."""
        return {component.log for component in self.components.values()}


def calendar_text(calendar: CalendarFile, name: str) -> str:
    """Return a calendar file's text; `name` is shown by calendar programs."""
    title = escape_text(name)
    head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        _PRODID,
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{title}",
        f"X-WR-CALNAME:{title}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{_REFRESH}",
        f"X-PUBLISHED-TTL:{_REFRESH}",
        f"{_KIND}:{calendar.kind}",
        f"{_PERSON}:{escape_text(match_key(calendar.person))}",
        *([f"{_FIRST}:{calendar.first}"] if calendar.first else []),
    ]
    ordered = sorted(calendar.components.values(), key=lambda component: (component.day, component.uid))
    body = [*(line for component in ordered for line in component.content_lines()), "END:VCALENDAR"]
    digest = f"{_DIGEST}:{_digest([*head, *body])}"
    return "".join(f"{fold(line)}{LINE_END}" for line in [*head, digest, *body])


def read_content(path: Path) -> bytes:
    """Return a calendar file's bytes; empty if there is no file, or one that is too large to be ours."""
    try:
        return path.read_bytes() if path.stat().st_size <= _MAX_SIZE else b""
    except OSError:
        return b""


def parse_calendar(content: bytes) -> CalendarFile | None:
    """Return what a calendar file holds, None if sheetkit did not make it or it is damaged."""
    try:
        lines = unfold(content.decode("utf-8"))
        if lines[:3] != ["BEGIN:VCALENDAR", "VERSION:2.0", _PRODID]:
            return None
        by_uid = {component.uid: component for component in _components(lines)}
        kind, person, digest = (_header(lines, name) for name in (_KIND, _PERSON, _DIGEST))
        first = int(_header(lines, _FIRST, "0"))
    except ValueError:  # such as UnicodeDecodeError
        return None
    rest = [line for line in lines if not line.startswith(f"{_DIGEST}:")]
    return CalendarFile(kind, person, by_uid, first, is_whole=digest == _digest(rest))


def is_for(calendar: CalendarFile, person: str) -> bool:
    """Return whether a calendar file is that of a person, or for '' that of everybody."""
    return calendar.person == escape_text(match_key(person))


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _header(lines: list[str], name: str, default: str | None = None) -> str:
    """Return the value of a property of the calendar itself. Raises ValueError if there is neither it nor a default."""
    value = next((line.partition(":")[2] for line in lines if line.startswith(f"{name}:")), default)
    if value is None:
        raise ValueError(name)
    return value


def _components(lines: list[str]) -> Iterator[Component]:
    """Yield the components among a file's lines. Raises ValueError if one is not as sheetkit makes them."""
    start = None
    for number, line in enumerate(lines):
        if line in (f"BEGIN:{EVENT}", f"BEGIN:{TO_DO}"):
            start = number
        elif start is not None and line == lines[start].replace("BEGIN", "END"):
            (uid, sequence, stamp), content = lines[start + 1 : start + 4], lines[start + 4 : number]
            component = Component(
                line.removeprefix("END:"),
                uid.removeprefix("UID:"),
                int(sequence.removeprefix("SEQUENCE:")),
                stamp.removeprefix("DTSTAMP:"),
                tuple(content),
            )
            component.stamped  # noqa: B018  raises ValueError
            yield component
            start = None
