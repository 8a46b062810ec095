"""Read many logs: in this process, in several processes, or on whatever an executor submits them to."""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sheetkit.log.parallel.source import FailedLog, LogBytes, LogFile, Result, Source, read_source
from sheetkit.log.read_log import Log

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from sheetkit.log.parallel.processes import Queue

MIN_BYTES_FOR_PROCESSES = 1 << 20  # of all logs together; below, starting processes takes longer than it saves
Progress = Callable[[int, int], None]  # called after each log with the number of logs done and of all logs


def map_logs(
    sources: Sequence[Source],
    function: Callable[[Log], Result],
    executor: "Executor | None" = None,
    progress: Progress | None = None,
) -> list[Result | FailedLog]:
    """Return what `function` returns for each log, or why it cannot be read, in the order of `sources`.

    With an executor, the logs are read wherever it runs them. Without one, one process per processor reads them, or
    this process where there is little to read. `function` is called where the log is read, so it and its result must be
    picklable.
    """
    results: dict[int, Result | FailedLog] = {}
    for position, result in _results(deque(enumerate(sources)), function, executor):
        results[position] = result
        if progress is not None:
            progress(len(results), len(sources))
    return [results[position] for position in range(len(sources))]


def _results(
    queue: "Queue", function: Callable[[Log], Result], executor: "Executor | None"
) -> Iterator[tuple[int, Result | FailedLog]]:
    """Yield each log's position and result as soon as it is done."""
    # `processes` is imported only where it is needed: a single log should not wait for the import.
    if executor is not None:
        from sheetkit.log.parallel.processes import read_with_executor  # noqa: PLC0415  see above

        yield from read_with_executor(executor, queue, function)
    elif processors() > 1 and len(queue) > 1 and sum(_size(source) for _, source in queue) >= MIN_BYTES_FOR_PROCESSES:
        from sheetkit.log.parallel.processes import read_in_processes  # noqa: PLC0415  see above

        yield from read_in_processes(queue, function, processors())
    else:
        yield from ((position, read_source(source, function)) for position, source in queue)


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _size(source: Source) -> int:
    """Return the size of a log in bytes, 0 where it is not known yet."""
    if isinstance(source, LogBytes):
        return len(source.content)
    path = source.path if isinstance(source, LogFile) else source
    try:
        return path.stat().st_size if isinstance(path, Path) else 0
    except OSError:
        return 0
