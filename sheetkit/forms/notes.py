"""Comments of people in the log's notes: each on a line of its own, with who wrote it and the day it was entered."""

import re
from datetime import datetime

from sheetkit.text import clean_text, readable

_DAY = r"\d{4}-\d{2}-\d{2}"


def comment_text(text: str) -> str:
    """Return a comment on one line, so that none of its lines can pass for somebody else's note."""
    return clean_text(" ".join(readable(text).split()))


def has_comment(notes: str, person: str, comment: str) -> bool:
    """Return whether a comment of a person stands in the notes, from whatever day."""
    line = re.compile(rf"{re.escape(clean_text(person))}, {_DAY}: {re.escape(comment)}")
    return any(line.fullmatch(clean_text(one)) for one in notes.splitlines())


def with_comment(notes: str, person: str, comment: str, now: datetime) -> str:
    """Return the notes with a comment below them."""
    line = f"{clean_text(person)}, {now:%Y-%m-%d}: {comment}"
    return f"{notes.rstrip()}\n{line}" if notes.strip() else line
