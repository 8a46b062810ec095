"""The command `new`: make a blank log, of a template that comes with sheetkit or of one's own."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID, uuid4

import click

from sheetkit.commands.console import command_name, print_lines
from sheetkit.commands.output_path import workbook_path
from sheetkit.commands.parameters import TEMPLATE, WholeNumber
from sheetkit.commands.usage import Command
from sheetkit.text import pluralize, shell_argument, single_line


@click.command(cls=Command)
@click.argument("path", required=False, metavar="[PATH]", help="The log to make (default: handoff-log.xlsx).")
@click.option("--rows", type=WholeNumber(500), metavar="N", help="Lines to fill in (default: the template's, 200).")
@TEMPLATE
@click.option("--list", "lists", is_flag=True, help="List the templates that come with sheetkit; make nothing.")
@click.option("--identity", type=click.UUID, metavar="UUID", help="What the log is known by (default: a new one).")
def new(path: str | None, rows: int | None, template: str | None, lists: bool, identity: UUID | None) -> int:
    """Make a blank log. Never overwrites a file."""
    from sheetkit.log.create.contents import Contents
    from sheetkit.log.create.log_sheet import create_log
    from sheetkit.template.store import DEFAULT, borrowed_name, find_template

    if lists:
        print_lines(_list_lines())
        return 0
    design = find_template(template or DEFAULT)
    target = workbook_path(path or f"{design.name.removesuffix('-log')}-log.xlsx")
    lines = create_log(target, design, datetime.now().date(), rows, Contents(identity=str(identity or uuid4())))
    weekly = f"{command_name()} review {shell_argument(str(target))}"
    print_lines([f"{single_line(str(target))} is ready, with {pluralize(lines, 'line')} to fill in."])
    print_lines(filter(None, [borrowed_name(design)]))
    print_lines([f"Once a week, run: {weekly}"])
    return 0


def _list_lines() -> Iterator[str]:
    """Yield each template that comes with sheetkit, and the line that makes a log of it."""
    from sheetkit.template.store import DEFAULT, shipped, shipped_names

    width = max(map(len, shipped_names()))
    for name in shipped_names():
        usual = " (the usual one)" if name == DEFAULT else ""
        yield f"{name:<{width}}  {shipped(name).description}{usual}"
    yield f"To make a log of one: {command_name()} new --template {shipped_names()[-1]}"
