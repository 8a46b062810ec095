"""The command `week`: everything that a week needs, in one run. A part that fails does not stop the others."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import click

from sheetkit.commands.console import print_lines
from sheetkit.commands.outcome import exit_code
from sheetkit.commands.parameters import AS_OF
from sheetkit.commands.usage import Command
from sheetkit.errors import SheetkitError
from sheetkit.text import did_you_mean, natural_list, quote


class Part(NamedTuple):
    """A part of the week: its name, and a function that runs it with the logs and the options about the moment."""

    name: str
    run: Callable[[list[str], list[str]], int]


def _check(logs: list[str], moment: list[str]) -> int:
    from sheetkit.commands.check import check
    from sheetkit.commands.logs import named_logs

    return _run(check, [*map(str, named_logs(logs).paths), *moment])


def _review(logs: list[str], moment: list[str]) -> int:
    from sheetkit.commands.review import review

    return _run(review, [*logs, *moment, "--html"])


def _calendar(logs: list[str], moment: list[str]) -> int:
    from sheetkit.commands.calendar import calendar

    return _run(calendar, [*logs, *moment])


def _remind(logs: list[str], moment: list[str]) -> int:
    from sheetkit.commands.remind import remind

    return _run(remind, [*logs, *moment])


def _run(command: click.Command, arguments: list[str]) -> int:
    code: int = command.main(arguments, prog_name=str(command.name), standalone_mode=False)
    return code


# In the order in which they are run.
PARTS = (Part("check", _check), Part("review", _review), Part("calendar", _calendar), Part("remind", _remind))


@click.command(cls=Command)
@click.argument("logs", nargs=-1, required=True, metavar="LOG...", help="The log (.xlsx), or several.")
@AS_OF
@click.option("--skip", metavar="PART,...", help=f"Leave out parts: {natural_list(part.name for part in PARTS)}.")
def week(logs: tuple[str, ...], as_of: str | None, skip: str | None) -> int:
    """Check the log, review it, bring the calendar up to date and draft the reminders: all that a week needs."""
    from sheetkit.commands.moment import as_of_moment

    moment = as_of_moment(as_of).isoformat()  # one moment for all parts, however long they take
    codes = {}
    for part in _parts(skip):
        print_lines([f"-- {part.name} --"])
        codes[part.name] = exit_code(partial(part.run, list(logs), ["--as-of", moment]))
        print_lines([""])
    print_lines([_summary(codes)])
    return max(codes.values(), default=0)


def _parts(skip: str | None) -> Sequence[Part]:
    """Return the parts that are not to be left out. Raises SheetkitError for one that is not known."""
    names = [name.strip() for name in (skip or "").split(",") if name.strip()]
    known = [part.name for part in PARTS]
    for name in names:
        if name not in known:
            raise SheetkitError(
                f"--skip: there is no part {quote(name)}{did_you_mean(name, known)}. The parts are "
                f"{natural_list(known)}."
            )
    return [part for part in PARTS if part.name not in names]


def _summary(codes: Mapping[str, int]) -> str:
    """Return what became of each part, in one sentence."""
    kinds = ("done", "found something to put right", "failed")
    said = [
        f"{natural_list(names)} {words}"
        for code, words in enumerate(kinds)
        if (names := [name for name, one in codes.items() if one == code])
    ]
    return f"The week: {'; '.join(said) or 'nothing was asked for'}."
