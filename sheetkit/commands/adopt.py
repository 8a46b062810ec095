"""The command `adopt`: carry a list that was kept before into a new log."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import click

from sheetkit.commands.carried import done_lines, left_out_lines, write_cell_list
from sheetkit.commands.console import can_ask, print_lines
from sheetkit.commands.output_path import workbook_path
from sheetkit.commands.parameters import ENCODING, SHEET, TEMPLATE, OneOf
from sheetkit.commands.usage import Command
from sheetkit.errors import SheetkitError
from sheetkit.text import natural_list, pluralize, shell_argument

if TYPE_CHECKING:
    from sheetkit.log.carry.adopt import OldList
    from sheetkit.log.carry.cells import CarriedContents
    from sheetkit.log.carry.match_headings import Match
    from sheetkit.template.model import Template

_HEADING_WIDTH = 40


@click.command(cls=Command)
@click.argument("old", metavar="OLD", help="The list to carry over (.xlsx, .csv, .xls, .xlsb, .ods).")
@click.option("-o", "--output", required=True, metavar="LOG", help="The new log; never overwrites.")
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar='"HEADING=COLUMN"',
    help='What a heading means, such as "Whom=handed_to"; "Whom=extra" keeps it as a column of your own.',
)
@click.option(
    "--date-order",
    type=OneOf(("DMY", "MDY")),
    metavar="ORDER",
    help="How the list means 03/04/2026: DMY or MDY (default: it is never guessed).",
)
@ENCODING
@SHEET
@TEMPLATE
@click.option("--incomplete", is_flag=True, help="Make the log even if no line has all that every line needs.")
@click.option("--dry-run", is_flag=True, help="Show what would be carried over; write nothing.")
def adopt(
    old: str,
    output: str,
    maps: tuple[str, ...],
    date_order: str | None,
    codec: str | None,
    sheet: str | None,
    template: str | None,
    incomplete: bool,
    dry_run: bool,
) -> int:
    """Carry a list from a spreadsheet or CSV into a new log: every line, every column. The list is only read."""
    from dataclasses import replace

    from sheetkit.log.carry.adopt import carry_list, find_list
    from sheetkit.log.carry.match_headings import parse_maps
    from sheetkit.log.create.log_sheet import create_log, refuse_to_overwrite
    from sheetkit.log.read.options import ReadOptions
    from sheetkit.template.store import DEFAULT, find_template

    design, target = find_template(template or DEFAULT), workbook_path(output)
    if not dry_run:
        refuse_to_overwrite(target)
    options = ReadOptions(sheet=sheet, codec=codec)
    old_list = find_list(Path(old), design, parse_maps(maps, design), date_order, options)
    asks = can_ask()
    print_lines(_mapping_lines(old_list, design, use_guesses=asks))
    if not asks:
        old_list = old_list.without_guesses()
    elif not dry_run and (old_list.guesses or not maps) and not click.confirm("Go on?"):
        raise SheetkitError('Nothing was written. Say what a heading means with --map "Their heading=item".')
    carried = carry_list(old_list, design)
    print_lines(left_out_lines(carried, all_of_them=dry_run))
    if carried.lines and not carried.complete(design) and not incomplete:
        refusal = _incomplete_message(old_list, carried, design)
        if not dry_run:
            raise SheetkitError(f"Nothing was written. {refusal}")
        print_lines([refusal])
    if dry_run:
        print_lines([f"{pluralize(carried.lines, 'line')} would be carried over; nothing was written."])
        return 0
    create_log(target, design, datetime.now().date(), carried.rows, replace(carried.contents, identity=str(uuid4())))
    print_lines(done_lines(target, carried, write_cell_list(target, carried)))
    return 0


def _mapping_lines(old_list: "OldList", template: "Template", *, use_guesses: bool) -> Iterator[str]:
    """Yield what each heading of the list means."""
    from sheetkit.log.carry.cells import extra_titles
    from sheetkit.log.carry.match_headings import MatchedBy

    def is_used(match: "Match") -> bool:
        return bool(match.name) and (use_guesses or match.matched_by is not MatchedBy.GUESS)

    titles = extra_titles({match.number: match.heading for match in old_list.matches if not is_used(match)}, template)
    source = f" ({old_list.about})" if old_list.about else f", sheet {old_list.sheet.name}"
    yield f"{old_list.path.name}{source}, headings in row {old_list.heading_row}:"
    yield from old_list.notes
    width = min(max(len(match.heading) for match in old_list.matches), _HEADING_WIDTH)
    for match in old_list.matches:
        heading = match.heading if len(match.heading) <= _HEADING_WIDTH else match.heading[: _HEADING_WIDTH - 3] + "..."
        meaning = _meaning(match, template, titles.get(match.number, match.heading), use_guesses=use_guesses)
        yield f"  {heading:<{width}} -> {meaning}"
    yield from (f"  {match.decision}" for match in old_list.matches if match.decision)
    matched = {match.name for match in old_list.matches if is_used(match)}
    missing = [column.title for column in template.columns if column.required and column.name not in matched]
    if missing:
        yield f"No heading was found for {natural_list(missing, 'or')}, which every line needs."


def _incomplete_message(old_list: "OldList", carried: "CarriedContents", template: "Template") -> str:
    """Return why no log is made if every line in it would be incomplete, and what to add to the command."""
    from sheetkit.log.read.headings import column_meant
    from sheetkit.log.read.no_log import map_options

    missing = carried.missing(template)
    needed = natural_list([template.by_name[name].title for name in missing], "or")
    unmatched = {match.name for match in old_list.matches}
    free = [match.heading for match in old_list.matches if match.name is None]
    wanted = [template.by_name[name] for name in missing if name not in unmatched]
    headings = free or [match.heading for match in old_list.matches]
    options, advice = map_options(wanted, headings, template) if wanted else ("--incomplete", "")
    # If the cells below the matched heading are blank, another heading may mean the column.
    meant = {text: meaning[0] for text in free if (meaning := column_meant(text, template)) and meaning[0] in missing}
    instead = {name: text for text, name in reversed(meant.items())}
    if instead:
        others = [f"--map {shell_argument(f'{text}={name}')}" for name, text in instead.items()]
        options = " ".join([*others, *([options] if wanted else [])])
    what = f"No line of the list has {needed}, which every line needs" if missing else "No line has all that it needs"
    if "--incomplete" in options:
        return f"{what}. To make the log anyway, start again with `{options}`.{advice}"
    return f"{what}. Start again with `{options}`, or with --incomplete to make the log anyway."


def _meaning(match: "Match", template: "Template", extra_title: str, *, use_guesses: bool) -> str:
    """Return what becomes of a column of the list; `extra_title` is its heading if it is kept as an extra column."""
    from sheetkit.log.carry.match_headings import MatchedBy

    kept = "kept as an extra column" + (f", {extra_title!r}" if extra_title != match.heading else "")
    column = template.by_name.get(match.name or "")
    if column is None:
        return kept
    if match.matched_by is MatchedBy.LIVE:
        return "left out: the log calculates it"
    if match.matched_by is MatchedBy.TICKS:
        return f"{column.title} (its cells say what is done)"
    if match.matched_by is not MatchedBy.GUESS:
        return column.title
    if use_guesses:
        return f"{column.title} (a guess: the headings are alike)"
    return f'{kept} (if it is {column.title}: --map "{match.heading}={column.name}")'
