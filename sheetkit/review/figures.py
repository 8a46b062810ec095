"""The figures of a review, which add up, and the headline made from them."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple, cast

import numpy as np
import pandas as pd

from sheetkit import categorical
from sheetkit.person_names import name_key, shown_name
from sheetkit.template.model import Template
from sheetkit.text import clean_text, pluralize, truncate

AGES = {"Not due": -np.inf, "1-7": 1, "8-14": 8, "15-30": 15, "30+": 31}  # label -> fewest days late
UNDATED = "No usable date"


class Figures(NamedTuple):
    """The numbers of a review.

    `counts` has rows, one count per status and one per rule (the rows for which it holds, whatever else does);
    `statuses` has those of the statuses by title. `people` counts by flag, '' for none, what is out with each
    person, those with most late lines first; `flags` are these flags in order of precedence. `ages` counts what is out
    by days late. `came_back` counts what came back and had a promised day, `kept` what came back by the first promised
    one.
    """

    counts: dict[str, int]
    statuses: dict[str, int]
    out: int
    attention: int
    flags: tuple[str, ...]
    people: dict[str, Counter[str]]
    ages: dict[str, int]
    came_back: int
    kept: int
    headline: str


def status_key(title: str, taken: Collection[str]) -> str:
    """Return the key of a status in the counts: 'On hold' -> 'on_hold', or 'status_on_hold' if that is taken."""
    key = title.lower().replace(" ", "_")
    return f"status_{key}" if key in taken else key


def shared_titles(templates: Sequence[Template]) -> dict[str, str]:
    """Return the title of each flag, by its key, in the figures of all logs: that of the first log that has it.

    The flags for what is late share one title, so that they are one number.
    """
    titles: dict[str, str] = {}
    for template in templates:
        for rule in template.rules:
            titles.setdefault(rule.name, rule.title)
    for template in templates:
        titles[template.roles.late] = titles[templates[0].roles.late]
    return titles


def make_figures(
    frame: pd.DataFrame,
    rules: pd.DataFrame,
    templates: Sequence[Template],
    places: Sequence[str] = (),
    days: Sequence[str] = (),
) -> Figures:
    """Return the figures of a review's hand-offs; `templates` are those of its logs.

    `places` name each log in the headline, empty if there is one log only, and `days` what each log counts: days or
    working days.
    """
    held = frame["status"].value_counts()
    statuses = {
        choice.title: int(held.get(choice.title, 0)) for template in templates for choice in template.status.choices
    }
    flags = {"rows": len(frame)} | {str(name): int(number) for name, number in rules.sum().items()}
    counts = {"rows": len(frame)} | {status_key(title, flags): number for title, number in statuses.items()} | flags
    out = frame[frame["out"]]
    shown, people = _people(out, templates)
    kept = frame["kept"].dropna()
    return Figures(
        counts=counts,
        statuses=statuses,
        out=len(out),
        attention=int((frame["flag"].notna() | frame["doubtful"]).sum()),
        flags=shown,
        people=people,
        ages=_ages(out),
        came_back=len(kept),
        kept=int(kept.sum()),
        headline=_headline(frame, templates, counts, places, days),
    )


def _ages(out: pd.DataFrame) -> dict[str, int]:
    """Return the number of hand-offs by days late; those without a usable date have a count of their own.

    What was due at a time today counts as one day late. A due date that can only be a typing mistake is not usable.
    """
    days_late = (-out["days_left"]).mask(out["overdue"] & (out["days_left"] == 0), 1).mask(out["mistyped"])
    ages = pd.cut(days_late, [*AGES.values(), np.inf], right=False, labels=list(AGES)).value_counts(sort=False)
    undated = int(days_late.isna().sum())
    return {**{name: int(ages[name]) for name in AGES}, **({UNDATED: undated} if undated else {})}


def _people(out: pd.DataFrame, templates: Sequence[Template]) -> tuple[tuple[str, ...], dict[str, Counter[str]]]:
    """Return the flags and people of `Figures`; spellings of one name are one person."""
    names = categorical.map_categories(categorical.column(out, "handed_to"), shown_name)
    keys = categorical.map_categories(names, name_key)
    flag = categorical.column(out, "flag")
    lines = pd.DataFrame({"person": keys.codes, "flag": flag.codes})
    first = lines["person"].drop_duplicates()
    spelled = {
        int(code): text for code, text in zip(first, categorical.to_list(names[first.index.to_numpy()]), strict=True)
    }
    flags = flag.categories.tolist()
    titles = shared_titles(templates)
    people: dict[str, Counter[str]] = {name: Counter() for name in spelled.values()}
    for (person, code), number in _counts(lines, "person", "flag").items():
        people[spelled[person]][titles[flags[code]] if code >= 0 else ""] += number
    shown = {flag for flags in people.values() for flag in flags}
    order = [*dict.fromkeys(titles.values()), ""]
    late = titles[templates[0].roles.late] if templates else ""
    worst = sorted(people, key=lambda name: (-people[name][late], -people[name].total(), name))
    return tuple(flag for flag in order if flag in shown), {name: people[name] for name in worst}


def _counts(frame: pd.DataFrame, *columns: str) -> dict[tuple[int, ...], int]:
    """Return the number of lines with each combination of codes, in ascending order."""
    return cast(dict[tuple[int, ...], int], frame.groupby(list(columns)).size().to_dict())


def _headline(
    frame: pd.DataFrame,
    templates: Sequence[Template],
    counts: dict[str, int],
    places: Sequence[str],
    counted: Sequence[str],
) -> str:
    if not templates:
        return "No log could be read."
    if frame.empty:
        return f"The log{' has' if len(templates) == 1 else 's have'} no lines yet."
    out = int(frame["out"].sum())
    if not out:
        return "Nothing is out."
    roles = templates[0].roles
    summary = f"{out:,} out, {_number(int(frame['overdue'].sum()))} {templates[0].rule(roles.late).headline}"
    if slips := int((frame["overdue"] & frame["mistyped"]).sum()):
        summary += f" ({slips:,} by a mistyped date)"
    if roles.unchecked is not None and all(template.roles.unchecked == roles.unchecked for template in templates):
        summary += f", {_number(counts[roles.unchecked])} {templates[0].rule(roles.unchecked).headline}"
    if doubtful := int(frame["doubtful"].sum()):
        summary += f", {doubtful:,} with a date that can hardly be right"
    overdue = frame[frame["overdue"] & ~frame["mistyped"]]
    if overdue.empty:
        return f"{summary}."
    oldest = overdue["due"].to_numpy().argsort(kind="stable")[:1]
    ((days_left,), (log,)) = (overdue[name].to_numpy()[oldest].tolist() for name in ("days_left", "log"))
    days = 0 if np.isnan(days_left) else int(-days_left)
    columns = (categorical.column(overdue, name)[oldest] for name in ("handed_to", "item"))
    name, item = (text for column in columns for text in categorical.to_list(column))
    with_whom = f" with {truncate(shown_name(name), 60)}" if clean_text(name) else ""
    day = counted[log] if counted else "day"
    barely = "late since today" if day == "day" else f"less than a {day} late"
    how_late = f"{pluralize(days, day)} late" if days else barely
    where = places[log] if places else ""
    return f"{summary}; the oldest, {truncate(item, 60)!r}{with_whom}{where}, is {how_late}."


def _number(number: int) -> str:
    return f"{number:,}" if number else "none"
