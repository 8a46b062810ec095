"""Measure how much room texts take, so that rows show all of them.

Excel measures the width of a column in digits of the standard font. The widths of letters below are those of Calibri,
in groups; Carlito, its usual replacement, has the same. LibreOffice clips wrapped text in rows without a set height, so
every height is set.
"""

import unicodedata
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sheetkit.codes import Texts, used_categories

LINE_HEIGHT = 15.0  # points of one line of 11-point text
MAX_ROW_HEIGHT = 409.0  # points, Excel's limit
MOST_LINES = 50  # where counting stops: no row or comment is as high
_PADDING = 3.0  # points above and below the lines of a row
_MARGINS = 2.0  # digits that a cell's margins and indent take
_NARROW = frozenset("iIjlftr.,:;'!|()[]{} -/\\\"`")
_WIDE = frozenset("mwMW@%&QO#")
_OTHER_FONTS = 0x530  # letters from here on, such as Arabic ones, are shown in wider fonts
_CHUNK_SIZE = 1 << 16  # letters that are measured at once, which takes a megabyte or two


def wrapped_line_count(text: str, width: float) -> int:
    """Return how many lines a text takes if wrapped in a column of `width` digits, at most MOST_LINES."""
    if "\n" not in text and _letter_widths(_code_points(text)).sum() <= _room(width):
        return 1
    return int(_count_lines([text], width)[0])


def wrapped_line_counts(texts: Texts, width: float) -> npt.NDArray[np.int32]:
    """Return how many lines each text takes in a column of `width` digits, 1 for a missing one, at most MOST_LINES.

    The lines are counted once per category.
    """
    categories, used = texts.categories.tolist(), np.flatnonzero(used_categories(texts))
    counts = np.ones(len(categories) + 1, dtype=np.int32)  # the last, at -1, is that of missing values
    lengths = np.fromiter(map(len, categories), dtype=np.int64, count=len(categories))
    chunk_starts = np.flatnonzero(np.diff(np.cumsum(lengths[used]) // _CHUNK_SIZE)) + 1
    for chunk in np.split(used, chunk_starts):
        counts[chunk] = _count_lines([categories[code] for code in chunk.tolist()], width)
    line_counts: npt.NDArray[np.int32] = counts[texts.codes]
    return line_counts


def row_height(lines: int) -> float:
    """Return the height in points of a row with this many lines, within Excel's limit."""
    return min(LINE_HEIGHT * lines + _PADDING, MAX_ROW_HEIGHT)


def _count_lines(texts: Sequence[str], width: float) -> npt.NDArray[np.int64]:
    """Return how many lines each text takes, at most MOST_LINES.

    The letters of all texts are in one array, with a line break after each text, which is split into paragraphs at the
    line breaks. Each step of the loop takes one line off every unfinished paragraph.
    """
    letters = _code_points("\n".join([*texts, ""]))
    offsets = np.concatenate(([0], np.cumsum(_letter_widths(letters), dtype=np.int64)))  # the width before each letter
    room = _room(width)
    is_space = letters == ord(" ")
    spaces, non_spaces = np.concatenate(([-1], np.flatnonzero(is_space))), np.flatnonzero(~is_space)
    breaks = ends = np.flatnonzero(letters == ord("\n"))
    starts = np.concatenate(([0], ends + 1))[:-1]
    lines = np.ones(len(ends), dtype=np.int64)
    paragraphs = np.arange(len(ends))  # unfinished ones; `starts` and `ends` are those of their remaining text
    for _ in range(MOST_LINES):
        if not len(paragraphs):
            break
        stops = np.searchsorted(offsets, offsets[starts] + room, "right") - 1
        unfinished = stops < ends
        paragraphs, starts, stops, ends = (
            paragraphs[unfinished],
            starts[unfinished],
            stops[unfinished],
            ends[unfinished],
        )
        last_spaces = spaces[np.searchsorted(spaces, stops, "right") - 1]
        # The line ends at its last space; a word longer than a line is split.
        stops = np.where(last_spaces > starts, last_spaces, np.maximum(stops, starts + 1))
        starts = non_spaces[np.searchsorted(non_spaces, stops)]
        unfinished = starts < ends
        paragraphs, starts, ends = paragraphs[unfinished], starts[unfinished], ends[unfinished]
        lines[paragraphs] += 1
    if len(lines) == len(texts):
        return np.minimum(lines, MOST_LINES)
    last_paragraphs = np.searchsorted(breaks, np.cumsum([len(text) + 1 for text in texts]) - 1)
    return np.minimum(np.diff(np.cumsum(lines)[last_paragraphs], prepend=0), MOST_LINES)


def _code_points(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _room(width: float) -> int:
    """Return the width of a full line in a column of `width` digits, in hundredths of a digit."""
    return int(max(width - _MARGINS, 1) * 100 + 1e-6)  # 18.4 * 100 is a little below 1840


def _letter_widths(letters: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
    """Return the width of each letter, given by its code point, in hundredths of a digit."""
    widths = _LATIN_WIDTHS.take(letters, mode="clip")
    is_other = letters >= len(_LATIN_WIDTHS)
    if is_other.any():
        code_points, codes = np.unique(letters[is_other], return_inverse=True)
        widths[is_other] = np.array([_letter_width(chr(code_point)) for code_point in code_points.tolist()])[codes]
    return widths


def _letter_width(letter: str) -> int:
    if letter in _NARROW:
        return 60
    if letter in _WIDE:
        return 160
    if unicodedata.east_asian_width(letter) in "WF":
        return 200
    if ord(letter) >= _OTHER_FONTS and letter.isalpha():
        return 130
    return 115 if letter.isupper() else 88


_LATIN_WIDTHS = np.array([_letter_width(chr(code_point)) for code_point in range(0x250)], dtype=np.uint8)
