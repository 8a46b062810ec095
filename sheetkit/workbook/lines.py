"""What several sheets of a review say about a hand-off: its flag's cell, its link into the log, its message."""

from pathlib import Path

from sheetkit.log.hints import ADDRESS
from sheetkit.review.handoff import HandOff
from sheetkit.review.history import relative
from sheetkit.review.model import Review, Reviewed
from sheetkit.template.model import Template
from sheetkit.workbook.cells import Beside, Cell, Mail
from sheetkit.xlsx import look
from sheetkit.xlsx.limits import cell_name
from sheetkit.xlsx.look import Colour

_MOST_IN_MAIL = 120
_CLOSED = Colour(look.PAPER, look.QUIET)


def flag_cell(handoff: HandOff, template: Template) -> Cell:
    """Return the cell that says a hand-off's flag in words, in its colour."""
    if not handoff.rules:
        shown = template.on_track if handoff.status == template.roles.open else handoff.status
        return Cell(shown, row_tint(handoff))
    first = handoff.rules[0]
    return Cell(first.title, look.PALETTE[first.colour] if first.colour else None, bold=True)


def also(handoff: HandOff) -> str:
    """Return the other flags in words."""
    return ", ".join(rule.title for rule in handoff.rules[1:])


def row_tint(handoff: HandOff) -> Colour | None:
    """Return the colour of the whole line: of a flag that has one for it, or quiet when the line is closed."""
    if handoff.closed:
        return _CLOSED
    return next((look.ROW_TINT[rule.colour] for rule in handoff.rules if rule.whole_row and rule.colour), None)


def row_cell(reviewed: Reviewed, row: int, folder: Path, tint: Colour | None = None) -> Cell:
    """Return the row number, linked to the row in the log."""
    log = reviewed.log
    file = relative(log.path, folder)
    column = log.columns.get(log.template.roles.item, min(log.columns.values()))
    link = Beside(file, log.sheet, cell_name(row, column)) if file else None
    return Cell(f"Row {row}", tint, link=link)


def mail_cell(person: str, email: str, item: str, why: str, tint: Colour | None = None) -> Cell:
    """Return a link to a ready message, where there is an address; names and items cannot add headers to it."""
    address = email.strip()
    if not ADDRESS.fullmatch(address):
        return Cell(address, tint)
    subject, reason = _one_line(item) or "Our hand-off", _one_line(why)
    greeting = f"Hello {_one_line(person)},\n\n" if _one_line(person) else "Hello,\n\n"
    body = f"{greeting}this is about: {subject}\n{reason}\n\nCould you tell me how it stands?\n"
    return Cell(address, tint, link=Mail(address, subject, body))


def several(review: Review) -> bool:
    """Say whether the review is of more than one log, so that each line must name its own."""
    return len(review.logs) + len(review.failed) > 1


def _one_line(text: str) -> str:
    return " ".join(text.split())[:_MOST_IN_MAIL]
