"""Write a review workbook."""

from pathlib import Path

from sheetkit.errors import OutputError, UnreadableError
from sheetkit.review.model import Review
from sheetkit.workbook.about import write_about
from sheetkit.workbook.attention import write_attention
from sheetkit.workbook.everything import write_everything
from sheetkit.workbook.problems import write_problems
from sheetkit.workbook.summary import write_summary
from sheetkit.xlsx.output import write_whole
from sheetkit.xlsx.package import open_package
from sheetkit.xlsx.writer import Book

_KIND, _LOGS, _AS_OF = "sheetkit kind", "sheetkit logs", "sheetkit as of"
_REVIEW = "review"
_CUSTOM = "docProps/custom.xml"


def write_review(review: Review, target: Path) -> None:
    """Write the review workbook to `target`; equal reviews give equal bytes.

    Raises OutputError where the file cannot be written, or is something other than an earlier review of the
    same logs.
    """
    logs = _names(review)
    for reviewed in review.logs:
        if target.exists() and reviewed.log.path.exists() and target.samefile(reviewed.log.path):
            raise OutputError(
                f"{str(target)!r} is the log itself, which is never written to: name another file with -o."
            )
    if target.exists() and made_from(target) != logs:
        raise OutputError(
            f"{str(target)!r} exists and is no earlier review of {logs}, so it is left as it is: name another file "
            "with -o, or move that one away."
        )
    title = (
        f"Review of {review.logs[0].log.path.stem}" if len(review.logs) == 1 else f"Review of {len(review.logs)} logs"
    )
    folder = target.resolve().parent

    def write(beside: str) -> None:
        book = Book(beside, title=title, subject=review.figures.headline, created=review.as_of)
        book.property(_KIND, _REVIEW)
        book.property(_LOGS, logs)
        book.property(_AS_OF, review.as_of.isoformat())
        write_summary(book, review)
        write_attention(book, review, folder)
        write_everything(book, review, folder)
        write_problems(book, review, folder)
        write_about(book, review)
        book.close()

    write_whole(target, write)


def made_from(path: Path) -> str | None:
    """Return the names of the logs that an earlier review was made from; None when the file is no such review."""
    try:
        with open_package(path) as package:
            elements = package.elements(_CUSTOM) if _CUSTOM in package else []
    except UnreadableError:
        return None
    values = [text for name, _, text in elements if name in ("lpwstr", "i4", "r8", "bool", "filetime")]
    names = [attributes.get("name", "") for name, attributes, _ in elements if name == "property"]
    properties = dict(zip(names, values, strict=False))
    return properties.get(_LOGS) if properties.get(_KIND) == _REVIEW else None


def _names(review: Review) -> str:
    names = [one.log.path.name for one in review.logs] + [Path(failed.path).name for failed in review.failed]
    joined = ", ".join(names)
    return joined if len(joined) <= 250 else f"{joined[:240]}... ({len(names)})"
