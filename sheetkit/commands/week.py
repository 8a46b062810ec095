"""The command `week`: everything that a week needs, in one run. A part that fails does not stop the others."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import click

from sheetkit.commands.console import print_error, print_lines
from sheetkit.commands.logs import Reading, read_reviews
from sheetkit.commands.outcome import FAILED, exit_code
from sheetkit.commands.parameters import LOGS, looks_at_logs, parse_names
from sheetkit.commands.usage import Command
from sheetkit.errors import SheetkitError
from sheetkit.text import natural_list

if TYPE_CHECKING:
    from sheetkit.log.read.options import ReadOptions


class Part(NamedTuple):
    """A part of the week: its name, and a function that runs it for the logs and returns an exit code."""

    name: str
    run: Callable[[Reading], int]


def _check(reading: Reading) -> int:
    from sheetkit.commands.check import show_problems, with_kept_copies

    for unread in reading.failed:
        print_error(unread.reason)
    logs = with_kept_copies([log_review.log for log_review in reading.logs])
    show_problems(logs)
    if reading.failed:
        return FAILED
    return 1 if any(log.problems.at_or_above("error") for log in logs) else 0


def _review(reading: Reading) -> int:
    from sheetkit.commands.review import make_review

    return make_review(reading, as_html=True)


def _calendar(reading: Reading) -> int:
    from sheetkit.commands.calendar import make_calendar

    return make_calendar(reading)


def _remind(reading: Reading) -> int:
    from sheetkit.commands.remind import draft_reminders

    return draft_reminders(reading)


# In the order in which they are run.
PARTS = (Part("check", _check), Part("review", _review), Part("calendar", _calendar), Part("remind", _remind))


@click.command(cls=Command)
@LOGS
@click.option("--skip", metavar="PART,...", help=f"Leave out parts: {natural_list(part.name for part in PARTS)}.")
@looks_at_logs
def week(logs: tuple[str, ...], skip: str | None, moment: datetime, options: "ReadOptions") -> int:
    """Check the log, review it (for a phone too), write its calendar and draft the reminders, in one run."""
    skipped = parse_names("--skip", skip, "part", [part.name for part in PARTS])
    parts = [part for part in PARTS if part.name not in skipped]
    try:
        reading = read_reviews(logs, moment, options)  # once for all parts
    except SheetkitError as error:
        print_error(str(error))
        print_lines([_summary({part.name: FAILED for part in parts})])
        return FAILED
    codes = {}
    for part in parts:
        print_lines([f"-- {part.name} --"])
        codes[part.name] = exit_code(partial(part.run, reading))
        print_lines([""])
    print_lines([_summary(codes)])
    return max(codes.values(), default=0)


def _summary(codes: Mapping[str, int]) -> str:
    """Return what became of each part, in one sentence."""
    kinds = ("done", "found something to correct", "failed")
    clauses = [
        f"{natural_list(names)} {words}"
        for code, words in enumerate(kinds)
        if (names := [name for name, part_code in codes.items() if part_code == code])
    ]
    return f"The week: {'; '.join(clauses) or 'nothing was asked for'}."
