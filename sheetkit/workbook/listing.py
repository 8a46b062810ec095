"""A sheet that is one list: a title, a sentence about it, headings that stay in sight, and the lines."""

from collections.abc import Iterable, Sequence

from sheetkit.workbook.cells import Cell, Field, write_table
from sheetkit.xlsx import look
from sheetkit.xlsx.writer import Book

_TOP = 3  # the row of the headings


def write_listing(
    book: Book, name: str, colour: str, said: str, fields: Sequence[Field], lines: Iterable[Sequence[Cell]], kept: int
) -> None:
    """Write the sheet; `kept` columns stay in sight too, `colour` is that of its tab.

    A line may hold more cells than there are fields; the rest is left out.
    """
    sheet = book.sheet(name, colour=colour)
    sheet.text(1, 1, name, look.TITLE)
    sheet.height(1, 33)
    sheet.text(2, 1, said, look.SUBTITLE)
    last = write_table(sheet, _TOP, fields, (line[: len(fields)] for line in lines))
    if last > _TOP:
        sheet.filter(_TOP, 1, last, len(fields))
    sheet.freeze(_TOP + 1, kept + 1)
    sheet.page(book.title, area=(1, 1, last, len(fields)), repeat=_TOP)
