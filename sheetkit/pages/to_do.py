"""To do: one task to tick for each open hand-off that needs something before the next review, by day."""

from dataclasses import replace
from datetime import datetime
from itertools import groupby

from sheetkit import categorical
from sheetkit.pages.hand_offs import HandOffColumns
from sheetkit.pages.page import PLAIN, Breaks, CellStyle, Column, Group, GroupedPage, Table
from sheetkit.palette import PALETTE
from sheetkit.review.model import Review
from sheetkit.review.moments import day
from sheetkit.review.todo import next_review
from sheetkit.text import pluralize

TITLE = "To do"
BOX = "□"


def to_do_page(review: Review) -> GroupedPage:
    """Return the page."""
    lines = HandOffColumns(review, review.tasks)
    on_paper = (
        Column("Done", 7, categorical.from_texts([BOX] * len(lines)), CellStyle(size=14)),
        Column("What to do", 50, lines.values("task"), CellStyle(bold=True)),
        replace(lines.items(32, "About"), styles=PLAIN),
        lines.flags(21),
        replace(lines.due(), styles=PLAIN),
        *lines.logs(16),
    )
    columns = (
        *on_paper,
        Column("With", 22, lines.values("handed_to")),
        replace(lines.rows(), styles=PLAIN),
        Column("ID", 10, lines.values("id")),
    )
    days: list[datetime | None] = lines.frame["act_on"].to_numpy().tolist()
    groups = tuple(Group(day_heading(when, review.as_of), len(list(of_day))) for when, of_day in groupby(days))
    return GroupedPage(
        TITLE, _sentence(review), PALETTE["green"].fill, Table(columns), groups, Breaks.ANYWHERE, len(on_paper)
    )


def day_heading(when: datetime | None, as_of: datetime) -> str:
    """Return the heading of the tasks of a day, or for None of those for any day before the next review."""
    if when is None:
        return "Any day this week"
    weekday = f"{when:%A} {day(when, as_of)}"
    return f"Today, {weekday}" if when.date() == as_of.date() else weekday


def _sentence(review: Review) -> str:
    end = next_review(review.logs[0].log.settings if review.logs else {}, review.as_of)
    until = f"{end:%A} {day(end, review.as_of)}"
    if not len(review.tasks):
        return f"Nothing to do before {until}: no line has a flag, and no checkpoint falls on these days."
    things = pluralize(len(review.tasks), "thing")
    return f"{things} to do before the next review on {until}: one line for each hand-off that needs something."
