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

# The last line of the file says of what review it is, and what its bytes before that line were when it was made.
_MARK = "<!-- sheetkit review {} {} -->\n"
_MARKED = lazy_pattern(rb"<!-- sheetkit review ([0-9a-f]{64}) ([0-9a-f]{64}) -->\n\Z")
_MARK_LENGTH = len(_MARK.format("0" * 64, "0" * 64))


def check_html_target(review: Review, target: Path, *, force: bool) -> None:
    """Raise OutputError where `target` may not be replaced: where it is no HTML review of the same logs and day."""
    identity = _identity(review, target.resolve().parent)
    check_target(
        target, review.paths, "page of this review", lambda path: _mark(path)[0] == identity, _is_changed, force=force
    )


def write_html_review(review: Review, target: Path, *, force: bool = False) -> None:
    """Write the review to `target`; equal reviews give equal bytes.

    Raises OutputError where the file cannot be written, or may not be replaced.
    """

    def check() -> None:
        check_html_target(review, target, force=force)

    check()
    content = render_file(review_title(review), phone_pages(review)).encode()
    mark = _MARK.format(_identity(review, target.resolve().parent), hashlib.sha256(content).hexdigest())

    write_content(target, content + mark.encode(), check)


def _identity(review: Review, folder: Path) -> str:
    """Return what is the same for two reviews of one day, of the same logs and the same person or everybody."""
    parts = [log_names(review.paths, folder), f"{review.as_of:%Y-%m-%d}", match_key(review.person)]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _mark(path: Path) -> tuple[str, str]:
    """Return of what review a file says that it is, and the digest of its content then.

    Both are '' where it says nothing, or cannot be read.
    """
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
