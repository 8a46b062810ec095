"""How commands talk with people, and the paths that people name."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sheetkit.errors import SheetkitError


class Terminal(NamedTuple):  # no dataclass: importing those takes a quarter of what --help takes
    """How a command talks with people.

    `say` prints what was asked for, `tell` what is for people alone (on standard error); `ask` is None where nobody can
    answer; `now` is the clock; `command` is how the user calls sheetkit; `width` counts letters of a line; `progress`
    returns what is told how many of how many are done, None where nobody watches.
    """

    say: Callable[[Iterable[str]], None]
    tell: Callable[[Iterable[str]], None]
    ask: Callable[[], Callable[[str], str] | None]
    now: Callable[[], datetime]
    command: Callable[[], str]
    width: Callable[[], int]
    progress: Callable[[str], Callable[[int, int], None] | None]


def workbook_path(text: str) -> Path:
    """Return the path of a workbook that is to be made, with its suffix."""
    path = Path(text)
    if path.is_dir() or not path.name:
        raise SheetkitError(f"{text!r} is a folder: name the log that is to be made in it.")
    return path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")
