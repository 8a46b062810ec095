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

_MAX_REASONS = 100  # that are told on the terminal; --dry-run tells all


def left_out_lines(carried: "CarriedContents", *, all_of_them: bool) -> Iterator[str]:
    """Yield what cannot be carried over as it is: all of it, or the first of many."""
    reasons = carried.left_out
    if reasons:
        yield "These could not be carried over as they were:"
    for reason in reasons if all_of_them else reasons[:_MAX_REASONS]:
        yield f"  {reason}"
    if not all_of_them and len(reasons) > _MAX_REASONS:
        yield f"  and {len(reasons) - _MAX_REASONS:,} more, in the file that is named below"


def done_lines(target: Path, carried: "CarriedContents") -> Iterator[str]:
    """Yield where the new log is, what it holds, and what to do next.

    What is too much for the terminal is listed in a file beside the log, which is written here.
    """
    lines = pluralize(carried.lines, "line")
    yield f"{single_line(str(target))} is ready: {lines} carried over, room for {carried.rows:,} in all."
    if len(carried.left_out) > _MAX_REASONS or carried.not_carried.only_counts_some:
        yield f"{single_line(str(_write_cell_list(target, carried)))} names each cell that could not be carried over."
    yield f"To see what needs a second look, run: {command_name()} check {shell_argument(str(target))}"


def _write_cell_list(log: Path, carried: "CarriedContents") -> Path:
    """Write each cell that could not be carried over as it was, with the reason, as CSV; return the path."""
    from sheetkit.ooxml.references import cell_name
    from sheetkit.ooxml.writer.atomic_file import unused_name
    from sheetkit.target import write_content

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["Cell in the old file", "What could not be carried over as it was"])
    for reason, columns in carried.not_carried.cells_by_reason.items():
        cells = sorted({(row, column) for column, rows in columns.items() for row in rows})
        writer.writerows([cell_name(*cell), guard_formula(reason)] for cell in cells)
    path = log.with_name(f"{log.stem}-not-carried-over.csv")
    path = Path(unused_name(path)) if os.path.lexists(path) else path
    write_content(path, out.getvalue().encode("utf-8-sig"))
    return path
