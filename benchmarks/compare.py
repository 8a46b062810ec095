"""The comparison: what is run at each size, and that all of it gives the same answers."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.measure import ROOT, Job, environment, in_turn, python, sheetkit

AS_OF = "2026-11-23"
REVIEW, SCRIPT, BARE, IMPORT = "sheetkit review", "the user's script", "the bare copy", "import pandas"
HELP, NEW, CHECK = "sheetkit --help", "sheetkit new", "sheetkit check"
ADD, ZLIB = "sheetkit add", "a copy through zlib"
LIBRARIES = ("pandas", "numpy", "xlsxwriter", "openpyxl", "python-calamine")
USUAL, LARGE, HUGE = 500, 100_000, 1_000_000

_LINE = ("Poster for the spring fair", "--to", "Ana Costa", "--due", "+7d")

Say = Callable[[str], None]
Result = dict[str, Any]  # as it stands in the JSON file


def compare(rows: int, rounds: int, work: Path, say: Say) -> Result:
    """Make a log, see that all give the same answers, time them in turn; return what goes into the JSON file."""
    folder = work / str(rows)
    log = a_log(folder, rows, 1, say)
    jobs = _jobs(rows, log, folder)
    if rows < HUGE:
        say(f"{rows:,} rows: comparing the answers")
        _check_answers(jobs, log, folder)
    load = os.getloadavg()[0]
    costs = in_turn(jobs, rounds, folder, lambda line: say(f"{rows:,} rows, {line}"))
    return {
        "rows": rows,
        "rounds": rounds,
        **circumstances(load),
        "costs": {name: [asdict(cost) for cost in of_job] for name, of_job in costs.items()},
    }


def a_log(folder: Path, rows: int, seed: int, say: Say) -> Path:
    """Return a log of so many rows in a folder, made when it is not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / f"log-{seed}.xlsx"
    if not log.exists():
        say(f"making a log of {rows:,} rows")
        python("-m", "benchmarks.logs", str(log), str(rows), str(seed))
    return log


def circumstances(load: float) -> Result:
    """Return when, on what and with what it was measured; `load` is how many processes wanted the cores before."""
    return {
        "measured": date.today().isoformat(),
        "machine": f"{os.cpu_count()} cores, {sys.platform}, Python {sys.version_info[0]}.{sys.version_info[1]}",
        "load": round(load, 1),
        "versions": {name: version(name) for name in LIBRARIES},
    }


def _jobs(rows: int, log: Path, folder: Path) -> list[Job]:
    names = ("review", "user", "bare", "new", "added", "copied")
    review, user, bare, new, added, copied = (folder / f"{name}.xlsx" for name in names)
    here = ROOT / "benchmarks"
    jobs = [Job(REVIEW, [*sheetkit(), "review", str(log), "--as-of", AS_OF, "-o", str(review)], review)]
    if rows >= HUGE:  # the others would take hours
        return jobs
    jobs += [
        Job(SCRIPT, [sys.executable, str(here / "user_script.py"), str(log), str(user), AS_OF], user),
        Job(BARE, [sys.executable, str(here / "bare_copy.py"), str(log), str(bare)], bare),
        Job(IMPORT, [sys.executable, "-c", "import pandas"]),
        Job(ADD, [*sheetkit(), "add", str(added), *_LINE], added, original=log),
        Job(ZLIB, [sys.executable, str(here / "zlib_copy.py"), str(log), str(copied)], copied),
    ]
    if rows <= USUAL:
        jobs += [
            Job(HELP, [*sheetkit(), "--help"]),
            Job(NEW, [*sheetkit(), "new", str(new)], new),
            Job(CHECK, [*sheetkit(), "check", str(log)], fine=(0, 1)),  # 1: the log has slips of the keyboard in it
        ]
    return jobs


def _check_answers(jobs: list[Job], log: Path, folder: Path) -> None:
    """Run what is compared once; raise RuntimeError unless flags and copied cells agree to the last row."""
    review, script, bare = jobs[:3]
    document = folder / "review.json"
    with document.open("wb") as out:
        subprocess.run(
            [*review.command, "--json"], env=environment(), stdout=out, stderr=subprocess.DEVNULL, check=True
        )
    for job in (script, bare):
        subprocess.run(job.command, env=environment(), check=True)
    try:
        python("-m", "benchmarks.same", str(log), str(document), str(script.makes), str(bare.makes))
    except subprocess.CalledProcessError:
        raise RuntimeError("The answers differ, so there is nothing to compare.") from None


def save(kind: str, name: str, result: Result, path: Path) -> None:
    """Put a result into a JSON file, in place of an earlier one of the same kind and name."""
    known = load(path)
    known.setdefault(kind, {})[name] = result
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")


def load(path: Path) -> dict[str, dict[str, Result]]:
    """Return the results in a JSON file by kind and name; none when there is no file."""
    known: dict[str, dict[str, Result]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return known
