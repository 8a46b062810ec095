"""By person: what each one has, for one-to-ones; each person starts a new page in print."""

from collections.abc import Sequence

import numpy as np

from sheetkit.ooxml.limits import MAX_BREAKS
from sheetkit.pages.hand_offs import HandOffColumns
from sheetkit.pages.page import Group, GroupedPage, Table
from sheetkit.palette import PALETTE
from sheetkit.review.model import Review
from sheetkit.review.people import Person, people
from sheetkit.text import pluralize, truncate

TITLE = "By person"
NOBODY = "(nobody named)"


def by_person_page(review: Review) -> GroupedPage:
    """Return the page: open hand-offs by person, the worst of each first."""
    everyone = [person for person in people(review) if len(person.open)]
    lines = HandOffColumns(review, np.concatenate([np.zeros(0, dtype=np.int64), *(one.open for one in everyone)]))
    columns = (
        lines.flags(),
        lines.items(38),
        lines.column("Why", 34, "why"),
        lines.column("Do next", 44, "do_next"),
        lines.column("Due", 17, "due"),
        lines.column(f"{review.day.capitalize()}s left", 10, "days_left"),
        lines.also(24),
        lines.rows(11),
        lines.column("ID", 10, "id"),
        *lines.logs(),
    )
    groups = tuple(Group(f"{truncate(one.name, 60) or NOBODY}: {one.subtotal}", len(one.open)) for one in everyone)
    sentence = _sentence(everyone, int(lines.frame["out"].sum()))
    colour, printed = PALETTE["orange"].fill, _in_print(len(everyone))
    return GroupedPage(TITLE, sentence, colour, Table(columns), groups, page_per_group=True, in_workbook=printed)


def _sentence(everyone: Sequence[Person], out: int) -> str:
    """Return what is open in all, so that it adds up with the other pages."""
    if not everyone:
        return "Nothing is open with anybody."
    back = sum(len(person.open) for person in everyone) - out
    closing = f", {back:,} back and to be closed" if back else ""
    named = pluralize(len(everyone), "person", "people")
    return f"{out + back:,} open with {named}: {out:,} out{closing}."


def _in_print(people: int) -> str:
    """Return which people start a new page in print."""
    if people > MAX_BREAKS + 1:
        return f"Each of the first {MAX_BREAKS + 1:,} starts a new page in print; Excel takes no more page breaks."
    return "Each person starts a new page in print." if people else ""
