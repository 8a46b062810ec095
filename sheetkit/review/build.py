"""Log + moment -> Review."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetkit.expression.frame import Evaluator
from sheetkit.expression.tree import Column, Type
from sheetkit.log.read import Log
from sheetkit.review.changes import Line, compare
from sheetkit.review.figures import work_out
from sheetkit.review.history import LOG_COLUMN, Earlier
from sheetkit.review.model import Failed, Review, Reviewed
from sheetkit.review.sentences import Speaker
from sheetkit.template.model import Template
from sheetkit.xlsx.serial import SECONDS, from_datetime, seconds

REVIEW_EVERY = "review_every_days"  # the setting that says how often a log is reviewed


def build_review(logs: Sequence[Log], as_of: datetime, failed: Sequence[Failed] = ()) -> Review:
    """Return the review of logs as of a moment. Nothing is read or written."""
    reviewed = tuple(_reviewed(log, as_of) for log in logs)
    figures = work_out([one.rows for one in reviewed], [one.log.template for one in reviewed])
    return Review(as_of, reviewed, tuple(failed), figures)


def with_changes(review: Review, earlier: Earlier) -> Review:
    """Return the review with what changed since an earlier one, which is judged as of its own moment."""
    then = build_review([earlier.log], earlier.as_of)
    by_name = {review.label(one): str(one.log.path) for one in review.logs}
    only = review.label(review.logs[0])
    frame = earlier.log.records.frame
    several = len(review.logs) + len(review.failed) > 1 and LOG_COLUMN in frame
    names = frame[LOG_COLUMN].tolist() if several else [only] * len(frame)
    before = [  # a log that could not be read this time is left out, so that its lines do not look lost
        Line(by_name[name], one) for name, one in zip(names, then.logs[0].handoffs, strict=True) if name in by_name
    ]
    now = [Line(str(one.log.path), handoff) for one in review.logs for handoff in one.handoffs]
    changes = compare(before, now, review.logs[0].log.template.roles, earlier.path, earlier.as_of)
    notes = (*review.notes, *_pause(review, earlier.as_of))
    same = set(names) <= set(by_name)  # figures of other logs cannot be compared
    return replace(review, changes=changes, before=then.figures if same else None, notes=notes)


def _pause(review: Review, last: datetime) -> Iterator[str]:
    """Say when more time passed since the last review than the log's settings want."""
    days = (review.as_of.date() - last.date()).days
    wanted = review.logs[0].log.settings.get(REVIEW_EVERY)
    if wanted is not None and days > wanted:
        yield f"The last review was {days} days ago; this log is meant to be reviewed every {wanted:g} days."


def _reviewed(log: Log, as_of: datetime) -> Reviewed:
    template, records, roles = log.template, log.records, log.template.roles
    moment = float(seconds(from_datetime(as_of)))
    evaluator = Evaluator(records, moment, log.settings)
    held = np.array([evaluator.condition(rule.condition) for rule in template.rules], dtype=bool)
    held = held.reshape(len(template.rules), len(records))
    code = (held.T.astype(np.int64) << np.arange(len(template.rules))).sum(axis=1)
    first = np.where(held.any(axis=0), held.argmax(axis=0), -1)
    out = evaluator.condition(template.values[roles.out])
    due = evaluator.number(template.values.get(roles.due) or Column(roles.due, Type.DATE))
    days_left = np.where(out, due // SECONDS - moment // SECONDS, np.nan)
    why, do_next = _sentences(template, Speaker(log, evaluator, as_of), first)
    late = next(place for place, rule in enumerate(template.rules) if rule.name == roles.late)
    frame = records.frame
    rows = pd.DataFrame(
        {
            "id": frame[roles.id],
            "item": frame[roles.item],
            "person": frame[roles.person],
            "email": frame[roles.email] if roles.email else "",
            "status": records.words(roles.status).map(template.status.canonical).fillna(roles.open).astype(object),
            "out": out,
            "start": frame[roles.start],
            "due": _moments(due),
            "days_left": days_left,
            "code": code,
            "first": first,
            "is_late": held[late],
            "why": why,
            "do_next": do_next,
        },
        index=frame.index,
    )
    return Reviewed(log, rows)


def _sentences(
    template: Template, speaker: Speaker, first: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.object_]]:
    """Return why the first rule holds and what to do next, '' where none does."""
    why = np.full(len(first), "", dtype=object)
    do_next = np.full(len(first), "", dtype=object)
    for number, rule in enumerate(template.rules):
        places = np.flatnonzero(first == number)
        if len(places):
            why[places] = speaker.say(rule.why, places)
            do_next[places] = speaker.say(rule.do_next, places)
    return why, do_next


def _moments(moment: npt.NDArray[np.float64]) -> npt.NDArray[np.datetime64]:
    """Return seconds since Excel's day 0 as datetime64[s]."""
    epoch = np.datetime64("1899-12-30T00:00:00", "s")
    known = ~np.isnan(moment)
    result = np.full(len(moment), np.datetime64("NaT"), dtype="datetime64[s]")
    result[known] = epoch + moment[known].astype("timedelta64[s]")
    return result
