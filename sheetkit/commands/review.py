"""The command `review`: read the logs, look at them beside last week, write the workbook, say what it says."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sheetkit.commands.logs import Named, named_logs, read_all
from sheetkit.commands.terminal import Terminal, workbook_path
from sheetkit.errors import SheetkitError
from sheetkit.text import did_you_mean, natural_list, pluralize, unique_file_names

if TYPE_CHECKING:
    from sheetkit.review.memory import Memory
    from sheetkit.review.model import Review

_NONE = "none"  # what --previous says when nothing is to be compared


def declare(commands: Any, terminal: Terminal) -> None:
    """Add the command to the command line."""
    review = commands.add_parser(
        "review",
        help="make the review workbook",
        description="Make the review workbook beside the log. The log itself is only read.",
    )
    review.add_argument(
        "logs",
        nargs="*",
        metavar="LOG",
        help="a log (.xlsx), a folder of logs, or a pattern such as 'team/*/log.xlsx'; several make one review of a "
        "team; without any, the one log in this folder",
    )
    review.add_argument("--as-of", metavar="DATE", help="review as of this moment: 2026-11-23 or 2026-11-23T17:00")
    review.add_argument("-o", "--output", metavar="FILE", help="the review workbook (default: LOG-review-DATE.xlsx)")
    review.add_argument(
        "--previous", metavar="FILE", help="the review to compare with, or 'none' (default: the latest one found)"
    )
    which = review.add_mutually_exclusive_group()
    which.add_argument("--person", metavar="NAME", help="review what one person has, with nobody else's lines in it")
    which.add_argument("--split", action="store_true", help="make such a workbook for each person as well")
    review.add_argument("--scheduler", metavar="ADDRESS", help="let the Dask cluster at tcp://HOST:PORT read the logs")
    review.add_argument("--json", action="store_true", help="print one JSON document")
    review.add_argument("--fail-on", metavar="RULE,...", help="exit with 1 when a hand-off has one of these flags")
    review.add_argument("--open", action="store_true", help="open the review workbook")
    review.add_argument("--force", action="store_true", help="replace whatever file has the review's name, but no log")
    review.set_defaults(command=partial(_review, terminal=terminal))


def _review(options: argparse.Namespace, terminal: Terminal) -> int:
    from dataclasses import replace

    from sheetkit.report.as_json import json_parts, review_document
    from sheetkit.report.terminal import review_lines
    from sheetkit.review.build import combine, review_log
    from sheetkit.review.people import find_person, of_one
    from sheetkit.workbook.write import write_review

    as_of = _moment(options.as_of, terminal)
    named = named_logs(options.logs or [str(_only_log(terminal))])
    paths = named.paths
    reviewed, failed = read_all(paths, partial(review_log, as_of=as_of), terminal, options.scheduler)
    everybody = combine(reviewed, as_of, failed)
    person = "" if options.person is None else find_person(everybody, options.person)
    target = _target(options.output, named, as_of, person)
    wanted = _rules(options.fail_on, [rule.name for one in reviewed for rule in one.log.template.rules])
    memory = _memory(options, named, target)
    if memory is None:
        everybody = replace(everybody, alone="Nothing, as was asked for.")
        review = of_one(everybody, person) if person else everybody
    else:
        review = memory.recall(everybody, person)
    write_review(review, target, force=options.force)
    lines = [*review_lines(review, str(target), terminal.command(), terminal.width())]
    if options.split:
        lines += _split(everybody, memory, paths, target, force=options.force)
    if options.json:
        terminal.say(json_parts(review_document(review, str(target))))
        terminal.tell(lines)
    else:
        terminal.say(lines)
    if options.open:
        _open(target, terminal)
    return 1 if any(review.figures.counts[rule] for rule in wanted) else 0


def _memory(options: argparse.Namespace, named: Named, target: Path) -> "Memory | None":
    """Return where earlier reviews are looked for; None when nothing is to be compared."""
    from sheetkit.review.memory import Memory

    if options.previous == _NONE:
        return None
    previous = Path(options.previous) if options.previous is not None else None
    return Memory(named.paths, _stem(named.paths), [named.folder, target.parent], previous)


def _split(
    everybody: "Review", memory: "Memory | None", paths: Sequence[Path], target: Path, *, force: bool
) -> list[str]:
    """Write one workbook for each person; return what to say about them."""
    from sheetkit.review.people import of_one, people
    from sheetkit.workbook.write import write_review

    everyone = people(everybody)
    names = [person.name for person in everyone if person.name]
    targets = _personal(names, paths, everybody.as_of, target.parent)
    for name in names:
        review = memory.recall(everybody, name) if memory else of_one(everybody, name)
        write_review(review, targets[name], force=force)
    lines = []
    if names:
        lines.append(f"{pluralize(len(names), 'review')} of one person each beside it, such as {targets[names[0]]}")
    nameless = sum(person.lines for person in everyone if not person.name)
    if nameless:
        verb = "names" if nameless == 1 else "name"
        lines.append(f"{pluralize(nameless, 'line')} {verb} nobody: see the review of everybody.")
    return lines


def _moment(text: str | None, terminal: Terminal) -> datetime:
    """Return the review's moment: now to the second, or what was asked for; a date alone means 00:00."""
    if text is None:
        return terminal.now().replace(microsecond=0)
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise SheetkitError(
            f"--as-of {text!r} is not a date sheetkit can read: write it as 2026-11-23 or 2026-11-23T17:00."
        ) from None
    if moment.year < 1901 or moment.tzinfo is not None:
        raise SheetkitError(f"--as-of {text!r} should be a local date after 1900, without a time zone.")
    return moment.replace(microsecond=0)


def _rules(text: str | None, known: Sequence[str]) -> list[str]:
    names = [name.strip() for name in (text or "").split(",") if name.strip()]
    for name in names:
        if name not in known:
            rules = natural_list(dict.fromkeys(known))
            raise SheetkitError(f"--fail-on: there is no rule {name!r}{did_you_mean(name, known)}; there are {rules}.")
    return names


def _stem(paths: Sequence[Path]) -> str:
    return paths[0].stem if len(paths) == 1 else "team"


def _target(output: str | None, named: Named, as_of: datetime, person: str) -> Path:
    """Return where the review goes: beside the log, or where it was asked for."""
    folder, paths = named.folder, named.paths
    if output is not None:
        if not Path(output).is_dir():
            return workbook_path(output)
        folder = Path(output)
    if person:
        return _personal([person], paths, as_of, folder)[person]
    return folder / f"{_stem(paths)}-review-{as_of:%Y-%m-%d}.xlsx"


def _personal(names: Sequence[str], paths: Sequence[Path], as_of: datetime, folder: Path) -> dict[str, Path]:
    """Return where each person's review goes; it is named after the person."""
    parts = unique_file_names(names)
    return {name: folder / f"{_stem(paths)}-review-{as_of:%Y-%m-%d}-{parts[name]}.xlsx" for name in names}


def _only_log(terminal: Terminal) -> Path:
    """Return the one log in the current folder."""
    from sheetkit.log.read.locate import is_log
    from sheetkit.log.read.stamp import KIND
    from sheetkit.review.history import is_here, properties

    found = [
        path
        for path in sorted(Path().glob("*.xlsx"))
        if is_here(path) and KIND not in properties(path) and is_log(path)
    ]
    if len(found) == 1:
        return found[0]
    if not found:
        raise SheetkitError(f"There is no log in this folder: name one, or make one with `{terminal.command()} new`.")
    names = natural_list((str(path) for path in found), "or")
    raise SheetkitError(f"There are {len(found)} logs in this folder: name the one to review: {names}.")


def _open(path: Path, terminal: Terminal) -> None:
    """Show a workbook in the program that is used for it."""
    import subprocess

    try:
        if sys.platform == "win32":
            os.startfile(path)  # noqa: S606  a file that was just made, in its owner's program
            return
        program = "open" if sys.platform == "darwin" else "xdg-open"
        subprocess.Popen([program, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    except OSError:
        terminal.tell([f"sheetkit: {str(path)!r} was made, but no program could be found to open it."])
