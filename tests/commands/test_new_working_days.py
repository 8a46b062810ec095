"""`new --working-days --holidays`: a log that counts working days."""

import io
from contextlib import redirect_stderr, redirect_stdout
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from made import blank_log

from sheetkit.cli import main
from sheetkit.log.read_log import read_log
from sheetkit.template.store import shipped_names

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1
DTSTART;VALUE=DATE:20261225
DTEND;VALUE=DATE:20261227
SUMMARY:Christmas\\, both
  days
RRULE:FREQ=YEARLY;BYMONTH=12
BEGIN:VALARM
TRIGGER:-P1D
SUMMARY:Buy a tree
END:VALARM
END:VEVENT
BEGIN:VEVENT
DTSTART;TZID="Europe/Berlin":20260501T000000
DTEND;TZID="Europe/Berlin":20260502T000000
SUMMARY:May Day
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261126
SUMMARY:Thanksgiving
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260102
SUMMARY:Cancelled
STATUS:CANCELLED
END:VEVENT
BEGIN:VEVENT
SUMMARY:Without a date
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20060102
SUMMARY:Long ago
END:VEVENT
END:VCALENDAR
"""


def run(*arguments: str) -> tuple[int, str]:
    """The exit code, and everything printed, in one line."""
    printed = io.StringIO()
    with redirect_stdout(printed), redirect_stderr(printed):
        code = main(["new", *arguments])
    return code, " ".join(printed.getvalue().split())


def listed(path: Path) -> list[tuple[object, object, object]]:
    """The lines of the sheet Holidays."""
    rows = openpyxl.load_workbook(path)["Holidays"].iter_rows(min_row=4, max_col=3, values_only=True)
    return [(one[0].date() if isinstance(one[0], datetime) else one[0], *one[1:]) for one in rows if any(one)]


def made(folder: Path, name: str, content: str | bytes) -> tuple[int, str, Path]:
    source, target = folder / name, folder / "log.xlsx"
    source.write_bytes(content if isinstance(content, bytes) else content.encode())
    return *run(str(target), "--working-days", "Mon-Fri", "--holidays", str(source)), target


def test_off_unless_asked_for(tmp_path: Path) -> None:
    assert read_log(blank_log(tmp_path)).working_days is None


def test_a_list_goes_onto_the_sheet(tmp_path: Path) -> None:
    text = "Name;Date;Every year\nChristmas;25.12.2026;x\nNew Year;2027-01-01;\n"
    code, shown, path = made(tmp_path, "days.csv", text)
    assert code == 0, shown
    assert "2 days off, 1 of them every year, on the sheet Holidays." in shown
    assert listed(path) == [(date(2026, 12, 25), "Christmas", "Yes"), (date(2027, 1, 1), "New Year", None)]
    working_days = read_log(path).working_days
    assert working_days is not None
    assert date(2030, 12, 25) in working_days.days_off


def test_a_list_needs_no_headings(tmp_path: Path) -> None:
    code, shown, path = made(tmp_path, "days.csv", "2026-12-25,Christmas,yes\n2027-01-01\n")
    assert code == 0, shown
    assert listed(path) == [(date(2026, 12, 25), "Christmas", "Yes"), (date(2027, 1, 1), None, None)]


def test_a_calendar_goes_onto_the_sheet_and_what_is_not_taken_is_said(tmp_path: Path) -> None:
    code, shown, path = made(tmp_path, "days.ics", CALENDAR.replace("\n", "\r\n"))
    assert code == 0, shown
    assert listed(path) == [
        (date(2026, 5, 1), "May Day", None),
        (date(2026, 11, 26), "Thanksgiving", None),
        (date(2026, 12, 25), "Christmas, both days", "Yes"),
        (date(2026, 12, 26), "Christmas, both days", "Yes"),
    ]
    assert "'Thanksgiving' repeats by a rule that sheetkit does not read (FREQ=YEARLY;BYMONTH=11;BYDAY=4TH)" in shown
    assert "'Without a date' has no date that can be read and was left out." in shown
    assert "Left out, since only days from 2020 to 2039 are counted: 1 day." in shown


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("days.csv", "Date\n03/04/2026\n", "Line 2 of 'days.csv' cannot be read: '03/04/2026' can be 2026-04-03 or"),
        ("days.csv", "Date,Name\n2026-12-25,x\n,Easter\n", "Line 3 of 'days.csv' cannot be read: '' is not a date"),
        ("days.csv", "Date,Name\n", "lists no days off"),
        ("days.ics", "BEGIN:VCALENDAR\nEND:VCALENDAR\n", "holds no event with a date"),
        (
            "days.ics",
            f"{CALENDAR[: CALENDAR.index('UID')]}DTSTART:00010101\nDTEND:00010101\nEND:VEVENT",
            "holds no event",
        ),
        ("days.ics", "Date\n2026-12-25\n", "is not a calendar file"),
        ("days.ics", b"\xff\xfe\x00", "is not a calendar file"),
    ],
)
def test_a_file_that_cannot_be_read_makes_no_log(tmp_path: Path, name: str, content: str | bytes, words: str) -> None:
    code, shown, path = made(tmp_path, name, content)
    assert code == 2
    assert words in shown
    assert not path.exists()


def test_what_goes_together_is_said(tmp_path: Path) -> None:
    target = str(tmp_path / "log.xlsx")
    assert run(target, "--holidays", "days.csv") == (
        2,
        "sheetkit: --holidays needs --working-days too: which days of the week count, as in Mon-Fri.",
    )
    code, shown = run(target, "--working-days", "Montag")
    assert (code, "--working-days needs days such as Mon-Fri or 'Mon Tue Thu', not 'Montag'." in shown) == (2, True)
    code, shown = run(target, "--working-days", "Mon-Fri", "--holidays", str(tmp_path / "none.ics"))
    assert (code, "'none.ics' cannot be read: No such file" in shown) == (2, True)


def test_what_is_not_taken_of_a_list_is_said(tmp_path: Path) -> None:
    text = "Datum;Name;Jährlich\n2026-12-24;Heiligabend;ja\n"
    code, shown, _ = made(tmp_path, "days.csv", text)
    assert code == 0, shown
    assert "The column 'Jährlich' was not read: Date, Name and Every year are." in shown
    assert "1 day off on the sheet Holidays." in shown
    (tmp_path / "log.xlsx").unlink()
    code, shown, _ = made(tmp_path, "days.csv", "Date,Name,Every year\n2026-12-24,Eve,ja\n2026-12-31,Silvester,no\n")
    assert "Line 2: 'ja' is not a word for yes, so 2026-12-24 counts only in that year." in shown
    assert "Silvester" not in shown


@pytest.mark.parametrize("kind", shipped_names())
def test_the_review_prints_on_the_paper_that_the_log_was_made_for(kind: str, tmp_path: Path) -> None:
    assert main(["new", str(tmp_path / "log.xlsx"), "--template", kind, "--paper", "Letter"]) == 0
    assert main(["review", str(tmp_path / "log.xlsx"), "--as-of", "2026-11-23"]) == 0
    for book in ("log.xlsx", "log-review-2026-11-23.xlsx"):
        sheets = [sheet for sheet in openpyxl.load_workbook(tmp_path / book) if sheet.sheet_state == "visible"]
        assert {sheet.page_setup.paperSize for sheet in sheets} == {1}
