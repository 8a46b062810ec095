"""The command `upgrade`: carry a log over into a fresh one."""

from datetime import datetime
from pathlib import Path
from uuid import uuid4

import click

from sheetkit.commands.carried import done_lines, left_out_lines, write_cell_list
from sheetkit.commands.console import print_lines
from sheetkit.commands.output_path import workbook_path
from sheetkit.commands.parameters import TEMPLATE, WholeNumber
from sheetkit.commands.usage import Command
from sheetkit.text import pluralize


@click.command(cls=Command)
@click.argument("log", metavar="LOG", help="The log to carry over (.xlsx).")
@click.option("-o", "--output", required=True, metavar="NEW", help="The new log; never overwrites.")
@click.option("--rows", type=WholeNumber(500), metavar="N", help="Lines of the new log, filled ones included.")
@TEMPLATE
@click.option("--dry-run", is_flag=True, help="Show what cannot be carried over; write nothing.")
def upgrade(log: str, output: str, rows: int | None, template: str | None, dry_run: bool) -> int:
    """Carry a log over into a fresh one: values, IDs, settings, extra columns. The log is only read."""
    from dataclasses import replace

    from sheetkit.log.carry.upgrade import carry_log
    from sheetkit.log.create.log_sheet import create_log, refuse_to_overwrite
    from sheetkit.template.store import borrowed_name, find_template

    target = workbook_path(output)
    if not dry_run:
        refuse_to_overwrite(target)
    design, carried = carry_log(Path(log), rows, find_template(template) if template else None)
    if dry_run:
        print_lines(left_out_lines(carried, all_of_them=True))
        print_lines([f"{pluralize(carried.lines, 'line')} would be carried over; nothing was written."])
        return 0
    identity = carried.contents.identity or str(uuid4())  # a log of an earlier version may have none
    create_log(target, design, datetime.now().date(), carried.rows, replace(carried.contents, identity=identity))
    print_lines(left_out_lines(carried, all_of_them=False))
    print_lines(filter(None, [borrowed_name(design)]))
    print_lines(done_lines(target, carried, write_cell_list(target, carried)))
    return 0
