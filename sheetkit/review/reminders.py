"""Decide whom to remind of what: the reminder's step that is due for each hand-off, or why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from sheetkit import categorical
from sheetkit.errors import SheetkitError
from sheetkit.person_names import name_key
from sheetkit.review.ledger import Entry, Ledger, Line, recorded_text
from sheetkit.review.model import LogReview, Review
from sheetkit.review.moments import day
from sheetkit.review.todo import DEFAULT_REVIEW_EVERY, REVIEW_EVERY
from sheetkit.template.model import Template
from sheetkit.template.rule import Reminder
from sheetkit.text import match_key

AGAIN = "remind_again_days"  # the setting for how many days pass before somebody is reminded of a line again
_DEFAULT_AGAIN = 3  # days, if a log has no such setting


@dataclass(frozen=True)
class Decision:
    """The decision about one hand-off: the step that is due, or None, and the reason, a clause about the line.

    `position` is that in the frame of its log. `others` are its lines in other logs, with the position of each log.
    """

    position: int
    line: Line | None
    step: Reminder | None
    reason: str
    others: tuple[tuple[int, Line], ...] = ()


def remindable(template: Template, shipped: Template | None) -> Template:
    """Return a log's template with reminders: its own, or those of `shipped` if it is older than reminders.

    `shipped` is the template of the same name that comes with sheetkit, None if there is none. Raises SheetkitError
    for a template of the user's own that declares no reminders.
    """
    if template.reminders:
        return template
    if shipped is None:
        raise SheetkitError(
            f"the template {template.name!r} has no reminders: add [[reminder]] tables to it, as "
            "templates/handoff.toml has them, and carry the log over with `upgrade`."
        )
    column = shipped.roles.checked_in
    roles = template.roles._replace(checked_in=column if column in template.by_name else None)
    return replace(template, reminders=shipped.reminders, roles=roles)


def lines_of(log_review: LogReview) -> list[Line | None]:
    """Return what identifies each hand-off of a log in the record; None without a due date."""
    frame = log_review.frame
    columns = [categorical.column(frame, name) for name in ("id", "item", "handed_to")]
    texts = [categorical.map_categories(column, recorded_text) for column in columns]
    unique = ~pd.Series(categorical.map_categories(texts[0], match_key).codes).duplicated(keep=False)
    handed_off, due = (frame[name].to_numpy().tolist() for name in ("handed_off", "due"))
    lines = zip(*map(categorical.to_list, texts), handed_off, due, unique.tolist(), strict=True)
    return [Line(*fields) if fields[4] is not None else None for fields in lines]


def decide_all(review: Review, templates: Sequence[Template], ledgers: Sequence[Ledger]) -> list[list[Decision]]:
    """Return the decision about each hand-off of each log.

    A hand-off in several logs gets one reminder, for the line that counts in the review, and none that the record of
    any of those logs already holds.
    """
    lines = [lines_of(log_review) for log_review in review.logs]
    entries = [[ledger.of(line) if line else [] for line in own] for own, ledger in zip(lines, ledgers, strict=True)]
    starts = np.cumsum([0, *map(len, lines)]).tolist()
    groups = []
    for positions in review.duplicates:
        logs = review.frame["log"].to_numpy()[positions].tolist()
        group = [(log, position - starts[log]) for log, position in zip(logs, positions.tolist(), strict=True)]
        groups.append((group, int(np.flatnonzero(~review.repeated[positions])[0])))
        recorded = sorted(
            {entry: None for log, place in group for entry in entries[log][place]}, key=lambda entry: entry.on
        )
        for log, place in group:
            entries[log][place] = recorded
    decisions = [
        decide(log_review, template, own, recorded, review.as_of)
        for log_review, template, own, recorded in zip(review.logs, templates, lines, entries, strict=True)
    ]
    for group, counts in groups:
        log, place = group[counts]
        reason = f"{review.labels[log]} has it too, and it is decided there"
        others = []
        for other, there in group[:counts] + group[counts + 1 :]:
            decisions[other][there] = replace(decisions[other][there], step=None, reason=reason)
            others += [(other, line)] if (line := lines[other][there]) else []
        decisions[log][place] = replace(decisions[log][place], others=tuple(others))
    return decisions


def decide(
    log_review: LogReview,
    template: Template,
    lines: Sequence[Line | None],
    recorded: Sequence[Sequence[Entry]],
    as_of: datetime,
) -> list[Decision]:
    """Return the decision about each hand-off of a log, in the log's order; `recorded` are the entries of each."""
    frame, roles = log_review.frame, template.roles
    (statuses,) = categorical.to_lists(frame, "status")
    out, mistyped = (frame[name].to_numpy().tolist() for name in ("out", "mistyped"))
    reported: Sequence[datetime | None] = [None] * len(frame)
    if roles.checked_in is not None:
        reported = log_review.log.frame[roles.checked_in].to_numpy().tolist()
    settings = log_review.log.settings
    again = int(settings.get(AGAIN, _DEFAULT_AGAIN))
    news = int(settings.get(REVIEW_EVERY, DEFAULT_REVIEW_EVERY))
    decisions = []
    for position, (line, entries) in enumerate(zip(lines, recorded, strict=True)):
        step, reason = None, ""
        if not out[position]:
            reason = "it is back" if statuses[position] == roles.open else f"it is {statuses[position]}"
        elif line is None:
            reason = "it has no date on which it is due"
        elif mistyped[position]:
            reason = f"{day(line.due, as_of)} can hardly be right as the day it is due: correct it first"
        elif not line.person:
            reason = "it names nobody"
        else:
            step, reason = _step(line, template.reminders, entries, as_of)
            if step is not None:
                why_not = _why_not_now(line, step, entries, reported[position], as_of, again=again, news=news)
                step, reason = (None, why_not) if why_not else (step, reason)
        decisions.append(Decision(position, line, step, reason))
    return decisions


def _step(
    line: Line, steps: Sequence[Reminder], entries: Sequence[Entry], as_of: datetime
) -> tuple[Reminder | None, str]:
    """Return the latest step whose day has come, or None if it was drafted for this due date, and the reason."""
    late = (as_of.date() - line.due.date()).days
    # The wording of steps before the due date would be wrong afterwards.
    reached = [step for step in steps if step.days <= late and (step.days > 0 or late <= 0)]
    coming = next((step for step in steps if step.days > late), None)
    following = (
        f"the next step, {coming.name!r}, is due {_on_step_day(line, coming, as_of)}" if coming else "no step is left"
    )
    if not reached:
        return None, following
    step = reached[-1]
    days_of_step = {one.name: one.days for one in steps}
    drafted = [
        entry
        for entry in entries
        if _is_same_due_date(line, entry)
        and (entry.step == step.name or days_of_step.get(entry.step, -np.inf) > step.days)
    ]
    if drafted:
        to = "" if _is_same_person(line, drafted[-1]) else f", to {drafted[-1].line.person},"
        return None, f"it was drafted on {day(drafted[-1].on, as_of)}{to} for this due date; {following}"
    return step, f"the step {step.name!r} came due {_on_step_day(line, step, as_of)}"


def _why_not_now(
    line: Line,
    step: Reminder,
    entries: Sequence[Entry],
    reported: datetime | None,
    as_of: datetime,
    *,
    again: int,
    news: int,
) -> str:
    """Return why a step that is due is left out for now, '' if there is no reason.

    A check-in on the day the step came due or later answers it; any other is good until the next review.
    """
    today = as_of.date()
    if reported is not None and reported.date() <= today:
        answers = reported.date() >= _step_day(line, step).date()
        if answers or (today - reported.date()).days < news:
            return f"they checked in on {day(reported, as_of)}"
    last = entries[-1].on.date() if entries else None
    if last is not None and (today - last).days < again:
        return f"they were reminded on {day(entries[-1].on, as_of)}, less than {again} days ago"
    return ""


def _on_step_day(line: Line, step: Reminder, as_of: datetime) -> str:
    return f"on {day(_step_day(line, step), as_of)}"


def _step_day(line: Line, step: Reminder) -> datetime:
    """Return the day on which a step is due; the calendar ends with 9999."""
    due = line.due.replace(hour=0, minute=0, second=0)
    return due + timedelta(days=min(step.days, (datetime.max - due).days))


def note_reminders(log_review: LogReview, ledger: Ledger, as_of: datetime) -> LogReview:
    """Return the review of a log with a note on each line that is out of when its person was reminded last.

    Reminders of an earlier due date, or to an earlier person, do not count.
    """
    frame = log_review.frame
    notes = []
    for line, waits in zip(lines_of(log_review), frame["out"].to_numpy().tolist(), strict=True):
        entries = []
        if line and waits:
            entries = [
                entry for entry in ledger.of(line) if _is_same_due_date(line, entry) and _is_same_person(line, entry)
            ]
        notes.append(_note([entry for entry in entries if entry.on <= as_of], as_of))
    if not any(notes):
        return log_review
    names = ("do_next", "task")
    changed = {
        name: categorical.from_texts(text + note if text else "" for text, note in zip(texts, notes, strict=True))
        for name, texts in zip(names, categorical.to_lists(frame, *names), strict=True)
    }
    return log_review._replace(frame=frame.assign(**changed))


def _is_same_due_date(line: Line, entry: Entry) -> bool:
    return entry.line.due.date() == line.due.date()


def _is_same_person(line: Line, entry: Entry) -> bool:
    return name_key(entry.line.person) == name_key(line.person)


def _note(entries: Sequence[Entry], as_of: datetime) -> str:
    if not entries:
        return ""
    times = len(entries)
    which = "" if times == 1 else f", {_ordinal(times)} time"
    return f" (reminded {day(entries[-1].on, as_of)}{which})"


def _ordinal(number: int) -> str:
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
