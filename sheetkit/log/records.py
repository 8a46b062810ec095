"""A log's rows as pandas sees them: one frame, indexed by Excel's row numbers."""

from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetkit.words import word
from sheetkit.xlsx.coded import Coded
from sheetkit.xlsx.serial import SECONDS

_UNIX_EPOCH = 25_569 * SECONDS  # 1 January 1970 in seconds since Excel's day 0


@dataclass
class Records:
    """The non-blank rows of a log.

    `frame` is indexed by Excel row number; date columns are datetime64[s] (NaT where there is no usable date),
    all others texts as shown ('' where empty); extra columns stand under their headings. `blank` says for each
    of the template's columns where a cell is blank: a date column's cell may be no date and yet not blank.
    """

    frame: pd.DataFrame
    blank_cells: dict[str, npt.NDArray[np.bool_]]
    extra: dict[int, str]  # column number -> the frame's column name
    unread: dict[str, dict[int, str]]  # date column -> row -> what stands there and is no usable date
    coded: dict[str, Coded]  # the frame's texts once more, for what is worked out once for each different text
    _words: dict[str, "pd.Series[str]"] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.frame)

    def only(self, kept: npt.NDArray[np.bool_]) -> "Records":
        """Return the rows where `kept` is true, and nothing of the others."""
        frame = self.frame[kept]
        rows = set(frame.index.tolist())
        blank = {name: cells[kept] for name, cells in self.blank_cells.items()}
        unread = {name: {r: text for r, text in cells.items() if r in rows} for name, cells in self.unread.items()}
        coded = {name: Coded(texts.different, texts.codes[kept]) for name, texts in self.coded.items()}
        return Records(frame, blank, self.extra, unread, coded)

    def words(self, key: str) -> "pd.Series[str]":
        """Return a column's texts in the form in which they are compared."""
        if key not in self._words:
            words = self.coded[key].mapped(word).array()
            self._words[key] = pd.Series(words, index=self.frame.index, dtype=object)
        return self._words[key]

    def moments(self, key: str) -> npt.NDArray[np.float64]:
        """Return a date column in seconds since Excel's day 0, NaN where there is no date."""
        values = self.frame[key].to_numpy()
        seconds = values.astype("datetime64[s]").astype("int64").astype("float64") + _UNIX_EPOCH
        seconds[np.isnat(values)] = np.nan
        return seconds

    def values(self, key: str) -> list[str | datetime]:
        """Return what a column's cells show: moments in a date column, and texts, '' for nothing."""
        if key not in self.unread:
            texts: list[str | datetime] = self.frame[key].tolist()
            return texts
        unread = self.unread[key]
        moments = self.frame[key].to_numpy().astype("datetime64[s]").tolist()
        return [moment or unread.get(row, "") for row, moment in zip(self.frame.index.tolist(), moments, strict=True)]

    def blank(self, key: str) -> npt.NDArray[np.bool_]:
        """Return where a column's cells are blank."""
        return self.blank_cells[key]
