"""A review as plain data, independent of how it is shown."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetkit import categorical
from sheetkit.log.parallel.source import FailedLog
from sheetkit.log.problem_table import count_words
from sheetkit.log.problems import SEVERITIES, Problem
from sheetkit.log.read.settings import PAPER
from sheetkit.log.read_log import Log
from sheetkit.review.changes import Changes, count_changes, describe_gone
from sheetkit.review.duplicates import describe_copies, describe_duplicates, find_duplicates, repeated_lines
from sheetkit.review.figures import Figures
from sheetkit.review.frame import Positions, worst_first
from sheetkit.review.labels import log_labels
from sheetkit.review.moments import long_day
from sheetkit.review.todo import tasks
from sheetkit.review.trend import TrendLine, trend_line
from sheetkit.template.model import Template
from sheetkit.template.rule import Rule
from sheetkit.text import pluralize


class LogReview(NamedTuple):
    """One log at one moment: its hand-offs (schema: `review.frame.SCHEMA`) and the rules that hold for each.

    `rules` is a boolean frame with the same lines and a column per rule, in order of precedence.
    """

    log: Log
    frame: pd.DataFrame
    rules: pd.DataFrame

    @property
    def template(self) -> Template:
        """The template the log is judged by."""
        return self.log.template


class LineKind(NamedTuple):
    """What lines that look the same share: template, status, and the rules that hold, in order of precedence.

    `doubtful` lines have a date that can hardly be right, which may keep them from a flag.
    """

    template: Template
    status: str
    rules: tuple[Rule, ...]
    doubtful: bool = False

    @property
    def is_closed(self) -> bool:
        """Whether nobody waits for such a line any more."""
        return self.status not in (self.template.roles.open, self.template.roles.paused)


class EarlierMoment(NamedTuple):
    """The present logs at the moment of an earlier review. The figures can be compared if it read all of them.

    `left` names the logs that only the earlier review had, `joined` those that it did not have or read.
    """

    as_of: datetime
    figures: Figures
    left: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()


@dataclass(frozen=True)
class Review:
    """One or more logs at one moment, of everybody or of one `person`.

    `frame` has the lines of all logs, one log after the other, `rules` the rules that hold for each. `changes` and
    `earlier`, the same logs at the earlier review's moment, are None without an earlier review. `past` are the trend's
    lines before this review's. `notes` are further sentences about the review, `not_compared` those about logs that are
    compared with nothing or with another review, and `why_not_compared` tells why nothing is compared.
    """

    as_of: datetime
    logs: tuple[LogReview, ...]
    failed: tuple[FailedLog, ...]
    frame: pd.DataFrame
    rules: pd.DataFrame
    figures: Figures
    changes: Changes | None = None
    earlier: EarlierMoment | None = None
    past: tuple[TrendLine, ...] = ()
    notes: tuple[str, ...] = ()
    not_compared: tuple[str, ...] = ()
    person: str = ""
    why_not_compared: str = "No earlier review of this log was found beside it, so nothing is compared."

    @property
    def templates(self) -> list[Template]:
        """The template of each log."""
        return [log_review.log.template for log_review in self.logs]

    @cached_property
    def worst_first(self) -> Positions:
        """The positions of all lines that count, the most urgent first."""
        order = worst_first(self.frame)
        return order[~self.repeated[order]] if self.duplicates else order

    @cached_property
    def line_kinds(self) -> tuple[list[LineKind], Positions]:
        """The kinds of lines, and the code of each line's kind.

        The rules of a kind are in the order of its log's template, which other logs may not share.
        """
        codes = categorical.group_codes(
            [
                self.frame["log"].to_numpy(),
                categorical.column(self.frame, "status").codes,
                self.frame["doubtful"].to_numpy(),
                *(self.rules[key].to_numpy() for key in self.rules.columns),
            ]
        )
        examples = categorical.first_positions(codes)
        shown = self.frame[["log", "status", "doubtful"]].iloc[examples]
        held = self.rules.to_numpy()[examples]
        keys = self.rules.columns
        kinds = []
        for log, status, doubtful, mask in zip(*(shown[name].tolist() for name in shown), held, strict=True):
            template, holding = self.templates[log], set(keys[mask])
            rules = tuple(rule for rule in template.rules if rule.name in holding)
            kinds.append(LineKind(template, status, rules, doubtful))
        return kinds, codes.astype(np.int64)

    @cached_property
    def row_labels(self) -> pd.Categorical:
        """The label of each line's row, such as 'Row 7'; slices share the same categories."""
        codes, rows = pd.factorize(self.frame["row"].to_numpy())
        return categorical.from_codes(codes, [f"Row {row}" for row in rows.tolist()])

    @cached_property
    def tasks(self) -> Positions:
        """The positions of the lines with a task before the next review, in the order of the tasks."""
        return tasks(self.frame, self.worst_first)

    @cached_property
    def duplicates(self) -> tuple[Positions, ...]:
        """The positions of each hand-off that is in more than one log, an array for each."""
        return find_duplicates(self.frame, self.identities) if len(self.logs) > 1 else ()

    @cached_property
    def repeated(self) -> npt.NDArray[np.bool_]:
        """A mask of the lines that do not count, since another log has the hand-off too."""
        return repeated_lines(self.frame, self.duplicates)

    @property
    def all_notes(self) -> tuple[str, ...]:
        """All sentences about the review."""
        return (*self.copies_notes, *self.notes, *self.not_compared)

    @property
    def identities(self) -> list[str]:
        """The identity of each log, '' for none."""
        return [log_review.log.identity for log_review in self.logs]

    @property
    def copies_notes(self) -> list[str]:
        """A sentence about each log of which several copies were read."""
        return describe_copies(self.labels, self.identities)

    @property
    def duplicates_note(self) -> str:
        """A clause about how many hand-offs are in more than one log, '' if none is."""
        return describe_duplicates(self.duplicates)

    @property
    def before(self) -> Figures | None:
        """The figures of the earlier review, None if they cannot be compared with these."""
        return self.earlier.figures if self.earlier and not self.earlier.joined else None

    @cached_property
    def trend(self) -> tuple[TrendLine, ...]:
        """One line for each review, the earliest first, this one last."""
        return (*self.past, trend_line(self.as_of, self.figures, self.templates, len(self.logs)))

    @property
    def headline(self) -> str:
        """The review in one sentence, after another about hand-offs that vanished while they were open."""
        return f"{self.gone} {self.figures.headline}" if self.gone else self.figures.headline

    @property
    def what_changed(self) -> str:
        """A sentence with the number of changes since the earlier review, '' without one."""
        if self.changes is None:
            return ""
        return f"Since {long_day(self.changes.as_of)}: {count_changes(self.changes)}."

    @property
    def day(self) -> str:
        """What the logs count: 'working day' if all of them do, else 'day'."""
        return "working day" if self.logs and all(log_review.log.working_days for log_review in self.logs) else "day"

    @property
    def of_logs(self) -> str:
        """What was reviewed: the log's file name, or the number of logs, such as '2 of 3 logs' if one was not read."""
        if len(self.logs) + len(self.failed) == 1:
            return self.logs[0].log.path.name
        log_count = pluralize(len(self.logs) + len(self.failed), "log")
        return f"{len(self.logs):,} of {log_count}" if self.failed else log_count

    @cached_property
    def gone(self) -> str:
        """A sentence about the hand-offs that vanished while they were open, '' if there are none."""
        return describe_gone(self.changes, self.labels) if self.changes else ""

    @cached_property
    def log_names(self) -> pd.Categorical:
        """The label of each line's log, or the labels of all logs that have the hand-off."""
        labels = self.labels
        names = categorical.from_repeated(self.frame["log"].to_numpy(), labels)
        if not self.duplicates:
            return names
        texts = categorical.to_list(names)
        logs = self.frame["log"].to_numpy()
        for positions in self.duplicates:
            for position in positions.tolist():
                others = dict.fromkeys([logs[position], *logs[positions].tolist()])
                texts[position] = ", ".join(labels[log] for log in others)
        return categorical.from_texts(texts)

    @cached_property
    def labels(self) -> list[str]:
        """The unique label of each log that was read: its file name, with folders if needed."""
        return log_labels(self.paths)[: len(self.logs)]

    @property
    def paths(self) -> list[Path]:
        """The path of each log, those that could not be read last."""
        return [*(log_review.log.path for log_review in self.logs), *(Path(failed.path) for failed in self.failed)]

    @property
    def paper(self) -> str:
        """The name of the paper in the first log that has one, '' if none has."""
        return next(filter(None, (log_review.log.text_settings.get(PAPER, "") for log_review in self.logs)), "")

    @property
    def problem_counts(self) -> str:
        """The number of problems in all logs, in the words of `Problems.counted`, '' if there are none."""
        tallies = [log_review.log.problems.counts_by_severity() for log_review in self.logs]
        tally = {severity: sum(own[severity] for own in tallies) for severity in SEVERITIES}
        return count_words(tally) if any(tally.values()) else ""

    @property
    def problems(self) -> list[Problem]:
        """Every problem of every log."""
        return [problem for log_review in self.logs for problem in log_review.log.problems]
