"""What is told after `adopt` and `upgrade` carried lines into a new log."""

import csv
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sheetkit.commands.console import command_name
from sheetkit.text import guard_formula, pluralize, shell_argument, single_line

if TYPE_CHECKING:
    from sheetkit.log.carry.cells import CarriedContents


def left_out_lines(carried: "CarriedContents") -> Iterator[str]:
    """Yield what could not be carried over as it was."""
    if carried.left_out:
        yield "These could not be carried over as they were:"
        for line in carried.left_out:
            yield f"  {line}"


def done_lines(target: Path, carried: "CarriedContents") -> Iterator[str]:
    """Yield where the new log is, what it holds, and what to do next.

    Where cells are too many to be named in a sentence, each is named in a file beside the log, which is written here.
    """
    lines = pluralize(carried.lines, "line")
    yield f"{single_line(str(target))} is ready: {lines} carried over, room for {carried.rows:,} in all."
    if carried.only_counted:
        path = _write_cell_list(target, carried)
        number = pluralize(sum(map(len, carried.only_counted.values())), "cell")
        yield f"{single_line(str(path))} names each of the {number} that are only counted above."
    yield f"To see what needs a second look, run: {command_name()} check {shell_argument(str(target))}"


def _write_cell_list(log: Path, carried: "CarriedContents") -> Path:
    """Write the cells that are only counted as CSV beside a log, each with the reason; return the file's path."""
    from sheetkit.ooxml.references import cell_name
    from sheetkit.ooxml.writer.atomic_file import unused_name
    from sheetkit.target import write_content

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["Cell in the old file", "What could not be carried over as it was"])
    for reason, cells in carried.only_counted.items():
        writer.writerows([cell_name(*cell), guard_formula(reason)] for cell in sorted(set(cells)))
    path = log.with_name(f"{log.stem}-not-carried-over.csv")
    path = Path(unused_name(path)) if os.path.lexists(path) else path
    write_content(path, out.getvalue().encode("utf-8-sig"))
    return path
