"""To do: one follow-up for each open hand-off that needs something this week, by day, to print and tick."""

from dataclasses import replace
from datetime import datetime
from itertools import groupby
from pathlib import Path

from sheetkit.review.model import Review
from sheetkit.review.sentences import day
from sheetkit.review.todo import Task, next_review, tasks
from sheetkit.words import count
from sheetkit.workbook.cells import PLAIN, Column, Paint, moments
from sheetkit.workbook.groups import Group, write_groups
from sheetkit.workbook.lines import Lines, brief
from sheetkit.xlsx import look
from sheetkit.xlsx.writer import Book

NAME = "To do"
_BOX = "□"


def write_todo(book: Book, review: Review, folder: Path) -> None:
    """Write the sheet."""
    listed = tasks(review)
    lines = Lines.some(review, ((task.handoff, task.reviewed) for task in listed))
    columns = [
        Column("Done", 7, [_BOX] * len(listed), Paint(size=14)),
        Column("What to do", 52, [task.what for task in listed], Paint(bold=True)),
        Column("About", 40, list(map(brief, lines.handoffs))),
        Column("With", 22, [one.person for one in lines.handoffs]),
        lines.flags(),
        Column("Due", 17, moments(one.due for one in lines.handoffs)),
        replace(lines.places(folder), paints=PLAIN),
        Column("ID", 10, [one.id for one in lines.handoffs]),
        *lines.logs(),
    ]
    days = [(when, len(list(of_day))) for when, of_day in groupby(listed, key=lambda task: task.day)]
    groups = [Group(_heading(when, review.as_of), number) for when, number in days]
    write_groups(book, NAME, look.PALETTE["green"].fill, _said(review, listed), columns, groups, paged=False)


def _heading(when: datetime | None, as_of: datetime) -> str:
    if when is None:
        return "Any day this week"
    named = f"{when:%A} {day(when, as_of)}"
    return f"Today, {named}" if when.date() == as_of.date() else named


def _said(review: Review, listed: list[Task]) -> str:
    end = next_review(review.logs, review.as_of)
    until = f"{end:%A} {day(end, review.as_of)}"
    if not listed:
        return f"Nothing to do before {until}: no line has a flag, and no checkpoint falls into these days."
    things = count(len(listed), "thing")
    return f"{things} to do before the next review on {until}: one line for each hand-off that needs something."
