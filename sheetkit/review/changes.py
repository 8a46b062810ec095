"""What changed since the last review: new, closed, slipped, newly overdue, and gone missing while open."""

import difflib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sheetkit.review.handoff import HandOff
from sheetkit.template.model import Roles
from sheetkit.text import clean_text, match_key

Key = tuple[object, ...]
_SIMILAR = 0.6  # of two texts: 1 is the same
_COMPARED = 200  # letters of an item
_MOST_ALIKE = 100  # lines of one person and day that one is compared with


@dataclass(frozen=True)
class Line:
    """A hand-off and the log it stands in: its path as the user named it."""

    log: str
    handoff: HandOff


@dataclass(frozen=True)
class Change:
    """One change; `due_before` is the due date at the last review, for what slipped."""

    line: Line
    due_before: datetime | None = None


@dataclass(frozen=True)
class Changes:
    """All changes since the review at `path`, in the order of the log."""

    path: Path
    as_of: datetime
    new: tuple[Change, ...]
    closed: tuple[Change, ...]
    slipped: tuple[Change, ...]
    newly_overdue: tuple[Change, ...]
    gone_missing: tuple[Change, ...]


def compare(before: Sequence[Line], now: Sequence[Line], roles: Roles, path: Path, as_of: datetime) -> Changes:
    """Return what changed between two reviews of the same logs."""
    pairs = _matched(before, now)
    ours = {id(line) for _, line in pairs}
    theirs = {id(line) for line, _ in pairs}
    awaited = (roles.open, roles.paused)
    return Changes(
        path,
        as_of,
        new=tuple(Change(line) for line in now if id(line) not in ours),
        closed=tuple(
            Change(line) for old, line in pairs if old.handoff.status in awaited and line.handoff.status not in awaited
        ),
        slipped=tuple(Change(line, old.handoff.due) for old, line in pairs if _later(old.handoff, line.handoff)),
        newly_overdue=tuple(Change(line) for old, line in pairs if line.handoff.late and not old.handoff.late),
        gone_missing=tuple(
            Change(line) for line in before if id(line) not in theirs and line.handoff.status in awaited
        ),
    )


def _later(old: HandOff, new: HandOff) -> bool:
    return old.due is not None and new.due is not None and new.due > old.due


def _matched(before: Sequence[Line], now: Sequence[Line]) -> list[tuple[Line, Line]]:
    """Pair the lines of two reviews, in the order of now: by ID, then those without one by what they say.

    An ID that stands twice names nothing, so such lines are told apart by what they say as well. Two lines with
    different IDs are never the same one. A line without an ID whose text was edited is known by what was not.
    """
    pairs: list[tuple[Line, Line]] = []
    old, new = list(before), list(now)

    def settle(found: list[tuple[Line, Line]]) -> None:
        pairs.extend(found)
        used = {id(line) for pair in found for line in pair}
        old[:] = [line for line in old if id(line) not in used]
        new[:] = [line for line in new if id(line) not in used]

    settle(_pair(old, new, _by_id, once=True))
    settle(_pair(old, new, _by_id_and_words, once=False))
    settle([pair for pair in _pair(old, new, _by_words, once=False) if not all(map(_by_id, pair))])
    for key, alike in _EDITED:
        settle(_edited(old, new, key, alike))
    place = {id(line): number for number, line in enumerate(now)}
    return sorted(pairs, key=lambda pair: place[id(pair[1])])


def _pair(
    old: list[Line], new: list[Line], key: Callable[[Line], Key | None], *, once: bool
) -> list[tuple[Line, Line]]:
    """Pair lines of equal keys, one to one and in order; with `once` only where a key stands once on both sides."""
    sides: tuple[dict[Key, list[Line]], dict[Key, list[Line]]] = ({}, {})
    for lines, side in zip((old, new), sides, strict=True):
        for line in lines:
            name = key(line)
            if name is not None:
                side.setdefault(name, []).append(line)
    return [
        pair
        for name, lines in sides[1].items()
        if name in sides[0] and not (once and len(lines) + len(sides[0][name]) > 2)
        for pair in zip(sides[0][name], lines, strict=False)
    ]


def _edited(
    old: list[Line], new: list[Line], key: Callable[[Line], Key], alike: Callable[[Line, Line], bool]
) -> list[tuple[Line, Line]]:
    """Pair lines of equal keys where each is like just one of the other side: a guess between two would hide a loss."""
    groups: dict[Key, list[Line]] = {}
    for line in old:
        groups.setdefault(key(line), []).append(line)
    found = [
        (one, line)
        for line in new
        for one in groups.get(key(line), [])[:_MOST_ALIKE]
        if not (_by_id(one) and _by_id(line)) and alike(one, line)
    ]
    times = Counter(id(line) for pair in found for line in pair)
    return [pair for pair in found if times[id(pair[0])] == times[id(pair[1])] == 1]


def _by_id(line: Line) -> Key | None:
    name = match_key(line.handoff.id)
    return (line.log, name) if name else None


def _by_id_and_words(line: Line) -> Key | None:
    return (*(_by_id(line) or ()), *_by_words(line)) if match_key(line.handoff.id) else None


def _by_words(line: Line) -> Key:
    one = line.handoff
    return (line.log, match_key(one.item), match_key(one.person), one.start)


def _by_item(line: Line) -> Key:
    return line.log, match_key(line.handoff.item), match_key(line.handoff.person)


def _by_person(line: Line) -> Key:
    return line.log, match_key(line.handoff.person), line.handoff.start


def _by_start(line: Line) -> Key:
    return line.log, line.handoff.start


def _same_start(old: Line, new: Line) -> bool:
    """Say whether the hand-off dates differ because one of them was missing."""
    return None in (old.handoff.start, new.handoff.start)


def _similar(old: Line, new: Line) -> bool:
    """Say whether two items are the same text, edited."""
    one, other = (match_key(line.handoff.item)[:_COMPARED] for line in (old, new))
    matcher = difflib.SequenceMatcher(a=one, b=other, autojunk=False)
    return matcher.real_quick_ratio() >= _SIMILAR and matcher.quick_ratio() >= _SIMILAR and matcher.ratio() >= _SIMILAR


# Which cells of an edited line are still the same, and what the others must be like.
_EDITED = ((_by_item, _same_start), (_by_person, _similar), (_by_start, _similar))


def gone_words(changes: Changes) -> str:
    """Return the headline for lines that vanished while they were open, '' when none did."""
    names = [
        clean_text(change.line.handoff.item) or change.line.handoff.id or "a line" for change in changes.gone_missing
    ]
    if not names:
        return ""
    shown = ", ".join(repr(name[:60]) for name in names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    verb = "is" if len(names) == 1 else "are"
    return f"Gone while still open: {shown} {verb} no longer in the log."
