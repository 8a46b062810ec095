"""In two logs: hand-offs that are in several logs, each line linked to its row."""

import numpy as np

from sheetkit.pages.hand_offs import HandOffColumns, role_heading
from sheetkit.pages.page import ListPage, Table
from sheetkit.palette import PALETTE
from sheetkit.review.model import Review

TITLE = "In two logs"


def duplicates_page(review: Review) -> ListPage:
    """Return the page, with the lines of one hand-off below each other, for a review with such hand-offs."""
    lines = HandOffColumns(review, np.concatenate(review.duplicates))
    columns = (
        lines.column(role_heading(review, "item", "Item"), 44, "item", bold=True),
        lines.column(role_heading(review, "person", "Handed to"), 20, "handed_to"),
        lines.column(role_heading(review, "start", "Handed off"), 18, "handed_off"),
        *lines.logs(own=True),
        lines.rows(),
        lines.column("ID", 10, "id"),
        lines.column("Status", 12, "status"),
        lines.flags(),
    )
    sentence = (
        "The same item, person and day it was handed off. Agree whose log it stays in, and cancel it in the other."
    )
    return ListPage(TITLE, sentence, PALETTE["violet"].fill, Table(columns), frozen=1)
