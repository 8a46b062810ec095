"""An ID or a hand-off that is in a log twice is reported once."""

from datetime import date
from pathlib import Path

from logs import read, row
from sheets import GOOD, typed_log

from sheetkit.log.read_log import Log, read_log


def repeated(log: Log) -> list[tuple[str, str | None, str]]:
    codes = ("same-hand-off", "duplicate-id")
    return [(one.code, one.cell, one.message) for one in log.problems if one.code in codes]


def test_the_same_hand_off_in_two_lines_is_told_as_that(tmp_path: Path) -> None:
    rows = [{**GOOD, "id": "H-1"}, {**GOOD, "id": "H-2", "handed_to": "ANA  costa", "notes": "again"}]
    assert repeated(read_log(typed_log(tmp_path, rows))) == [
        ("same-hand-off", "D3", "this is the same hand-off as in row 2, so it is counted twice")
    ]


def test_under_one_id_it_is_told_once(tmp_path: Path) -> None:
    [(code, cell, message)] = repeated(read_log(typed_log(tmp_path, [{**GOOD, "id": "H-1"}, {**GOOD, "id": "h-1"}])))
    assert (code, cell) == ("duplicate-id", "C3")
    assert "it is the same hand-off" in message


def test_another_person_or_day_or_promise_is_another_hand_off(tmp_path: Path) -> None:
    others = [{"handed_to": "Ben"}, {"handed_off": date(2026, 11, 3)}, {"expected_back": date(2027, 1, 5)}]
    rows = [{**GOOD, **other, "id": f"H-{number}"} for number, other in enumerate([{}, *others])]
    assert repeated(read_log(typed_log(tmp_path, rows))) == []


def test_lines_without_a_day_are_never_the_same(tmp_path: Path) -> None:
    rows = [{**GOOD, "id": f"H-{number}", "handed_off": None} for number in range(2)]
    assert repeated(read_log(typed_log(tmp_path, rows))) == []


def test_a_line_that_was_cancelled_as_it_was_asked_for_is_no_second_one(tmp_path: Path) -> None:
    rows = [row(), row(status="Cancelled"), row(status="Cancelled")]
    assert [problem.code for problem in read(tmp_path, rows).problems] == []
