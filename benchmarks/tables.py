"""Results as Markdown tables, for the terminal and the docs."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.compare import IMPORT, Result
from benchmarks.many import ONE, PROCESSES, READ, TARGET
from benchmarks.measure import ROOT, middle, ratio, ratio_by_clock
from benchmarks.targets import costs_of, outcomes

DOCS = ROOT / "docs" / "benchmarks.md"
_BEGIN, _END = "<!-- {0}: made by python -m benchmarks -->", "<!-- end of {0} -->"


def comparison(results: Mapping[str, Result]) -> list[str]:
    """Return what was measured and what was promised, as lines of Markdown."""
    in_order = sorted(results.values(), key=lambda result: int(result["rows"]))
    lines = [
        "| Rows | Process | Processor time | On the clock | Memory | Beside `import pandas` |",
        "|--:|---|--:|--:|--:|--:|",
    ]
    for result in in_order:
        lines += _measured(result)
    lines += ["", "| Rows | Promise | Limit | Reached | In processor time | Kept |", "|--:|---|---|--:|--:|---|"]
    for one in outcomes(results):
        kept = "yes" if one.kept else "**no**"
        lines.append(f"| {one.rows:,} | {one.words} | {one.limit} | {one.reached} | {one.processor} | {kept} |")
    return [*lines, "", *(f"- {result['rows']:,} rows: {_circumstances(result)}" for result in in_order)]


def _measured(result: Result) -> Iterator[str]:
    costs = costs_of(result)
    for name, of_job in costs.items():
        beside = f"{ratio(of_job, costs[IMPORT]):.2f} x" if IMPORT in costs else ""
        cost = middle(of_job)
        yield f"| {result['rows']:,} | {name} | {cost.cpu:.2f} s | {cost.wall:.2f} s | {cost.peak:,.0f} MB | {beside} |"


def stations(results: Mapping[str, Result]) -> list[str]:
    """Return where the time of reviews goes, a column for each number of rows."""
    in_order = sorted(results.values(), key=lambda result: int(result["rows"]))
    totals = [sum(result["stations"].values()) for result in in_order]
    lines = [
        "| Station |" + "".join(f" {result['rows']:,} rows | |" for result in in_order),
        "|---|" + "--:|--:|" * len(in_order),
    ]
    for name in dict.fromkeys(name for result in in_order for name in result["stations"]):
        spent = [result["stations"].get(name, 0.0) for result in in_order]
        shares = (f" {one:.2f} s | {one / total:.0%} |" for one, total in zip(spent, totals, strict=True))
        lines.append(f"| {name} |" + "".join(shares))
    lines.append("| together |" + "".join(f" {total:.2f} s | |" for total in totals))
    return [*lines, "", *(f"- {result['rows']:,} rows: {_circumstances(result)}" for result in in_order)]


def imported(result: Result) -> list[str]:
    """Return what it costs to import each library, Python's own start included."""
    costs = costs_of(result)
    lines = ["| A process that imports | Processor time | Beside pandas | Memory |", "|---|--:|--:|--:|"]
    for name, of_job in costs.items():
        cost = middle(of_job)
        beside = ratio(of_job, costs["pandas"])
        lines.append(f"| {name} | {cost.cpu:.3f} s | {beside:.2f} x | {cost.peak:.0f} MB |")
    return [*lines, "", f"- {_circumstances(result)}"]


def together(result: Result) -> list[str]:
    """Return what several processes save when there are many logs."""
    costs = costs_of(result)
    lines = [
        f"| {result['logs']:,} logs of {result['rows']:,} rows | On the clock | Beside one process | Memory |",
        "|---|--:|--:|--:|",
    ]
    for name, of_job in costs.items():
        alone = costs[name.split(":")[0] + ": " + ONE]
        cost = middle(of_job)
        lines.append(f"| {name} | {cost.wall:.1f} s | {ratio_by_clock(of_job, alone):.2f} x | {cost.peak:,.0f} MB |")
    reached = ratio_by_clock(costs[READ + PROCESSES], costs[READ + ONE])
    kept = "kept" if reached <= TARGET else "**not kept**"
    promise = f"on two cores they are read in at most {TARGET} x the time of one process"
    lines += ["", f"The promise: {promise}; reached {reached:.2f} x, {kept}."]
    return [*lines, "", f"- {_circumstances(result)}"]


def _circumstances(result: Result) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in result["versions"].items())
    rounds = f"{result['rounds']} round{'' if result['rounds'] == 1 else 's'}"
    busy = f"{result['load']:g} processes wanted the cores when it began"
    return f"{rounds} on {result['measured']}; {result['machine']}; {versions}; {busy}."


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
