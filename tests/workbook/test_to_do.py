"""To do: one line for each open hand-off that needs something this week, by day."""

from datetime import datetime
from pathlib import Path

import pytest
from logs import BACK, DONE, OVERDUE, UNCHECKED, row
from openpyxl.worksheet.worksheet import Worksheet
from reviews import review_sheet

NAME = "To do"
SOON = row(item="Soon", expected_back=datetime(2026, 11, 26))
QUIET = row(item="Unclear", understood="No", checkpoint=datetime(2026, 12, 7))


def days(sheet: Worksheet) -> dict[str, list[tuple[object, object]]]:
    """Each day's heading -> what to do and about what, in their order."""
    found: dict[str, list[tuple[object, object]]] = {}
    for first, what, about in sheet.iter_rows(min_row=4, max_col=3, values_only=True):
        if first == "□":
            found[list(found)[-1]].append((what, about))
        else:
            found[str(first)] = []
    return found


def test_each_open_line_that_needs_something_stands_once_under_its_day(tmp_path: Path) -> None:
    checkpoint = row(item="Check", checkpoint=datetime(2026, 11, 24), handed_to="Li Wei")
    later = row(item="Far away", checkpoint=datetime(2026, 11, 30))
    hold = row(item="Held", status="On hold", expected_back=datetime(2026, 11, 1))
    sheet = review_sheet(tmp_path, NAME, [QUIET, SOON, checkpoint, later, hold, BACK, UNCHECKED, OVERDUE, DONE])
    assert days(sheet) == {
        "Today, Monday 23 Nov": [
            ("Ask Ana Costa for it today and agree a new date", "Late plan"),
            ("Agree a checkpoint with Li Wei before 14 Dec", "No checkpoint"),
            ("File it, then set Status to Done", "Signed lease"),
        ],
        "Tuesday 24 Nov": [("Hear from Li Wei how it is going: 24 Nov is the checkpoint", "Check")],
        "Wednesday 25 Nov": [("Ask Ana Costa whether 26 Nov still holds", "Soon")],
        "Any day this week": [("Ask Ana Costa to say in their own words what is expected", "Unclear")],
    }
    assert sheet["A2"].value == (
        "6 things to do before the next review on Monday 30 Nov: one line for each hand-off that needs something."
    )


@pytest.mark.parametrize("rows", [[], [DONE], [row()]], ids=["no line", "done", "on track"])
def test_nothing_to_do_says_so(tmp_path: Path, rows: list[dict[str, object]]) -> None:
    sheet = review_sheet(tmp_path, NAME, rows)
    assert str(sheet["A2"].value).startswith("Nothing to do before Monday 30 Nov")
    assert sheet["A4"].value is None


def test_a_line_leads_to_its_row_in_the_log(tmp_path: Path) -> None:
    sheet = review_sheet(tmp_path, NAME, [row(), OVERDUE])
    headings = [cell.value for cell in sheet[3]]
    link = sheet.cell(5, headings.index("In the log") + 1)
    assert (link.value, link.hyperlink.location) == ("Row 3", "'Log'!D3")


def test_a_list_of_forty_lines_prints_on_one_page_in_letters_of_8_points(tmp_path: Path) -> None:
    sheet = review_sheet(tmp_path, NAME, [OVERDUE] * 40)
    height = sum(sheet.row_dimensions[row].height or 15 for row in range(1, sheet.max_row + 1))
    assert sheet.page_setup.orientation == "portrait"
    assert sheet.page_setup.scale * 11 / 100 >= 8
    assert height * sheet.page_setup.scale / 100 < 792 - 72 * 0.9  # of Letter, which is shorter than A4
    assert sheet.print_title_rows == "$3:$3"
