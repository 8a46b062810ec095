"""The command `add`: a new line in the log."""

from pathlib import Path

import click

from sheetkit.commands.console import command_name
from sheetkit.commands.edited import DATES, clock, edit_options, print_receipt
from sheetkit.commands.usage import Command
from sheetkit.errors import SheetkitError
from sheetkit.text import single_line


@click.command(cls=Command)
@click.argument("log", metavar="LOG", help="The log to write into (.xlsx).")
@click.argument("item", metavar="ITEM", help="What you hand off, in words you will know again in a month.")
@click.option("--to", "person", required=True, metavar="NAME", help="The one person it goes to.")
@click.option("--due", required=True, metavar="DATE", help=f"The day it is expected back: {DATES}.")
@click.option("--handed-off", default="today", metavar="DATE", help="The day it left you (default: today).")
@click.option("--checkpoint", metavar="DATE", help="The day they tell you how far they are.")
@click.option("--kind", metavar="K", help="One of the log's kinds.")
@click.option("--document", metavar="D", help="The paper or file that goes with it.")
@click.option("--set", "assignments", multiple=True, metavar='"HEADING=VALUE"', help="Any other column; repeatable.")
@edit_options
def add(
    log: str,
    item: str,
    person: str,
    due: str,
    handed_off: str,
    checkpoint: str | None,
    kind: str | None,
    document: str | None,
    assignments: tuple[str, ...],
    sheet: str | None,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Enter a hand-off into the first blank line of the log. Nothing else in the file is changed."""
    from sheetkit.edit.actions import new_line
    from sheetkit.edit.apply import apply_edits
    from sheetkit.edit.columns import DOCUMENT, KIND
    from sheetkit.edit.open_log import open_log

    now = clock()
    with open_log(Path(log), sheet) as opened:
        roles = opened.template.roles
        values = {
            opened.number(roles.item): item,
            opened.number(roles.person): person,
            opened.number(roles.start): handed_off,
            opened.number(roles.promise or roles.due): due,
        }
        others = {"checkpoint": (roles.checkpoint, checkpoint), "kind": (KIND, kind), "document": (DOCUMENT, document)}
        for option, (name, text) in others.items():
            if text is None:
                continue
            if name not in opened.template.by_name:
                raise SheetkitError(
                    f"{Path(log).name!r} has no column for --{option}, since its template is {opened.template.name!r}: "
                    'leave that out, or name a column that it has: --set "Heading=value".'
                )
            values[opened.number(name)] = text
        edits, new_row = new_line(opened, values, assignments, now, command_name())
        receipt = apply_edits(opened, edits, now, new_row=new_row, dry_run=dry_run)
        row = edits[0].row
        name = next((cell.id for cell in receipt.cells), "") or "The line"
    print_receipt(
        "add",
        receipt,
        {row: f"{single_line(name)} is in row {row} of {single_line(Path(log).name)}:"},
        dry_run=dry_run,
        as_json=as_json,
    )
    return 0
