"""Who has what: the hand-offs of each person, and the review of one person alone."""

from dataclasses import dataclass, field, replace
from functools import cached_property

from sheetkit.errors import SheetkitError
from sheetkit.log.found import Problems
from sheetkit.log.problems import Problem
from sheetkit.review.build import figures_of
from sheetkit.review.changes import Change, Changes
from sheetkit.review.handoff import HandOff
from sheetkit.review.model import Review, Reviewed, Then
from sheetkit.words import count, did_you_mean, join, tidy, word

_OTHERS_TOO = frozenset({"similar-names"})  # problems that name somebody else
_NAMED = 8  # how many people a message lists


@dataclass
class Person:
    """One person, spelled as first seen, '' for nobody, with their hand-offs in the logs' order."""

    name: str
    handoffs: list[tuple[HandOff, Reviewed]] = field(default_factory=list)

    @cached_property
    def open(self) -> list[tuple[HandOff, Reviewed]]:
        """What is open, the worst first: what is out, and what is back and to be closed."""
        listed = [pair for pair in self.handoffs if pair[0].status == pair[1].log.template.roles.open]
        return sorted(listed, key=lambda pair: (not pair[0].rules, *pair[0].urgency))

    @property
    def subtotal(self) -> str:
        """What they have, in words: '5 open: 2 overdue, 1 back to close; 1 on hold'."""
        parts = [
            (sum(one.late for one, _ in self.open), "overdue"),
            (sum(not one.out for one, _ in self.open), "back to close"),
        ]
        inside = ", ".join(f"{number:,} {what}" for number, what in parts if number)
        said = [f"{len(self.open):,} open{f': {inside}' if inside else ''}"]
        paused = sum(one.status == owner.log.template.roles.paused for one, owner in self.handoffs)
        if paused:
            said.append(f"{paused:,} on hold")
        kept = [one.kept for one, _ in self.handoffs if one.kept is not None]
        if kept:
            said.append(f"{sum(kept):,} of {len(kept):,} came back as first promised")
        return "; ".join(said)


def people(review: Review) -> list[Person]:
    """Return everybody who is named in the logs, by name; lines that name nobody come last."""
    found: dict[str, Person] = {}
    keys: dict[str, str] = {}
    for reviewed in review.logs:
        for one in reviewed.handoffs:
            key = keys.get(one.person)
            if key is None:
                key = keys[one.person] = word(one.person)
            if key not in found:
                found[key] = Person(tidy(one.person))
            found[key].handoffs.append((one, reviewed))
    return [found[key] for key in sorted(found, key=lambda key: (not key, key))]


def named(review: Review, name: str) -> str:
    """Return a person's name as the logs spell it. Raises SheetkitError with the nearest name."""
    names = {word(person.name): person.name for person in people(review) if person.name}
    if word(name) in names:
        return names[word(name)]
    listed = list(names.values())
    more = f" and {count(len(listed) - _NAMED, 'other')}" if len(listed) > _NAMED else ""
    there = f"; there are {join(listed) if not more else ', '.join(listed[:_NAMED]) + more}" if listed else ""
    raise SheetkitError(f"Nothing was handed to {name!r}{did_you_mean(name, listed)}{there}.")


def of_one(review: Review, name: str) -> Review:
    """Return the review of one person: nobody else's lines, problems, changes or figures are left in it.

    The trend's lines before are left out too, since they count everybody.
    """
    key = word(name)
    logs = tuple(_narrowed(one, key) for one in review.logs)
    then = None
    if review.then is not None:
        before = tuple(_narrowed(one, key) for one in review.then.logs)
        then = Then(review.then.as_of, before, figures_of(before), review.then.comparable)
    changes = _changes_of(review.changes, key) if review.changes else None
    return replace(review, logs=logs, figures=figures_of(logs), changes=changes, then=then, past=(), person=tidy(name))


def _narrowed(reviewed: Reviewed, key: str) -> Reviewed:
    log = reviewed.log
    theirs = log.records.words(log.template.roles.person).eq(key).to_numpy()
    records = log.records.only(theirs)
    rows = frozenset(records.frame.index.tolist())
    problems = Problems(problem for problem in log.problems if _is_theirs(problem, rows))
    return Reviewed(replace(log, records=records, problems=problems), reviewed.rows[theirs])


def _is_theirs(problem: Problem, rows: frozenset[int]) -> bool:
    """Say whether a problem is of one of these rows, and of nobody else's."""
    return problem.row in rows and problem.code not in _OTHERS_TOO


def _changes_of(changes: Changes, key: str) -> Changes:
    def theirs(listed: tuple[Change, ...]) -> tuple[Change, ...]:
        return tuple(change for change in listed if word(change.line.handoff.person) == key)

    return replace(
        changes,
        new=theirs(changes.new),
        closed=theirs(changes.closed),
        slipped=theirs(changes.slipped),
        newly_overdue=theirs(changes.newly_overdue),
        gone_missing=theirs(changes.gone_missing),
    )
