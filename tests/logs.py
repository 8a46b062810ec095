"""Filled logs for tests: a blank log with rows typed into it by another library."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
from made import Row, blank_log

from sheetkit import categorical
from sheetkit.log.read_log import Log, read_log
from sheetkit.review.build import build_review
from sheetkit.review.model import Review
from sheetkit.template.store import shipped

MONDAY = datetime(2026, 11, 23)


def filled_log(folder: Path, rows: Sequence[Row], name: str = "log.xlsx", *, extra: Sequence[str] = ()) -> Path:
    """Return a log with `rows` from row 2 on; `extra` are headings of further columns, filled by their names."""
    path = blank_log(folder, max(len(rows), 1) + 5, name=name)
    type_rows(path, rows, extra=extra)
    return path


def type_rows(path: Path, rows: Sequence[Row], *, extra: Sequence[str] = ()) -> None:
    """Type rows into a log; a key that a row lacks leaves its cell as it is, None clears it."""
    book = openpyxl.load_workbook(path)
    sheet = book["Log"]
    columns = {column.name: number for number, column in enumerate(shipped().columns, start=1)}
    for number, heading in enumerate(extra, start=len(columns) + 1):
        sheet.cell(1, number).value = heading
        columns[heading] = number
    for number, row in enumerate(rows, start=2):
        for key, value in row.items():
            cell = sheet.cell(number, columns[key])
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # openpyxl would make '=1+1' a formula
    book.save(path)
    book.close()


def row(**values: object) -> Row:
    """Return a row that is on track on MONDAY, with `values` changed."""
    usual: Row = {
        "item": "Draft budget",
        "handed_to": "Ana Costa",
        "handed_off": datetime(2026, 11, 16),
        "expected_back": datetime(2026, 12, 14),
        "checkpoint": datetime(2026, 11, 30),
        "expected_result": "One page",
        "understood": "Yes",
    }
    return {**usual, **values}


def reviewed(folder: Path, rows: Sequence[Row], as_of: datetime = MONDAY) -> Review:
    """Return the review of a log with these rows."""
    return build_review([read(folder, rows)], as_of)


def lines(review: Review) -> list[dict[str, Any]]:
    """Return the review's lines as plain values: '' for a missing text, None for what else is missing.

    `flags` are the keys of the rules that hold, and `log` is left out.
    """
    columns: dict[str, list[Any]] = {}
    for name in review.frame.columns.drop("log"):
        column = review.frame[name]
        if isinstance(column.dtype, pd.CategoricalDtype):
            columns[name] = categorical.to_list(categorical.column(review.frame, name))
        else:
            columns[name] = [None if pd.isna(value) else value for value in column.to_numpy().tolist()]
    columns["flags"] = [[key for key, holds in row.items() if holds] for row in review.rules.to_dict("records")]
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def worst(review: Review) -> list[dict[str, Any]]:
    """Return the lines that need attention, the worst first."""
    every = lines(review)
    return [every[position] for position in review.worst_first if every[position]["flag"]]


def read(folder: Path, rows: Sequence[Row]) -> Log:
    """Return a log with these rows as it was read."""
    return read_log(filled_log(folder, rows))


OVERDUE = row(item="Late plan", expected_back=datetime(2026, 11, 12), checkpoint=None, handed_off=datetime(2026, 11, 2))
UNCHECKED = row(item="No checkpoint", checkpoint=None, handed_to="Li Wei")
BACK = row(item="Signed lease", returned=datetime(2026, 11, 20), next_action="File it")
DONE = row(item="Old thing", status="Done", returned=datetime(2026, 11, 20))
EMPTY: Row = dict.fromkeys(column.name for column in shipped().filled_by_people)
