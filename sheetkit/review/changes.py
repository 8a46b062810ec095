"""Compare a review with the last one: ten kinds of change, from gone missing to cancelled."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sheetkit import categorical
from sheetkit.categorical import Mask
from sheetkit.review.frame import no_dates, stack
from sheetkit.review.matching import match_hand_offs, stands_in
from sheetkit.text import match_key, natural_list, shown_text

MAX_NAMED = 3  # hand-offs that the headline names


@dataclass(frozen=True)
class Changes:
    """All changes since the review at `path`, each kind a frame in the order of the logs.

    A line can have several kinds. The frames have the columns of the review's frame and those of `_BEFORE` with the
    values of the last review: `due_before` and `promise_before` (datetime64[s], NaT for none), `person_before`
    (category), and `corrected` (bool): the due date was a typing mistake then. `log` is the log's position now; the
    lines of `gone_missing` are those of the last review.
    """

    path: Path
    as_of: datetime
    gone_missing: pd.DataFrame
    newly_overdue: pd.DataFrame
    slipped: pd.DataFrame
    redated: pd.DataFrame
    reopened: pd.DataFrame
    back: pd.DataFrame
    reassigned: pd.DataFrame
    new: pd.DataFrame
    closed: pd.DataFrame
    cancelled: pd.DataFrame

    @property
    def frame(self) -> pd.DataFrame:
        """All changes in the order of `KINDS`, with the kind's name in `kind`."""
        frames = [getattr(self, name) for name in KINDS]
        kinds = np.repeat(np.arange(len(KINDS)), [len(frame) for frame in frames])
        return stack(frames).assign(kind=categorical.from_codes(kinds, KINDS))

    def where(self, mask: Callable[[pd.DataFrame], Mask]) -> "Changes":
        """Return the changes whose lines a mask selects."""
        kinds = {name: getattr(self, name) for name in KINDS}
        return replace(self, **{name: frame[mask(frame)] for name, frame in kinds.items()})


_BEFORE = {"due": "due_before", "promise": "promise_before", "handed_to": "person_before", "mistyped": "corrected"}
KINDS = tuple(field.name for field in fields(Changes) if field.name not in ("path", "as_of"))


def combine_changes(parts: Sequence[Changes]) -> Changes:
    """Return the changes of several logs as one; path and moment are those of the first part."""
    if len(parts) == 1:
        return parts[0]
    kinds = {name: stack([getattr(part, name) for part in parts]) for name in KINDS}
    in_order = {name: frame.sort_values("log", kind="stable", ignore_index=True) for name, frame in kinds.items()}
    return Changes(parts[0].path, parts[0].as_of, **in_order)


def compare(
    before: pd.DataFrame, everything: pd.DataFrame, path: Path, as_of: datetime, logs: Sequence[int] = (0,)
) -> Changes:
    """Return what changed in `logs` between two reviews.

    Both frames have the columns of a review's frame; `log` means the same log in both. `everything` has the lines of
    all logs now.
    """
    now = everything[everything["log"].isin(logs)]
    pairs = match_hand_offs(before, now)
    old = before.iloc[pairs["before"].to_numpy()].reset_index(drop=True)
    new = now.iloc[pairs["now"].to_numpy()].reset_index(drop=True)
    new = new.assign(**{column: old[name] for name, column in _BEFORE.items()})
    later, redated = new["due"] > old["due"], _is_different(new["promise"], old["promise"])
    by_promise = redated & (new["due"] == new["promise"])
    is_new = ~np.isin(np.arange(len(now)), pairs["now"])
    is_gone = ~np.isin(np.arange(len(before)), pairs["before"]) & ~before["closed"].to_numpy()
    is_gone &= ~stands_in(before, everything)
    return Changes(
        path,
        as_of,
        gone_missing=without_before(before[is_gone]),
        newly_overdue=new[new["overdue"] & ~old["overdue"]],
        slipped=new[later & ~by_promise & ~old["mistyped"]],
        redated=new[redated & old["promise"].notna()],
        reopened=new[(old["closed"] & ~new["closed"]) | (old["returned"] & ~new["returned"])],
        back=new[old["out"] & new["open"] & new["returned"]],
        reassigned=new[_is_reassigned(old, new)],
        new=without_before(now[is_new]),
        closed=new[~old["closed"] & new["done"]],
        cancelled=new[~old["closed"] & new["closed"] & ~new["done"]],
    )


def _is_different(now: "pd.Series[Any]", before: "pd.Series[Any]") -> "pd.Series[bool]":
    return (now != before) & (now.notna() | before.notna())


def _is_reassigned(old: pd.DataFrame, new: pd.DataFrame) -> Mask:
    """Return a mask of the lines whose person changed."""
    people = categorical.concat([categorical.column(frame, "handed_to") for frame in (old, new)])
    keys = categorical.map_categories(people, match_key).codes
    before, now = keys[: len(old)], keys[len(old) :]
    mask: Mask = (before >= 0) & (now >= 0) & (before != now)
    return mask


def without_before(frame: pd.DataFrame) -> pd.DataFrame:
    """Return lines that are in one of the reviews only, with missing values in the columns of `_BEFORE`."""
    nothing, nobody = no_dates(len(frame)), categorical.missing(len(frame))
    return frame.assign(due_before=nothing, promise_before=nothing, person_before=nobody, corrected=False)


def describe_gone(changes: Changes, labels: Sequence[str]) -> str:
    """Return the headline about hand-offs that vanished while they were open, '' if there are none.

    With several `labels` of logs, each hand-off is named with its log.
    """
    gone = changes.gone_missing
    items, ids = categorical.to_lists(gone, "item", "id")
    names = [repr((shown_text(item) or name or "a line")[:60]) for item, name in zip(items, ids, strict=True)]
    if not names:
        return ""
    if len(labels) > 1:
        names = [f"{name} ({labels[log]})" for name, log in zip(names, gone["log"].tolist(), strict=True)]
    verb, where = ("is" if len(names) == 1 else "are"), ("the log" if len(labels) < 2 else "the logs")
    return f"Gone while still open: {natural_list(names, most=MAX_NAMED)} {verb} no longer in {where}."


_IN_WORDS = {
    "gone_missing": "gone while still open",
    "newly_overdue": "newly overdue",
    "slipped": "slipped",
    "redated": "with a changed first promise",
    "reopened": "reopened",
    "back": "back",
    "reassigned": "with somebody else now",
    "new": "new",
    "closed": "closed",
    "cancelled": "cancelled",
    "corrected": "with a wrong date corrected",
}


def count_changes(changes: Changes) -> str:
    """Return the number of changes of each kind: '1 gone while still open, 2 slipped', or 'nothing changed'."""
    counts = {kind: len(getattr(changes, kind)) for kind in KINDS}
    corrected = int(changes.redated["corrected"].sum())
    counts = {**counts, "redated": counts["redated"] - corrected, "corrected": corrected}
    clauses = [f"{number:,} {_IN_WORDS[kind]}" for kind, number in counts.items() if number]
    return ", ".join(clauses) or "nothing changed"
