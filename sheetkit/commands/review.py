"""The command `review`: read the logs, compare them with the earlier review, and write the workbook."""

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sheetkit.commands.console import command_name, print_error, print_lines, terminal_width
from sheetkit.commands.logs import Reading, read_reviews
from sheetkit.commands.output_path import workbook_path
from sheetkit.commands.parameters import looks_at_logs, parse_names
from sheetkit.commands.usage import Command
from sheetkit.errors import SheetkitError
from sheetkit.text import natural_list, pluralize, single_line, unique_file_names

if TYPE_CHECKING:
    from sheetkit.log.read.options import ReadOptions
    from sheetkit.review.memory import Memory
    from sheetkit.review.model import Review

_NONE = "none"  # the value of --previous that compares with nothing


@click.command(cls=Command)
@click.argument(
    "logs",
    nargs=-1,
    metavar="[LOG]...",
    help="A log (.xlsx), a folder of logs, or a pattern such as 'team/*/log.xlsx'; several make one review of a team; "
    "without any, the one log in this folder.",
)
@looks_at_logs
@click.option("-o", "--output", metavar="FILE", help="The review workbook (default: LOG-review-DATE.xlsx).")
@click.option(
    "--previous", metavar="FILE", help="The review to compare with, or 'none' (default: the latest one found)."
)
@click.option("--person", metavar="NAME", help="Make a page for one person: what they have, and nothing else.")
@click.option("--split", is_flag=True, help="Make such a page for everyone who has something, too.")
@click.option(
    "--form", "as_form", is_flag=True, help="With --split: make it a form to fill in, which `collect` takes back."
)
@click.option("--page-per-person", is_flag=True, help="Start each person on a new page when By person is printed.")
@click.option("--html", "as_html", is_flag=True, help="Make an HTML file too, which opens on a phone.")
@click.option("--scheduler", metavar="ADDRESS", help="Let the Dask cluster at tcp://HOST:PORT read the logs.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--fail-on", metavar="RULE,...", help="Exit with 1 when a hand-off has one of these flags.")
@click.option("--open", "show", is_flag=True, help="Open the review workbook.")
@click.option("--force", is_flag=True, help="Replace any file that has the review's name, unless it is a log.")
def review(
    logs: tuple[str, ...], scheduler: str | None, moment: datetime, options: "ReadOptions", **what_to_make: Any
) -> int:
    """Make the review workbook beside the log. The log itself is only read."""
    if what_to_make["person"] is not None and what_to_make["split"]:
        raise click.UsageError("Use either --person or --split, not both.", click.get_current_context())
    if what_to_make["as_form"] and not what_to_make["split"]:
        raise click.UsageError("Use --form together with --split.", click.get_current_context())
    return make_review(read_reviews(logs or [str(_only_log())], moment, options, scheduler), **what_to_make)


def make_review(
    reading: Reading,
    *,
    output: str | None = None,
    previous: str | None = None,
    person: str | None = None,
    fail_on: str | None = None,
    split: bool = False,
    as_form: bool = False,
    page_per_person: bool = False,
    as_html: bool = False,
    as_json: bool = False,
    show: bool = False,
    force: bool = False,
) -> int:
    """Write the review of the logs, print its summary, and return the exit code."""
    from dataclasses import replace

    from sheetkit.report.terminal import review_lines
    from sheetkit.review.people import find_person, for_person

    reading = reading.with_reminders()
    everybody = reading.review
    if as_form:
        from sheetkit.forms.write import refuse_unknown_logs

        refuse_unknown_logs(everybody)
    name = "" if person is None else find_person(everybody, person)
    target = _target(output, reading, name)
    rules = dict.fromkeys(rule.name for template in everybody.templates for rule in template.rules)
    wanted = parse_names("--fail-on", fail_on, "flag", rules)
    memory = _memory(previous, reading, target)
    everybody = memory.recall(everybody) if memory else replace(everybody, why_not_compared="Nothing, as you asked.")
    result = for_person(everybody, name) if name else everybody
    page = _write(result, target, as_html=as_html, force=force, page_per_person=page_per_person)
    lines = [*review_lines(result, str(target), command_name(), terminal_width())]
    if page:
        lines.append(f"For a phone: {single_line(str(page))}")
    if split:
        lines += _split(everybody, reading, target, as_form=as_form, as_html=as_html, force=force)
    if as_json:
        from sheetkit.report.as_json import json_parts, review_document

        print_lines(json_parts(review_document(result, str(target), str(page) if page else None)))
    print_lines(lines, error=as_json)
    if show:
        _open(target)
    return 1 if any(result.figures.counts[rule] for rule in wanted) else 0


def _memory(previous: str | None, reading: Reading, target: Path) -> "Memory | None":
    """Return the memory that finds earlier reviews; None if nothing is to be compared."""
    from sheetkit.review.memory import Memory

    if previous == _NONE:
        return None
    path = Path(previous) if previous is not None else None
    return Memory(reading.stem, [reading.named.folder, target.parent], path)


def _write(review: "Review", target: Path, *, as_html: bool, force: bool, page_per_person: bool = False) -> Path | None:
    """Write a review's workbook, and with `as_html` an HTML file beside it; return the HTML file's path.

    Neither is written if the other may not be.
    """
    from sheetkit.workbook.write import write_personal, write_review

    page = target.with_suffix(".html") if as_html else None
    if page:
        from sheetkit.html.write import check_html_target, write_html_review

        check_html_target(review, page, force=force)
    if review.person:
        write_personal(review, target, force=force)
    else:
        write_review(review, target, force=force, page_per_person=page_per_person)
    if page:
        write_html_review(review, page, force=force)
    return page


def _split(
    everybody: "Review", reading: Reading, target: Path, *, as_form: bool, as_html: bool, force: bool
) -> list[str]:
    """Write a workbook, or a form, for each person who has something; return what to say about them."""
    from sheetkit.review.people import for_person, people

    out = everybody.frame["out"].to_numpy()
    everyone = people(everybody)
    names = [person.name for person in everyone if person.name and out[person.open].any()]
    targets = _personal(names, reading, target.parent, "form" if as_form else "review")
    left_out: dict[str, int] = {}
    made = []
    for name in names:
        own = for_person(everybody, name)
        if as_form:
            from sheetkit.forms.write import write_form

            left_out[name] = write_form(own, targets[name], force=force)
        else:
            _write(own, targets[name], as_html=as_html, force=force)
        if left_out.get(name, 0) < int(own.frame["out"].sum()):
            made.append(name)
    lines = []
    if made:
        what = "form" if as_form else "workbook"
        lines.append(f"{pluralize(len(made), what)} for one person each, such as {targets[made[0]]}")
    if number := sum(left_out.values()):
        without_id = pluralize(number, "line without an ID of its own", "lines without IDs of their own")
        which = "it" if number == 1 else "them"
        lines.append(f"{without_id} could not go into a form: `check` names {which} and says what to enter.")
    if without := [name for name in names if name not in made]:
        lines.append(single_line(f"So there is no form for {natural_list(without)}."))
    nameless = sum(int(out[person.open].sum()) for person in everyone if not person.name)
    if nameless:
        open_lines = pluralize(nameless, "open line names", "open lines name")
        lines.append(f"{open_lines} nobody: see the review of everybody.")
    return lines


def _target(output: str | None, reading: Reading, person: str) -> Path:
    """Return the path of the review: beside the log, or as `output` says."""
    folder = reading.named.folder
    if output is not None:
        if not Path(output).is_dir():
            return workbook_path(output)
        folder = Path(output)
    if person:
        return _personal([person], reading, folder, "review")[person]
    return folder / f"{reading.stem}-review-{reading.moment:%Y-%m-%d}.xlsx"


def _personal(names: Sequence[str], reading: Reading, folder: Path, what: str) -> dict[str, Path]:
    """Return the path of each person's review or form, named after the person."""
    parts, stem = unique_file_names(names), f"{reading.stem}-{what}-{reading.moment:%Y-%m-%d}"
    return {name: folder / f"{stem}-{parts[name]}.xlsx" for name in names}


def _only_log() -> Path:
    """Return the one log in the current folder."""
    from sheetkit.log.read.locate import is_log
    from sheetkit.log.read.stamp import KIND
    from sheetkit.review.history import is_inside, properties

    logs = [
        path
        for path in sorted(Path().glob("*.xlsx"))
        if is_inside(path) and KIND not in properties(path) and is_log(path)
    ]
    if len(logs) == 1:
        return logs[0]
    if not logs:
        raise SheetkitError(f"There is no log in this folder: name one, or make one with `{command_name()} new`.")
    names = natural_list((str(path) for path in logs), "or")
    raise SheetkitError(f"There are {len(logs)} logs in this folder. Name the one to review: {names}.")


def _open(path: Path) -> None:
    """Open a workbook in the user's spreadsheet program."""
    import subprocess

    try:
        if sys.platform == "win32":
            os.startfile(path)  # noqa: S606  a file that was just made, in its owner's program
            return
        program = "open" if sys.platform == "darwin" else "xdg-open"
        subprocess.Popen([program, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    except OSError:
        print_error(f"{str(path)!r} was made, but no program was found to open it.")
