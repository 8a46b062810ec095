"""By person: what each one has, for talks between two; each person begins a page."""

from collections.abc import Sequence
from pathlib import Path

from sheetkit.review.model import Review
from sheetkit.review.people import Person, people
from sheetkit.words import count, shorten
from sheetkit.workbook.groups import Group, write_groups
from sheetkit.workbook.lines import Lines, brief
from sheetkit.xlsx import look
from sheetkit.xlsx.limits import MAX_BREAKS
from sheetkit.xlsx.writer import Book

NAME = "By person"
NOBODY = "(nobody named)"


def write_by_person(book: Book, review: Review, folder: Path) -> None:
    """Write the sheet: open hand-offs by person, the worst of each first."""
    everyone = [person for person in people(review) if person.open]
    lines = Lines.some(review, (pair for person in everyone for pair in person.open))
    columns = [
        lines.flags(),
        lines.texts("Item", 38, brief, bold=True),
        lines.texts("Why", 34, lambda one: one.why),
        lines.texts("Do next", 44, lambda one: one.do_next),
        lines.moments("Due", 17, lambda one: one.due),
        lines.numbers("Days left", 10, lambda one: one.days_left),
        lines.also(24),
        lines.places(folder, 11),
        lines.texts("ID", 10, lambda one: one.id),
        *lines.logs(),
    ]
    groups = [
        Group(f"{shorten(person.name, 60) or NOBODY}: {person.subtotal}", len(person.open)) for person in everyone
    ]
    said = _said(everyone)
    write_groups(book, NAME, look.PALETTE["orange"].fill, said, columns, groups, paged=True)


def _said(everyone: Sequence[Person]) -> str:
    """Return what is open in all, so that it adds up with the other sheets."""
    if not everyone:
        return "Nothing is open with anybody."
    out = sum(one.out for person in everyone for one, _ in person.open)
    back = sum(len(person.open) for person in everyone) - out
    closing = f", {back:,} back to close" if back else ""
    pages = "Each person begins a page of their own in print."
    if len(everyone) > MAX_BREAKS + 1:
        pages = f"Each of the first {MAX_BREAKS + 1:,} begins a page in print; Excel takes no more page breaks."
    named = count(len(everyone), "person", "people")
    return f"{out + back:,} open with {named}: {out:,} out{closing}. {pages}"
