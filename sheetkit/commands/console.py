"""Print on the terminal and ask questions there. Nothing else in the package prints, except click, for help."""

import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TextIO

import click

from sheetkit.patterns import lazy_pattern
from sheetkit.report.line import Line, wrapped
from sheetkit.text import replace_unprintable, single_line

ERROR_WIDTH = 80  # columns, the usual width of a terminal
_MAX_WIDTH = 120
_QUOTED = lazy_pattern(r"(?<!\w)'[^']*'(?!\w)|(?<!\w)\"[^\"]*\"(?!\w)|`[^`]*`")
_TERMINAL_COLOURS = {
    "red": "red",
    "amber": "yellow",
    "orange": "yellow",
    "violet": "magenta",
    "blue": "blue",
    "yellow": "yellow",
    "grey": "bright_black",
    "green": "green",
    "teal": "cyan",
}
_SPACE = "\x00"  # a space at which a line is not broken; messages hold no control characters


def print_lines(lines: Iterable[str | Line], *, error: bool = False) -> None:
    """Print lines on standard output, or on standard error; in colour on a terminal that shows colours."""
    stream = sys.stderr if error else sys.stdout
    coloured = shows_colours(stream)
    for line in lines:
        text, head, colour = line if isinstance(line, Line) else Line(line)
        text = replace_unprintable(text)
        if coloured and head:
            styled = click.style(text[:head], fg=_TERMINAL_COLOURS.get(colour), bold=True)
            click.echo(styled + text[head:], file=stream, color=True)
        else:
            print(text, file=stream)


def print_wrapped(text: str, head: str = "") -> None:
    """Print a head and a text, wrapped to the terminal's width; nothing if the text is ''."""
    if text:
        print_lines(wrapped(head, text, terminal_width()))


def shows_colours(stream: TextIO | None) -> bool:
    """Return whether a stream is a terminal whose user wants colours; see https://no-color.org."""
    if stream is None or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return stream.isatty()


def print_error(message: str) -> None:
    """Print a message on standard error after `sheetkit:`, wrapped to 80 columns.

    A quoted command in it that begins with sheetkit is shown as the user calls it.
    """
    message = message.replace("`sheetkit ", f"`{command_name()} ")
    print("\n".join(wrap_message(f"sheetkit:{_SPACE}{single_line(message)}")), file=sys.stderr)  # noqa: T201


def wrap_message(message: str) -> list[str]:
    """Return a message as lines of at most 80 columns; a quoted part, which people copy, stays on one line."""
    whole = _QUOTED.sub(lambda quoted: quoted[0].replace(" ", _SPACE), message)
    lines = textwrap.wrap(whole, ERROR_WIDTH, break_long_words=False, break_on_hyphens=False)
    return [line.replace(_SPACE, " ") for line in lines]


def command_name() -> str:
    """Return how the user calls sheetkit, for commands in messages."""
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

    Yields a function that takes the numbers of things done and in all; None, without a bar, if standard error is no
    terminal or there is only one thing to do.
    """
    if length < 2 or sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=length, label=label, show_pos=True, file=sys.stderr) as bar:
        yield lambda done, _: bar.update(done - bar.pos)
