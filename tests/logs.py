"""Filled logs for tests: a blank log with rows typed into it by another library."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
from made import Row, blank_log

from sheetkit import categorical
from sheetkit.log.create.log_sheet import create_log
from sheetkit.log.read_log import Log, read_log
from sheetkit.review.build import build_review
from sheetkit.review.model import Review
from sheetkit.template.model import Template
from sheetkit.template.store import shipped, shipped_names

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


class WrittenLog:
    """A log of any kind, into which lines are typed by the names of its template's columns; `save` keeps them."""

    def __init__(self, path: Path, template: Template) -> None:
        self.path, self.template = path, template
        self.book = openpyxl.load_workbook(path)
        self.sheet = self.book[template.sheet]
        titles = [cell.value for cell in self.sheet[1]]
        self.numbers = {column.name: titles.index(column.title) + 1 for column in template.columns}

    def put(self, item: str, values: Mapping[str | None, object]) -> None:
        """Type values into the line of an item, or into the first one without an item."""
        at = self.numbers[self.template.roles.item]
        rows = range(2, self.sheet.max_row + 2)
        row = next((row for row in rows if self.sheet.cell(row, at).value == item), 0)
        row = row or next(row for row in rows if self.sheet.cell(row, at).value is None)
        for name, value in values.items():
            self.sheet.cell(row, self.numbers[str(name)]).value = value

    def save(self) -> None:
        """Save the workbook."""
        self.book.save(self.path)


def logs_of_all_kinds(folder: Path) -> list[Log]:
    """Return a log of each shipped template, with a line that is late on MONDAY, one that is due soon and one back."""
    logs = []
    for kind in shipped_names():
        template, path = shipped(kind), folder / f"{kind}.xlsx"
        create_log(path, template, date(2026, 11, 16), 10)
        written, roles = WrittenLog(path, template), template.roles
        for item, days in (("late", -3), ("soon", 3), ("back", 9)):
            line = {roles.item: f"{item} {kind}", roles.person: "Ana Costa", roles.start: datetime(2026, 11, 2)}
            written.put(item, {**line, roles.promise: MONDAY + timedelta(days)})
        written.put(f"back {kind}", {roles.back: datetime(2026, 11, 20)})
        written.save()
        logs.append(read_log(path))
    return logs
