"""The values of a number column, and what is wrong with single cells.

A cell is read as the live Flag reads it: a date is the number that the sheet shows as a date. A text is no number to a
spreadsheet, and is read only where it has one meaning. 1,234 is 1.234 to some, so it is not read.
"""

import re
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from sheetkit.codes import Mask
from sheetkit.log.finding import Description, Finding, by_code
from sheetkit.log.read.selection import Selection
from sheetkit.ooxml.limits import MAX_NUMBER
from sheetkit.ooxml.reader.cells import CellKind
from sheetkit.patterns import lazy_pattern
from sheetkit.template.model import Column
from sheetkit.text import clean_text, quote

_DIGITS = lazy_pattern(r"[+-]?[0-9]{1,15}([.,]([0-9]{1,2}|[0-9]{4,10}))?", re.ASCII)  # three might follow thousands


def read_numbers(
    selection: Selection, column: Column, epoch: int, target: npt.NDArray[np.float64], broken: Mask
) -> Iterator[Finding]:
    """Read numbers into `target`, mark cells without one in `broken`, and yield what is wrong.

    `epoch` is the number of days that were added to the workbook's dates, which the live Flag does not see.
    """
    yield from _texts(selection.of_kind(CellKind.TEXT), column, target, broken)
    logical = selection.of_kind(CellKind.LOGICAL)
    if len(logical.rows):
        broken[logical.places] = True
        descriptions = [_no_number(shown, column) for shown in ("FALSE", "TRUE")]
        describe = by_code(descriptions, logical.numbers.astype(np.int64))
        yield Finding("not-a-number", column.name, logical.rows, describe)
    is_date = selection.kinds == CellKind.DATE
    values = selection.numbers - np.where(is_date, epoch, 0)
    is_number = np.isin(selection.kinds, (CellKind.NUMBER, CellKind.DATE, CellKind.DURATION))
    sound = is_number & (np.abs(values) <= MAX_NUMBER)
    target[selection.places[sound]] = values[sound]
    large = selection.where(is_number & ~sound)
    if len(large.rows):
        broken[large.places] = True
        yield Finding(
            "not-a-number", column.name, large.rows, lambda at: _no_number(number_text(large.numbers[at]), column)
        )
    as_date = sound & (selection.kinds != CellKind.NUMBER)
    if as_date.any():
        read = values[as_date]
        yield Finding("date-as-number", column.name, selection.rows[as_date], lambda at: _shown_as_date(read[at]))


def number_text(number: float) -> str:
    """Return a number as people type it: 12, 2.5."""
    return f"{number:.15g}"


def _texts(selection: Selection, column: Column, target: npt.NDArray[np.float64], broken: Mask) -> Iterator[Finding]:
    """Read numbers that are texts, each different text once."""
    texts, which = selection.unique_texts()
    read = [_number_of(clean_text(text)) for text in texts]
    target[selection.places] = np.array(read, dtype=float)[which]
    is_number = ~np.isnan(target[selection.places])
    broken[selection.places] = ~is_number
    descriptions = [
        _no_number(clean_text(text), column) if np.isnan(number) else _text(clean_text(text), number)
        for text, number in zip(texts, read, strict=True)
    ]
    for code, chosen in (("number-as-text", is_number), ("not-a-number", ~is_number)):
        yield Finding(code, column.name, selection.rows[chosen], by_code(descriptions, which[chosen]))


def _number_of(text: str) -> float:
    """Return the number that a text means, NaN where it has another meaning or none."""
    return float(text.replace(",", ".")) if _DIGITS.fullmatch(text) else np.nan


def _text(shown: str, number: float) -> Description:
    message = f"{quote(shown)} is a text, which Excel does not treat as a number; it is read as {number_text(number)}"
    return Description(shown, message, f"Type it again as {number_text(number)}.")


def _no_number(shown: str, column: Column) -> Description:
    example = f", such as {column.example}" if column.example else ""
    fix = f"Type only the number{example}, without words, units or separators of thousands."
    return Description(shown, f"{quote(shown)} is not a number that {column.title} can hold", fix)


def _shown_as_date(number: float) -> Description:
    shown = number_text(number)
    message = f"the cell shows a date or a time, which is the number {shown} to a spreadsheet, and so it is read"
    return Description(shown, message, "Type the number again, and give the cell a number format.")
