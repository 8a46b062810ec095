"""Whether a number format shows a date, a duration or a number: ECMA-376 part 1, 18.8.30 and 18.8.31."""

import re
from functools import lru_cache

from sheetkit.ooxml.reader.cells import CellKind
from sheetkit.patterns import lazy_pattern

_DATES = frozenset([*range(14, 23), *range(27, 37), 45, 47, *range(50, 59), *range(71, 82)])
_DURATIONS = frozenset([46, 79])  # [h]:mm:ss, and the same in Thai
_NOT_CODE = lazy_pattern(r'"[^"]*"?|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE_LETTER = lazy_pattern(r"[dmyhsb]", re.IGNORECASE)
_ELAPSED = lazy_pattern(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_DAY_OR_YEAR = lazy_pattern(r"[dyb]", re.IGNORECASE)
_MAX_CODE = 1_000  # letters of a code that are read; Excel takes 255
_GENERAL = lazy_pattern(r"general", re.IGNORECASE)


@lru_cache(maxsize=4_096)  # cell formats share number formats
def kind_of_number(number: int, code: str | None) -> CellKind:
    """Return the kind of a number in the format `number`, with its `code` if the workbook declares one.

    A format such as [h]:mm counts hours past 24, so it shows a duration and no day.
    """
    if code is None:
        if number in _DURATIONS:
            return CellKind.DURATION
        return CellKind.DATE if number in _DATES else CellKind.NUMBER
    section = _GENERAL.sub("", _NOT_CODE.sub("", code[:_MAX_CODE]).split(";")[0])
    if _ELAPSED.search(section) and not _DAY_OR_YEAR.search(section):
        return CellKind.DURATION
    return CellKind.DATE if _DATE_LETTER.search(section) else CellKind.NUMBER
