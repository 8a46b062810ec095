"""Entries as events and to-dos."""

from datetime import datetime, time

import pandas as pd
import pytest

from sheetkit.calendar_file.components import EVENT, TO_DO, Component, components

AS_OF = datetime(2026, 11, 23, 10)
NINE = time(9)


def made(start: datetime, kind: str = EVENT, alarm: time | None = NINE) -> list[str]:
    """Return the content lines of an entry on a day."""
    frame = pd.DataFrame({"uid": ["u"], "log": ["l"], "start": [start], "summary": ["Due: x"], "description": [""]})
    ((_, component),) = components(frame, kind, alarm, AS_OF).items()
    return list(component.content_lines())


def property_of(lines: list[str], name: str) -> str | None:
    """Return a property's line without its name."""
    return next((line.removeprefix(name) for line in lines if line.startswith(name)), None)


@pytest.mark.parametrize(
    ("start", "begins", "ends"),
    [
        (datetime(2026, 11, 30), ";VALUE=DATE:20261130", ";VALUE=DATE:20261201"),
        (datetime(2026, 12, 31), ";VALUE=DATE:20261231", ";VALUE=DATE:20270101"),
        (datetime(2026, 11, 30, 17), ":20261130T170000", ":20261130T173000"),
        (datetime(2026, 11, 30, 23, 30), ":20261130T233000", ":20261201T000000"),
        (datetime(9999, 12, 31), ";VALUE=DATE:99991231", None),
        (datetime(9999, 12, 31, 23, 45), ":99991231T234500", None),
    ],
)
def test_a_day_ends_with_the_next_one_and_a_time_half_an_hour_later(
    start: datetime, begins: str, ends: str | None
) -> None:
    lines = made(start)
    assert property_of(lines, "DTSTART") == begins
    assert property_of(lines, "DTEND") == ends


@pytest.mark.parametrize(
    ("start", "alarm", "trigger"),
    [
        (datetime(2026, 11, 30), time(9), "PT9H"),
        (datetime(2026, 11, 30), time(8, 30), "PT8H30M"),
        (datetime(2026, 11, 30), time(0), "PT0S"),
        (datetime(2026, 11, 30, 17), time(9), "-PT8H"),
        (datetime(2026, 11, 30, 17, 15), time(9), "-PT8H15M"),
        (datetime(2026, 11, 30, 8), time(9), "PT0S"),  # it would ring too late
    ],
)
def test_the_alarm_rings_at_its_time_of_that_day_and_never_too_late(start: datetime, alarm: time, trigger: str) -> None:
    assert property_of(made(start, alarm=alarm), "TRIGGER:") == trigger
    assert property_of(made(start, TO_DO, alarm), "TRIGGER;RELATED=END:") == trigger


def test_no_alarm_is_no_alarm() -> None:
    assert "BEGIN:VALARM" not in made(datetime(2026, 11, 30), alarm=None)


def test_a_cancelled_entry_is_as_it_was_but_newer_and_silent() -> None:
    before = Component(EVENT, "u", 3, "20261130T000000Z", tuple(made(datetime(2026, 11, 30))[4:-1]))
    after = before.cancelled(AS_OF)
    assert after.is_cancelled
    assert (after.sequence, after.stamp) == (4, "20261130T000000Z")  # never older than it was
    assert after.day == before.day
    assert "BEGIN:VALARM" in before.lines
    assert "BEGIN:VALARM" not in after.lines
