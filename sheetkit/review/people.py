"""Who has what: the hand-offs of each person, and the review of one person alone."""

from dataclasses import dataclass, replace

import numpy as np

from sheetkit.errors import SheetkitError
from sheetkit.log.found import Problems
from sheetkit.log.problems import Problem
from sheetkit.review.build import figures_of
from sheetkit.review.changes import Change, Changes
from sheetkit.review.handoff import Places, Truths
from sheetkit.review.model import Review, Reviewed, Then
from sheetkit.text import clean_text, did_you_mean, match_key, natural_list, pluralize

_OTHERS_TOO = frozenset({"similar-names"})  # problems that name somebody else
_NAMED = 8  # how many people a message lists


@dataclass(frozen=True)
class Person:
    """One person, spelled as first seen, '' for nobody; `lines` says how many hand-offs are theirs.

    `open` are the places among all lines of what is open, the worst first: what is out, and what is back and to be
    closed. `subtotal` says what they have in words: '5 open: 2 overdue, 1 back to close; 1 on hold'.
    """

    name: str
    lines: int
    open: Places
    subtotal: str


def people(review: Review) -> list[Person]:
    """Return everybody who is named in the logs, by name; lines that name nobody come last."""
    columns = review.columns
    keys = columns.person.mapped(match_key)

    def counted(chosen: Truths) -> list[int]:
        return list(map(int, np.bincount(keys.codes[chosen], minlength=len(keys.different))))

    there, firsts = np.unique(keys.codes, return_index=True)
    worst = columns.worst_first[columns.open[columns.worst_first]]
    theirs = worst[np.argsort(keys.codes[worst], kind="stable")]
    open_lines = counted(columns.open)
    ends = np.cumsum(open_lines)
    lines = counted(np.ones(len(keys), dtype=bool))
    tallies = zip(
        open_lines,
        counted(columns.open & columns.late),
        counted(columns.open & ~columns.out),
        counted(~columns.open & ~columns.closed),
        counted(~np.isnan(columns.kept)),
        counted(columns.kept > 0),
        strict=True,
    )
    subtotals = [_subtotal(*tally) for tally in tallies]
    found = {
        keys.different[code]: Person(
            clean_text(columns.person.at(first)),
            lines[code],
            theirs[ends[code] - open_lines[code] : ends[code]],
            subtotals[code],
        )
        for code, first in zip(there.tolist(), firsts.tolist(), strict=True)
    }
    return [found[key] for key in sorted(found, key=lambda key: (not key, key))]


def _subtotal(is_open: int, overdue: int, back: int, paused: int, came_back: int, kept: int) -> str:
    parts = [(overdue, "overdue"), (back, "back to close")]
    inside = ", ".join(f"{number:,} {what}" for number, what in parts if number)
    said = [f"{is_open:,} open{f': {inside}' if inside else ''}"]
    if paused:
        said.append(f"{paused:,} on hold")
    if came_back:
        said.append(f"{kept:,} of {came_back:,} came back as first promised")
    return "; ".join(said)


def named(review: Review, name: str) -> str:
    """Return a person's name as the logs spell it. Raises SheetkitError with the nearest name."""
    names = {match_key(person.name): person.name for person in people(review) if person.name}
    if match_key(name) in names:
        return names[match_key(name)]
    listed = list(names.values())
    more = f" and {pluralize(len(listed) - _NAMED, 'other')}" if len(listed) > _NAMED else ""
    there = f"; there are {natural_list(listed) if not more else ', '.join(listed[:_NAMED]) + more}" if listed else ""
    raise SheetkitError(f"Nothing was handed to {name!r}{did_you_mean(name, listed)}{there}.")


def of_one(review: Review, name: str) -> Review:
    """Return the review of one person: nobody else's lines, problems, changes or figures are left in it.

    The trend's lines before are left out too, since they count everybody.
    """
    key = match_key(name)
    logs = tuple(_narrowed(one, key) for one in review.logs)
    then = None
    if review.then is not None:
        before = tuple(_narrowed(one, key) for one in review.then.logs)
        then = Then(review.then.as_of, before, figures_of(before), review.then.comparable)
    changes = _changes_of(review.changes, key) if review.changes else None
    return replace(
        review, logs=logs, figures=figures_of(logs), changes=changes, then=then, past=(), person=clean_text(name)
    )


def _narrowed(reviewed: Reviewed, key: str) -> Reviewed:
    log = reviewed.log
    theirs = log.records.words(log.template.roles.person).where(key.__eq__)
    records = log.records.only(theirs)
    rows = frozenset(records.rows.tolist())
    problems = Problems(problem for problem in log.problems if _is_theirs(problem, rows))
    return Reviewed(replace(log, records=records, problems=problems), reviewed.columns.some(theirs))


def _is_theirs(problem: Problem, rows: frozenset[int]) -> bool:
    """Say whether a problem is of one of these rows, and of nobody else's."""
    return problem.row in rows and problem.code not in _OTHERS_TOO


def _changes_of(changes: Changes, key: str) -> Changes:
    def theirs(listed: tuple[Change, ...]) -> tuple[Change, ...]:
        return tuple(change for change in listed if match_key(change.line.handoff.person) == key)

    return replace(
        changes,
        new=theirs(changes.new),
        closed=theirs(changes.closed),
        slipped=theirs(changes.slipped),
        newly_overdue=theirs(changes.newly_overdue),
        gone_missing=theirs(changes.gone_missing),
    )
