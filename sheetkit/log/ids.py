"""IDs that are counted on: for the cells that a new log has pre-filled, and for lines that have none."""

from collections.abc import Iterable, Iterator
from itertools import count

from sheetkit.words import word

_MOST_DIGITS = 9  # a longer number is no counter


def numbered(sequence: str, taken: Iterable[str]) -> Iterator[str]:
    """Yield the texts of pre-filled cells, 'H-0001' and on, beginning after the highest that is `taken`.

    A lower number that nobody uses now may have named a line that was deleted, so it is not given again.
    """
    digits = len(sequence) - len(sequence.rstrip("0123456789"))
    head, first = sequence[:-digits], int(sequence[-digits:])
    tails = (word(text).removeprefix(word(head)) for text in taken if word(text).startswith(word(head)))
    used = [int(tail) + 1 for tail in tails if tail.isascii() and tail.isdigit() and len(tail) <= _MOST_DIGITS]
    for number in count(max([first, *used])):
        yield f"{head}{number:0{digits}d}"
