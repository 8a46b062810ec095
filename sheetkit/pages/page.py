"""A page as plain data: titles, sentences, tiles, tables and charts. Nothing here knows how it is rendered."""

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
    """How a cell looks: the colour it stands on, its weight, and the sign that is shown before its text.

    A `heading` of a group runs on over the cells beside it. `size` is that of the letters in points, 0 for the usual
    one.
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
    """A column of a sheet, into which links lead: of a log, or without one of the workbook itself."""

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
    """A message to a person: its address and subject, and what it says of each hand-off, as (item, sentence)."""

    address: str
    person: str
    subject: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MessageLinks:
    """Links to ready messages: cell i opens `messages[codes[i]]`, or none where the code is -1."""

    messages: Sequence[Message]
    codes: Positions


Links = CellLinks | MessageLinks


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, its width in characters, and n values.

    `values` are texts (a Categorical, missing for nothing), numbers (float64, NaN for nothing) or moments
    (datetime64[s], NaT for nothing); `text_overrides` are texts that stand at some positions among numbers or moments.
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
    """What every page has: its title, which names it too, the sentence under the title, and its colour.

    `in_workbook` goes on from the sentence where cells are links and each page is a sheet. A `hidden` one is kept out
    of sight and off paper there.
    """

    title: str
    sentence: str
    colour: str
    in_workbook: str = field(default="", kw_only=True)
    hidden: bool = field(default=False, kw_only=True)


@dataclass(frozen=True)
class ListPage(Page):
    """A page that is one table; its first `frozen` columns stay in sight, its first `printed` ones go on paper.

    There, letters have `points`; of what does not fit beside the others, or without `printed` of all columns, the last
    ones are left to the screen. A phone shows its first `on_a_phone` lines, None: as many as of any list.
    """

    table: Table
    frozen: int
    printed: int = field(default=0, kw_only=True)
    points: float = field(default=8.0, kw_only=True)
    on_a_phone: int | None = field(default=None, kw_only=True)


class Group(NamedTuple):
    """A heading and how many of the lines stand under it."""

    heading: str
    lines: int


class Breaks(Enum):
    """Where pages end in print: anywhere but below a heading, before a group that does not fit, or after each group."""

    ANYWHERE = "anywhere"
    BETWEEN_GROUPS = "between groups"
    AFTER_EACH_GROUP = "after each group"


@dataclass(frozen=True)
class GroupedPage(Page):
    """A page whose lines stand under headings; its first `printed` columns go on paper, in letters of `points`."""

    table: Table
    groups: tuple[Group, ...]
    breaks: Breaks
    printed: int
    points: float = field(default=8.0, kw_only=True)


class Tile(NamedTuple):
    """A figure, the words above it, what is said below it, and how it looks.

    `also` says how the figure goes with the numbers of the same name on the page.
    """

    title: str
    figure: float | str
    note: str
    colour: Colour
    sign: str = ""
    also: str = ""


class Head(NamedTuple):
    """A heading of a small table, in its colour and with its sign."""

    text: str
    colour: Colour | None = None
    sign: str = ""


Cell = str | float | datetime | None


class Grid(NamedTuple):
    """A small table: headings, and rows of cells; zeros are left out where `hide_zeros` says so.

    A cell of a column in `percents` is a share of 1.
    """

    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    hide_zeros: bool = False
    percents: frozenset[int] = frozenset()


class Chart(NamedTuple):
    """A chart of a grid's numbers: `kind` is 'bar' (stacked), 'column' or 'line'.

    The first column of the grid holds the categories, of which the first `lines` are drawn. `series` are the positions
    of the columns that are drawn, with the colour of each (of a column chart: of each category). The axis of numbers
    runs from 0 to `maximum` in steps of `step`.
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
    """A part of the summary: a title, a grid with its chart, and a sentence where there is no chart."""

    title: str
    grid: Grid | None
    chart: Chart | None
    sentence: str = ""


@dataclass(frozen=True)
class SummaryPage(Page):
    """The first page: an alarm and a headline in large letters, tiles, and panels.

    What it says `in_workbook` stands below all else.
    """

    alarm: str
    headline: str
    tiles: tuple[Tile, ...]
    people: Panel | None
    ages: Panel | None
    weeks: Panel | None


class TextRow(NamedTuple):
    """A row of a page of text: up to three cells; `page` makes the first a link to another page.

    The first cell may stand in a flag's `colour`, '' being a flag without one.
    """

    cells: tuple[str | float, ...]
    page: str = ""
    flag: str | None = None


class TextSection(NamedTuple):
    """A titled part of a page of text; without a title the first one."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[TextRow, ...]
    kind: str  # "facts", "pages", "counts", "rules" or "settings"


@dataclass(frozen=True)
class TextPage(Page):
    """A page of text in sections."""

    sections: tuple[TextSection, ...]


def texts(values: Iterable[str]) -> pd.Categorical:
    """Return texts as a column holds them."""
    return categorical.from_texts(values)


def moments(values: Iterable[datetime | None]) -> npt.NDArray[np.datetime64]:
    """Return moments as a column holds them."""
    return np.array(list(values), dtype="datetime64[s]")


def numbers(values: Iterable[float | None]) -> npt.NDArray[np.float64]:
    """Return numbers as a column holds them."""
    return np.array(list(values), dtype=np.float64)
