"""All hand-offs: every row and every column of the logs, extra ones included."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from sheetkit.log.read.date_text import format_date
from sheetkit.log.records import Records
from sheetkit.ooxml.coded import Coded
from sheetkit.ooxml.writer import styles
from sheetkit.ooxml.writer.styles import Colour
from sheetkit.ooxml.writer.workbook import WorkbookWriter
from sheetkit.review.history import EVERYTHING
from sheetkit.review.model import Review
from sheetkit.template.model import Column as Declared
from sheetkit.template.model import Rule
from sheetkit.workbook.cells import Column, Paint, Paints
from sheetkit.workbook.lines import Lines, row_tint
from sheetkit.workbook.listing import write_listing

NAME = EVERYTHING
_EXTRA_WIDTH = 22


def write_everything(book: WorkbookWriter, review: Review, folder: Path) -> None:
    """Write the sheet: lines in the logs' own order."""
    lines = Lines.all(review)
    declared = {column.name: column for one in review.logs for column in one.log.template.entered}
    extra = dict.fromkeys(name for one in review.logs for name in one.log.records.extra.values())
    own = [
        *lines.logs(),
        lines.places(folder),
        lines.flags(),
        lines.also(24),
        lines.others("Days left", 11, lines.handoffs.days_left),
    ]
    columns = [*own, *(_column(lines, name, column) for name, column in declared.items())]
    columns += [_column(lines, name, None) for name in extra if name not in declared]
    item = len(own) + list(declared).index(review.logs[0].log.template.roles.item) + 1
    said = "Every line of the log, in its order, with every column." if len(lines) else "The log has no lines yet."
    write_listing(book, NAME, styles.HEAD.fill, said, columns, kept=item)


def _column(lines: Lines, name: str, declared: Declared | None) -> Column:
    """Return a column of the logs, one log below the other; blank where a log has none of that name."""
    title, width = (declared.title, declared.width) if declared else (name, _EXTRA_WIDTH)
    parts = [one.log.records for one in lines.review.logs]
    paints = _paints(lines, name)
    if not all(name in records.unread for records in parts if name in records.columns):
        return Column(title, width, Coded.joined([_texts(records, name) for records in parts]), paints)
    instead: dict[int, str] = {}
    for records, first in zip(parts, np.cumsum([0, *map(len, parts)]).tolist(), strict=False):
        unread = records.unread.get(name, {})
        instead |= {first + int(np.searchsorted(records.rows, row)): text for row, text in unread.items()}
    moments = [_moments(records, name) for records in parts]
    return Column(title, width, np.concatenate(moments), paints, instead=instead)


def _moments(records: Records, name: str) -> npt.NDArray[np.datetime64]:
    if name in records.columns:
        return records.dates(name)
    return np.full(len(records), "NaT", dtype="datetime64[s]")


def _texts(records: Records, name: str) -> Coded:
    if name not in records.columns:
        return Coded.blanks(len(records))
    if name not in records.unread:
        return records.texts(name)
    return Coded.of(value if isinstance(value, str) else format_date(value) for value in records.values(name))


def _paints(lines: Lines, name: str) -> Paints:
    """Return the look of each cell of a column: of the most urgent rule that points at it, else of its line."""
    if not any(name in rule.cells for owner in lines.review.logs for rule in owner.log.template.rules):
        return lines.tints
    return lines.painted(lambda one: Paint(_colour(one.rules, name) or row_tint(one)))


def _colour(rules: tuple[Rule, ...], name: str) -> Colour | None:
    """Return the colour of the most urgent rule that points at a cell."""
    return next((styles.PALETTE[rule.colour] for rule in rules if rule.colour and name in rule.cells), None)
