"""Columns of a log as rules and checks see them, without a frame: for commands that look at a few rows."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sheetkit.codes import Mask
from sheetkit.log.read.column_values import ColumnValues, nothing_words, trimmed
from sheetkit.ooxml.serial import seconds_since_epoch
from sheetkit.template.model import Template
from sheetkit.text import is_word_of, match_key


class CodedTexts(NamedTuple):
    """Texts by their codes; -1 is missing."""

    codes: npt.NDArray[np.int32]
    categories: npt.NDArray[np.object_]


class ValueColumns:
    """Columns of some rows as they were read: `expression.evaluate.Columns` and `check.rows.CheckedColumns`."""

    def __init__(self, columns: Mapping[str, ColumnValues], rows: npt.NDArray[np.int64], template: Template) -> None:
        self.rows = rows
        self._columns = columns
        self._template = template

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    def match_keys(self, key: str) -> CodedTexts:
        """Return a column's texts in the form in which they are compared, missing where blank."""
        values = self._columns[key]
        return _repeated(values.texts, np.where(values.blank, -1, values.codes), match_key)

    def texts(self, key: str) -> CodedTexts:
        """Return a text column as shown, missing where it is blank, or holds a word for nothing."""
        values = self._columns[key]
        nothing = nothing_words(self._template, key)
        texts = ["" if nothing and is_word_of(text, nothing) else text for text in values.texts]
        return _repeated(texts, np.where(values.blank, -1, values.codes), trimmed)

    def shown(self, key: str, position: int) -> str:
        """Return what a cell shows."""
        values = self._columns[key]
        return values.texts[values.codes[position]] if values.codes[position] >= 0 else ""

    def seconds(self, key: str) -> npt.NDArray[np.float64]:
        """Return a date column in seconds since Excel's day 0, NaN where there is no date."""
        dates = self._columns[key].dates
        return np.full(len(self.rows), np.nan) if dates is None else seconds_since_epoch(dates)

    def numbers(self, key: str) -> npt.NDArray[np.float64]:
        """Return a number column, NaN where there is no usable number."""
        numbers = self._columns[key].numbers
        return np.full(len(self.rows), np.nan) if numbers is None else numbers

    def blank(self, key: str) -> Mask:
        """Return a mask of a column's blank cells; a cell with something unusable is not blank."""
        values = self._columns[key]
        return values.blank & ~values.broken


def _repeated(texts: list[str], codes: npt.NDArray[np.int32], change: Callable[[str], str]) -> CodedTexts:
    """Return the changed texts; one that becomes '' is missing."""
    unique: dict[str, int] = {}
    changed = [unique.setdefault(text, len(unique)) if text else -1 for text in map(change, texts)]
    return CodedTexts(np.array([*changed, -1], dtype=np.int32)[codes], np.array([*unique, None], dtype=object)[:-1])
