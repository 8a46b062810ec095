"""How much room a text takes, so that columns and rows show all of it.

Excel measures columns in digits of the standard font. The widths below are those of Calibri's letters in
digits, grouped; Carlito, its twin elsewhere, has the same. LibreOffice clips wrapped text in rows of no set
height, so heights are always set.
"""

import unicodedata
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sheetkit.ooxml.writer.texts import Texts, used_categories

LINE_HEIGHT = 15.0  # points of one line of 11-point text
_PADDING = 3.0
_WIDEST = 2  # digits, of any letter
_MARGINS = 2.0  # digits that a cell's own margins and its indent take
_NARROW = frozenset("iIjlftr.,:;'!|()[]{} -/\\\"`")
_WIDE = frozenset("mwMW@%&QO#")
_AT_ONCE = 1 << 16  # letters: enough to make a step's own cost small, and a megabyte or two of numbers


def wrapped_line_count(text: str, width: float) -> int:
    """Return how many lines a text takes when it is wrapped in a column of `width` digits."""
    if len(text) * _WIDEST <= width - _MARGINS and "\n" not in text:
        return 1
    return int(_wrapped([text], width)[0])


def wrapped_line_counts(texts: Texts, width: float) -> npt.NDArray[np.int64]:
    """Return how many lines each text takes, 1 for a missing one; computed once per category."""
    different, places = texts.categories.tolist(), np.flatnonzero(used_categories(texts))
    counts = np.ones(len(different) + 1, dtype=np.int64)  # the last is that of missing values
    lengths = np.fromiter(map(len, different), dtype=np.int64, count=len(different))
    full = np.flatnonzero(np.diff(np.cumsum(lengths[places]) // _AT_ONCE)) + 1
    for some in np.split(places, full):
        counts[some] = _wrapped([different[place] for place in some.tolist()], width)
    found: npt.NDArray[np.int64] = counts[texts.codes]
    return found


def row_height(lines: int) -> float:
    """Return the height in points of a row with so many lines; Excel's highest row has 409 points."""
    return min(LINE_HEIGHT * lines + _PADDING, 409.0)


def _wrapped(texts: Sequence[str], width: float) -> npt.NDArray[np.int64]:
    """Return how many lines each text takes.

    The letters of all texts stand in one row, with a line break after each text; what is between two line breaks
    begins a line of its own. Each step takes one line off all that is not done.
    """
    letters = np.frombuffer("\n".join([*texts, ""]).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    passed = np.concatenate(([0], np.cumsum(_widths(letters), dtype=np.int64)))  # the width before each letter
    room = int(max(width - _MARGINS, 1) * 100 + 1e-6)  # a full line fits, though 18.4 * 100 is a little below 1840
    spaces = np.concatenate(([-1], np.flatnonzero(letters == ord(" "))))
    others = np.flatnonzero(letters != ord(" "))
    breaks = ends = np.flatnonzero(letters == ord("\n"))
    starts = np.concatenate(([0], ends + 1))[:-1]
    lines = np.ones(len(ends), dtype=np.int64)
    parts = np.arange(len(ends))
    while len(parts):
        stops = np.searchsorted(passed, passed[starts] + room, "right") - 1
        more = stops < ends
        parts, starts, stops, ends = parts[more], starts[more], stops[more], ends[more]
        space = spaces[np.searchsorted(spaces, stops, "right") - 1]
        stops = np.where(space > starts, space, np.maximum(stops, starts + 1))  # a word longer than a line is cut
        starts = others[np.searchsorted(others, stops)]
        more = starts < ends
        parts, starts, ends = parts[more], starts[more], ends[more]
        lines[parts] += 1
    if len(lines) == len(texts):
        return lines
    last = np.searchsorted(breaks, np.cumsum([len(text) + 1 for text in texts]) - 1)  # the last part of each text
    return np.diff(np.cumsum(lines)[last], prepend=0)


def _widths(letters: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
    """Return the width of each letter in hundredths of a digit."""
    widths = _USUAL.take(letters, mode="clip")
    rare = letters >= len(_USUAL)
    if rare.any():
        different, codes = np.unique(letters[rare], return_inverse=True)
        widths[rare] = np.array([_letter_width(chr(code)) for code in different.tolist()])[codes]
    return widths


def _letter_width(letter: str) -> int:
    if letter in _NARROW:
        return 60
    if letter in _WIDE:
        return 160
    if unicodedata.east_asian_width(letter) in "WF":
        return 200
    return 115 if letter.isupper() else 88


_USUAL = np.array([_letter_width(chr(code)) for code in range(0x250)], dtype=np.uint8)  # those of Latin scripts
