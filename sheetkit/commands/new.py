"""The command `new`: make a blank log."""

from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

import click

from sheetkit.commands.console import command_name, print_lines
from sheetkit.commands.output_path import workbook_path
from sheetkit.commands.parameters import OneOf, WholeNumber
from sheetkit.commands.usage import Command
from sheetkit.text import pluralize, shell_argument, single_line


@click.command(cls=Command)
@click.argument(
    "path", default="handoff-log.xlsx", metavar="[PATH]", help="The log to make (default: handoff-log.xlsx)."
)
@click.option("--rows", type=WholeNumber(500), metavar="N", help="Lines to fill in (default: the template's, 200).")
@click.option("--template", metavar="FILE", help="A template of your own (TOML).")
@click.option("--identity", type=click.UUID, metavar="UUID", help="What the log is known by (default: a new one).")
@click.option("--paper", type=OneOf(["A4", "Letter"]), help="What you print on (default: A4).")
def new(path: str, rows: int | None, template: str | None, identity: UUID | None, paper: str | None) -> int:
    """Make a blank log. Never overwrites a file."""
    from sheetkit.log.create.contents import Contents
    from sheetkit.log.create.log_sheet import create_log
    from sheetkit.ooxml.writer.page_setup import PAPER
    from sheetkit.template.store import from_file, shipped

    design = from_file(Path(template)) if template else shipped()
    target = workbook_path(path)
    contents = Contents(identity=str(identity or uuid4()), text_settings={PAPER: paper} if paper else {})
    lines = create_log(target, design, datetime.now().date(), rows, contents)
    weekly = f"{command_name()} review {shell_argument(str(target))}"
    print_lines([f"{single_line(str(target))} is ready, with {pluralize(lines, 'line')} to fill in."])
    print_lines([f"Once a week, run: {weekly}"])
    return 0
