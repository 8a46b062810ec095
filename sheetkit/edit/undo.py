"""Take back the last change: what makes the old file again stands in a small file beside the log."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from sheetkit.edit.cell_edit import ChangedCell, Receipt
from sheetkit.edit.part_changes import PartChanges, splices_as_json
from sheetkit.ooxml.writer.atomic_file import write_atomically

_SCHEMA = "sheetkit.undo/1"
_MAX_ENTRIES = 20


def undo_file(log: Path) -> Path:
    """Return the path of the file beside a log that holds what `undo` needs."""
    return log.with_name(f"{log.stem}-undo.json")


def remember(log: Path, receipt: Receipt, changes: PartChanges, now: datetime) -> None:
    """Note how a change is taken back, before it is made; it counts once the log has the hash that it leads to."""
    entry = {
        "before": receipt.hash_before,
        "after": receipt.hash_after,
        "when": now.isoformat(timespec="seconds"),
        "sheet": receipt.sheet,
        "cells": [[c.row, c.column, c.cell, c.id, c.heading, c.old, c.new] for c in receipt.cells],
        "parts": {name: splices_as_json(splices) for name, splices in changes.back.items()},
    }
    write_entries(log, [*read_entries(log), entry])


def read_entries(log: Path) -> list[dict[str, Any]]:
    """Return what was noted, the last change last; nothing where the file is gone or is no longer understood."""
    try:
        document = json.loads(undo_file(log).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    if not isinstance(document, dict) or document.get("schema") != _SCHEMA:
        return []
    entries: list[dict[str, Any]] = document["entries"]
    return entries


def write_entries(log: Path, entries: list[dict[str, Any]]) -> None:
    """Write what was noted, readable for those alone who may read the log."""
    text = json.dumps({"schema": _SCHEMA, "entries": entries[-_MAX_ENTRIES:]}, ensure_ascii=False, indent=1)
    write_atomically(
        undo_file(log),
        lambda temporary: _write(temporary, text),
        check=lambda: None,
        mode_of=log,
    )


def _write(temporary: str, text: str) -> None:
    Path(temporary).write_text(text, encoding="utf-8")


def changed_back(entry: dict[str, Any]) -> tuple[ChangedCell, ...]:
    """Return the cells of an entry with their values the other way round."""
    return tuple(
        ChangedCell(row, column, cell, id_, heading, new, old)
        for row, column, cell, id_, heading, old, new in entry["cells"]
    )
