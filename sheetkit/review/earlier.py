"""The lines of an earlier review, evaluated again as of its own moment."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from sheetkit import categorical
from sheetkit.log.read_log import Log
from sheetkit.review.build import make_team_figures, review_log
from sheetkit.review.figures import Figures
from sheetkit.review.frame import concat_rules, empty_frame, stack
from sheetkit.review.history import LOG_COLUMN, ReviewFile, read_earlier
from sheetkit.review.model import Review


class EarlierLines(NamedTuple):
    """The lines that `logs`, given by their positions now, had at the moment of an earlier review.

    `frame` has the columns of a review's frame, with the log's position now in `log`; `left` are the labels of the
    logs that this review lacks.
    """

    file: ReviewFile
    logs: tuple[int, ...]
    frame: pd.DataFrame
    figures: Figures
    left: tuple[str, ...]


def earlier_lines(review: Review, file: ReviewFile, matched: Sequence[int], wanted: set[int]) -> EarlierLines:
    """Return the lines of an earlier review in the logs whose positions now are `wanted`.

    `matched` has the position now of each log of that review. The lines are evaluated with the present rules and
    settings of their log, so that the figures can be compared. Raises UnreadableError.
    """
    known = file.identity.known
    position_by_label = {log.label: at for log, at in zip(known, matched, strict=True) if log.is_read and at in wanted}
    frames, rules = [], []
    for members in _judged_alike(review, sorted(position_by_label.values())):
        log = read_earlier(file, review.templates[members[0]])
        labels = _labels(log, len(known), known[0].label)
        codes = np.array([position_by_label.get(label, -1) for label in [*labels.categories.tolist(), ""]])
        positions = codes[labels.codes]
        now = review.logs[members[0]].log
        log_review = review_log(replace(log, settings=now.settings, working_days=now.working_days), file.as_of)
        kept = np.isin(positions, members)
        frames.append(log_review.frame.assign(log=positions)[kept])
        rules.append(log_review.rules[kept])
    frame = stack(frames) if frames else empty_frame()
    left = tuple(log.label for log, at in zip(known, matched, strict=True) if at < 0)
    figures = make_team_figures(
        frame, concat_rules([*rules, review.rules.iloc[:0]]), review.templates, review.identities
    )
    return EarlierLines(file, tuple(sorted(position_by_label.values())), frame, figures, left)


def _judged_alike(review: Review, positions: Sequence[int]) -> list[list[int]]:
    """Return the positions of logs, grouped by their rules and settings."""
    groups: dict[str, list[int]] = {}
    for position in positions:
        log = review.logs[position].log
        groups.setdefault(f"{log.template.source}{sorted(log.settings.items())}{log.working_days}", []).append(position)
    return list(groups.values())


def _labels(log: Log, number: int, only: str) -> pd.Categorical:
    """Return the label of each line's log."""
    if number > 1 and LOG_COLUMN in log.frame.columns:
        return categorical.column(log.frame, LOG_COLUMN)
    return categorical.from_codes(np.zeros(len(log.frame), dtype=np.int8), [only])
