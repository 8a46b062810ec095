"""Doubts: open lines that may lack a flag because a date in them can hardly be right.

Flags are the template's rules, the same in the log and in the review, and for them 2062 is a year like any other. So
such lines are listed among those that need attention, with what was typed and what it probably means.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import numpy.typing as npt

from sheetkit import categorical
from sheetkit.categorical import Mask
from sheetkit.expression.evaluate import Evaluator
from sheetkit.expression.tree import Column
from sheetkit.expression.tree import columns as columns_of
from sheetkit.log.check.years import is_far, likely_date
from sheetkit.log.read.date_text import format_date
from sheetkit.log.read_log import Log
from sheetkit.person_names import shown_name

_MIN_YEARS = 5  # years from which on a date is doubted even if no typing mistake explains it
Dates = npt.NDArray[np.datetime64]


@dataclass(frozen=True)
class Doubt:
    """A doubt about the line at a position, with the same sentences as a rule."""

    position: int
    why: str
    do_next: str
    subject: str
    ask: str


def find_doubts(
    log: Log, evaluator: Evaluator, is_open: Mask, out: Mask, overdue: Mask, as_of: datetime
) -> list[Doubt]:
    """Return the doubts about a log's open lines that a date may keep from a flag.

    Such a date is in a far year, or in the future in a column for past events, or says that something came back before
    it left. A wait of a few years is no doubt.
    """
    roles, frame = log.template.roles, log.frame
    moment = np.full(len(frame), np.datetime64(as_of, "s"))
    start: Dates = frame[roles.start].to_numpy()
    reference = np.where(np.isnat(start) | is_far(start, moment), moment, start)
    doubtful: dict[int, str] = {}  # by position, the first such column
    for name, silenced in _columns(log, evaluator, is_open, out & ~overdue):
        dates: Dates = frame[name].to_numpy()
        mask = silenced & is_far(dates, reference) & (dates > moment)
        if name in (roles.back, roles.checked_in):
            mask = silenced & (dates.astype("datetime64[D]") > moment.astype("datetime64[D]"))
        if name == roles.back:
            mask |= silenced & (dates.astype("datetime64[D]") < start.astype("datetime64[D]")) & (start <= moment)
        doubtful = {**dict.fromkeys(np.flatnonzero(mask).tolist(), name), **doubtful}
    people, items = categorical.to_lists(frame, roles.person, roles.item)
    doubts = []
    for position, name in sorted(doubtful.items()):
        date, near = frame[name].iloc[position].to_pydatetime(), reference[position].item()
        meant = likely_date(date, near)
        if meant or name in (roles.back, roles.checked_in) or abs(date.year - near.year) >= _MIN_YEARS:
            title, person, item = log.template.by_name[name].title, people[position], items[position]
            doubt = _doubt(position, title, date, meant, shown_name(person), " ".join(item.split()))
            doubts.append(_asked_back(doubt, date, item) if name == roles.back else doubt)
    return doubts


def _columns(log: Log, evaluator: Evaluator, is_open: Mask, waiting: Mask) -> Iterator[tuple[str, Mask]]:
    """Yield the date columns that can keep lines from a flag, each with a mask of these lines."""
    template, roles = log.template, log.template.roles
    if roles.back:
        yield roles.back, is_open
    due = template.values.get(roles.due)
    names = [name for name in template.by_name if due is not None and name in columns_of(due)] or [roles.due]
    for name in names:
        if name in log.frame and log.frame[name].dtype.kind == "M":
            moments = evaluator.number(Column(name, template.by_name[name].type))
            yield name, waiting & (moments == evaluator.number(due or Column(name, template.by_name[name].type)))
    for role in (roles.checkpoint, roles.checked_in):
        if role:
            yield role, waiting


def _asked_back(doubt: Doubt, date: datetime, item: str) -> Doubt:
    """Return the doubt with the question for something that came back: on which day."""
    ask = (
        f"I noted {format_date(date)} as the day it came back or was done, which can hardly be right. Which day was it?"
    )
    return replace(doubt, subject=f"Which day was it? {' '.join(item.split()) or 'Our hand-off'}", ask=ask)


def _doubt(
    position: int, title: str, date: datetime, meant: tuple[datetime, str] | None, person: str, item: str
) -> Doubt:
    shown, ask = format_date(date), f"ask {person or 'them'} which day is right"
    why = f"{title} is {shown}, which can hardly be right" + (f": {meant[1]}" if meant else "")
    do_next = f"Correct {title}: {f'type {format_date(meant[0])} if that is meant, else ' if meant else ''}{ask}"
    subject = f"When can I expect it? {item or 'Our hand-off'}"
    return Doubt(position, why, do_next, subject, "Please tell me when I can expect it.")
