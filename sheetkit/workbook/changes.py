"""Changes: what is new, closed, later, newly overdue or gone since the last review."""

from pathlib import Path

from sheetkit.review.changes import Change
from sheetkit.review.model import Review, Reviewed
from sheetkit.review.sentences import long_day
from sheetkit.workbook.cells import Cell, Field
from sheetkit.workbook.lines import row_cell, several
from sheetkit.workbook.listing import write_listing
from sheetkit.xlsx import look
from sheetkit.xlsx.look import Colour
from sheetkit.xlsx.writer import Book

NAME = "Changes"
_FIELDS = (
    Field("What changed", 24),
    Field("Item", 40),
    Field("Handed to", 22),
    Field("Due", 18),
    Field("Due before", 18),
    Field("Status", 12),
    Field("ID", 10),
    Field("In the log", 16),
)


def write_changes(book: Book, review: Review, folder: Path) -> None:
    """Write the sheet: what vanished first, then what got worse, then the rest."""
    fields = (*_FIELDS, Field("Log", 26)) if several(review) else _FIELDS
    rows = _rows(review, folder)
    write_listing(book, NAME, look.PALETTE["blue"].fill, _said(review, bool(rows)), fields, rows, kept=2)


def _said(review: Review, changed: bool) -> str:
    if review.changes is None:
        return "There is no earlier review beside the log yet, so there is nothing to compare."
    since = f"the review of {long_day(review.changes.as_of)}"
    return f"Since {since}." if changed else f"Nothing changed since {since}."


def _rows(review: Review, folder: Path) -> list[list[Cell]]:
    changes = review.changes
    if changes is None:
        return []
    by_path = {str(one.log.path): one for one in review.logs}
    kinds: tuple[tuple[str, Colour | None, tuple[Change, ...]], ...] = (
        ("Gone while still open", look.PALETTE["violet"], changes.gone_missing),
        ("Newly overdue", look.PALETTE["red"], changes.newly_overdue),
        ("Slipped: due later now", look.PALETTE["orange"], changes.slipped),
        ("New", look.PALETTE["blue"], changes.new),
        ("Closed", look.PALETTE["green"], changes.closed),
    )
    return [
        _cells(
            title,
            colour,
            change,
            by_path[change.line.log],
            folder,
            review.label(by_path[change.line.log]),
            gone=listed is changes.gone_missing,
        )
        for title, colour, listed in kinds
        for change in listed
    ]


def _cells(
    title: str, colour: Colour | None, change: Change, reviewed: Reviewed, folder: Path, label: str, *, gone: bool
) -> list[Cell]:
    one = change.line.handoff
    return [
        Cell(title, colour, bold=True),
        Cell(one.item, bold=True),
        Cell(one.person),
        Cell(one.due),
        Cell(change.due_before),
        Cell(one.status),
        Cell(one.id),
        Cell("no longer there") if gone else row_cell(reviewed, one.row, folder),
        Cell(label),
    ]
