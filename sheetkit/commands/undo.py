"""The command `undo`: take back the last change that sheetkit made to a log."""

from pathlib import Path

import click

from sheetkit.commands.edited import edit_options, print_receipt
from sheetkit.commands.usage import Command
from sheetkit.text import single_line


@click.command(cls=Command)
@click.argument("log", metavar="LOG", help="The log to write into (.xlsx).")
@edit_options
def undo(log: str, sheet: str | None, dry_run: bool, as_json: bool) -> int:
    """Undo what `add`, `done`, `set`, `keep`, `walk` or `collect` entered last.

    A copy that was kept stays where it is.
    """
    from sheetkit.edit.open_log import open_log
    from sheetkit.edit.undo import undo_last

    with open_log(Path(log), sheet) as opened:
        receipt, when = undo_last(opened, dry_run=dry_run)
    rows = dict.fromkeys(cell.row for cell in receipt.cells)
    ids = {cell.row: cell.id or f"Row {cell.row}" for cell in receipt.cells}
    titles = {row: f"{single_line(ids[row])}, undo of what was entered on {when:%Y-%m-%d at %H:%M}:" for row in rows}
    print_receipt("undo", receipt, titles, dry_run=dry_run, as_json=as_json)
    return 0
