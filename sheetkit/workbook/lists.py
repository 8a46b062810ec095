"""Put pages that are one list on a sheet: headings that stay in sight, lines, and groups of lines under headings."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetkit import categorical
from sheetkit.ooxml.limits import MAX_ROWS, continuation_sheet_name
from sheetkit.ooxml.writer import styles
from sheetkit.ooxml.writer.workbook import SheetWriter, WorkbookWriter
from sheetkit.ooxml.xml_text import unique_headings
from sheetkit.pages.page import CellLinks, CellStyle, CellStyles, Column, GroupedPage, ListPage, Page
from sheetkit.palette import Colour
from sheetkit.workbook.table import slice_column, write_table

_TOP = 3  # the row of the headings
_BAND = Colour("#E3EAF2", "#102A43")
_GROUP_HEADING = CellStyle(_BAND, bold=True, heading=True, size=13)
_PAGE_WIDTH = 784.0  # points between the margins
_FIT = 93  # per cent of what should fit: programs differ in how wide they print a column
MAX_ROWS_ON_ONE_PAGE = 45  # that can still be read when all are on one page


def write_list(book: WorkbookWriter, page: ListPage, folder: Path) -> None:
    """Write a list; one that a sheet does not hold goes on in further ones, and each says so."""
    for name, sentence, columns, _ in _parts(page, page.table.columns, len(page.table)):
        sheet = _begin(book, page, name, sentence)
        titles = unique_headings(column.heading for column in columns)
        titled = [replace(column, heading=title) for column, title in zip(columns, titles, strict=True)]
        last = write_table(sheet, _TOP, titled, folder)
        if last > _TOP:
            style = book.get_format(styles.heading_style())
            options = [{"header": title, "header_format": style} for title in titles]
            table = "".join(letter for letter in name.title() if letter.isalnum())
            sheet.add_table(_TOP, 1, last, len(columns), table, options, name, sentence)
        sheet.freeze_panes(_TOP + 1, page.frozen + 1)
        sheet.set_up_page(book.title, area=(1, 1, last, len(columns)), repeat_row=_TOP)


def write_groups(book: WorkbookWriter, page: GroupedPage, folder: Path) -> None:
    """Write lines under their groups' headings; without a page for each group all on one, if that can be read."""
    counts = np.array([group.lines for group in page.groups], dtype=np.int64)
    starts = np.cumsum(counts) - counts
    order = np.insert(np.arange(counts.sum()), starts, -1)  # positions of lines; -1 for a heading
    columns = [_spread(column, order) for column in page.table.columns]
    headings = np.flatnonzero(order < 0), categorical.from_texts(group.heading for group in page.groups)
    first = columns[0].values if isinstance(columns[0].values, pd.Categorical) else categorical.missing(len(order))
    texts = np.flatnonzero(order >= 0)
    columns[0] = replace(columns[0], values=categorical.scatter(len(order), [(texts, first[texts]), headings]))
    for name, sentence, part, (start, stop) in _parts(page, columns, len(order)):
        sheet = _begin(book, page, name, sentence)
        last = write_table(sheet, _TOP, part, folder)
        sheet.freeze_panes(_TOP + 1, 1)
        area = (1, 1, last, len(part))
        if page.page_per_group:
            rows = (np.flatnonzero(order[start:stop] < 0) + _TOP + 1).tolist()
            sheet.set_up_page(book.title, area=area, repeat_row=_TOP, scale=_scale(part), page_breaks=rows[1:])
        else:
            sheet.set_up_page(book.title, area=area, repeat_row=_TOP, one_page=last <= MAX_ROWS_ON_ONE_PAGE)


def _parts(
    page: Page, columns: Sequence[Column], lines: int
) -> list[tuple[str, str, Sequence[Column], tuple[int, int]]]:
    """Return for each sheet its name, its sentence, its columns, and which lines it holds."""
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
    sheet = book.add_sheet(name, tab_colour=page.colour)
    sheet.write_text(1, 1, name if isinstance(page, ListPage) else page.title, styles.TITLE)
    sheet.set_row_height(1, 33)
    sheet.write_text(2, 1, sentence, styles.SUBTITLE)
    return sheet


def _spread(column: Column, order: npt.NDArray[np.int64]) -> Column:
    """Return a column with room for the headings."""
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
    return Column(
        column.heading,
        column.width,
        _spread_values(column.values, positions, len(order)),
        CellStyles((*cell_styles.styles, _GROUP_HEADING), codes),
        links,
        {int(positions[position]): text for position, text in column.text_overrides.items()},
    )


def _spread_values(values: Any, positions: npt.NDArray[np.int64], size: int) -> Any:
    if isinstance(values, pd.Categorical):
        codes = np.full(size, -1, dtype=np.int32)
        codes[positions] = values.codes
        return pd.Categorical.from_codes(codes, dtype=values.dtype)
    spread = np.full(size, np.nan if values.dtype.kind == "f" else np.datetime64("NaT"), dtype=values.dtype)
    spread[positions] = values
    return spread


def _scale(columns: Sequence[Column]) -> int:
    """Return the print scale in per cent at which all columns fit beside each other; pixels as Excel counts them."""
    width = sum(round(column.width * 7 + 5) for column in columns) * 0.75
    return max(10, min(100, int(_PAGE_WIDTH / width * _FIT)))
