"""Read many logs: in this process, in several at once, or wherever an executor runs them.

What crosses to another process is a path, an address or a file's bytes; what comes back is the log as it was read, or
why it could not be. One log that cannot be read, or that takes its process down with it, stops no other.
"""

import copyreg
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from sheetkit import __version__
from sheetkit.errors import SheetkitError, UnreadableError
from sheetkit.log.read import Log, read_log
from sheetkit.record import record
from sheetkit.template.load import load_template
from sheetkit.template.model import Template
from sheetkit.template.store import DEFAULT, shipped

WORTH_PROCESSES = 1 << 20  # bytes of logs together; below, starting processes takes longer than it saves
_AHEAD = 2  # logs under way for each process, so that none waits for the next
_LOST = (
    "the process that read it ended without a word, perhaps for want of memory. Look how large the file is, and read "
    "it by itself."
)


@record
class Sent:
    """A log whose bytes are sent along, for a worker that cannot see the file at `path`."""

    path: Path
    content: bytes


@record
class Address:
    """A log that the worker fetches itself, from an address that fsspec knows, such as s3://bucket/log.xlsx."""

    address: str


@record
class Failed:
    """A log that could not be read, and why."""

    path: str
    reason: str


Source = Path | Sent | Address
Read = Log | Failed
Tell = Callable[[int, int], None]  # is told how many of how many logs are done
_Queue = deque[tuple[int, Source]]  # logs that nobody has read yet, each with its place among the sources
_Reading = Generator[tuple[int, Read], None, list[tuple[int, Source]]]


def read_logs(sources: Sequence[Source], executor: Executor | None = None, tell: Tell | None = None) -> list[Read]:
    """Return each log as it was read, or why it could not be, in the order of `sources`.

    With an executor the logs are read wherever it runs them. Without one they are read by as many processes as there
    are processors, or in this one where there is little to read.
    """
    found: dict[int, Read] = {}
    for place, read in _each(deque(enumerate(sources)), executor):
        found[place] = read
        if tell is not None:
            tell(len(found), len(sources))
    return [found[place] for place in range(len(sources))]


def read_source(source: Source) -> Read:
    """Read one log in this process; whatever is wrong with it is a value."""
    try:
        match source:
            case Sent(path, content):
                return read_log(path, content=content)
            case Address(address):
                return read_log(Path(address), content=_fetched(address))
            case path:
                return read_log(path)
    except SheetkitError as error:
        return Failed(_name(source), str(error))
    except OSError as error:
        return Failed(_name(source), f"{_name(source)!r} cannot be read: {error.strerror or error}.")
    except Exception as error:
        return Failed(_name(source), f"sheetkit itself failed on {_name(source)!r} ({type(error).__name__}: {error}).")


def read_elsewhere(source: Source, version: str) -> Read:
    """Read one log for a sheetkit of that version, which must be this one: other rules would give other answers."""
    if version != __version__:
        reason = f"its worker has sheetkit {__version__} and not {version}: install the same on every machine."
        return Failed(_name(source), f"{_name(source)!r} was not read: {reason}")
    return read_source(source)


def _each(queue: _Queue, executor: Executor | None) -> Iterator[tuple[int, Read]]:
    if executor is not None:
        lost = yield from _through(executor, queue, len(queue))
        yield from ((place, _lost(source, "its executor broke down.")) for place, source in [*lost, *queue])
    elif processors() > 1 and len(queue) > 1 and sum(_size(source) for _, source in queue) >= WORTH_PROCESSES:
        yield from _in_processes(queue, processors())
    else:
        yield from ((place, read_source(source)) for place, source in queue)


def _in_processes(queue: _Queue, processes: int) -> Iterator[tuple[int, Read]]:
    """Read with a pool of processes. When one of them dies, what was under way is read again, each log alone."""
    while queue:
        with _pool(processes) as pool:
            suspects = yield from _through(pool, queue, _AHEAD * processes)
        for one in suspects:
            with _pool(1) as pool:
                lost = yield from _through(pool, deque([one]), 1)
            yield from ((place, _lost(source, _LOST)) for place, source in lost)


def _through(executor: Executor, queue: _Queue, ahead: int) -> _Reading:
    """Read what is queued, `ahead` logs at a time, until the executor breaks; return what was under way then."""
    under_way: dict[Future[Read], tuple[int, Source]] = {}
    done: SimpleQueue[Future[Read]] = SimpleQueue()
    lost: list[tuple[int, Source]] = []
    while under_way or (queue and not lost):
        while queue and not lost and len(under_way) < ahead:
            one = queue.popleft()
            try:
                future = executor.submit(read_elsewhere, one[1], __version__)
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
                yield place, _lost(source, f"its worker was lost ({type(error).__name__}: {error}).")
    return lost


def _pool(processes: int) -> ProcessPoolExecutor:
    # A fork of this process would take its threads' locks along, those of NumPy's arithmetic among them; a fork of a
    # server that has imported the reader and done nothing else is as quick. Where there is none, processes start anew.
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    context.set_forkserver_preload([__name__])
    return ProcessPoolExecutor(processes, context, _leave_interrupts)


def _leave_interrupts() -> None:
    """Let Ctrl-C reach the parent alone, which ends its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _lost(source: Source, why: str) -> Failed:
    return Failed(_name(source), f"{_name(source)!r} was not read: {why}")


def _name(source: Source) -> str:
    return source.address if isinstance(source, Address) else str(source if isinstance(source, Path) else source.path)


def _size(source: Source) -> int:
    """Return how many bytes a source has; 0 where nobody knows yet."""
    if isinstance(source, Sent):
        return len(source.content)
    try:
        return source.stat().st_size if isinstance(source, Path) else 0
    except OSError:
        return 0


def _fetched(address: str) -> bytes:
    try:
        import fsspec  # noqa: PLC0415  an extra, which only addresses need
    except ImportError:
        raise UnreadableError(f"{address!r} is an address: install fsspec to read from there.") from None
    try:
        with fsspec.open(address, "rb") as stream:
            content: bytes = stream.read()
    except (OSError, ValueError, ImportError) as error:
        raise UnreadableError(f"{address!r} cannot be fetched: {error}.") from None
    return content


@cache
def _template(source: str) -> Template:
    return load_template(source, "the template inside the log")


def _packed(template: Template) -> tuple[Callable[..., Template], tuple[Any, ...]]:
    """Say how a template travels: by name or as its text, so that a thousand logs come back with one between them."""
    return (shipped, (DEFAULT,)) if template is shipped(DEFAULT) else (_template, (template.source,))


copyreg.pickle(Template, _packed)
