"""The hidden sheet of a log that holds its template, so that any later sheetkit can read the log."""

from sheetkit.log.read.stamp import FIRST_LINE, STAMP_SHEET
from sheetkit.ooxml.writer import styles
from sheetkit.ooxml.writer.styles import Style
from sheetkit.ooxml.writer.workbook import WorkbookWriter
from sheetkit.template.model import Template


def write_stamp(book: WorkbookWriter, template: Template, identity: str = "") -> None:
    """Write the sheet: the template's name and version, the log's identity, then the source, one line per cell."""
    sheet = book.add_sheet(STAMP_SHEET, hidden=True)
    sheet.write_text(1, 1, "template", styles.TEXT)
    sheet.write_text(1, 2, template.name, styles.TEXT)
    sheet.write_text(2, 1, "version", styles.TEXT)
    sheet.write_number(2, 2, template.version, styles.TEXT)
    if identity:
        sheet.write_text(1, 3, "identity", styles.TEXT)
        sheet.write_text(1, 4, identity, styles.TEXT)
    sheet.write_text(3, 1, "The template that made this log, one line per cell:", styles.TEXT)
    source_style: Style = {"font_name": styles.FONT}
    for row, line in enumerate(template.source.split("\n"), start=FIRST_LINE):
        sheet.write_text(row, 1, line, source_style)
