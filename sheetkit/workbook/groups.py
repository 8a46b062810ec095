"""A list in groups: each group of lines under a heading of its own, which may begin a new page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sheetkit.ooxml.coded import Coded
from sheetkit.ooxml.limits import MAX_ROWS, continuation_sheet_name
from sheetkit.ooxml.writer import styles
from sheetkit.ooxml.writer.styles import Colour
from sheetkit.ooxml.writer.workbook import SheetWriter, WorkbookWriter
from sheetkit.workbook.cells import Column, Paint, Paints, write_table

_TOP = 3  # the row of the headings
_BAND = Colour("#E3EAF2", "#102A43")
_HEADING = Paint(_BAND, bold=True, heading=True, size=13)
_WIDE = 784.0  # points between the margins of a page
_MOST_SCALE = 100
_SLACK = 93  # per cent of what should fit: programs differ in how wide they print a column
_ON_A_PAGE = 45  # rows that can still be read when all are on one page


@dataclass(frozen=True)
class Group:
    """A heading and how many of the lines stand under it."""

    heading: str
    lines: int


def write_groups(
    book: WorkbookWriter,
    name: str,
    colour: str,
    said: str,
    columns: Sequence[Column],
    groups: Sequence[Group],
    *,
    paged: bool,
) -> None:
    """Write the sheet: the lines of `columns` under their groups' headings.

    Where it is `paged`, each group begins a page; else all is on one page, if that can be read.
    """
    counts = np.array([group.lines for group in groups], dtype=np.int64)
    starts = np.cumsum(counts) - counts
    order = np.insert(np.arange(counts.sum()), starts, -1)  # of the lines; -1 for a heading
    spread = [_spread(column, order) for column in columns]
    headings = np.flatnonzero(order < 0), Coded.of(group.heading for group in groups)
    spread[0] = replace(spread[0], values=(spread[0].texts or Coded.blanks(len(order))).put([headings]))
    room = MAX_ROWS - _TOP
    sheets = max(1, -(-len(order) // room))
    for number in range(1, sheets + 1):
        start, stop = (number - 1) * room, number * room
        part = [column.part(start, stop) for column in spread]
        about = said if sheets == 1 else f"Part {number} of {sheets}, since a sheet holds {MAX_ROWS:,} rows. {said}"
        sheet = book.sheet(continuation_sheet_name(name, number), colour=colour)
        last = _write_part(sheet, name, about, part)
        area = (1, 1, last, len(columns))
        if paged:
            rows = (np.flatnonzero(order[start:stop] < 0) + _TOP + 1).tolist()
            sheet.page(book.title, area=area, repeat=_TOP, scale=_scale(columns), breaks=rows[1:])
        else:
            sheet.page(book.title, area=area, repeat=_TOP, one_page=last <= _ON_A_PAGE)


def _write_part(sheet: SheetWriter, name: str, said: str, columns: Sequence[Column]) -> int:
    """Write what one sheet holds; return the last row used."""
    sheet.text(1, 1, name, styles.TITLE)
    sheet.height(1, 33)
    sheet.text(2, 1, said, styles.SUBTITLE)
    last = write_table(sheet, _TOP, columns)
    sheet.freeze(_TOP + 1, 1)
    return last


def _spread(column: Column, order: npt.NDArray[np.int64]) -> Column:
    """Return a column with room for the headings."""
    places = np.flatnonzero(order >= 0)
    heading = order < 0
    paints = column.paints
    if not isinstance(paints, Paints):
        paints = Paints((paints,), np.zeros(len(column.values), dtype=np.int64))
    codes = np.full(len(order), len(paints.palette))
    codes[~heading] = paints.codes
    if column.texts is not None:
        of = np.zeros(len(order), dtype=np.int32)  # the first of the different texts is none
        of[~heading] = column.texts.codes
        shown: Coded | npt.NDArray[np.generic] = Coded(column.texts.vocabulary, of)
    else:
        values = np.asarray(column.values)
        spread = np.full(len(order), np.nan if values.dtype.kind == "f" else np.datetime64("NaT"), dtype=values.dtype)
        spread[~heading] = values
        shown = spread
    return Column(
        column.title,
        column.width,
        shown,
        Paints((*paints.palette, _HEADING), codes),
        column.links.moved(places[column.links.places]),
        {int(places[place]): text for place, text in column.instead.items()},
    )


def _scale(columns: Sequence[Column]) -> int:
    """Return the print scale in per cent at which all columns fit beside each other; pixels as Excel counts them."""
    wide = sum(round(column.width * 7 + 5) for column in columns) * 0.75
    return max(10, min(_MOST_SCALE, int(_WIDE / wide * _SLACK)))
