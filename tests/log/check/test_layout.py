"""Problems of the whole sheet are reported at their cells, and no cell is silently skipped."""

from pathlib import Path

import openpyxl
import pytest
from logs import filled_log, row
from openpyxl.styles import Font
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from sheetkit.log.read_log import Log, read_log


def changed(tmp_path: Path, change: object) -> Log:
    path = filled_log(tmp_path, [row(), row(item="Second")])
    book = openpyxl.load_workbook(path)
    change(book["Log"])  # type: ignore[operator]
    book.save(path)
    return read_log(path)


def said(log: Log) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.cell) for problem in log.problems]


def test_merged_cells_in_the_log_are_said_and_others_are_not(tmp_path: Path) -> None:
    log = changed(tmp_path, lambda sheet: (sheet.merge_cells("U2:U3"), sheet.merge_cells("AA2:AB3")))
    assert said(log) == [("merged-cells", "U2")]


@pytest.mark.parametrize("area", ["D2:D3", "C2:C3", "D3:F3", "H2:I3", "N2:N3"])
def test_a_cell_that_is_blank_because_it_is_merged_is_said_once(tmp_path: Path, area: str) -> None:
    log = changed(tmp_path, lambda sheet: sheet.merge_cells(area))
    assert said(log) == [("merged-cells", area.split(":", maxsplit=1)[0])]


def test_a_blank_first_cell_of_merged_cells_is_still_missed(tmp_path: Path) -> None:
    log = changed(tmp_path, lambda sheet: (sheet.merge_cells("D2:D3"), sheet["D2"].__setattr__("value", None)))
    assert sorted(said(log)) == [("merged-cells", "D2"), ("required", "D2")]


def test_hidden_lines_are_read_and_counted(tmp_path: Path) -> None:
    def hide(sheet: object) -> None:
        sheet.row_dimensions[3].hidden = True  # type: ignore[attr-defined]

    log = changed(tmp_path, hide)
    assert len(log.frame) == 2
    assert said(log) == [("hidden-rows", "A3")]
    assert log.problems[0].message == "1 line of the log is hidden or filtered out"


def test_cells_without_a_heading_are_named(tmp_path: Path) -> None:
    def stray(sheet: object) -> None:
        sheet["Y2"], sheet["Y9"] = "beside a line", "all alone"  # type: ignore[index]

    log = changed(tmp_path, stray)
    assert said(log) == [("unknown-column", "Y2"), ("unknown-column", "Y9")]
    assert [problem.value for problem in log.problems] == ["beside a line", "all alone"]


def test_a_heading_past_one_empty_column_still_belongs_to_the_log(tmp_path: Path) -> None:
    def far(sheet: object) -> None:
        sheet["W1"], sheet["W3"], sheet["W12"] = "Budget", 500, 700  # type: ignore[index]

    log = changed(tmp_path, far)
    assert log.frame.loc[3, "Budget"] == "500"
    assert list(log.frame.index) == [2, 3]  # a cell on its own is no hand-off, but is named
    assert said(log) == [("unknown-column", "W1"), ("unknown-column", "W12")]


def test_a_list_close_beside_the_log_makes_no_hand_offs(tmp_path: Path) -> None:
    def people(sheet: object) -> None:
        for line, name in enumerate(["People", "Ana", "Ben", "Li", "Cy"], start=1):
            sheet.cell(line, 23).value = name  # type: ignore[attr-defined]

    log = changed(tmp_path, people)
    assert list(log.frame.index) == [2, 3]
    assert said(log) == [("unknown-column", "W1"), ("unknown-column", "W4"), ("unknown-column", "W5")]


def test_another_table_of_the_sheet_is_named_and_not_read(tmp_path: Path) -> None:
    def tables(sheet: Worksheet) -> None:
        for line, name in enumerate(["People", "Ana", "Ben", "Li", "Cy"], start=1):
            sheet.cell(line, 22).value = name
        sheet.add_table(Table(displayName="People", ref="V1:V5"))
        for line, (name, phone) in enumerate([("Person", "Phone"), ("Ana", 1), ("Ben", 2)], start=20):
            sheet.cell(line, 4).value, sheet.cell(line, 5).value = name, phone
        sheet.add_table(Table(displayName="Phones", ref="D20:E22"))

    log = changed(tmp_path, tables)
    assert list(log.frame.index) == [2, 3]
    assert said(log) == []
    assert log.notes == (
        "The sheet holds another table, 'People' (V1:V5), which was not read.",
        "The sheet holds another table, 'Phones' (D20:E22), which was not read.",
    )


def test_a_table_that_goes_on_with_the_log_is_read(tmp_path: Path) -> None:
    def second(sheet: Worksheet) -> None:
        for column in range(1, 22):
            sheet.cell(20, column).value = sheet.cell(1, column).value
            sheet.cell(21, column).value = sheet.cell(2, column).value
        sheet["C21"] = "H-0021"
        sheet.add_table(Table(displayName="Older", ref="A20:U21"))

    log = changed(tmp_path, second)
    assert list(log.frame.index) == [2, 3, 21]
    assert log.notes == ("The headings appear again in row 20, which was left out.",)


TOTALS = [
    {"C": "Total", "D": 2},
    {"D": "Totals:", "H": "=COUNT(H2:H3)"},
    {"D": "Grand total", "E": "=COUNTA(E2:E3)", "F": 2, "H": 2},
]


@pytest.mark.parametrize("cells", TOTALS)
def test_a_row_of_totals_is_found_by_what_it_says(tmp_path: Path, cells: dict[str, object]) -> None:
    def total(sheet: Worksheet) -> None:
        sheet["C12"] = None
        for letter, value in cells.items():
            sheet[f"{letter}12"] = value

    log = changed(tmp_path, total)
    assert list(log.frame.index) == [2, 3]
    assert log.notes == ("Row 12 holds totals, so it is not a hand-off.",)


@pytest.mark.parametrize("cells", [{"D": "Total"}, {"D": "Total", "F": "Ana"}, {"D": "Totally new", "H": 2}])
def test_a_hand_off_that_only_sounds_like_totals_is_one(tmp_path: Path, cells: dict[str, object]) -> None:
    def last(sheet: Worksheet) -> None:
        for letter, value in cells.items():
            sheet[f"{letter}12"] = value

    assert list(changed(tmp_path, last).frame.index) == [2, 3, 12]


def test_merged_cells_below_the_log_are_no_matter(tmp_path: Path) -> None:
    assert said(changed(tmp_path, lambda sheet: sheet.merge_cells("C12:H13"))) == []


def test_headings_that_stand_again_are_no_hand_off(tmp_path: Path) -> None:
    def again(sheet: object) -> None:
        for column in range(3, 22):
            sheet.cell(5, column).value = sheet.cell(1, column).value  # type: ignore[attr-defined]

    log = changed(tmp_path, again)
    assert len(log.frame) == 2
    assert log.notes == ("The headings appear again in row 5, which was left out.",)


def test_another_list_in_the_workbook_is_named(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [row()])
    book = openpyxl.load_workbook(path)
    book.create_sheet("Old").append(["Item", "Handed to", "Handed off", "Expected back"])
    book["Old"].append(["Old plan", "Ana"])
    book.create_sheet("Blank").append(["Item", "Handed to", "Handed off", "Expected back"])
    book.create_sheet("People").append(["Person", "Email", "Notes"])
    book["People"].append(["Ana", "ana@example.org", "back on Monday"])
    book.save(path)
    log = read_log(path)
    assert log.notes == ("The log on the sheet 'Log' was read; there is another list on 'Old', which was not.",)
    assert [(one.code, one.sheet, one.cell) for one in log.problems] == [("other-sheet", "Old", "A1")]
    assert "'Old' holds another list of 1 line" in log.problems[0].message


def test_lists_on_other_sheets_are_named_in_the_order_of_the_sheets(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [row()])
    book = openpyxl.load_workbook(path)
    for name, blank_rows in (("Third", 5), ("Second", 0)):
        sheet = book.create_sheet(name)
        for _ in range(blank_rows):
            sheet.append(["", ""])
        sheet.append(["Item", "Handed to", "Handed off", "Expected back"])
        sheet.append(["Old plan", "Ana"])
    book.save(path)
    assert [(one.sheet, one.cell) for one in read_log(path).problems] == [("Third", "A6"), ("Second", "A1")]


def test_an_unticked_box_or_a_formula_in_a_column_of_ones_own_makes_no_hand_off(tmp_path: Path) -> None:
    def fill_down(sheet: object) -> None:
        sheet["V1"], sheet["W1"] = "Paid", "Sum"  # type: ignore[index]
        for line in range(2, 7):
            sheet[f"V{line}"], sheet[f"W{line}"] = False, "=1+1"  # type: ignore[index]

    assert len(changed(tmp_path, fill_down).frame) == 2


def test_a_line_or_a_cell_that_its_format_strikes_out_is_said_once(tmp_path: Path) -> None:
    def strike(sheet: Worksheet) -> None:
        for number in range(4, 12):
            sheet.cell(2, number).font = Font(strike=True)
        sheet["H3"].font = Font(strike=True)
        sheet["H40"].font = Font(strike=True)

    log = changed(tmp_path, strike)
    assert said(log) == [("struck-out", "D2"), ("struck-out", "H3")]
    assert [one.message for one in log.problems] == [
        "the line is struck out (D2, F2 and H2:J2), and it is read anyway",
        "what is in H3 is struck out, and it is read anyway",
    ]
