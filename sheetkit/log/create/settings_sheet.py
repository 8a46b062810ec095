"""The Settings sheet of a log: an input cell with a defined name for each setting."""

from datetime import datetime

from sheetkit.log.create.contents import Contents
from sheetkit.log.read.date_text import DAY_FIRST, MONTH_FIRST
from sheetkit.log.read.settings import AS_OF, DATE_ORDER, SETTINGS_SHEET
from sheetkit.ooxml.serial import from_datetime
from sheetkit.ooxml.writer import styles
from sheetkit.ooxml.writer.styles import Style
from sheetkit.ooxml.writer.text_metrics import row_height, wrapped_line_count
from sheetkit.ooxml.writer.workbook import WorkbookWriter
from sheetkit.template.model import Template

_FIRST_ROW = 4  # of the settings, below their headings
_WIDTHS = {1: 58, 2: 20, 3: 70}  # characters, by column number
_WEEKS = ["Mon-Fri", "Mon-Sat", "Mon-Thu", "Sun-Thu", "Sat-Wed", "Sun-Fri"]


def write_settings(book: WorkbookWriter, template: Template, created: datetime, contents: Contents) -> None:
    """Write the sheet. The log's formulas and the review find each cell by its defined name."""
    sheet = book.add_sheet(SETTINGS_SHEET, tab_colour="#52606D")
    sheet.set_column_widths(_WIDTHS)
    sheet.write_text(1, 1, "Settings", styles.TITLE)
    sheet.set_row_height(1, 33)
    sheet.write_text(2, 1, "Change the yellow cells; the log and the review both follow them.", styles.SUBTITLE)
    for column, title in enumerate(("Setting", "Value", "What it does"), start=1):
        sheet.write_text(_FIRST_ROW - 1, column, title, styles.heading_style())
    for row, setting in enumerate(template.settings, start=_FIRST_ROW):
        sheet.write_text(row, 1, setting.title, styles.STRONG)
        sheet.write_number(row, 2, contents.settings.get(setting.name, setting.default), styles.INPUT_CELL)
        sheet.write_text(row, 3, setting.description, styles.TEXT)
        book.define_cell_name(setting.name, SETTINGS_SHEET, row, 2)
        sheet_check = {
            "validate": "decimal",
            "criteria": ">=",
            "value": 0,
            "error_title": "A number is needed",
            "error_message": "Type a number, 0 or more.",
            "input_title": setting.name[:32],
            "input_message": f"{setting.title}. Usually {setting.default:g}.",
        }
        sheet.add_data_validation(row, 2, row, sheet_check)
    row = _FIRST_ROW + len(template.settings)
    moment: Style = {**styles.INPUT_CELL, "num_format": styles.DATE_TIME_FORMAT}
    sheet.write_text(row, 1, "Today, as the log sees it", styles.STRONG)
    if contents.as_of is None:
        sheet.write_formula(row, 2, "NOW()", from_datetime(created), moment)
    else:
        sheet.write_number(row, 2, contents.as_of, moment)
    sheet.write_text(
        row,
        3,
        "It follows the clock. Type a date to see the log as of that day, and =NOW() to follow the clock again. "
        "The review does not look at this cell.",
        styles.TEXT,
    )
    sheet.set_row_height(row, 31)
    book.define_cell_name(AS_OF, SETTINGS_SHEET, row, 2)
    row += 1
    sheet.write_text(row, 1, "How a date such as 03/04/2026 is meant", styles.STRONG)
    sheet.write_text(row, 2, contents.date_order or "", styles.INPUT_CELL)
    text = "DMY: the day comes first. MDY: the month comes first. While the cell is empty it is never guessed."
    sheet.write_text(row, 3, text, styles.TEXT)
    sheet.set_row_height(row, 31)
    order_check = {
        "validate": "list",
        "source": [DAY_FIRST, MONTH_FIRST],
        "ignore_blank": True,
        "error_title": "DMY or MDY",
        "error_message": "Pick DMY or MDY, or leave the cell empty.",
        "input_title": DATE_ORDER,
        "input_message": "DMY: 03/04/2026 is 3 April. MDY: it is March 4.",
    }
    sheet.add_data_validation(row, 2, row, order_check)
    book.define_cell_name(DATE_ORDER, SETTINGS_SHEET, row, 2)
    for text_setting in template.text_settings:
        row += 1
        sheet.write_text(row, 1, text_setting.title, styles.STRONG)
        sheet.write_text(row, 2, contents.text_settings.get(text_setting.name, ""), styles.INPUT_CELL)
        sheet.write_text(row, 3, text_setting.description, styles.TEXT)
        sheet.set_row_height(row, row_height(wrapped_line_count(text_setting.description, _WIDTHS[3])))
        if text_setting.is_week:  # a choice of the usual ones; anything else can be typed
            sheet.add_data_validation(row, 2, row, {"validate": "list", "source": _WEEKS, "show_error": False})
        book.define_cell_name(text_setting.name, SETTINGS_SHEET, row, 2)
    sheet.set_up_page(template.title)
