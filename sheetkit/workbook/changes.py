"""Changes: what is new, closed, later, newly overdue or gone since the last review."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from sheetkit.ooxml.writer import styles
from sheetkit.ooxml.writer.styles import Colour
from sheetkit.ooxml.writer.workbook import WorkbookWriter
from sheetkit.review.changes import Change
from sheetkit.review.model import Review
from sheetkit.review.sentences import long_day
from sheetkit.workbook.cells import BOLD, Column, Paint, Paints, moments
from sheetkit.workbook.lines import Lines
from sheetkit.workbook.listing import write_listing

NAME = "Changes"
_GONE = "Gone while still open"


def write_changes(book: WorkbookWriter, review: Review, folder: Path) -> None:
    """Write the sheet: what vanished first, then what got worse, then the rest."""
    by_path = {str(one.log.path): place for place, one in enumerate(review.logs)}
    listed = [(title, colour, change) for title, colour, changes in _kinds(review) for change in changes]
    told = [change.line for _, _, change in listed]
    lines = Lines.of(review, [line.handoff for line in told], [by_path[line.log] for line in told])
    handoffs, places = lines.handoffs, lines.places(folder, 16)
    gone = np.array([title == _GONE for title, _, _ in listed], dtype=bool)
    columns = [
        Column(
            "What changed", 24, [title for title, _, _ in listed], Paints.of(Paint(c, bold=True) for _, c, _ in listed)
        ),
        replace(lines.items("Item", 40), paints=BOLD),
        Column("Handed to", 22, handoffs.person),
        Column("Due", 18, handoffs.due),
        Column("Due before", 18, moments(change.due_before for _, _, change in listed)),
        Column("Status", 12, handoffs.status),
        Column("ID", 10, handoffs.id),
        Column(
            places.title,
            places.width,
            ["no longer there" if is_gone else text for text, is_gone in zip(lines.labels, gone.tolist(), strict=True)],
            links=places.links.some(~gone[places.links.places]),
        ),
        *lines.logs(),
    ]
    write_listing(book, NAME, styles.PALETTE["blue"].fill, _said(review, bool(listed)), columns, kept=2)


def _said(review: Review, changed: bool) -> str:
    if review.changes is None:
        return "There is no earlier review beside the log yet, so there is nothing to compare."
    since = f"the review of {long_day(review.changes.as_of)}"
    return f"Since {since}." if changed else f"Nothing changed since {since}."


def _kinds(review: Review) -> tuple[tuple[str, Colour, tuple[Change, ...]], ...]:
    """Return the kinds of change, each with its colour and what changed so."""
    changes = review.changes
    if changes is None:
        return ()
    return (
        (_GONE, styles.PALETTE["violet"], changes.gone_missing),
        ("Newly overdue", styles.PALETTE["red"], changes.newly_overdue),
        ("Slipped: due later now", styles.PALETTE["orange"], changes.slipped),
        ("New", styles.PALETTE["blue"], changes.new),
        ("Closed", styles.PALETTE["green"], changes.closed),
    )
