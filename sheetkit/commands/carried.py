"""What is told after `adopt` and `upgrade` carried lines into a new log."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sheetkit.commands.console import command_name
from sheetkit.text import pluralize, shell_argument, single_line

if TYPE_CHECKING:
    from sheetkit.log.carry.cells import CarriedContents


def left_out_lines(carried: "CarriedContents") -> Iterator[str]:
    """Yield what could not be carried over as it was."""
    if carried.left_out:
        yield "These could not be carried over as they were:"
        for line in carried.left_out:
            yield f"  {line}"


def done_lines(target: Path, carried: "CarriedContents") -> Iterator[str]:
    """Yield where the new log is, what it holds, and what to do next."""
    lines = pluralize(carried.lines, "line")
    yield f"{single_line(str(target))} is ready: {lines} carried over, room for {carried.rows:,} in all."
    yield f"To see what needs a second look, run: {command_name()} check {shell_argument(str(target))}"
