"""Review workbooks for tests, made by the command and looked at as a person would."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
from logs import filled_log, type_rows
from made import Row
from openpyxl.worksheet.worksheet import Worksheet

from sheetkit.cli import main


def review(path: Path, as_of: str = "2026-11-23") -> Path:
    """Return the review that the command makes of a log."""
    assert main(["review", str(path), "--as-of", as_of]) == 0
    return path.with_name(f"{path.stem}-review-{as_of[:10]}.xlsx")


def sheet_of(path: Path, name: str) -> Worksheet:
    """Return one sheet of a workbook."""
    return openpyxl.load_workbook(path)[name]


def review_sheet(folder: Path, name: str, rows: Sequence[Row], *, extra: Sequence[str] = ()) -> Worksheet:
    """Return one sheet of the review of a log with these rows."""
    return sheet_of(review(filled_log(folder, rows, extra=extra)), name)


def next_week(folder: Path, before: Sequence[Row], typed: Sequence[Row]) -> Path:
    """Review a log, type `typed` over its rows, and return the review of a week later."""
    path = filled_log(folder, before)
    review(path, "2026-11-16")
    type_rows(path, typed)
    return review(path)


def table(sheet: Worksheet, top: int = 3) -> list[dict[str, object]]:
    """Return a sheet's lines by the headings in row `top`, up to the first that begins with an empty cell."""
    headings = [cell.value for cell in sheet[top]]
    lines = []
    for values in sheet.iter_rows(min_row=top + 1, values_only=True):
        if values[0] is None:
            break
        lines.append({heading: value for heading, value in zip(headings, values, strict=True) if heading})
    return lines


def row_of(sheet: Worksheet, text: str) -> int:
    """Return the number of the first row whose first cell says `text`."""
    return next(cell.row for cell in sheet["A"] if cell.value == text)


def colour(sheet: Worksheet, heading: str, line: int) -> str:
    """Return the fill of a cell, by its heading and the number of its line, '' for none."""
    column = [cell.value for cell in sheet[3]].index(heading) + 1
    fill = sheet.cell(3 + line, column).fill
    return "#" + fill.fgColor.rgb[2:] if fill.fill_type == "solid" else ""
