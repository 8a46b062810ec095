"""Write a review workbook."""

from pathlib import Path

from sheetkit.log.read.stamp import KIND, LOGS, REVIEW
from sheetkit.ooxml.writer.atomic_file import write_atomically
from sheetkit.ooxml.writer.workbook import WorkbookWriter
from sheetkit.pages.review_pages import review_pages
from sheetkit.review.history import AS_OF, NUMBER, PERSON, UNREAD, identify, log_names
from sheetkit.review.model import Review
from sheetkit.target import check_target
from sheetkit.text import match_key, truncate
from sheetkit.workbook.render import render


def write_review(review: Review, target: Path, *, force: bool = False) -> None:
    """Write the review workbook to `target`; equal reviews give equal bytes.

    Raises OutputError where the file cannot be written, or is something other than an earlier review of the
    same logs and day (with `force` only where it is one of the logs).
    """
    folder = target.resolve().parent
    paths = [one.log.path for one in review.logs] + [Path(failed.path) for failed in review.failed]
    logs = log_names(paths, folder)

    def is_ours(path: Path) -> bool:
        earlier = identify(path)
        if earlier is None or match_key(earlier.person) != match_key(review.person[:255]):
            return False
        return earlier.logs == logs and earlier.as_of.date() == review.as_of.date()

    def check() -> None:
        whose = f"review of {logs}{f' for {review.person}' if review.person else ''} as of this day"
        check_target(target, paths, whose, is_ours, force=force)

    check()
    one_log = len(paths) == 1
    title = f"Review of {paths[0].stem}" if one_log else f"Review of {len(paths)} logs"
    title += f" for {truncate(review.person, 60)}" if review.person else ""

    def write(beside: str) -> None:
        book = WorkbookWriter(beside, title=title, subject=review.headline, created=review.as_of)
        book.set_property(KIND, REVIEW)
        book.set_property(LOGS, logs)
        book.set_property(NUMBER, str(len(paths)))
        if review.person:
            book.set_property(PERSON, review.person[:255])
        book.set_property(UNREAD, str(len(review.failed)))
        book.set_property(AS_OF, review.as_of.isoformat())
        for page in review_pages(review):
            render(book, page, folder)
        book.close()

    write_atomically(target, write, check=check)
