"""All hand-offs: every line, every column, nothing left out."""

from datetime import datetime
from pathlib import Path

from logs import BACK, DONE, OVERDUE, UNCHECKED, filled_log, row
from reviews import colour, review_sheet, sheet_of, table

from sheetkit.cli import main
from sheetkit.palette import PALETTE, ROW_TINT
from sheetkit.template.store import shipped

NAME = "All hand-offs"


def test_every_line_stands_in_the_logs_own_order_closed_ones_too(tmp_path: Path) -> None:
    lines = table(review_sheet(tmp_path, NAME, [DONE, row(), OVERDUE, BACK]))
    assert [line["Item"] for line in lines] == ["Old thing", "Draft budget", "Late plan", "Signed lease"]
    assert [line["Flag"] for line in lines] == ["Done", "On track", "Overdue", "Back: close it"]
    assert [line["Days left"] for line in lines] == [None, 21, -11, None]


def test_every_column_that_people_fill_in_is_shown(tmp_path: Path) -> None:
    (line,) = table(review_sheet(tmp_path, NAME, [row()]))
    assert {column.title for column in shipped().entered} <= set(line)
    assert line["Handed off"] == datetime(2026, 11, 16)


def test_a_date_that_could_not_be_read_is_shown_as_it_was_typed(tmp_path: Path) -> None:
    (line,) = table(review_sheet(tmp_path, NAME, [row(expected_back="next week")]))
    assert line["Expected back"] == "next week"


def test_extra_columns_are_kept_and_shown(tmp_path: Path) -> None:
    rows = [{**row(), "Project #1": "Harbour", "Cost": 12.5, "Seen": datetime(2026, 11, 5)}]
    (line,) = table(review_sheet(tmp_path, NAME, rows, extra=["Project #1", "Cost", "Seen"]))
    assert (line["Project #1"], line["Cost"], line["Seen"]) == ("Harbour", "12.5", "2026-11-05")


def test_an_overdue_line_is_red_across_and_a_missing_checkpoint_amber_in_its_cell(tmp_path: Path) -> None:
    sheet = review_sheet(tmp_path, NAME, [row(), OVERDUE, UNCHECKED])
    red, amber, tint = PALETTE["red"].fill, PALETTE["amber"].fill, ROW_TINT["red"].fill
    assert colour(sheet, "Flag", 2) == red
    assert {colour(sheet, heading, 2) for heading in ("ID", "Item", "Notes", "Status")} == {tint}
    assert colour(sheet, "Checkpoint", 2) == amber
    assert colour(sheet, "Checkpoint", 3) == amber
    assert colour(sheet, "Flag", 3) == amber
    assert colour(sheet, "Item", 3) == ""


def test_several_logs_are_told_apart_and_each_shows_the_columns_of_all(tmp_path: Path) -> None:
    paths = [
        filled_log(tmp_path, [{**row(), "Room": "4"}], "one.xlsx", extra=["Room"]),
        filled_log(tmp_path, [{**row(), "Desk": "7"}], "two.xlsx", extra=["Desk"]),
    ]
    assert main(["review", *map(str, paths), "--as-of", "2026-11-23"]) == 0
    lines = table(sheet_of(tmp_path / "team-review-2026-11-23.xlsx", NAME))
    assert [(line["Log"], line["Room"], line["Desk"]) for line in lines] == [
        ("one.xlsx", "4", None),
        ("two.xlsx", None, "7"),
    ]


def test_an_empty_log_says_so(tmp_path: Path) -> None:
    assert review_sheet(tmp_path, NAME, [])["A2"].value == "The log has no lines yet."
