"""Write a review as one HTML file."""

import hashlib
from pathlib import Path

from sheetkit.html.render import render_file
from sheetkit.ooxml.writer.atomic_file import write_content
from sheetkit.pages.review_pages import phone_pages, review_title
from sheetkit.patterns import lazy_pattern
from sheetkit.review.history import log_names
from sheetkit.review.model import Review
from sheetkit.target import check_target
from sheetkit.text import match_key

# The last line of the file holds the identity of its review and the digest of the bytes before that line.
_MARK = "<!-- sheetkit review {} {} -->\n"
_MARKED = lazy_pattern(rb"<!-- sheetkit review ([0-9a-f]{64}) ([0-9a-f]{64}) -->\n\Z")
_MARK_LENGTH = len(_MARK.format("0" * 64, "0" * 64))


def check_html_target(review: Review, target: Path, *, force: bool) -> None:
    """Raise OutputError if `target` exists and is no HTML review of the same logs and day, or was changed."""
    identity = _identity(review, target.resolve().parent)
    check_target(
        target, review.paths, "page of this review", lambda path: _mark(path)[0] == identity, _is_changed, force=force
    )


def write_html_review(review: Review, target: Path, *, force: bool = False) -> None:
    """Write the review to `target`; equal reviews give equal bytes.

    Raises OutputError if the file cannot be written or replaced.
    """

    def check() -> None:
        check_html_target(review, target, force=force)

    check()
    content = render_file(review_title(review), phone_pages(review)).encode()
    mark = _MARK.format(_identity(review, target.resolve().parent), hashlib.sha256(content).hexdigest())

    write_content(target, content + mark.encode(), check)


def _identity(review: Review, folder: Path) -> str:
    """Return a digest of the review's logs, its day, and its person, if it is of one."""
    parts = [log_names(review.paths, folder), f"{review.as_of:%Y-%m-%d}", match_key(review.person)]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _mark(path: Path) -> tuple[str, str]:
    """Return the identity and the content's digest that the last line of a file holds, both '' if it has none."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - _MARK_LENGTH))
            match = _MARKED.search(file.read(_MARK_LENGTH))
    except OSError:
        return "", ""
    return (match[1].decode(), match[2].decode()) if match else ("", "")


def _is_changed(path: Path) -> bool:
    content = path.read_bytes()[:-_MARK_LENGTH]
    return hashlib.sha256(content).hexdigest() != _mark(path)[1]
