"""All hand-offs: every row and every column of the logs, extra ones included."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pandas as pd

from sheetkit.log.records import Records
from sheetkit.review.history import LOG_COLUMN
from sheetkit.review.model import Review, Reviewed
from sheetkit.template.model import Column, Rule
from sheetkit.workbook.cells import Cell, Field
from sheetkit.workbook.lines import also, flag_cell, row_cell, row_tint, several
from sheetkit.workbook.listing import write_listing
from sheetkit.xlsx import look
from sheetkit.xlsx.look import Colour
from sheetkit.xlsx.writer import Book

NAME = "All hand-offs"
_OWN = (Field("In the log", 13), Field("Flag", 19), Field("Also", 24), Field("Days left", 11))


def write_everything(book: Book, review: Review, folder: Path) -> None:
    """Write the sheet: lines in the logs' own order."""
    columns = {column.name: column for one in review.logs for column in one.log.template.entered}
    extra = list(dict.fromkeys(name for one in review.logs for name in one.log.records.extra.values()))
    own = [Field(LOG_COLUMN, 26), *_OWN] if several(review) else list(_OWN)
    fields = [*own, *(Field(column.title, column.width) for column in columns.values())]
    fields += [Field(name, 22) for name in extra]
    rows = sum(len(one.rows) for one in review.logs)
    said = "Every line of the log, in its order, with every column." if rows else "The log has no lines yet."
    lines = (
        line
        for one in review.logs
        for line in _lines(one, columns, extra, folder, review.label(one) if several(review) else "")
    )
    item = len(own) + list(columns).index(review.logs[0].log.template.roles.item) + 1
    write_listing(book, NAME, look.HEAD.fill, said, fields, lines, kept=item)


def _lines(
    reviewed: Reviewed, columns: dict[str, Column], extra: list[str], folder: Path, label: str
) -> Iterator[list[Cell]]:
    records = reviewed.log.records
    names = [*columns, *extra]
    shown = {name: shown_values(records, name) for name in names if name in records.frame}
    for place, one in enumerate(reviewed.handoffs):
        tint = row_tint(one)
        yield [
            *([Cell(label, tint)] if label else []),
            row_cell(reviewed, one.row, folder, tint),
            flag_cell(one, reviewed.log.template),
            Cell(also(one), tint),
            Cell(one.days_left, tint),
            *(Cell(shown[name][place] if name in shown else "", _colour(one.rules, name) or tint) for name in names),
        ]


def shown_values(records: Records, name: str) -> list[str | datetime]:
    """Return a column's values; what could not be read as a date stays the text that it is."""
    if name not in records.unread:
        return [str(text) for text in records.frame[name].tolist()]
    unread = records.unread[name]
    return [
        unread.get(row, "") if pd.isna(moment) else moment.to_pydatetime()
        for row, moment in zip(records.frame.index.tolist(), records.frame[name], strict=True)
    ]


def _colour(rules: tuple[Rule, ...], name: str) -> Colour | None:
    """Return the colour of the most urgent rule that points at a cell."""
    return next((look.PALETTE[rule.colour] for rule in rules if rule.colour and name in rule.cells), None)
