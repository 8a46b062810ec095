"""The moment as of which a command looks at logs."""

from datetime import datetime

from sheetkit.errors import SheetkitError
from sheetkit.text import quote


def as_of_moment(text: str | None) -> datetime:
    """Return the moment of `--as-of`: what was typed, a date alone at 00:00, or without it now, to the second."""
    if text is None:
        return datetime.now().replace(microsecond=0)
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise SheetkitError(
            f"--as-of {quote(text)} is not a date I can read: write it as 2026-11-23 or 2026-11-23T17:00."
        ) from None
    if moment.year < 1901 or moment.tzinfo is not None:
        raise SheetkitError(f"--as-of {quote(text)} needs to be a date after 1900, without a time zone.")
    return moment.replace(microsecond=0)
