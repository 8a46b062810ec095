"""The thresholds on the log's Settings sheet."""

from pathlib import Path
from tempfile import mkdtemp

import pytest
from made import blank_log
from openpyxl import load_workbook
from sheets import GOOD, LETTERS, filled_log, found, only, plain_log

from sheetkit.log.read_log import Log, read_log

DEFAULTS = {"checkpoint_after_hours": 4, "due_soon_days": 7, "review_every_days": 7, "remind_again_days": 3}
DUE_SOON = "B5"


def log_with(folder: Path, value: object) -> Log:
    path = blank_log(folder, 2)
    book = load_workbook(path)
    book["Settings"][DUE_SOON] = value
    book.save(path)
    return read_log(path)


def test_a_blank_log_has_the_defaults(tmp_path: Path) -> None:
    log = read_log(blank_log(tmp_path, 2))
    assert log.settings == DEFAULTS
    assert log.problems == []


@pytest.mark.parametrize("value", [0, 14, 2.5])
def test_a_changed_threshold_is_read(tmp_path: Path, value: float) -> None:
    log = log_with(tmp_path, value)
    assert log.settings == {**DEFAULTS, "due_soon_days": value}
    assert found(log) == []


@pytest.mark.parametrize(
    ("value", "said"),
    [("a week", "'a week' is not a number"), (-1, "'-1' is not a number of 0 or more"),
     (None, "the cell is empty"),
     ("14", "'14' is not a number"), ("=7*2", "a formula whose result is not stored"),
     (True, "'TRUE' is not a number")],
)  # fmt: skip
def test_a_threshold_that_is_no_number_is_said_and_the_default_used(tmp_path: Path, value: object, said: str) -> None:
    log = log_with(tmp_path, value)
    assert log.settings == DEFAULTS
    problem = only(log)
    assert (problem.code, problem.severity, problem.sheet, problem.cell) == ("bad-setting", "error", "Settings", "B5")
    assert problem.column == "Due soon means within (days)"
    assert said in problem.message
    assert "so 7 is used" in problem.message


@pytest.mark.parametrize("value", ["yesterday", True, "#REF!"])
def test_a_moment_for_the_live_view_that_is_no_date_is_said(tmp_path: Path, value: object) -> None:
    path = blank_log(tmp_path, 2)
    book = load_workbook(path)
    book["Settings"]["B8"] = value
    book.save(path)
    problem = only(read_log(path))
    assert (problem.code, problem.sheet, problem.cell, problem.column) == ("bad-setting", "Settings", "B8", "as_of")
    assert problem.fix == "Type a date, or =NOW() to follow the clock."


def test_a_renamed_settings_sheet_is_read_all_the_same(tmp_path: Path) -> None:
    path = blank_log(tmp_path, 2)
    book = load_workbook(path)
    book["Settings"].title = "Ana's thresholds"
    for name in book.defined_names.values():
        name.attr_text = name.attr_text.replace("'Settings'", "'Ana''s thresholds'")
        name.attr_text = name.attr_text.replace("Settings!", "'Ana''s thresholds'!")
    book["Ana's thresholds"][DUE_SOON] = 3
    book.save(path)
    assert read_log(path).settings["due_soon_days"] == 3


def test_a_log_without_settings_uses_the_defaults_and_mentions_them(tmp_path: Path) -> None:
    log = plain_log(tmp_path / "log.xlsx", [GOOD])
    assert log.settings == DEFAULTS
    [problem] = [problem for problem in log.problems if problem.code == "missing-setting"]
    assert problem.severity == "info"
    assert "due_soon_days (7)" in problem.message


def test_a_name_that_leads_nowhere_is_a_setting_that_is_missing(tmp_path: Path) -> None:
    path = blank_log(tmp_path, 2)
    book = load_workbook(path)
    book.defined_names["due_soon_days"].attr_text = "Settings!#REF!"
    book.save(path)
    log = read_log(path)
    assert log.settings == DEFAULTS
    assert found(log, info=True) == [("missing-setting", None)]


def ambiguous(folder: Path, order: object, *, named: bool = True) -> Log:
    """A log with 03/04/2026 in it, and the order of dates in its Settings."""
    folder = Path(mkdtemp(dir=folder))
    path = filled_log(folder, [{**GOOD, "returned": "03/04/2027"}])
    book = load_workbook(path)
    book["Settings"]["B9"] = order
    if not named:
        del book.defined_names["date_order"]
        book["Settings"]["A9"] = "Date_order "
    book.save(path)
    return read_log(path)


@pytest.mark.parametrize(
    ("order", "day"),
    [("DMY", "2027-04-03"), (" mdy", "2027-03-04"), ("DD/MM/YYYY", "2027-04-03"), ("m/d/yy", "2027-03-04")],
)
@pytest.mark.parametrize("named", [True, False])
def test_the_order_of_dates_is_followed(tmp_path: Path, order: str, day: str, named: bool) -> None:
    log = ambiguous(tmp_path, order, named=named)
    assert found(log) == [("date-as-text", f"{LETTERS['returned']}2")]
    assert str(log.frame.at[2, "returned"])[:10] == day


def test_an_order_that_is_none_is_said_and_nothing_is_guessed(tmp_path: Path) -> None:
    log = ambiguous(tmp_path, "YMD")
    assert found(log) == [("ambiguous-date", f"{LETTERS['returned']}2"), ("bad-setting", "B9")]
    assert found(ambiguous(tmp_path, None)) == [("ambiguous-date", f"{LETTERS['returned']}2")]
