"""All hand-offs: every row and every column of the logs, extra ones included."""

from collections.abc import Sequence
from math import isnan

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetkit import categorical
from sheetkit.log.read.date_text import format_date
from sheetkit.log.read.number_values import number_text
from sheetkit.log.read_log import Log
from sheetkit.pages.hand_offs import HandOffColumns, row_tint
from sheetkit.pages.page import CellStyle, CellStyles, Column, ListPage, Table
from sheetkit.palette import HEAD, PALETTE, Colour
from sheetkit.review.history import EVERYTHING
from sheetkit.review.model import LineKind, Review
from sheetkit.template.model import Column as TemplateColumn

TITLE = EVERYTHING
_EXTRA_WIDTH = 22


def all_hand_offs_page(review: Review) -> ListPage:
    """Return the page: lines in the logs' own order, first the columns that go on paper."""
    lines = HandOffColumns(review)
    declared = {column.name: column for template in review.templates for column in template.entered}
    extra = dict.fromkeys(name for one in review.logs for name in one.log.extra.values())
    item = declared[review.templates[0].roles.item].title
    on_paper = [name for name, column in declared.items() if column.printed]
    others = [name for name in dict.fromkeys([*declared, *extra]) if name not in on_paper]
    own = [*lines.logs(16, own=True), lines.flags(22)]
    columns = [*own, *(_column(lines, name, declared[name]) for name in on_paper)]
    printed = len(columns) if on_paper else 0
    columns += [lines.rows(), lines.also(44), lines.column("Days left", 11, "days_left")]
    columns += [_column(lines, name, declared.get(name)) for name in others]
    frozen = next(place for place, column in enumerate(columns, start=1) if column.heading == item)
    sentence = "Every line with every column, in the order of the log." if len(lines) else "The log has no lines yet."
    return ListPage(TITLE, sentence, HEAD.fill, Table(tuple(columns)), frozen=frozen, printed=printed)


def _column(lines: HandOffColumns, name: str, declared: TemplateColumn | None) -> Column:
    """Return a column of the logs, one log below the other; blank where a log has none of that name."""
    heading, width = (declared.title, declared.width) if declared else (name, _EXTRA_WIDTH)
    logs = [one.log for one in lines.review.logs]
    styles = _styles(lines, name)
    if all(_is_numbers(log, name) for log in logs if name in log.frame):
        numbers = np.concatenate([_numbers(log, name) for log in logs])
        return Column(heading, width, numbers, styles, text_overrides=_unread(logs, name))
    if not all(_is_dates(log, name) for log in logs if name in log.frame):
        return Column(heading, width, categorical.concat([_texts(log, name) for log in logs]), styles)
    dates = [_dates(log, name) for log in logs]
    return Column(heading, width, np.concatenate(dates), styles, text_overrides=_unread(logs, name))


def _is_dates(log: Log, name: str) -> bool:
    return log.frame[name].dtype.kind == "M"


def _is_numbers(log: Log, name: str) -> bool:
    return log.frame[name].dtype.kind == "f"


def _numbers(log: Log, name: str) -> npt.NDArray[np.float64]:
    return log.rule_columns.numbers(name) if name in log.frame else np.full(len(log.frame), np.nan)


def _dates(log: Log, name: str) -> np.ndarray[tuple[int], np.dtype[np.datetime64]]:
    if name in log.frame:
        return log.frame[name].to_numpy()
    return np.full(len(log.frame), "NaT", dtype="datetime64[s]")


def _unread(logs: Sequence[Log], name: str) -> dict[int, str]:
    """Return what stands in cells of dates or numbers that is none, by the line's position."""
    starts = np.cumsum([0, *(len(log.frame) for log in logs)]).tolist()
    return {
        start + int(log.frame.index.searchsorted(row)): text
        for log, start in zip(logs, starts, strict=False)
        for row, text in log.unread.get(name, {}).items()
    }


def _texts(log: Log, name: str) -> pd.Categorical:
    if name not in log.frame:
        return categorical.missing(len(log.frame))
    unread = log.unread.get(name, {})
    if _is_numbers(log, name):
        numbers = zip(log.frame.index.tolist(), _numbers(log, name).tolist(), strict=True)
        return categorical.from_texts(unread.get(row, "") if isnan(one) else number_text(one) for row, one in numbers)
    if not _is_dates(log, name):
        return categorical.column(log.frame, name)
    moments = zip(log.frame.index.tolist(), log.frame[name].to_numpy().tolist(), strict=True)
    return categorical.from_texts(format_date(moment) if moment else unread.get(row, "") for row, moment in moments)


def _styles(lines: HandOffColumns, name: str) -> CellStyles:
    """Return the style of each cell of a column: of the most urgent rule that points at it, else of its line."""
    if not any(name in rule.cells for template in lines.review.templates for rule in template.rules):
        return lines.tints
    return lines.styles(lambda kind: CellStyle(_cell_colour(kind, name) or row_tint(kind)))


def _cell_colour(kind: LineKind, name: str) -> Colour | None:
    """Return the colour of the most urgent rule that points at a cell."""
    return next((PALETTE[rule.colour] for rule in kind.rules if rule.colour and name in rule.cells), None)
