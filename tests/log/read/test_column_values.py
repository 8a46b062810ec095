"""Problems of single cells, found at the cell."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xlsxwriter
from sheets import GOOD, LETTERS, TITLES, filled_log, found, only, typed_log

from sheetkit.log.read.column_values import DateSettings, read_column
from sheetkit.log.read_log import Log, read_log
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells
from sheetkit.template.store import shipped

DATES = ["handed_off", "expected_back", "checkpoint", "checked_in", "now_expected", "returned"]


def log_with(folder: Path, key: str, value: object) -> Log:
    return read_log(typed_log(folder, [{**GOOD, key: value}]))


def log_with_formula(folder: Path, key: str, formula: str, value: object) -> Log:
    """A log whose cell holds a formula; the stored result is None where no program calculated it."""
    path = folder / "log.xlsx"
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("Log")
    for column, (name, cell) in enumerate(GOOD.items()):
        sheet.write(0, column, TITLES[name])
        if name == key:
            sheet.write_formula(1, column, formula, None, value)
        elif isinstance(cell, date):
            sheet.write_datetime(1, column, cell)
        else:
            sheet.write(1, column, cell)
    book.close()
    return read_log(path)


@pytest.mark.parametrize("key", DATES)
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("next week", "'next week' is not a date"),
        ("31/11/2026", "November has 30 days"),
        ("2026-13-01", "there is no month 13"),
        (5, "'5' is not a date: no date has that number"),
        (-3, "'-3' is not a date"),
        (3_000_000, "no date has that number"),
    ],
)
def test_what_is_no_date(tmp_path: Path, key: str, typed: object, said: str) -> None:
    problem = only(log_with(tmp_path, key, typed))
    assert (problem.code, problem.severity, problem.cell) == ("not-a-date", "error", f"{LETTERS[key]}2")
    assert said in problem.message
    assert problem.column == TITLES[key]


@pytest.mark.parametrize("key", DATES)
@pytest.mark.parametrize("typed", ["-", "N/A", " not  yet ", "0", 0, False])
def test_a_word_for_nothing_leaves_a_date_blank_and_is_told(tmp_path: Path, key: str, typed: object) -> None:
    log = log_with(tmp_path, key, typed)
    assert only(log).code == ("required" if key in ("handed_off", "expected_back") else "placeholder")
    assert log.frame[key].isna().all()
    assert "is not an answer" in only(log).message


@pytest.mark.parametrize("typed", ["yes", "X", " ✔ ", True])
def test_a_word_for_yes_in_returned_is_no_problem(tmp_path: Path, typed: object) -> None:
    assert found(log_with(tmp_path, "returned", typed)) == []


def test_a_small_number_in_a_cell_that_looks_like_a_date_is_none(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [{**GOOD, "returned": 60}])  # the pre-filled cell shows 29 February 1900
    assert found(read_log(path)) == [("not-a-date", "N2")]


def test_a_date_that_can_be_read_in_two_ways_is_never_guessed(tmp_path: Path) -> None:
    log = log_with(tmp_path, "expected_back", "03/12/2026")
    problem = only(log)
    assert (problem.code, problem.severity, problem.cell) == ("ambiguous-date", "error", "I2")
    assert problem.value == "03/12/2026"
    assert "2026-12-03 (3 December) or 2026-03-12 (12 March)" in problem.message
    assert "2026-12-03" in problem.fix
    assert "2026-03-12" in problem.fix
    assert pd.isna(log.frame.at[2, "expected_back"])


@pytest.mark.parametrize("typed", ["2026-12-05", "5 Dec 2026", " Dec. 5, 2026\xa0", "Sat 05/12/2026"])
def test_a_date_typed_as_text_is_read_with_a_warning(tmp_path: Path, typed: str) -> None:
    log = log_with(tmp_path, "expected_back", typed)
    problem = only(log)
    assert (problem.code, problem.severity, problem.cell) == ("date-as-text", "warning", "I2")
    assert "it is read as 2026-12-05" in problem.message
    assert log.frame.at[2, "expected_back"] == pd.Timestamp(2026, 12, 5)


def test_a_bare_number_is_read_as_a_date_with_a_warning(tmp_path: Path) -> None:
    log = log_with_formula(tmp_path, "expected_back", "=46361", 46361)
    problem = only(log)
    assert (problem.code, problem.severity, problem.value) == ("serial-date", "warning", "46361")
    assert "2026-12-05" in problem.message
    assert log.frame.at[2, "expected_back"] == pd.Timestamp(2026, 12, 5)


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?"])
@pytest.mark.parametrize("key", ["item", "handed_off", "status", "id"])
def test_an_error_in_a_cell_is_one_problem_and_no_blank(tmp_path: Path, error: str, key: str) -> None:
    log = log_with_formula(tmp_path, key, "=A99", error)
    problem = only(log)
    assert (problem.code, problem.severity, problem.value) == ("error-value", "error", error)
    assert problem.cell == f"{'ABCDEFGH'[list(GOOD).index(key)]}2"
    assert error in problem.message


@pytest.mark.parametrize("key", ["item", "handed_to", "handed_off", "status"])
def test_a_formula_without_a_stored_result_is_told_from_a_blank(tmp_path: Path, key: str) -> None:
    log = read_log(typed_log(tmp_path, [GOOD]))
    assert found(log) == []
    from openpyxl import load_workbook  # noqa: PLC0415  it writes no results, which is what is wanted here

    book = load_workbook(tmp_path / "log.xlsx")
    book["Log"][f"{LETTERS[key]}2"] = "=Guide!A1"
    book.save(tmp_path / "log.xlsx")
    problem = only(read_log(tmp_path / "log.xlsx"))
    assert (problem.code, problem.severity, problem.cell) == ("not-calculated", "error", f"{LETTERS[key]}2")


def test_a_formula_with_its_result_is_read_as_what_it_shows(tmp_path: Path) -> None:
    log = log_with_formula(tmp_path, "item", '="Draft"&" budget"', "Draft budget")
    assert log.problems == [problem for problem in log.problems if problem.severity == "info"]
    assert log.frame.at[2, "item"] == "Draft budget"


def test_a_column_of_ones_own_is_never_wrong(tmp_path: Path) -> None:
    path = tmp_path / "log.xlsx"
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("Log")
    for column, (name, cell) in enumerate(GOOD.items()):
        sheet.write(0, column, TITLES[name])
        sheet.write_datetime(1, column, cell) if isinstance(cell, date) else sheet.write(1, column, cell)
    sheet.write(0, len(GOOD), "Mine")
    sheet.write_formula(1, len(GOOD), "=A99", None, "#REF!")
    book.close()
    log = read_log(path)
    assert found(log) == []
    assert log.frame.at[2, "Mine"] == "#REF!"


@pytest.mark.parametrize(
    ("shown", "order", "first"),
    [(["20/10/26", "03/04/2026"], "DMY", "day"), (["10.20.26", "03.04.2026"], "MDY", "month")],
)
def test_where_a_column_shows_its_order_the_setting_that_reads_it_is_offered(
    shown: list[str], order: str, first: str
) -> None:
    cells = ColumnCells([2, 3], [CellKind.TEXT] * 2, shown)
    column = next(column for column in shipped().columns if column.name == "expected_back")
    values = read_column(cells, np.array([2, 3]), column, DateSettings())
    [ambiguous] = [finding for finding in values.findings if finding.code == "ambiguous-date"]
    fix = ambiguous.describe(0).fix
    assert f"{shown[0]!r} has the {first} first: type {order} into date_order" in fix
    assert f"--date-order {order}" in fix


def test_dates_with_dots_are_day_first_and_that_is_said() -> None:
    column = next(column for column in shipped().columns if column.name == "expected_back")
    values = read_column(ColumnCells([2], [CellKind.TEXT], ["03.04.2026"]), np.array([2]), column, DateSettings())
    assert values.dates is not None
    assert values.dates.astype(str).tolist() == ["2026-04-03T00:00:00"]
    [finding] = values.findings
    assert finding.code == "date-as-text"
    assert "with dots the day comes first, so it is read as 2026-04-03" in finding.describe(0).message
