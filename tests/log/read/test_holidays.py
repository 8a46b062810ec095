"""The sheet Holidays, and the setting that makes its days count."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from logs import filled_log, row
from made import blank_log

from sheetkit.expression.working_days import DAYS_OFF_NAME
from sheetkit.log.problems import Problem
from sheetkit.log.read_log import Log, read_log
from sheetkit.template.load import load_template
from sheetkit.template.store import shipped

FIRST_ROW = 4  # of the list


def log_with(
    folder: Path, days: Sequence[Sequence[object]] = (), week: object = "Mon-Fri", *, due: date = date(2026, 12, 14)
) -> Log:
    """A log with one line, the sheet Holidays filled from its first row on, and the setting."""
    path = filled_log(folder, [row(expected_back=datetime(due.year, due.month, due.day))])
    book = openpyxl.load_workbook(path)
    for number, values in enumerate(days, start=FIRST_ROW):
        for column, value in enumerate(values, start=1):
            book["Holidays"].cell(number, column).value = value
    book["Settings"][str(book.defined_names["working_days"].attr_text).split("!")[1].replace("$", "")].value = week
    book.save(path)
    return read_log(path)


def said(log: Log) -> list[tuple[str, str | None, str]]:
    return [(one.code, one.cell, one.message) for one in log.problems if one.sheet in ("Holidays", "Settings")]


def test_every_day_counts_while_the_setting_is_empty(tmp_path: Path) -> None:
    log = log_with(tmp_path, [["nonsense"]], None)
    assert log.working_days is None
    assert said(log) == []
    assert not any("working days" in note for note in log.notes)


def test_the_days_of_the_list_are_off(tmp_path: Path) -> None:
    log = log_with(tmp_path, [[date(2026, 12, 25), "Christmas"], [], [date(2020, 5, 1), None, " YES\xa0"]])
    assert log.working_days is not None
    assert log.working_days.week == (True,) * 5 + (False,) * 2
    assert date(2026, 12, 25) in log.working_days.days_off
    assert {day.year for day in log.working_days.days_off if day.month == 5} == set(range(2020, 2040))
    assert said(log) == []
    assert any("Mon, Tue, Wed, Thu and Fri, without the days off" in note for note in log.notes)


@pytest.mark.parametrize(("value", "shown"), [("Easter", "'Easter'"), ("2026-12-25", "'2026-12-25'"), (5, "'5'")])
def test_what_is_no_date_to_a_spreadsheet_is_said_with_its_cell(tmp_path: Path, value: object, shown: str) -> None:
    log = log_with(tmp_path, [[date(2020, 5, 1), None, "yes"], [value, "Some day"]])
    assert said(log) == [
        ("bad-setting", "A5", f"{shown} is not a date to a spreadsheet, so this line is not a day off")
    ]


def test_a_name_without_a_date_is_said(tmp_path: Path) -> None:
    assert said(log_with(tmp_path, [[None, "Easter"]])) == [
        ("bad-setting", "A4", "the date is missing, so this line is not a day off")
    ]


def test_a_day_below_the_lines_that_the_flag_looks_at_is_not_counted_and_said(tmp_path: Path) -> None:
    days = [[date(2026, 12, 1), "a day", "yes"]] * 31
    log = log_with(tmp_path, [*days[:30], [date(2026, 12, 2), "below"]])
    book = openpyxl.load_workbook(log.path)
    last = str(book.defined_names[DAYS_OFF_NAME].attr_text).rpartition("$")[2]
    assert last == str(FIRST_ROW + 29)
    assert [(code, cell) for code, cell, _ in said(log)] == [("bad-setting", f"A{FIRST_ROW + 30}")]
    assert log.working_days is not None
    assert date(2026, 12, 2) not in log.working_days.days_off


@pytest.mark.parametrize("week", ["Monday", "Mon-Wed-Fri", 5, "Lun-Ven"])
def test_days_that_are_not_understood_are_said_and_every_day_counts(tmp_path: Path, week: object) -> None:
    log = log_with(tmp_path, week=week)
    assert log.working_days is None
    ((code, cell, message),) = said(log)
    assert (code, cell) == ("bad-setting", "B10")
    assert message.endswith("does not name days of the week, so every day counts")


def end_of_list(log: Log) -> list[Problem]:
    return [one for one in log.problems if one.code == "holidays-end"]


@pytest.mark.parametrize(
    ("days", "due", "is_said"),
    [
        ([[date(2026, 4, 6)]], date(2026, 4, 7), True),
        ([[date(2026, 4, 6)]], date(2026, 4, 6), False),
        ([[date(2026, 4, 6)], [date(2020, 12, 25), "", "yes"]], date(2026, 12, 25), False),
        ([[date(2026, 4, 6)], [date(2020, 12, 25), "", "yes"]], date(2027, 1, 4), True),
        ([[date(2020, 12, 25), "", "yes"]], date(2027, 12, 25), False),
        ([], date(2027, 12, 25), False),
    ],
)
def test_a_list_that_ends_before_the_last_due_date_is_said(
    tmp_path: Path, days: list[list[object]], due: date, is_said: bool
) -> None:
    found = end_of_list(log_with(tmp_path, days, due=due))
    assert len(found) == is_said
    assert all(f"{due:%Y-%m-%d}" in one.message for one in found)


def test_a_due_date_in_a_far_year_is_said_there_alone(tmp_path: Path) -> None:
    log = log_with(tmp_path, [[date(2027, 4, 6)]], due=date(2206, 12, 14))
    assert [one.code for one in log.problems if one.code == "far-date"]
    assert end_of_list(log) == []


def test_a_log_whose_template_has_no_such_setting_counts_every_day(tmp_path: Path) -> None:
    source = shipped().source
    start = source.index('[[setting]]\nname = "working_days"')
    end = source.index("[[setting]]", start + 1)
    template = load_template(source[:start] + source[end:], "older.toml")
    path = blank_log(tmp_path, 5, template)
    assert "Holidays" not in openpyxl.load_workbook(path).sheetnames
    assert read_log(path).working_days is None
