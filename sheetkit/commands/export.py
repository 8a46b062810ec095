"""The command `export`: the review's frame for other programs."""

from functools import partial
from pathlib import Path

import click

from sheetkit.commands.console import print_lines, terminal_width
from sheetkit.commands.logs import named_logs, read_all
from sheetkit.commands.moment import as_of_moment
from sheetkit.commands.usage import Command
from sheetkit.text import pluralize, single_line


@click.command(cls=Command)
@click.argument(
    "logs", nargs=-1, required=True, metavar="LOG...", help="A log (.xlsx), a folder of logs, or several of them."
)
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    help="The file to write: .csv, .json, .md (a to-do list) or .parquet.",
)
@click.option("--as-of", metavar="DATE", help="As of this moment: 2026-11-23 or 2026-11-23T17:00.")
@click.option("--force", is_flag=True, help="Replace the file if there is one, but no log.")
def export(logs: tuple[str, ...], output: str, as_of: str | None, force: bool) -> int:
    """Write the review's lines for a notebook, a dashboard or a to-do list. The log itself is only read."""
    from sheetkit.export.write import check_format, write_export
    from sheetkit.report.terminal import wrapped
    from sheetkit.review.build import combine, review_log

    target = Path(output)
    check_format(target)
    moment = as_of_moment(as_of)
    named = named_logs(logs)
    read, failed = read_all(named.paths, partial(review_log, as_of=moment))
    review = combine(read, moment, failed)
    note = write_export(review, target, force=force)
    width = terminal_width()
    for failure in failed:
        print_lines(wrapped("Not read: ", failure.reason, width))
    if target.suffix.lower() == ".md":
        held = f"{pluralize(len(review.tasks), 'thing')} to do"
    else:
        held = pluralize(len(review.frame), "line")
    print_lines(wrapped("", f"{single_line(str(target))} holds {held}.", width))
    if note:
        print_lines(wrapped("", note, width))
    return 0
