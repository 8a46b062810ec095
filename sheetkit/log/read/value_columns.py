"""Columns of a log as the rule language sees them, without a frame: for commands that look at a few rows only."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sheetkit.log.read.column_values import ColumnValues
from sheetkit.ooxml.serial import SECONDS_PER_DAY
from sheetkit.text import match_key

_UNIX_EPOCH = 25_569 * SECONDS_PER_DAY  # 1 January 1970 in seconds since Excel's day 0


class Texts(NamedTuple):
    """Texts by their codes; -1 is missing."""

    codes: npt.NDArray[np.int32]
    categories: list[str]


class ValueColumns:
    """Columns of n rows as they were read: `expression.evaluate.Columns`."""

    def __init__(self, columns: Mapping[str, ColumnValues], size: int) -> None:
        self._columns = columns
        self._size = size

    def __len__(self) -> int:
        """Return n."""
        return self._size

    def match_keys(self, key: str) -> Texts:
        """Return a column's texts in the form in which they are compared, missing where blank."""
        values = self._columns[key]
        unique: dict[str, int] = {}
        keys = [match_key(text) for text in values.texts]
        codes = [unique.setdefault(text, len(unique)) if text else -1 for text in keys]
        shown = np.where(values.blank, -1, values.codes)
        return Texts(np.array([*codes, -1], dtype=np.int32)[shown], list(unique))

    def seconds(self, key: str) -> npt.NDArray[np.float64]:
        """Return a date column in seconds since Excel's day 0, NaN where there is no date."""
        dates = self._columns[key].dates
        if dates is None:
            return np.full(self._size, np.nan)
        return np.where(np.isnat(dates), np.nan, dates.astype("datetime64[s]").astype(np.int64) + float(_UNIX_EPOCH))

    def numbers(self, key: str) -> npt.NDArray[np.float64]:
        """Return a number column, NaN where there is no usable number."""
        numbers = self._columns[key].numbers
        return np.full(self._size, np.nan) if numbers is None else numbers

    def blank(self, key: str) -> npt.NDArray[np.bool_]:
        """Return a mask of a column's blank cells; a cell with something unusable is not blank."""
        values = self._columns[key]
        return values.blank & ~values.broken
