"""Columns of hand-offs that several pages show: flags, tints, links into the log, messages."""

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetkit import categorical
from sheetkit.log.read_log import Log
from sheetkit.ooxml.references import column_letters
from sheetkit.pages.messages import addresses_of, messages
from sheetkit.pages.page import CellLinks, CellStyle, CellStyles, Column, SheetColumn
from sheetkit.palette import BACKGROUND, MUTED, PALETTE, ROW_TINT, SIGNS, Colour
from sheetkit.review.frame import Positions
from sheetkit.review.history import LOG_COLUMN
from sheetkit.review.model import LineKind, Review
from sheetkit.text import truncate

MAX_ITEM_LENGTH = 240  # letters of an item in the lists of what to do
CLOSED = Colour(BACKGROUND, MUTED)


class HandOffColumns:
    """Columns of the hand-offs at `positions` of a review's frame, in that order, or of all of them."""

    def __init__(self, review: Review, positions: Positions | None = None) -> None:
        self.review = review
        self.positions = np.arange(len(review.frame)) if positions is None else positions
        self.frame = review.frame if positions is None else review.frame.iloc[positions]

    def __len__(self) -> int:
        """Return the number of hand-offs."""
        return len(self.positions)

    def values(self, name: str) -> pd.Categorical | npt.NDArray[np.generic]:
        """Return a column of the frame as the values of a page's column."""
        column = self.frame[name]
        is_text = isinstance(column.dtype, pd.CategoricalDtype)
        return categorical.column(self.frame, name) if is_text else column.to_numpy()

    def column(self, heading: str, width: float, name: str, *, bold: bool = False) -> Column:
        """Return a column of the frame in the tint of each line."""
        styles = self.tints
        if bold:
            styles = CellStyles(tuple(CellStyle(style.colour, bold=True) for style in styles.styles), styles.codes)
        return Column(heading, width, self.values(name), styles)

    def due(self) -> Column:
        """Return when each is due."""
        return self.column("Due", 13, "due")

    def items(self, width: float, heading: str = "") -> Column:
        """Return the items, shortened; All hand-offs has them in full. Without a `heading` they have the logs' own."""
        heading = heading or role_heading(self.review, "item", "Item")
        items = categorical.column(self.frame, "item")
        longest = max(map(len, items.categories.tolist()), default=0)
        shortened = categorical.map_categories(items, shorten_item) if longest > MAX_ITEM_LENGTH else items
        return replace(self.column(heading, width, "item", bold=True), values=shortened)

    def flags(self, width: float = 24) -> Column:
        """Return the title of each hand-off's flag, in its colour."""
        return Column("Flag", width, self._words(flag_title), self.styles(flag_style))

    def also(self, width: float) -> Column:
        """Return the titles of the other flags."""
        other_flags = self._words(lambda kind: ", ".join(rule.title for rule in kind.rules[1:]))
        return Column("Also", width, other_flags, self.tints)

    def rows(self, width: float = 13) -> Column:
        """Return row numbers, each linked to its row in the log."""
        return Column("In the log", width, self.row_labels, self.tints, self.row_links)

    @property
    def row_labels(self) -> pd.Categorical:
        """The label of each hand-off's row in its log."""
        return self.review.row_labels[self.positions]

    @property
    def row_links(self) -> CellLinks:
        """Links to the rows of the logs."""
        logs = self.frame["log"].to_numpy()
        targets = [row_target(log_review.log) for log_review in self.review.logs]
        return CellLinks(np.arange(len(self)), targets, logs, self.frame["row"].to_numpy())

    def messages(self, width: float = 28) -> Column:
        """Return addresses, each with a link to a ready message about all lines of its person."""
        addresses = addresses_of(self.review.frame)[self.positions]
        return Column("Write a message", width, addresses, self.tints, messages(self.frame, addresses))

    def logs(self, width: float = 26, *, own: bool = False) -> list[Column]:
        """Return the column with the log of each line, if there are several logs.

        For a hand-off in several logs it names all of them, or only the line's `own`.
        """
        if not several_logs(self.review):
            return []
        labels = categorical.from_repeated(self.frame["log"].to_numpy(), self.review.labels)
        return [Column(LOG_COLUMN, width, labels if own else self.review.log_names[self.positions], self.tints)]

    @cached_property
    def tints(self) -> CellStyles:
        """The tint of each line."""
        return self.styles(lambda kind: CellStyle(row_tint(kind)))

    def styles(self, style: Callable[[LineKind], CellStyle]) -> CellStyles:
        """Return the style of each line, made once for each kind of line."""
        kinds, codes = self.review.line_kinds
        return CellStyles(tuple(style(kind) for kind in kinds) or (CellStyle(),), codes[self.positions])

    def _words(self, text_of: Callable[[LineKind], str]) -> pd.Categorical:
        """Return a text for each line, made once for each kind of line."""
        kinds, codes = self.review.line_kinds
        return categorical.from_repeated(codes[self.positions], [text_of(kind) for kind in kinds])


def role_heading(review: Review, role: str, usual: str) -> str:
    """Return the heading of the column with a role, or the `usual` one if the logs differ."""
    role_columns = [(template, getattr(template.roles, role)) for template in review.templates]
    titles = {template.by_name[name].title for template, name in role_columns if name is not None}
    return titles.pop() if len(titles) == 1 else usual


def shorten_item(item: str) -> str:
    """Return an item as lists show it."""
    return item if len(item) <= MAX_ITEM_LENGTH else truncate(item, MAX_ITEM_LENGTH)


def row_target(log: Log) -> SheetColumn:
    """Return the column to which links into a log lead: that of the item."""
    number = log.columns.get(log.template.roles.item, min(log.columns.values()))
    return SheetColumn(log.path, log.sheet, column_letters(number))


def flag_title(kind: LineKind) -> str:
    """Return a flag's title: that of the first rule that holds, else the status, or 'On track' if it is open."""
    if kind.rules:
        return kind.rules[0].title
    if kind.status != kind.template.roles.open:
        return kind.status
    return f"{kind.template.on_track}?" if kind.doubtful else kind.template.on_track


def flag_style(kind: LineKind) -> CellStyle:
    """Return the style of the flag's cell."""
    if not kind.rules:
        return CellStyle(row_tint(kind), sign="" if kind.is_closed or kind.doubtful else SIGNS["green"])
    colour = kind.rules[0].colour
    return CellStyle(PALETTE[colour] if colour else None, bold=True, sign=SIGNS[colour or ""])


def row_tint(kind: LineKind) -> Colour | None:
    """Return the tint of the whole line: that of its flag, if it has one, or a muted one if the line is closed.

    As in the log itself, only the first rule counts: a line that is Incomplete first is not red all over.
    """
    if kind.is_closed:
        return CLOSED
    flag = kind.rules[0] if kind.rules else None
    return ROW_TINT[flag.colour] if flag and flag.whole_row and flag.colour else None


def several_logs(review: Review) -> bool:
    """Return whether the review is of several logs, so that each line must name its log."""
    return len(review.logs) + len(review.failed) > 1
