"""Read many logs: in this process, in several at once, or wherever an executor runs them."""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sheetkit.log.parallel.source import FailedLog, LogBytes, Made, Read, Source, read_source
from sheetkit.log.read_log import Log

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from sheetkit.log.parallel.processes import Queue

WORTH_PROCESSES = 1 << 20  # bytes of logs together; below, starting processes takes longer than it saves
Progress = Callable[[int, int], None]  # is told how many of how many logs are done


def read_logs(
    sources: Sequence[Source], executor: "Executor | None" = None, tell: Progress | None = None
) -> list[Read]:
    """Return each log as it was read, or why it could not be, in the order of `sources`.

    With an executor the logs are read wherever it runs them. Without one they are read by as many processes as there
    are processors, or in this one where there is little to read.
    """
    return map_logs(sources, _unchanged, executor, tell)


def map_logs(
    sources: Sequence[Source],
    then: Callable[[Log], Made],
    executor: "Executor | None" = None,
    tell: Progress | None = None,
) -> list[Made | FailedLog]:
    """Return what `then`, a function that can be sent, makes of each log where it is read; else as `read_logs`."""
    found: dict[int, Made | FailedLog] = {}
    for place, made in _each(deque(enumerate(sources)), then, executor):
        found[place] = made
        if tell is not None:
            tell(len(found), len(sources))
    return [found[place] for place in range(len(sources))]


def _unchanged(log: Log) -> Log:
    return log


def _each(
    queue: "Queue", then: Callable[[Log], Made], executor: "Executor | None"
) -> Iterator[tuple[int, Made | FailedLog]]:
    # What runs processes is imported where there are any to run: a log alone should not wait for it.
    if executor is not None:
        from sheetkit.log.parallel.processes import read_with_executor  # noqa: PLC0415  see above

        yield from read_with_executor(executor, queue, then)
    elif processors() > 1 and len(queue) > 1 and sum(_size(source) for _, source in queue) >= WORTH_PROCESSES:
        from sheetkit.log.parallel.processes import read_in_processes  # noqa: PLC0415  see above

        yield from read_in_processes(queue, then, processors())
    else:
        yield from ((place, read_source(source, then)) for place, source in queue)


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _size(source: Source) -> int:
    """Return how many bytes a source has; 0 where nobody knows yet."""
    if isinstance(source, LogBytes):
        return len(source.content)
    try:
        return source.stat().st_size if isinstance(source, Path) else 0
    except OSError:
        return 0
