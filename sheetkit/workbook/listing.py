"""A sheet that is one list: a title, a sentence about it, headings that stay in sight, and the lines."""

from collections.abc import Sequence
from dataclasses import replace

from sheetkit.ooxml.limits import MAX_ROWS, continuation_sheet_name
from sheetkit.ooxml.writer import styles
from sheetkit.ooxml.writer.workbook import WorkbookWriter
from sheetkit.ooxml.xml_text import unique_headings
from sheetkit.workbook.cells import Column, write_table

_TOP = 3  # the row of the headings


def write_listing(
    book: WorkbookWriter, name: str, colour: str, said: str, columns: Sequence[Column], kept: int
) -> None:
    """Write the sheet; `kept` columns stay in sight too, `colour` is that of its tab.

    A list that one sheet does not hold goes on in further ones, and each says so.
    """
    lines, room = len(columns[0].values), MAX_ROWS - _TOP
    sheets = max(1, -(-lines // room))
    for number in range(1, sheets + 1):
        part = columns
        about = said
        if sheets > 1:
            part = [column.part((number - 1) * room, number * room) for column in columns]
            about = f"Part {number} of {sheets}, since a sheet holds {MAX_ROWS:,} rows. {said}"
        _write_sheet(book, continuation_sheet_name(name, number), colour, about, part, kept)


def _write_sheet(book: WorkbookWriter, name: str, colour: str, said: str, columns: Sequence[Column], kept: int) -> None:
    sheet = book.sheet(name, colour=colour)
    sheet.text(1, 1, name, styles.TITLE)
    sheet.height(1, 33)
    sheet.text(2, 1, said, styles.SUBTITLE)
    titles = unique_headings(column.title for column in columns)
    columns = [replace(column, title=title) for column, title in zip(columns, titles, strict=True)]
    last = write_table(sheet, _TOP, columns)
    if last > _TOP:
        style = book.style(styles.heading_style())
        options = [{"header": title, "header_format": style} for title in titles]
        table = "".join(letter for letter in name.title() if letter.isalnum())
        sheet.table(_TOP, 1, last, len(columns), table, options, (name, said))
    sheet.freeze(_TOP + 1, kept + 1)
    sheet.page(book.title, area=(1, 1, last, len(columns)), repeat=_TOP)
