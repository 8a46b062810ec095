"""The hand-offs of each person, and the review of one person."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from sheetkit import categorical
from sheetkit.categorical import Mask
from sheetkit.codes import where_category
from sheetkit.errors import SheetkitError
from sheetkit.log.problem_table import Problems
from sheetkit.person_names import name_key, names_person, plain_name, shown_name, split_names
from sheetkit.review.build import combine
from sheetkit.review.frame import Positions
from sheetkit.review.model import LogReview, Review
from sheetkit.text import did_you_mean, match_key, natural_list, quote, shown_text

_NAMES_OTHERS = frozenset({"similar-names"})  # problems that name somebody else
MAX_LISTED = 8  # people that a message lists
_NO_POSITIONS = np.zeros(0, dtype=np.int64)


class Person(NamedTuple):
    """One person, spelled as first seen, '' for nobody; `lines` is the number of their hand-offs.

    `open` are the positions of their open lines in the review's frame, the most urgent first: those that are out, and
    those that are back and to be closed. `subtotal` counts them: '5 open (2 overdue, 1 back and to be closed)'.
    """

    name: str
    lines: int
    open: Positions
    subtotal: str


def people(review: Review) -> list[Person]:
    """Return the people in the logs, sorted by name; lines that name nobody come last."""
    frame = review.frame
    keys = categorical.map_categories(categorical.column(frame, "handed_to"), name_key)
    person = pd.Series(keys.codes, name="person")
    is_open, out, closed, kept = (frame[name].to_numpy() for name in ("open", "out", "closed", "kept"))
    overdue = is_open & frame["overdue"].to_numpy()
    shows_it = where_category(
        categorical.column(frame, "flag"), {template.roles.late for template in review.templates}.__contains__
    )
    tallies = (
        pd.DataFrame(
            {
                "lines": 1,
                "open": is_open,
                "overdue": overdue,
                "otherwise": overdue & ~shows_it,
                "back": is_open & ~out,
                "on_hold": ~is_open & ~closed,
                "came_back": ~np.isnan(kept),
                "kept": kept > 0,
            },
            index=person.index,
        )[~review.repeated]
        .groupby(person)
        .sum()
    )
    worst = review.worst_first[is_open[review.worst_first]]
    open_positions = pd.Series(worst).groupby(person.iloc[worst].to_numpy()).indices
    first = person.drop_duplicates()
    spelled = categorical.to_list(categorical.column(frame, "handed_to")[first.index.to_numpy()])
    names = dict(zip(first.tolist(), map(shown_name, spelled), strict=True))
    everyone = [
        Person(names[code], lines, worst[open_positions.get(code, _NO_POSITIONS)], _subtotal(*numbers))
        for code, (lines, *numbers) in zip(tallies.index.tolist(), tallies.to_numpy().tolist(), strict=True)
    ]
    return sorted(everyone, key=lambda one: (not one.name, match_key(one.name)))


def _subtotal(is_open: int, overdue: int, otherwise: int, back: int, on_hold: int, came_back: int, kept: int) -> str:
    late = f"overdue, {otherwise:,} of them under another flag" if otherwise else "overdue"
    inside = [f"{number:,} {what}" for number, what in ((overdue, late), (back, "back and to be closed")) if number]
    parts = [f"{is_open:,} open" + (f" ({', '.join(inside)})" if inside else "")]
    if on_hold:
        parts.append(f"{on_hold:,} on hold")
    if came_back:
        parts.append(f"{kept:,} of {came_back:,} came back when first promised")
    return ", ".join(parts)


def find_person(review: Review, name: str) -> str:
    """Return a person's name as the logs spell it. Raises SheetkitError with the nearest name."""
    person_cells = [person.name for person in people(review) if person.name]
    names = {name_key(name_part): name_part for cell in reversed(person_cells) for name_part in split_names(cell)}
    if name_key(name) in names:
        return names[name_key(name)]
    remarked = [name_part for name_part in names.values() if name_key(plain_name(name_part)) == name_key(name)]
    if len(remarked) == 1:
        return remarked[0]
    listed = sorted(names.values(), key=match_key)
    shown = natural_list(listed, most=MAX_LISTED)
    there = f"; the log names {shown}" if listed else ""
    raise SheetkitError(f"Nothing was handed to {quote(name)}{_suggestion(name, listed)}{there}.")


def _suggestion(name: str, listed: list[str]) -> str:
    """Return a question about whom a part of a name, or another spelling, may mean, '' if there is no guess."""
    partial = [candidate for candidate in listed if set(match_key(name).split()) <= set(name_key(candidate).split())]
    if partial:
        return f" (did you mean {natural_list(map(repr, partial[:MAX_LISTED]), 'or')}?)"
    return did_you_mean(name, listed)


def for_person(review: Review, name: str) -> Review:
    """Return the review of one person, without anybody else's lines, problems, changes and figures.

    The figures and the trend of earlier reviews are left out, since they count everybody.
    """
    own = combine([_narrow(log_review, name) for log_review in review.logs], review.as_of)
    changes = review.changes.where(lambda frame: _where_person(frame, name)) if review.changes else None
    return replace(
        review,
        logs=own.logs,
        frame=own.frame,
        rules=own.rules,
        figures=own.figures,
        changes=changes,
        earlier=None,
        past=(),
        person=shown_text(name),
    )


def _where_person(frame: pd.DataFrame, person: str) -> Mask:
    """Return a mask of the lines that name a person, perhaps among others."""
    return where_category(categorical.column(frame, "handed_to"), lambda cell: names_person(cell, person))


def _narrow(log_review: LogReview, person: str) -> LogReview:
    log, theirs = log_review.log, _where_person(log_review.frame, person)
    rows = frozenset(log_review.frame["row"][theirs].tolist())
    unread = {name: {row: text for row, text in cells.items() if row in rows} for name, cells in log.unread.items()}
    problems = Problems(one for one in log.problems if one.row in rows and one.code not in _NAMES_OTHERS)
    narrowed = replace(log, frame=drop_unused(log.frame[theirs]), unread=unread, problems=problems)
    frame = drop_unused(log_review.frame[theirs].reset_index(drop=True))
    return LogReview(narrowed, frame, log_review.rules[theirs].reset_index(drop=True))


def drop_unused(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame without unused categories, which would hold other people's texts."""
    return frame.assign(
        **{
            name: frame[name].cat.remove_unused_categories()
            for name in frame.columns
            if isinstance(frame[name].dtype, pd.CategoricalDtype)
        }
    )
