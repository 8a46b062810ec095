"""Six weeks of two logs, in which anything happens, against answers that are worked out here and nowhere else.

Each reminder that should be there is drafted once, and each event of the calendar says what its line says.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import icalendar
from logs import filled_log, type_rows
from made import Row

from sheetkit.cli import main

STEPS = {"soon": -2, "late": 1, "later": 7, "last": 14}  # days after the day a line is due
AGAIN, NEWS = 3, 7  # days
PEOPLE = {"Ana Costa": "ana@example.org", "Żółć, Łukasz": "z@example.org", "Bo": None}
FIRST = datetime(2026, 10, 5)


@dataclass
class Line:
    """A line of a log as its owner has it in mind; `tag` stands in its item, whatever else the item says."""

    tag: str
    person: str
    left: datetime
    due: datetime
    status: str = "Open"
    back: datetime | None = None
    news: datetime | None = None
    told: datetime | None = None
    suffix: str = ""
    cleared: bool = False

    @property
    def is_out(self) -> bool:
        return not self.cleared and self.status == "Open" and self.back is None

    @property
    def row(self) -> Row:
        cells: Row = {
            "item": f"Thing {self.tag}{self.suffix}",
            "handed_to": self.person,
            "email": PEOPLE[self.person],
            "handed_off": self.left,
            "expected_back": self.due,
            "now_expected": self.told,
            "status": self.status,
            "returned": self.back,
            "checked_in": self.news,
        }
        return dict.fromkeys(cells) if self.cleared else cells

    @property
    def day(self) -> datetime:
        return self.told or self.due


def step_due(line: Line, drafted: list[tuple[date, str, date]], today: date) -> str | None:
    """The step that a line's person is to hear today, by docs/reminders.md."""
    late = (today - line.day.date()).days
    reached = [name for name, days in STEPS.items() if days <= late and (days > 0 or late <= 0)]
    if not line.is_out or PEOPLE[line.person] is None or not reached:
        return None
    step = reached[-1]
    if any(day == line.day.date() and STEPS[known] >= STEPS[step] for _, known, day in drafted):
        return None
    if drafted and (today - drafted[-1][0]).days < AGAIN:
        return None
    if line.news and line.news.date() <= today:
        came_due = line.day.date() + timedelta(days=STEPS[step])
        if line.news.date() >= came_due or (today - line.news.date()).days < NEWS:
            return None
    return step


def something_happens(line: Line, chance: random.Random, now: datetime) -> None:
    """Do what its owner may do to a line in a week; mostly nothing."""
    midnight = now.replace(hour=0)
    changes = [
        {"status": "Done", "back": midnight},
        {"status": "Cancelled"},
        {"status": "On hold"},
        {"status": "Open", "back": None, "cleared": False},
        {"cleared": True},
        {"told": line.day + timedelta(days=chance.randint(1, 14))},
        {"due": line.due + timedelta(days=chance.randint(0, 9))},
        {"suffix": f"{line.suffix}, once more"},
        {"person": chance.choice(list(PEOPLE))},
        {"news": midnight - timedelta(days=chance.randint(0, 4))},
    ]
    if chance.random() < 0.45:
        for name, value in chance.choice(changes).items():
            setattr(line, name, value)


def asked(folder: Path) -> Iterator[tuple[str, str]]:
    """Whom the drafts in a folder ask for which line."""
    for path in folder.glob("*.eml"):
        message = message_from_bytes(path.read_bytes(), policy=default)
        text = message.get_body(("plain",)).get_content()  # type: ignore[attr-defined]
        yield from ((tag, message["To"].addresses[0].addr_spec) for tag in re.findall(r"T\d\d", text))


def test_each_reminder_comes_once_and_the_calendar_follows_its_lines(tmp_path: Path) -> None:
    chance = random.Random(1)
    logs: dict[str, list[Line]] = {"north.xlsx": [], "south.xlsx": []}
    for number in range(20):
        left = FIRST - timedelta(days=chance.randint(0, 20))
        due = left + timedelta(days=chance.randint(1, 40), hours=chance.choice([0, 0, 17]))
        logs[chance.choice(list(logs))].append(Line(f"T{number:02}", chance.choice(list(PEOPLE)), left, due))
    for name, lines in logs.items():
        filled_log(tmp_path, [line.row for line in lines], name)
    drafted: dict[str, list[tuple[date, str, date]]] = {}
    events: dict[str, tuple[int, str]] = {}
    now, total = FIRST, 0
    for week in range(6):
        now += timedelta(days=chance.choice([3, 7, 7, 7, 15]))
        folder = tmp_path / f"drafts {week}"
        for again in ("", " again"):
            assert main(["remind", str(tmp_path), "--as-of", now.isoformat(), "-o", f"{folder}{again}"]) == 0
        assert not Path(f"{folder} again").exists()
        due = {}
        for line in (line for lines in logs.values() for line in lines):
            if step := step_due(line, drafted.get(line.tag, []), now.date()):
                due[line.tag] = PEOPLE[line.person]
                drafted.setdefault(line.tag, []).append((now.date(), step, line.day.date()))
        assert sorted(asked(folder)) == sorted(due.items())
        total += len(due)
        assert main(["calendar", str(tmp_path), "--as-of", now.isoformat()]) == 0
        expected = {(line.tag, line.day) for lines in logs.values() for line in lines if line.is_out}
        assert _followed(tmp_path / "team-calendar.ics", events) == expected
        for name, lines in logs.items():
            for line in lines:
                something_happens(line, chance, now)
            type_rows(tmp_path / name, [line.row for line in lines])
    assert total > 10


def _followed(path: Path, known: dict[str, tuple[int, str]]) -> set[tuple[str, datetime]]:
    """The lines and days that a calendar holds; each event is newer than in `known` if, and only if, it changed."""
    held = set()
    for event in icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT"):
        day = event["DTSTART"].dt
        said = f"{event['SUMMARY']} {day} {event['STATUS']} {event['DESCRIPTION']}"
        number, before = known.get(event["UID"], (-1, ""))
        assert (event["SEQUENCE"] > number) == (said != before)
        known[event["UID"]] = (event["SEQUENCE"], said)
        if event["STATUS"] == "CONFIRMED":
            moment = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)
            held.add((re.findall(r"T\d\d", event["SUMMARY"])[0], moment))
    return held
