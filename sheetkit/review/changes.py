"""What changed since the last review: new, closed, slipped, newly overdue, and gone missing while open."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd

from sheetkit import categorical
from sheetkit.categorical import Mask
from sheetkit.review.frame import stack
from sheetkit.review.matching import match_hand_offs
from sheetkit.text import clean_text

MAX_NAMED = 3  # hand-offs that the headline names


@dataclass(frozen=True)
class Changes:
    """All changes since the review at `path`, each kind a frame in the order of the logs.

    The frames have the columns of the review's frame and `due_before` (datetime64[s]), the due day at the last review,
    NaT where it was not in that review. `log` is the log's position now; the lines of `gone_missing` are those of the
    last review.
    """

    path: Path
    as_of: datetime
    gone_missing: pd.DataFrame
    newly_overdue: pd.DataFrame
    slipped: pd.DataFrame
    new: pd.DataFrame
    closed: pd.DataFrame

    @property
    def frame(self) -> pd.DataFrame:
        """All changes, the kinds one after the other in the order of `KINDS`, with the kind's name in `kind`."""
        frames = [getattr(self, name) for name in KINDS]
        kinds = np.repeat(np.arange(len(KINDS)), [len(frame) for frame in frames])
        return stack(frames).assign(kind=categorical.from_codes(kinds, KINDS))

    def where(self, mask: Callable[[pd.DataFrame], Mask]) -> "Changes":
        """Return the changes whose lines a mask selects."""
        kinds = {name: getattr(self, name) for name in KINDS}
        return replace(self, **{name: frame[mask(frame)] for name, frame in kinds.items()})


KINDS = tuple(field.name for field in fields(Changes) if field.name not in ("path", "as_of"))


def compare(before: pd.DataFrame, now: pd.DataFrame, path: Path, as_of: datetime) -> Changes:
    """Return what changed between two reviews of the same logs.

    Both frames have the columns of a review's frame; `log` means the same log in both.
    """
    pairs = match_hand_offs(before, now)
    old = before.iloc[pairs["before"].to_numpy()]
    new = now.iloc[pairs["now"].to_numpy()].assign(due_before=old["due"].to_numpy())
    was_closed, was_overdue = old["closed"].to_numpy(), old["overdue"].to_numpy()
    is_new = ~np.isin(np.arange(len(now)), pairs["now"])
    is_gone = ~np.isin(np.arange(len(before)), pairs["before"]) & ~before["closed"].to_numpy()
    return Changes(
        path,
        as_of,
        new=now[is_new].assign(due_before=np.datetime64("NaT", "s")),
        closed=new[~was_closed & new["closed"].to_numpy()],
        slipped=new[(new["due"] > new["due_before"]).to_numpy()],
        newly_overdue=new[new["overdue"].to_numpy() & ~was_overdue],
        gone_missing=before[is_gone].assign(due_before=np.datetime64("NaT", "s")),
    )


def describe_gone(changes: Changes) -> str:
    """Return the headline for hand-offs that vanished while they were open, '' when none did."""
    gone = changes.gone_missing
    items, ids = (categorical.to_list(categorical.column(gone, name)) for name in ("item", "id"))
    names = [clean_text(item) or name or "a line" for item, name in zip(items, ids, strict=True)]
    if not names:
        return ""
    rest = len(names) - MAX_NAMED
    shown = ", ".join(repr(name[:60]) for name in names[:MAX_NAMED]) + (f" and {rest} more" if rest > 0 else "")
    verb = "is" if len(names) == 1 else "are"
    return f"Gone while still open: {shown} {verb} no longer in the log."
