"""What only the review of several logs has to say: figures by log, and hand-offs that stand in more than one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sheetkit.record import record
from sheetkit.review.handoff import HandOff
from sheetkit.words import count

if TYPE_CHECKING:
    from sheetkit.review.model import Reviewed

_SAME = ["item", "person", "day"]  # what makes two lines one hand-off
_NO_DAY = np.datetime64("NaT", "D").astype(np.int64)


@record
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
    rows, template = reviewed.rows, reviewed.log.template
    code = rows["code"].to_numpy()
    late = rows["days_left"].min()
    severities = [problem.severity for problem in reviewed.log.problems]
    return LogFigures(
        lines=len(rows),
        out=int(rows["out"].sum()),
        held={rule.name: int((code >> place & 1).sum()) for place, rule in enumerate(template.rules)},
        oldest=int(-late) if late < 0 else 0,
        errors=severities.count("error"),
        warnings=severities.count("warning"),
    )


Double = tuple[tuple[HandOff, "Reviewed"], ...]  # one hand-off wherever it stands


def doubled(logs: "Sequence[Reviewed]") -> list[Double]:
    """Return the hand-offs that stand in more than one log: the same item, person and day it was handed off.

    IDs do not count, since every log begins with the same ones. What is open in several logs comes first.
    """
    parts = []
    for number, reviewed in enumerate(logs):
        roles, records = reviewed.log.template.roles, reviewed.log.records
        said = {"item": records.words(roles.item).to_numpy(), "person": records.words(roles.person).to_numpy()}
        day = reviewed.rows["start"].to_numpy().astype("datetime64[D]")
        parts.append(pd.DataFrame({**said, "day": day.astype(np.int64), "log": number, "place": np.arange(len(day))}))
    lines = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"item": [], "day": []})
    lines = lines[(lines["item"] != "") & (lines["day"] != _NO_DAY)]
    if lines.empty:
        return []
    alike = lines[lines.duplicated(_SAME, keep=False)].groupby(_SAME, sort=False)
    several = [
        tuple(
            (logs[number].handoffs[place], logs[number]) for number, place in zip(of["log"], of["place"], strict=True)
        )
        for _, of in alike
        if of["log"].nunique() > 1
    ]
    return sorted(several, key=lambda pairs: sum(not one.closed for one, _ in pairs) < 2)


def doubled_words(doubles: Sequence[Double]) -> str:
    """Return how many hand-offs stand in more than one log, in a sentence; '' when none does."""
    if not doubles:
        return ""
    stand = "stands" if len(doubles) == 1 else "stand"
    return f"{count(len(doubles), 'hand-off')} {stand} in more than one log"
