"""What was promised, and whether it is kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchmarks.compare import ADD, BARE, CHECK, HELP, HUGE, IMPORT, LARGE, NEW, REVIEW, SCRIPT, USUAL, ZLIB, Result
from benchmarks.measure import Cost, middle, ratio, ratio_by_clock


@dataclass(frozen=True)
class Target:
    """`one` takes at most `limit` times `other`, or is at least so many times faster, at a number of rows."""

    rows: int
    one: str
    other: str
    limit: float
    faster: bool = False


TARGETS = (
    Target(USUAL, REVIEW, IMPORT, 1.6),
    Target(USUAL, REVIEW, SCRIPT, 1.1, faster=True),
    Target(USUAL, HELP, IMPORT, 0.15),
    Target(USUAL, NEW, REVIEW, 1.0),
    Target(USUAL, CHECK, REVIEW, 1.0),
    Target(USUAL, ADD, IMPORT, 0.5),
    Target(5_000, REVIEW, BARE, 1.4),
    Target(LARGE, REVIEW, BARE, 0.5),
    Target(LARGE, REVIEW, SCRIPT, 9, faster=True),
    Target(LARGE, ADD, ZLIB, 3),
)
PEAKS = {LARGE: 400, HUGE: 2_200}  # MB
GROWTH = 12  # from 100,000 rows to 1,000,000


@dataclass(frozen=True)
class Outcome:
    """A promise in words, its limit, what was reached on the clock and in processor time, and whether that keeps it."""

    rows: int
    words: str
    limit: str
    reached: str
    processor: str
    kept: bool


def costs_of(result: Result) -> dict[str, list[Cost]]:
    """Return the costs in a result as they were measured."""
    return {name: [Cost(**cost) for cost in of_job] for name, of_job in result["costs"].items()}


def outcomes(results: Mapping[str, Result]) -> Iterator[Outcome]:
    """Yield what became of each promise that was put to the test."""
    costs = {int(rows): costs_of(result) for rows, result in results.items()}
    for target in TARGETS:
        if {target.one, target.other} <= costs.get(target.rows, {}).keys():
            yield _ratio(target, costs[target.rows])
    for rows, limit in PEAKS.items():
        if rows in costs:
            peak = middle(costs[rows][REVIEW]).peak
            yield Outcome(
                rows, f"{REVIEW}: memory at its peak", f"at most {limit:,} MB", f"{peak:,.0f} MB", "", peak <= limit
            )
    if LARGE in costs and HUGE in costs:
        huge, large = middle(costs[HUGE][REVIEW]), middle(costs[LARGE][REVIEW])
        grown, worked = huge.wall / large.wall, huge.cpu / large.cpu
        words = f"{REVIEW}, beside that of {LARGE:,} rows"
        yield Outcome(HUGE, words, f"at most {GROWTH} x", f"{grown:.1f} x", f"{worked:.1f} x", grown <= GROWTH)


def _ratio(target: Target, costs: Mapping[str, list[Cost]]) -> Outcome:
    one, other = costs[target.one], costs[target.other]
    if target.faster:
        reached, worked = ratio_by_clock(other, one), ratio(other, one)
        words, limit = f"{target.one}, faster than {target.other}", f"at least {target.limit:g} x"
        return Outcome(target.rows, words, limit, f"{reached:.2f} x", f"{worked:.2f} x", reached >= target.limit)
    reached, worked = ratio_by_clock(one, other), ratio(one, other)
    words, limit = f"{target.one}, beside {target.other}", f"at most {target.limit:g} x"
    return Outcome(target.rows, words, limit, f"{reached:.2f} x", f"{worked:.2f} x", reached <= target.limit)
