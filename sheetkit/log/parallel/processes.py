"""Read many logs in several processes at once, or wherever an executor runs them.

What crosses to another process is a path, an address or a file's bytes; what comes back is what is to be made of each
log where it is read, or why it could not be read. A log that takes its process down with it stops no other.
"""

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from queue import SimpleQueue

from sheetkit import __version__
from sheetkit.log.parallel.source import FailedLog, Made, Source, name_of, read_in_worker
from sheetkit.log.read_log import Log

_PENDING_PER_PROCESS = 2  # logs under way for each process, so that none waits for the next
_MAX_PENDING = 256  # logs under way where nobody knows how many workers there are; their bytes may be with them
_LOST_PROCESS = (
    "the process that read it ended without a word, perhaps for want of memory. Look how large the file is, and read "
    "it by itself."
)
Queue = deque[tuple[int, Source]]  # logs that nobody has read yet, each with its place among the sources


def read_with_executor(
    executor: Executor, queue: Queue, then: Callable[[Log], Made]
) -> Iterator[tuple[int, Made | FailedLog]]:
    """Read wherever an executor runs it; when it breaks, the rest is not read."""
    lost = yield from _submit_all(executor, queue, then, _MAX_PENDING)
    yield from ((place, _unread(source, "its executor broke down.")) for place, source in [*lost, *queue])


def read_in_processes(
    queue: Queue, then: Callable[[Log], Made], processes: int
) -> Iterator[tuple[int, Made | FailedLog]]:
    """Read with a pool of processes. When one of them dies, what was under way is read again, each log alone."""
    while queue:
        with _pool(processes) as pool:
            suspects = yield from _submit_all(pool, queue, then, _PENDING_PER_PROCESS * processes)
        for one in suspects:
            with _pool(1) as pool:
                lost = yield from _submit_all(pool, deque([one]), then, 1)
            yield from ((place, _unread(source, _LOST_PROCESS)) for place, source in lost)


def _submit_all(
    executor: Executor, queue: Queue, then: Callable[[Log], Made], ahead: int
) -> Generator[tuple[int, Made | FailedLog], None, list[tuple[int, Source]]]:
    """Read what is queued, `ahead` logs at a time, until the executor breaks; return what was under way then."""
    under_way: dict[Future[Made | FailedLog], tuple[int, Source]] = {}
    done: SimpleQueue[Future[Made | FailedLog]] = SimpleQueue()
    lost: list[tuple[int, Source]] = []
    while under_way or (queue and not lost):
        while queue and not lost and len(under_way) < ahead:
            one = queue.popleft()
            try:
                future = executor.submit(read_in_worker, one[1], then, __version__)
            except BrokenExecutor:
                lost.append(one)
                break
            under_way[future] = one
            future.add_done_callback(done.put)
        if under_way:
            future = done.get()
            place, source = under_way.pop(future)
            try:
                yield place, future.result()
            except BrokenExecutor:
                lost.append((place, source))
            except Exception as error:  # an executor's own way to say that it lost a worker
                yield place, _unread(source, f"its worker was lost ({type(error).__name__}: {error}).")
    return lost


def _pool(processes: int) -> ProcessPoolExecutor:
    # A fork of this process would take its threads' locks along, those of NumPy's arithmetic among them; a fork of a
    # server that has imported the reader and done nothing else is as quick. Where there is none, processes start anew.
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    context.set_forkserver_preload([__name__])
    return ProcessPoolExecutor(processes, context, _ignore_interrupts)


def _ignore_interrupts() -> None:
    """Let Ctrl-C reach the parent alone, which ends its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _unread(source: Source, why: str) -> FailedLog:
    return FailedLog(name_of(source), f"{name_of(source)!r} was not read: {why}")
