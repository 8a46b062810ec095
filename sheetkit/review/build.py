"""Log + moment -> Review."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import numpy.typing as npt

from sheetkit.expression.evaluate import Evaluator
from sheetkit.expression.tree import Column, Type
from sheetkit.log.parallel.source import FailedLog
from sheetkit.log.read_log import Log
from sheetkit.ooxml.coded import Coded
from sheetkit.ooxml.serial import SECONDS_PER_DAY, from_datetime, to_seconds
from sheetkit.review.figures import Figures, work_out
from sheetkit.review.handoff import HandOffs, Moments, Places, first_rule
from sheetkit.review.model import Review, Reviewed
from sheetkit.review.promises import promises_kept
from sheetkit.review.sentences import Speaker
from sheetkit.review.todo import days_to_act


def build_review(logs: Sequence[Log], as_of: datetime) -> Review:
    """Return the review of logs as of a moment. Nothing is read or written."""
    return assembled([review_log(log, as_of) for log in logs], as_of)


def assembled(reviewed: Sequence[Reviewed], as_of: datetime, failed: Sequence[FailedLog] = ()) -> Review:
    """Return the review of logs each of which was reviewed as of that moment."""
    return Review(as_of, tuple(reviewed), tuple(failed), figures_of(reviewed))


def figures_of(logs: Sequence[Reviewed]) -> Figures:
    """Return the figures of all logs together."""
    return work_out([one.columns for one in logs], [one.log.template for one in logs])


def review_log(log: Log, as_of: datetime) -> Reviewed:
    """Return one log at a moment."""
    template, records, roles = log.template, log.records, log.template.roles
    moment = float(to_seconds(from_datetime(as_of)))
    evaluator = Evaluator(records, moment, log.settings)
    held = np.array([evaluator.condition(rule.condition) for rule in template.rules], dtype=bool)
    held = held.reshape(len(template.rules), len(records))
    code = (held.T.astype(np.int64) << np.arange(len(template.rules))).sum(axis=1)
    first = first_rule(code)
    out = evaluator.condition(template.values[roles.out])
    due = evaluator.number(template.values.get(roles.due) or Column(roles.due, Type.DATE))
    late = next(place for place, rule in enumerate(template.rules) if rule.name == roles.late)
    status = records.statuses(template)
    act = _moments(days_to_act(log, evaluator, first, out))
    why, do_next, task = _sentences(log, Speaker(log, evaluator, as_of), first, act)
    columns = HandOffs(
        row=records.rows,
        id=records.texts(roles.id),
        item=records.texts(roles.item),
        person=records.texts(roles.person),
        email=records.texts(roles.email) if roles.email else Coded.blanks(len(records)),
        status=status,
        out=out,
        start=records.dates(roles.start),
        due=_moments(due),
        days_left=np.where(out, due // SECONDS_PER_DAY - moment // SECONDS_PER_DAY, np.nan),
        late=held[late],
        open=status.where(roles.open.__eq__),
        closed=status.where(lambda text: text not in (roles.open, roles.paused)),
        kept=promises_kept(records, roles, status),
        act=act,
        code=code,
        why=why,
        do_next=do_next,
        task=task,
    )
    return Reviewed(log, columns)


def _sentences(log: Log, speaker: Speaker, first: Places, act: Moments) -> tuple[Coded, Coded, Coded]:
    """Return why the first rule holds and what to do next, '' where none does, and what to do before the next review.

    What has no flag, and a checkpoint before then, has a sentence for that alone.
    """
    rules = [(rule, np.flatnonzero(first == number)) for number, rule in enumerate(log.template.rules)]
    none = Coded.blanks(len(first))
    why = none.put([(places, speaker.say(rule.why, places)) for rule, places in rules])
    steps = [(places, speaker.say(rule.do_next, places)) for rule, places in rules]
    is_said = none.put(steps).codes > 0
    asked = np.flatnonzero(~is_said & ((first >= 0) | ~np.isnat(act)))
    task = none.put([*steps, (asked, speaker.ask(asked, act[asked]))])
    return why, Coded(task.vocabulary, np.where(is_said, task.codes, 0)), task


def _moments(moment: npt.NDArray[np.float64]) -> Moments:
    """Return seconds since Excel's day 0 as datetime64[s]."""
    epoch = np.datetime64("1899-12-30T00:00:00", "s")
    known = ~np.isnan(moment)
    result = np.full(len(moment), np.datetime64("NaT"), dtype="datetime64[s]")
    result[known] = epoch + moment[known].astype("timedelta64[s]")
    return result
