"""Print to the terminal and ask on it. Nothing else in the package prints, but click, which prints help."""

import os
import re
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import click

from sheetkit.text import replace_unprintable, single_line

ERROR_WIDTH = 80  # columns; the width of a terminal that nobody has made wider
_MAX_WIDTH = 120
_QUOTED = re.compile(r"(?<!\w)'[^']*'(?!\w)|(?<!\w)\"[^\"]*\"(?!\w)|`[^`]*`")
_SPACE = "\x00"  # stands for a space at which a line is not broken; messages hold no control characters


def print_lines(lines: Iterable[str], *, error: bool = False) -> None:
    """Print lines on standard output, or on standard error."""
    for line in lines:
        print(replace_unprintable(line), file=sys.stderr if error else sys.stdout)


def print_error(message: str) -> None:
    """Print a message on standard error, headed `sheetkit:` and wrapped to 80 columns.

    A command in it, which begins with `sheetkit, is shown as the user calls it.
    """
    message = message.replace("`sheetkit ", f"`{command_name()} ")
    print("\n".join(wrap_message(f"sheetkit:{_SPACE}{single_line(message)}")), file=sys.stderr)  # noqa: T201


def wrap_message(message: str) -> list[str]:
    """Return a message as lines of at most 80 columns.

    What is quoted is meant for copy and paste, so it stays on one line, even where that is longer.
    """
    whole = _QUOTED.sub(lambda quoted: quoted[0].replace(" ", _SPACE), message)
    lines = textwrap.wrap(whole, ERROR_WIDTH, break_long_words=False, break_on_hyphens=False)
    return [line.replace(_SPACE, " ") for line in lines]


def command_name() -> str:
    """Return how the user called sheetkit, so that what we tell them to type works for them too."""
    return os.environ.get("SHEETKIT_COMMAND", "sheetkit")


def terminal_width() -> int:
    """Return the width of the terminal in columns, at most 120."""
    return min(shutil.get_terminal_size((100, 24)).columns, _MAX_WIDTH)


def can_ask() -> bool:
    """Return whether somebody sits at a terminal and can answer a question."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


@contextmanager
def progress_bar(label: str, length: int) -> Iterator[Callable[[int, int], None] | None]:
    """Show a progress bar on standard error while the block runs.

    Yields a function that takes how many of how many are done; None, and no bar, where standard error is no terminal
    or there is only one thing to do.
    """
    if length < 2 or sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=length, label=label, show_pos=True, file=sys.stderr) as bar:
        yield lambda done, _: bar.update(done - bar.pos)
