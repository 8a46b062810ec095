"""Measure, print the tables, save the numbers."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.compare import HUGE, LARGE, USUAL, compare, load, save
from benchmarks.many import many
from benchmarks.measure import ROOT, compile_all
from benchmarks.profile import imports, profile
from benchmarks.tables import DOCS, comparison, imported, put_into, stations, together

PUBLISHED = ROOT / "docs" / "benchmarks.json"
Section = tuple[str, list[str]]  # what stands in the docs under that name


def main(arguments: Sequence[str]) -> int:
    """Measure what was asked for."""
    options = _parser().parse_args(arguments)
    work = Path(options.work).resolve()
    out = Path(options.json or (PUBLISHED if options.docs else work / "results.json"))
    _say("compiling byte code")
    compile_all()
    for name, lines in _MEASURES[options.what](options, work, out):
        print("\n".join(lines))
        if options.docs:
            put_into(DOCS, name, lines)
    return 0


def _compare(options: argparse.Namespace, work: Path, out: Path) -> Iterator[Section]:
    for rows in options.rows or (USUAL, 5_000, LARGE):
        rounds = options.rounds or _usual_rounds(rows)
        save("comparison", str(rows), compare(rows, rounds, work, _say), out)
    yield "comparison", comparison(load(out)["comparison"])


def _profile(options: argparse.Namespace, work: Path, out: Path) -> Iterator[Section]:
    for rows in options.rows or (USUAL, LARGE):
        save("stations", str(rows), profile(rows, options.rounds or _usual_rounds(rows), work, _say), out)
    yield "stations", stations(load(out)["stations"])
    save("imports", "all", imports(options.rounds or _usual_rounds(USUAL), work, _say), out)
    yield "imports", imported(load(out)["imports"]["all"])


def _many(options: argparse.Namespace, work: Path, out: Path) -> Iterator[Section]:
    save("many", "all", many(options.logs, options.rounds or 3, work, _say), out)
    yield "many", together(load(out)["many"]["all"])


_MEASURES = {"compare": _compare, "many": _many, "profile": _profile}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Time whole processes in turn: the review, and what one would use instead.",
    )
    parser.add_argument(
        "what",
        nargs="?",
        choices=sorted(_MEASURES),
        default="compare",
        help="compare: with other programs; many: one review of many logs; profile: where a review's time "
        "goes (default: compare)",
    )
    parser.add_argument("--rows", type=int, nargs="+", metavar="N", help="sizes of the logs; 1000000 on request")
    parser.add_argument("--logs", type=int, default=1_000, metavar="N", help="how many logs (default: 1000)")
    parser.add_argument("--rounds", type=int, metavar="N", help="default: 9 up to 5,000 rows, 3 at 100,000, 1 above")
    parser.add_argument(
        "--work", default=str(ROOT / "build" / "benchmarks"), metavar="FOLDER", help="for logs and outputs"
    )
    parser.add_argument("--json", metavar="FILE", help="where the numbers are saved (default: in the work folder)")
    parser.add_argument("--docs", action="store_true", help="save them in docs/ and show them on the page there")
    return parser


def _usual_rounds(rows: int) -> int:
    if rows <= 5_000:
        return 9
    return 3 if rows < HUGE else 1


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
