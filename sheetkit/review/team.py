"""What only the review of several logs has to say: figures by log, and hand-offs that stand in more than one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sheetkit.ooxml.coded import alike
from sheetkit.review.handoff import HandOffs, Places
from sheetkit.text import match_key, pluralize

if TYPE_CHECKING:
    from sheetkit.review.model import Reviewed


@dataclass(frozen=True)
class LogFigures:
    """One log's figures: its lines, those that are out, by rule where it holds, days late at most, problems."""

    lines: int
    out: int
    held: dict[str, int]
    oldest: int
    errors: int
    warnings: int


def log_figures(reviewed: "Reviewed") -> LogFigures:
    """Return the figures of one log."""
    columns = reviewed.columns
    left = columns.days_left[~np.isnan(columns.days_left)]
    tally = reviewed.log.problems.tally()
    return LogFigures(
        lines=len(columns),
        out=int(columns.out.sum()),
        held=columns.held(reviewed.log.template.rules),
        oldest=max(0, int(-left.min(initial=0))),
        errors=tally["error"],
        warnings=tally["warning"],
    )


def doubled(handoffs: HandOffs, owners: Places) -> tuple[Places, ...]:
    """Return the places of the hand-offs that stand in more than one log, those of one hand-off together.

    It is one where item, person and the day it was handed off are the same. IDs do not count, since every log begins
    with the same ones. What is open in several logs comes first.
    """
    day = handoffs.start.astype("datetime64[D]")
    item, person = handoffs.item.mapped(match_key), handoffs.person.mapped(match_key)
    there = np.flatnonzero((item.codes > 0) & ~np.isnat(day))
    kinds = alike([item.codes[there], person.codes[there], day[there].astype(np.int64)])
    in_logs = np.bincount(kinds[np.unique(kinds * (owners.max(initial=0) + 1) + owners[there], return_index=True)[1]])
    found: dict[int, list[int]] = {}
    for place, kind in zip(there[in_logs[kinds] > 1].tolist(), kinds[in_logs[kinds] > 1].tolist(), strict=True):
        found.setdefault(kind, []).append(place)
    groups = [np.array(places) for places in found.values()]
    return tuple(sorted(groups, key=lambda places: (~handoffs.closed[places]).sum() < 2))


def doubled_words(doubles: Sequence[Places]) -> str:
    """Return how many hand-offs stand in more than one log, in a sentence; '' when none does."""
    if not doubles:
        return ""
    stand = "stands" if len(doubles) == 1 else "stand"
    return f"{pluralize(len(doubles), 'hand-off')} {stand} in more than one log"
