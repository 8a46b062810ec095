"""A date that can hardly be right never makes a line look fine."""

from datetime import datetime
from pathlib import Path

import pytest
from logs import MONDAY, lines, reviewed, row, worst
from made import Row

LATE: Row = row(handed_off=datetime(2026, 11, 1), expected_back=datetime(2026, 11, 3), checked_in=datetime(2026, 11, 2))
LATE |= {"checkpoint": datetime(2026, 11, 2)}
SOON = {"expected_back": datetime(2026, 12, 14)}


@pytest.mark.parametrize(
    ("changed", "typed", "meant"),
    [
        ({"now_expected": datetime(2062, 11, 3)}, "Now expected is 2062-11-03", "2026-11-03"),
        ({"now_expected": datetime(2569, 11, 3)}, "Now expected is 2569-11-03", "2026-11-03"),
        ({"now_expected": datetime(2126, 11, 3)}, "Now expected is 2126-11-03", "2026-11-03"),
        ({"now_expected": datetime(2036, 11, 3)}, "Now expected is 2036-11-03", ""),
        ({"expected_back": datetime(2062, 11, 3)}, "Expected back is 2062-11-03", "2026-11-03"),
        ({"checkpoint": datetime(2062, 11, 2), **SOON}, "Checkpoint is 2062-11-02", "2026-11-02"),
        ({"checked_in": datetime(2062, 11, 2), **SOON}, "Checked in is 2062-11-02", "2026-11-02"),
        ({"checked_in": datetime(2026, 12, 2), **SOON}, "Checked in is 2026-12-02", ""),
        ({"returned": datetime(2062, 11, 3)}, "Returned is 2062-11-03", "2026-11-03"),
    ],
)
def test_a_far_date_is_listed_first_with_what_was_typed_and_what_is_meant(
    tmp_path: Path, changed: Row, typed: str, meant: str
) -> None:
    review = reviewed(tmp_path, [row(checkpoint=None, item="B"), {**LATE, **changed}])
    first = lines(review)[review.worst_first[0]]
    assert first["why"].startswith(f"{typed}, which can hardly be right")
    assert (f"type {meant} if that is meant" in first["do_next"]) is bool(meant)
    assert first["task"] == first["do_next"]
    assert review.figures.attention == 2
    assert "1 with a date that can hardly be right" in review.headline


def test_a_wait_of_a_few_years_can_be_meant(tmp_path: Path) -> None:
    review = reviewed(tmp_path, [row(expected_back=datetime(2029, 12, 1))])
    assert (worst(review), review.figures.attention) == ([], 0)


def test_what_is_missing_is_said_before_a_doubt_and_closed_lines_have_none(tmp_path: Path) -> None:
    far = {"now_expected": datetime(2062, 11, 3)}
    review = reviewed(tmp_path, [{**LATE, **far, "handed_to": None}, {**LATE, **far, "status": "Done"}])
    assert [line["why"] for line in lines(review)] == ["not filled in or not usable: Handed to", ""]


def test_the_flag_stays_what_the_log_itself_shows(tmp_path: Path) -> None:
    review = reviewed(
        tmp_path, [{**LATE, "now_expected": datetime(2062, 11, 3)}, {**LATE, "expected_back": datetime(2062, 11, 3)}]
    )
    assert [line["flags"] for line in lines(review)] == [["slipped"], []]
    assert review.as_of == MONDAY


def test_what_has_been_late_for_years_is_late_and_no_slip(tmp_path: Path) -> None:
    old = {"handed_off": datetime(2023, 1, 9), "expected_back": datetime(2023, 2, 1), "checkpoint": None}
    [line] = lines(reviewed(tmp_path, [row(**old)]))
    assert (line["flag"], line["mistyped"], line["doubtful"]) == ("overdue", False, False)


def test_what_came_back_before_it_left_is_to_be_corrected_and_not_closed(tmp_path: Path) -> None:
    wrong = row(returned=datetime(2025, 11, 20), email="ana@example.org")
    right = row(item="Other", returned=datetime(2026, 11, 20))
    first, second = lines(reviewed(tmp_path, [wrong, right]))
    assert first["flag"] == second["flag"] == "returned"
    assert first["do_next"].startswith("Correct Returned")
    assert first["subject"] == "Which day was it? Draft budget"
    assert first["ask"].startswith("I noted 2025-11-20 as the day it came back")
    assert second["do_next"].endswith("then set Status to Done")
