"""The frame of a log: *the* table, one line per non-blank row of the sheet.

Schema of `Log.frame`:

- index: Excel's row number (int64), named `row`, ascending
- a column per entered column of the template, under its key and in the template's order:
  - date columns: datetime64[s], local time, to the second; NaT where there is no usable date
  - number columns: Float64
  - all others: category of str, as shown in the sheet without outer spaces and invisible characters; missing where the
    cell is blank, which it also is where it holds one of the template's words for nothing and a rule looks at that (but
    for the item)
- then the extra columns of the sheet, category of str, under their headings in the order of the sheet

The texts of cells without a usable value are in `Log.unread`, words for nothing included.
"""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetkit import categorical
from sheetkit.codes import Mask
from sheetkit.log.read.column_values import ColumnValues, nothing_words, trimmed
from sheetkit.ooxml.serial import seconds_since_epoch
from sheetkit.template.model import Template
from sheetkit.text import is_word_of, match_key, readable

Unread = dict[str, dict[int, str]]  # column -> Excel row -> what the cell shows


def make_frame(
    rows: npt.NDArray[np.int64], columns: Mapping[str, ColumnValues], template: Template
) -> tuple[pd.DataFrame, Unread]:
    """Return the frame of `rows` (Excel's row numbers), and the texts of its cells without a usable value."""
    index = pd.Index(rows, name="row")
    data: dict[str, Any] = {}
    unread: Unread = {}
    shown_texts: dict[str, str] = {}  # each text of the workbook is trimmed once, however many columns share it
    for name, values in columns.items():
        if values.dates is not None:
            data[name], unusable = values.dates, values.broken | (values.codes >= 0)
        elif values.numbers is not None:
            data[name] = pd.array(values.numbers, dtype="Float64")
            unusable = values.broken | (values.codes >= 0)
        else:
            is_nothing = _among(values, nothing_words(template, name))
            data[name] = _shown_texts(values, values.blank | is_nothing, shown_texts)
            unusable = (values.broken & (values.codes < 0)) | is_nothing
        if unusable.any():
            shown = [*map(readable, values.texts), ""]
            unread[name] = {int(rows[place]): shown[values.codes[place]] for place in np.flatnonzero(unusable).tolist()}
    return pd.DataFrame(data, index=index, copy=False), unread


def _among(values: ColumnValues, match_keys: Collection[str]) -> Mask:
    """Return a mask of the cells that show one of `match_keys`."""
    if not match_keys:
        return np.zeros(len(values.codes), dtype=bool)
    is_among: Mask = np.array([*(is_word_of(text, match_keys) for text in values.texts), False], dtype=bool)
    return is_among[values.codes]


def _shown_texts(values: ColumnValues, blank: Mask, shown_by_text: dict[str, str]) -> pd.Categorical:
    for text in values.texts:
        if text not in shown_by_text:
            shown_by_text[text] = trimmed(text)
    shown = [shown_by_text[text] for text in values.texts]
    return categorical.from_repeated(np.where(blank, -1, values.codes), shown)


class RuleColumns:
    """A log's frame as the rule language sees it: `expression.evaluate.Columns`."""

    def __init__(self, frame: pd.DataFrame, unread: Unread) -> None:
        self.frame = frame
        self.unread = unread
        self._match_keys: dict[str, pd.Categorical] = {}

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.frame)

    def __reduce__(self) -> tuple[type["RuleColumns"], tuple[pd.DataFrame, Unread]]:
        """Pickle without the cached match keys."""
        return RuleColumns, (self.frame, self.unread)

    @property
    def rows(self) -> npt.NDArray[np.int64]:
        """Return Excel's row numbers."""
        return self.frame.index.to_numpy()

    def texts(self, key: str) -> pd.Categorical:
        """Return a text column as shown, missing where blank."""
        return categorical.column(self.frame, key)

    def shown(self, key: str, position: int) -> str:
        """Return what a cell shows that holds no usable value, or a text."""
        unread = self.unread.get(key, {}).get(int(self.rows[position]))
        return str(self.texts(key)[position]) if unread is None else unread

    def match_keys(self, key: str) -> pd.Categorical:
        """Return a column's texts in the form in which they are compared, missing where blank.

        Cells without a usable value are included; of dates and numbers, they are the only ones.
        """
        if key not in self._match_keys:
            self._match_keys[key] = categorical.map_categories(self._shown_texts(key), match_key)
        return self._match_keys[key]

    def _shown_texts(self, key: str) -> pd.Categorical:
        cells = self.unread.get(key, {})
        is_text = isinstance(self.frame[key].dtype, pd.CategoricalDtype)
        texts = categorical.column(self.frame, key) if is_text else categorical.missing(len(self.frame))
        if not cells:
            return texts
        places = self.frame.index.get_indexer(pd.Index(list(cells)))
        filled = np.flatnonzero(texts.codes >= 0)
        parts = [(filled, texts[filled]), (places, categorical.from_texts(cells.values()))]
        return categorical.scatter(len(texts), parts)

    def seconds(self, key: str) -> npt.NDArray[np.float64]:
        """Return a date column in seconds since Excel's day 0, NaN where there is no date."""
        return seconds_since_epoch(self.frame[key].to_numpy())

    def numbers(self, key: str) -> npt.NDArray[np.float64]:
        """Return a number column, NaN where there is no usable number."""
        return self.frame[key].to_numpy(dtype=np.float64, na_value=np.nan)

    def blank(self, key: str) -> Mask:
        """Return a mask of a column's blank cells; a cell with something unusable is not blank."""
        blank = self.frame[key].isna().to_numpy().copy()
        if key in self.unread:
            blank[self.frame.index.get_indexer(pd.Index(list(self.unread[key])))] = False
        return blank


def canonical_status(columns: RuleColumns, template: Template) -> pd.Categorical:
    """Return each row's status as the template spells it; an unknown one counts as open."""
    keys, roles = columns.match_keys(template.roles.status), template.roles
    titles = [choice.title for choice in template.status.choices]
    codes = [titles.index(template.status.canonical.get(key, roles.open)) for key in keys.categories.tolist()]
    codes.append(titles.index(roles.open))
    return categorical.from_codes(np.array(codes, dtype=np.int32)[keys.codes], titles)
