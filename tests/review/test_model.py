"""A review as plain data says what its log says."""

from datetime import datetime
from pathlib import Path

from logs import BACK, DONE, MONDAY, OVERDUE, filled_log, lines, reviewed, row

from sheetkit.log.read_log import read_log
from sheetkit.review.build import build_review


def test_hand_offs_keep_their_rows_in_the_log(tmp_path: Path) -> None:
    rows = [row(item="A"), dict.fromkeys(row()), row(item="C")]
    assert [(one["row"], one["item"]) for one in lines(reviewed(tmp_path, rows))] == [(2, "A"), (4, "C")]


def test_a_date_that_is_missing_is_none(tmp_path: Path) -> None:
    (one,) = lines(reviewed(tmp_path, [row(handed_off="soon", expected_back=None)]))
    assert (one["handed_off"], one["due"], one["days_left"]) == (None, None, None)


def test_due_keeps_its_time_of_day(tmp_path: Path) -> None:
    moment = datetime(2026, 12, 14, 17, 30)
    (one,) = lines(reviewed(tmp_path, [row(expected_back=moment)]))
    assert one["due"] == moment


def test_nobody_waits_for_what_is_done_or_cancelled(tmp_path: Path) -> None:
    rows = [row(), BACK, DONE, row(status="Cancelled"), row(status="On hold"), row(status="Dnoe")]
    closed = [one["closed"] for one in lines(reviewed(tmp_path, rows))]
    assert closed == [False, False, True, True, False, False]


def test_a_log_without_lines_has_no_hand_offs(tmp_path: Path) -> None:
    assert lines(reviewed(tmp_path, [])) == []


def test_the_headline_is_that_of_the_figures_while_nothing_is_gone(tmp_path: Path) -> None:
    review = reviewed(tmp_path, [OVERDUE])
    assert review.gone == ""
    assert review.headline == review.figures.headline


def test_the_problems_of_all_logs_are_together(tmp_path: Path) -> None:
    paths = [filled_log(tmp_path, [row(status="Dnoe")], name=name) for name in ("one.xlsx", "two.xlsx")]
    review = build_review([read_log(path) for path in paths], MONDAY)
    assert [problem.code for problem in review.problems] == ["unknown-choice", "unknown-choice"]
