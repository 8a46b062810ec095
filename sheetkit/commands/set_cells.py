"""The command `set`: any columns of one line."""

from pathlib import Path

import click

from sheetkit.commands.edited import clock, edit_options, print_receipt
from sheetkit.commands.usage import Command


@click.command(cls=Command, name="set")
@click.argument("log", metavar="LOG", help="The log to write into (.xlsx).")
@click.argument("id_", metavar="ID", help="The line's ID, such as H-0007.")
@click.argument(
    "assignments",
    nargs=-1,
    required=True,
    metavar='"HEADING=VALUE"...',
    help='What to enter, such as "Now expected=+3d"; "Notes=" clears the cell.',
)
@edit_options
def set_(log: str, id_: str, assignments: tuple[str, ...], sheet: str | None, dry_run: bool, as_json: bool) -> int:
    """Change columns of one line. Nothing else in the file is changed."""
    from sheetkit.edit.actions import set_cells
    from sheetkit.edit.apply import apply_edits
    from sheetkit.edit.open_log import open_log

    now = clock()
    with open_log(Path(log), sheet) as opened:
        edits = set_cells(opened, id_, assignments, now)
        receipt = apply_edits(opened, edits, now, dry_run=dry_run)
        titles = {edit.row: opened.title(edit.row) for edit in edits}
    print_receipt("set", receipt, titles, dry_run=dry_run, as_json=as_json)
    return 0
