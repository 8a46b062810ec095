"""The command `explain`: a flag, problem, column or setting in plain words."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sheetkit.commands.console import command_name, print_lines, terminal_width
from sheetkit.commands.parameters import TEMPLATE
from sheetkit.commands.usage import Command
from sheetkit.text import shell_argument

if TYPE_CHECKING:
    from sheetkit.template.model import Template


@click.command(cls=Command)
@click.argument("name", required=False, metavar="[NAME]", help="Such as overdue, date-as-text or 'Expected back'.")
@click.option("--log", metavar="LOG", help="Explain what this log means by it, which may have a template of its own.")
@TEMPLATE
def explain(name: str | None, log: str | None, template: str | None) -> int:
    """Explain a flag, a problem, a column or a setting. Without a NAME, list them all."""
    from sheetkit.report.explain import explain_lines, list_lines
    from sheetkit.template.store import DEFAULT, find_template

    if log is not None and template is not None:
        raise click.UsageError("Use either --log or --template, not both.")
    command = f"{command_name()} explain"
    if log is not None:
        design, command = _template_of(Path(log)), f"{command} --log {shell_argument(log)}"
    else:
        design = find_template(template or DEFAULT)
        command += f" --template {shell_argument(template)}" if template else ""
    if name is None:
        print_lines(list_lines(design, command, terminal_width()))
    else:
        print_lines(explain_lines(name, design, command))
    return 0


def _template_of(path: Path) -> "Template":
    """Return the template with which a log is read. Raises UnreadableError."""
    from sheetkit.log.read.stamp import choose_template, refuse_reviews
    from sheetkit.ooxml.reader.workbook import open_workbook

    with open_workbook(path) as workbook:
        refuse_reviews(workbook)
        return choose_template(workbook).template
