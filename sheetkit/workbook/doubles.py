"""In two logs: hand-offs that more than one person keeps, each line linked to its row."""

from operator import attrgetter
from pathlib import Path

from sheetkit.review.model import Review
from sheetkit.workbook.lines import Lines
from sheetkit.workbook.listing import write_listing
from sheetkit.xlsx import look
from sheetkit.xlsx.writer import Book

NAME = "In two logs"


def write_doubles(book: Book, review: Review, folder: Path) -> None:
    """Write the sheet, one hand-off's lines below each other; none when every hand-off stands in one log."""
    if not review.doubles:
        return
    lines = Lines.some(review, (pair for double in review.doubles for pair in double))
    columns = [
        lines.texts("Item", 44, attrgetter("item"), bold=True),
        lines.texts("Handed to", 20, attrgetter("person")),
        lines.moments("Handed off", 18, attrgetter("start")),
        *lines.logs(),
        lines.places(folder),
        lines.texts("ID", 10, attrgetter("id")),
        lines.texts("Status", 12, attrgetter("status")),
        lines.flags(),
    ]
    said = "The same item, person and day it was handed off. Agree whose log it stays in, and cancel it in the other."
    write_listing(book, NAME, look.PALETTE["violet"].fill, said, columns, kept=1)
