"""By person: what each person has, for one-to-ones, with the tasks before the next review to tick."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from sheetkit import categorical
from sheetkit.ooxml.limits import MAX_BREAKS
from sheetkit.pages.hand_offs import HandOffColumns
from sheetkit.pages.page import Breaks, CellStyle, Column, Group, GroupedPage, Table
from sheetkit.pages.to_do import BOX
from sheetkit.palette import PALETTE
from sheetkit.review.model import Review
from sheetkit.review.people import Person, people
from sheetkit.text import pluralize, truncate

TITLE = "By person"
NOBODY = "(nobody named)"


def by_person_page(review: Review) -> GroupedPage:
    """Return the page: open hand-offs by person, the most urgent of each first."""
    everyone = [person for person in people(review) if len(person.open)]
    lines = HandOffColumns(review, np.concatenate([np.zeros(0, dtype=np.int64), *(one.open for one in everyone)]))
    on_paper = (
        Column("Do", 5, _boxes(lines), CellStyle(size=14)),
        lines.items(33),
        lines.flags(21),
        lines.column("What to do", 53, "task"),
        lines.due(),
        *lines.logs(16),
    )
    columns = (
        *on_paper,
        lines.column("ID", 10, "id"),
        lines.column("Why", 44, "why"),
        lines.column(f"{review.day.capitalize()}s left", 14, "days_left"),
        lines.also(44),
        lines.rows(),
    )
    groups = tuple(Group(f"{truncate(one.name, 60) or NOBODY}: {one.subtotal}", len(one.open)) for one in everyone)
    sentence = _sentence(everyone, int(lines.frame["out"].sum()))
    colour, breaks = PALETTE["orange"].fill, Breaks.BETWEEN_GROUPS
    return GroupedPage(TITLE, sentence, colour, Table(columns), groups, breaks, len(on_paper))


def page_per_person(page: GroupedPage) -> GroupedPage:
    """Return the page with a page break after each person."""
    return replace(page, breaks=Breaks.AFTER_EACH_GROUP, in_workbook=_in_print(len(page.groups)))


def _boxes(lines: HandOffColumns) -> pd.Categorical:
    """Return a box to tick for each line with a task before the next review."""
    return categorical.from_repeated(lines.frame["task"].notna().to_numpy().astype(np.int64), ["", BOX])


def _sentence(everyone: Sequence[Person], out: int) -> str:
    """Return the number of all open lines, which adds up with the other pages."""
    if not everyone:
        return "Nothing is open with anybody."
    back = sum(len(person.open) for person in everyone) - out
    closing = f", {back:,} back and to be closed" if back else ""
    people_count = pluralize(len(everyone), "person", "people")
    return (
        f"{out + back:,} open with {people_count}: {out:,} out{closing}. {BOX}: something to do before the next review."
    )


def _in_print(people: int) -> str:
    """Return a sentence about who starts a new page in print."""
    if people > MAX_BREAKS + 1:
        return f"Each of the first {MAX_BREAKS + 1:,} starts a new page in print; Excel takes no more page breaks."
    return "Each person starts a new page in print." if people else ""
