"""What is most urgent comes first."""

from datetime import datetime
from pathlib import Path

import pandas as pd
from logs import BACK, DONE, MONDAY, OVERDUE, UNCHECKED, lines, reviewed, row, worst
from made import Row

from sheetkit.review.build import build_review
from sheetkit.review.frame import SCHEMA
from sheetkit.review.people import for_person


def order(folder: Path, *rows: Row) -> list[str]:
    return [one["item"] for one in worst(reviewed(folder, rows))]


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


def check_schema(frame: pd.DataFrame) -> None:
    assert list(frame.columns) == list(SCHEMA)
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {
        name: column.dtype for name, column in SCHEMA.items()
    }
    for name in frame.select_dtypes("category"):
        assert frame[name].cat.categories.dtype == "str"
        assert "" not in frame[name].cat.categories


def test_every_reviews_frame_has_its_schema(tmp_path: Path) -> None:
    review = reviewed(tmp_path, [OVERDUE, UNCHECKED, BACK, DONE, row(status="On hold"), row(item=None)])
    team = build_review([review.logs[0].log, review.logs[0].log], MONDAY)
    (tmp_path / "blank").mkdir()
    for one in (
        review,
        team,
        for_person(team, "Ana Costa"),
        reviewed(tmp_path / "blank", []),
        build_review([], MONDAY),
    ):
        check_schema(one.frame)
        assert len(one.rules) == len(one.frame)
    assert team.frame["log"].tolist() == [0] * 6 + [1] * 6


def test_the_flag_is_the_first_rule_that_holds(tmp_path: Path) -> None:
    review = reviewed(tmp_path, [OVERDUE, UNCHECKED, BACK, DONE, row()])
    assert list(review.rules.columns) == [rule.name for rule in review.templates[0].rules]
    for one in lines(review):
        assert one["flag"] == next(iter(one["flags"]), "")
