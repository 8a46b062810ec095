"""The command `done`: lines that are back and settled."""

from pathlib import Path

import click

from sheetkit.commands.edited import DATES, clock, edit_options, print_receipt
from sheetkit.commands.usage import Command


@click.command(cls=Command)
@click.argument("log", metavar="LOG", help="The log to write into (.xlsx).")
@click.argument("ids", nargs=-1, required=True, metavar="ID...", help="The line's ID, such as H-0007, or several.")
@click.option("--returned", metavar="DATE", help=f"The day it came back (default: today): {DATES}.")
@edit_options
def done(log: str, ids: tuple[str, ...], returned: str | None, sheet: str | None, dry_run: bool, as_json: bool) -> int:
    """Set lines to Done, and enter the day they came back. Nothing else in the file is changed."""
    from sheetkit.edit.actions import done_lines
    from sheetkit.edit.apply import apply_edits
    from sheetkit.edit.open_log import open_log

    now = clock()
    with open_log(Path(log), sheet) as opened:
        edits = done_lines(opened, [opened.row_of(id_) for id_ in ids], returned, now)
        receipt = apply_edits(opened, edits, now, dry_run=dry_run)
        titles = {edit.row: opened.title(edit.row) for edit in edits}
    print_receipt("done", receipt, titles, dry_run=dry_run, as_json=as_json)
    return 0
