"""The command `calendar`: due dates and checkpoints for a calendar program."""

import glob
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sheetkit.commands.console import command_name, print_lines, print_wrapped
from sheetkit.commands.logs import Reading, read_and_name
from sheetkit.commands.parameters import ALARM, LOGS, looks_at_logs
from sheetkit.commands.usage import Command
from sheetkit.errors import SheetkitError
from sheetkit.text import pluralize, shell_argument, single_line, unique_file_names

if TYPE_CHECKING:
    from sheetkit.calendar_file.write import CalendarSummary
    from sheetkit.log.read.options import ReadOptions
    from sheetkit.review.model import Review

_SUFFIX = ".ics"
_MAX_NAMED = 3  # logs in a command to paste
USUAL_ALARM = time(9)


@click.command(cls=Command)
@LOGS
@click.option("-o", "--output", metavar="FILE", help="The calendar file (default: LOG-calendar.ics beside the log).")
@click.option("--person", metavar="NAME", help="Only what one person has.")
@click.option(
    "--alarm",
    type=ALARM,
    default="09:00",
    metavar="TIME",
    help="When a reminder rings on the day: 09:00 (the default) or another time, or none.",
)
@click.option("--todo", is_flag=True, help="Write to-dos instead of events, for programs that take them.")
@looks_at_logs
@click.option("--force", is_flag=True, help="Replace any file that has the calendar's name, unless it is a log.")
def calendar(logs: tuple[str, ...], moment: datetime, options: "ReadOptions", **what_to_write: Any) -> int:
    """Write due dates and checkpoints of what is out as a calendar file. The log itself is only read.

    Run it again over the same file and entries move, change and go as the log does.
    """
    return make_calendar(read_and_name(logs, moment, options), **what_to_write)


def make_calendar(
    reading: Reading,
    *,
    output: str | None = None,
    person: str | None = None,
    alarm: time | None = USUAL_ALARM,
    todo: bool = False,
    force: bool = False,
) -> int:
    """Write the calendar of the logs, print a summary, and return the exit code."""
    from sheetkit.calendar_file.components import EVENT, TO_DO
    from sheetkit.calendar_file.write import write_calendar
    from sheetkit.review.people import for_person

    review, kind = reading.review, TO_DO if todo else EVENT
    target = _target(output, reading, "to-do" if todo else "calendar")
    if person is not None:
        name, target = _of_person(
            review, person, target, kind, is_named=bool(output) and not Path(output or "").is_dir()
        )
        review = for_person(review, name)
    summary = write_calendar(review, target, kind, alarm, force=force)
    for failed in review.failed:
        print_wrapped(f"{failed.reason} Its entries stay as they were.", "Not read: ")
    for note in review.copies_notes:
        print_wrapped(note)
    print_wrapped(_summary(summary, str(target)))
    _print_undated(review)
    return 0


def _of_person(review: "Review", person: str, target: Path, kind: str, *, is_named: bool) -> tuple[str, Path]:
    """Return a person's name, and the path of their calendar: that of an earlier one, whatever spelling it has.

    A person who has nothing left may still have an earlier calendar, whose entries are then cancelled. Raises
    SheetkitError if there is neither.
    """
    from sheetkit.calendar_file.file import is_for, parse_calendar, read_content
    from sheetkit.person_names import shown_name
    from sheetkit.review.people import find_person

    beside = sorted(target.parent.glob(f"{glob.escape(target.stem)}-*{_SUFFIX}"))

    def earlier(name: str) -> Path | None:
        for path in [target] if is_named else beside:
            calendar = parse_calendar(read_content(path))
            if calendar is not None and calendar.kind == kind and is_for(calendar, name):
                return path
        return None

    try:
        name = find_person(review, person)
    except SheetkitError:
        name = shown_name(person)
        if (path := earlier(name)) is None:
            raise
        return name, path
    usual = target if is_named else target.with_name(f"{target.stem}-{unique_file_names([name])[name]}{_SUFFIX}")
    return name, usual if usual.exists() else earlier(name) or usual


def _target(output: str | None, reading: Reading, what: str) -> Path:
    """Return the path of the calendar: beside the log, or as `output` says.

    The calendar of a folder keeps its name, however many logs the folder has: calendar programs subscribe to the name.
    """
    stem = "team" if reading.named.expanded else reading.stem
    name = f"{stem}-{what}"
    if output is None:
        return reading.named.folder / f"{name}{_SUFFIX}"
    path = Path(output)
    if path.is_dir():
        return path / f"{name}{_SUFFIX}"
    if path.suffix.lower() == _SUFFIX:
        return path
    if path.suffix.lower() in (".xlsx", ".ical", ".ifb", ".csv", ".vcs"):
        raise SheetkitError(f"--output {output!r} is not a calendar file: let its name end with {_SUFFIX}.")
    return path.with_name(f"{path.name}{_SUFFIX}")


def _summary(summary: "CalendarSummary", target: str) -> str:
    """Return what the calendar holds, and how it differs from the earlier one."""
    held = f"{pluralize(summary.due, 'due date')} and {pluralize(summary.checkpoints, 'checkpoint')}"
    if not summary.due + summary.checkpoints:
        held = "nothing, since nothing with a date is out"
    if summary.is_same:
        return f"{single_line(target)} is as it was: {held}."
    numbers = {"new": summary.new, "changed": summary.changed, "cancelled": summary.cancelled}
    changes = ", ".join(f"{number:,} {what}" for what, number in numbers.items() if number)
    return f"{single_line(target)} holds {held}{f' ({changes})' if changes else ''}."


def _print_undated(review: "Review") -> None:
    """Print how many hand-offs that are out have no due date, and the command that names them."""
    logs = review.frame["log"][review.frame["out"] & review.frame["due"].isna()]
    if len(logs):
        paths = [str(review.logs[log].log.path) for log in logs.unique().tolist()[:_MAX_NAMED]]
        print_wrapped(f"{pluralize(len(logs), 'line that is out has', 'lines that are out have')} no due date.")
        print_lines([f"To see which, run: {command_name()} check {' '.join(map(shell_argument, paths))}"])
