"""The command `remind`: draft a reminder for each person, never twice for the same step. Nothing is sent."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sheetkit.commands.console import print_error, print_lines
from sheetkit.commands.logs import Reading, read_and_name
from sheetkit.commands.parameters import LOGS, looks_at_logs
from sheetkit.commands.usage import Command
from sheetkit.errors import SheetkitError
from sheetkit.person_names import names_person
from sheetkit.text import pluralize, single_line, truncate

if TYPE_CHECKING:
    from sheetkit.log.read.options import ReadOptions
    from sheetkit.mail.drafts import DecidedLog, Draft, Drafts
    from sheetkit.review.ledger import Ledger
    from sheetkit.review.model import LogReview, Review
    from sheetkit.template.model import Template

_MAX_ITEM = 60  # characters of an item in a message


@click.command(cls=Command)
@LOGS
@click.option("-o", "--output", metavar="FOLDER", help="Where the drafts go (default: LOG-reminders-DATE).")
@click.option("--person", metavar="NAME", help="Draft for one person only.")
@looks_at_logs
@click.option("--dry-run", is_flag=True, help="Say for each line why a reminder is due or not; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def remind(logs: tuple[str, ...], moment: datetime, options: "ReadOptions", **what_to_draft: Any) -> int:
    """Draft one message to each person who needs a reminder. Sends nothing; records what it drafts beside the log."""
    return draft_reminders(read_and_name(logs, moment, options), **what_to_draft)


def draft_reminders(
    reading: Reading,
    *,
    output: str | None = None,
    person: str | None = None,
    dry_run: bool = False,
    as_json: bool = False,
) -> int:
    """Draft and record the reminders of the logs, print what was made, and return the exit code."""
    from sheetkit.mail.as_json import reminders_document
    from sheetkit.mail.drafts import make_drafts
    from sheetkit.mail.write import finish_earlier, unfinished, write_drafts
    from sheetkit.report.as_json import json_parts
    from sheetkit.review.ledger import ledger_path, read_ledger
    from sheetkit.review.people import find_person

    review = reading.review
    for unread in reading.failed:
        print_error(unread.reason)
    name = find_person(review, person) if person is not None else None
    paths = [log_review.log.path for log_review in reading.logs]
    records = {ledger_path(path): path for path in paths}  # logs of one name share a record
    if not dry_run:
        print_lines(finish_earlier(records), error=as_json)
    elif unfinished(records):
        print_error("An earlier run was cut short; the next one without --dry-run finishes its drafts first.")
    ledgers = {path: read_ledger(log) for path, log in records.items()}
    of_log = [ledgers[ledger_path(path)] for path in paths]
    decided = decide_logs(review, of_log)
    made = make_drafts(decided, reading.moment, name)
    lines = [*_ledger_lines(decided, of_log)]
    files: list[Path] = []
    if dry_run:
        for log_review in decided:
            lines += _reasons(log_review, made, name, several=len(decided) > 1)
    elif made.drafts:
        usual = drafts_folder(reading.named.folder, reading.stem, reading.moment)
        files = write_drafts(made.drafts, of_log, usual if output is None else Path(output), reading.moment)
        lines += written_lines(made.drafts, files)
    lines += result_lines(made, dry_run=dry_run)
    if as_json:
        print_lines(json_parts(reminders_document(decided, made, files, reading.moment)))
    print_lines(lines, error=as_json)
    return 2 if reading.failed else 0


def decide_logs(review: "Review", ledgers: "Sequence[Ledger]") -> "list[DecidedLog]":
    """Return the decision about each line of each log. Raises SheetkitError if a template has no reminders."""
    from sheetkit.mail.drafts import DecidedLog
    from sheetkit.review.reminders import decide_all

    decisions = decide_all(review, [_template(log_review) for log_review in review.logs], ledgers)
    return [DecidedLog(log_review, own) for log_review, own in zip(review.logs, decisions, strict=True)]


def _template(log_review: "LogReview") -> "Template":
    """Return a log's template with reminders. Raises SheetkitError, which names the log, if it has none."""
    from sheetkit.review.reminders import remindable
    from sheetkit.template.store import shipped, shipped_names

    try:
        name = log_review.template.name
        return remindable(log_review.template, shipped(name) if name in shipped_names() else None)
    except SheetkitError as error:
        raise SheetkitError(f"{log_review.log.path.name}: {error}") from None


def drafts_folder(folder: Path, stem: str, as_of: datetime) -> Path:
    """Return the folder for the drafts of a day, beside the logs."""
    return folder / f"{stem}-reminders-{as_of:%Y-%m-%d}"


def _ledger_lines(decided: "Sequence[DecidedLog]", ledgers: "Sequence[Ledger]") -> Iterator[str]:
    for own, ledger in zip(decided, ledgers, strict=True):
        if not ledger.exists:
            yield (
                f"There is no record of earlier reminders beside {own.review.log.path.name} ({ledger.path.name}), so "
                "every line counts as not reminded yet."
            )


def _reasons(decided_log: "DecidedLog", made: "Drafts", person: str | None, *, several: bool) -> Iterator[str]:
    """Yield the decision about each line of a log, and why."""
    from sheetkit import categorical

    if several:
        yield f"{decided_log.review.log.path.name}:"
    frame = decided_log.review.frame
    texts = categorical.to_lists(frame, "id", "item", "handed_to")
    drafted = {id(hand_off.decision) for draft in made.drafts for hand_off in draft.hand_offs}
    for decision, row, identity, item, who in zip(decided_log.decisions, frame["row"].tolist(), *texts, strict=True):
        if person is not None and not names_person(who, person):
            continue
        what = "no reminder"
        if decision.step is not None:
            what = f"reminder {decision.step.name!r}"
            if id(decision) not in drafted:
                what = f"no draft of {what}, since there is no usable e-mail address"
        name = " ".join(part for part in (identity, truncate(item, _MAX_ITEM), f"({who})" if who else "") if part)
        yield single_line(f"  Row {row}, {name}: {what}; {decision.reason}.")


def written_lines(drafts: "Sequence[Draft]", files: Sequence[Path]) -> Iterator[str]:
    """Yield what to say about drafts and their files."""
    from sheetkit.mail.index_page import INDEX

    drafted = pluralize(len(files), "draft")
    yield single_line(f"{drafted} in {files[0].parent}; {INDEX} there shows each, to send or to copy from:")
    for draft, file in zip(drafts, files, strict=True):
        copies = f", copy to {', '.join(draft.copies)}" if draft.copies else ""
        yield single_line(f"  {file.name}: to {draft.address}{copies}, {pluralize(len(draft.lines), 'line')}")


def result_lines(made: "Drafts", *, dry_run: bool) -> Iterator[str]:
    """Yield what to say about drafts that were made, or would be."""
    yield from map(single_line, made.notes)
    for name, number in made.without_address.items():
        yield single_line(
            f"{name} is due a reminder about {pluralize(number, 'line')}, but has no usable e-mail address there: "
            "enter it in the column Email, then run this again."
        )
    lines = sum(len(draft.lines) for draft in made.drafts)
    if dry_run:
        drafts = pluralize(len(made.drafts), "draft")
        yield f"{drafts} would be made, for {pluralize(lines, 'line')}; nothing was written."
    elif made.drafts:
        yield "Nothing was sent: read each draft, then send it. What was drafted is not drafted again."
    elif not made.without_address:
        yield "Nobody needs a reminder now. --dry-run says why, line by line."
