"""Messages on the order of day and month that a list's own dates show."""

from collections.abc import Mapping

from sheetkit.expression.tree import Type
from sheetkit.log.read.date_text import DAY_FIRST, MONTH_FIRST, ShownOrder, shown_order
from sheetkit.ooxml.reader.cells import ColumnCells, Grid
from sheetkit.template.model import Template
from sheetkit.text import quote


def opposite_orders(grid: Grid, columns: Mapping[str, int], headings: Mapping[int, str], template: Template) -> str:
    """Return a clause that names a date with the day first and one with the month first, '' unless there are both.

    `columns` maps the template's names to column numbers. No single order reads all dates of such a list.
    """
    shown: dict[str, str] = {}
    for column in template.entered:
        number = columns.get(column.name, 0)
        if column.type is not Type.DATE or number not in headings:
            continue
        for text in grid.columns.get(number, ColumnCells()).different_texts():
            if order := shown_order([text]):
                shown.setdefault(order.order, f"{quote(order.example)} ({headings[number]})")
    if len(shown) < 2:
        return ""
    both = f"{shown[DAY_FIRST]} has the day first and {shown[MONTH_FIRST]} the month"
    return f"{both}, so no one order reads all dates here"


def order_advice(shown: ShownOrder | None, opposite: str) -> str:
    """Return how to read the ambiguous dates of a column, or why no order reads them; '' where nothing shows it."""
    if opposite:
        return f" {opposite}."
    if shown is None:
        return ""
    return (
        f" In this column {quote(shown.example)} has the {shown.first_part} first: type {shown.order} into "
        f"date_order on the sheet Settings (adopt: --date-order {shown.order}), and all are read that way."
    )
