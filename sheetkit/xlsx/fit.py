"""How much room a text takes, so that columns and rows show all of it.

Excel measures columns in digits of the standard font. The widths below are those of Calibri's letters in
digits, grouped; Carlito, its twin elsewhere, has the same. LibreOffice clips wrapped text in rows of no set
height, so heights are always set.
"""

import re
import unicodedata
from functools import lru_cache

LINE = 15.0  # points of one line of 11-point text
_PADDING = 3.0
_NARROW = frozenset("iIjlftr.,:;'!|()[]{} -/\\\"`")
_WIDE = frozenset("mwMW@%&QO#")


@lru_cache(maxsize=65_536)  # a log says the same things many times
def line_count(text: str, width: float) -> int:
    """Return how many lines a text takes when it is wrapped in a column of `width` digits."""
    if len(text) * 2 <= width - 1 and "\n" not in text:
        return 1  # no letter is wider than two digits
    return sum(_wrapped(part, width) for part in text.split("\n"))


def row_height(lines: int) -> float:
    """Return the height in points of a row with so many lines; Excel's highest row has 409 points."""
    return min(LINE * lines + _PADDING, 409.0)


def text_width(text: str) -> float:
    """Return the width of a text in digits."""
    return sum(_letter_width(letter) for letter in text)


@lru_cache(maxsize=4096)
def _letter_width(letter: str) -> float:
    if letter in _NARROW:
        return 0.6
    if letter in _WIDE:
        return 1.6
    if unicodedata.east_asian_width(letter) in "WF":
        return 2.0
    return 1.15 if letter.isupper() else 0.88


def _wrapped(text: str, width: float) -> int:
    room = max(width - 2, 1)  # a cell's own margins and its indent take about two digits
    lines, used = 1, 0.0
    for word in re.findall(r"\S+\s*", text):
        needed = text_width(word.rstrip())
        if used and used + needed > room:
            lines, used = lines + 1, 0.0
        while needed > room:  # a word longer than the column is cut
            lines, needed = lines + 1, needed - room
        used += needed + 0.6 * (len(word) - len(word.rstrip()))
    return lines
