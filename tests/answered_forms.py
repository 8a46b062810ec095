"""Logs whose people are asked with forms, and the forms as they fill them in."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from logs import row, type_rows
from made import Row
from openpyxl.worksheet.worksheet import Worksheet

from sheetkit.cli import main, sheetkit
from sheetkit.forms.layout import SHEET
from sheetkit.log.create.contents import Contents
from sheetkit.log.create.log_sheet import create_log
from sheetkit.template.store import shipped

NOW = datetime(2026, 11, 25, 9, 30)
IDENTITY = "12345678-1234-4234-8234-123456789abc"
OTHER_IDENTITY = "87654321-1234-4234-8234-123456789abc"
ROWS = [
    row(item="Budget"),
    row(item="Plan", notes="wörds", checked_in=datetime(2026, 11, 20)),
    row(item="Lease", handed_to="Ben Lee"),
    row(item="Old thing", status="Done", returned=datetime(2026, 11, 20)),
    row(item="Survey"),
]
FIRST = 7  # row of a form's first line
Answers = Mapping[str, Mapping[str, object]]  # ID -> heading -> what is filled in


def asked_log(folder: Path, rows: Sequence[Row] = ROWS, *, name: str = "log.xlsx", identity: str = IDENTITY) -> Path:
    """Return a log with an identity; its lines are H-0001 and so on."""
    path = folder / name
    create_log(path, shipped(), date(2026, 11, 23), len(rows) + 5, Contents(identity=identity))
    type_rows(path, rows)
    return path


def forms_of(*logs: Path) -> dict[str, Path]:
    """Make the forms of logs, and return them by person."""
    assert main(["review", *map(str, logs), "--as-of", "2026-11-23", "--split", "--form", "--previous", "none"]) == 0
    return made_forms(logs[0].parent)


def made_forms(folder: Path) -> dict[str, Path]:
    """Return the forms in a folder by person."""
    return {path.stem.rpartition("-")[2]: path for path in sorted(folder.glob("*-form-2026-11-23-*.xlsx"))}


def fill(form: Path, answers: Answers) -> None:
    """Fill in a form with openpyxl, by ID and heading."""
    book = openpyxl.load_workbook(form)
    sheet = book[SHEET]
    for id_, cells in answers.items():
        number = line_of(sheet, id_)
        for heading, value in cells.items():
            put(sheet, number, heading, value)
    book.save(form)


def put(sheet: Worksheet, number: int, heading: str, value: object) -> None:
    """Put a value into a form's cell; a text that begins with '=' stays a text."""
    headings = [cell.value for cell in sheet[FIRST - 1]]
    cell = sheet.cell(number, headings.index(heading) + 1)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def line_of(sheet: Worksheet, id_: str) -> int:
    """Return the row of a line in a form."""
    return next(cell.row for cell in sheet["A"] if cell.value == id_)


def collected(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> Result:
    """Run `collect` at NOW."""
    monkeypatch.setattr("sheetkit.commands.collect.clock", lambda: NOW)
    done = CliRunner().invoke(sheetkit, ["collect", *map(str, arguments)], standalone_mode=False)
    assert done.exception is None, done.exception
    return done


def cells(log: Path, heading: str) -> list[object]:
    """Return a column of a log's first lines."""
    sheet = openpyxl.load_workbook(log)["Log"]
    number = [cell.value for cell in sheet[1]].index(heading) + 1
    return [sheet.cell(line, number).value for line in range(2, 2 + len(ROWS))]
