"""A list in groups: the headings stand between the lines, and every line keeps what it shows and where it leads."""

from datetime import datetime
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from sheetkit import palette
from sheetkit.ooxml.writer.workbook import WorkbookWriter
from sheetkit.pages.page import (
    Breaks,
    CellLinks,
    CellStyle,
    CellStyles,
    Column,
    Group,
    GroupedPage,
    SheetColumn,
    Table,
    moments,
    numbers,
    texts,
)
from sheetkit.workbook.render import render


def written(folder: Path, groups: list[Group], breaks: Breaks = Breaks.AFTER_EACH_GROUP) -> Worksheet:
    """Three lines in these groups."""
    leads = CellLinks(np.array([2]), [SheetColumn(None, "Things", "A")], np.array([0]), np.array([1]))
    columns = [
        Column(
            "Name",
            12,
            texts("abc"),
            CellStyles.from_list([CellStyle(), CellStyle(palette.PALETTE["red"]), CellStyle()]),
        ),
        Column("Day", 14, moments([datetime(2026, 11, 1), None, datetime(2026, 11, 3)]), text_overrides={1: "soon"}),
        Column("Count", 8, numbers([1, None, 3])),
        Column("Link", 8, texts("xyz"), links=leads),
    ]
    book = WorkbookWriter(str(folder / "book.xlsx"), title="Title", subject="", created=datetime(2026, 11, 23))
    page = GroupedPage("Things", "Said", "#000000", Table(tuple(columns)), tuple(groups), breaks, printed=0)
    render(book, page, folder)
    book.close()
    return openpyxl.load_workbook(folder / "book.xlsx")["Things"]


def test_headings_stand_between_the_lines_which_stay_what_they_are(tmp_path: Path) -> None:
    sheet = written(tmp_path, [Group("First", 1), Group("Second: a long heading that runs on", 2)], Breaks.ANYWHERE)
    assert [[cell.value for cell in line] for line in sheet["A4:D8"]] == [
        ["First", None, None, None],
        ["a", datetime(2026, 11, 1), 1, "x"],
        ["Second: a long heading that runs on", None, None, None],
        ["b", "soon", None, "y"],
        ["c", datetime(2026, 11, 3), 3, "z"],
    ]
    assert sheet["D8"].hyperlink is not None
    assert sheet["A7"].fill.fgColor.rgb == f"FF{palette.PALETTE['red'].fill[1:]}"
    assert not sheet["A6"].alignment.wrap_text
    assert sheet.row_dimensions[6].height == pytest.approx(18.75)


def test_each_group_but_the_first_begins_a_page_where_it_should(tmp_path: Path) -> None:
    sheet = written(tmp_path, [Group("First", 1), Group("Second", 1), Group("Third", 1)])
    assert [one.id for one in sheet.row_breaks.brk] == [5, 7]


def test_a_list_without_lines_has_its_headings(tmp_path: Path) -> None:
    book = WorkbookWriter(str(tmp_path / "book.xlsx"), title="Title", subject="", created=datetime(2026, 11, 23))
    columns = (Column("Name", 12, texts("")), Column("Count", 8, np.zeros(0)))
    render(book, GroupedPage("Things", "Nothing", "#000000", Table(columns), (), Breaks.AFTER_EACH_GROUP, 0), tmp_path)
    book.close()
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx")["Things"]
    assert [cell.value for cell in sheet[3]] == ["Name", "Count"]
    assert sheet.max_row == 3


def test_what_one_sheet_does_not_hold_goes_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sheetkit.workbook.lists.MAX_ROWS", 6)
    sheet = written(tmp_path, [Group("First", 1), Group("Second", 2)])
    assert [cell.value for cell in sheet["A"]][3:] == ["First", "a", "Second"]
    assert sheet["A2"].value == "Part 1 of 2, since a sheet holds 6 rows. Said"
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    assert [cell.value for cell in book[book.sheetnames[1]]["A"]][3:] == ["b", "c"]


@pytest.mark.parametrize("breaks", [Breaks.ANYWHERE, Breaks.BETWEEN_GROUPS])
def test_no_heading_is_left_behind_at_the_foot_of_a_page(tmp_path: Path, breaks: Breaks) -> None:
    book = WorkbookWriter(str(tmp_path / "book.xlsx"), title="Title", subject="", created=datetime(2026, 11, 23))
    groups = tuple(Group(f"Group {number}", lines) for number, lines in enumerate([3, 45, 9, 2, 70, 1, 4] * 3))
    table = Table((Column("Name", 12, texts(["line"] * sum(group.lines for group in groups))),))
    render(book, GroupedPage("Things", "Said", "#000000", table, groups, breaks, printed=1), tmp_path)
    book.close()
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx")["Things"]
    breaks_below = {one.id for one in sheet.row_breaks.brk}
    room = (841.9 - 72 * 0.9) / sheet.page_setup.scale * 100 * 0.97 - sheet.row_dimensions[3].height
    used, last_of_page = 33.0 + 15.0, []
    for row in range(4, sheet.max_row + 1):
        height = sheet.row_dimensions[row].height
        if row - 1 in breaks_below or used + height > room:
            last_of_page.append(str(sheet.cell(row - 1, 1).value))
            used = 0.0
        used += height
    assert len(last_of_page) > 6
    assert set(last_of_page) == {"line"}
