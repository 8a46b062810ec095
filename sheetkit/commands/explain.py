"""The command `explain`: a flag, problem, column or setting in plain words."""

import click

from sheetkit.commands.console import command_name, print_lines, terminal_width
from sheetkit.commands.usage import Command


@click.command(cls=Command)
@click.argument("name", required=False, metavar="[NAME]", help="Such as overdue, date-as-text or 'Expected back'.")
def explain(name: str | None) -> int:
    """Explain a flag, a problem, a column or a setting. Without a NAME, list them all."""
    from sheetkit.report.explain import explain_lines, list_lines
    from sheetkit.template.store import shipped

    if name is None:
        print_lines(list_lines(shipped(), command_name(), terminal_width()))
    else:
        print_lines(explain_lines(name, shipped(), command_name()))
    return 0
