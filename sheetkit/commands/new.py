"""The command `new`: make a blank log from a template that comes with sheetkit or from one's own."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import click

from sheetkit.commands.console import command_name, print_lines
from sheetkit.commands.output_path import workbook_path
from sheetkit.commands.parameters import TEMPLATE, OneOf, Week, WholeNumber
from sheetkit.commands.usage import Command
from sheetkit.errors import SheetkitError
from sheetkit.text import pluralize, shell_argument, single_line

if TYPE_CHECKING:
    from sheetkit.expression.working_days import DayOff
    from sheetkit.template.model import Template


@click.command(cls=Command)
@click.argument("path", required=False, metavar="[PATH]", help="The log to make (default: handoff-log.xlsx).")
@click.option("--rows", type=WholeNumber(500), metavar="N", help="Lines to fill in (default: the template's, 200).")
@TEMPLATE
@click.option("--list", "lists", is_flag=True, help="List the templates that come with sheetkit; make nothing.")
@click.option("--identity", type=click.UUID, metavar="UUID", help="What the log is known by (default: a new one).")
@click.option("--working-days", "week", type=Week(), metavar="DAYS", help="Days that count, such as Mon-Fri.")
@click.option("--holidays", metavar="FILE", help="Days off: a list (.csv) or a calendar (.ics).")
@click.option("--paper", type=OneOf(["A4", "Letter"]), help="What you print on (default: A4).")
def new(
    path: str | None,
    rows: int | None,
    template: str | None,
    lists: bool,
    identity: UUID | None,
    week: str | None,
    holidays: str | None,
    paper: str | None,
) -> int:
    """Make a blank log. Never overwrites a file."""
    from sheetkit.log.create.contents import Contents
    from sheetkit.log.create.log_sheet import create_log
    from sheetkit.log.read.settings import PAPER
    from sheetkit.template.store import DEFAULT, borrowed_name, find_template

    if lists:
        print_lines(_list_lines())
        return 0
    design = find_template(template or DEFAULT)
    target = workbook_path(path or f"{design.name.removesuffix('-log')}-log.xlsx")
    days_off, notes = _days_off(holidays, week, design)
    settings = _week_setting(week, design) | ({PAPER: paper} if paper else {})
    contents = Contents(identity=str(identity or uuid4()), text_settings=settings, days_off=tuple(days_off))
    lines = create_log(target, design, datetime.now().date(), rows, contents)
    weekly = f"{command_name()} review {shell_argument(str(target))}"
    print_lines([f"{single_line(str(target))} is ready, with {pluralize(lines, 'line')} to fill in."])
    print_lines(notes)
    print_lines(filter(None, [borrowed_name(design)]))
    print_lines([f"Once a week, run: {weekly}"])
    return 0


def _list_lines() -> Iterator[str]:
    """Yield each template that comes with sheetkit, and the command that makes a log from one."""
    from sheetkit.template.store import DEFAULT, shipped, shipped_names

    width = max(map(len, shipped_names()))
    for name in shipped_names():
        usual = " (the usual one)" if name == DEFAULT else ""
        yield f"{name:<{width}}  {shipped(name).description}{usual}"
    yield f"To make a log of one: {command_name()} new --template {shipped_names()[-1]}"


def _week_setting(week: str | None, template: "Template") -> dict[str, str]:
    """Return the text setting for the working days. Raises SheetkitError if the template has none."""
    if week is None:
        return {}
    if template.week_setting is None:
        raise SheetkitError(
            f"The template {template.name!r} has no setting for working days: add a [[setting]] of the type 'weekdays' "
            "to it."
        )
    return {template.week_setting.name: week}


def _days_off(path: str | None, week: str | None, template: "Template") -> tuple[list["DayOff"], list[str]]:
    """Return the days off in a file, and sentences about them."""
    from sheetkit.calendar_file.days_off import read_calendar_days
    from sheetkit.expression.working_days import YEARS
    from sheetkit.log.read.holiday_list import read_holiday_list

    if path is None:
        return [], []
    if week is None:
        raise SheetkitError("--holidays needs --working-days too: which days of the week count, as in Mon-Fri.")
    file = Path(path)
    is_calendar = file.suffix.lower() == ".ics"
    listed, notes = read_calendar_days(file) if is_calendar else read_holiday_list(file, template.yes)
    days = sorted(
        {day_off for day_off in listed if day_off.is_yearly or day_off.day.year in YEARS},
        key=lambda day_off: day_off.day,
    )
    if len(days) < len(set(listed)):
        left = pluralize(len(set(listed)) - len(days), "day")
        notes.append(f"Left out, since only days from {YEARS[0]} to {YEARS[-1]} are counted: {left}.")
    yearly = sum(day_off.is_yearly for day_off in days)
    every_year = f", {yearly:,} of them every year," if yearly else ""
    return days, [*notes, f"{pluralize(len(days), 'day')} off{every_year} on the sheet Holidays."]
