"""Log + moment -> Review."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetkit.expression.frame import Evaluator
from sheetkit.expression.tree import Column, Type
from sheetkit.log.many import Failed
from sheetkit.log.read import Log
from sheetkit.review.figures import Figures, work_out
from sheetkit.review.model import Review, Reviewed
from sheetkit.review.promises import promises_kept
from sheetkit.review.sentences import Speaker
from sheetkit.review.todo import days_to_act
from sheetkit.template.model import Template
from sheetkit.xlsx.serial import SECONDS, from_datetime, seconds


def build_review(logs: Sequence[Log], as_of: datetime, failed: Sequence[Failed] = ()) -> Review:
    """Return the review of logs as of a moment. Nothing is read or written."""
    reviewed = tuple(_reviewed(log, as_of) for log in logs)
    return Review(as_of, reviewed, tuple(failed), figures_of(reviewed))


def figures_of(logs: Sequence[Reviewed]) -> Figures:
    """Return the figures of all logs together."""
    return work_out([one.rows for one in logs], [one.log.template for one in logs])


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
    status = records.words(roles.status).map(template.status.canonical).fillna(roles.open).astype(object)
    rows = pd.DataFrame(
        {
            "id": frame[roles.id],
            "item": frame[roles.item],
            "person": frame[roles.person],
            "email": frame[roles.email] if roles.email else "",
            "status": status,
            "out": out,
            "start": frame[roles.start],
            "due": _moments(due),
            "days_left": days_left,
            "code": code,
            "first": first,
            "is_late": held[late],
            "kept": promises_kept(records, roles, status),
            "act": _moments(days_to_act(log, evaluator, first, out)),
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
