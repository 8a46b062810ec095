"""IDs that continue a sequence, for pre-filled cells and for lines without an ID."""

from collections.abc import Callable, Iterable

from sheetkit.text import match_key

MAX_DIGITS = 9  # of a number that continues the sequence; a longer one was typed for another reason
_MAX_LENGTH = 200  # letters of a text that may be an ID, with spaces around it


def free_ids(sequence: str, taken: Iterable[str]) -> Callable[[int], str]:
    """Return a function of n, from 0, that returns the n-th free ID.

    `sequence` is the first ID, such as 'H-0001'. Free IDs follow the highest one `taken`, since a lower number may have
    been the ID of a deleted line.
    """
    digits = len(sequence) - len(sequence.rstrip("0123456789"))
    prefix, first = sequence[:-digits], int(sequence[-digits:])
    prefix_key = match_key(prefix)
    keys = map(match_key, {text for text in taken if len(text) <= _MAX_LENGTH})
    suffixes = (key.removeprefix(prefix_key) for key in keys if key.startswith(prefix_key))
    used = [int(s) for s in suffixes if s.isascii() and s.isdigit() and len(s) <= MAX_DIGITS]
    start = max([first, *(number + 1 for number in used)])
    return lambda n: f"{prefix}{start + n:0{digits}d}"
