"""All hand-offs: every row and every column of the logs, extra ones included."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from sheetkit.review.frame import no_dates
from sheetkit.review.history import EVERYTHING
from sheetkit.review.model import LineKind, Review
from sheetkit.text import heading_key

TITLE = EVERYTHING
_EXTRA_WIDTH = 22
_SHARED = ("item", "person", "start", "promise")  # roles whose columns are read on paper


def all_hand_offs_page(review: Review) -> ListPage:
    """Return the page: lines in the order of the logs, printed columns first."""
    lines = HandOffColumns(review)
    merged = _merged_columns(review)
    item = review.templates[0].by_name[review.templates[0].roles.item].title
    own = [*lines.logs(16, own=True), lines.flags(22)]
    columns = [*own, *(_column(lines, column) for column in merged if column.printed)]
    printed = len(columns) if len(columns) > len(own) else 0
    columns += [lines.rows(), lines.also(44), lines.column("Days left", 11, "days_left")]
    columns += [_column(lines, column) for column in merged if not column.printed]
    frozen = next(place for place, column in enumerate(columns, start=1) if column.heading == item)
    sentence = "Every line with every column, in the order of the log." if len(lines) else "The log has no lines yet."
    return ListPage(TITLE, sentence, HEAD.fill, Table(tuple(columns)), frozen=frozen, printed=printed)


@dataclass
class _Merged:
    """A column of the page: the columns with one heading; `names` has the name in each log, '' for none."""

    heading: str
    width: float
    printed: bool
    names: list[str]


def _merged_columns(review: Review) -> list[_Merged]:
    """Return a column for each heading of the logs: those of the templates first, then those that people added.

    Columns are merged by heading, which is how people and the next review find them, whatever their names are. A
    heading that a log has twice gives two columns.
    """
    logs = [log_review.log for log_review in review.logs]
    merged: dict[tuple[str, int], _Merged] = {}
    declared = [[(it.title, it.name, it.width, it.printed) for it in log.template.entered] for log in logs]
    added: list[list[tuple[str, str, float, bool]]] = [
        [(name, name, _EXTRA_WIDTH, False) for name in log.extra.values()] for log in logs
    ]
    times: list[Counter[str]] = [Counter() for _ in logs]
    for columns in (declared, added):
        for at, of_log in enumerate(columns):
            for heading, name, width, printed in of_log:
                key = heading_key(heading)
                column = merged.setdefault((key, times[at][key]), _Merged(heading, width, printed, [""] * len(logs)))
                column.names[at] = name
                times[at][key] += 1
    _share_roles(logs, {column.heading: column for column in reversed(merged.values())})
    return list(merged.values())


def _share_roles(logs: Sequence[Log], columns: Mapping[str, _Merged]) -> None:
    """Fill the first log's columns of what, with whom and when from all logs, whatever these call them.

    So each is printed once and for every line; the other logs' own columns follow further right.
    """
    for role in _SHARED:
        names = [getattr(log.template.roles, role) for log in logs]
        if names[0] is None:
            continue
        shared = columns[logs[0].template.by_name[names[0]].title]
        for at, name in enumerate(names):
            if name is not None and not shared.names[at]:
                shared.names[at] = name
                columns[logs[at].template.by_name[name].title].printed = False


def _column(lines: HandOffColumns, column: _Merged) -> Column:
    """Return a column of all logs, one log after the other; blank for logs without this heading."""
    heading, width = column.heading, column.width
    logs = list(zip((log_review.log for log_review in lines.review.logs), column.names, strict=True))
    there = [(log, name) for log, name in logs if name in log.frame]
    styles = _styles(lines, heading)
    if all(_is_numbers(log, name) for log, name in there):
        numbers = np.concatenate([_numbers(log, name) for log, name in logs])
        return Column(heading, width, numbers, styles, text_overrides=_unread(logs))
    if not all(_is_dates(log, name) for log, name in there):
        return Column(heading, width, categorical.concat([_texts(log, name) for log, name in logs]), styles)
    dates = [_dates(log, name) for log, name in logs]
    return Column(heading, width, np.concatenate(dates), styles, text_overrides=_unread(logs))


def _is_dates(log: Log, name: str) -> bool:
    return log.frame[name].dtype.kind == "M"


def _is_numbers(log: Log, name: str) -> bool:
    return log.frame[name].dtype.kind == "f"


def _numbers(log: Log, name: str) -> npt.NDArray[np.float64]:
    return log.rule_columns.numbers(name) if name in log.frame else np.full(len(log.frame), np.nan)


def _dates(log: Log, name: str) -> npt.NDArray[np.datetime64]:
    return log.frame[name].to_numpy() if name in log.frame else no_dates(len(log.frame))


def _unread(logs: Sequence[tuple[Log, str]]) -> dict[int, str]:
    """Return the texts in columns of dates or numbers that are neither, by the line's position."""
    starts = np.cumsum([0, *(len(log.frame) for log, _ in logs)]).tolist()
    return {
        start + int(log.frame.index.searchsorted(row)): text
        for (log, name), start in zip(logs, starts, strict=False)
        for row, text in log.unread.get(name, {}).items()
    }


def _texts(log: Log, name: str) -> pd.Categorical:
    if name not in log.frame:
        return categorical.missing(len(log.frame))
    unread = log.unread.get(name, {})
    if _is_numbers(log, name):
        numbers = zip(log.frame.index.tolist(), _numbers(log, name).tolist(), strict=True)
        return categorical.from_texts(
            unread.get(row, "") if isnan(number) else number_text(number) for row, number in numbers
        )
    if not _is_dates(log, name):
        return categorical.column(log.frame, name)
    moments = zip(log.frame.index.tolist(), log.frame[name].to_numpy().tolist(), strict=True)
    return categorical.from_texts(format_date(moment) if moment else unread.get(row, "") for row, moment in moments)


def _styles(lines: HandOffColumns, heading: str) -> CellStyles:
    """Return the style of each cell of a column: that of the most urgent rule about it, else that of its line."""
    if not any(_cell_colour(kind, heading) for kind in lines.review.line_kinds[0]):
        return lines.tints
    return lines.styles(lambda kind: CellStyle(_cell_colour(kind, heading) or row_tint(kind)))


def _cell_colour(kind: LineKind, heading: str) -> Colour | None:
    """Return the colour of the most urgent rule about a cell under a heading, None if there is none."""
    for rule in kind.rules:
        if rule.colour and any(kind.template.by_name[name].title == heading for name in rule.cells):
            return PALETTE[rule.colour]
    return None
