"""A log's rows, column by column, and as pandas sees them: one frame, indexed by Excel's row numbers."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sheetkit.ooxml.coded import Coded, Vocabulary
from sheetkit.ooxml.serial import SECONDS_PER_DAY
from sheetkit.template.model import Template
from sheetkit.text import match_key

if TYPE_CHECKING:
    import pandas as pd

Moments = npt.NDArray[np.datetime64]
_UNIX_EPOCH = 25_569 * SECONDS_PER_DAY  # 1 January 1970 in seconds since Excel's day 0


@dataclass
class Records:
    """The n non-blank rows of a log.

    `rows` are Excel's row numbers. `columns` are date columns, datetime64[s] (NaT where there is no usable date), and
    all others as texts as shown ('' where empty); extra columns stand under their headings. `blank_cells` says for
    each of the template's columns where a cell is blank: a date column's cell may be no date and yet not blank.
    """

    rows: npt.NDArray[np.int64]
    columns: dict[str, Coded | Moments]
    blank_cells: dict[str, npt.NDArray[np.bool_]]
    extra: dict[int, str]  # column number -> the column's name
    unread: dict[str, dict[int, str]]  # date column -> row -> what stands there and is no usable date

    def __len__(self) -> int:
        """Return n."""
        return len(self.rows)

    @property
    def frame(self) -> "pd.DataFrame":
        """The rows as a frame indexed by Excel's row number, named `row`: datetime64[s] and texts (object).

        It is made anew for whoever asks, so what is changed in it stays theirs. pandas is imported only then: to make a
        review takes less time than that import.
        """
        import pandas as pd  # noqa: PLC0415  see above

        index = pd.Index(self.rows, name="row")
        columns = {
            name: pd.Series(column.array(), index=index, dtype=object)
            if isinstance(column, Coded)
            else pd.Series(column, index=index)
            for name, column in self.columns.items()
        }
        return pd.DataFrame(columns, index=index)

    def only(self, kept: npt.NDArray[np.bool_]) -> "Records":
        """Return the rows where `kept` is true, and nothing of the others."""
        rows = self.rows[kept]
        there = set(rows.tolist())
        columns: dict[str, Coded | Moments] = {name: column[kept] for name, column in self.columns.items()}
        blank = {name: cells[kept] for name, cells in self.blank_cells.items()}
        unread = {name: {r: text for r, text in cells.items() if r in there} for name, cells in self.unread.items()}
        return Records(rows, columns, blank, self.extra, unread)

    def texts(self, key: str) -> Coded:
        """Return what the cells of a column show that is none of dates."""
        texts = self.columns[key]
        if not isinstance(texts, Coded):
            raise TypeError(f"{key} is a column of dates")
        return texts

    def dates(self, key: str) -> Moments:
        """Return a date column, datetime64[s], NaT where there is no usable date."""
        dates = self.columns[key]
        if isinstance(dates, Coded):
            raise TypeError(f"{key} is no column of dates")
        return dates

    def words(self, key: str) -> Coded:
        """Return a column's texts in the form in which they are compared."""
        return self.texts(key).mapped(match_key)

    def statuses(self, template: Template) -> Coded:
        """Return each row's status as the template spells it: what is none of its choices counts as open."""
        words, roles = self.words(template.roles.status), template.roles
        titles = [choice.title for choice in template.status.choices]
        places = [titles.index(template.status.canonical.get(text, roles.open)) + 1 for text in words.different]
        return Coded(Vocabulary(["", *titles]), np.array(places, dtype=np.int32)[words.codes])

    def moments(self, key: str) -> npt.NDArray[np.float64]:
        """Return a date column in seconds since Excel's day 0, NaN where there is no date."""
        values = self.dates(key)
        seconds = values.astype("int64").astype("float64") + _UNIX_EPOCH
        seconds[np.isnat(values)] = np.nan
        return seconds

    def values(self, key: str) -> list[str | datetime]:
        """Return what a column's cells show: moments in a date column, and texts, '' for nothing."""
        if key not in self.unread:
            return list(self.texts(key))
        unread = self.unread[key]
        moments: list[datetime | None] = self.dates(key).tolist()
        return [moment or unread.get(row, "") for row, moment in zip(self.rows.tolist(), moments, strict=True)]

    def blank(self, key: str) -> npt.NDArray[np.bool_]:
        """Return where a column's cells are blank."""
        return self.blank_cells[key]
