"""Measure, print the tables, save the numbers."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.compare import HUGE, LARGE, USUAL, compare, load, save
from benchmarks.measure import ROOT, compile_all
from benchmarks.tables import DOCS, comparison, put_into

PUBLISHED = ROOT / "docs" / "benchmarks.json"


def main(arguments: Sequence[str]) -> int:
    """Run the comparison for each size that was asked for."""
    options = _parser().parse_args(arguments)
    work = Path(options.work).resolve()
    out = Path(options.json or (PUBLISHED if options.docs else work / "results.json"))
    _say("compiling byte code")
    compile_all()
    for rows in options.rows:
        rounds = options.rounds or _usual_rounds(rows)
        save(compare(rows, rounds, work, _say), out)
    lines = comparison(load(out))
    print("\n".join(lines))
    if options.docs:
        put_into(DOCS, "comparison", lines)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Time whole processes in turn: the review, and what one would use instead.",
    )
    parser.add_argument(
        "--rows", type=int, nargs="+", default=[USUAL, 5_000, LARGE], metavar="N", help="sizes; 1000000 on request"
    )
    parser.add_argument("--rounds", type=int, metavar="N", help="default: 9 up to 5,000 rows, 3 at 100,000, 1 above")
    parser.add_argument(
        "--work", default=str(ROOT / "build" / "benchmarks"), metavar="FOLDER", help="for logs and outputs"
    )
    parser.add_argument("--json", metavar="FILE", help="where the numbers are saved (default: in the work folder)")
    parser.add_argument(
        "--docs", action="store_true", help="save them in docs/ and put the tables into docs/benchmarks.md"
    )
    return parser


def _usual_rounds(rows: int) -> int:
    if rows <= 5_000:
        return 9
    return 3 if rows < HUGE else 1


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
