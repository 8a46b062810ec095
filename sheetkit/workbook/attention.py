"""Needs attention: every hand-off with a flag, worst first, with what to do next about it."""

from operator import attrgetter
from pathlib import Path

from sheetkit.review.model import Review
from sheetkit.workbook.lines import Lines, brief
from sheetkit.workbook.listing import write_listing
from sheetkit.xlsx import look
from sheetkit.xlsx.writer import Book

NAME = "Needs attention"


def write_attention(book: Book, review: Review, folder: Path) -> None:
    """Write the sheet."""
    flagged = [(one, owner) for owner in review.logs for one in owner.handoffs if one.rules]
    flagged.sort(key=lambda pair: pair[0].urgency)
    lines = Lines.some(review, flagged)
    columns = [
        lines.flags(),
        lines.texts("Item", 37, brief, bold=True),
        lines.texts("Handed to", 20, attrgetter("person")),
        lines.texts("Why", 36, attrgetter("why")),
        lines.texts("Do next", 46, attrgetter("do_next")),
        lines.moments("Due", 17, attrgetter("due")),
        lines.numbers("Days late", 11, lambda one: -one.days_left if one.late and one.days_left is not None else None),
        lines.also(26),
        lines.places(folder),
        lines.texts("ID", 10, attrgetter("id")),
        lines.messages(),
        *lines.logs(),
    ]
    said = (
        "Worst first. The link opens the log at the line."
        if flagged
        else "Nothing needs attention: no line has a flag."
    )
    write_listing(book, NAME, look.PALETTE["red"].fill, said, columns, kept=2)
