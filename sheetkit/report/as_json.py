"""Reviews and problems as JSON documents, each with the name of its schema."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time
from typing import Any

import pandas as pd

from sheetkit import categorical
from sheetkit.log.problems import Problem
from sheetkit.log.read_log import Log
from sheetkit.review.changes import KINDS
from sheetkit.review.model import Review

_PIECES = 4_096
_HAND_OFF = ["log", "row", "id", "item", "handed_to", "status", "due", "days_left", "flag", "flags", "why", "do_next"]
_BEFORE = {"slipped": "due_before", "redated": "due_before", "reassigned": "person_before"}


def check_document(logs: Sequence[Log]) -> dict[str, Any]:
    """Return what `check --json` prints."""
    return {"schema": "sheetkit.check/2", "logs": [_log(log) for log in logs]}


def review_document(review: Review, workbook: str, html: str | None = None) -> dict[str, Any]:
    """Return what `review --json` prints; `workbook` and `html` are the paths of the files."""
    return {
        "schema": "sheetkit.review/2",
        "as_of": iso_date(review.as_of),
        "workbook": workbook,
        **({"html": html} if html is not None else {}),
        "logs": [_log(log_review.log) for log_review in review.logs],
        "counts": review.figures.counts,
        "handoffs": _handoffs(review),
        "changes": _changes(review),
    }


def json_parts(document: dict[str, Any]) -> Iterator[str]:
    """Yield a document as ASCII text, which no console or pipe can spoil, in parts of whole lines.

    Iterators in the document become lists, which may be long.
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
    """Yield the result of `json.dumps(value, indent=1)`; `line` is a line break and the indentation of the value."""
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


def records(columns: Mapping[str, Sequence[Any]]) -> Iterator[dict[str, Any]]:
    """Yield each line of columns of equal length as a dict."""
    for values in zip(*columns.values(), strict=True):
        yield dict(zip(columns, values, strict=True))


def _log(log: Log) -> dict[str, Any]:
    return {
        "path": str(log.path),
        "sheet": log.sheet,
        "template": log.template.name,
        "rows": len(log.frame),
        "notes": list(log.notes),
        "problems": map(Problem._asdict, log.problems),
    }


def _handoffs(review: Review) -> Iterator[dict[str, Any]]:
    """Return an iterator over the hand-offs of the review, in the logs' own order."""
    kinds, codes = review.line_kinds
    flags = [[rule.name for rule in kind.rules] for kind in kinds]
    paths = [str(log_review.log.path) for log_review in review.logs]
    other_columns = {
        "log": [paths[log] for log in review.frame["log"].tolist()],
        "flags": [flags[kind] for kind in codes.tolist()],
    }
    in_frame = {name: _json_values(review.frame[name]) for name in _HAND_OFF if name not in other_columns}
    columns = {**in_frame, **other_columns}
    return records({name: columns[name] for name in _HAND_OFF})


def _json_values(column: "pd.Series[Any]") -> list[Any]:
    """Return a column of the review's frame as JSON values: a blank text is '', a missing flag or number null."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        texts: list[Any] = categorical.to_list(column.array)
        return [text or None for text in texts] if column.name == "flag" else texts
    values: list[Any] = column.to_numpy().tolist()
    if column.dtype.kind == "M":
        return [iso_date(moment) for moment in values]
    return [None if math.isnan(number) else int(number) for number in values]


def _changes(review: Review) -> dict[str, Any]:
    changes = review.changes
    if changes is None:
        return {"previous": None, **{kind: [] for kind in KINDS}}
    previous = {"path": str(changes.path), "as_of": iso_date(changes.as_of)}
    return {"previous": previous, **{kind: _change(review, getattr(changes, kind), kind) for kind in KINDS}}


def _change(review: Review, frame: pd.DataFrame, kind: str) -> list[dict[str, Any]]:
    names = ["log", "id", "item", "handed_to", "due", *([_BEFORE[kind]] if kind in _BEFORE else [])]
    changes = records({name: _json_values(frame[name]) for name in names})
    return [{**change, "log": str(review.logs[change["log"]].log.path)} for change in changes]


def iso_date(moment: datetime | None) -> str | None:
    """Return a moment in ISO 8601: a date alone as 2026-11-23, with a time as 2026-11-23T17:00:00."""
    if moment is None:
        return None
    return moment.date().isoformat() if moment.time() == time() else moment.isoformat(timespec="seconds")
