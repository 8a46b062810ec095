"""To do: one follow-up for each open hand-off that needs something this week, by day, to print and tick."""

from dataclasses import replace
from datetime import datetime
from itertools import groupby
from pathlib import Path

from sheetkit.ooxml.writer import styles
from sheetkit.ooxml.writer.workbook import WorkbookWriter
from sheetkit.review.model import Review
from sheetkit.review.sentences import day
from sheetkit.review.todo import next_review
from sheetkit.text import pluralize
from sheetkit.workbook.cells import PLAIN, Column, Paint
from sheetkit.workbook.groups import Group, write_groups
from sheetkit.workbook.lines import Lines

NAME = "To do"
_BOX = "□"


def write_todo(book: WorkbookWriter, review: Review, folder: Path) -> None:
    """Write the sheet."""
    lines = Lines.at(review, review.tasks)
    handoffs = lines.handoffs
    columns = [
        Column("Done", 7, [_BOX] * len(lines), Paint(size=14)),
        Column("What to do", 52, handoffs.task, Paint(bold=True)),
        replace(lines.items("About", 40), paints=PLAIN),
        Column("With", 22, handoffs.person),
        lines.flags(),
        Column("Due", 17, handoffs.due),
        replace(lines.places(folder), paints=PLAIN),
        Column("ID", 10, handoffs.id),
        *lines.logs(),
    ]
    days: list[datetime | None] = handoffs.act.tolist()
    groups = [Group(_heading(when, review.as_of), len(list(of_day))) for when, of_day in groupby(days)]
    write_groups(book, NAME, styles.PALETTE["green"].fill, _said(review), columns, groups, paged=False)


def _heading(when: datetime | None, as_of: datetime) -> str:
    if when is None:
        return "Any day this week"
    named = f"{when:%A} {day(when, as_of)}"
    return f"Today, {named}" if when.date() == as_of.date() else named


def _said(review: Review) -> str:
    end = next_review(review.logs, review.as_of)
    until = f"{end:%A} {day(end, review.as_of)}"
    if not len(review.tasks):
        return f"Nothing to do before {until}: no line has a flag, and no checkpoint falls into these days."
    things = pluralize(len(review.tasks), "thing")
    return f"{things} to do before the next review on {until}: one line for each hand-off that needs something."
