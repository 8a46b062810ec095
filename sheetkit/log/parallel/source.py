"""One log to be read, wherever it lies and wherever that is done; why it cannot be read is a value too."""

import copyreg
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from sheetkit import __version__
from sheetkit.errors import SheetkitError, UnreadableError
from sheetkit.log.read_log import Log, read_log
from sheetkit.template.load import load_template
from sheetkit.template.model import Template
from sheetkit.template.store import DEFAULT, shipped


@dataclass(frozen=True)
class LogBytes:
    """A log whose bytes are sent along, for a worker that cannot see the file at `path`."""

    path: Path
    content: bytes


@dataclass(frozen=True)
class LogToSend:
    """A log whose bytes are read when it is sent, and not before: a thousand of them are never held at once."""

    path: Path

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        """Become `Sent` on the way; what cannot be read stays a path, and its reader says why."""
        try:
            return LogBytes, (self.path, self.path.read_bytes())
        except OSError:
            return Path, (str(self.path),)


@dataclass(frozen=True)
class LogAddress:
    """A log that the worker fetches itself, from an address that fsspec knows, such as s3://bucket/log.xlsx."""

    address: str


@dataclass(frozen=True)
class FailedLog:
    """A log that could not be read, and why."""

    path: str
    reason: str


Source = Path | LogToSend | LogBytes | LogAddress
Read = Log | FailedLog
Made = TypeVar("Made")


def read_source(source: Source, then: Callable[[Log], Made]) -> Made | FailedLog:
    """Return what `then` makes of one log, which is read in this process; whatever is wrong with it is a value."""
    try:
        log = _read(source)
    except SheetkitError as error:
        return FailedLog(name_of(source), str(error))
    except OSError as error:
        return FailedLog(name_of(source), f"{name_of(source)!r} cannot be read: {error.strerror or error}.")
    except Exception as error:
        return _internal_error(source, error)
    return then(log)


def _internal_error(source: Source, error: Exception) -> FailedLog:
    said = f"sheetkit itself failed on {name_of(source)!r} ({type(error).__name__}: {error})."
    return FailedLog(name_of(source), said)


def read_in_worker(source: Source, then: Callable[[Log], Made], version: str) -> Made | FailedLog:
    """Do the same for a sheetkit of that version, which must be this one: other rules would give other answers."""
    if version != __version__:
        reason = f"its worker has sheetkit {__version__} and not {version}: install the same on every machine."
        return FailedLog(name_of(source), f"{name_of(source)!r} was not read: {reason}")
    try:
        return read_source(source, then)
    except Exception as error:
        return _internal_error(source, error)


def _read(source: Source) -> Log:
    match source:
        case LogToSend(path):
            return read_log(path)
        case LogBytes(path, content):
            return read_log(path, content=content)
        case LogAddress(address):
            return read_log(Path(address), content=_fetched(address))
        case path:
            return read_log(path)


def name_of(source: Source) -> str:
    """Return where the log lies, as it was named."""
    return (
        source.address if isinstance(source, LogAddress) else str(source if isinstance(source, Path) else source.path)
    )


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
