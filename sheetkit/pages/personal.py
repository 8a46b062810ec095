"""What one person has, written to that person: one page, with nothing of the log that they do not have."""

import numpy as np

from sheetkit import categorical
from sheetkit.pages.hand_offs import HandOffColumns
from sheetkit.pages.page import BOLD, Column, ListPage, Table
from sheetkit.palette import PALETTE
from sheetkit.review.model import Review
from sheetkit.review.moments import long_day
from sheetkit.text import pluralize, truncate

TITLE = "What you have"
_NOTHING_NOW = "Nothing for now. Thank you!"


def personal_page(review: Review) -> ListPage:
    """Return the page: what is out with the person of the review, the most urgent first."""
    order = review.worst_first
    lines = HandOffColumns(review, order[review.frame["out"].to_numpy()[order]])
    overdue, days_left = lines.frame["overdue"].to_numpy(), lines.frame["days_left"].to_numpy()
    columns = (
        lines.items(40, "What"),
        lines.column("With you since", 18, "handed_off"),
        lines.column("Due", 18, "due"),
        Column("Please", 62, categorical.fill_missing(categorical.column(lines.frame, "ask"), _NOTHING_NOW), BOLD),
        lines.column("What was agreed", 44, "result"),
        *lines.logs(),
    )
    late = int(overdue.sum())
    oldest = int(np.nanmax(-days_left[overdue], initial=0)) if late else 0
    sentence = _sentence(review, len(lines), late, pluralize(oldest, review.day) if oldest else "")
    return ListPage(TITLE, sentence, PALETTE["blue"].fill, Table(columns), frozen=1)


def _sentence(review: Review, out: int, late: int, longest: str) -> str:
    who, when = truncate(review.person, 60), long_day(review.as_of)
    if not out:
        return f"{who}, on {when} you have nothing that anybody waits for. Thank you!"
    things = pluralize(out, "thing")
    if not late:
        return f"{who}, on {when} you have {things}, and nothing is late."
    how_late = f", the longest by {longest}" if longest else ""
    return f"{who}, on {when} you have {things}, {late:,} of them late{how_late}."
