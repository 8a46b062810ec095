"""Needs attention: every hand-off with a flag or a doubtful date, the most urgent first, and what to do."""

import numpy as np

from sheetkit.pages.hand_offs import HandOffColumns, role_heading
from sheetkit.pages.page import Column, ListPage, Table
from sheetkit.palette import PALETTE
from sheetkit.review.model import Review

TITLE = "Needs attention"


def needs_attention_page(review: Review) -> ListPage:
    """Return the page."""
    lines = HandOffColumns(review, review.worst_first[: review.figures.attention])
    is_late = (lines.frame["overdue"] & ~lines.frame["mistyped"]).to_numpy()
    days_left = lines.frame["days_left"].to_numpy()
    logs = lines.logs(16)
    on_paper = (
        lines.flags(21),
        lines.items(31),
        lines.column(role_heading(review, "person", "Handed to"), 15, "handed_to"),
        lines.column("Why", 25, "why"),
        lines.column("Do next", 40, "do_next"),
        *(logs or [lines.due()]),  # Why mostly says when it was due
    )
    columns = (
        *on_paper,
        *([lines.due()] if logs else []),
        lines.rows(),
        lines.messages(),
        Column(f"{review.day.capitalize()}s late", 13, np.where(is_late, -days_left, np.nan), lines.tints),
        lines.column("ID", 10, "id"),
        lines.also(44),
    )
    sentence = "Worst first." if len(lines) else "Nothing needs attention: no line has a flag."
    links = "The link opens the log at the line." if len(lines) else ""
    return ListPage(
        TITLE,
        sentence,
        PALETTE["red"].fill,
        Table(columns),
        frozen=2,
        printed=len(on_paper),
        points=9.1,
        in_workbook=links,
    )
