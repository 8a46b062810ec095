"""A review beside the ones before it: what is remembered from week to week."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from sheetkit import categorical
from sheetkit.errors import SheetkitError, UnreadableError
from sheetkit.review.build import build_review
from sheetkit.review.changes import compare
from sheetkit.review.history import (
    LOG_COLUMN,
    EarlierReview,
    ReviewFile,
    comparable_with,
    find_earlier,
    identify,
    log_names,
    read_earlier,
    skipped_reviews,
)
from sheetkit.review.model import EarlierMoment, Review
from sheetkit.review.people import for_person
from sheetkit.review.todo import REVIEW_EVERY
from sheetkit.review.trend import EarlierTrend, merge_by_day, trend_line
from sheetkit.template.model import Template
from sheetkit.text import match_key, pluralize


class Memory:
    """The earlier reviews of logs, each read once.

    They are looked for in `folders`, by the name `stem` too; a `previous` one that was named is taken instead, which
    may lie anywhere and be of a log that had another name then.
    """

    def __init__(self, logs: Sequence[Path], stem: str, folders: Sequence[Path], previous: Path | None = None) -> None:
        self.logs = logs
        self.stem = stem
        self.folders = folders
        self.previous = previous
        self._known: list[ReviewFile] | None = None
        self._read: dict[Path, EarlierReview | UnreadableError] = {}
        self._compared: dict[Path, Review] = {}

    def recall(self, everybody: Review, person: str = "") -> Review:
        """Return a review, of one person or of everybody for '', beside the latest one that it can be compared with.

        Raises SheetkitError when the one that was named cannot be used.
        """
        template = everybody.logs[0].log.template
        known = comparable_with(self._candidates(everybody.as_of, person), person)
        earlier, notes = self._first(known, template)
        if earlier is not None and earlier.path not in self._compared:
            self._compared[earlier.path] = with_earlier(everybody, earlier)
        review = self._compared[earlier.path] if earlier is not None else everybody
        if person:
            review = for_person(review, person)
        own, _ = self._first([one for one in known if match_key(one.identity.person) == match_key(person)], template)
        review = with_trend(review, own.trend if own else EarlierTrend())
        since = earlier.as_of.date() if earlier else None
        return replace(review, notes=(*review.notes, *notes, *self._left_out(since, everybody.as_of)))

    def _candidates(self, as_of: datetime, person: str) -> list[ReviewFile]:
        if self._known is None:
            named = self.previous
            self._known = find_earlier(self.logs, self.folders, as_of) if named is None else [_named(named, as_of)]
        if self.previous is not None and not comparable_with(self._known, person):
            raise SheetkitError(
                f"--previous: {str(self.previous)!r} is the review of {self._known[0].identity.person} alone, so it "
                "cannot be compared with this one."
            )
        return self._known

    def _first(self, known: Sequence[ReviewFile], template: Template) -> tuple[EarlierReview | None, list[str]]:
        """Return the first review that can be read, and what is wrong with those before it."""
        notes: list[str] = []
        for one in known:
            if one.path not in self._read:
                try:
                    self._read[one.path] = read_earlier(one.path, one.identity, template)
                except UnreadableError as error:
                    if self.previous is not None:
                        raise
                    self._read[one.path] = error
            read = self._read[one.path]
            if isinstance(read, EarlierReview):
                return read, notes
            notes.append(f"An earlier review was left out. {read}")
        return None, notes

    def _left_out(self, since: date | None, as_of: datetime) -> Iterator[str]:
        if self.previous is not None and self._known:
            logs = self._known[0].identity.logs
            if logs != log_names(self.logs, self.previous.resolve().parent):
                yield f"The earlier review was named by hand; it is of {logs}."
            return
        for name in skipped_reviews(self.stem, self.logs, self.folders, self._known or (), since, as_of):
            yield f"{name} is named like a review of this log, but it cannot be read, so it was passed over."


def _named(path: Path, as_of: datetime) -> ReviewFile:
    """Return a review that was named to be compared with. Raises SheetkitError when it cannot be."""
    if not path.exists():
        raise SheetkitError(f"--previous: there is no file {str(path)!r}.")
    identity = identify(path)
    if identity is None:
        raise SheetkitError(f"--previous: {str(path)!r} is not a review made by sheetkit, or it is damaged.")
    if identity.as_of.date() >= as_of.date():
        raise SheetkitError(
            f"--previous: {str(path)!r} is as of {identity.as_of:%Y-%m-%d}, which is not before {as_of:%Y-%m-%d}."
        )
    return ReviewFile(path, identity)


def with_earlier(review: Review, earlier: EarlierReview) -> Review:
    """Return the review with what changed since an earlier one, which is judged as of its own moment."""
    then = build_review([earlier.log], earlier.as_of)
    labels = pd.Index(_labels(review, earlier))
    positions = pd.Index(review.labels).get_indexer(labels)  # -1: a log that is no longer there, or was not read
    before = then.frame.assign(log=positions)[positions >= 0]
    changes = compare(before, review.frame, earlier.path, earlier.as_of)
    comparable = bool((positions >= 0).all())  # figures of other logs cannot be compared
    return replace(
        review,
        changes=changes,
        then=EarlierMoment(earlier.as_of, then.logs, then.figures, comparable),
        notes=(*review.notes, *_pause(review, earlier.as_of)),
    )


def with_trend(review: Review, trend: EarlierTrend) -> Review:
    """Return the review with the lines of the reviews before it, that of the one it is compared with included."""
    then = review.then
    own = []
    if then is not None and then.comparable:
        own.append(trend_line(then.as_of, then.figures, [one.log.template for one in then.logs]))
    notes = (*review.notes, *_damaged(trend))
    return replace(review, past=merge_by_day([*trend.lines, *own], review.as_of), notes=notes)


def _labels(review: Review, earlier: EarlierReview) -> list[str]:
    """Return for each line of the earlier review the label that its log has now."""
    frame = earlier.log.frame
    if earlier.identity.number > 1 and LOG_COLUMN in frame.columns:
        return categorical.to_list(categorical.column(frame, LOG_COLUMN))
    if len(review.logs) + len(review.failed) == 1:  # a log may have got another name meanwhile
        return [review.label(0)] * len(frame)
    return [Path(earlier.identity.logs).name] * len(frame)


def _pause(review: Review, last: datetime) -> Iterator[str]:
    """Say when more time passed since the last review than the log's settings want."""
    days = (review.as_of.date() - last.date()).days
    wanted = review.logs[0].log.settings.get(REVIEW_EVERY)
    if wanted is not None and days > wanted:
        yield f"The last review was {days} days ago; this log is meant to be reviewed every {wanted:g} days."


def _damaged(trend: EarlierTrend) -> Iterator[str]:
    if trend.damaged:
        lines, verb = pluralize(trend.damaged, "line"), "is" if trend.damaged == 1 else "are"
        yield f"{lines} of the earlier review's trend could not be read and {verb} left out."
