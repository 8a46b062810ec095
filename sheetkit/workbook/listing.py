"""A sheet that is one list: a title, a sentence about it, headings that stay in sight, and the lines."""

from collections.abc import Sequence

from sheetkit.workbook.cells import Column, write_table
from sheetkit.xlsx import look
from sheetkit.xlsx.writer import Book

_TOP = 3  # the row of the headings


def write_listing(book: Book, name: str, colour: str, said: str, columns: Sequence[Column], kept: int) -> None:
    """Write the sheet; `kept` columns stay in sight too, `colour` is that of its tab."""
    sheet = book.sheet(name, colour=colour)
    sheet.text(1, 1, name, look.TITLE)
    sheet.height(1, 33)
    sheet.text(2, 1, said, look.SUBTITLE)
    last = write_table(sheet, _TOP, columns)
    if last > _TOP:
        sheet.filter(_TOP, 1, last, len(columns))
    sheet.freeze(_TOP + 1, kept + 1)
    sheet.page(book.title, area=(1, 1, last, len(columns)), repeat=_TOP)
