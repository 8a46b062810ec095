"""The command `remind`: draft a reminder for each person, never twice for the same step. Nothing is sent."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sheetkit.commands.console import print_error, print_lines
from sheetkit.commands.logs import named_logs, read_all
from sheetkit.commands.parameters import looks_at_logs
from sheetkit.commands.usage import Command
from sheetkit.errors import OutputError, SheetkitError
from sheetkit.person_names import name_key, names_person
from sheetkit.text import pluralize, single_line, truncate, unique_file_names

if TYPE_CHECKING:
    from sheetkit.log.read.options import ReadOptions
    from sheetkit.mail.drafts import DecidedLog, Draft, Drafts
    from sheetkit.review.ledger import Ledger
    from sheetkit.review.model import LogReview

_MAX_ITEM = 60  # characters of an item in what is said


@click.command(cls=Command)
@click.argument("logs", nargs=-1, required=True, metavar="LOG...", help="The log (.xlsx), or several, or a folder.")
@click.option("-o", "--output", metavar="FOLDER", help="Where the drafts go (default: LOG-reminders-DATE).")
@click.option("--person", metavar="NAME", help="Draft for one person alone.")
@looks_at_logs
@click.option("--dry-run", is_flag=True, help="Say of each line why it is due for a reminder or not; write nothing.")
def remind(
    logs: tuple[str, ...],
    output: str | None,
    person: str | None,
    dry_run: bool,
    moment: datetime,
    options: "ReadOptions",
) -> int:
    """Draft one message to each person who is to be reminded. Sends nothing; records what it drafts beside the log."""
    from sheetkit.mail.drafts import make_drafts
    from sheetkit.review.build import combine, review_log
    from sheetkit.review.ledger import ledger_path, read_ledger
    from sheetkit.review.people import find_person

    named = named_logs(logs)
    reviewed, failed = read_all(named.paths, partial(review_log, as_of=moment), options)
    for unread in failed:
        print_error(unread.reason)
    who = find_person(combine(reviewed, moment), person) if person is not None else None
    records = {ledger_path(one.log.path): one.log.path for one in reviewed}  # logs of one name share theirs
    by_record = {path: read_ledger(log) for path, log in records.items()}
    ledgers = [by_record[ledger_path(one.log.path)] for one in reviewed]
    decided = [decide_log(one, ledger, moment) for one, ledger in zip(reviewed, ledgers, strict=True)]
    made = make_drafts(decided, moment, who)
    print_lines(_ledger_lines(decided, ledgers))
    if dry_run:
        for one in decided:
            print_lines(_reasons(one, made, who, several=len(decided) > 1))
    elif made.drafts:
        stem = named.paths[0].stem if len(named.paths) == 1 else "team"
        folder = Path(output) if output is not None else drafts_folder(named.folder, stem, moment)
        write_drafts(made.drafts, ledgers, folder, named.paths, moment)
    print_lines(result_lines(made, dry_run=dry_run))
    return 2 if failed else 0


def decide_log(one: "LogReview", ledger: "Ledger", as_of: datetime) -> "DecidedLog":
    """Return what becomes of each line of a log. Raises SheetkitError where its template says nothing of reminders."""
    from sheetkit.mail.drafts import DecidedLog
    from sheetkit.review.reminders import decide, remindable
    from sheetkit.template.store import shipped, shipped_names

    try:
        name = one.template.name
        template = remindable(one.template, shipped(name) if name in shipped_names() else None)
    except SheetkitError as error:
        raise SheetkitError(f"{one.log.path.name}: {error}") from None
    return DecidedLog(one, decide(one, template, ledger, as_of))


def _ledger_lines(decided: "Sequence[DecidedLog]", ledgers: "Sequence[Ledger]") -> Iterator[str]:
    for one, ledger in zip(decided, ledgers, strict=True):
        if not ledger.exists:
            yield (
                f"There is no record of earlier reminders beside {one.review.log.path.name} ({ledger.path.name}), so "
                "each line counts as not reminded of yet."
            )


def _reasons(one: "DecidedLog", made: "Drafts", person: str | None, *, several: bool) -> Iterator[str]:
    """Yield what becomes of each line of a log, and why."""
    from sheetkit import categorical

    if several:
        yield f"{one.review.log.path.name}:"
    frame = one.review.frame
    texts = [categorical.to_list(categorical.column(frame, name)) for name in ("id", "item", "handed_to")]
    drafted = {id(asked.decision) for draft in made.drafts for asked in draft.asked}
    for decision, row, identity, item, who in zip(one.decisions, frame["row"].tolist(), *texts, strict=True):
        if person is not None and not names_person(who, person):
            continue
        what = "no reminder"
        if decision.step is not None:
            what = f"reminder {decision.step.name!r}"
            if id(decision) not in drafted:
                what = f"no draft of {what}, for want of a usable e-mail address"
        name = " ".join(part for part in (identity, truncate(item, _MAX_ITEM), f"({who})" if who else "") if part)
        yield single_line(f"  Row {row}, {name}: {what}; {decision.reason}.")


def drafts_folder(folder: Path, stem: str, as_of: datetime) -> Path:
    """Return where the drafts of a day go, beside the logs."""
    return folder / f"{stem}-reminders-{as_of:%Y-%m-%d}"


def write_drafts(
    drafts: "Sequence[Draft]", ledgers: "Sequence[Ledger]", folder: Path, logs: Sequence[Path], as_of: datetime
) -> None:
    """Record each draft, then write it, and at last the page beside them. Raises OutputError."""
    from sheetkit.mail.index_page import INDEX, index_page, is_index
    from sheetkit.mail.message import message_bytes
    from sheetkit.ooxml.writer.atomic_file import unused_name, write_atomically
    from sheetkit.review.ledger import Entry
    from sheetkit.target import check_target

    contents = [message_bytes(draft) for draft in drafts]
    _make_folder(folder)
    index = folder / INDEX

    def check_index() -> None:
        check_target(index, logs, "page of reminders", is_index, lambda _: False, force=False)

    check_index()
    for number in sorted({asked.log for draft in drafts for asked in draft.asked}):
        ledgers[number].check_writable()  # all of them before the first is added to
    names = []
    for draft, name, content in zip(drafts, _file_names(drafts), contents, strict=True):
        for number, ledger in enumerate(ledgers):
            entries = [
                Entry(as_of, asked.decision.step.name, asked.decision.line, draft.address)
                for asked in draft.asked
                if asked.log == number and asked.decision.step and asked.decision.line
            ]
            if entries:
                ledger.append(entries)
        target = folder / name
        if target.exists():
            target = Path(unused_name(target))
        try:
            write_atomically(target, partial(_save, content))
        except OutputError as error:
            raise OutputError(
                f"{error} The draft to {draft.person} was recorded but not made: take the last lines that name "
                f"{draft.person} out of {ledgers[draft.asked[0].log].path.name!r}, then run this again."
            ) from None
        names.append(target.name)
    page = index_page(folder, names).encode()
    write_atomically(index, partial(_save, page), check=check_index)
    print_lines([f"{pluralize(len(names), 'draft')} in {folder}; {INDEX} there shows each, to send or to copy from:"])
    for draft, name in zip(drafts, names, strict=True):
        copies = f", copy to {', '.join(draft.copies)}" if draft.copies else ""
        print_lines([single_line(f"  {name}: to {draft.address}{copies}, {pluralize(len(draft.lines), 'line')}")])


def _make_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{str(folder)!r} is a file: name a folder for the drafts.")
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"The folder {str(folder)!r} cannot be made ({error.strerror}): name another one with -o."
        ) from None


def _file_names(drafts: "Sequence[Draft]") -> list[str]:
    """Return a file name for each draft: the person's, with the address where two have one name."""
    people = [name_key(draft.person) for draft in drafts]
    labels = [
        draft.person if people.count(key) == 1 else f"{draft.person} {draft.address}"
        for draft, key in zip(drafts, people, strict=True)
    ]
    parts = unique_file_names(labels)
    return [f"{parts[label]}.eml" for label in labels]


def _save(content: bytes, path: str) -> None:
    Path(path).write_bytes(content)


def result_lines(made: "Drafts", *, dry_run: bool) -> Iterator[str]:
    """Yield what to say of drafts that were made, or would be."""
    yield from made.notes
    for name, number in made.without_address.items():
        yield single_line(
            f"{name} has {pluralize(number, 'line')} to be reminded of, but no usable e-mail address: type it into the "
            "column Email, then run this again."
        )
    lines = sum(len(draft.lines) for draft in made.drafts)
    if dry_run:
        drafts = pluralize(len(made.drafts), "draft")
        yield f"{drafts} would be made, for {pluralize(lines, 'line')}; nothing was written."
    elif made.drafts:
        yield "Nothing was sent: read each draft, then send it. What was drafted is not drafted again."
    elif not made.without_address:
        yield "Nobody is to be reminded now. --dry-run says of each line why."
