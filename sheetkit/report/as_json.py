"""Reviews and problems as JSON documents with a schema name each."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, time
from typing import Any

from sheetkit.log.problems import Problem
from sheetkit.log.read import Log
from sheetkit.review.changes import Change, Changes
from sheetkit.review.model import Review, Reviewed


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


def dumps(document: dict[str, Any]) -> str:
    """Return a document as text, in ASCII, so that no console or pipe can spoil a name."""
    return json.dumps(document, indent=1)


def _log(log: Log) -> dict[str, Any]:
    return {
        "path": str(log.path),
        "sheet": log.sheet,
        "template": log.template.name,
        "rows": len(log.records),
        "problems": [_problem(problem) for problem in log.problems],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return asdict(problem)


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
