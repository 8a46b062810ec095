"""Compare a review with earlier ones, and continue their trend."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sheetkit.errors import SheetkitError, UnreadableError
from sheetkit.review.changes import Changes, combine_changes, compare
from sheetkit.review.earlier import EarlierLines, earlier_lines
from sheetkit.review.history import LogKey, ReviewFile, find_earlier, identify, match_logs, skipped_reviews
from sheetkit.review.model import EarlierMoment, Review
from sheetkit.review.moments import long_day
from sheetkit.review.todo import REVIEW_EVERY
from sheetkit.review.trend import EarlierTrend, merge_by_day, read_trend, trend_line
from sheetkit.text import natural_list, pluralize


class Memory:
    """The earlier reviews of logs in `folders`; their files are named after `stem`.

    A `previous` review that the user named replaces them. It may be anywhere, and its log may have had another name.
    """

    def __init__(self, stem: str, folders: Sequence[Path], previous: Path | None = None) -> None:
        self.stem = stem
        self.folders = folders
        self.previous = previous

    def recall(self, review: Review) -> Review:
        """Return a review of everybody, compared with the latest one that can be read.

        A log that was not in that review, or not read then, is compared with the latest one that has it. Raises
        SheetkitError if the named review cannot be used.
        """
        keys = log_keys(review)
        if self.previous is not None:
            candidates = [_identify_previous(self.previous, review.as_of)]
        else:
            candidates = find_earlier(keys, self.folders, review.as_of)
        compared, notes = self._compared(review, candidates, keys)
        if not compared:
            return replace(review, notes=(*review.notes, *notes, *self._skipped_notes(review, keys, candidates, None)))
        first = compared[0]
        review = with_earlier(review, compared)
        review = with_trend(review, first, _carried_trend(candidates, first.file, keys))
        notes += [*self._about_name(first.file, keys), *self._skipped_notes(review, keys, candidates, first.file)]
        return replace(review, notes=(*review.notes, *notes))

    def _compared(
        self, review: Review, candidates: Sequence[ReviewFile], keys: Sequence[LogKey]
    ) -> tuple[list[EarlierLines], list[str]]:
        """Return the latest readable review, then those with logs that it lacks; and notes on unreadable ones."""
        compared: list[EarlierLines] = []
        notes: list[str] = []
        wanted = set(range(len(review.logs)))
        for file in candidates:
            matched = match_logs(file.identity.known, keys, file.path.parent)
            if self.previous is not None and len(review.logs) == len(keys) == len(matched) == 1:
                matched = [0]  # the log may have been renamed
            if compared and not wanted & {
                at for at, log in zip(matched, file.identity.known, strict=True) if log.is_read
            }:
                continue
            try:
                lines = earlier_lines(review, file, matched, wanted)
            except UnreadableError as error:
                if self.previous is not None:
                    raise
                notes.append(f"An earlier review was left out. {error}")
                continue
            compared.append(lines)
            wanted -= set(lines.logs)
        return compared, notes

    def _about_name(self, file: ReviewFile, keys: Sequence[LogKey]) -> Iterator[str]:
        matched = match_logs(file.identity.known, keys, file.path.parent)
        if self.previous is not None and -1 in matched:
            yield f"The earlier review was named by hand; it is of {file.identity.logs}."

    def _skipped_notes(
        self, review: Review, keys: Sequence[LogKey], candidates: Sequence[ReviewFile], first: ReviewFile | None
    ) -> Iterator[str]:
        if self.previous is not None:
            return
        since = first.as_of.date() if first else None
        for name in skipped_reviews(self.stem, keys, self.folders, candidates, since, review.as_of):
            yield f"{name} has the name of a review of this log, but it cannot be read, so it was skipped."


def log_keys(review: Review) -> list[LogKey]:
    """Return what identifies the logs in earlier reviews; those that could not be read come last."""
    read = [LogKey(log_review.log.path, log_review.log.identity) for log_review in review.logs]
    return [*read, *(LogKey(Path(failed.path), "") for failed in review.failed)]


def _identify_previous(path: Path, as_of: datetime) -> ReviewFile:
    """Return the review that the user named for comparison. Raises SheetkitError if it cannot be used."""
    if not path.exists():
        raise SheetkitError(f"--previous: there is no file {str(path)!r}.")
    identity = identify(path)
    if identity is None:
        raise SheetkitError(f"--previous: {str(path)!r} is not a review made by sheetkit, or it is damaged.")
    if identity.as_of.date() >= as_of.date():
        raise SheetkitError(
            f"--previous: {str(path)!r} is as of {identity.as_of:%Y-%m-%d}, which is not before {as_of:%Y-%m-%d}."
        )
    if identity.person:
        raise SheetkitError(
            f"--previous: {str(path)!r} is the review of {identity.person} only, so it cannot be compared with "
            "this one."
        )
    return ReviewFile(path, identity)


def with_earlier(review: Review, compared: Sequence[EarlierLines]) -> Review:
    """Return the review with the changes since earlier ones, of which the first is the main one."""
    first = compared[0]
    changes: list[Changes] = [
        compare(past.frame, review.frame, past.file.path, past.file.as_of, past.logs) for past in compared
    ]
    joined = tuple(label for at, label in enumerate(review.labels) if at not in first.logs)
    later = [
        f"{natural_list(review.labels[at] for at in past.logs)} {'was' if len(past.logs) == 1 else 'were'} not in the "
        f"review of {long_day(first.file.as_of)}, or could not be read then, so "
        f"{'it is' if len(past.logs) == 1 else 'they are'} compared with {past.file.path.name}, "
        f"as of {long_day(past.file.as_of)}."
        for past in compared[1:]
    ]
    return replace(
        review,
        changes=combine_changes(changes),
        earlier=EarlierMoment(first.file.as_of, first.figures, first.left, joined),
        notes=(*review.notes, *_pause(review, first)),
        not_compared=(*later, *_new_to(review, compared), *_gone_from(first)),
    )


def _new_to(review: Review, compared: Sequence[EarlierLines]) -> Iterator[str]:
    """Yield a sentence about the logs that are compared with nothing."""
    compared_logs = {at for earlier in compared for at in earlier.logs}
    labels = [label for at, label in enumerate(review.labels) if at not in compared_logs]
    if labels:
        be, them = ("is", "it") if len(labels) == 1 else ("are", "them")
        yield (
            f"{natural_list(labels)} {be} new here: no earlier review has {them}, so nothing there is compared, and "
            "the team's figures stand without their change."
        )


def _gone_from(first: EarlierLines) -> Iterator[str]:
    """Yield a sentence about the logs of the earlier review that this one lacks."""
    if first.left:
        them = "it" if len(first.left) == 1 else "them"
        yield (
            f"{natural_list(first.left)} {'was' if them == 'it' else 'were'} in the review of "
            f"{long_day(first.file.as_of)} and {'is' if them == 'it' else 'are'} not in this one, so nothing of {them} "
            "is compared."
        )


def with_trend(review: Review, first: EarlierLines, trend: EarlierTrend) -> Review:
    """Return the review with the trend's lines of earlier reviews, including the one it is compared with."""
    own = trend_line(first.file.as_of, first.figures, review.templates, len(first.file.identity.known))
    kept = trend.lines if first.left or (review.earlier and review.earlier.joined) else (*trend.lines, own)
    return replace(review, past=merge_by_day(kept, review.as_of), notes=(*review.notes, *_damaged(trend)))


def _carried_trend(candidates: Sequence[ReviewFile], first: ReviewFile, keys: Sequence[LogKey]) -> EarlierTrend:
    """Return the trend to continue: that of the latest review of exactly these logs, else that of `first`."""
    for file in candidates:
        matched = match_logs(file.identity.known, keys, file.path.parent)
        if -1 not in matched and len(matched) == len(keys):
            try:
                return read_trend(file.path)
            except UnreadableError:
                continue
    return read_trend(first.path)


def _pause(review: Review, first: EarlierLines) -> Iterator[str]:
    """Yield a sentence if the last review was longer ago than the log's settings want."""
    days = (review.as_of.date() - first.file.as_of.date()).days
    wanted = review.logs[0].log.settings.get(REVIEW_EVERY)
    if wanted is not None and days > wanted:
        yield f"The last review was {days} days ago; this log is meant to be reviewed every {wanted:g} days."


def _damaged(trend: EarlierTrend) -> Iterator[str]:
    if trend.damaged:
        lines, verb = pluralize(trend.damaged, "line"), "is" if trend.damaged == 1 else "are"
        yield f"{lines} of the earlier review's trend could not be read and {verb} left out."
