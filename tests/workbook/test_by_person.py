"""By person: what each one has, the worst first, each on a page of their own."""

from itertools import pairwise
from pathlib import Path

from logs import BACK, DONE, OVERDUE, UNCHECKED, filled_log, row
from made import Row
from openpyxl.worksheet.worksheet import Worksheet
from reviews import review_sheet, sheet_of

from sheetkit.cli import main

NAME = "By person"


def groups(sheet: Worksheet) -> dict[str, list[object]]:
    """Each person's heading -> their items, in their order."""
    found: dict[str, list[object]] = {}
    for first, item in sheet.iter_rows(min_row=4, max_col=2, values_only=True):
        if item is None:
            found[str(first)] = []
        else:
            found[list(found)[-1]].append(item)
    return found


def test_each_person_has_a_subtotal_and_their_open_lines_the_worst_first(tmp_path: Path) -> None:
    rows = [
        row(item="fine"),
        UNCHECKED,
        row(item="nobody's", handed_to=None),
        BACK,
        {**OVERDUE, "handed_to": " ANA costa"},
        DONE,
        row(item="held", status="On hold", handed_to="Li Wei"),
        row(item="done long ago", status="Done", handed_to="Zoë", returned=None),
    ]
    sheet = review_sheet(tmp_path, NAME, rows)
    assert groups(sheet) == {
        "Ana Costa: 3 open (1 overdue, 1 back and to be closed), 2 of 2 came back when first promised": [
            "Late plan",
            "Signed lease",
            "fine",
        ],
        "Li Wei: 1 open, 1 on hold": ["No checkpoint"],
        "(nobody named): 1 open": ["nobody's"],
    }
    assert sheet["A2"].value == (
        "5 open with 3 people: 4 out, 1 back and to be closed. □: something to do before the next review."
    )


def page_each(folder: Path, rows: list[Row]) -> Worksheet:
    """The sheet where each person was asked to begin a page."""
    path = filled_log(folder, rows)
    assert main(["review", str(path), "--as-of", "2026-11-23", "--page-per-person"]) == 0
    return sheet_of(path.with_name("log-review-2026-11-23.xlsx"), NAME)


def test_where_it_is_asked_for_each_person_after_the_first_begins_a_page(tmp_path: Path) -> None:
    sheet = page_each(tmp_path, [row(handed_to=name) for name in ("Ana", "Ben", "Ben", "Cleo")])
    assert [one.id for one in sheet.row_breaks.brk] == [5, 8]  # a page ends below these rows


def test_else_a_page_ends_only_where_the_next_person_does_not_fit(tmp_path: Path) -> None:
    people = [(f"P{number:02}", 1 + number % 7) for number in range(40)]
    sheet = review_sheet(tmp_path, NAME, [row(handed_to=name) for name, lines in people for _ in range(lines)])
    ends = [0, *(one.id for one in sheet.row_breaks.brk), sheet.max_row]
    room = (841.9 - 72 * 0.9) / sheet.page_setup.scale * 100
    heights = [sheet.row_dimensions[number].height or 15 for number in range(1, sheet.max_row + 1)]
    headings = [number for number in range(4, sheet.max_row + 1) if sheet.cell(number, 2).value is None]
    used = [sum(heights[first:last]) for first, last in pairwise(ends)]
    assert len(used) > 2
    assert all(height + heights[2] <= room for height in used)
    for end, height in zip(ends[1:-1], used, strict=False):
        assert end + 1 in headings
        following = next((number for number in headings if number > end + 1), sheet.max_row + 1)
        assert height + heights[2] + sum(heights[end : following - 1]) > room * 0.93


def test_no_more_pages_are_begun_than_excel_takes(tmp_path: Path) -> None:
    sheet = page_each(tmp_path, [row(handed_to=f"P{number:04}") for number in range(1_026)])
    assert len(sheet.row_breaks.brk) == 1_023
    assert "first 1,024" in str(sheet["A2"].value)


def test_nothing_open_says_so(tmp_path: Path) -> None:
    sheet = review_sheet(tmp_path, NAME, [DONE])
    assert sheet["A2"].value == "Nothing is open with anybody."
    assert sheet["A4"].value is None
