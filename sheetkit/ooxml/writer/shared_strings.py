"""The shared strings of a workbook: each different text is stored once, and cells hold its index."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from xlsxwriter.sharedstrings import SharedStringTable

from sheetkit.codes import Texts, used_categories
from sheetkit.ooxml.xml_text import cut_to_cell, replace_surrogates

BLANK = -1  # stands for the index of a text where there is none
_NOT_ADDED = -2
_SHORT = 10_000  # characters that any cell takes


class SharedStrings:
    """Adds whole columns of text to XlsxWriter's table of shared strings.

    Columns whose Categoricals have the same categories, such as slices of one column, share the work. Texts longer than
    a cell takes are cut.
    """

    def __init__(self, table: SharedStringTable) -> None:
        self._table = table
        # The categories and the index of each, by the categories' id. Holding them keeps the id theirs.
        self._categories: dict[int, tuple[object, npt.NDArray[np.int32]]] = {}

    def add_texts(self, texts: Texts) -> npt.NDArray[np.int32]:
        """Return the index of each text, BLANK for a missing one; categories that do not occur are not added."""
        categories = texts.categories
        if id(categories) not in self._categories:
            unknown = np.full(len(categories) + 1, _NOT_ADDED, dtype=np.int32)
            unknown[-1] = BLANK
            self._categories[id(categories)] = (categories, unknown)
        _, by_category = self._categories[id(categories)]
        new = np.flatnonzero(used_categories(texts) & (by_category[:-1] == _NOT_ADDED))
        if len(new):
            values = categories.tolist()
            by_category[new] = self._indexes([values[code] for code in new.tolist()])
        indexes: npt.NDArray[np.int32] = by_category[texts.codes]
        self._table.count += int((indexes != BLANK).sum())
        return indexes

    def add_list(self, texts: Iterable[str]) -> list[int]:
        """Return the index of each text."""
        listed = list(texts)
        different = list(dict.fromkeys(listed))
        index_by_text = dict(zip(different, self._indexes(different), strict=True))
        self._table.count += len(listed)
        return [index_by_text[text] for text in listed]

    def _indexes(self, different: Iterable[str]) -> list[int]:
        known: dict[str, int] = self._table.string_table
        indexes = [
            known.setdefault(text if len(text) <= _SHORT and text.isascii() else _stored(text), len(known))
            for text in different
        ]
        self._table.unique_count = len(known)
        return indexes


def _stored(text: str) -> str:
    """Return a text as a cell can hold it."""
    return replace_surrogates(cut_to_cell(text))
