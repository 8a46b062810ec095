"""Needs attention: every hand-off with a flag, worst first, with what to do next about it."""

from pathlib import Path

from sheetkit.review.handoff import HandOff
from sheetkit.review.model import Review, Reviewed
from sheetkit.workbook.cells import Cell, Field
from sheetkit.workbook.lines import also, flag_cell, mail_cell, row_cell, row_tint, several
from sheetkit.workbook.listing import write_listing
from sheetkit.xlsx import look
from sheetkit.xlsx.writer import Book

NAME = "Needs attention"
_FIELDS = (
    Field("Flag", 19),
    Field("Item", 37),
    Field("Handed to", 20),
    Field("Why", 36),
    Field("Do next", 46),
    Field("Due", 17),
    Field("Days late", 11),
    Field("Also", 26),
    Field("In the log", 13),
    Field("ID", 10),
    Field("Write a message", 28),
)


def write_attention(book: Book, review: Review, folder: Path) -> None:
    """Write the sheet."""
    flagged = [(one.urgency, one, reviewed) for reviewed in review.logs for one in reviewed.handoffs if one.rules]
    flagged.sort(key=lambda ranked: ranked[0])
    fields = (*_FIELDS, Field("Log", 26)) if several(review) else _FIELDS
    said = (
        "Worst first. The link opens the log at the line."
        if flagged
        else "Nothing needs attention: no line has a flag."
    )
    lines = (_cells(reviewed, one, folder, review.label(reviewed)) for _, one, reviewed in flagged)
    write_listing(book, NAME, look.PALETTE["red"].fill, said, fields, lines, kept=2)


def _cells(reviewed: Reviewed, one: HandOff, folder: Path, label: str) -> list[Cell]:
    tint = row_tint(one)
    late = -one.days_left if one.late and one.days_left is not None else None
    return [
        flag_cell(one, reviewed.log.template),
        Cell(one.item, tint, bold=True),
        Cell(one.person, tint),
        Cell(one.why, tint),
        Cell(one.do_next, tint),
        Cell(one.due, tint),
        Cell(late, tint),
        Cell(also(one), tint),
        row_cell(reviewed, one.row, folder, tint),
        Cell(one.id, tint),
        mail_cell(one.person, one.email, one.item, one.why, tint),
        Cell(label),
    ]
