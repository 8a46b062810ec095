"""IDs that are counted on: for the cells that a new log has pre-filled, and for lines that have none."""

from collections.abc import Callable, Iterable

from sheetkit.text import match_key

MAX_DIGITS = 9  # a longer number is no counter


def free_ids(sequence: str, taken: Iterable[str]) -> Callable[[int], str]:
    """Return what makes the n-th text of pre-filled cells, 'H-0001' and on, from after the highest that is `taken`.

    A lower number that nobody uses now may have named a line that was deleted, so it is not given again.
    """
    digits = len(sequence) - len(sequence.rstrip("0123456789"))
    head, first = sequence[:-digits], int(sequence[-digits:])
    start = match_key(head)
    tails = (found.removeprefix(start) for found in map(match_key, taken) if found.startswith(start))
    used = [int(tail) + 1 for tail in tails if tail.isascii() and tail.isdigit() and len(tail) <= MAX_DIGITS]
    first = max([first, *used])
    return lambda number: f"{head}{first + number:0{digits}d}"
