"""The values of a number column, and the problems of cells that hold something else."""

from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import blank_log
from openpyxl import load_workbook

from sheetkit.log.check.rows import number_text
from sheetkit.log.read.number_values import _number_of
from sheetkit.log.read_log import Log, read_log
from sheetkit.template.store import shipped

LOANS = shipped("loans")
WORTH = [column.name for column in LOANS.columns].index("worth") + 1


def valued(folder: Path, *values: object) -> Log:
    """A loans log with these values, one per line."""
    path = blank_log(folder, len(values) + 2, LOANS)
    book = load_workbook(path)
    for row, value in enumerate(values, start=2):
        cells = (f"Ladder {row}", "Ana Costa", datetime(2026, 11, 16), datetime(2026, 12, 14))
        for name, cell in zip(("item", "lent_to", "lent_on", "back_by"), cells, strict=True):
            book["Loans"].cell(row, list(LOANS.by_name).index(name) + 1).value = cell
        book["Loans"].cell(row, WORTH).value = value  # type: ignore[assignment]
    book.save(path)
    return read_log(path)


def test_numbers_are_numbers_and_blanks_are_missing(tmp_path: Path) -> None:
    log = valued(tmp_path, 12, 0, 2.5, None, "n/a", " - ")
    assert str(log.frame["worth"].dtype) == "Float64"
    assert log.frame["worth"].tolist()[:3] == [12, 0, 2.5]
    assert log.frame["worth"].isna().tolist() == [False, False, False, True, True, True]
    assert {problem.code for problem in log.problems} == {"placeholder"}


@pytest.mark.parametrize(
    ("value", "code", "read", "said"),
    [
        ("about 3", "not-a-number", None, "'about 3' is not a number that Value can hold"),
        ("1,234", "not-a-number", None, "separators of thousands"),
        (True, "not-a-number", None, "'TRUE'"),
        (1e16, "not-a-number", None, "1e+16"),
        ("12", "number-as-text", 12, "it is read as 12"),
        ("2,5", "number-as-text", 2.5, "it is read as 2.5"),
        (-1, "out-of-range", -1, "-1 cannot be right: Value is 0 or more"),
        (datetime(2026, 11, 23), "date-as-number", 46349, "which is the number 46349"),
    ],
)
def test_what_is_no_number_is_said(tmp_path: Path, value: object, code: str, read: float | None, said: str) -> None:
    log = valued(tmp_path, value)
    [problem] = log.problems
    assert (problem.code, problem.column, problem.row) == (code, "Value", 2)
    assert said in f"{problem.message}. {problem.fix}"
    assert log.frame["worth"].isna().tolist() == [read is None]
    assert read is None or log.frame["worth"].tolist() == [read]


@settings(max_examples=50)
@given(st.floats(-1e9, 1e9).map(lambda number: round(number, 2)))
def test_a_text_is_read_as_the_number_that_people_typed_or_not_at_all(number: float) -> None:
    text = number_text(number)
    assert _number_of(text) == number
    assert np.isnan(_number_of(f"{number:,.3f} euros"))
