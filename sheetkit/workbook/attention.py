"""Needs attention: every hand-off with a flag, worst first, with what to do next about it."""

from pathlib import Path

import numpy as np

from sheetkit.review.model import Review
from sheetkit.workbook.lines import Lines
from sheetkit.workbook.listing import write_listing
from sheetkit.xlsx import look
from sheetkit.xlsx.writer import Book

NAME = "Needs attention"


def write_attention(book: Book, review: Review, folder: Path) -> None:
    """Write the sheet."""
    lines = Lines.at(review, review.columns.worst_first[: review.figures.attention])
    handoffs = lines.handoffs
    columns = [
        lines.flags(),
        lines.items("Item", 37),
        lines.texts("Handed to", 20, handoffs.person),
        lines.texts("Why", 36, handoffs.why),
        lines.texts("Do next", 46, handoffs.do_next),
        lines.others("Due", 17, handoffs.due),
        lines.others("Days late", 11, np.where(handoffs.late, -handoffs.days_left, np.nan)),
        lines.also(26),
        lines.places(folder),
        lines.texts("ID", 10, handoffs.id),
        lines.messages(),
        *lines.logs(),
    ]
    said = (
        "Worst first. The link opens the log at the line."
        if len(lines)
        else "Nothing needs attention: no line has a flag."
    )
    write_listing(book, NAME, look.PALETTE["red"].fill, said, columns, kept=2)
