"""How much room a text takes, so that columns and rows show all of it.

Excel measures columns in digits of the standard font. The widths below are those of Calibri's letters in
digits, grouped; Carlito, its twin elsewhere, has the same. LibreOffice clips wrapped text in rows of no set
height, so heights are always set.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from sheetkit.xlsx.coded import Coded

LINE = 15.0  # points of one line of 11-point text
_PADDING = 3.0
_WIDEST = 2  # digits, of any letter
_MARGINS = 2.0  # digits that a cell's own margins and its indent take
_NARROW = frozenset("iIjlftr.,:;'!|()[]{} -/\\\"`")
_WIDE = frozenset("mwMW@%&QO#")


def line_count(text: str, width: float) -> int:
    """Return how many lines a text takes when it is wrapped in a column of `width` digits."""
    return int(line_counts(Coded.of([text]), width)[0])


def line_counts(texts: Coded, width: float) -> npt.NDArray[np.int64]:
    """Return how many lines each text takes."""
    different, room = texts.different, width - _MARGINS
    counts = np.ones(len(different), dtype=np.int64)
    broken = np.array(["\n" in text for text in different])
    long = np.array([len(text) for text in different]) * _WIDEST > room
    places = np.flatnonzero(texts.used() & (long | broken))
    too_wide = _text_widths([different[place] for place in places.tolist()]) > room
    for place in places[too_wide | broken[places]].tolist():
        counts[place] = sum(_wrapped(part, width) for part in different[place].split("\n"))
    return counts[texts.codes]


def row_height(lines: int) -> float:
    """Return the height in points of a row with so many lines; Excel's highest row has 409 points."""
    return min(LINE * lines + _PADDING, 409.0)


def text_width(text: str) -> float:
    """Return the width of a text in digits."""
    return sum(_widths(text)) / 100


def _text_widths(texts: Sequence[str]) -> npt.NDArray[np.float64]:
    """Return the width of each of many texts, in digits: all their letters are looked up at once."""
    letters = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    widths = _LATIN[np.minimum(letters, len(_LATIN) - 1)]
    for place in np.flatnonzero(letters >= len(_LATIN)).tolist():
        widths[place] = _letter_width(chr(letters[place]))
    passed = np.concatenate(([0], np.cumsum(widths)))
    ends = np.cumsum([0, *map(len, texts)])
    return np.asarray(np.diff(passed[ends]) / 100, dtype=np.float64)


def _widths(text: str) -> bytes | Iterable[int]:
    """Return the width of each letter in hundredths of a digit."""
    if text.isascii():  # a table look-up for all letters at once
        return text.encode().translate(_ASCII)
    return map(_letter_width, text)


@lru_cache(maxsize=4096)
def _letter_width(letter: str) -> int:
    if letter in _NARROW:
        return 60
    if letter in _WIDE:
        return 160
    if unicodedata.east_asian_width(letter) in "WF":
        return 200
    return 115 if letter.isupper() else 88


def _wrapped(text: str, width: float) -> int:
    room = max(width - _MARGINS, 1) * 100
    passed = list(accumulate(_widths(text), initial=0))  # the width of the text before each letter
    lines, start, end = 0, 0, len(text)
    while start < end:
        stop = bisect_right(passed, passed[start] + room, start + 1) - 1
        if stop < end and text[stop] != " ":
            space = text.rfind(" ", start, stop)
            stop = space if space > start else max(stop, start + 1)  # a word longer than the column is cut
        lines, start = lines + 1, stop
        while start < end and text[start] == " ":
            start += 1
    return max(lines, 1)


_ASCII = bytes(_letter_width(chr(code)) if code < 128 else 0 for code in range(256))  # in 1/100 digit
_LATIN = np.array([_letter_width(chr(code)) for code in range(0x250)], dtype=np.int64)
