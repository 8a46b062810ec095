"""What is told after `adopt` and `upgrade` carried lines into a new log."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sheetkit.commands.console import command_name
from sheetkit.text import pluralize, shell_argument, single_line

if TYPE_CHECKING:
    from sheetkit.log.carry.cells import CarriedContents


_MAX_REASONS = 100  # that are told without --dry-run


def left_out_lines(carried: "CarriedContents", *, all_of_them: bool) -> Iterator[str]:
    """Yield what cannot be carried over as it is: all of it, or the first of many."""
    reasons = carried.left_out
    if reasons:
        yield "These could not be carried over as they were:"
    for reason in reasons if all_of_them else reasons[:_MAX_REASONS]:
        yield f"  {reason}"
    if not all_of_them and len(reasons) > _MAX_REASONS:
        yield f"  and {len(reasons) - _MAX_REASONS:,} more (the same command with --dry-run lists all)"


def done_lines(target: Path, carried: "CarriedContents") -> Iterator[str]:
    """Yield where the new log is, what it holds, and what to do next."""
    lines = pluralize(carried.lines, "line")
    yield f"{single_line(str(target))} is ready: {lines} carried over, room for {carried.rows:,} in all."
    yield f"To see what needs a second look, run: {command_name()} check {shell_argument(str(target))}"
