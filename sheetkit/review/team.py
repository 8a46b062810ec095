"""What only the review of several logs has to say: figures by log, and hand-offs that stand in more than one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sheetkit.review.handoff import HandOff
from sheetkit.words import count

if TYPE_CHECKING:
    from sheetkit.review.model import Reviewed


@dataclass(frozen=True, slots=True)
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
    known: dict[tuple[str, str, object], list[tuple[HandOff, Reviewed]]] = {}
    for reviewed in logs:
        roles = reviewed.log.template.roles
        items, people = (reviewed.log.records.words(name).tolist() for name in (roles.item, roles.person))
        for one, item, person in zip(reviewed.handoffs, items, people, strict=True):
            if item and one.start is not None:
                known.setdefault((item, person, one.start.date()), []).append((one, reviewed))
    several = [tuple(pairs) for pairs in known.values() if len(_once(owner for _, owner in pairs)) > 1]
    return sorted(several, key=lambda pairs: sum(not one.closed for one, _ in pairs) < 2)


def doubled_words(doubles: Sequence[Double]) -> str:
    """Return how many hand-offs stand in more than one log, in a sentence; '' when none does."""
    if not doubles:
        return ""
    stand = "stands" if len(doubles) == 1 else "stand"
    return f"{count(len(doubles), 'hand-off')} {stand} in more than one log"


def _once(owners: "Iterable[Reviewed]") -> set[int]:
    return {id(owner) for owner in owners}
