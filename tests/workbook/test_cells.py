"""How values look on a sheet: dates, numbers, long texts and links."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from package_checks import check_package

from sheetkit.workbook.cells import MOST_LINES, Beside, Cell, Field, Inside, Mail, write_headings, write_table
from sheetkit.xlsx.fit import row_height
from sheetkit.xlsx.look import PALETTE
from sheetkit.xlsx.writer import Book

WIDTH = 20


def written(folder: Path, *lines: Sequence[Cell], fields: Sequence[Field] = ()) -> Worksheet:
    """Return a sheet with these lines below their headings."""
    path = folder / "cells.xlsx"
    book = Book(str(path), title="Cells", subject="Cells", created=datetime(2026, 11, 23))
    shown = fields or [Field(f"Column {number}", WIDTH) for number in range(1, len(lines[0]) + 1)]
    assert write_table(book.sheet("Cells"), 1, shown, lines) == 1 + len(lines)
    book.close()
    assert check_package(path) == []
    return openpyxl.load_workbook(path)["Cells"]


def test_a_day_is_shown_as_a_day_and_a_moment_with_its_time(tmp_path: Path) -> None:
    day, moment = datetime(2026, 11, 23), datetime(2026, 11, 23, 17, 30)
    sheet = written(tmp_path, [Cell(day), Cell(moment)])
    assert (sheet["A2"].value, sheet["B2"].value) == (day, moment)
    assert "h" not in sheet["A2"].number_format
    assert "h" in sheet["B2"].number_format


@pytest.mark.parametrize("text", ["12", "=1+1", "2026-11-23", "TRUE", "#REF!"])
def test_a_text_stays_a_text(tmp_path: Path, text: str) -> None:
    cell = written(tmp_path, [Cell(text)])["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_nothing_is_an_empty_cell_and_zero_is_a_zero(tmp_path: Path) -> None:
    sheet = written(tmp_path, [Cell(None), Cell(""), Cell(0)])
    assert [sheet["A2"].value, sheet["B2"].value, sheet["C2"].value] == [None, None, 0]


def test_an_empty_cell_keeps_the_colour_of_its_line(tmp_path: Path) -> None:
    cell = written(tmp_path, [Cell("", PALETTE["red"])])["A2"]
    assert cell.fill.fgColor.rgb[2:] == PALETTE["red"].fill[1:]


def test_links_lead_inside_to_the_log_and_to_a_message(tmp_path: Path) -> None:
    links = [Inside("Cells", "A1"), Beside("../my log.xlsx", "Ana's", "D7"), Mail("a@example.org", "Plan", "Hello")]
    sheet = written(tmp_path, [Cell(f"link {number}", link=link) for number, link in enumerate(links)])
    inside, beside, mail = (sheet.cell(2, column).hyperlink for column in (1, 2, 3))
    assert inside.location == "'Cells'!A1"
    assert (beside.target.replace("\\", "/"), beside.location) == ("../my%20log.xlsx", "'Ana''s'!D7")
    assert mail.target == "mailto:a@example.org?subject=Plan&body=Hello"
    assert [sheet.cell(2, column).value for column in (1, 2, 3)] == ["link 0", "link 1", "link 2"]
    assert sheet["A2"].font.underline == "single"


def test_a_link_that_is_too_long_leaves_its_text(tmp_path: Path) -> None:
    cell = written(tmp_path, [Cell("Row 7", link=Mail("a@example.org", "Plan", "x" * 3_000))])["A2"]
    assert (cell.value, cell.hyperlink) == ("Row 7", None)


def test_a_line_is_as_high_as_its_longest_text_up_to_a_limit(tmp_path: Path) -> None:
    lines = [[Cell("short"), Cell("short")], [Cell("short"), Cell("word " * 12)], [Cell("word " * 900), Cell("short")]]
    sheet = written(tmp_path, *lines)
    one, some, most = (sheet.row_dimensions[row].height for row in (2, 3, 4))
    assert one == row_height(1)
    assert one < some < most == row_height(MOST_LINES)
    assert sheet["A4"].value == "word " * 900


def test_a_long_heading_is_shown_whole(tmp_path: Path) -> None:
    fields = [Field("A heading of several words", 10), Field("Short", 10)]
    sheet = written(tmp_path, [Cell(1), Cell(2)], fields=fields)
    assert sheet.row_dimensions[1].height >= row_height(3)
    assert sheet["A1"].alignment.wrap_text


def test_headings_may_begin_in_any_column(tmp_path: Path) -> None:
    path = tmp_path / "headings.xlsx"
    book = Book(str(path), title="Cells", subject="Cells", created=datetime(2026, 11, 23))
    write_headings(book.sheet("Cells"), 2, ["One", "Two"], left=3)
    book.close()
    assert [cell.value for cell in openpyxl.load_workbook(path)["Cells"][2]] == [None, None, "One", "Two"]
