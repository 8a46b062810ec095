"""What `adopt` and `upgrade` say and write about the lines that they carry into a new log."""

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

_MAX_REASONS = 100  # reasons shown on the terminal; --dry-run shows all


def left_out_lines(carried: "CarriedContents", *, all_of_them: bool) -> Iterator[str]:
    """Yield what cannot be carried over as it is: all of it, or the first of many reasons."""
    reasons = carried.left_out
    shown = reasons if all_of_them else reasons[:_MAX_REASONS]
    if shown:
        yield "These could not be carried over as they were:"
    yield from (f"  {reason}" for reason in shown)
    if len(shown) < len(reasons):
        yield f"  and {len(reasons) - len(shown):,} more, in the file that is named below"


def done_lines(target: Path, carried: "CarriedContents", cell_list: Path | None) -> Iterator[str]:
    """Yield where the new log and the list of cells are, what the log holds, and what to do next."""
    lines = pluralize(carried.lines, "line")
    yield f"{single_line(str(target))} is ready: {lines} carried over, room for {carried.rows:,} in all."
    if cell_list:
        yield f"{single_line(str(cell_list))} names each cell that could not be carried over."
    yield f"To see what needs a second look, run: {command_name()} check {shell_argument(str(target))}"


def write_cell_list(log: Path, carried: "CarriedContents") -> Path | None:
    """Write a CSV file beside the log with each cell that could not be carried over as it was, and the reason.

    Returns its path, or None and writes nothing where the terminal shows all of them.
    """
    from sheetkit.ooxml.references import cell_name
    from sheetkit.ooxml.writer.atomic_file import unused_name, write_content

    if len(carried.left_out) <= _MAX_REASONS and not carried.not_carried.only_counts_some:
        return None
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
