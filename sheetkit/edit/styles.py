"""The style of a new value: that of its cell, else that of the nearest cell above."""

from datetime import datetime

from sheetkit.edit.cell_edit import NewValue
from sheetkit.edit.open_log import OpenLog
from sheetkit.errors import SheetkitError
from sheetkit.ooxml.reader.cells import CellKind
from sheetkit.ooxml.references import cell_name

_ROWS_ABOVE = 50  # rows that are searched for a cell with a style


def style_for(log: OpenLog, row: int, column: int, value: NewValue) -> int:
    """Return the index of the style for a cell with a new value; a date needs a style that shows dates.

    No style is ever added. Raises SheetkitError if the workbook has none that shows dates.
    """
    above = range(row, max(row - _ROWS_ABOVE, log.place.heading_row), -1)
    style = next((other_style for other in above if (other_style := log.xml.style(other, column)) is not None), 0)
    if not isinstance(value, datetime) or _shows_date(log, style):
        return style
    cells = log.cells(column)
    dated = next((other for other, kind, _ in cells if kind == CellKind.DATE), None)
    if dated is not None and (other := log.xml.style(dated, column)) is not None:
        return other
    if any(log.workbook.date_styles):
        return log.workbook.date_styles.index(True)
    raise SheetkitError(
        f"No cell of {log.path.name!r} has a date format, so a date in {cell_name(row, column)} would show as a bare "
        "number: give the column a date format in your spreadsheet program first."
    )


def _shows_date(log: OpenLog, style: int) -> bool:
    return style < len(log.workbook.date_styles) and log.workbook.date_styles[style]
