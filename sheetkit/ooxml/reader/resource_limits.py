"""Limits on what reading a workbook may cost, each checked before memory or time is spent.

A file of everyday size has fixed limits; those of a larger one grow with its size on disk, so that an honest log of a
million lines is read, and a small file that unpacks to a huge one is refused.
"""

import os
from collections.abc import Callable

from sheetkit.errors import UnreadableError
from sheetkit.ooxml.limits import MAX_ROWS

ENVIRONMENT_VARIABLE = "SHEETKIT_BOUNDS"  # a factor for all limits, which reaches scheduled runs and workers too
PARTS = 2_000
UNPACKED = 2 << 30  # bytes of all parts together
RATIO = 200  # unpacked to packed bytes, past the first megabyte of a part
SMALL_PART = 8 << 20  # bytes of a part that is kept whole, such as the list of sheets or a table
ELEMENTS = 3_000_000  # XML elements that go through the parser, and one more for every two bytes on disk
MEMORY = 160 << 20  # bytes of cells and texts, and eight more for each byte on disk
DEPTH = 100  # of nested elements; a workbook has some fifteen
TOKEN = 4 << 20  # bytes of one tag with its attributes, or of one comment
CELL, TEXT, MERGED = 24, 64, 256  # bytes of memory for one, roughly; the letters of a text are added
_RATIO_FROM = 1 << 20

Start = Callable[[str, dict[str, str]], object]
End = Callable[[str], object]


def scale() -> float:
    """Return the factor by which the user raises the limits. Raises UnreadableError if it is not from 1 to 1000."""
    text = os.environ.get(ENVIRONMENT_VARIABLE, "1")
    try:
        number = float(text)
    except ValueError:
        number = 0
    if not 1 <= number <= 1_000:
        raise UnreadableError(
            f"The environment says {ENVIRONMENT_VARIABLE}={text!r}, where a number from 1 to 1000 is needed."
        )
    return number


class ResourceBudget:
    """What reading a file of `size` bytes has cost so far. Its methods raise UnreadableError if that is too much."""

    def __init__(self, name: str, size: int) -> None:
        self.name = name
        self.size = size
        self.scale = scale()
        self._unpacked = 0
        self._elements = 0
        self._memory = 0

    def parts(self, number: int) -> None:
        """Check the number of parts."""
        if number > PARTS * self.scale:
            raise self._too_large(f"it has more than {PARTS * self.scale:,.0f} parts, which no ordinary workbook has")

    def unpacked(self, piece: int, got: int, packed: int, *, small: bool) -> None:
        """Count an unpacked piece of a part, of which `got` bytes are unpacked so far; `packed` is its packed size."""
        self._unpacked += piece
        if self._unpacked > UNPACKED * self.scale:
            raise self._too_large(f"it has more than {UNPACKED * self.scale / (1 << 30):g} GiB")
        if got > _RATIO_FROM and got > RATIO * self.scale * max(packed, 1):
            raise self._too_large(f"a part of it unpacks to more than {RATIO * self.scale:g} times its size")
        if small and got > SMALL_PART * self.scale:
            most = SMALL_PART * self.scale / (1 << 20)
            raise self._too_large(f"a part of it that is usually small has more than {most:g} MiB")

    def token(self, waiting: int) -> None:
        """Check how many bytes of an unfinished tag or comment the parser holds."""
        if waiting > TOKEN * self.scale:
            raise self._too_large(f"one tag in it has more than {TOKEN * self.scale / (1 << 20):g} MiB")

    def rows(self, number: int) -> None:
        """Check the number of a sheet's rows."""
        if number > MAX_ROWS:
            raise UnreadableError(
                f"{self.name} is damaged: a sheet in it has more than {MAX_ROWS:,} rows, all it holds."
            )

    def keep(self, size: int) -> None:
        """Count bytes of memory."""
        self._memory += size
        most = (MEMORY + 8 * self.size) * self.scale
        if self._memory > most:
            raise self._too_large(f"its cells and texts take more than {most / (1 << 20):,.0f} MiB of memory")

    def elements(self, start: Start, end: End | None) -> tuple[Start, End]:
        """Return a parser's handlers, wrapped so that they count elements and their depth."""
        seen, depth, most = self._elements, 0, (ELEMENTS + self.size // 2) * self.scale

        def opened(name: str, attributes: dict[str, str]) -> None:
            nonlocal seen, depth
            seen += 1
            depth += 1
            if depth > DEPTH:
                raise self._too_large(f"more than {DEPTH} elements lie in one another in it")
            if seen > most:
                raise self._too_large(f"it has more than {most:,.0f} elements in an unusual form")
            start(name, attributes)

        def closed(name: str) -> None:
            nonlocal depth
            depth -= 1
            if not depth:
                self._elements = seen
            if end:
                end(name)

        return opened, closed

    def _too_large(self, reason: str) -> UnreadableError:
        more = f"{ENVIRONMENT_VARIABLE}={2 * self.scale:g}"
        return UnreadableError(
            f"{self.name} is too large when unpacked: {reason}. If it is honest and that large, set {more} or more in "
            "the environment and run the command again."
        )
