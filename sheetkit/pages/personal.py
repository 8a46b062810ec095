"""One page for one person: what they have, and nothing else from the log."""

from functools import cached_property

import numpy as np
import pandas as pd

from sheetkit import categorical
from sheetkit.pages.hand_offs import HandOffColumns
from sheetkit.pages.page import BOLD, CellStyle, CellStyles, Column, ListPage, Table
from sheetkit.palette import PALETTE
from sheetkit.review.model import Review
from sheetkit.review.moments import long_day
from sheetkit.text import pluralize, truncate

TITLE = "What you have"
_NOTHING_NOW = "Nothing for now. Thank you!"


class _TheirColumns(HandOffColumns):
    """Columns for the person: no line is red because the log's owner mistyped a date."""

    @cached_property
    def tints(self) -> CellStyles:
        usual = super().tints
        codes = np.where(self.frame["mistyped"].to_numpy(), len(usual.styles), usual.codes)
        return CellStyles((*usual.styles, CellStyle()), codes)


def personal_page(review: Review) -> ListPage:
    """Return the page: what is out with the person of the review, the most urgent first."""
    order = review.worst_first
    lines = _TheirColumns(review, order[review.frame["out"].to_numpy()[order]])
    end_of_day = np.datetime64(review.as_of, "D") + 1
    mistyped = lines.frame["mistyped"].to_numpy()
    due = np.where(mistyped, np.datetime64("NaT", "s"), lines.frame["due"].to_numpy())  # the owner's mistake
    since = lines.frame["handed_off"].mask(lines.frame["handed_off"] >= end_of_day).to_numpy()
    columns = (
        lines.items(40, "What"),
        Column("With you since", 18, since, lines.tints),
        Column("Due", 18, due, lines.tints),
        Column("Please", 62, categorical.fill_missing(categorical.column(lines.frame, "ask"), _NOTHING_NOW), BOLD),
        lines.column("What was agreed", 44, "result"),
        *lines.logs(),
    )
    late = lines.frame[lines.frame["overdue"].to_numpy() & ~mistyped]
    sentence = _sentence(review, len(lines), len(late), _longest(review, late))
    return ListPage(TITLE, sentence, PALETTE["blue"].fill, Table(columns), frozen=1)


def _longest(review: Review, late: pd.DataFrame) -> str:
    """Return the longest lateness in the days that the log counts, '' if it is under a day."""
    if late.empty:
        return ""
    oldest = late.sort_values("due", kind="stable").iloc[0]
    days = int(-oldest["days_left"])
    return pluralize(days, review.logs[oldest["log"]].log.day) if days > 0 else ""


def _sentence(review: Review, out: int, late: int, longest: str) -> str:
    name, when = truncate(review.person, 60), long_day(review.as_of.replace(hour=0, minute=0, second=0))
    if not out:
        return f"{name}, on {when} you have nothing that anybody is waiting for. Thank you!"
    things = pluralize(out, "thing")
    if not late:
        return f"{name}, on {when} you have {things}, and nothing is late."
    how_late = f", the longest by {longest}" if longest else ""
    return f"{name}, on {when} you have {things}, {late:,} of them late{how_late}."
