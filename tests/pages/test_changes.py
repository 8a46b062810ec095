"""Changes as plain data: what changed, where it stands now, and in whose log."""

from datetime import datetime
from pathlib import Path

from logs import EMPTY, MONDAY, OVERDUE, filled_log, reviewed, row, type_rows
from made import Row

from sheetkit.cli import main
from sheetkit.log.read_log import read_log
from sheetkit.pages.changes import changes_page
from sheetkit.pages.page import CellLinks, CellStyles, ListPage
from sheetkit.palette import ROW_TINT
from sheetkit.review.build import build_review
from sheetkit.review.memory import Memory

LATE = {**OVERDUE, "item": "Late soon", "expected_back": datetime(2026, 11, 20)}
BEFORE = [row(item="Gone"), LATE, row(item="Later")]
NOW = [EMPTY, {}, {"now_expected": datetime(2026, 12, 21)}, row(item="Fresh")]


def page_of(folder: Path, names: list[str]) -> ListPage:
    """Return the page of logs in which the same things changed within a week."""
    paths = [filled_log(folder, BEFORE, name) for name in names]
    assert main(["review", *map(str, paths), "--as-of", "2026-11-16"]) == 0
    for path in paths:
        type_rows(path, NOW)
    review = build_review([read_log(path) for path in paths], MONDAY)
    return changes_page(Memory("team", [folder]).recall(review))


def test_what_vanished_comes_first_and_leads_nowhere(tmp_path: Path) -> None:
    page = page_of(tmp_path, ["log.xlsx"])
    shown = page.table.frame
    assert list(zip(shown["What changed"], shown["Item"], shown["In the log"], strict=True)) == [
        ("Gone while still open", "Gone", "no longer there"),
        ("Newly overdue", "Late soon", "Row 3"),
        ("Slipped: due later now", "Later", "Row 4"),
        ("New", "Fresh", "Row 5"),
    ]
    (links,) = (column.links for column in page.table.columns if column.links)
    assert isinstance(links, CellLinks)
    assert (links.positions.tolist(), links.rows.tolist()) == ([1, 2, 3], [3, 4, 5])
    assert page.sentence == "Since the review of Monday 16 Nov 2026."


def test_what_stood_there_before_is_said_where_that_is_what_changed(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [row(), row(), row(), row(expected_back=datetime(2062, 12, 14)), row()])
    assert main(["review", str(path), "--as-of", "2026-11-16"]) == 0
    typed: list[Row] = [
        {"now_expected": datetime(2026, 12, 21)},
        {"handed_to": "Li Wei"},
        {"expected_back": datetime(2027, 1, 4)},
        {"expected_back": datetime(2026, 12, 14)},
        {"status": "Done"},
    ]
    type_rows(path, typed)
    page = changes_page(Memory("log", [tmp_path]).recall(build_review([read_log(path)], MONDAY)))
    shown = page.table.frame.astype(object).fillna("")
    assert list(zip(shown["What changed"], shown["Before"], strict=True)) == [
        ("Slipped: due later now", "due 14 Dec"),
        ("First promise changed", "promised for 14 Dec, now for 4 Jan 2027"),
        ("Wrong date corrected", "promised for 14 Dec 2062, now for 14 Dec"),
        ("With somebody else now", "with Ana Costa"),
        ("Closed", ""),
    ]


def test_of_several_logs_each_line_names_its_own_in_the_tint_of_the_line(tmp_path: Path) -> None:
    page = page_of(tmp_path, ["one.xlsx", "two.xlsx"])
    column = next(column for column in page.table.columns if column.heading == "Log")
    assert list(column.values)[:4] == ["one.xlsx", "two.xlsx"] * 2
    assert isinstance(column.styles, CellStyles)
    colours = [column.styles.styles[code].colour for code in column.styles.codes]
    assert colours == [None] * 2 + [ROW_TINT["red"]] * 2 + [None] * 4


def test_without_an_earlier_review_the_page_says_so(tmp_path: Path) -> None:
    page = changes_page(reviewed(tmp_path, [row()]))
    assert len(page.table) == 0
    assert page.sentence.startswith("There is no earlier review")
