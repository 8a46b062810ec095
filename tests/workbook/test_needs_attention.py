"""Needs attention: every line with a flag, worst first."""

from datetime import datetime
from pathlib import Path

import pytest
from logs import BACK, DONE, EMPTY, OVERDUE, UNCHECKED, filled_log, row
from made import Row
from reviews import colour, review_sheet, sheet_of, table

from sheetkit.cli import main
from sheetkit.palette import PALETTE, ROW_TINT

NAME = "Needs attention"


def test_every_flagged_line_is_listed_once_worst_first(tmp_path: Path) -> None:
    rows = [row(), OVERDUE, UNCHECKED, BACK, DONE, row(expected_back="next week", item="Wrong date")]
    lines = table(review_sheet(tmp_path, NAME, rows))
    assert [(line["Flag"], line["Item"]) for line in lines] == [
        ("Overdue", "Late plan"),
        ("Incomplete", "Wrong date"),
        ("Missing checkpoint", "No checkpoint"),
        ("Back: close it", "Signed lease"),
    ]


def test_a_line_says_why_what_to_do_how_late_it_is_and_what_else_is_wrong(tmp_path: Path) -> None:
    late, unchecked = table(review_sheet(tmp_path, NAME, [OVERDUE, UNCHECKED]))
    assert late["Why"] == "due 12 Nov, 11 days ago"
    assert late["Do next"] == "Ask Ana Costa for it today and agree a new date"
    assert late["Due"] == datetime(2026, 11, 12)
    assert late["Days late"] == 11
    assert late["Also"] == "Missing checkpoint"
    assert unchecked["Days late"] is None


def test_an_overdue_line_is_red_across_and_another_only_at_its_flag(tmp_path: Path) -> None:
    sheet = review_sheet(tmp_path, NAME, [OVERDUE, UNCHECKED])
    assert colour(sheet, "Flag", 1) == PALETTE["red"].fill
    assert {colour(sheet, heading, 1) for heading in ("Item", "Due", "ID")} == {ROW_TINT["red"].fill}
    assert colour(sheet, "Flag", 2) == PALETTE["amber"].fill
    assert colour(sheet, "Item", 2) == ""


def test_the_worst_of_all_logs_comes_first_whichever_log_it_stands_in(tmp_path: Path) -> None:
    later = {**OVERDUE, "item": "Less late", "expected_back": datetime(2026, 11, 20)}
    paths = [
        filled_log(tmp_path, [UNCHECKED, later], name="one.xlsx"),
        filled_log(tmp_path, [OVERDUE], name="two.xlsx"),
    ]
    assert main(["review", *map(str, paths), "--as-of", "2026-11-23"]) == 0
    lines = table(sheet_of(tmp_path / "team-review-2026-11-23.xlsx", NAME))
    assert [(line["Item"], line["Log"]) for line in lines] == [
        ("Late plan", "two.xlsx"),
        ("Less late", "one.xlsx"),
        ("No checkpoint", "one.xlsx"),
    ]


@pytest.mark.parametrize("rows", [[], [row()], [DONE], [EMPTY]], ids=["no row", "on track", "done", "a cleared row"])
def test_a_log_with_nothing_late_says_so(tmp_path: Path, rows: list[Row]) -> None:
    sheet = review_sheet(tmp_path, NAME, rows)
    assert str(sheet["A2"].value).startswith("Nothing needs attention")
    assert table(sheet) == []
