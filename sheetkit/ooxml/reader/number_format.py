"""Which number formats show a number as a date: ECMA-376 part 1, 18.8.30 and 18.8.31."""

import re

_BUILT_IN = frozenset([*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)])
_NOT_CODE = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE_LETTER = re.compile(r"[dmyhs]", re.IGNORECASE)
_GENERAL = re.compile(r"general", re.IGNORECASE)


def shows_date(number: int, code: str | None) -> bool:
    """Return whether the format `number`, with its own `code` if the workbook declares one, shows dates."""
    if code is None:
        return number in _BUILT_IN
    section = _NOT_CODE.sub("", code).split(";")[0]
    return bool(_DATE_LETTER.search(_GENERAL.sub("", section)))
