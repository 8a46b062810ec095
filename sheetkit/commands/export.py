"""The command `export`: the review's frame as a file for other programs."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sheetkit.commands.console import print_wrapped
from sheetkit.commands.logs import read_and_name
from sheetkit.commands.parameters import LOGS, looks_at_logs
from sheetkit.commands.usage import Command
from sheetkit.text import pluralize, single_line

if TYPE_CHECKING:
    from sheetkit.log.read.options import ReadOptions


@click.command(cls=Command)
@LOGS
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    help="The file to write: .csv, .json, .md (a to-do list) or .parquet.",
)
@looks_at_logs
@click.option("--force", is_flag=True, help="Replace the file if there is one, unless it is a log.")
def export(logs: tuple[str, ...], output: str, force: bool, moment: datetime, options: "ReadOptions") -> int:
    """Write the review's lines for a notebook, a dashboard or a to-do list. The log itself is only read."""
    from sheetkit.export.write import check_format, write_export

    target = Path(output)
    check_format(target)
    review = read_and_name(logs, moment, options).review
    note = write_export(review, target, force=force)
    for failed in review.failed:
        print_wrapped(failed.reason, "Not read: ")
    if target.suffix.lower() == ".md":
        held = f"{pluralize(len(review.tasks), 'thing')} to do"
    else:
        held = pluralize(int((~review.repeated).sum()), "line")
    print_wrapped(f"{single_line(str(target))} holds {held}.")
    for note_line in (*review.copies_notes, f"{review.duplicates_note}." if review.duplicates else "", note):
        print_wrapped(note_line)
    return 0
