"""By person: what each one has, the worst first, each on a page of their own."""

from pathlib import Path

from logs import BACK, DONE, OVERDUE, UNCHECKED, row
from openpyxl.worksheet.worksheet import Worksheet
from reviews import review_sheet

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
        "5 open with 3 people: 4 out, 1 back and to be closed. Each person starts a new page in print."
    )


def test_each_person_after_the_first_begins_a_page_at_a_print_scale_of_its_own(tmp_path: Path) -> None:
    rows = [row(handed_to=name) for name in ("Ana", "Ben", "Ben", "Cleo")]
    sheet = review_sheet(tmp_path, NAME, rows)
    assert [one.id for one in sheet.row_breaks.brk] == [5, 8]  # a page ends below these rows
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage
    assert 40 < sheet.page_setup.scale < 100


def test_no_more_pages_are_begun_than_excel_takes(tmp_path: Path) -> None:
    sheet = review_sheet(tmp_path, NAME, [row(handed_to=f"P{number:04}") for number in range(1_026)])
    assert len(sheet.row_breaks.brk) == 1_023
    assert "first 1,024" in str(sheet["A2"].value)


def test_nothing_open_says_so(tmp_path: Path) -> None:
    sheet = review_sheet(tmp_path, NAME, [DONE])
    assert sheet["A2"].value == "Nothing is open with anybody."
    assert sheet["A4"].value is None
