"""Write a page of text on a sheet, section by section."""

from sheetkit import palette
from sheetkit.ooxml.writer import styles
from sheetkit.ooxml.writer.hyperlinks import internal_link
from sheetkit.ooxml.writer.styles import Style
from sheetkit.ooxml.writer.text_metrics import row_height, wrapped_line_count
from sheetkit.ooxml.writer.workbook import SheetWriter, WorkbookWriter
from sheetkit.pages.page import TextPage, TextRow, TextSection
from sheetkit.workbook.table import write_headings

_WIDTHS = {1: 26, 2: 82, 3: 58}
_LEFT: Style = {"align": "left", "indent": 1, "valign": "vcenter"}
_QUIET: Style = {**styles.CELL_MIDDLE, "font_color": palette.MUTED}


def write_text(book: WorkbookWriter, page: TextPage) -> None:
    """Write the sheet."""
    sheet = book.add_sheet(page.title, tab_colour=page.colour, hidden=page.hidden)
    sheet.set_column_widths(_WIDTHS)
    sheet.write_text(1, 1, page.title, styles.TITLE)
    sheet.set_row_height(1, 33)
    row = 1
    for section in page.sections:
        row = _write_section(sheet, section, row + 2)
    area = None if page.hidden else (1, 1, row, 3)  # LibreOffice prints any area, even of a hidden sheet
    sheet.set_up_page(book.title, area=area)


def _write_section(sheet: SheetWriter, section: TextSection, top: int) -> int:
    """Write a section from row `top` on; return its last row."""
    row = top - 1
    if section.title:
        row += 1
        for column, text in enumerate((section.title, "", ""), start=1):
            sheet.write_text(row, column, text, styles.SECTION)
    if section.heads:
        row += 1
        write_headings(sheet, row, section.heads)
    for content in section.rows:
        row += 1
        _write_row(sheet, row, content, section.kind)
    return row


def _write_row(sheet: SheetWriter, row: int, content: TextRow, kind: str) -> None:
    lines = 1
    for column, cell in enumerate(content.cells, start=1):
        style = _style(content, kind, column)
        if not isinstance(cell, str):
            sheet.write_number(row, column, cell, style)
        elif column > 1 or not _write_page_link(sheet, row, content):
            sheet.write_text(row, column, cell, style)
        if isinstance(cell, str) and column > 1:
            lines = max(lines, wrapped_line_count(cell, _WIDTHS[column]))
    if kind != "settings":
        sheet.set_row_height(row, row_height(lines))


def _write_page_link(sheet: SheetWriter, row: int, content: TextRow) -> bool:
    """Write the first cell if it is a link to another page; return whether it was written."""
    link = internal_link(content.page, "A1") if content.page else None
    style = {**styles.CELL_MIDDLE, **styles.LINK}
    return link is not None and sheet.write_link(row, 1, link, content.page, style)


def _style(content: TextRow, kind: str, column: int) -> Style:
    """Return the style of a cell."""
    if kind == "facts":
        return styles.STRONG if column == 1 else styles.TEXT
    if kind == "rules" and column != 2:
        return styles.flag_style(content.flag or None) if column == 1 else _QUIET
    if not isinstance(content.cells[column - 1], str):
        number_format = {"num_format": "General"} if kind == "settings" else {}
        return {**styles.NUMBER, **_LEFT, **number_format}
    return styles.CELL_MIDDLE
