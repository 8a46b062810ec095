"""How much room a text takes, so that columns and rows show all of it.

Excel measures columns in digits of the standard font. The widths below are those of Calibri's letters in
digits, grouped; Carlito, its twin elsewhere, has the same. LibreOffice clips wrapped text in rows of no set
height, so heights are always set.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
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
    counts = np.ones(len(texts.different), dtype=np.int64)
    different = texts.different
    places = [
        place
        for place in np.flatnonzero(texts.used()).tolist()
        if len(different[place]) * _WIDEST > width - _MARGINS or "\n" in different[place]
    ]
    longer = [different[place] for place in places]
    for place, text, needed in zip(places, longer, _text_widths(longer), strict=True):
        if needed > width - _MARGINS or "\n" in text:
            counts[place] = sum(_wrapped(part, width) for part in text.split("\n"))
    return counts[texts.codes]


def row_height(lines: int) -> float:
    """Return the height in points of a row with so many lines; Excel's highest row has 409 points."""
    return min(LINE * lines + _PADDING, 409.0)


def text_width(text: str) -> float:
    """Return the width of a text in digits."""
    return sum(_widths(text)) / 100


def _text_widths(texts: Sequence[str]) -> Iterator[float]:
    """Yield the width of each of many texts, in digits: those of plain letters are looked up all at once."""
    plain = [text for text in texts if text.isascii()]
    letters = np.frombuffer("".join(plain).encode().translate(_ASCII), dtype=np.uint8)
    passed = np.concatenate(([0], np.cumsum(letters, dtype=np.int64)))
    ends = np.cumsum([0, *map(len, plain)])
    widths = iter((np.diff(passed[ends]) / 100).tolist())
    for text in texts:
        yield next(widths) if text.isascii() else text_width(text)


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
