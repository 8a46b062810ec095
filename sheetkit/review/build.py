"""Build the review of logs as of a moment."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetkit import categorical
from sheetkit.codes import where_category
from sheetkit.expression.evaluate import Evaluator
from sheetkit.expression.tree import AsOf, Column, Days, IsDate, OneOf, Type
from sheetkit.log.check.years import is_far
from sheetkit.log.frame import RuleColumns, canonical_status
from sheetkit.log.parallel.source import FailedLog
from sheetkit.log.read_log import Log
from sheetkit.ooxml.serial import SECONDS_PER_DAY, from_datetime, to_seconds
from sheetkit.review.doubts import find_doubts
from sheetkit.review.duplicates import find_duplicates, repeated_lines
from sheetkit.review.figures import Figures, make_figures
from sheetkit.review.frame import LEAST_URGENT, SCHEMA, concat_frames, concat_rules, no_dates
from sheetkit.review.labels import log_labels
from sheetkit.review.model import LogReview, Review
from sheetkit.review.sentences import CodedTexts, SentenceFiller
from sheetkit.review.todo import days_to_act
from sheetkit.template.model import Roles, Template
from sheetkit.template.rule import Advice, Rule

_ADVICE = ("why", "do_next", "subject", "ask")  # sentences of a rule that are columns of the frame
_EPOCH = np.datetime64("1899-12-30T00:00:00", "s")  # Excel's day 0


def build_review(logs: Sequence[Log], as_of: datetime) -> Review:
    """Return the review of logs as of a moment. Nothing is read or written."""
    return combine([review_log(log, as_of) for log in logs], as_of)


def combine(logs: Sequence[LogReview], as_of: datetime, failed: Sequence[FailedLog] = ()) -> Review:
    """Return the review of logs that were each reviewed as of this moment."""
    frame = concat_frames([log_review.frame for log_review in logs])
    rules = concat_rules([log_review.rules for log_review in logs])
    templates = [log_review.log.template for log_review in logs]
    paths = [*(log_review.log.path for log_review in logs), *(Path(log_review.path) for log_review in failed)]
    places = [f" in {label}" for label in log_labels(paths)] if len(paths) > 1 else []
    identities, days = [log_review.log.identity for log_review in logs], [log_review.log.day for log_review in logs]
    figures = make_team_figures(frame, rules, templates, identities, places, days)
    return Review(as_of, tuple(logs), tuple(failed), frame, rules, figures)


def make_team_figures(
    frame: pd.DataFrame,
    rules: pd.DataFrame,
    templates: Sequence[Template],
    identities: Sequence[str],
    places: Sequence[str] = (),
    days: Sequence[str] = (),
) -> Figures:
    """Return the figures of several logs, in which a hand-off that is in two of them counts once."""
    if len(templates) < 2:
        return make_figures(frame, rules, templates, places, days)
    counted = ~repeated_lines(frame, find_duplicates(frame, identities))
    return make_figures(frame[counted], rules[counted], templates, places, days)


def review_log(log: Log, as_of: datetime) -> LogReview:
    """Return the review of one log as of a moment."""
    template, columns = log.template, log.rule_columns
    moment = float(to_seconds(from_datetime(as_of)))
    evaluator = Evaluator(columns, moment, log.settings, log.working_days)
    rules = pd.DataFrame({rule.name: evaluator.condition(rule.condition) for rule in template.rules}, copy=False)
    rank = _first_rule(rules)
    data = _at_moment(log, columns, evaluator, rules)
    data["flag"] = categorical.from_codes(rank, list(rules.columns))
    data["urgency"] = np.where(rank < 0, LEAST_URGENT, np.where(data["overdue"], 0, rank + 1))
    act_on = _datetimes(days_to_act(log, evaluator, rank, data["out"]))
    data["act_on"] = act_on
    data |= _sentences(log, evaluator, as_of, rank, act_on)
    data |= _doubtful(log, evaluator, as_of, rank, data)
    return LogReview(log, pd.DataFrame({name: data[name] for name in SCHEMA}, copy=False), rules)


def _at_moment(log: Log, columns: RuleColumns, evaluator: Evaluator, rules: pd.DataFrame) -> dict[str, Any]:
    """Return the columns of the frame that do not depend on the flag."""
    template, frame = log.template, log.frame
    roles = template.roles
    status = canonical_status(columns, template)
    out = evaluator.condition(template.values[roles.out])
    due_node = template.values.get(roles.due) or Column(roles.due, Type.DATE)
    due, days_left = evaluator.number(due_node), evaluator.number(Days(AsOf(), due_node))
    due_dates, start = _datetimes(due), frame[roles.start].to_numpy()
    is_open = where_category(status, roles.open.__eq__)
    closed = where_category(status, lambda title: title not in (roles.open, roles.paused))
    return {
        "log": np.zeros(len(frame), dtype=np.int64),
        "row": frame.index.to_numpy(),
        "id": categorical.column(frame, roles.id),
        "item": categorical.column(frame, roles.item),
        "handed_to": categorical.column(frame, roles.person),
        "email": categorical.column(frame, roles.email) if roles.email else categorical.missing(len(frame)),
        "result": categorical.column(frame, roles.result) if roles.result else categorical.missing(len(frame)),
        "status": status,
        "handed_off": start,
        "due": due_dates,
        "promise": frame[roles.promise].to_numpy() if roles.promise else no_dates(len(frame)),
        "mistyped": mistyped(due_dates, start, evaluator.as_of),
        "days_left": np.where(out, days_left, np.nan),
        "out": out,
        "open": is_open,
        "closed": closed,
        "done": closed if roles.done is None else where_category(status, roles.done.__eq__),
        "returned": np.where(is_open, ~out, _says_back(evaluator, template)),
        "overdue": rules[roles.late].to_numpy(),
        "kept": _promises_kept(columns, template, status, evaluator.as_of),
    }


def _says_back(evaluator: Evaluator, template: Template) -> npt.NDArray[np.bool_]:
    """Return a mask of the lines that say they came back, by a date or a word for yes."""
    if template.roles.back is None:
        return np.zeros(len(evaluator.columns), dtype=bool)
    back = template.by_name[template.roles.back]
    return evaluator.condition(IsDate(back.node)) | evaluator.condition(
        OneOf(back.node, template.words_for_yes.get(back.name, ()))
    )


def mistyped(due: npt.NDArray[np.datetime64], start: npt.NDArray[np.datetime64], as_of: float) -> npt.NDArray[np.bool_]:
    """Return a mask of due dates that can only be typing mistakes: before the hand-off, or years away from it.

    If the date of the hand-off is missing or years from the review's moment `as_of`, that moment is used instead. But
    lines that were handed off and due years ago, the one soon after the other, are old and no mistake.
    """
    moment = np.full_like(start, _datetimes(np.array([as_of]))[0])
    usable = ~np.isnat(start) & ~is_far(start, moment)
    before = usable & (due.astype("datetime64[D]") < start.astype("datetime64[D]"))
    old = (start <= due) & (due < moment) & ~is_far(due, start)
    wrong: npt.NDArray[np.bool_] = before | (is_far(due, np.where(usable, start, moment)) & ~old)
    return wrong


def _first_rule(rules: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Return the position of the first rule that holds for each row, -1 if none does."""
    holds = rules.to_numpy()
    if not rules.shape[1]:
        return np.full(len(rules), -1)
    return np.where(holds.any(axis=1), holds.argmax(axis=1), -1)


def _promises_kept(
    columns: RuleColumns, template: Template, status: pd.Categorical, as_of: float
) -> npt.NDArray[np.float64]:
    """Return for each row 1 if it came back as first promised, 0 if later, NaN if neither is known.

    A day alone lasts until its end, as in the rule for overdue. Cancelled lines broke no promise, and dates that are
    typing mistakes or in the future count for nothing.
    """
    roles: Roles = template.roles
    if roles.back is None or roles.promise is None:
        return np.full(len(columns), np.nan)
    back, promise = columns.seconds(roles.back), columns.seconds(roles.promise)
    both_timed = (back % SECONDS_PER_DAY != 0) & (promise % SECONDS_PER_DAY != 0)
    in_time = np.where(both_timed, back <= promise, back // SECONDS_PER_DAY <= promise // SECONDS_PER_DAY)
    counts = np.isfinite(back) & np.isfinite(promise)
    start = _datetimes(columns.seconds(roles.start))
    counts &= ~mistyped(_datetimes(back), start, as_of) & ~mistyped(_datetimes(promise), start, as_of)
    counts &= ~(back // SECONDS_PER_DAY > as_of // SECONDS_PER_DAY)
    if roles.done is not None:
        counts &= where_category(status, (roles.open, roles.paused, roles.done).__contains__)
    return np.where(counts, in_time.astype(float), np.nan)


def _sentences(
    log: Log, evaluator: Evaluator, as_of: datetime, rank: npt.NDArray[np.int64], act_on: npt.NDArray[np.datetime64]
) -> dict[str, pd.Categorical]:
    """Return the frame's columns with sentences about each row: why, do_next, subject, ask and task.

    Rows without a flag have at most a task: to ask at a checkpoint before the next review. The subject is missing if no
    line of the person has an address.
    """
    roles = log.template.roles
    email = log.frame[roles.email].notna().to_numpy() if roles.email else np.zeros(len(rank), dtype=bool)
    person = categorical.column(log.frame, roles.person).codes
    has_address = email | np.isin(person, person[email & (person >= 0)])
    filler = SentenceFiller(log, evaluator, as_of)
    parts: dict[str, list[tuple[npt.NDArray[np.int64], CodedTexts]]] = {key: [] for key in _ADVICE}
    for number, rule in enumerate(log.template.rules):
        rows = np.flatnonzero(rank == number)
        for advice, there in _advice(rule, evaluator, rows):
            for key in _ADVICE:
                sentence = getattr(advice, key) or getattr(rule, key)
                places = there[has_address[there]] if key == "subject" else there
                parts[key].append((places, filler.fill(sentence, places)))
    columns_of_texts = {key: categorical.scatter_texts(len(rank), filled) for key, filled in parts.items()}
    asked = np.flatnonzero((columns_of_texts["do_next"].codes < 0) & ((rank >= 0) | ~np.isnat(act_on)))
    steps = [*parts["do_next"], (asked, filler.ask_at_checkpoint(asked, act_on[asked]))]
    return {**columns_of_texts, "task": categorical.scatter_texts(len(rank), steps)}


def _doubtful(
    log: Log, evaluator: Evaluator, as_of: datetime, rank: npt.NDArray[np.int64], data: dict[str, Any]
) -> dict[str, Any]:
    """Return a mask of the lines that a doubtful date may keep from a flag, and what that changes in `data`.

    Incomplete lines are left out: their missing cells come first.
    """
    incomplete = [
        number
        for number, rule in enumerate(log.template.rules)
        if any(place.name == "missing" for place in rule.why.places())
    ]
    doubts = [
        doubt
        for doubt in find_doubts(log, evaluator, data["open"], data["out"], data["overdue"], as_of)
        if rank[doubt.position] not in incomplete
    ]
    positions = np.array([doubt.position for doubt in doubts], dtype=np.int64)
    doubtful = np.zeros(len(rank), dtype=bool)
    doubtful[positions] = True
    if not doubts:
        return {"doubtful": doubtful}
    texts = {key: categorical.from_texts(getattr(doubt, key) for doubt in doubts) for key in _ADVICE}
    email = log.template.roles.email
    addressed = log.frame[email].notna().to_numpy()[positions] if email else np.zeros(len(positions), dtype=bool)
    texts["subject"] = categorical.from_codes(
        np.where(addressed, texts["subject"].codes, -1), texts["subject"].categories.tolist()
    )
    others = np.flatnonzero(~doubtful)
    return {
        "doubtful": doubtful,
        "urgency": np.where(doubtful, 1, data["urgency"]),
        **{
            key: categorical.scatter(len(rank), [(others, data[key][others]), (positions, text)])
            for key, text in {**texts, "task": texts["do_next"]}.items()
        },
    }


def _advice(
    rule: Rule, evaluator: Evaluator, rows: npt.NDArray[np.int64]
) -> Iterator[tuple[Advice | Rule, npt.NDArray[np.int64]]]:
    """Yield a rule's advice and the rows it is for: each `instead` whose condition holds first, then the rule's own."""
    left = rows
    for advice in rule.instead:
        holds = evaluator.condition(advice.condition)[left]
        yield advice, left[holds]
        left = left[~holds]
    yield rule, left


def _datetimes(seconds: npt.NDArray[np.float64]) -> npt.NDArray[np.datetime64]:
    """Return seconds since Excel's day 0 as datetime64[s], NaN as NaT."""
    known = ~np.isnan(seconds)
    dates = no_dates(len(seconds))
    dates[known] = _EPOCH + seconds[known].astype("timedelta64[s]")
    return dates
