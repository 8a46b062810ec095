"""The command `collect`: what people filled into their forms goes into the log."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sheetkit.commands.console import print_error, print_lines
from sheetkit.commands.edited import clock, edit_options, print_receipt, receipt_document
from sheetkit.commands.usage import Command
from sheetkit.errors import SheetkitError
from sheetkit.text import natural_list, pluralize, quote, shell_argument, single_line

if TYPE_CHECKING:
    from sheetkit.forms.collect import Outcome
    from sheetkit.forms.people import Answered

_MAX_NAMED = 6


@click.command(cls=Command)
@click.argument("log", metavar="LOG", help="The log to write into (.xlsx).")
@click.argument(
    "replies", nargs=-1, required=True, metavar="REPLY...", help="Forms that came back, or a folder of them."
)
@edit_options
def collect(log: str, replies: tuple[str, ...], sheet: str | None, dry_run: bool, as_json: bool) -> int:
    """Enter what people filled into the forms that `review --split --form` made for them.

    A cell is entered only if the log still says what it said when the form was made. All else is shown and left, and
    the exit code is then 1.
    """
    from sheetkit.edit.apply import apply_edits
    from sheetkit.edit.open_log import open_log
    from sheetkit.forms.collect import Result, collect_answers
    from sheetkit.forms.people import who_answered
    from sheetkit.forms.replies import other_forms, read_replies
    from sheetkit.log.read.stamp import read_identity

    now = clock()
    with open_log(Path(log), sheet) as opened:
        identity = read_identity(opened.workbook)
        if not identity:
            name = shell_argument(log)
            raise SheetkitError(
                f"{opened.path.name!r} has no identity by which answers can be matched: `sheetkit upgrade {name} -o "
                "NEW.xlsx` carries it over into a log that has one, for which forms can be made."
            )
        read = read_replies(opened.path, identity, replies)
        forms = read.forms
        collection = collect_answers(opened, identity, forms, now)
        people = who_answered(opened, identity, forms, other_forms(opened.path.parent, forms), now)
        titles = {edit.row: opened.title(edit.row) for edit in sorted(collection.edits, key=lambda edit: edit.row)}
        receipt = apply_edits(opened, collection.edits, now, dry_run=dry_run)
    left = collection.of(Result.CONFLICT, Result.REFUSED)
    notes = [*read.reasons, *(f"{form.path.name}: {stray}" for form in forms for stray in form.strays)]
    notes = [single_line(note) for note in notes]
    if read.passed_over:
        names = natural_list(read.passed_over, most=_MAX_NAMED)
        print_error(f"Skipped, since they are not forms of this log: {names}.")
    if as_json:
        document = receipt_document("collect", receipt._replace(notes=tuple(notes)), dry_run=dry_run)
        document["left"] = [_as_json(outcome) for outcome in left]
        document["people"] = [_person_as_json(outcome) for outcome in people]
        print_lines([json.dumps(document, ensure_ascii=False, indent=2)])
        return 1 if left or notes else 0
    unchanged = len(collection.of(Result.UNCHANGED))
    print_lines([_summary(len(forms), len(receipt.cells), unchanged, len(left), dry_run=dry_run)])
    print_receipt("collect", receipt, titles, dry_run=dry_run, as_json=False)
    if left:
        print_lines(["", "Left as it is in the log; decide and enter it by hand:"])
        print_lines(f"  {_not_entered_line(outcome)}" for outcome in left)
    print_lines(["", *_answered_lines(people)] if people else [])
    if notes:
        print_lines(["", *notes])
    return 1 if left or notes else 0


def _summary(forms: int, entered: int, unchanged: int, left: int, *, dry_run: bool) -> str:
    parts = [f"{pluralize(entered, 'cell')} {'to enter' if dry_run else 'entered'}"]
    parts += [f"{unchanged:,} in the log already"] if unchanged else []
    parts += [f"{left:,} left"] if left else []
    return f"{pluralize(forms, 'form')}: {', '.join(parts)}."


def _not_entered_line(outcome: "Outcome") -> str:
    title = " ".join(filter(None, (outcome.answer.line.id, quote(outcome.answer.line.item))))
    sentence = f"{outcome.form.person} says {quote(outcome.answer.shown)}"
    return single_line(f"{title}, {outcome.answer.heading}: {sentence}; {outcome.why.rstrip('.')}.")


def _answered_lines(people: "Sequence[Answered]") -> list[str]:
    lines = []
    for person in people:
        if person.has_answered and person.unanswered:
            ids = natural_list((id_ or "a line without an ID" for id_ in person.unanswered), most=_MAX_NAMED)
            number = f"{len(person.unanswered):,} of {pluralize(person.open, 'open line')}"
            lines.append(single_line(f"{person.person} did not answer for {number}: {ids}."))
    if silent := [person for person in people if not person.has_answered]:
        names = natural_list(
            f"{person.person} ({pluralize(person.open, 'line')}{'' if person.has_form else ', no form was found'})"
            for person in silent
        )
        lines.append(single_line(f"Not answered yet: {names}."))
    return lines or ["Everybody has answered."]


def _as_json(outcome: "Outcome") -> dict[str, Any]:
    return {
        "result": outcome.result.value,
        "person": outcome.form.person,
        "form": outcome.form.path.name,
        "row": outcome.row or None,
        "id": outcome.answer.line.id,
        "column": outcome.answer.heading,
        "answer": outcome.answer.shown,
        "log_says": outcome.log_says,
        "log_said": outcome.logged,
        "why": outcome.why,
    }


def _person_as_json(person: "Answered") -> dict[str, Any]:
    return {
        "person": person.person,
        "answered": person.has_answered,
        "open": person.open,
        "unanswered": list(person.unanswered),
    }
