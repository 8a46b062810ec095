"""Results as Markdown tables, for the terminal and the docs."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.compare import IMPORT, Result
from benchmarks.measure import ROOT, middle, ratio
from benchmarks.targets import costs_of, outcomes

DOCS = ROOT / "docs" / "benchmarks.md"
_BEGIN, _END = "<!-- {0}: made by python -m benchmarks -->", "<!-- end of {0} -->"


def comparison(results: Mapping[str, Result]) -> list[str]:
    """Return what was measured and what was promised, as lines of Markdown."""
    sizes = sorted(int(name) for name in results if name.isdecimal())
    lines = [
        "| Rows | Process | Processor time | On the clock | Memory | Beside `import pandas` |",
        "|--:|---|--:|--:|--:|--:|",
    ]
    for rows in sizes:
        lines += _measured(results[str(rows)])
    lines += ["", "| Rows | Promise | Limit | Reached | Kept |", "|--:|---|---|--:|---|"]
    lines += [
        f"| {one.rows:,} | {one.words} | {one.limit} | {one.reached} | {'yes' if one.kept else '**no**'} |"
        for one in outcomes(results)
    ]
    return [*lines, "", *(_circumstances(results[str(rows)]) for rows in sizes)]


def _measured(result: Result) -> Iterator[str]:
    costs = costs_of(result)
    for name, of_job in costs.items():
        beside = f"{ratio(of_job, costs[IMPORT]):.2f} x" if IMPORT in costs else ""
        cost = middle(of_job)
        yield f"| {result['rows']:,} | {name} | {cost.cpu:.2f} s | {cost.wall:.2f} s | {cost.peak:,.0f} MB | {beside} |"


def _circumstances(result: Result) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in result["versions"].items())
    rounds = f"{result['rounds']} round{'' if result['rounds'] == 1 else 's'}"
    return (
        f"- {result['rows']:,} rows: {rounds} on {result['measured']}; {result['machine']}; {versions}; "
        f"{result['load']:g} processes wanted the cores when it began."
    )


def put_into(path: Path, name: str, lines: list[str]) -> None:
    """Replace what stands between a document's two marks of that name."""
    text = path.read_text(encoding="utf-8")
    begin, end = _BEGIN.format(name), _END.format(name)
    before, rest = text.split(begin)
    after = rest.split(end)[1]
    path.write_text(before + "\n".join([begin, *lines, end]) + after, encoding="utf-8")


def standing_in(path: Path, name: str) -> list[str]:
    """Return the lines between a document's two marks of that name."""
    inside = path.read_text(encoding="utf-8").split(_BEGIN.format(name))[1].split(_END.format(name))[0]
    return inside.strip("\n").split("\n")
