"""Undo the last change, with what a small file beside the log recorded of it."""

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from sheetkit.edit.cell_edit import ChangedCell, Receipt
from sheetkit.edit.open_log import OpenLog
from sheetkit.edit.part_changes import PartChanges, splices_as_json, splices_from_json
from sheetkit.edit.splices import Splice, apply_splices
from sheetkit.edit.zip_patch import replace_parts
from sheetkit.errors import SheetkitError
from sheetkit.ooxml.writer.atomic_file import write_content

_SCHEMA = "sheetkit.undo/1"
_MAX_ENTRIES = 20
_NOTHING_LEFT = "what sheetkit entered has been undone already, or another program has saved the log since"


class _Entry(NamedTuple):
    """One change: the file's hash before and after it, when it was made, and the splices that undo it."""

    before: str
    after: str
    when: datetime
    sheet: str
    cells: tuple[ChangedCell, ...]
    parts: dict[str, list[Splice]]


def undo_file(log: Path) -> Path:
    """Return the path of the file beside a log that `undo` reads."""
    return log.with_name(f"{log.stem}-undo.json")


def remember(log: Path, receipt: Receipt, changes: PartChanges, now: datetime) -> None:
    """Record how to undo a change before it is made; the entry counts once the log has the change's hash."""
    entry = _Entry(receipt.hash_before, receipt.hash_after, now, receipt.sheet, receipt.cells, changes.back)
    _write_entries(log, [*_read_entries(log), entry])


def undo_last(log: OpenLog, *, dry_run: bool) -> tuple[Receipt, datetime]:
    """Undo the change that made the log what it is; return the receipt and when that change was made.

    Raises SheetkitError if that was no change of sheetkit's: another program saved the log, or nothing was entered.
    """
    entries = _read_entries(log.path)
    place = next((number for number in reversed(range(len(entries))) if entries[number].after == log.hash), None)
    if place is None:
        why = _NOTHING_LEFT if entries else "sheetkit has entered nothing in it"
        raise SheetkitError(f"There is nothing to undo in {log.path.name!r}: {why}.")
    entry = entries[place]
    parts = {name: apply_splices(log.part(name), splices) for name, splices in entry.parts.items()}
    content = replace_parts(log.content, parts)
    after = hashlib.sha256(content).hexdigest()
    if not dry_run:
        # The file is packed in other bytes than before, with the same in it, so an earlier change leads to this hash.
        earlier = [
            earlier_entry._replace(after=after) if earlier_entry.after == entry.before else earlier_entry
            for earlier_entry in entries[:place]
        ]
        _write_entries(log.path, [*earlier, *entries[place:]])
        log.write(content)
    cells = tuple(cell._replace(old=cell.new, new=cell.old) for cell in entry.cells)
    return Receipt(str(log.path), entry.sheet, log.hash, after, cells), entry.when


def _read_entries(log: Path) -> list[_Entry]:
    """Return the recorded changes, the last one last; none if the file is gone or damaged."""
    try:
        document = json.loads(undo_file(log).read_text(encoding="utf-8"))
        return [_entry(values) for values in document["entries"]] if document["schema"] == _SCHEMA else []
    except (OSError, ValueError, TypeError, KeyError):
        return []


def _entry(values: dict[str, Any]) -> _Entry:
    return _Entry(
        values["before"],
        values["after"],
        datetime.fromisoformat(values["when"]),
        values["sheet"],
        tuple(ChangedCell(**cell) for cell in values["cells"]),
        {name: splices_from_json(splices) for name, splices in values["parts"].items()},
    )


def _write_entries(log: Path, entries: list[_Entry]) -> None:
    """Write the recorded changes to a file with the log's own permissions."""
    document = {"schema": _SCHEMA, "entries": [_as_json(entry) for entry in entries[-_MAX_ENTRIES:]]}
    text = json.dumps(document, ensure_ascii=False)  # on one line: with line breaks it takes five times as long
    write_content(
        undo_file(log),
        text.encode("utf-8", "replace"),
        check=lambda: None,
        mode_of=log,
        is_durable=False,  # a power cut right now costs the undo, not the log
    )


def _as_json(entry: _Entry) -> dict[str, Any]:
    return {
        **entry._asdict(),
        "when": entry.when.isoformat(timespec="seconds"),
        "cells": [cell._asdict() for cell in entry.cells],
        "parts": {name: splices_as_json(splices) for name, splices in entry.parts.items()},
    }
