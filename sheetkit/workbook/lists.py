"""Write list pages on sheets: frozen headings, lines, and groups of lines under headings."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetkit import categorical
from sheetkit.ooxml.limits import MAX_ROWS, continuation_sheet_name
from sheetkit.ooxml.writer import styles
from sheetkit.ooxml.writer.page_setup import fit_to_paper, scale_of
from sheetkit.ooxml.writer.text_metrics import row_height
from sheetkit.ooxml.writer.workbook import SheetWriter, WorkbookWriter
from sheetkit.ooxml.xml_text import unique_headings
from sheetkit.pages.page import Breaks, CellLinks, CellStyle, CellStyles, Column, GroupedPage, ListPage, Page
from sheetkit.palette import Colour
from sheetkit.workbook.table import slice_column, write_table

_TOP = 3  # the row of the headings
_BAND = Colour("#E3EAF2", "#102A43")
_GROUP_HEADING = CellStyle(_BAND, bold=True, heading=True, size=13)
_TITLE_HEIGHT = 33.0 + 18.0  # points, of a page's title and its sentence


def write_list(book: WorkbookWriter, page: ListPage, folder: Path) -> None:
    """Write a list. One that is too long for a sheet continues on further sheets, each of which says so."""
    fitted, printed, landscape = _fit_to_paper(page, page.table.columns)
    for name, sentence, columns, _ in _parts(page, fitted, len(page.table)):
        sheet = _begin(book, page, name, sentence)
        titles = unique_headings(column.heading for column in columns)
        titled = [replace(column, heading=title) for column, title in zip(columns, titles, strict=True)]
        last = _TOP + len(write_table(sheet, _TOP, titled, folder, printed))
        if last > _TOP:
            style = book.get_format(styles.heading_style())
            options = [{"header": title, "header_format": style} for title in titles]
            table = "".join(letter for letter in name.title() if letter.isalnum())
            sheet.add_table(_TOP, 1, last, len(columns), table, options, name, sentence)
        sheet.freeze_panes(_TOP + 1, page.frozen + 1)
        area = None if page.hidden else (1, 1, last, printed)  # LibreOffice prints any area, even of a hidden sheet
        scale = scale_of(page.points)
        sheet.set_up_page(book.title, area=area, repeat_row=_TOP, landscape=landscape, scale=scale)


def write_groups(book: WorkbookWriter, page: GroupedPage, folder: Path) -> None:
    """Write lines under their groups' headings."""
    counts = np.array([group.lines for group in page.groups], dtype=np.int64)
    starts = np.cumsum(counts) - counts
    order = np.insert(np.arange(counts.sum()), starts, -1)  # positions of lines; -1 for a heading
    fitted, printed, landscape = _fit_to_paper(page, page.table.columns)
    columns = [_with_heading_rows(column, order) for column in fitted]
    headings = np.flatnonzero(order < 0), categorical.from_texts(group.heading for group in page.groups)
    first = columns[0].values if isinstance(columns[0].values, pd.Categorical) else categorical.missing(len(order))
    texts = np.flatnonzero(order >= 0)
    columns[0] = replace(columns[0], values=categorical.scatter(len(order), [(texts, first[texts]), headings]))
    for name, sentence, part, (start, stop) in _parts(page, columns, len(order)):
        sheet = _begin(book, page, name, sentence)
        heights = write_table(sheet, _TOP, part, folder, printed)
        last = _TOP + len(heights)
        sheet.freeze_panes(_TOP + 1, 1)
        scale = scale_of(page.points)
        begins = np.flatnonzero(order[start:stop] < 0).tolist()
        if page.breaks is not Breaks.AFTER_EACH_GROUP:
            room = sheet.page_height(scale, landscape=landscape) - row_height(1)
            begins = _page_starts(heights, begins, room, whole=page.breaks is Breaks.BETWEEN_GROUPS)
        sheet.set_up_page(
            book.title,
            area=(1, 1, last, printed),
            repeat_row=_TOP,
            landscape=landscape,
            scale=scale,
            page_breaks=[_TOP + 1 + position for position in begins if position],
        )


def _parts(
    page: Page, columns: Sequence[Column], lines: int
) -> list[tuple[str, str, Sequence[Column], tuple[int, int]]]:
    """Return for each sheet its name, its sentence, its columns, and the range of its lines."""
    room = MAX_ROWS - _TOP
    sheets = max(1, -(-lines // room))
    whole = f"{page.sentence} {page.in_workbook}".strip()
    if sheets == 1:
        return [(page.title, whole, columns, (0, lines))]
    parts: list[tuple[str, str, Sequence[Column], tuple[int, int]]] = []
    for number in range(1, sheets + 1):
        start, stop = (number - 1) * room, number * room
        sentence = f"Part {number} of {sheets}, since a sheet holds {MAX_ROWS:,} rows. {whole}"
        part = [slice_column(column, start, stop) for column in columns]
        parts.append((continuation_sheet_name(page.title, number), sentence, part, (start, stop)))
    return parts


def _begin(book: WorkbookWriter, page: Page, name: str, sentence: str) -> SheetWriter:
    """Return a new sheet with the page's title and sentence."""
    sheet = book.add_sheet(name, tab_colour=page.colour, hidden=page.hidden)
    sheet.write_text(1, 1, name if isinstance(page, ListPage) else page.title, styles.TITLE)
    sheet.set_row_height(1, 33)
    sheet.write_text(2, 1, sentence, styles.SUBTITLE)
    return sheet


def _with_heading_rows(column: Column, order: npt.NDArray[np.int64]) -> Column:
    """Return a column with rows for the headings: `order` has the position of each row's line, -1 for a heading."""
    is_heading = order < 0
    positions = np.flatnonzero(~is_heading)
    cell_styles = column.styles
    if not isinstance(cell_styles, CellStyles):
        cell_styles = CellStyles((cell_styles,), np.zeros(len(column.values), dtype=np.int64))
    codes = np.full(len(order), len(cell_styles.styles))
    codes[positions] = cell_styles.codes
    links = column.links
    if isinstance(links, CellLinks):
        links = replace(links, positions=positions[links.positions])
    values: Any = pd.api.extensions.take(column.values, order, allow_fill=True)
    return Column(
        column.heading,
        column.width,
        values,
        CellStyles((*cell_styles.styles, _GROUP_HEADING), codes),
        links,
        {int(positions[position]): text for position, text in column.text_overrides.items()},
    )


def _fit_to_paper(page: ListPage | GroupedPage, columns: Sequence[Column]) -> tuple[Sequence[Column], int, bool]:
    """Return the columns in widths that fill the paper, how many are printed, and whether it is landscape."""
    widths = [column.width for column in columns[: page.printed or None]]
    on_paper, landscape = fit_to_paper(widths, page.points)
    fitted = [replace(column, width=width) for column, width in zip(columns, on_paper, strict=False)]
    return [*fitted, *columns[len(fitted) :]], len(fitted), landscape


def _page_starts(heights: Sequence[float], headings: Sequence[int], room: float, *, whole: bool) -> list[int]:
    """Return the headings that begin a page, so that each is on the page of its first line, or of its `whole` group.

    `headings` are positions in `heights`. Heights and `room`, that of a page, are in points; the first page has the
    title too. A group that is longer than a page continues on the next.
    """
    starts = []
    used = _TITLE_HEIGHT
    for first, last in pairwise([0, *headings, len(heights)]):
        if first and used + sum(heights[first : last if whole else first + 2]) > room:
            starts.append(first)
            used = 0.0
        for height in heights[first:last]:
            used = used + height if used + height <= room else height
    return starts
