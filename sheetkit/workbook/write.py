"""Write a review workbook, of everybody or of one person."""

from collections.abc import Callable, Iterable
from pathlib import Path

from sheetkit.log.read.stamp import KIND, LOGS, REVIEW
from sheetkit.ooxml.writer.atomic_file import write_atomically
from sheetkit.ooxml.writer.page_setup import paper_named
from sheetkit.ooxml.writer.workbook import WorkbookWriter
from sheetkit.pages.page import Page
from sheetkit.pages.review_pages import review_pages, review_title
from sheetkit.review.history import (
    AS_OF,
    NUMBER,
    PERSON,
    UNREAD,
    KnownLog,
    identify,
    log_names,
    log_properties,
    match_logs,
    relative_path,
)
from sheetkit.review.labels import log_labels
from sheetkit.review.memory import log_keys
from sheetkit.review.model import Review
from sheetkit.target import check_target, is_changed_workbook
from sheetkit.text import match_key, truncate
from sheetkit.workbook.render import render

_MAX_PERSON = 250  # letters of a name that a custom property holds


def write_review(review: Review, target: Path, *, force: bool = False, page_per_person: bool = False) -> None:
    """Write the review workbook to `target`; equal reviews give equal bytes.

    With `page_per_person`, By person starts a new page in print for each person. Raises OutputError if the file cannot
    be written, or is something other than an earlier review of one of the logs on this day (with `force` only if it is
    a log).
    """
    folder = target.resolve().parent
    keys = log_keys(review)
    logs = log_names((key.path for key in keys), folder)

    def is_ours(path: Path) -> bool:
        earlier = identify(path)
        if earlier is None or earlier.person or earlier.as_of.date() != review.as_of.date():
            return False
        return earlier.logs == logs or any(at >= 0 for at in match_logs(earlier.known, keys, folder))

    known = [
        KnownLog(label, relative_path(key.path, folder) or key.path.name, key.identity, number < len(review.logs))
        for number, (key, label) in enumerate(zip(keys, log_labels([key.path for key in keys]), strict=True))
    ]
    own_properties = {LOGS: logs, NUMBER: str(len(keys)), UNREAD: str(len(review.failed)), **log_properties(known)}
    description = f"review of {logs} as of this day"
    pages = review_pages(review, page_per_person=page_per_person)
    _write(review, pages, target, review.headline, own_properties, description, is_ours, force=force)


def write_personal(review: Review, target: Path, *, force: bool = False) -> None:
    """Write the workbook for the person of a review to `target`: one page without links and names of folders.

    Raises OutputError if the file cannot be written, or is something other than an earlier one for the person and day
    (with `force` only if it is a log).
    """
    names = ", ".join(log_labels([key.path for key in log_keys(review)]))

    def is_ours(path: Path) -> bool:
        earlier = identify(path)
        return (
            earlier is not None
            and match_key(earlier.person) == match_key(review.person[:_MAX_PERSON])
            and earlier.as_of.date() == review.as_of.date()
        )

    own_properties = {LOGS: truncate(names, _MAX_PERSON), NUMBER: "0", UNREAD: "0", PERSON: review.person[:_MAX_PERSON]}
    description = f"workbook for {review.person} as of this day"
    _write(
        review, review_pages(review), target, review_title(review), own_properties, description, is_ours, force=force
    )


def _write(
    review: Review,
    pages: Iterable[Page],
    target: Path,
    subject: str,
    properties: dict[str, str],
    description: str,
    is_ours: Callable[[Path], bool],
    *,
    force: bool,
) -> None:
    paths = [key.path for key in log_keys(review)]

    def check() -> None:
        check_target(target, paths, description, is_ours, is_changed_workbook, force=force)

    check()

    def write(beside: str) -> None:
        paper = paper_named(review.paper)
        book = WorkbookWriter(beside, title=review_title(review), subject=subject, created=review.as_of, paper=paper)
        for name, value in {KIND: REVIEW, AS_OF: review.as_of.isoformat(), **properties}.items():
            book.set_property(name, value)
        for page in pages:
            render(book, page, target.resolve().parent)
        book.close()

    write_atomically(target, write, check=check)
