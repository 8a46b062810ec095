"""Changes: what is new, closed, later, newly overdue or gone since the last review."""

from pathlib import Path

from sheetkit.review.changes import Change
from sheetkit.review.model import Review
from sheetkit.review.sentences import long_day
from sheetkit.workbook.cells import BOLD, Column, Paint, Paints, moments
from sheetkit.workbook.lines import Lines, brief
from sheetkit.workbook.listing import write_listing
from sheetkit.xlsx import look
from sheetkit.xlsx.look import Colour
from sheetkit.xlsx.writer import Book

NAME = "Changes"
_GONE = "Gone while still open"


def write_changes(book: Book, review: Review, folder: Path) -> None:
    """Write the sheet: what vanished first, then what got worse, then the rest."""
    by_path = {str(one.log.path): one for one in review.logs}
    listed = [(title, colour, change) for title, colour, changes in _kinds(review) for change in changes]
    lines = Lines.some(review, ((change.line.handoff, by_path[change.line.log]) for _, _, change in listed))
    places = lines.places(folder, 16)
    gone = {place for place, (title, _, _) in enumerate(listed) if title == _GONE}
    columns = [
        Column(
            "What changed", 24, [title for title, _, _ in listed], Paints.of(Paint(c, bold=True) for _, c, _ in listed)
        ),
        Column("Item", 40, list(map(brief, lines.handoffs)), BOLD),
        Column("Handed to", 22, [one.person for one in lines.handoffs]),
        Column("Due", 18, moments(one.due for one in lines.handoffs)),
        Column("Due before", 18, moments(change.due_before for _, _, change in listed)),
        Column("Status", 12, [one.status for one in lines.handoffs]),
        Column("ID", 10, [one.id for one in lines.handoffs]),
        Column(
            places.title,
            places.width,
            ["no longer there" if place in gone else str(text) for place, text in enumerate(places.values)],
            links={place: link for place, link in places.links.items() if place not in gone},
        ),
        *lines.logs(),
    ]
    write_listing(book, NAME, look.PALETTE["blue"].fill, _said(review, bool(listed)), columns, kept=2)


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
        (_GONE, look.PALETTE["violet"], changes.gone_missing),
        ("Newly overdue", look.PALETTE["red"], changes.newly_overdue),
        ("Slipped: due later now", look.PALETTE["orange"], changes.slipped),
        ("New", look.PALETTE["blue"], changes.new),
        ("Closed", look.PALETTE["green"], changes.closed),
    )
