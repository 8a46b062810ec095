"""Which logs a command is about, as people name them, and reading them all."""

import glob
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from sheetkit.commands.terminal import Terminal
from sheetkit.errors import SheetkitError, UnreadableError

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from contextlib import AbstractContextManager

    from sheetkit.log.parallel.source import FailedLog, Source
    from sheetkit.log.read_log import Log

Made = TypeVar("Made")
_SUFFIXES = (".xlsx", ".xlsm")
_WILD = "*?["
_MAX_REASONS = 3  # why none of many logs could be read is said so many times


class Named(NamedTuple):
    """The logs that were named, each once, and the folder where what is made of them goes."""

    paths: list[Path]
    folder: Path


def named_logs(names: Sequence[str]) -> Named:
    """Return the logs that files, folders and patterns name. Raises SheetkitError where one names none.

    Of a folder, and of what a pattern matches, the workbooks that sheetkit made itself are left out.
    """
    folders, paths = [], []
    for name in names:
        path = Path(name)
        if path.is_dir():
            folders.append(path)
            found = sorted(one for one in path.iterdir() if one.suffix.lower() in _SUFFIXES)
            paths += _others(found, f"There is no log in the folder {name!r}: name another, or a pattern.")
        elif any(sign in name for sign in _WILD) and not path.exists():
            folders.append(_fixed(path))
            found = sorted(Path(one) for one in _matching(name) if Path(one).is_file())
            paths += _others(found, f"No log is named like {name!r}: check the pattern and the folder.")
        else:
            folders.append(path.parent)
            paths.append(path)
    once: dict[Path, Path] = {}
    for path in paths:
        once.setdefault(path.resolve(), path)  # a log named twice is one log
    return Named(list(once.values()), folders[0])


def read_all(
    paths: Sequence[Path], then: "Callable[[Log], Made]", terminal: Terminal, scheduler: str | None = None
) -> "tuple[list[Made], list[FailedLog]]":
    """Return what `then` makes of the logs that can be read, and why the others cannot; one alone has to be readable.

    With a scheduler's address that cluster reads them, and is sent their bytes: it may not see this machine's disk.
    """
    from sheetkit.log.parallel.map_logs import map_logs
    from sheetkit.log.parallel.source import FailedLog, LogToSend

    sources: list[Source] = list(paths)
    with nullcontext() if scheduler is None else _cluster(scheduler) as executor:
        if executor is not None:
            sources = [LogToSend(path) for path in paths]
        found = map_logs(sources, then, executor, terminal.progress("Reading logs"))
    failed = [one for one in found if isinstance(one, FailedLog)]
    made = [one for one in found if not isinstance(one, FailedLog)]
    if not made:
        raise UnreadableError(_none(failed))
    return made, failed


def _others(found: Sequence[Path], none: str) -> list[Path]:
    """Return the workbooks that are not sheetkit's own."""
    from sheetkit.log.read.stamp import KIND
    from sheetkit.review.history import is_here, properties

    others = [path for path in found if is_here(path) and KIND not in properties(path)]
    if not others:
        raise SheetkitError(none)
    return others


def _matching(pattern: str) -> list[str]:
    return glob.glob(pattern, recursive=True)  # noqa: PTH207  Path.glob takes no whole path for a pattern


def _fixed(pattern: Path) -> Path:
    """Return the folder in which a pattern begins to be one."""
    parts: Iterator[Path] = (folder for folder in pattern.parents if not any(sign in str(folder) for sign in _WILD))
    return next(parts, Path())


def _cluster(address: str) -> "AbstractContextManager[Executor]":
    from sheetkit.log.parallel.dask_cluster import dask_cluster

    return dask_cluster(address)


def _none(failed: "Sequence[FailedLog]") -> str:
    if len(failed) == 1:
        return failed[0].reason
    rest = len(failed) - _MAX_REASONS
    more = f" And {rest:,} more." if rest > 0 else ""
    return f"None of the logs could be read. {' '.join(one.reason for one in failed[:_MAX_REASONS])}{more}"
