"""Needs attention: every hand-off with a flag, worst first, with what to do next about it."""

from pathlib import Path

import numpy as np

from sheetkit.ooxml.writer import styles
from sheetkit.ooxml.writer.workbook import WorkbookWriter
from sheetkit.review.model import Review
from sheetkit.workbook.lines import Lines
from sheetkit.workbook.listing import write_listing

NAME = "Needs attention"


def write_attention(book: WorkbookWriter, review: Review, folder: Path) -> None:
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
    write_listing(book, NAME, styles.PALETTE["red"].fill, said, columns, kept=2)
