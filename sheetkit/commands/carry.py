"""The commands `adopt` and `upgrade`: what was typed before goes on in a new log."""

import argparse
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sheetkit.commands.terminal import Terminal, workbook_path
from sheetkit.errors import SheetkitError
from sheetkit.text import pluralize, shell_argument, single_line

if TYPE_CHECKING:
    from sheetkit.log.carry.adopt import FoundList
    from sheetkit.log.carry.cells import CarriedContents
    from sheetkit.template.model import Template


def declare(commands: Any, terminal: Terminal) -> None:
    """Add both commands to the command line."""
    adopt = commands.add_parser(
        "adopt",
        help="carry a list you kept before into a new log",
        description="Carry a list from Excel or CSV into a new log: every line, every column. The list is only read.",
    )
    adopt.add_argument("old", metavar="OLD", help="the list (.xlsx, .csv)")
    adopt.add_argument("-o", "--output", required=True, metavar="LOG", help="the new log; never overwrites")
    adopt.add_argument(
        "--map",
        action="append",
        default=[],
        metavar='"HEADING=COLUMN"',
        help='what a heading means, such as "Whom=handed_to"; "Whom=extra" keeps it as a column of your own',
    )
    adopt.add_argument(
        "--date-order", choices=("DMY", "MDY"), help="how the list means 03/04/2026 (default: it is never guessed)"
    )
    adopt.add_argument("--dry-run", action="store_true", help="show what would be carried; write nothing")
    adopt.set_defaults(command=partial(_adopt, terminal=terminal))

    upgrade = commands.add_parser(
        "upgrade",
        help="carry a log over into a fresh one, with more lines if need be",
        description="Carry a log over into a fresh one: values, IDs, settings, extra columns. The log is only read.",
    )
    upgrade.add_argument("log", metavar="LOG", help="the log (.xlsx)")
    upgrade.add_argument("-o", "--output", required=True, metavar="NEW", help="the new log; never overwrites")
    upgrade.add_argument("--rows", type=int, metavar="N", help="lines of the new log, filled ones included")
    upgrade.set_defaults(command=partial(_upgrade, terminal=terminal))


def _adopt(options: argparse.Namespace, terminal: Terminal) -> int:
    from sheetkit.log.carry.adopt import carry_list, find_list
    from sheetkit.log.carry.match_headings import parse_maps
    from sheetkit.log.create.log_sheet import create_log, refuse_to_overwrite
    from sheetkit.template.store import shipped

    template, target = shipped(), workbook_path(options.output)
    refuse_to_overwrite(target)
    found = find_list(Path(options.old), template, parse_maps(options.map, template), options.date_order)
    ask = terminal.ask()
    terminal.say(_mapping(found, template, used=ask is not None))
    if ask is None:
        found = found.without_guesses()
    elif _in_doubt(found, options) and ask("Go on? [y/N] ").strip().lower() not in ("y", "yes"):
        raise SheetkitError('Nothing was written. Say what a heading means with --map "Their heading=item".')
    carried = carry_list(found, template)
    terminal.say(_left_out(carried))
    if options.dry_run:
        terminal.say([f"{pluralize(carried.lines, 'line')} would be carried; nothing was written."])
        return 0
    create_log(target, template, terminal.now().date(), carried.rows, carried.contents)
    terminal.say(_done(target, carried, terminal))
    return 0


def _in_doubt(found: "FoundList", options: argparse.Namespace) -> bool:
    """Say whether the mapping is to be asked about: unless they said what headings mean, and nothing is guessed."""
    return not options.dry_run and (bool(found.guesses) or not options.map)


def _upgrade(options: argparse.Namespace, terminal: Terminal) -> int:
    from sheetkit.log.carry.upgrade import carry_log
    from sheetkit.log.create.log_sheet import create_log, refuse_to_overwrite

    target = workbook_path(options.output)
    refuse_to_overwrite(target)
    template, carried = carry_log(Path(options.log), options.rows)
    create_log(target, template, terminal.now().date(), carried.rows, carried.contents)
    terminal.say(_left_out(carried))
    terminal.say(_done(target, carried, terminal))
    return 0


def _mapping(found: "FoundList", template: "Template", *, used: bool) -> Iterator[str]:
    """Yield what each heading means; `used` says whether guesses by likeness count."""
    from sheetkit.log.carry.cells import extra_titles
    from sheetkit.log.carry.match_headings import MatchedBy

    own = {
        one.number: one.heading for one in found.matches if not one.name or (one.how is MatchedBy.GUESS and not used)
    }
    titles = extra_titles(own, template)
    about = f" ({found.about})" if found.about else f", sheet {found.sheet.name}"
    yield f"{found.path.name}{about}, headings in row {found.heading_row}:"
    width = min(max(len(one.heading) for one in found.matches), 40)
    for one in found.matches:
        theirs = one.heading[:37] + "..." if len(one.heading) > 40 else one.heading
        column = template.by_name.get(one.name or "")
        extra = "kept as an extra column"
        if titles.get(one.number, one.heading) != one.heading:
            extra = f"{extra}, {titles[one.number]!r}"
        if column is None:
            said = extra
        elif one.how is MatchedBy.LIVE:
            said = "left out: the log works it out by itself"
        elif one.how is not MatchedBy.GUESS:
            said = column.title
        elif used:
            said = f"{column.title} (a guess: the headings are alike)"
        else:
            said = f'{extra} (if it is {column.title}: --map "{one.heading}={column.name}")'
        yield f"  {theirs:<{width}} -> {said}"
    matched = {one.name for one in found.matches if one.how is not MatchedBy.GUESS or used}
    missing = [column.title for column in template.columns if column.required and column.name not in matched]
    if missing:
        yield f"No heading means {' or '.join(missing)}, which every line needs."


def _left_out(carried: "CarriedContents") -> Iterator[str]:
    if carried.left_out:
        yield "These cells could not be carried over as they were:"
        for line in carried.left_out:
            yield f"  {line}"


def _done(target: Path, carried: "CarriedContents", terminal: Terminal) -> Iterator[str]:
    lines = pluralize(carried.lines, "line")
    yield f"{single_line(str(target))} is ready: {lines} carried, room for {carried.rows:,} in all."
    yield f"See what needs a second look: {terminal.command()} check {shell_argument(str(target))}"
