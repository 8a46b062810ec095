"""Limits of Excel, from Microsoft's "Excel specifications and limits" and ECMA-376."""

import re

from sheetkit.patterns import lazy_pattern

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
MAX_CELL_TEXT = 32_767
MAX_COMMENT = 32_767
MAX_HEADING = 255
MAX_FORMULA = 8_192
MAX_NUMBER = 10**15  # of larger whole numbers a cell keeps only 15 digits
MAX_FORMULA_TEXT = 255  # a text literal inside a formula
MAX_SHEET_NAME = 31
MAX_LIST = 255  # a drop-down's items, commas included
MAX_PROMPT_TITLE = 32
MAX_PROMPT = 255
MAX_LINKS = 65_530
MAX_LINK = 2_079
MAX_BREAKS = 1_023  # page breaks on a sheet
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm")
OTHER_WORKBOOK_SUFFIXES = (".xls", ".xlsb", ".ods", ".numbers")  # of workbooks that cannot be logs

_NAME = lazy_pattern(r"[A-Za-z_][A-Za-z0-9_.]*")
_CELL_LIKE = lazy_pattern(r"([A-Za-z]{1,3}\d+|[rR]\d*[cC]\d*|[rRcC])")


def utf16_length(text: str) -> int:
    """Return the length of `text` in UTF-16 units, which Excel counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def name_problem(name: str) -> str | None:
    """Return why `name` cannot name a cell or a table, or None."""
    if not _NAME.fullmatch(name):
        return "a name has letters, digits, dots and underscores, and begins with a letter"
    if _CELL_LIKE.fullmatch(name):
        return "it looks like a cell address"
    return "a name has 255 characters at most" if len(name) > 255 else None


def heading_problem(heading: str) -> str | None:
    """Return why Excel, or a structured reference to the column, would not take `heading`, or None."""
    if not heading:
        return "a heading cannot be empty"
    if heading != " ".join(heading.split()):
        return "a heading has no outer, double or unusual spaces and no line break"
    if utf16_length(heading) > MAX_HEADING:
        return f"a heading has {MAX_HEADING} characters at most"
    if re.search(r"[\[\]#'@]", heading):
        return "the characters [ ] # ' @ have a meaning of their own in Excel's table formulas"
    return "a heading cannot hold control characters" if re.search(r"[\x00-\x1f]", heading) else None


def list_problem(items: list[str]) -> str | None:
    """Return why Excel would not take `items` as a drop-down, or None."""
    for item in items:
        if "," in item:
            return f"the choice {item!r} holds a comma, which separates choices in Excel"
        if not item.strip() or item != " ".join(item.split()):
            return f"the choice {item!r} is empty or has outer or double spaces"
    if utf16_length(",".join(items)) > MAX_LIST:
        return f"all choices together have {MAX_LIST} characters at most, commas included"
    return None


def continuation_sheet_name(name: str, number: int) -> str:
    """Return the name of the sheet with part `number` of a list that is too long for one sheet: 'All' -> 'All (2)'."""
    return name if number == 1 else f"{name} ({number})"
