"""The command `calendar`: what a calendar program sees, week after week."""

import os
import time
from datetime import date, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
from calendars import Entry, entries
from logs import DONE, EMPTY, filled_log, row, type_rows
from messages import is_one_message, one_line
from test_hostile import HOSTILE

from sheetkit.cli import main

PLAN = row(item="Plan", id="H-0001")  # due on 14 December, checkpoint on 30 November


def calendar(path: Path, as_of: str = "2026-11-23", *options: str) -> dict[str, Entry]:
    """Make a log's calendar and return its events."""
    assert main(["calendar", str(path), "--as-of", as_of, *options]) == 0
    return entries(path.with_name(f"{path.stem}-calendar.ics"))


def told(capsys: pytest.CaptureFixture[str]) -> str:
    """Return what was printed, on one line."""
    shown = capsys.readouterr()
    return one_line(shown.out + shown.err)


def test_due_dates_and_checkpoints_of_what_is_out_are_events(tmp_path: Path) -> None:
    rows = [PLAN, row(item="Back", returned=datetime(2026, 11, 20)), DONE, row(item="Held", status="On hold")]
    found = calendar(filled_log(tmp_path, rows))
    assert list(found) == ["Checkpoint: Plan (Ana Costa)", "Due: Plan (Ana Costa)"]
    due = found["Due: Plan (Ana Costa)"]
    assert (due.start, due.end) == (date(2026, 12, 14), date(2026, 12, 15))
    assert due.description == "Handed to Ana Costa on Monday 16 Nov 2026\nID: H-0001"
    assert (due.sequence, due.stamp, due.status) == (0, "20261123T000000Z", "CONFIRMED")


def test_what_they_told_later_is_the_day_and_a_time_is_half_an_hour_anywhere(tmp_path: Path) -> None:
    found = calendar(filled_log(tmp_path, [row(item="Plan", now_expected=datetime(2026, 12, 18, 17))]))
    due = found["Due: Plan (Ana Costa)"]
    assert (due.start, due.end) == (datetime(2026, 12, 18, 17), datetime(2026, 12, 18, 17, 30))


def test_nothing_changed_is_the_same_file_to_the_byte_and_is_not_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled_log(tmp_path, [PLAN])
    calendar(path)
    made = tmp_path / "log-calendar.ics"
    before = (made.read_bytes(), made.stat().st_mtime_ns, made.stat().st_ino)
    for day in range(24, 30):
        capsys.readouterr()
        calendar(path, f"2026-11-{day}T08:00")
        assert "is as it was: 1 due date and 1 checkpoint" in told(capsys)
    assert (made.read_bytes(), made.stat().st_mtime_ns, made.stat().st_ino) == before


def test_a_day_that_moved_is_the_same_event_with_a_higher_sequence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled_log(tmp_path, [PLAN])
    before = calendar(path)
    type_rows(path, [{"now_expected": datetime(2026, 12, 21)}])
    capsys.readouterr()
    after = calendar(path, "2026-11-30T09:30")
    assert "(1 changed)" in told(capsys)
    due = after["Due: Plan (Ana Costa)"]
    assert (due.start, due.sequence, due.stamp) == (date(2026, 12, 21), 1, "20261130T093000Z")
    assert due.uid == before["Due: Plan (Ana Costa)"].uid
    assert after["Checkpoint: Plan (Ana Costa)"] == before["Checkpoint: Plan (Ana Costa)"]


@pytest.mark.parametrize(
    "typed", [{"status": "Done"}, {"status": "Cancelled"}, {"returned": datetime(2026, 11, 29)}, EMPTY, {"item": None}]
)
def test_what_was_closed_or_vanished_is_cancelled_for_thirty_days(tmp_path: Path, typed: dict[str, object]) -> None:
    path = filled_log(tmp_path, [PLAN, row(item="Other", id="H-0002")])
    before = calendar(path)
    type_rows(path, [typed])
    after = calendar(path, "2026-11-30")
    due = after.get("Due: Plan (Ana Costa)", after.get("Due: (no item) (Ana Costa)"))
    assert due is not None
    if typed != {"item": None}:  # it is still out, and its event has another name
        assert (due.status, due.sequence, due.start) == ("CANCELLED", 1, date(2026, 12, 14))
        assert due.uid == before["Due: Plan (Ana Costa)"].uid
        assert calendar(path, "2026-12-30")["Due: Plan (Ana Costa)"] == due
        assert "Due: Plan (Ana Costa)" not in calendar(path, "2026-12-31")
    assert after["Due: Other (Ana Costa)"] == before["Due: Other (Ana Costa)"]


def test_what_comes_back_from_the_dead_is_the_same_event_again(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [PLAN])
    before = calendar(path)["Due: Plan (Ana Costa)"]
    type_rows(path, [{"status": "Done"}])
    calendar(path, "2026-11-30")
    type_rows(path, [{"status": None}])
    again = calendar(path, "2026-12-07")["Due: Plan (Ana Costa)"]
    assert (again.uid, again.sequence, again.status) == (before.uid, 2, "CONFIRMED")


def test_a_line_keeps_its_events_when_people_sort_or_rename_the_log(tmp_path: Path) -> None:
    log, identity = tmp_path / "log.xlsx", "0f8fad5b-d9cb-469f-a165-70867728950e"
    assert main(["new", str(log), "--identity", identity, "--rows", "5"]) == 0
    other = row(item="Other", id="H-0002")
    type_rows(log, [PLAN, other])
    before = calendar(log)
    type_rows(log, [other, PLAN])
    assert calendar(log, "2026-11-24") == before
    renamed = log.rename(tmp_path / "renamed.xlsx")
    (tmp_path / "log-calendar.ics").rename(tmp_path / "renamed-calendar.ics")
    assert calendar(renamed, "2026-11-25") == before


def test_lines_without_an_id_or_with_the_same_one_are_different_events(tmp_path: Path) -> None:
    rows = [row(item=item, id=name) for item, name in (("a", None), ("b", None), ("c", "X"), ("d", "x "), ("a", None))]
    rows[-1]["handed_to"] = "Li Wei"
    found = calendar(filled_log(tmp_path, rows))
    assert len(found) == len({entry.uid for entry in found.values()}) == 10


def test_an_id_of_any_length_and_kind_makes_a_short_uid(tmp_path: Path) -> None:
    found = calendar(filled_log(tmp_path, [row(item="Plan", id="日本\r\nUID:x;" * 100)]))
    assert {len(entry.uid) for entry in found.values()} == {36}


def test_two_logs_with_the_same_ids_have_different_events(tmp_path: Path) -> None:
    paths = [filled_log(tmp_path, [row(item=item, id="H-0001")], f"{item}.xlsx") for item in ("one", "two")]
    assert main(["calendar", *map(str, paths), "--as-of", "2026-11-23", "-o", str(tmp_path / "all")]) == 0
    found = entries(tmp_path / "all.ics")
    assert len({entry.uid for entry in found.values()}) == 4
    assert found["Due: one (Ana Costa)"].description.endswith("\nID: H-0001\nLog: one.xlsx")


def test_copies_of_one_log_are_named_and_a_line_stands_in_it_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "log.xlsx"
    assert main(["new", str(log), "--rows", "5"]) == 0
    type_rows(log, [PLAN])
    (tmp_path / "copy.xlsx").write_bytes(log.read_bytes())
    capsys.readouterr()
    assert main(["calendar", str(tmp_path), "--as-of", "2026-11-23"]) == 0
    assert "copy.xlsx" in (said := told(capsys))
    assert "are copies of one log" in said
    made = icalendar.Calendar.from_ical((tmp_path / "team-calendar.ics").read_bytes())
    assert len({str(event["UID"]) for event in made.walk("VEVENT")}) == 2


def test_a_log_that_cannot_be_read_this_time_keeps_its_events(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = (filled_log(tmp_path, [row(item=item)], f"{item}.xlsx") for item in ("one", "two"))
    command = ["calendar", str(one), str(two), "-o", str(tmp_path / "all.ics"), "--as-of"]
    assert main([*command, "2026-11-23"]) == 0
    before = entries(tmp_path / "all.ics")
    two.write_bytes(b"damaged")
    capsys.readouterr()
    assert main([*command, "2026-11-30"]) == 0
    assert "Not read: " in (said := told(capsys))
    assert "Its entries stay as they were." in said
    assert entries(tmp_path / "all.ics") == before


def test_the_calendar_of_one_person_holds_nobody_elses_lines(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [PLAN, row(item="Secret", handed_to="Li Wei")])
    assert main(["calendar", str(path), "--person", "ana  COSTA", "--as-of", "2026-11-23"]) == 0
    made = tmp_path / "log-calendar-Ana Costa.ics"
    assert len(entries(made)) == 2
    assert b"Secret" not in made.read_bytes()
    type_rows(path, [{"handed_to": "Li Wei"}, {"handed_to": "Ana Costa"}])
    assert main(["calendar", str(path), "--person", "Ana Costa", "--as-of", "2026-11-30"]) == 0
    assert entries(made)["Due: Plan (Ana Costa)"].status == "CANCELLED"


def test_to_dos_are_a_file_of_their_own_without_events(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [PLAN, row(item="Call", expected_back=datetime(2026, 12, 14, 17))])
    events = calendar(path)
    assert main(["calendar", str(path), "--todo", "--as-of", "2026-11-23"]) == 0
    made = tmp_path / "log-to-do.ics"
    found = entries(made, "VTODO")
    assert {entry.start for entry in found.values()} == {
        date(2026, 12, 14),
        date(2026, 11, 30),
        datetime(2026, 12, 14, 17),
    }
    assert {entry.status for entry in found.values()} == {"NEEDS-ACTION"}
    assert {entry.uid for entry in found.values()}.isdisjoint(entry.uid for entry in events.values())
    assert b"VEVENT" not in made.read_bytes().replace(b"X-SHEETKIT-KIND", b"")
    assert b"TRANSP" not in made.read_bytes()


@pytest.mark.parametrize(("options", "minutes"), [([], 540), (["--alarm", "7:45"], 465), (["--alarm", "None"], None)])
def test_the_alarm_rings_when_it_was_asked_to(tmp_path: Path, options: list[str], minutes: int | None) -> None:
    path = filled_log(tmp_path, [PLAN])
    calendar(path, "2026-11-23", *options)
    made = icalendar.Calendar.from_ical((tmp_path / "log-calendar.ics").read_bytes())
    rings = {alarm["TRIGGER"].dt for alarm in made.walk("VALARM")}
    assert rings == (set() if minutes is None else {timedelta(minutes=minutes)})
    assert {str(event["TRANSP"]) for event in made.walk("VEVENT")} == {"TRANSPARENT"}


def test_what_is_out_without_a_due_date_is_said_with_the_line_that_names_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled_log(tmp_path, [PLAN, row(item="When?", expected_back=None, checkpoint=None)])
    calendar(path)
    assert "1 line that is out has no due date. To see which, run: sheetkit check" in told(capsys)


def test_a_calendar_of_nothing_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert calendar(filled_log(tmp_path, [DONE])) == {}
    assert "holds nothing, since nothing with a date is out" in told(capsys)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is not a calendar of these logs"),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//me//EN\r\nEND:VCALENDAR\r\n", "is not a calendar of these logs"),
        (b"\xff\xfe", "is not a calendar of these logs"),
    ],
)
def test_a_file_that_is_no_calendar_of_ours_is_left_unless_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, reason: str
) -> None:
    path = filled_log(tmp_path, [PLAN])
    target = tmp_path / "log-calendar.ics"
    target.write_bytes(content)
    assert main(["calendar", str(path)]) == 2
    said = capsys.readouterr().err
    assert reason in one_line(said)
    assert "use --force to replace it" in one_line(said)
    assert is_one_message(said)
    assert target.read_bytes() == content
    assert len(calendar(path, "2026-11-23", "--force")) == 2


def test_a_calendar_that_somebody_changed_is_left_and_by_force_carried_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled_log(tmp_path, [PLAN])
    calendar(path)
    target = tmp_path / "log-calendar.ics"
    target.write_bytes(edited := target.read_bytes().replace(b"Due: Plan", b"Due: Plan B"))
    assert main(["calendar", str(path)]) == 2
    assert "was changed after sheetkit made it" in told(capsys)
    assert target.read_bytes() == edited
    assert calendar(path, "2026-11-24", "--force")["Due: Plan (Ana Costa)"].sequence == 1


def test_line_ends_that_a_program_changed_are_no_change(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [PLAN])
    calendar(path)
    target = tmp_path / "log-calendar.ics"
    target.write_bytes(target.read_bytes().replace(b"\r\n", b"\n"))
    assert calendar(path)["Due: Plan (Ana Costa)"].sequence == 0


@pytest.mark.parametrize("options", [["--todo"], ["--person", "Ana Costa"]])
def test_another_kind_of_calendar_or_another_persons_is_not_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    path = filled_log(tmp_path, [PLAN])
    calendar(path)
    before = (tmp_path / "log-calendar.ics").read_bytes()
    assert main(["calendar", str(path), "-o", str(tmp_path / "log-calendar.ics"), *options]) == 2
    assert "of these logs" in told(capsys)
    assert (tmp_path / "log-calendar.ics").read_bytes() == before


def test_the_calendar_of_other_logs_is_not_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = filled_log(tmp_path, [PLAN])
    calendar(path)
    other = filled_log(tmp_path, [PLAN], "other.xlsx")
    assert main(["calendar", str(other), "-o", str(tmp_path / "log-calendar.ics")]) == 2
    assert "is not a calendar of these logs" in told(capsys)


def test_the_log_is_no_target_and_stays_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = filled_log(tmp_path, [PLAN])
    before = path.read_bytes(), path.stat().st_mtime_ns
    calendar(path)
    assert main(["calendar", str(path), "-o", str(path)]) == 2
    assert "is not a calendar file: let its name end with .ics" in told(capsys)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


@pytest.mark.skipif(os.name != "posix", reason="Windows takes no time zone from the environment")
def test_the_file_is_the_same_in_every_time_zone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = filled_log(tmp_path, [PLAN, row(item="Call", expected_back=datetime(2026, 12, 14, 17))])
    made = set()
    for zone in ("UTC", "Pacific/Kiritimati", "America/St_Johns"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        calendar(path, "2026-11-23T17:00", "--force")
        made.add((tmp_path / "log-calendar.ics").read_bytes())
        (tmp_path / "log-calendar.ics").unlink()
    monkeypatch.undo()
    time.tzset()
    assert len(made) == 1


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    more = (
        "x\r\nBEGIN:VALARM\r\nEND:VALARM",
        "a\nATTACH:http://evil.example",
        "END:VCALENDAR",
        '\\n;,:"^n',
        "😀" * 200,
    )
    texts = [text for text in (*HOSTILE, *more) if not any(ord(sign) < 32 and sign not in "\r\n\t" for sign in text)]
    rows = [row(item=f"{number} {text}", handed_to=text, id=text) for number, text in enumerate(texts)]
    path = filled_log(tmp_path, rows)
    assert len(calendar(path)) == 2 * len(rows)
    text = (tmp_path / "log-calendar.ics").read_bytes().decode()
    made = icalendar.Calendar.from_ical(text)
    names = {name for component in made.walk() for name in component}
    assert {"ATTACH", "ATTENDEE", "URL", "ORGANIZER"}.isdisjoint(names)
    assert len(made.walk("VALARM")) == 2 * len(rows)
    calendar(path, "2026-11-24")  # and it knows its own file again
    assert (tmp_path / "log-calendar.ics").read_bytes().decode() == text


@pytest.mark.parametrize("as_of", ["1901-01-01", "9999-12-31"])
def test_days_at_the_end_of_the_calendar_and_lines_with_hardly_anything_are_entries(tmp_path: Path, as_of: str) -> None:
    last = datetime(9999, 12, 31)
    rows = [{"item": "x", "expected_back": last}, {"handed_to": "Li Wei", "checkpoint": last}, {"notes": "?"}]
    found = calendar(filled_log(tmp_path, [EMPTY | {"id": None} | each for each in rows]), as_of)
    assert {entry.summary for entry in found.values()} == {"Due: x", "Checkpoint: (no item) (Li Wei)"}
    assert {entry.description for entry in found.values()} == {"", "Handed to Li Wei"}
    assert {entry.end for entry in found.values()} == {None}


def test_a_log_without_lines_is_a_calendar_without_entries(tmp_path: Path) -> None:
    assert calendar(filled_log(tmp_path, [])) == {}


def run(path: Path, *options: str) -> int:
    """Make a calendar as of a Monday, and return the exit code."""
    return main(["calendar", str(path), "--as-of", "2026-11-23", *options])


def test_the_calendar_of_whoever_has_nothing_any_more_is_all_cancelled(tmp_path: Path) -> None:
    log = filled_log(tmp_path, [PLAN, {**PLAN, "handed_to": "Li Wei"}])
    assert run(log, "--person", "Li Wei") == 0
    type_rows(log, [{}, {"handed_to": "Ana Costa"}])
    assert run(log, "--person", "wei, li") == 0
    made = icalendar.Calendar.from_ical((tmp_path / "log-calendar-Li Wei.ics").read_bytes())
    assert {event["STATUS"] for event in made.walk("VEVENT")} == {"CANCELLED"}
    assert run(log, "--person", "Bo") == 2


def test_the_calendar_of_a_folder_goes_on_when_one_log_is_left(tmp_path: Path) -> None:
    other = {**PLAN, "item": "Other", "handed_to": "Li Wei"}
    one, two = filled_log(tmp_path, [PLAN], "one.xlsx"), filled_log(tmp_path, [other], "two.xlsx")
    assert run(tmp_path) == 0
    two.unlink()
    assert run(tmp_path) == 0
    made = icalendar.Calendar.from_ical((tmp_path / "team-calendar.ics").read_bytes())
    assert sorted(event["STATUS"] for event in made.walk("VEVENT")) == ["CANCELLED"] * 2 + ["CONFIRMED"] * 2
    assert {path.name for path in tmp_path.iterdir()} == {one.name, "team-calendar.ics"}


def test_what_is_reopened_after_it_left_the_file_is_newer_than_anything_sent_before(tmp_path: Path) -> None:
    log = filled_log(tmp_path, [PLAN])
    sent: dict[str, int] = {}
    changes = [{}, {"item": "Plan, changed"}, {"status": "Done"}, {}, {"status": "Open"}, {}]
    for change, day in zip(changes, ("11-02", "11-09", "11-16", "12-28", "12-29", "12-30"), strict=True):
        type_rows(log, [change])
        assert run(log, "--as-of", f"2026-{day}") == 0
        made = icalendar.Calendar.from_ical((tmp_path / "log-calendar.ics").read_bytes())
        if day == "12-28":
            assert made.walk("VEVENT") == []
        for event in made.walk("VEVENT"):
            uid, number = str(event["UID"]), int(event["SEQUENCE"])
            assert number > sent.get(uid, -1) if change else number == sent.get(uid, 0)
            sent[uid] = number
