"""The command `check`: name every cell that cannot be right."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sheetkit.commands.console import print_error, print_lines, terminal_width
from sheetkit.commands.output_path import workbook_path
from sheetkit.commands.parameters import OneOf, looks_at_logs
from sheetkit.commands.usage import Command
from sheetkit.errors import SheetkitError, UnreadableError
from sheetkit.text import single_line

if TYPE_CHECKING:
    from sheetkit.log.read.options import ReadOptions
    from sheetkit.log.read_log import Log


@click.command(cls=Command)
@click.argument("logs", nargs=-1, required=True, metavar="LOG...", help="The log to look at (.xlsx), or several.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option(
    "--fail-on",
    type=OneOf(("error", "warning", "info")),
    default="error",
    metavar="SEVERITY",
    help="Exit with 1 when a problem is this bad or worse: error, warning or info (default: error).",
)
@looks_at_logs
@click.option("--annotate", metavar="FILE", help="Make a copy of the log with each problem on its cell.")
@click.option("--force", is_flag=True, help="Let --annotate replace any file but the log.")
def check(
    logs: tuple[str, ...],
    as_json: bool,
    fail_on: str,
    annotate: str | None,
    force: bool,
    moment: datetime,
    options: "ReadOptions",
) -> int:
    """Find what was mistyped, cell by cell. Changes nothing."""
    from sheetkit.log.read_log import read_log

    if annotate is not None and len(logs) != 1:
        raise SheetkitError("--annotate copies one log at a time: run the command once for each log.")
    read, failed = [], False
    for name in logs:
        try:
            read.append(read_log(Path(name), options=options))
        except UnreadableError as error:
            print_error(str(error))
            failed = True
    read = with_kept_copies(read)
    target = workbook_path(annotate) if annotate is not None and read else None
    if target is not None:
        from sheetkit.workbook.annotate import write_annotated

        today = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        write_annotated(read[0], target, today, force=force)
    show_problems(read, as_json=as_json)
    if target is not None:
        print_lines([f"{single_line(str(target))} shows each problem on its cell."], error=as_json)
    if failed:
        return 2
    return 1 if any(log.problems.at_or_above(fail_on) for log in read) else 0


def with_kept_copies(logs: "Sequence[Log]") -> "list[Log]":
    """Return the logs with the problems of their kept copies added."""
    from dataclasses import replace

    from sheetkit.log.check.kept_copies import check_kept_copies

    return [replace(log, problems=log.problems.with_others(check_kept_copies(log.path))) for log in logs]


def show_problems(logs: "Sequence[Log]", *, as_json: bool = False) -> None:
    """Print the problems of logs."""
    from sheetkit.report.as_json import check_document, json_parts
    from sheetkit.report.terminal import check_lines

    if as_json:
        print_lines(json_parts(check_document(logs)))
        return
    for log in logs:
        print_lines(check_lines(log, terminal_width()))
