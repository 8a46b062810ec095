"""Counts that add up, and the headline made of them."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd

from sheetkit.record import record
from sheetkit.template.model import Template
from sheetkit.words import count, shorten, tidy

AGES = (("Not due", None, 0), ("1-7", 1, 7), ("8-14", 8, 14), ("15-30", 15, 30), ("30+", 31, None))
UNDATED = "No due date"


@record
class Figures:
    """The numbers of a review.

    `counts` has rows, one count per status and one per rule (the rows where it holds, whatever else holds
    there). `by_person` is indexed by person and has one column per flag a hand-off that is out shows first, `''` for
    none; `ages` counts hand-offs that are out by days late; `came_back` counts what came back and had been promised
    for a day, `kept` what came back by the day that was promised first.
    """

    counts: dict[str, int]
    out: int
    attention: int
    by_person: pd.DataFrame
    ages: dict[str, int]
    came_back: int
    kept: int
    headline: str


def status_key(title: str) -> str:
    """Return the name under which a status is counted: 'On hold' -> 'on_hold'."""
    return title.lower().replace(" ", "_")


def work_out(frames: Sequence[pd.DataFrame], templates: Sequence[Template]) -> Figures:
    """Return the figures of all rows together; `templates[i]` is the template of `frames[i]`."""
    counts: dict[str, int] = {"rows": sum(len(rows) for rows in frames)}
    for rows, template in zip(frames, templates, strict=True):
        statuses = rows["status"].value_counts()
        for choice in template.status.choices:
            key = status_key(choice.title)
            counts[key] = counts.get(key, 0) + int(statuses.get(choice.title, 0))
    for rows, template in zip(frames, templates, strict=True):
        for place, rule in enumerate(template.rules):
            held = int((rows["code"].to_numpy() >> place & 1).sum())
            counts[rule.name] = counts.get(rule.name, 0) + held
    out = [rows[rows["out"]] for rows in frames]
    late = _days_late(out)
    return Figures(
        counts=counts,
        out=sum(len(rows) for rows in out),
        attention=int(sum((rows["first"] >= 0).sum() for rows in frames)),
        by_person=_by_person(out, templates),
        ages=_ages(late),
        came_back=int(sum(rows["kept"].notna().sum() for rows in frames)),
        kept=int(sum(rows["kept"].sum() for rows in frames)),
        headline=_headline(frames, templates, counts, sum(len(rows) for rows in out)),
    )


def _ages(late: "pd.Series[float]") -> dict[str, int]:
    """Return how many are late by so many days; what has no due date is counted by itself, so that all add up."""
    ages = {
        name: int(late.between(-np.inf if least is None else least, np.inf if most is None else most).sum())
        for name, least, most in AGES
    }
    undated = int(late.isna().sum())
    return {**ages, UNDATED: undated} if undated else ages


def _days_late(out: Sequence[pd.DataFrame]) -> "pd.Series[float]":
    """Return how many days late each is; one that is due by the hour today and late counts as a day."""
    late = [(-rows["days_left"]).where(~(rows["is_late"] & (rows["days_left"] == 0)), 1.0) for rows in out]
    return pd.concat(late) if late else pd.Series(dtype=float)


def _by_person(out: Sequence[pd.DataFrame], templates: Sequence[Template]) -> pd.DataFrame:
    """Return hand-offs that are out by person (spelled alike) and first flag, who has most that is late first."""
    spelled: dict[str, str] = {}  # a name in small letters -> as it is spelled where it stands first
    counts: Counter[tuple[str, str]] = Counter()
    for rows, template in zip(out, templates, strict=True):
        titles = [*(rule.title for rule in template.rules), ""]
        for (name, first), number in Counter(zip(rows["person"].tolist(), rows["first"].tolist(), strict=True)).items():
            person = tidy(name)
            counts[spelled.setdefault(person.lower(), person), titles[first]] += number
    flags = {flag for _, flag in counts}
    order = [title for title in dict.fromkeys(rule.title for one in templates for rule in one.rules) if title in flags]
    order += [""] if "" in flags else []
    urgent = {template.rule(template.roles.late).title for template in templates}
    table = {
        person: [*(counts[person, title] for title in order), sum(counts[person, title] for title in order)]
        for person in sorted({person for person, _ in counts})
    }
    late = {person: sum(counts[person, title] for title in order if title in urgent) for person in table}
    people = sorted(table, key=lambda person: (-late[person], -table[person][-1]))
    return pd.DataFrame([table[person] for person in people], index=people, columns=[*order, "total"], dtype=np.int64)


def _headline(frames: Sequence[pd.DataFrame], templates: Sequence[Template], counts: dict[str, int], out: int) -> str:
    roles = templates[0].roles if templates else None
    if roles is None:
        return "No log could be read."
    if not counts["rows"]:
        return f"The log{' has' if len(frames) == 1 else 's have'} no lines yet."
    if not out:
        return "Nothing is out."
    late, unchecked = counts[roles.late], counts[roles.unchecked]
    said = f"{out:,} out, {_number(late)} overdue, {_number(unchecked)} with no checkpoint"
    overdue = [rows[rows["is_late"]] for rows in frames]
    oldest = pd.concat(overdue).sort_values("due", kind="stable") if overdue else pd.DataFrame()
    if oldest.empty:
        return f"{said}."
    worst = oldest.iloc[0]
    days = int(-worst["days_left"]) if not np.isnan(worst["days_left"]) else 0
    person = shorten(worst["person"], 60)
    with_whom = f" with {person}" if tidy(person) else ""
    how_late = f"{count(days, 'day')} late" if days else "late since today"
    return f"{said}; the oldest, {shorten(worst['item'], 60)!r}{with_whom}, is {how_late}."


def _number(number: int) -> str:
    return f"{number:,}" if number else "none"
