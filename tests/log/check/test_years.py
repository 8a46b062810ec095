"""A year that can hardly be right is reported, with the one that is probably meant."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from logs import MONDAY, filled_log, row

from sheetkit.log.problems import Problem
from sheetkit.log.read.options import ReadOptions
from sheetkit.log.read_log import Log, read_log


def read(folder: Path, **values: object) -> Log:
    return read_log(filled_log(folder, [row(checkpoint=None, **values)]), options=ReadOptions(as_of=MONDAY))


def one(log: Log) -> Problem:
    [problem] = log.problems
    return problem


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (datetime(2206, 12, 10), "two digits are swapped, and 2026 is meant"),
        (datetime(2569, 12, 10), "2569 of the Buddhist era is 2026"),
        (datetime(1926, 12, 10), "the century is wrong, and 2026 is meant"),
        ("10 Dec 2569", "2569 of the Buddhist era is 2026"),
    ],
)
def test_a_far_year_is_told_with_the_likely_one(tmp_path: Path, typed: object, meant: str) -> None:
    problem = one(read(tmp_path, now_expected=typed))
    assert (problem.code, problem.severity, problem.cell) == ("far-date", "warning", "L2")
    assert meant in problem.message
    assert problem.fix == "If so, type 2026-12-10."


def test_two_years_are_near_and_a_day_more_is_far(tmp_path: Path) -> None:
    near, far = tmp_path / "near", tmp_path / "far"
    near.mkdir()
    far.mkdir()
    assert list(read(near, now_expected=datetime(2028, 11, 16)).problems) == []
    problem = one(read(far, now_expected=datetime(2028, 11, 17)))
    assert (problem.code, problem.fix) == ("far-date", "Look at the year again, and correct it if it was mistyped.")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (261130, "perhaps 2026-11-30 is meant"),
        (20261130, "perhaps 2026-11-30 is meant"),
        (2027, "it looks like a year"),
        (12, "not a date"),
    ],
)
def test_a_bare_number_in_a_far_year_is_no_date(tmp_path: Path, number: int, said: str) -> None:
    path = filled_log(tmp_path, [row(checkpoint=None)])
    log = read_log(with_number(path, number), options=ReadOptions(as_of=MONDAY))
    assert one(log).code == "not-a-date"
    assert said in one(log).message
    assert log.frame["now_expected"].isna().all()
    assert log.unread["now_expected"] == {2: str(number)}


def with_number(path: Path, number: int) -> Path:
    """Type a number into Now expected of the first line, in a cell without a date format."""
    book = openpyxl.load_workbook(path)
    cell = book["Log"]["L2"]
    cell.value, cell.number_format = number, "General"
    book.save(path)
    return path


def test_a_far_day_of_hand_off_is_compared_with_the_moment_and_the_others_with_that_too(tmp_path: Path) -> None:
    problem = one(read(tmp_path, handed_off=datetime(1926, 11, 16)))
    assert (problem.code, problem.cell) == ("far-date", "H2")


def test_of_a_line_that_is_old_as_a_whole_the_hand_off_alone_is_told(tmp_path: Path) -> None:
    left, due, back = datetime(2023, 11, 16), datetime(2023, 12, 1), datetime(2024, 1, 9)
    problem = one(read(tmp_path, handed_off=left, expected_back=due, returned=back, status="Done"))
    assert (problem.code, problem.cell) == ("far-date", "H2")


def test_what_has_happened_cannot_lie_ahead(tmp_path: Path) -> None:
    ahead = datetime(2026, 12, 24)
    log = read(tmp_path, handed_off=ahead, expected_back=datetime(2027, 1, 5), checked_in=ahead, returned=ahead)
    assert [(problem.code, problem.cell) for problem in log.problems] == [
        ("future-date", "H2"),
        ("future-date", "K2"),
        ("future-date", "N2"),
    ]


def test_the_day_of_the_review_is_not_ahead(tmp_path: Path) -> None:
    assert list(read(tmp_path, checked_in=datetime(MONDAY.year, MONDAY.month, MONDAY.day)).problems) == []
