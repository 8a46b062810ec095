"""The command `week`: everything that a week needs, in one run. A part that fails does not stop the others."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import click

from sheetkit.commands.console import print_lines
from sheetkit.commands.outcome import exit_code
from sheetkit.commands.parameters import looks_at_logs
from sheetkit.commands.usage import Command
from sheetkit.errors import SheetkitError
from sheetkit.text import did_you_mean, natural_list, quote

if TYPE_CHECKING:
    from sheetkit.log.read.options import ReadOptions


class Part(NamedTuple):
    """A part of the week: its name, and a function that runs it with the logs and the options that all parts have."""

    name: str
    run: Callable[[list[str], list[str]], int]


def _check(logs: list[str], options: list[str]) -> int:
    from sheetkit.commands.check import check
    from sheetkit.commands.logs import named_logs

    return _run(check, [*map(str, named_logs(logs).paths), *options])


def _review(logs: list[str], options: list[str]) -> int:
    from sheetkit.commands.review import review

    return _run(review, [*logs, "--html", *options])


def _calendar(logs: list[str], options: list[str]) -> int:
    from sheetkit.commands.calendar import calendar

    return _run(calendar, [*logs, *options])


def _remind(logs: list[str], options: list[str]) -> int:
    from sheetkit.commands.remind import remind

    return _run(remind, [*logs, *options])


def _run(command: click.Command, arguments: list[str]) -> int:
    code: int = command.main(arguments, prog_name=str(command.name), standalone_mode=False)
    return code


# In the order in which they are run.
PARTS = (Part("check", _check), Part("review", _review), Part("calendar", _calendar), Part("remind", _remind))


@click.command(cls=Command)
@click.argument("logs", nargs=-1, required=True, metavar="LOG...", help="The log (.xlsx), or several, or a folder.")
@click.option("--skip", metavar="PART,...", help=f"Leave out parts: {natural_list(part.name for part in PARTS)}.")
@looks_at_logs
def week(logs: tuple[str, ...], skip: str | None, moment: datetime, options: "ReadOptions") -> int:
    """Check the log, review it (for a phone too), write its calendar and draft the reminders, in one run."""
    passed_on = ["--as-of", moment.isoformat()]  # one moment for all parts, however long they take
    passed_on += ["--sheet", options.sheet] if options.sheet else []
    passed_on += ["--encoding", options.codec] if options.codec else []
    codes = {}
    for part in _parts(skip):
        print_lines([f"-- {part.name} --"])
        codes[part.name] = exit_code(partial(part.run, list(logs), passed_on))
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
