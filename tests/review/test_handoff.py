"""What is most urgent comes first."""

from datetime import datetime
from pathlib import Path

import numpy as np
from logs import BACK, DONE, OVERDUE, UNCHECKED, reviewed, row
from made import Row

from sheetkit.review.handoff import HandOffs


def order(folder: Path, *rows: Row) -> list[str]:
    return [one.item for one in reviewed(folder, rows).worst(9)]


def test_what_is_late_comes_first_even_when_something_is_missing_in_it(tmp_path: Path) -> None:
    nameless = {**OVERDUE, "item": "late and nameless", "handed_to": None}
    incomplete = row(item="incomplete", handed_to=None)
    assert order(tmp_path, incomplete, nameless, OVERDUE) == ["late and nameless", "Late plan", "incomplete"]


def test_of_two_late_ones_the_one_that_waits_longer(tmp_path: Path) -> None:
    earlier = {**OVERDUE, "item": "earlier", "expected_back": datetime(2026, 11, 10)}
    hour = {**OVERDUE, "item": "an hour", "expected_back": datetime(2026, 11, 12, 1)}
    assert order(tmp_path, hour, OVERDUE, earlier) == ["earlier", "Late plan", "an hour"]


def test_what_has_no_due_date_comes_before_what_has_one(tmp_path: Path) -> None:
    dated = row(item="dated", handed_to=None)
    undated = row(item="undated", expected_back=None)
    assert order(tmp_path, dated, undated) == ["undated", "dated"]


def test_lines_that_are_equally_urgent_stay_in_the_logs_order(tmp_path: Path) -> None:
    assert order(tmp_path, *(row(item=name, checkpoint=None) for name in "cab")) == ["c", "a", "b"]


def test_what_has_no_flag_is_left_out(tmp_path: Path) -> None:
    assert order(tmp_path, row(), DONE, BACK, UNCHECKED) == ["No checkpoint", "Signed lease"]


def test_columns_and_records_say_the_same(tmp_path: Path) -> None:
    (one,) = reviewed(tmp_path, [OVERDUE, UNCHECKED, BACK, DONE, row(status="On hold"), row(item=None)]).logs
    again = HandOffs.of(one.handoffs)
    assert again.records(one.log.template.rules) == one.handoffs
    assert HandOffs.joined([again.some(np.arange(2)), again.some(np.arange(2, 6))]).records(()) == [
        line._replace(rules=()) for line in one.handoffs
    ]
    assert HandOffs.joined([]).records(()) == []
