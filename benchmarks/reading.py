"""One review of a folder of logs, or the reading of them alone: ``python -m benchmarks.reading HOW WHAT FOLDER``.

HOW is `one` (this process alone), `processes` (what the command does), `threads`, or `dask` (a local cluster of as many
workers as there are processors). WHAT is `read` or `review`.
"""

import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sheetkit.cli import main as sheetkit
from sheetkit.log.parallel import map_logs as many
from sheetkit.log.read_log import Log

AS_OF = "2026-11-23"


def main(how: str, what: str, folder: str) -> int:
    """Read the logs, or make their review; return the exit code."""
    if how == "one":
        many.processors = lambda: 1
    if what == "review":
        return sheetkit(["review", folder, "--as-of", AS_OF, "-o", str(Path(folder, "team.xlsx"))])
    paths = sorted(Path(folder).glob("log-*.xlsx"))
    with _executor(how) as executor:
        results = many.map_logs(paths, replace, executor)
    return 0 if all(isinstance(one, Log) for one in results) else 1


@contextmanager
def _executor(how: str) -> Iterator[Executor | None]:
    if how == "threads":
        with ThreadPoolExecutor(many.processors()) as executor:
            yield executor
    elif how == "dask":
        from distributed import LocalCluster  # noqa: PLC0415  heavy, and only this one needs it

        from sheetkit.log.parallel.dask_cluster import dask_cluster  # noqa: PLC0415

        workers = many.processors()
        with (
            LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as here,
            dask_cluster(here.scheduler_address) as executor,
        ):
            yield executor
    else:
        yield None


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
