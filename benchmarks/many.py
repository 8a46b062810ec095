"""Many logs: what several processes save, by the clock, since that is what they are for."""

import os
import sys
from dataclasses import asdict
from pathlib import Path

from benchmarks.compare import USUAL, Result, Say, circumstances
from benchmarks.measure import Job, in_turn, python

ONE, PROCESSES, THREADS, DASK = "one process", "processes", "threads", "a local Dask cluster"
READ, REVIEW = "read: ", "review: "
TARGET = 0.6  # of the time of one process, on two cores


def many(logs: int, rounds: int, work: Path, say: Say) -> Result:
    """Make so many logs and time reading and reviewing them; return what goes into the JSON file."""
    folder = work / f"{logs}-logs"
    folder.mkdir(parents=True, exist_ok=True)
    if len(list(folder.glob("log-*.xlsx"))) != logs:
        say(f"making {logs:,} logs of {USUAL} rows")
        python("-c", f"from benchmarks.logs import make_logs; make_logs({str(folder)!r}, {USUAL}, {logs})")
    made = folder / "team.xlsx"
    ways = {ONE: "one", PROCESSES: "processes", THREADS: "threads", DASK: "dask"}
    jobs = [Job(READ + name, _command(how, "read", folder)) for name, how in ways.items()]
    jobs += [Job(REVIEW + name, _command(ways[name], "review", folder), made) for name in (ONE, PROCESSES)]
    load = os.getloadavg()[0]
    costs = in_turn(jobs, rounds, work, lambda line: say(f"{logs:,} logs, {line}"))
    return {
        "logs": logs,
        "rows": USUAL,
        "rounds": rounds,
        **circumstances(load),
        "costs": {name: [asdict(cost) for cost in of_job] for name, of_job in costs.items()},
    }


def _command(how: str, what: str, folder: Path) -> list[str]:
    return [sys.executable, "-m", "benchmarks.reading", how, what, str(folder)]
