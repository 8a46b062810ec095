"""By person as plain data: everybody's open lines under a heading that counts them."""

from datetime import datetime
from pathlib import Path

import pytest
from logs import BACK, DONE, OVERDUE, UNCHECKED, reviewed, row

from sheetkit.pages import by_person
from sheetkit.pages.by_person import by_person_page, page_per_person
from sheetkit.pages.page import Breaks


def test_each_person_has_a_heading_with_a_count_and_the_worst_comes_first(tmp_path: Path) -> None:
    page = by_person_page(reviewed(tmp_path, [row(), UNCHECKED, BACK, DONE, OVERDUE]))
    assert [(group.heading.split(",")[0], group.lines) for group in page.groups] == [
        ("Ana Costa: 3 open (1 overdue", 3),
        ("Li Wei: 1 open", 1),
    ]
    assert page.table.frame["Item"].tolist() == ["Late plan", "Signed lease", "Draft budget", "No checkpoint"]
    assert page.sentence.startswith("4 open with 2 people: 3 out, 1 back and to be closed.")
    assert page.breaks is Breaks.BETWEEN_GROUPS


def test_lines_that_name_nobody_come_last(tmp_path: Path) -> None:
    page = by_person_page(reviewed(tmp_path, [row(handed_to=None), row()]))
    assert [group.heading.split(":")[0] for group in page.groups] == ["Ana Costa", by_person.NOBODY]


def test_where_page_breaks_run_out_the_page_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_person, "MAX_BREAKS", 1)
    rows = [row(handed_to=name, handed_off=datetime(2026, 11, 16)) for name in ("Ana", "Bo", "Cy")]
    page = page_per_person(by_person_page(reviewed(tmp_path, rows)))
    assert "Each of the first 2 starts a new page in print" in page.in_workbook


def test_a_box_stands_where_something_is_to_be_done_before_the_next_review(tmp_path: Path) -> None:
    frame = by_person_page(reviewed(tmp_path, [row(), OVERDUE, UNCHECKED])).table.frame
    assert frame[["Do", "Item"]].astype(object).fillna("").to_numpy().tolist() == [
        ["□", "Late plan"],
        ["", "Draft budget"],
        ["□", "No checkpoint"],
    ]
    assert frame["What to do"].notna().tolist() == [True, False, True]
