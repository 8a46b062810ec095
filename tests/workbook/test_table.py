"""How values look on a sheet: dates, numbers, long texts and links."""

import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from package_checks import check_package

from sheetkit.ooxml import limits
from sheetkit.ooxml.writer.text_metrics import row_height
from sheetkit.ooxml.writer.workbook import WorkbookWriter
from sheetkit.pages.page import (
    BOLD,
    CellLinks,
    CellStyle,
    CellStyles,
    Column,
    Message,
    MessageLinks,
    SheetColumn,
    moments,
    numbers,
    texts,
)
from sheetkit.palette import PALETTE
from sheetkit.workbook.table import MAX_LINES, write_cell, write_headings, write_table

WIDTH = 20
RED = CellStyle(PALETTE["red"])


def column(values: Sequence[str], title: str = "Column", **options: object) -> Column:
    return Column(title, WIDTH, texts(values), **options)  # type: ignore[arg-type]


def written(folder: Path, *columns: Column) -> Worksheet:
    """Return a sheet with these columns below their headings."""
    path = folder / "cells.xlsx"
    book = WorkbookWriter(str(path), title="Cells", subject="Cells", created=datetime(2026, 11, 23))
    write_table(book.add_sheet("Cells"), 1, columns, folder)
    book.close()
    assert check_package(path) == []
    return openpyxl.load_workbook(path)["Cells"]


def test_a_day_is_shown_as_a_day_and_a_moment_with_its_time(tmp_path: Path) -> None:
    day, moment = datetime(2026, 11, 23), datetime(2026, 11, 23, 17, 30)
    sheet = written(tmp_path, Column("When", WIDTH, moments([day, moment, None])))
    assert [sheet[cell].value for cell in ("A2", "A3", "A4")] == [day, moment, None]
    assert "h" not in sheet["A2"].number_format
    assert "h" in sheet["A3"].number_format


def test_what_could_not_be_read_as_a_date_stands_among_dates_as_it_was_typed(tmp_path: Path) -> None:
    day = datetime(2026, 11, 23)
    sheet = written(tmp_path, Column("When", WIDTH, moments([day, None, None]), text_overrides={1: "next week", 2: ""}))
    assert [sheet[cell].value for cell in ("A2", "A3", "A4")] == [day, "next week", None]
    assert sheet["A3"].data_type == "s"


@pytest.mark.parametrize("text", ["12", "=1+1", "2026-11-23", "TRUE", "#REF!"])
def test_a_text_stays_a_text(tmp_path: Path, text: str) -> None:
    cell = written(tmp_path, column([text]))["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_nothing_is_an_empty_cell_and_zero_is_a_zero(tmp_path: Path) -> None:
    sheet = written(tmp_path, Column("How many", WIDTH, numbers([None, 0, 2.5])), column(["", "0", "x"]))
    assert [sheet[cell].value for cell in ("A2", "A3", "A4")] == [None, 0, 2.5]
    assert [sheet[cell].value for cell in ("B2", "B3", "B4")] == [None, "0", "x"]


def test_an_empty_cell_keeps_the_colour_of_its_line(tmp_path: Path) -> None:
    cell = written(tmp_path, column([""], styles=RED))["A2"]
    assert cell.fill.fgColor.rgb[2:] == PALETTE["red"].fill[1:]


def test_each_cell_has_its_own_look(tmp_path: Path) -> None:
    looks = [RED, BOLD, CellStyle(), RED]
    sheet = written(tmp_path, column(["a", "b", "c", "d"], styles=CellStyles.from_list(looks)))
    cells = [sheet.cell(row, 1) for row in range(2, 6)]
    assert [cell.fill.fill_type == "solid" for cell in cells] == [True, False, False, True]
    assert [bool(cell.font.bold) for cell in cells] == [False, True, False, False]


def links(*targets: SheetColumn) -> CellLinks:
    """Links of the first cells of a column, each to row 7 of one of these."""
    places = np.arange(len(targets))
    return CellLinks(places, targets, places, np.full(len(targets), 7))


def test_links_lead_inside_to_the_log_and_to_a_message(tmp_path: Path) -> None:
    leads = links(SheetColumn(None, "Cells", "A"), SheetColumn(tmp_path.parent / "my log.xlsx", "Ana's", "D"))
    message = MessageLinks([Message("a@example.org", "", "Plan", (("Plan", "Late."),))], np.array([0, -1, -1]))
    sheet = written(
        tmp_path,
        column(["link 0", "link 1", "no link"], "One", links=leads),
        column(["a@example.org", "no address", ""], "Two", links=message),
    )
    into, log, mail = (sheet[cell].hyperlink for cell in ("A2", "A3", "B2"))
    assert into.location == "'Cells'!A7"
    assert (log.target.replace("\\", "/"), log.location) == ("../my%20log.xlsx", "'Ana''s'!D7")
    assert (into.tooltip, log.tooltip) == ("Go to Cells, A7", "Open the log at D7")
    assert mail.target.startswith("mailto:a@example.org?subject=Plan&body=Hello")
    assert [sheet.cell(row, 1).value for row in (2, 3, 4)] == ["link 0", "link 1", "no link"]
    assert [sheet.cell(row, 1).font.underline for row in (2, 3, 4)] == ["single"] * 2 + [None]
    assert sheet["A4"].hyperlink is None
    assert sheet["B3"].hyperlink is None


def test_where_there_is_no_room_for_all_links_the_first_rows_have_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_LINKS", 5)
    leads = links(*[SheetColumn(None, "Cells", "A")] * 4)
    sheet = written(
        tmp_path,
        column(list("abcd"), "One", links=leads),
        column(list("efgh"), "Two", links=leads),
    )
    linked = [[cell.hyperlink is not None for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert linked == [[True, True], [True, True], [True, False], [False, False]]
    assert sheet["B5"].value == "h"


def test_the_file_names_only_logs_that_a_line_leads_to(tmp_path: Path) -> None:
    targets = [SheetColumn(tmp_path / name, "Log", "D") for name in ("own.xlsx", "others.xlsx")]
    codes = np.zeros(2, dtype=np.int64)
    leads = CellLinks(np.arange(2), targets, codes, np.array([2, 3]))
    written(tmp_path, column(list("ab"), links=leads))
    with zipfile.ZipFile(tmp_path / "cells.xlsx") as package:
        relationships = package.read("xl/worksheets/_rels/sheet1.xml.rels").decode()
    assert relationships.count("own.xlsx") == 1
    assert "others.xlsx" not in relationships


def test_a_line_is_as_high_as_its_longest_text_up_to_a_limit(tmp_path: Path) -> None:
    longer = ["short", "word " * 12, "word " * 900]
    sheet = written(tmp_path, column(["short"] * 3, "One"), column(longer, "Two"))
    one, some, most = (sheet.row_dimensions[row].height for row in (2, 3, 4))
    assert one == row_height(1)
    assert one < some < most == row_height(MAX_LINES)
    assert sheet["B4"].value == "word " * 900


def test_texts_of_a_low_row_stand_in_its_middle_and_those_of_a_high_one_begin_at_its_top(tmp_path: Path) -> None:
    longer = ["short", "word " * 7, "word " * 900]
    sheet = written(tmp_path, column(["short"] * 3, "One"), column(longer, "Two"))
    stand = [[sheet.cell(row, number).alignment.vertical for number in (1, 2)] for row in (2, 3, 4)]
    assert stand == [["center"] * 2, ["center"] * 2, ["top"] * 2]


def test_a_text_longer_than_a_cell_is_cut_to_what_a_cell_holds(tmp_path: Path) -> None:
    cell = written(tmp_path, column(["x" * 40_000]))["A2"]
    assert cell.value == "x" * limits.MAX_CELL_TEXT


def test_a_long_heading_is_shown_whole(tmp_path: Path) -> None:
    long, short = Column("A heading of several words", 10, texts("1")), Column("Short", 10, texts("2"))
    sheet = written(tmp_path, long, short)
    assert sheet.row_dimensions[1].height >= row_height(3)
    assert sheet["A1"].alignment.wrap_text


def test_a_table_without_rows_has_its_headings(tmp_path: Path) -> None:
    sheet = written(tmp_path, column([], "One"), Column("Two", WIDTH, moments([])), Column("Three", 9, numbers([])))
    assert [cell.value for cell in sheet[1]] == ["One", "Two", "Three"]
    assert sheet.max_row == 1


def test_headings_may_begin_in_any_column(tmp_path: Path) -> None:
    path = tmp_path / "headings.xlsx"
    book = WorkbookWriter(str(path), title="Cells", subject="Cells", created=datetime(2026, 11, 23))
    write_headings(book.add_sheet("Cells"), 2, ["One", "Two"], left=3)
    book.close()
    assert [cell.value for cell in openpyxl.load_workbook(path)["Cells"][2]] == [None, None, "One", "Two"]


def test_a_cell_that_stands_by_itself_holds_a_text_a_number_or_a_moment(tmp_path: Path) -> None:
    path = tmp_path / "cells.xlsx"
    book = WorkbookWriter(str(path), title="Cells", subject="Cells", created=datetime(2026, 11, 23))
    values = ["=1+1", 2.5, datetime(2026, 11, 23), datetime(2026, 11, 23, 17), None]
    sheet = book.add_sheet("Cells")
    for number, value in enumerate(values, start=1):
        write_cell(sheet, 1, number, value)
    book.close()
    assert [cell.value for cell in openpyxl.load_workbook(path)["Cells"][1]] == values
