"""Record drafts and write them, so that a run that is cut short loses no draft and makes none twice.

A run first writes its plan into a file beside the record of the first log, and removes it when all is done. A run that
finds such a file finishes the earlier run first.
"""

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from sheetkit.errors import OutputError, UnreadableError
from sheetkit.mail.drafts import Draft
from sheetkit.mail.index_page import INDEX, index_page, is_index
from sheetkit.mail.message import UNSENT, message_bytes
from sheetkit.ooxml.writer.atomic_file import unused_name, write_content
from sheetkit.review.ledger import RECORD_SUFFIX, Entry, Ledger, cells_of, entry_of, read_record
from sheetkit.target import check_target
from sheetkit.text import pluralize, unique_file_names

_SUFFIX = ".eml"
_PLAN_SUFFIX = ".unfinished"  # after the record's name


def write_drafts(drafts: Sequence[Draft], records: Sequence[Ledger], folder: Path, as_of: datetime) -> list[Path]:
    """Record drafts, write them and a page that shows them into a folder, and return their files.

    `records` has the record of each log; logs may share one. Raises OutputError; the next run then finishes what was
    recorded, and nothing else was changed.
    """
    entries, ledgers = _entries(drafts, records, as_of), {ledger.path: ledger for ledger in records}
    _make_folder(folder)
    _check_index(folder)
    for path in entries:
        ledgers[path].check_writable()  # before anything is added to the first
    times = Counter(draft.person for draft in drafts)
    titles = [draft.person if times[draft.person] == 1 else f"{draft.person} {draft.address}" for draft in drafts]
    names = unique_file_names(titles)
    targets = [folder / f"{names[title]}{_SUFFIX}" for title in titles]
    targets = [Path(unused_name(target)) if os.path.lexists(target) else target for target in targets]
    contents = dict(zip(targets, map(message_bytes, drafts), strict=True))
    plan = _plan_path(next(iter(ledgers)))
    _write_plan(plan, entries, contents)
    try:
        _carry_out(entries, ledgers, contents)
    except OutputError as error:
        if any(ledgers[path].holds(entry) for path, added in entries.items() for entry in added):
            raise OutputError(f"{error} Then run this again: it goes on where it stopped.") from None
        plan.unlink()
        raise
    plan.unlink()
    return targets


def _entries(drafts: Sequence[Draft], records: Sequence[Ledger], as_of: datetime) -> dict[Path, list[Entry]]:
    """Return the entries for drafts by the paths of their records; every log that has the hand-off gets an entry."""
    entries: dict[Path, list[Entry]] = {}
    for draft in drafts:
        for hand_off in draft.hand_offs:
            decision = hand_off.decision
            if decision.step and decision.line:
                for log, line in ((hand_off.log, decision.line), *decision.others):
                    entry = Entry(as_of, decision.step.name, line, draft.address)
                    entries.setdefault(records[log].path, []).append(entry)
    return entries


def finish_earlier(records: Iterable[Path]) -> Iterator[str]:
    """Finish earlier runs with these records that were cut short; yield a sentence about each.

    Raises SheetkitError if that cannot be done.
    """
    for plan in map(_plan_path, records):
        if plan.exists():
            entries, contents = _read_plan(plan)
            _carry_out(entries, {path: read_record(path) for path in entries}, contents)
            plan.unlink()
            folders = " and ".join(dict.fromkeys(str(target.parent) for target in contents))
            yield (
                f"An earlier run was cut short, and is finished now: {pluralize(len(contents), 'draft')} in {folders}. "
                "Send those that you have not sent yet."
            )


def unfinished(records: Iterable[Path]) -> bool:
    """Return whether an earlier run with one of these records was cut short."""
    return any(_plan_path(record).exists() for record in records)


def _carry_out(
    entries: Mapping[Path, Sequence[Entry]], ledgers: Mapping[Path, Ledger], contents: Mapping[Path, bytes]
) -> None:
    """Add the entries that the records lack, write the missing drafts, and make the page anew. Raises OutputError."""
    for path, added in entries.items():
        if missing := [entry for entry in added if not ledgers[path].holds(entry)]:
            ledgers[path].append(missing)
    for target, content in contents.items():
        _make_folder(target.parent)
        if not (target.is_file() and target.read_bytes() == content):
            write_content(target, content)
    for folder in dict.fromkeys(target.parent for target in contents):
        page = index_page(folder, [target.name for target in contents if target.parent == folder])
        write_content(folder / INDEX, page.encode(), partial(_check_index, folder))


def _plan_path(record: Path) -> Path:
    return record.with_name(f"{record.name}{_PLAN_SUFFIX}")


def _write_plan(plan: Path, entries: Mapping[Path, Sequence[Entry]], contents: Mapping[Path, bytes]) -> None:
    document = {
        "records": {str(path.resolve()): [*map(cells_of, added)] for path, added in entries.items()},
        "drafts": {str(path.resolve()): content.decode() for path, content in contents.items()},
    }
    if plan.exists():
        raise OutputError(f"{str(plan)!r} says that another run makes drafts of this log now: run this again later.")
    write_content(plan, json.dumps(document, indent=1).encode())


def _read_plan(plan: Path) -> tuple[dict[Path, list[Entry]], dict[Path, bytes]]:
    """Return the entries and drafts that a run was about to write. Raises UnreadableError if the file is damaged."""
    try:
        document = json.loads(plan.read_bytes())
        entries = {Path(path): [*map(entry_of, added)] for path, added in document["records"].items()}
        contents = {Path(path): content.encode() for path, content in document["drafts"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        entries, contents = {}, {}
    is_ours = all(path.name.endswith(RECORD_SUFFIX) for path in entries) and all(
        path.suffix == _SUFFIX and content.startswith(UNSENT) for path, content in contents.items()
    )
    if not (entries and contents and is_ours):
        raise UnreadableError(
            f"{str(plan)!r}, which says what a run that was cut short still had to do, cannot be read: compare the "
            "drafts that it made with the record beside it, delete that file, then run this again."
        )
    return entries, contents


def _check_index(folder: Path) -> None:
    """Raise OutputError if the page would replace a file that is no such page."""
    instead = "name another folder with -o"
    check_target(folder / INDEX, [], "page of reminders", is_index, lambda _: False, force=False, instead=instead)


def _make_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{str(folder)!r} is a file: name a folder for the drafts.")
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"The folder {str(folder)!r} cannot be made ({error.strerror}): name another one with -o."
        ) from None
