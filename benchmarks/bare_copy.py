"""The bare copy: every cell of the log read and written again, and nothing else: ``python bare_copy.py LOG OUT``.

No rules, no formats, one sheet; without a format a date shows as its number.
"""

import sys
from datetime import date

import xlsxwriter
from python_calamine import CalamineWorkbook


def copy(source: str, target: str) -> None:
    """Copy the cells of a workbook's first sheet."""
    rows = CalamineWorkbook.from_path(source).get_sheet_by_index(0).to_python()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, str):
                if value:
                    sheet.write_string(number, column, value)
            elif isinstance(value, date):
                sheet.write_datetime(number, column, value)
            else:
                sheet.write_number(number, column, value)
    book.close()


if __name__ == "__main__":
    copy(*sys.argv[1:])
