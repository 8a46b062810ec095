"""The cost of whole processes, run in turn.

This module and those that use it import nothing large: Linux counts what a process held when it started another into
the peak of the other.
"""

import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
_NOT_PASSED_ON = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONPATH", "PYTHONPROFILEIMPORTTIME")


@dataclass(frozen=True)
class Cost:
    """What one process took: seconds of processor time and on the clock, and at most so many MB (of 2^20) of memory.

    Processor time is that of the process and of those it waited for; memory that of the largest of them.
    """

    cpu: float
    wall: float
    peak: float


@dataclass(frozen=True)
class Job:
    """A process to be timed: what it makes is removed before each run; `fine` are the exit codes of a good one.

    A process that changes a file finds a new copy of `original` there.
    """

    name: str
    command: Sequence[str]
    makes: Path | None = None
    fine: tuple[int, ...] = (0,)
    original: Path | None = None


def run(job: Job, folder: Path) -> Cost:
    """Run a process to its end and return its cost. Raises RuntimeError with what it said when it fails."""
    if job.makes:
        job.makes.unlink(missing_ok=True)
    if job.makes and job.original:
        copyfile(job.original, job.makes)
    said = folder / "said.txt"
    with said.open("wb") as errors:
        start = perf_counter()
        process = subprocess.Popen(job.command, stdout=subprocess.DEVNULL, stderr=errors, env=environment(), cwd=ROOT)
        _, status, used = os.wait4(process.pid, 0)
        wall = perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in job.fine:
        raise RuntimeError(f"{job.name} failed ({process.returncode}): {said.read_text(errors='replace')[-2000:]}")
    peak = used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return Cost(used.ru_utime + used.ru_stime, wall, peak)


def in_turn(jobs: Sequence[Job], rounds: int, folder: Path, say: Callable[[str], None]) -> dict[str, list[Cost]]:
    """Run A B C A B C ...; return the costs of each job, the same place in each list being the same round."""
    costs: dict[str, list[Cost]] = {job.name: [] for job in jobs}
    for number in range(1, rounds + 1):
        for job in jobs:
            cost = run(job, folder)
            costs[job.name].append(cost)
            took = f"{cost.cpu:.2f} s, {cost.wall:.2f} s by the clock, {cost.peak:.0f} MB"
            say(f"round {number} of {rounds}, {job.name}: {took}")
    return costs


def ratio(one: Sequence[Cost], other: Sequence[Cost]) -> float:
    """Return the median of the ratios of processor time within each round."""
    return median(a.cpu / b.cpu for a, b in zip(one, other, strict=True))


def ratio_by_clock(one: Sequence[Cost], other: Sequence[Cost]) -> float:
    """Return the median of the ratios of time on the clock within each round."""
    return median(a.wall / b.wall for a, b in zip(one, other, strict=True))


def middle(costs: Sequence[Cost]) -> Cost:
    """Return the median of each field."""
    fields = ([cost.cpu for cost in costs], [cost.wall for cost in costs], [cost.peak for cost in costs])
    return Cost(*(median(values) for values in fields))


def environment() -> Mapping[str, str]:
    """Return the environment of every timed process: byte code is written and read as everywhere."""
    return {name: value for name, value in os.environ.items() if name not in _NOT_PASSED_ON}


def python(*arguments: str, stdout: int | None = None) -> str:
    """Run Python with the same environment, untimed, and return what it printed when asked to catch it."""
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=environment(), cwd=ROOT, check=True, stdout=stdout, text=True).stdout or ""


def sheetkit() -> list[str]:
    """Return the command as it is installed beside this Python."""
    name = "sheetkit.exe" if os.name == "nt" else "sheetkit"
    installed = Path(sys.executable).parent / name
    return [str(installed)] if installed.exists() else [sys.executable, "-m", "sheetkit"]


def compile_all() -> None:
    """Compile sheetkit and the installed libraries: without byte code an import takes four times as long."""
    folders = {str(ROOT / "sheetkit"), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    # Some libraries ship files for older Pythons, which do not compile; the exit code says no more than that.
    command = [sys.executable, "-m", "compileall", "-q", *sorted(folders)]
    subprocess.run(command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
