"""Write a review workbook."""

from pathlib import Path

from sheetkit.errors import OutputError
from sheetkit.review.history import AS_OF, KIND, LOGS, REVIEW, UNREAD, identify, names_of
from sheetkit.review.model import Review
from sheetkit.workbook.about import write_about
from sheetkit.workbook.attention import write_attention
from sheetkit.workbook.changes import write_changes
from sheetkit.workbook.everything import write_everything
from sheetkit.workbook.problems import write_problems
from sheetkit.workbook.summary import write_summary
from sheetkit.xlsx.output import write_whole
from sheetkit.xlsx.writer import Book


def write_review(review: Review, target: Path) -> None:
    """Write the review workbook to `target`; equal reviews give equal bytes.

    Raises OutputError where the file cannot be written, or is something other than an earlier review of the
    same logs.
    """
    folder = target.resolve().parent
    paths = [one.log.path for one in review.logs] + [Path(failed.path) for failed in review.failed]
    logs = names_of(paths, folder)
    _check_target(target, review, logs)
    one_log = len(paths) == 1
    title = f"Review of {paths[0].stem}" if one_log else f"Review of {len(paths)} logs"

    def write(beside: str) -> None:
        book = Book(beside, title=title, subject=review.headline, created=review.as_of)
        book.property(KIND, REVIEW)
        book.property(LOGS, logs)
        book.property(UNREAD, str(len(review.failed)))
        book.property(AS_OF, review.as_of.isoformat())
        write_summary(book, review)
        write_attention(book, review, folder)
        write_everything(book, review, folder)
        write_changes(book, review, folder)
        write_problems(book, review, folder)
        write_about(book, review)
        book.close()

    write_whole(target, write)


def _check_target(target: Path, review: Review, logs: str) -> None:
    """Refuse to replace anything but what this very review made before."""
    if not target.exists():
        return
    for reviewed in review.logs:
        if reviewed.log.path.exists() and target.samefile(reviewed.log.path):
            raise OutputError(
                f"{str(target)!r} is the log itself, which is never written to: name another file with -o."
            )
    earlier = identify(target)
    if earlier is None or earlier.logs != logs or earlier.as_of.date() != review.as_of.date():
        raise OutputError(
            f"{str(target)!r} exists and is no review of {logs} as of this day, so it is left as it is: name another "
            "file with -o, or move that one away."
        )
