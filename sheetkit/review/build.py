"""Log + moment -> review."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetkit import categorical
from sheetkit.expression.evaluate import Evaluator
from sheetkit.expression.tree import Column, Type
from sheetkit.log.frame import RuleColumns, canonical_status
from sheetkit.log.parallel.source import FailedLog
from sheetkit.log.read_log import Log
from sheetkit.ooxml.serial import SECONDS_PER_DAY, from_datetime, to_seconds
from sheetkit.review.figures import make_figures
from sheetkit.review.frame import LEAST_URGENT, SCHEMA, concat_frames, concat_rules
from sheetkit.review.model import LogReview, Review
from sheetkit.review.sentences import SentenceFiller
from sheetkit.review.todo import days_to_act
from sheetkit.template.model import Roles, Template

_EPOCH = np.datetime64("1899-12-30T00:00:00", "s")  # Excel's day 0


def build_review(logs: Sequence[Log], as_of: datetime) -> Review:
    """Return the review of logs as of a moment. Nothing is read or written."""
    return combine([review_log(log, as_of) for log in logs], as_of)


def combine(logs: Sequence[LogReview], as_of: datetime, failed: Sequence[FailedLog] = ()) -> Review:
    """Return the review of logs that were reviewed one by one as of that moment."""
    frame = concat_frames([one.frame for one in logs])
    rules = concat_rules([one.rules for one in logs])
    figures = make_figures(frame, rules, [one.log.template for one in logs])
    return Review(as_of, tuple(logs), tuple(failed), frame, rules, figures)


def review_log(log: Log, as_of: datetime) -> LogReview:
    """Return one log at a moment."""
    template, columns = log.template, log.rule_columns
    moment = float(to_seconds(from_datetime(as_of)))
    evaluator = Evaluator(columns, moment, log.settings)
    rules = pd.DataFrame({rule.name: evaluator.condition(rule.condition) for rule in template.rules}, copy=False)
    rank = _first_rule(rules)
    data = _at_moment(log, columns, evaluator, rules)
    data["flag"] = categorical.from_codes(rank, list(rules.columns))
    data["urgency"] = np.where(rank < 0, LEAST_URGENT, np.where(data["overdue"], 0, rank + 1))
    act_on = _datetimes(days_to_act(log, evaluator, rank, data["out"]))
    data["act_on"] = act_on
    data["why"], data["do_next"], data["task"] = _sentences(log, evaluator, as_of, rank, act_on)
    return LogReview(log, pd.DataFrame({name: data[name] for name in SCHEMA}, copy=False), rules)


def _at_moment(log: Log, columns: RuleColumns, evaluator: Evaluator, rules: pd.DataFrame) -> dict[str, Any]:
    """Return what does not depend on the flag, by the frame's columns."""
    template, frame = log.template, log.frame
    roles = template.roles
    status = canonical_status(columns, template)
    out = evaluator.condition(template.values[roles.out])
    due = evaluator.number(template.values.get(roles.due) or Column(roles.due, Type.DATE))
    days_left = due // SECONDS_PER_DAY - evaluator.as_of // SECONDS_PER_DAY
    return {
        "log": np.zeros(len(frame), dtype=np.int64),
        "row": frame.index.to_numpy(),
        "id": categorical.column(frame, roles.id),
        "item": categorical.column(frame, roles.item),
        "handed_to": categorical.column(frame, roles.person),
        "email": categorical.column(frame, roles.email) if roles.email else categorical.missing(len(frame)),
        "status": status,
        "handed_off": categorical.column(frame, roles.start),
        "due": _datetimes(due),
        "days_left": np.where(out, days_left, np.nan),
        "out": out,
        "open": categorical.where_category(status, roles.open.__eq__),
        "closed": categorical.where_category(status, lambda title: title not in (roles.open, roles.paused)),
        "overdue": rules[roles.late].to_numpy(),
        "kept": _promises_kept(columns, template, status),
    }


def _first_rule(rules: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Return the position of each row's first rule that holds, -1 where none does."""
    holds = rules.to_numpy()
    if not rules.shape[1]:
        return np.full(len(rules), -1)
    return np.where(holds.any(axis=1), holds.argmax(axis=1), -1)


def _promises_kept(columns: RuleColumns, template: Template, status: pd.Categorical) -> npt.NDArray[np.float64]:
    """Return for each row 1 where it came back as first promised, 0 where later, NaN where neither can be said.

    A day alone counts until its end, as for what is overdue. What was cancelled broke no promise.
    """
    roles: Roles = template.roles
    if roles.back is None or roles.promise is None:
        return np.full(len(columns), np.nan)
    back, promise = columns.seconds(roles.back), columns.seconds(roles.promise)
    both_timed = (back % SECONDS_PER_DAY != 0) & (promise % SECONDS_PER_DAY != 0)
    in_time = np.where(both_timed, back <= promise, back // SECONDS_PER_DAY <= promise // SECONDS_PER_DAY)
    counts = np.isfinite(back) & np.isfinite(promise)
    counts &= ~(back // SECONDS_PER_DAY < columns.seconds(roles.start) // SECONDS_PER_DAY)  # impossible
    if roles.done is not None:
        counts &= categorical.where_category(status, (roles.open, roles.paused, roles.done).__contains__)
    return np.where(counts, in_time.astype(float), np.nan)


def _sentences(
    log: Log, evaluator: Evaluator, as_of: datetime, rank: npt.NDArray[np.int64], act_on: npt.NDArray[np.datetime64]
) -> tuple[pd.Categorical, pd.Categorical, pd.Categorical]:
    """Return why the first rule holds, what to do next, and what to do before the next review.

    Without a flag the first two are missing, and the third asks at a checkpoint that falls before the next review.
    """
    filler = SentenceFiller(log, evaluator, as_of)
    rules = [(rule, np.flatnonzero(rank == number)) for number, rule in enumerate(log.template.rules)]
    why = categorical.scatter(len(rank), [(rows, filler.fill(rule.why, rows)) for rule, rows in rules])
    steps = [(rows, filler.fill(rule.do_next, rows)) for rule, rows in rules]
    do_next = categorical.scatter(len(rank), steps)
    asked = np.flatnonzero((do_next.codes < 0) & ((rank >= 0) | ~np.isnat(act_on)))
    task = categorical.scatter(len(rank), [*steps, (asked, filler.ask_at_checkpoint(asked, act_on[asked]))])
    return why, do_next, task


def _datetimes(seconds: npt.NDArray[np.float64]) -> npt.NDArray[np.datetime64]:
    """Return seconds since Excel's day 0 as datetime64[s], NaN as NaT."""
    known = ~np.isnan(seconds)
    dates = np.full(len(seconds), np.datetime64("NaT"), dtype="datetime64[s]")
    dates[known] = _EPOCH + seconds[known].astype("timedelta64[s]")
    return dates
