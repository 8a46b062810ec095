"""Needs attention: every hand-off with a flag, worst first, with what to do next about it."""

import numpy as np

from sheetkit.pages.hand_offs import HandOffColumns, role_heading
from sheetkit.pages.page import Column, ListPage, Table
from sheetkit.palette import PALETTE
from sheetkit.review.model import Review

TITLE = "Needs attention"


def needs_attention_page(review: Review) -> ListPage:
    """Return the page."""
    lines = HandOffColumns(review, review.worst_first[: review.figures.attention])
    overdue, days_left = lines.frame["overdue"].to_numpy(), lines.frame["days_left"].to_numpy()
    columns = (
        lines.flags(),
        lines.items(37),
        lines.column(role_heading(review, "person", "Handed to"), 20, "handed_to"),
        lines.column("Why", 36, "why"),
        lines.column("Do next", 46, "do_next"),
        lines.column("Due", 17, "due"),
        Column(f"{review.day.capitalize()}s late", 11, np.where(overdue, -days_left, np.nan), lines.tints),
        lines.also(26),
        lines.rows(),
        lines.column("ID", 10, "id"),
        lines.messages(),
        *lines.logs(),
    )
    sentence = "Worst first." if len(lines) else "Nothing needs attention: no line has a flag."
    links = "The link opens the log at the line." if len(lines) else ""
    return ListPage(TITLE, sentence, PALETTE["red"].fill, Table(columns), frozen=2, in_workbook=links)
