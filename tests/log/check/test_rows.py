"""Problems between cells: one for each cause, at its cell, in the sheet's own words."""

from datetime import date, datetime
from pathlib import Path

import pytest
from sheets import GOOD, LETTERS, filled_log, found, only, plain_log, typed_log

from sheetkit.log.read_log import read_log


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.xlsx"


def test_a_log_without_mistakes_has_no_problems(tmp_path: Path) -> None:
    rows = [{**GOOD, "id": f"H-{number:04d}", "item": f"Plan {number}"} for number in range(1, 6)]
    assert read_log(filled_log(tmp_path, rows)).problems == []


@pytest.mark.parametrize("key", ["item", "handed_to", "handed_off", "expected_back"])
@pytest.mark.parametrize("blank", [None, " ", "\xa0"])
def test_a_blank_cell_that_is_needed(tmp_path: Path, key: str, blank: str | None) -> None:
    problem = only(read_log(typed_log(tmp_path, [GOOD, {**GOOD, "id": "H-0002", key: blank}])))
    assert (problem.code, problem.severity, problem.sheet) == ("required", "error", "Log")
    assert (problem.cell, problem.row, problem.value) == (f"{LETTERS[key]}3", 3, "")
    assert problem.message == f"{problem.column} is blank"
    assert problem.fix.startswith("Enter it: ")


def test_a_blank_cell_is_named_by_the_sheets_own_heading(path: Path) -> None:
    log = plain_log(path, [{**GOOD, "handed_to": None}], headings={"handed_to": "WHO"})
    assert only(log).column == "WHO"


@pytest.mark.parametrize(
    ("key", "typed", "near"),
    [
        ("status", "Dnoe", "Done"),
        ("status", "banana", None),
        ("status", "on  holdd", "On hold"),
        ("kind", "Delgated", "Delegated"),
        ("understood", "yess", "Yes"),
        ("hard_to_replace", "perhaps", None),
        ("status", date(2026, 11, 23), None),
        ("status", 1, None),
    ],
)
def test_a_word_that_is_no_choice(tmp_path: Path, key: str, typed: object, near: str | None) -> None:
    problem = only(read_log(typed_log(tmp_path, [{**GOOD, key: typed}])))
    assert (problem.code, problem.severity, problem.cell) == ("unknown-choice", "error", f"{LETTERS[key]}2")
    assert problem.value in problem.message
    assert ("counts as Open" in problem.message) == (key == "status")
    assert ("Perhaps" in problem.fix) == (near is not None)
    assert near is None or f"Perhaps {near!r} is meant" in problem.fix


@pytest.mark.parametrize(
    ("key", "typed"),
    [("status", " dONE\xa0"), ("status", "completed"), ("understood", "Y"), ("understood", True), ("understood", False),
     ("hard_to_replace", "x"), ("kind", "WAITING  for"), ("status", None), ("status", "  ")],
)  # fmt: skip
def test_a_choice_may_be_spelt_freely(tmp_path: Path, key: str, typed: object) -> None:
    assert found(read_log(typed_log(tmp_path, [{**GOOD, key: typed}]))) == []


def test_an_id_that_stands_twice_is_said_once_for_each_line_after_the_first(tmp_path: Path) -> None:
    ids = ("H-0001", "H-0002", " h-0001", "H-0001\xa0", "", None)
    rows = [{**GOOD, "id": one, "item": f"Plan {number}"} for number, one in enumerate(ids)]
    log = read_log(typed_log(tmp_path, rows))
    assert found(log) == [("duplicate-id", "C4"), ("duplicate-id", "C5")]
    assert log.problems[0].message == "'h-0001' is also the ID of row 2"


ORDERS = {
    "expected back before it left": ("expected_back", date(2026, 11, 1), "is before Handed off, 2026-11-02"),
    "a checkpoint before it left": ("checkpoint", date(2026, 11, 1), "is before Handed off, 2026-11-02"),
    "a checkpoint after it is due": ("checkpoint", date(2026, 12, 2), "is after the day it is due, 2026-12-01"),
    "back before it left": ("returned", date(2026, 11, 1), "is before Handed off, 2026-11-02"),
}


@pytest.mark.parametrize("kind", ORDERS)
def test_dates_in_an_order_that_cannot_be(kind: str, tmp_path: Path) -> None:
    key, value, said = ORDERS[kind]
    problem = only(read_log(typed_log(tmp_path, [{**GOOD, key: value}])))
    assert (problem.code, problem.severity, problem.cell) == ("date-order", "error", f"{LETTERS[key]}2")
    assert problem.value == value.isoformat()
    assert said in problem.message
    assert problem.fix.startswith("Correct ")


@pytest.mark.parametrize(
    "dates",
    [
        {"handed_off": date(2026, 11, 23), "expected_back": date(2026, 11, 23), "checkpoint": date(2026, 11, 23)},
        {"handed_off": datetime(2026, 11, 23, 14), "expected_back": date(2026, 11, 23), "checkpoint": None},
        {"handed_off": date(2026, 11, 23), "expected_back": datetime(2026, 11, 23, 9), "checkpoint": None},
        {"expected_back": date(2026, 11, 5), "now_expected": date(2026, 12, 1), "checkpoint": date(2026, 11, 30)},
        {"returned": date(2026, 11, 2)},
    ],
)
def test_dates_on_the_border_are_in_order(tmp_path: Path, dates: dict[str, object]) -> None:
    assert found(read_log(typed_log(tmp_path, [{**GOOD, **dates}]))) == []


def test_on_one_day_the_times_count_where_both_have_one(tmp_path: Path) -> None:
    late = {"handed_off": datetime(2026, 11, 23, 14), "expected_back": datetime(2026, 11, 23, 13, 59, 59)}
    log = read_log(typed_log(tmp_path, [{**GOOD, **late, "checkpoint": None}]))
    assert found(log) == [("date-order", "I2")]
    assert "2026-11-23 13:59:59 is before Handed off, 2026-11-23 14:00" in log.problems[0].message


@pytest.mark.parametrize(
    ("changes", "code", "key"),
    [
        # an impossible due date makes the checkpoint's order no second problem
        ({"expected_back": date(2026, 10, 1)}, "date-order", "expected_back"),
        ({"expected_back": "03/04/2026"}, "ambiguous-date", "expected_back"),
        ({"handed_off": "soon"}, "not-a-date", "handed_off"),
        ({"handed_off": None}, "required", "handed_off"),
        ({"handed_off": "31/11/2026", "returned": date(2026, 11, 1)}, "not-a-date", "handed_off"),
        # with an unreadable new day, nobody knows whether the checkpoint is before it
        ({"now_expected": "soon", "checkpoint": date(2026, 12, 5)}, "not-a-date", "now_expected"),
        ({"expected_back": "soon", "checkpoint": date(2026, 12, 5)}, "not-a-date", "expected_back"),
    ],
)
def test_one_cause_gives_one_problem(tmp_path: Path, changes: dict[str, object], code: str, key: str) -> None:
    assert found(read_log(typed_log(tmp_path, [{**GOOD, **changes}]))) == [(code, f"{LETTERS[key]}2")]


def test_a_checkpoint_before_the_hand_off_needs_no_due_date_to_be_wrong(tmp_path: Path) -> None:
    log = read_log(typed_log(tmp_path, [{**GOOD, "expected_back": "soon", "checkpoint": date(2026, 10, 5)}]))
    assert found(log) == [("not-a-date", f"{LETTERS['expected_back']}2"), ("date-order", f"{LETTERS['checkpoint']}2")]


def test_two_causes_in_one_line_give_two_problems(tmp_path: Path) -> None:
    log = read_log(typed_log(tmp_path, [{**GOOD, "item": None, "status": "Dnoe"}]))
    assert found(log) == [("required", "D2"), ("unknown-choice", "M2")]


@pytest.mark.parametrize("key", ["item", "handed_to", "handed_off", "expected_back"])
def test_a_column_that_is_needed_and_missing_is_one_problem_whatever_the_number_of_rows(path: Path, key: str) -> None:
    keys = [one for one in GOOD if one != key]
    rows = [{**GOOD, "id": f"H-{number}"} for number in range(5)]
    problem = only(plain_log(path, rows, keys, top=3))
    assert (problem.code, problem.severity, problem.cell, problem.row) == ("missing-column", "error", "A3", 3)
    assert "in row 3" in problem.message


def test_a_column_that_may_be_left_out_is_mere_information(path: Path) -> None:
    log = plain_log(path, [GOOD])
    missing = [problem for problem in log.problems if problem.code == "missing-column"]
    assert {problem.severity for problem in missing} == {"info"}
    assert "Notes" in {problem.column for problem in missing}
    assert not {"Flag", "Days left"} & {problem.column for problem in missing}
