"""Counts that add up, and the headline made of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sheetkit.review.handoff import HandOffs
from sheetkit.template.model import Template
from sheetkit.text import clean_text, pluralize, truncate

AGES = (("Not due", None, 0), ("1-7", 1, 7), ("8-14", 8, 14), ("15-30", 15, 30), ("30+", 31, None))
UNDATED = "No due date"


@dataclass(frozen=True)
class Figures:
    """The numbers of a review.

    `counts` has rows, one count per status and one per rule (the rows where it holds, whatever else holds
    there). `people` counts for each person, who has most that is late first, what is out by the flag it shows first, ''
    for none; `flags` are these flags in order of precedence. `ages` counts hand-offs that are out by days late;
    `came_back` counts what came back and had been promised for a day, `kept` what came back by the day that was
    promised first.
    """

    counts: dict[str, int]
    out: int
    attention: int
    flags: tuple[str, ...]
    people: dict[str, Counter[str]]
    ages: dict[str, int]
    came_back: int
    kept: int
    headline: str


def status_key(title: str) -> str:
    """Return the name under which a status is counted: 'On hold' -> 'on_hold'."""
    return title.lower().replace(" ", "_")


def work_out(parts: Sequence[HandOffs], templates: Sequence[Template]) -> Figures:
    """Return the figures of all hand-offs together; `templates[i]` is the template of `parts[i]`."""
    counts: Counter[str] = Counter(rows=sum(map(len, parts)))
    for part, template in zip(parts, templates, strict=True):
        for choice in template.status.choices:
            counts[status_key(choice.title)] += int(part.status.where(choice.title.__eq__).sum())
    for part, template in zip(parts, templates, strict=True):
        counts.update(part.held(template.rules))
    late = np.concatenate([np.zeros(0), *map(_days_late, parts)])
    flags, people = _people(parts, templates)
    kept = [part.kept[~np.isnan(part.kept)] for part in parts]
    return Figures(
        counts=dict(counts),
        out=len(late),
        attention=int(sum(part.flagged.sum() for part in parts)),
        flags=flags,
        people=people,
        ages=_ages(late),
        came_back=sum(map(len, kept)),
        kept=int(sum(part.sum() for part in kept)),
        headline=_headline(parts, templates, counts, len(late)),
    )


def _ages(late: npt.NDArray[np.float64]) -> dict[str, int]:
    """Return how many are late by so many days; what has no due date is counted by itself, so that all add up."""
    ages = {
        name: int(
            ((late >= (-np.inf if least is None else least)) & (late <= (np.inf if most is None else most))).sum()
        )
        for name, least, most in AGES
    }
    undated = int(np.isnan(late).sum())
    return {**ages, UNDATED: undated} if undated else ages


def _days_late(part: HandOffs) -> npt.NDArray[np.float64]:
    """Return how many days late each is that is out; one that is due by the hour today and late counts as a day."""
    late = np.where(part.late & (part.days_left == 0), 1.0, -part.days_left)
    return late[part.out]


def _people(
    parts: Sequence[HandOffs], templates: Sequence[Template]
) -> tuple[tuple[str, ...], dict[str, Counter[str]]]:
    """Return the flags and people of `Figures`; people are one however their name is spelled."""
    spelled: dict[str, str] = {}  # a name in small letters -> as it is spelled where it stands first
    people: dict[str, Counter[str]] = {}
    for part, template in zip(parts, templates, strict=True):
        titles = ["", *(rule.title for rule in template.rules)]
        there = np.flatnonzero(part.out)
        pairs = part.person.codes[there].astype(np.int64) * len(titles) + part.first[there] + 1
        _, firsts, numbers = np.unique(pairs, return_index=True, return_counts=True)
        for at, number in sorted(zip(firsts.tolist(), numbers.tolist(), strict=True)):
            name = clean_text(part.person.at(there[at]))
            person = spelled.setdefault(name.lower(), name)
            people.setdefault(person, Counter())[titles[pairs[at] % len(titles)]] += number
    shown = {flag for flags in people.values() for flag in flags}
    order = [*dict.fromkeys(rule.title for one in templates for rule in one.rules), ""]
    urgent = {template.rule(template.roles.late).title for template in templates}
    worst = sorted(people, key=lambda name: (-sum(people[name][it] for it in urgent), -people[name].total(), name))
    return tuple(flag for flag in order if flag in shown), {name: people[name] for name in worst}


def _headline(parts: Sequence[HandOffs], templates: Sequence[Template], counts: dict[str, int], out: int) -> str:
    roles = templates[0].roles if templates else None
    if roles is None:
        return "No log could be read."
    if not counts["rows"]:
        return f"The log{' has' if len(parts) == 1 else 's have'} no lines yet."
    if not out:
        return "Nothing is out."
    late, unchecked = counts[roles.late], counts[roles.unchecked]
    said = f"{out:,} out, {_number(late)} overdue, {_number(unchecked)} with no checkpoint"
    oldest = [(part.due[place], number, place) for number, part in enumerate(parts) for place in _oldest(part)]
    if not oldest:
        return f"{said}."
    _, number, place = min(oldest, key=lambda one: (np.isnat(one[0]), one))
    worst = parts[number]
    days = 0 if np.isnan(worst.days_left[place]) else int(-worst.days_left[place])
    name = worst.person.at(place)
    with_whom = f" with {truncate(name, 60)}" if clean_text(name) else ""
    how_late = f"{pluralize(days, 'day')} late" if days else "late since today"
    return f"{said}; the oldest, {truncate(worst.item.at(place), 60)!r}{with_whom}, is {how_late}."


def _oldest(part: HandOffs) -> list[int]:
    """Return the place of what is late and was due first, none where nothing is late."""
    late = np.flatnonzero(part.late)
    return [int(place) for place in late[np.argsort(part.due[late], kind="stable")][:1]]  # NaT comes last


def _number(number: int) -> str:
    return f"{number:,}" if number else "none"
