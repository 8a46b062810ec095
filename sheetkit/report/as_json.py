"""Reviews and problems as JSON documents with a schema name each."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime, time
from typing import Any

from sheetkit.log.problems import Problem
from sheetkit.log.read_log import Log
from sheetkit.review.changes import Change, Changes
from sheetkit.review.model import Review, Reviewed

_FIELDS = [field.name for field in fields(Problem)]
_PIECES = 4_096


def check_document(logs: Sequence[Log]) -> dict[str, Any]:
    """Return what `check --json` prints."""
    return {"schema": "sheetkit.check/1", "logs": [_log(log) for log in logs]}


def review_document(review: Review, workbook: str) -> dict[str, Any]:
    """Return what `review --json` prints; `workbook` is the path of the review workbook."""
    return {
        "schema": "sheetkit.review/1",
        "as_of": iso_date(review.as_of),
        "workbook": workbook,
        "logs": [_log(one.log) for one in review.logs],
        "counts": review.figures.counts,
        "handoffs": [line for one in review.logs for line in _handoffs(one)],
        "changes": _changes(review.changes),
    }


def json_parts(document: dict[str, Any]) -> Iterator[str]:
    """Yield a document as text, in parts that end where a line does; iterators in it are lists that may be long.

    In ASCII, so that no console or pipe can spoil a name.
    """
    held: list[str] = []
    for piece in _pieces(document, "\n"):
        held.append(piece)
        if len(held) >= _PIECES:
            part, line_end, rest = "".join(held).rpartition("\n")
            held = [rest]
            if line_end:
                yield part
    yield "".join(held)


def _pieces(value: Any, line: str) -> Iterator[str]:
    """Yield what `json.dumps(value, indent=1)` returns; `line` begins a line as deep as the value stands."""
    deeper = line + " "
    if isinstance(value, dict) and any(isinstance(item, (dict, list, Iterator)) for item in value.values()):
        for number, (key, item) in enumerate(value.items()):
            yield f"{',' if number else '{'}{deeper}{json.dumps(key)}: "
            yield from _pieces(item, deeper)
        yield f"{line}}}"
    elif isinstance(value, dict) and value:
        text = json.dumps(value, separators=("," + deeper, ": "))
        yield f"{{{deeper}{text[1:-1]}{line}}}"
    elif isinstance(value, (list, Iterator)):
        number = -1
        for number, item in enumerate(value):
            yield f"{',' if number else '['}{deeper}"
            yield from _pieces(item, deeper)
        yield "[]" if number < 0 else f"{line}]"
    else:
        yield json.dumps(value)


def _log(log: Log) -> dict[str, Any]:
    return {
        "path": str(log.path),
        "sheet": log.sheet,
        "template": log.template.name,
        "rows": len(log.records),
        "problems": map(_problem, log.problems),
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {name: getattr(problem, name) for name in _FIELDS}


def _handoffs(reviewed: Reviewed) -> list[dict[str, Any]]:
    log = str(reviewed.log.path)
    return [
        {
            "log": log,
            "row": one.row,
            "id": one.id,
            "item": one.item,
            "handed_to": one.person,
            "status": one.status,
            "due": iso_date(one.due),
            "days_left": one.days_left,
            "flag": one.rules[0].name if one.rules else None,
            "flags": [rule.name for rule in one.rules],
            "why": one.why,
            "do_next": one.do_next,
        }
        for one in reviewed.handoffs
    ]


def _changes(changes: Changes | None) -> dict[str, Any]:
    kinds = ("new", "closed", "slipped", "newly_overdue", "gone_missing")
    if changes is None:
        return {"previous": None, **{kind: [] for kind in kinds}}
    previous = {"path": str(changes.path), "as_of": iso_date(changes.as_of)}
    return {"previous": previous, **{kind: [_change(one, kind) for one in getattr(changes, kind)] for kind in kinds}}


def _change(change: Change, kind: str) -> dict[str, Any]:
    one = change.line.handoff
    said = {
        "log": change.line.log,
        "id": one.id,
        "item": one.item,
        "handed_to": one.person,
        "due": iso_date(one.due),
    }
    return {**said, "due_before": iso_date(change.due_before)} if kind == "slipped" else said


def iso_date(moment: datetime | None) -> str | None:
    """Return a moment in ISO 8601: a date alone as 2026-11-23, with a time as 2026-11-23T17:00:00."""
    if moment is None:
        return None
    return moment.date().isoformat() if moment.time() == time() else moment.isoformat(timespec="seconds")
