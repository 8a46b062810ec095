"""People's comments in the log's notes: each on its own line, with its author and the day it was entered."""

import re
from datetime import date

from sheetkit.text import clean_text, readable

_DAY = r"\d{4}-\d{2}-\d{2}"


def comment_text(text: str) -> str:
    """Return a comment on one line, so that no part of it can pass for somebody else's note."""
    return clean_text(" ".join(readable(text).split()))


def days_of_comment(notes: str, person: str, comment: str) -> list[date]:
    """Return the days of the notes that hold a comment of a person."""
    line = re.compile(rf"{re.escape(clean_text(person))}, ({_DAY}): {re.escape(comment)}")
    matches = (line.fullmatch(clean_text(note_line)) for note_line in notes.splitlines())
    return sorted(date.fromisoformat(note_line[1]) for note_line in matches if note_line and _is_day(note_line[1]))


def with_comment(notes: str, person: str, comment: str, day: date) -> str:
    """Return the notes with a comment below them."""
    line = f"{clean_text(person)}, {day}: {comment}"
    return f"{notes.rstrip()}\n{line}" if notes.strip() else line


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
