"""In two logs: hand-offs that more than one person keeps, each line linked to its row."""

from pathlib import Path

import numpy as np

from sheetkit.ooxml.writer import styles
from sheetkit.ooxml.writer.workbook import WorkbookWriter
from sheetkit.review.model import Review
from sheetkit.workbook.lines import Lines
from sheetkit.workbook.listing import write_listing

NAME = "In two logs"


def write_doubles(book: WorkbookWriter, review: Review, folder: Path) -> None:
    """Write the sheet, one hand-off's lines below each other; none when every hand-off stands in one log."""
    if not review.doubles:
        return
    lines = Lines.at(review, np.concatenate(review.doubles))
    handoffs = lines.handoffs
    columns = [
        lines.texts("Item", 44, handoffs.item, bold=True),
        lines.texts("Handed to", 20, handoffs.person),
        lines.others("Handed off", 18, handoffs.start),
        *lines.logs(),
        lines.places(folder),
        lines.texts("ID", 10, handoffs.id),
        lines.texts("Status", 12, handoffs.status),
        lines.flags(),
    ]
    said = "The same item, person and day it was handed off. Agree whose log it stays in, and cancel it in the other."
    write_listing(book, NAME, styles.PALETTE["violet"].fill, said, columns, kept=1)
