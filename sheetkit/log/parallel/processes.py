"""Read many logs in several processes, or wherever an executor runs them.

A path, an address or a file's bytes is sent to the other process; a result, or the reason why the log cannot be read,
is sent back. A log that crashes its process does not stop the others.
"""

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from queue import SimpleQueue

from sheetkit import __version__
from sheetkit.log.parallel.source import FailedLog, Result, Source, read_in_worker, source_name
from sheetkit.log.read_log import Log

_IN_FLIGHT_PER_PROCESS = 2  # so that no process waits for its next log
_MAX_IN_FLIGHT = 256  # where the number of workers is not known; the logs' bytes may be in memory with them
_CRASHED_PROCESS = (
    "the process that read it stopped suddenly, perhaps because memory ran out. Check how large the file is, and read "
    "it by itself."
)
Task = tuple[int, Source]  # a log and its position among the sources
Queue = deque[Task]  # the logs that are still to be read


def read_with_executor(
    executor: Executor, queue: Queue, function: Callable[[Log], Result]
) -> Iterator[tuple[int, Result | FailedLog]]:
    """Yield the position and result of each log, read wherever the executor runs it.

    When the executor breaks, the logs that are left are not read.
    """
    interrupted = yield from _submit_all(executor, queue, function, _MAX_IN_FLIGHT)
    for position, source in [*interrupted, *queue]:
        yield position, _not_read(source, "its executor broke down.")


def read_in_processes(
    queue: Queue, function: Callable[[Log], Result], processes: int
) -> Iterator[tuple[int, Result | FailedLog]]:
    """Yield the position and result of each log, read by a pool of processes.

    When a process crashes, the pool is lost. The logs in flight are then read again, each in a pool of its own, which
    shows the log that caused the crash.
    """
    while queue:
        with _pool(processes) as pool:
            interrupted = yield from _submit_all(pool, queue, function, _IN_FLIGHT_PER_PROCESS * processes)
        for task in interrupted:
            with _pool(1) as pool:
                crashed = yield from _submit_all(pool, deque([task]), function, 1)
            yield from ((position, _not_read(source, _CRASHED_PROCESS)) for position, source in crashed)


def _submit_all(
    executor: Executor, queue: Queue, function: Callable[[Log], Result], max_in_flight: int
) -> Generator[tuple[int, Result | FailedLog], None, list[Task]]:
    """Yield results until the queue is empty or the executor breaks; return the tasks that were interrupted.

    What was never submitted stays in the queue.
    """
    in_flight: dict[Future[Result | FailedLog], Task] = {}
    done: SimpleQueue[Future[Result | FailedLog]] = SimpleQueue()
    interrupted: list[Task] = []
    while in_flight or (queue and not interrupted):
        while queue and not interrupted and len(in_flight) < max_in_flight:
            task = queue.popleft()
            try:
                future = executor.submit(read_in_worker, task[1], function, __version__)
            except BrokenExecutor:
                interrupted.append(task)
                break
            in_flight[future] = task
            future.add_done_callback(done.put)
        if in_flight:
            future = done.get()
            position, source = in_flight.pop(future)
            try:
                yield position, future.result()
            except BrokenExecutor:
                interrupted.append((position, source))
            except Exception as error:  # executors have exceptions of their own for a lost worker
                yield position, _not_read(source, f"its worker was lost ({type(error).__name__}: {error}).")
    return interrupted


def _pool(processes: int) -> ProcessPoolExecutor:
    # A fork of this process would copy the locks that its threads hold, such as NumPy's. A fork of a server that has
    # only imported the reader is as fast and safe. Where there is no fork server, each process starts from scratch.
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    context.set_forkserver_preload([__name__])
    return ProcessPoolExecutor(processes, context, _ignore_interrupts)


def _ignore_interrupts() -> None:
    """Leave Ctrl-C to the parent process, which ends its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _not_read(source: Source, reason: str) -> FailedLog:
    return FailedLog(source_name(source), f"{source_name(source)!r} was not read: {reason}")
