"""A sheet that is one list: what stays in sight, what is filtered and what is printed."""

from datetime import datetime
from pathlib import Path

import pytest
from logs import OVERDUE, UNCHECKED, filled_log, row
from openpyxl.utils import column_index_from_string, get_column_letter
from package_checks import check_package
from reviews import colour, next_week, review, review_sheet, sheet_of, table

from sheetkit.cli import main

LISTS = ["Needs attention", "All hand-offs", "Changes", "Problems"]
PRINTED = {"Needs attention": "F", "All hand-offs": "F", "Problems": "H"}  # up to which column, where not all are
POINTS = {"Needs attention": 9, **dict.fromkeys(["To do", "By person", "All hand-offs", "Changes", "Problems"], 8)}
ROOM = {"portrait": 595.3 - 43.2, "landscape": 792.0 - 43.2}  # points between the margins of the narrower paper
KEPT = dict(zip(LISTS, ["C4", "D4", "C4", "A4"], strict=True))


@pytest.mark.parametrize("name", LISTS)
def test_headings_stay_in_sight_with_what_tells_lines_apart(tmp_path: Path, name: str) -> None:
    sheet = sheet_of(next_week(tmp_path, [row()], [{"status": "Dnoe"}, OVERDUE]), name)
    assert sheet["A1"].value == name
    assert sheet.freeze_panes == KEPT[name]


@pytest.mark.parametrize("name", LISTS)
def test_the_table_and_the_page_end_with_the_last_line(tmp_path: Path, name: str) -> None:
    rows = [{"status": "Dnoe"}, {**OVERDUE, "status": "Opne"}, UNCHECKED]
    sheet = sheet_of(next_week(tmp_path, [row()], rows), name)
    corner = sheet.cell(sheet.max_row, sheet.max_column).coordinate
    assert sheet.max_row > 4
    (table,) = sheet.tables.values()
    assert (table.ref, table.autoFilter.ref) == (f"A3:{corner}", f"A3:{corner}")
    assert [column.name for column in table.tableColumns] == [cell.value for cell in sheet[3]]
    last = PRINTED.get(name, corner.rstrip("0123456789"))
    assert sheet.print_area.replace("$", "").endswith(f"A1:{last}{sheet.max_row}")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_without_lines_has_its_headings_and_no_table(tmp_path: Path, name: str) -> None:
    sheet = review_sheet(tmp_path, name, [])
    assert sheet["A3"].value
    assert not sheet.tables


@pytest.mark.parametrize("name", POINTS)
@pytest.mark.parametrize("logs", [1, 2])
def test_what_people_read_on_paper_has_large_letters_and_fits_on_a4_and_letter(
    tmp_path: Path, name: str, logs: int
) -> None:
    timed = {**OVERDUE, "expected_back": datetime(2026, 11, 12, 9, 30), "status": "Opne"}
    paths = [filled_log(tmp_path, [row(), timed, UNCHECKED], name=f"log {number}.xlsx") for number in range(logs)]
    assert main(["review", *map(str, paths), "--as-of", "2026-11-23", "-o", str(tmp_path / "review.xlsx")]) == 0
    sheet = sheet_of(tmp_path / "review.xlsx", name)
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.scale * 11 / 100 >= POINTS[name]
    last = column_index_from_string(sheet.print_area.split("$")[-2])
    widths = [sheet.column_dimensions[get_column_letter(number)].width for number in range(1, last + 1)]
    points = sum(round(width * 7) * 0.75 for width in widths) * sheet.page_setup.scale / 100
    assert last >= 5
    assert 0.75 * ROOM[sheet.page_setup.orientation] < points <= ROOM[sheet.page_setup.orientation]
    assert sheet.print_title_rows == "$3:$3"


@pytest.mark.parametrize("name", LISTS)
def test_only_a_review_of_several_logs_names_the_log_in_each_line(tmp_path: Path, name: str) -> None:
    one, two = (filled_log(tmp_path, [row()], name=f"{name}.xlsx") for name in ("one", "two"))
    assert main(["review", str(one), "--as-of", "2026-11-23"]) == 0
    assert main(["review", str(one), str(two), "--as-of", "2026-11-23"]) == 0
    headings = [
        [cell.value for cell in sheet_of(tmp_path / f"{stem}-review-2026-11-23.xlsx", name)[3]]
        for stem in ("one", "team")
    ]
    assert ["Log" in titles for titles in headings] == [False, True]


def test_odd_and_repeated_headings_of_ones_own_make_no_damaged_table(tmp_path: Path) -> None:
    extra = ["Item", "a\nb", "Room #", "Flag (2)"]
    path = review(filled_log(tmp_path, [{**row(), **dict.fromkeys(extra[1:], "here")}], extra=extra))
    assert check_package(path) == []
    titles = [cell.value for cell in sheet_of(path, "All hand-offs")[3]]
    assert {"Item", "Item (2)", "a b", "Room #", "Flag (2)"} <= set(titles)


def test_a_list_that_is_longer_than_a_sheet_goes_on_in_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sheetkit.workbook.lists.MAX_ROWS", 3 + 4)
    rows = [row(item=f"Thing {number}", checkpoint=None) for number in range(10)]
    rows[5]["now_expected"] = "next week"
    path = review(filled_log(tmp_path, rows))
    names = ["All hand-offs", "All hand-offs (2)", "All hand-offs (3)"]
    parts = [table(sheet_of(path, name)) for name in names]
    assert [len(part) for part in parts] == [4, 4, 2]
    assert [line["Item"] for part in parts for line in part] == [f"Thing {number}" for number in range(10)]
    assert parts[1][1]["Now expected"] == "next week"
    second = sheet_of(path, names[1])
    assert str(second["A2"].value).startswith("Part 2 of 3, since a sheet holds 7 rows.")
    place = second.cell(4, [cell.value for cell in second[3]].index("In the log") + 1)
    assert place.value == "Row 6"
    assert place.hyperlink.location == "'Log'!D6"
    assert colour(second, "Checkpoint", 1) == colour(sheet_of(path, names[0]), "Checkpoint", 1) != ""
    assert sheet_of(path, "Needs attention (3)")["A4"].value
    assert check_package(path) == []


def test_a_review_on_several_sheets_is_not_compared_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sheetkit.workbook.lists.MAX_ROWS", 3 + 4)
    path = filled_log(tmp_path, [row()] * 5)
    review(path, "2026-11-16")
    about = sheet_of(review(path), "About")
    notes = [str(cell.value) for cell in about["B"]]
    assert any("'log-review-2026-11-16.xlsx' has more hand-offs than a sheet holds" in note for note in notes)
