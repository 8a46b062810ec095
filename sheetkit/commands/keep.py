"""The command `keep`: a copy of a document beside the log, before the document leaves."""

from pathlib import Path

import click

from sheetkit.commands.edited import clock, edit_options, print_receipt
from sheetkit.commands.usage import Command
from sheetkit.text import single_line


@click.command(cls=Command)
@click.argument("log", metavar="LOG", help="The log to write into (.xlsx).")
@click.argument("id_", metavar="ID", help="The line's ID, such as H-0007.")
@click.argument("document", metavar="FILE", help="The file of which a copy is to be kept.")
@edit_options
def keep(log: str, id_: str, document: str, sheet: str | None, dry_run: bool, as_json: bool) -> int:
    """Keep a verified copy of a file in a folder beside the log, and enter where it is."""
    from sheetkit.edit.actions import check_line
    from sheetkit.edit.apply import apply_edits
    from sheetkit.edit.keep import keep_copy, kept_cells, plan_copy
    from sheetkit.edit.open_log import open_log

    now, source = clock(), Path(document)
    with open_log(Path(log), sheet) as opened:
        row = opened.row_of(id_)
        copy = plan_copy(opened, opened.id_of(row), source)
        edits = kept_cells(opened, row, source, copy)
        check_line(opened, row, edits, now)
        if not dry_run:
            apply_edits(opened, edits, now, dry_run=True)  # refuses what cannot be entered before anything is copied
            keep_copy(opened, source, copy)
        receipt = apply_edits(opened, edits, now, dry_run=dry_run)
        title = opened.title(row)
    what = "is kept as" if copy.is_new else "was kept already, as"
    note = f"{single_line(source.name)} {what} {single_line(copy.name)} (SHA-256 {copy.sha256})."
    print_receipt("keep", receipt._replace(notes=(note,)), {row: title}, dry_run=dry_run, as_json=as_json)
    return 0
