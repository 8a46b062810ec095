"""By person: what each one has, for talks between two; each person begins a page."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sheetkit.ooxml.limits import MAX_BREAKS
from sheetkit.ooxml.writer import styles
from sheetkit.ooxml.writer.workbook import WorkbookWriter
from sheetkit.review.model import Review
from sheetkit.review.people import Person, people
from sheetkit.text import pluralize, truncate
from sheetkit.workbook.groups import Group, write_groups
from sheetkit.workbook.lines import Lines

NAME = "By person"
NOBODY = "(nobody named)"


def write_by_person(book: WorkbookWriter, review: Review, folder: Path) -> None:
    """Write the sheet: open hand-offs by person, the worst of each first."""
    everyone = [person for person in people(review) if len(person.open)]
    lines = Lines.at(review, np.concatenate([np.zeros(0, dtype=np.int64), *(person.open for person in everyone)]))
    handoffs = lines.handoffs
    columns = [
        lines.flags(),
        lines.items("Item", 38),
        lines.texts("Why", 34, handoffs.why),
        lines.texts("Do next", 44, handoffs.do_next),
        lines.others("Due", 17, handoffs.due),
        lines.others("Days left", 10, handoffs.days_left),
        lines.also(24),
        lines.places(folder, 11),
        lines.texts("ID", 10, handoffs.id),
        *lines.logs(),
    ]
    groups = [
        Group(f"{truncate(person.name, 60) or NOBODY}: {person.subtotal}", len(person.open)) for person in everyone
    ]
    said = _said(everyone, int(handoffs.out.sum()))
    write_groups(book, NAME, styles.PALETTE["orange"].fill, said, columns, groups, paged=True)


def _said(everyone: Sequence[Person], out: int) -> str:
    """Return what is open in all, so that it adds up with the other sheets."""
    if not everyone:
        return "Nothing is open with anybody."
    back = sum(len(person.open) for person in everyone) - out
    closing = f", {back:,} back to close" if back else ""
    pages = "Each person begins a page of their own in print."
    if len(everyone) > MAX_BREAKS + 1:
        pages = f"Each of the first {MAX_BREAKS + 1:,} begins a page in print; Excel takes no more page breaks."
    named = pluralize(len(everyone), "person", "people")
    return f"{out + back:,} open with {named}: {out:,} out{closing}. {pages}"
