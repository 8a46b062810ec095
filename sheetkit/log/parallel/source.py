"""Sources of logs, wherever the file is and whichever process reads it. A failure to read one is a value too."""

import copyreg
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from sheetkit import __version__
from sheetkit.errors import NoLogError, SheetkitError, UnreadableError
from sheetkit.log.read.options import NO_OPTIONS, ReadOptions
from sheetkit.log.read_log import Log, read_log
from sheetkit.template.model import Template
from sheetkit.template.store import from_log, shipped, shipped_names


@dataclass(frozen=True)
class LogBytes:
    """A log given by its bytes, for a worker that cannot see the file at `path`."""

    path: Path
    content: bytes
    options: ReadOptions = NO_OPTIONS


@dataclass(frozen=True)
class LogFile:
    """A log in a file, and how to read it."""

    path: Path
    options: ReadOptions


@dataclass(frozen=True)
class LazyLogBytes:
    """A log that becomes `LogBytes` when it is pickled, so that a thousand logs are never in memory at once."""

    path: Path
    options: ReadOptions = NO_OPTIONS

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        """Pickle as `LogBytes`, or as the path where the file cannot be read: reading it then gives the reason."""
        try:
            return LogBytes, (self.path, self.path.read_bytes(), self.options)
        except OSError:
            return Path, (str(self.path),)


@dataclass(frozen=True)
class LogAddress:
    """A log at an address that fsspec understands, such as s3://bucket/log.xlsx; the worker downloads it."""

    address: str


class FailedLog(NamedTuple):
    """A log that cannot be read, and a sentence that says why; `holds_none` where the file has no log in it."""

    path: str
    reason: str
    holds_none: bool = False


Source = Path | LogFile | LazyLogBytes | LogBytes | LogAddress
Result = TypeVar("Result")


def read_source(source: Source, function: Callable[[Log], Result]) -> Result | FailedLog:
    """Read one log in this process and return what `function` returns for it, or a FailedLog if it cannot be read."""
    try:
        log = _read(source)
    except SheetkitError as error:
        return FailedLog(source_name(source), str(error), isinstance(error, NoLogError))
    except OSError as error:
        return FailedLog(source_name(source), f"{source_name(source)!r} cannot be read: {error.strerror or error}.")
    except Exception as error:
        return _internal_error(source, error)
    return function(log)


def _internal_error(source: Source, error: Exception) -> FailedLog:
    reason = f"sheetkit itself failed on {source_name(source)!r} ({type(error).__name__}: {error})."
    return FailedLog(source_name(source), reason)


def read_in_worker(source: Source, function: Callable[[Log], Result], version: str) -> Result | FailedLog:
    """Return what `read_source` returns, in a worker.

    `version` is that of the sheetkit that asks. Another version here might give other answers, so it is refused.
    """
    if version != __version__:
        reason = f"its worker has sheetkit {__version__}, not {version}: install the same version on every machine."
        return FailedLog(source_name(source), f"{source_name(source)!r} was not read: {reason}")
    try:
        return read_source(source, function)
    except Exception as error:
        return _internal_error(source, error)


def _read(source: Source) -> Log:
    match source:
        case LogFile(path, options) | LazyLogBytes(path, options):
            return read_log(path, options=options)
        case LogBytes(path, content, options):
            return read_log(path, content=content, options=options)
        case LogAddress(address):
            return read_log(Path(address), content=_download(address))
        case path:
            return read_log(path)


def source_name(source: Source) -> str:
    """Return the path or address of a log, as it was given."""
    if isinstance(source, LogAddress):
        return source.address
    return str(source if isinstance(source, Path) else source.path)


def _download(address: str) -> bytes:
    try:
        import fsspec  # noqa: PLC0415  an extra, which only addresses need
    except ImportError:
        raise UnreadableError(f"{address!r} is an address: install fsspec to read from there.") from None
    try:
        with fsspec.open(address, "rb") as stream:
            content: bytes = stream.read()
    except (OSError, ValueError, ImportError) as error:
        raise UnreadableError(f"{address!r} cannot be downloaded: {error}.") from None
    return content


def _reduce_template(template: Template) -> tuple[Callable[..., Template], tuple[Any, ...]]:
    """Pickle a template as its name or its source, so that a thousand unpickled logs share one template."""
    is_shipped = template.name in shipped_names() and template is shipped(template.name)
    return (shipped, (template.name,)) if is_shipped else (from_log, (template.source,))


copyreg.pickle(Template, _reduce_template)
