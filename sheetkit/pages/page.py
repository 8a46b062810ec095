"""A page as plain data: titles, sentences, tiles, tables and charts, independent of how they are rendered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetkit import categorical
from sheetkit.palette import Colour
from sheetkit.review.frame import Positions


class CellStyle(NamedTuple):
    """The look of a cell: its background colour, its weight, and the sign before its text.

    The `heading` of a group overflows into the cells beside it. `size` is the font size in points, 0 for the usual one.
    """

    colour: Colour | None = None
    bold: bool = False
    sign: str = ""
    heading: bool = False
    size: int = 0


PLAIN = CellStyle()
BOLD = CellStyle(bold=True)


class CellStyles(NamedTuple):
    """The styles of n cells: cell i has the style `styles[codes[i]]`."""

    styles: tuple[CellStyle, ...]
    codes: Positions

    @classmethod
    def from_list(cls, styles: Iterable[CellStyle]) -> "CellStyles":
        """Return the styles of cells given one by one."""
        known: dict[CellStyle, int] = {}
        codes = np.array([known.setdefault(style, len(known)) for style in styles], dtype=np.int64)
        return cls(tuple(known) or (PLAIN,), codes)


class SheetColumn(NamedTuple):
    """A column of a sheet to which links lead: of a log, or of the workbook itself if `log` is None."""

    log: Path | None
    sheet: str
    letters: str


@dataclass(frozen=True)
class CellLinks:
    """Links to cells of logs: the cell at `positions[i]` leads to row `rows[i]` of `targets[codes[i]]`."""

    positions: Positions
    targets: Sequence[SheetColumn]
    codes: Positions
    rows: Positions


class Message(NamedTuple):
    """A message to a person: its address and subject, and (item, sentence) for each hand-off."""

    address: str
    person: str
    subject: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MessageLinks:
    """Links to ready messages: cell i opens `messages[codes[i]]`, or none if the code is -1."""

    messages: Sequence[Message]
    codes: Positions


Links = CellLinks | MessageLinks


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, its width in characters, and n values.

    `values` are texts (a Categorical), numbers (float64) or moments (datetime64[s]), missing for empty cells.
    `text_overrides` are texts at some positions among numbers or moments.
    """

    heading: str
    width: float
    values: pd.Categorical | npt.NDArray[Any]
    styles: CellStyles | CellStyle = PLAIN
    links: Links | None = None
    text_overrides: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """Columns of one length."""

    columns: tuple[Column, ...]

    def __len__(self) -> int:
        """Return the number of lines."""
        return len(self.columns[0].values)

    @property
    def frame(self) -> pd.DataFrame:
        """The values as a frame, each column under its heading."""
        return pd.DataFrame({column.heading: column.values for column in self.columns})


@dataclass(frozen=True)
class Page:
    """What every page has: its title, which is also its name, the sentence under the title, and its colour.

    `in_workbook` continues the sentence in a workbook, where cells are links and each page is a sheet. A `hidden` page
    is a hidden sheet there, which is not printed.
    """

    title: str
    sentence: str
    colour: str
    in_workbook: str = field(default="", kw_only=True)
    hidden: bool = field(default=False, kw_only=True)


@dataclass(frozen=True)
class ListPage(Page):
    """A page that is one table. Its first `frozen` columns stay in view, its first `printed` ones, or all, are printed.

    On paper letters have `points`, and the last columns are left out if they do not fit. A phone shows the first
    `on_a_phone` lines, for None as many as of any list.
    """

    table: Table
    frozen: int
    printed: int = field(default=0, kw_only=True)
    points: float = field(default=8.0, kw_only=True)
    on_a_phone: int | None = field(default=None, kw_only=True)


class Group(NamedTuple):
    """A heading and the number of lines under it."""

    heading: str
    lines: int


class Breaks(Enum):
    """Where printed pages end: anywhere but below a heading, before a group that does not fit, or after each group."""

    ANYWHERE = "anywhere"
    BETWEEN_GROUPS = "between groups"
    AFTER_EACH_GROUP = "after each group"


@dataclass(frozen=True)
class GroupedPage(Page):
    """A page whose lines have headings; its first `printed` columns are printed, in letters of `points`."""

    table: Table
    groups: tuple[Group, ...]
    breaks: Breaks
    printed: int
    points: float = field(default=8.0, kw_only=True)


class Tile(NamedTuple):
    """A figure, its title, the note below it, and its look.

    `also` explains how the figure differs from numbers of the same name on the page.
    """

    title: str
    figure: float | str
    note: str
    colour: Colour
    sign: str = ""
    also: str = ""


class Head(NamedTuple):
    """A heading of a small table, with its colour and its sign."""

    text: str
    colour: Colour | None = None
    sign: str = ""


Cell = str | float | datetime | None


class Grid(NamedTuple):
    """A small table: headings and rows of cells; `hide_zeros` leaves zeros out.

    Cells of the columns in `percents` are shares of 1.
    """

    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    hide_zeros: bool = False
    percents: frozenset[int] = frozenset()


class Chart(NamedTuple):
    """A chart of a grid's numbers: `kind` is 'bar' (stacked), 'column' or 'line'.

    The first column of the grid holds the categories, of which the first `lines` are drawn. `series` are the positions
    of the drawn columns, `colours` those of the series (of the categories in a column chart). The axis of numbers goes
    from 0 to `maximum` in steps of `step`.
    """

    kind: str
    title: str
    description: str
    lines: int
    series: tuple[int, ...]
    colours: tuple[str, ...]
    maximum: int
    step: int


class Panel(NamedTuple):
    """A part of the summary: a title, a grid with its chart, and a sentence if there is no chart."""

    title: str
    grid: Grid | None
    chart: Chart | None
    sentence: str = ""


@dataclass(frozen=True)
class SummaryPage(Page):
    """The first page: an alarm and a headline in large letters, tiles, and panels; `in_workbook` comes last."""

    alarm: str
    headline: str
    tiles: tuple[Tile, ...]
    people: Panel | None
    ages: Panel | None
    weeks: Panel | None


class TextRow(NamedTuple):
    """A row of a page of text: up to three cells; `page` makes the first a link to another page.

    `flag` is the colour of the flag in the first cell, '' for a flag without one, None for other cells.
    """

    cells: tuple[str | float, ...]
    page: str = ""
    flag: str | None = None


class TextSection(NamedTuple):
    """A part of a page of text; the first part has no title."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[TextRow, ...]
    kind: str  # "facts", "pages", "counts", "rules" or "settings"


@dataclass(frozen=True)
class TextPage(Page):
    """A page of text in sections."""

    sections: tuple[TextSection, ...]


def texts(values: Iterable[str]) -> pd.Categorical:
    """Return texts as the values of a column."""
    return categorical.from_texts(values)


def moments(values: Iterable[datetime | None]) -> npt.NDArray[np.datetime64]:
    """Return moments as the values of a column."""
    return np.array(list(values), dtype="datetime64[s]")


def numbers(values: Iterable[float | None]) -> npt.NDArray[np.float64]:
    """Return numbers as the values of a column."""
    return np.array(list(values), dtype=np.float64)
