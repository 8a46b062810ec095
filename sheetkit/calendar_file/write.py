"""Write the calendar of a review, as the next version of the file that it replaces."""

import functools
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from sheetkit.calendar_file.components import EVENT, Component, components
from sheetkit.calendar_file.entries import CHECKPOINT, DUE, calendar_entries, log_uuids
from sheetkit.calendar_file.file import CalendarFile, calendar_text, is_for, parse_calendar, read_content
from sheetkit.ooxml.writer.atomic_file import write_content
from sheetkit.review.model import Review
from sheetkit.target import check_target

KEPT = timedelta(days=30)  # how long cancelled entries stay in the file, for calendars that seldom refresh


@dataclass(frozen=True)
class CalendarSummary:
    """How many entries a calendar holds, and how they differ from the earlier file; `is_same`: not at all."""

    due: int
    checkpoints: int
    new: int
    changed: int
    cancelled: int
    is_same: bool


def write_calendar(
    review: Review, target: Path, kind: str = EVENT, alarm: time | None = None, *, force: bool = False
) -> CalendarSummary:
    """Write the calendar of a review to `target`; equal reviews over equal earlier files give equal bytes.

    Raises OutputError if the file cannot be written, or is something other than an unchanged earlier calendar of these
    logs, of that kind and person (with `force` only if it is a log).
    """
    logs = {str(uuid) for uuid in log_uuids([log_review.log for log_review in review.logs])}
    what = "calendar" if kind == EVENT else "to-do list"
    description = f"{what} of these logs{f' for {review.person}' if review.person else ''}"

    parse = functools.cache(parse_calendar)  # the file is checked twice, and is hardly ever another the second time

    def is_ours(path: Path) -> bool:
        calendar = parse(read_content(path))
        if calendar is None or calendar.kind != kind or not is_for(calendar, review.person):
            return False
        return not calendar.logs or bool(calendar.logs & logs) or bool(review.failed)

    def is_changed(path: Path) -> bool:
        calendar = parse(read_content(path))
        return calendar is None or not calendar.is_whole

    def check() -> None:
        check_target(target, review.paths, description, is_ours, is_changed, force=force)

    check()
    old = read_content(target)
    earlier = parse(old)
    is_earlier = earlier is not None and earlier.kind == kind and is_for(earlier, review.person)
    before, first = (earlier.components, earlier.first) if earlier is not None and is_earlier else ({}, 0)
    entries = calendar_entries(review)
    now = components(entries, kind, alarm, review.as_of, first)
    unread = {component.log for component in before.values()} - logs if review.failed else set()
    merged = merge(now, before, review.as_of, unread)
    first = max([first, *(before[uid].sequence + 1 for uid in before if uid not in merged)])
    content = calendar_text(CalendarFile(kind, review.person, merged, first), _name(review)).encode()
    is_same = content == old
    if not is_same:
        write_content(target, content, check)
    return CalendarSummary(
        due=int((entries["kind"] == DUE).sum()),
        checkpoints=int((entries["kind"] == CHECKPOINT).sum()),
        new=sum(uid not in before for uid in now),
        changed=sum(uid in before and before[uid] != merged[uid] for uid in now),
        cancelled=sum(merged[uid].is_cancelled and not before[uid].is_cancelled for uid in before if uid in merged),
        is_same=is_same,
    )


def merge(
    now: dict[str, Component], before: dict[str, Component], as_of: datetime, unread: Collection[str] = ()
) -> dict[str, Component]:
    """Return the components of the next file.

    Unchanged components keep their SEQUENCE and DTSTAMP, changed ones get higher ones. Those that are gone are
    cancelled, and dropped 30 days later; but those of an `unread` log stay as they were.
    """
    merged = {}
    for uid, component in now.items():
        old = before.get(uid)
        if old is None:
            merged[uid] = component
        else:
            merged[uid] = old if old.lines == component.lines else old.changed(component.lines, as_of)
    for uid, old in before.items():
        if uid in now:
            continue
        if old.log in unread:
            merged[uid] = old
        elif not old.is_cancelled:
            merged[uid] = old.cancelled(as_of)
        elif as_of.date() - old.stamped.date() <= KEPT:
            merged[uid] = old
    return merged


def _name(review: Review) -> str:
    """Return the name that calendar programs show."""
    number = len(review.logs) + len(review.failed)
    logs = review.logs[0].log.path.stem if number == 1 else f"{number} logs"
    return f"Hand-offs: {logs}{f', {review.person}' if review.person else ''}"
