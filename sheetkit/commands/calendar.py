"""The command `calendar`: due dates and checkpoints for a calendar program."""

from collections.abc import Iterator
from datetime import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sheetkit.commands.console import command_name, print_lines, terminal_width
from sheetkit.commands.logs import named_logs, read_all
from sheetkit.commands.moment import as_of_moment
from sheetkit.commands.parameters import ALARM
from sheetkit.commands.usage import Command
from sheetkit.errors import SheetkitError
from sheetkit.text import pluralize, shell_argument, single_line, unique_file_names

if TYPE_CHECKING:
    from sheetkit.calendar_file.write import Written

_SUFFIX = ".ics"


@click.command(cls=Command)
@click.argument(
    "logs", nargs=-1, required=True, metavar="LOG...", help="A log (.xlsx), a folder of logs, or several of them."
)
@click.option("-o", "--output", metavar="FILE", help="The calendar file (default: LOG-calendar.ics beside the log).")
@click.option("--person", metavar="NAME", help="What one person has, and nobody else's lines.")
@click.option(
    "--alarm",
    type=ALARM,
    default="09:00",
    metavar="TIME",
    help="When a reminder rings on the day: 09:00 (the default) or another time, or none.",
)
@click.option("--todo", is_flag=True, help="Write to-dos instead of events, for programs that take them.")
@click.option("--as-of", metavar="DATE", help="The calendar as of this moment: 2026-11-23 or 2026-11-23T17:00.")
@click.option("--force", is_flag=True, help="Replace whatever file has the calendar's name, but no log.")
def calendar(
    logs: tuple[str, ...],
    output: str | None,
    person: str | None,
    alarm: time | None,
    todo: bool,
    as_of: str | None,
    force: bool,
) -> int:
    """Write due dates and checkpoints of what is out as a calendar file. The log itself is only read.

    Run it again over the same file and entries move, change and go as the log does.
    """
    from sheetkit.calendar_file.components import EVENT, TO_DO
    from sheetkit.calendar_file.entries import copies_note
    from sheetkit.calendar_file.write import write_calendar
    from sheetkit.report.terminal import wrapped
    from sheetkit.review.build import combine, review_log
    from sheetkit.review.people import find_person, for_person

    moment = as_of_moment(as_of)
    named = named_logs(logs)
    read, failed = read_all(named.paths, partial(review_log, as_of=moment))
    review = combine(read, moment, failed)
    if person is not None:
        review = for_person(review, find_person(review, person))
    stem = named.paths[0].stem if len(named.paths) == 1 else "team"
    name = f"{stem}-{'to-do' if todo else 'calendar'}"
    if review.person:
        name += f"-{unique_file_names([review.person])[review.person]}"
    target = _target(output, named.folder, name)
    written = write_calendar(review, target, TO_DO if todo else EVENT, alarm, force=force)
    width = terminal_width()
    for failure in failed:
        print_lines(wrapped("Not read: ", f"{failure.reason} Its entries stay as they were.", width))
    if note := copies_note([one.log for one in review.logs]):
        print_lines(wrapped("", note, width))
    checks = " ".join(shell_argument(str(path)) for path in named.paths[:3])
    for line in _lines(written, str(target), f"{command_name()} check {checks}"):
        print_lines(wrapped("", line, width))
    return 0


def _target(output: str | None, folder: Path, name: str) -> Path:
    """Return where the calendar goes: beside the log, or where it was asked for."""
    if output is None:
        return folder / f"{name}{_SUFFIX}"
    path = Path(output)
    if path.is_dir():
        return path / f"{name}{_SUFFIX}"
    if path.suffix.lower() == _SUFFIX:
        return path
    if path.suffix.lower() in (".xlsx", ".ical", ".ifb", ".csv", ".vcs"):
        raise SheetkitError(f"--output {output!r} is no calendar file: let its name end with {_SUFFIX}.")
    return path.with_name(f"{path.name}{_SUFFIX}")


def _lines(written: "Written", target: str, check: str) -> Iterator[str]:
    """Yield what became of the calendar."""
    held = f"{pluralize(written.due, 'due date')} and {pluralize(written.checkpoints, 'checkpoint')}"
    if not written.due + written.checkpoints:
        held = "nothing, since nothing with a date is out"
    if written.is_same:
        yield f"{single_line(target)} is as it was: {held}."
    else:
        changes = [
            f"{number:,} {what}"
            for number, what in (
                (written.new, "new"),
                (written.changed, "changed"),
                (written.cancelled, "cancelled"),
            )
            if number
        ]
        told = f" ({', '.join(changes)})" if changes else ""
        yield f"{single_line(target)} holds {held}{told}."
    if written.undated:
        lines, have = pluralize(written.undated, "line"), "has" if written.undated == 1 else "have"
        yield f"{lines} that {'is' if written.undated == 1 else 'are'} out {have} no due date; to see which: {check}"
