"""Where the time goes: by station inside a review, and what each library costs to import."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from statistics import median

from benchmarks.compare import Result, Say, a_log, circumstances
from benchmarks.measure import Job, in_turn, python

NOTHING = "nothing"
IMPORTED = (NOTHING, "numpy", "pandas", "xlsxwriter", "openpyxl", "python_calamine")


def profile(rows: int, rounds: int, work: Path, say: Say) -> Result:
    """Return the median processor seconds of each station of a review of so many rows."""
    folder = work / str(rows)
    log, target = a_log(folder, rows, 1, say), folder / "review.xlsx"
    load = os.getloadavg()[0]
    runs: list[dict[str, float]] = []
    for number in range(1, rounds + 1):
        say(f"{rows:,} rows: profile, round {number} of {rounds}")
        target.unlink(missing_ok=True)
        runs.append(json.loads(python("-m", "benchmarks.stations", str(log), str(target), stdout=subprocess.PIPE)))
    stations = {name: median(run[name] for run in runs) for name in runs[0]}
    return {"rows": rows, "rounds": rounds, **circumstances(load), "stations": stations}


def imports(rounds: int, work: Path, say: Say) -> Result:
    """Return the costs of processes that import one library each and do nothing else."""
    work.mkdir(parents=True, exist_ok=True)
    jobs = [Job(name, [sys.executable, "-c", "" if name == NOTHING else f"import {name}"]) for name in IMPORTED]
    load = os.getloadavg()[0]
    costs = in_turn(jobs, rounds, work, lambda line: say(f"imports, {line}"))
    return {"rounds": rounds, **circumstances(load), "costs": {n: [asdict(c) for c in of] for n, of in costs.items()}}
