"""What is wrong with the sheet as a whole is said at its cell, and no cell is passed over in silence."""

from pathlib import Path

import openpyxl
from logs import filled_log, row

from sheetkit.log.read import Log, read_log


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


def test_hidden_lines_are_read_and_counted(tmp_path: Path) -> None:
    def hide(sheet: object) -> None:
        sheet.row_dimensions[3].hidden = True  # type: ignore[attr-defined]

    log = changed(tmp_path, hide)
    assert len(log.records) == 2
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
        sheet["W1"], sheet["W12"] = "Budget", 500  # type: ignore[index]

    log = changed(tmp_path, far)
    assert log.records.frame.loc[12, "Budget"] == "500"


def test_headings_that_stand_again_are_no_hand_off(tmp_path: Path) -> None:
    def again(sheet: object) -> None:
        for column in range(3, 22):
            sheet.cell(5, column).value = sheet.cell(1, column).value  # type: ignore[attr-defined]

    log = changed(tmp_path, again)
    assert len(log.records) == 2
    assert log.notes == ("The headings stand again in row 5, which was left out.",)


def test_another_list_in_the_workbook_is_named(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [row()])
    book = openpyxl.load_workbook(path)
    book.create_sheet("Old").append(["Item", "Handed to", "Handed off", "Expected back"])
    book.save(path)
    assert read_log(path).notes == (
        "The log on the sheet 'Log' was read; there is another list on 'Old', which was not.",
    )


def test_an_unticked_box_or_a_formula_in_a_column_of_ones_own_makes_no_hand_off(tmp_path: Path) -> None:
    def fill_down(sheet: object) -> None:
        sheet["V1"], sheet["W1"] = "Paid", "Sum"  # type: ignore[index]
        for line in range(2, 7):
            sheet[f"V{line}"], sheet[f"W{line}"] = False, "=1+1"  # type: ignore[index]

    assert len(changed(tmp_path, fill_down).records) == 2
