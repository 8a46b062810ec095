"""A sheet's table as plain data, and the one way to put it on a sheet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache
from typing import NamedTuple

from sheetkit.xlsx import look
from sheetkit.xlsx.fit import line_count, row_height
from sheetkit.xlsx.limits import MAX_CELL_TEXT
from sheetkit.xlsx.look import Colour, Style
from sheetkit.xlsx.serial import from_datetime
from sheetkit.xlsx.writer import Sheet

_MIDNIGHT = time()
_BASES: dict[str, Style] = {
    "text": look.CELL,
    "number": look.NUMBER,
    "day": look.DATE,
    "moment": {**look.DATE, "num_format": look.MOMENT},
}
MOST_LINES = 12  # of a row; what is longer is cut on paper and whole in the cell


@dataclass(frozen=True, slots=True)
class Inside:
    """A link to a cell of this workbook."""

    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class Beside:
    """A link to a cell of the log, by a path relative to the review's folder."""

    file: str
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class Mail:
    """A link that opens a new message."""

    address: str
    subject: str
    body: str


class Cell(NamedTuple):
    """A value, the colour it stands on, and where it leads."""

    value: str | float | datetime | None
    colour: Colour | None = None
    bold: bool = False
    link: Inside | Beside | Mail | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table: its heading and its width in characters."""

    title: str
    width: float


def write_table(sheet: Sheet, top: int, fields: Sequence[Field], rows: Iterable[Sequence[Cell]]) -> int:
    """Write headings at row `top` and the rows below; return the number of the last row written."""
    sheet.widths({column: field.width for column, field in enumerate(fields, start=1)})
    write_headings(sheet, top, [field.title for field in fields])
    sheet.height(top, row_height(max(line_count(field.title, field.width * 0.9) for field in fields)) + 3)
    row = top
    for cells in rows:
        row += 1
        for column, cell in enumerate(cells, start=1):
            write_cell(sheet, row, column, cell)
        most = max(_lines(cell, field) for cell, field in zip(cells, fields, strict=True))
        sheet.height(row, row_height(min(most, MOST_LINES)))
    return row


def write_headings(sheet: Sheet, row: int, titles: Sequence[str], left: int = 1) -> None:
    """Write a row of headings."""
    for column, title in enumerate(titles, start=left):
        sheet.text(row, column, fitting(title), look.head())


def write_cell(sheet: Sheet, row: int, column: int, cell: Cell) -> None:
    """Write one cell in its colour."""
    value = cell.value
    if isinstance(value, datetime):
        base = "day" if value.time() == _MIDNIGHT else "moment"
        sheet.number(row, column, from_datetime(value), _styled(base, cell))
    elif isinstance(value, float | int):
        sheet.number(row, column, value, _styled("number", cell))
    elif cell.link is None or not _linked(sheet, row, column, cell):
        sheet.text(row, column, fitting(value or ""), _styled("text", cell))


def fitting(text: str) -> str:
    """Return as much of a text as a cell takes; files that Excel did not write hold longer ones."""
    if len(text) * 2 <= MAX_CELL_TEXT:
        return text
    return text.encode("utf-16-le", "surrogatepass")[: 2 * MAX_CELL_TEXT].decode("utf-16-le", "replace")


def _styled(base: str, cell: Cell, *, linked: bool = False) -> Style:
    return _style(base, cell.colour, cell.bold, linked)


@cache  # a workbook has few styles and many cells
def _style(base: str, colour: Colour | None, bold: bool, linked: bool) -> Style:
    style = look.painted(colour, _BASES[base]) if colour else dict(_BASES[base])
    if linked:
        style |= {"underline": 1} if colour else look.LINK
    return style | {"bold": True} if bold else style


def _linked(sheet: Sheet, row: int, column: int, cell: Cell) -> bool:
    """Write a cell that leads somewhere; return False when it leads nowhere, or one more link is not possible."""
    text, style = fitting(str(cell.value or "")), _styled("text", cell, linked=True)
    match cell.link:
        case Inside(name, place):
            return sheet.link_inside(row, column, name, place, text, style)
        case Beside(file, name, place):
            return sheet.link_beside(row, column, file, name, place, text, style)
        case Mail(address, subject, body):
            return sheet.link_mail(row, column, address, subject, body, text, style)
    return False


def _lines(cell: Cell, field: Field) -> int:
    if not isinstance(cell.value, str):
        return 1
    return line_count(cell.value, field.width * (0.95 if cell.bold else 1))
