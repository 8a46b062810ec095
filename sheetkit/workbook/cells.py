"""A sheet's table as plain data, column by column, and the one way to put it on a sheet."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from functools import cache
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from sheetkit.ooxml.coded import Coded, told_apart
from sheetkit.ooxml.limits import MAX_CELL_TEXT
from sheetkit.ooxml.serial import SECONDS_PER_DAY, from_datetime
from sheetkit.ooxml.writer import cell_block as block
from sheetkit.ooxml.writer import styles
from sheetkit.ooxml.writer.hyperlinks import NO_HYPERLINKS, Hyperlinks
from sheetkit.ooxml.writer.styles import Colour, Style
from sheetkit.ooxml.writer.text_metrics import row_height, wrapped_line_count, wrapped_line_counts
from sheetkit.ooxml.writer.workbook import SheetWriter

Key = TypeVar("Key", bound=Hashable)
_MIDNIGHT = time()
_EPOCH = np.datetime64("1899-12-30", "s")  # day 0 of serial dates
_BASES: dict[str, Style] = {
    "text": styles.CELL,
    "number": styles.NUMBER,
    "day": styles.DATE,
    "moment": {**styles.DATE, "num_format": styles.MOMENT},
}
_KINDS = ("day", "moment", "text")  # of the cells of a column of dates
_HEADING = 27.0  # points, of the heading of a group of lines
_SIGN = 2.4  # digits that a sign before a text takes
MOST_LINES = 12  # of a row; what is longer is cut on paper and whole in the cell
_CENTRED = 3  # lines of a row, at most, in which short texts stand in the middle; in higher ones all begin at the top


class Paint(NamedTuple):
    """How a cell looks: the colour it stands on, its weight, and the sign that is shown before its text.

    In a `heading` of a group of lines the text runs on over the cells beside it. `size` is that of the letters in
    points, 0 for the usual one.
    """

    colour: Colour | None = None
    bold: bool = False
    sign: str = ""
    heading: bool = False
    size: int = 0


PLAIN = Paint()
BOLD = Paint(bold=True)


@dataclass(frozen=True)
class Paints:
    """The looks of n cells: cell i looks like `palette[codes[i]]`."""

    palette: tuple[Paint, ...]
    codes: npt.NDArray[np.int64]

    @classmethod
    def of(cls, paints: Iterable[Paint]) -> "Paints":
        """Return the looks of some cells, one by one."""
        known: dict[Paint, int] = {}
        codes = np.array([known.setdefault(paint, len(known)) for paint in paints], dtype=np.int64)
        return cls(tuple(known) or (PLAIN,), codes)

    @classmethod
    def by(cls, keys: Sequence[Key], looks: Mapping[Key, Paint]) -> "Paints":
        """Return the looks of cells by what they have in common: cell i looks like `looks[keys[i]]`."""
        places = {key: place for place, key in enumerate(looks)}
        return cls(tuple(looks.values()) or (PLAIN,), np.array([places[key] for key in keys], dtype=np.int64))


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, its width in characters, and n values.

    `values` are texts, which are kept as `Coded`, numbers (float64, NaN for none) or moments (datetime64[s], NaT for
    none); `instead` are texts that stand at some places among numbers or moments. `links` says where the cells at
    some places lead.
    """

    title: str
    width: float
    values: Sequence[str] | Coded | npt.NDArray[Any]
    paints: Paints | Paint = PLAIN
    links: Hyperlinks = NO_HYPERLINKS
    instead: Mapping[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Keep texts as what they have in common."""
        if not isinstance(self.values, Coded | np.ndarray):
            object.__setattr__(self, "values", Coded.of(self.values))

    @property
    def texts(self) -> Coded | None:
        """The values, if they are texts."""
        return self.values if isinstance(self.values, Coded) else None

    def part(self, start: int, stop: int) -> "Column":
        """Return the cells from place `start` up to `stop` as a column of their own."""
        paints = self.paints
        if isinstance(paints, Paints):
            paints = Paints(paints.palette, paints.codes[start:stop])
        inside = self.links.some((start <= self.links.places) & (self.links.places < stop))
        instead = {place - start: text for place, text in self.instead.items() if start <= place < stop}
        values = np.asarray(self.values)[start:stop] if self.texts is None else self.texts[start:stop]
        return Column(self.title, self.width, values, paints, inside.moved(inside.places - start), instead)


def moments(values: Iterable[datetime | None]) -> npt.NDArray[np.datetime64]:
    """Return moments as a column holds them."""
    return np.array(list(values), dtype="datetime64[s]")


def numbers(values: Iterable[float | None]) -> npt.NDArray[np.float64]:
    """Return numbers as a column holds them."""
    return np.array(list(values), dtype=np.float64)


def write_table(sheet: SheetWriter, top: int, columns: Sequence[Column]) -> int:
    """Write headings at row `top` and the rows below; return the number of the last row written."""
    sheet.widths({number: column.width for number, column in enumerate(columns, start=1)})
    write_headings(sheet, top, [column.title for column in columns])
    titles = max(wrapped_line_count(column.title, column.width * 0.9) for column in columns)
    sheet.height(top, row_height(titles) + 3)
    lines = np.minimum(np.maximum.reduce([_lines(column) for column in columns]), MOST_LINES)
    heights = np.array([_HEADING, *(row_height(number) for number in range(1, MOST_LINES + 1))])[lines].tolist()
    links = _links_within(columns, sheet.room_for_links)
    middle = lines <= _CENTRED
    filled = [_filled(column, found, middle) for column, found in zip(columns, links, strict=True)]
    sheet.block(top + 1, 1, filled, heights)
    return top + len(heights)


def write_headings(sheet: SheetWriter, row: int, titles: Sequence[str], left: int = 1) -> None:
    """Write a row of headings."""
    for column, title in enumerate(titles, start=left):
        sheet.text(row, column, fitting(title), styles.heading_style())


def write_cell(
    sheet: SheetWriter, row: int, column: int, value: str | float | datetime | None, paint: Paint = PLAIN
) -> None:
    """Write one cell that stands by itself."""
    if isinstance(value, datetime):
        base = "day" if value.time() == _MIDNIGHT else "moment"
        sheet.number(row, column, from_datetime(value), _style(base, paint))
    elif isinstance(value, float | int):
        sheet.number(row, column, value, _style("number", paint))
    else:
        sheet.text(row, column, fitting(value or ""), _style("text", paint))


def fitting(text: str) -> str:
    """Return as much of a text as a cell takes; files that Excel did not write hold longer ones."""
    if len(text) * 2 <= MAX_CELL_TEXT:
        return text
    return text.encode("utf-16-le", "surrogatepass")[: 2 * MAX_CELL_TEXT].decode("utf-16-le", "replace")


@cache  # a workbook has few styles and many cells
def _style(base: str, paint: Paint, *, linked: bool = False, middle: bool = False) -> Style:
    style = styles.with_fill(paint.colour, _BASES[base]) if paint.colour else dict(_BASES[base])
    if linked:
        style |= {"underline": 1} if paint.colour else styles.LINK
    if paint.heading:
        style |= {"text_wrap": False}
    if paint.heading or middle:
        style |= {"valign": "vcenter"}
    if paint.size:
        style |= {"font_size": paint.size}
    if paint.sign and base == "text":
        style |= {"num_format": styles.sign_format(paint.sign)}
    return style | {"bold": True} if paint.bold else style


def _lines(column: Column) -> npt.NDArray[np.int64]:
    """Return how many lines each cell of a column takes, none in headings of groups, which run on beside it."""
    palette = column.paints.palette if isinstance(column.paints, Paints) else (column.paints,)
    if isinstance(column.paints, Paints) and any(paint.heading for paint in palette):
        headings = np.array([paint.heading for paint in palette])[column.paints.codes]
        shown = [paint for paint in palette if not paint.heading]
        usual = replace(column, paints=Paints((*shown, PLAIN), np.zeros(0, dtype=np.int64)))
        return np.where(headings, 0, _lines(usual))
    width = column.width * (0.95 if any(paint.bold for paint in palette) else 1)
    width -= _SIGN if any(paint.sign for paint in palette) else 0
    if column.texts is not None:
        return wrapped_line_counts(column.texts, width)
    lines = np.ones(len(column.values), dtype=np.int64)
    if column.instead:
        lines[list(column.instead)] = wrapped_line_counts(Coded.of(column.instead.values()), width)
    return lines


def _links_within(columns: Sequence[Column], room: int) -> list[Hyperlinks]:
    """Return the links of each column, the first rows' where there is no room for all."""
    links = [column.links for column in columns]
    if sum(map(len, links)) <= room:
        return links
    places = np.concatenate([one.places for one in links])
    numbers = np.repeat(np.arange(len(links)), [len(one) for one in links])
    kept = np.zeros(len(places), dtype=bool)
    kept[np.lexsort((numbers, places))[:room]] = True
    return [one.some(kept[numbers == number]) for number, one in enumerate(links)]


def _filled(column: Column, links: Hyperlinks, middle: npt.NDArray[np.bool_]) -> block.BlockColumn:
    """Return a column as a block holds it: dates as serials, looks as formats; `middle` says which rows are low."""
    instead = {place: fitting(text) for place, text in column.instead.items() if text}
    if column.texts is not None:
        linked = np.zeros(len(column.texts), dtype=np.int64)
        linked[links.places] = 1
        styles = _styles(column, ("text", "link"), linked, middle)
        return block.BlockColumn(column.texts.mapped(fitting), *styles, links=links)
    values = np.asarray(column.values)
    if values.dtype.kind != "M":
        kinds = np.zeros(len(values), dtype=np.int64)
        kinds[list(instead)] = 1
        return block.BlockColumn(values, *_styles(column, ("number", "text"), kinds, middle), instead)
    serials = (values.astype("datetime64[s]") - _EPOCH).astype(np.float64)
    serials[np.isnat(values)] = np.nan
    with np.errstate(invalid="ignore"):
        kinds = (np.mod(serials, SECONDS_PER_DAY) > 0).astype(np.int64)
    kinds[list(instead)] = _KINDS.index("text")
    return block.BlockColumn(serials / SECONDS_PER_DAY, *_styles(column, _KINDS, kinds, middle), instead)


def _styles(
    column: Column, bases: Sequence[str], kinds: npt.NDArray[np.int64], middle: npt.NDArray[np.bool_]
) -> tuple[list[Style], npt.NDArray[np.int64] | None]:
    """Return the styles of a column's cells, and which of them each cell has: by what it shows, its look, its row."""
    paints = column.paints if isinstance(column.paints, Paints) else Paints((column.paints,), np.zeros_like(kinds))
    codes = (paints.codes * len(bases) + kinds) * 2 + middle
    used = told_apart(codes)[0]
    places = np.zeros(len(paints.palette) * len(bases) * 2, dtype=np.int64)
    places[used] = np.arange(len(used))
    styles = []
    for code in used.tolist():
        paint, base, low = paints.palette[code // 2 // len(bases)], bases[code // 2 % len(bases)], bool(code % 2)
        linked = base == "link"
        styles.append(_style("text" if linked else base, paint, linked=linked, middle=low))
    return styles, None if len(used) == 1 else places[codes]
