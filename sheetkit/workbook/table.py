"""Write a page's table on a sheet, column by column."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetkit import categorical
from sheetkit.ooxml.serial import SECONDS_PER_DAY, from_datetime, seconds_since_epoch
from sheetkit.ooxml.unique import unique_codes
from sheetkit.ooxml.writer.cell_block import BlockColumn
from sheetkit.ooxml.writer.hyperlinks import Hyperlinks
from sheetkit.ooxml.writer.styles import Style, heading_style
from sheetkit.ooxml.writer.text_metrics import row_height, wrapped_line_count, wrapped_line_counts
from sheetkit.ooxml.writer.workbook import SheetWriter
from sheetkit.ooxml.xml_text import cut_to_cell
from sheetkit.pages.page import PLAIN, CellLinks, CellStyle, CellStyles, Column, MessageLinks
from sheetkit.workbook.links import fit_links, hyperlinks
from sheetkit.workbook.styles import cell_style

MAX_LINES = 12  # of a row; longer texts are clipped in sight and whole in the cell
MAX_CENTRED_LINES = 3  # of a row whose short texts are centred; in higher rows all texts begin at the top
_GROUP_HEADING_HEIGHT = 18.75  # points
_SIGN_WIDTH = 2.4  # digits that a sign before a text takes
_NUMBER_BASES = ("number", "decimal", "text")
_DATE_BASES = ("day", "moment", "text")
_NARROW_DATE_BASES = ("day", "short moment", "text")
_MOMENT_WIDTH = 17  # digits that a day with its year and a time take


def write_table(sheet: SheetWriter, top: int, columns: Sequence[Column], folder: Path, printed: int = 0) -> list[float]:
    """Write headings at row `top` and the lines below; return the heights of the lines, in points.

    A line is as high as its first `printed` cells need, or all its cells if that is 0; longer texts in other cells are
    clipped in sight and whole in the cell. Links are relative to `folder`, that of the workbook.
    """
    sheet.set_column_widths({number: column.width for number, column in enumerate(columns, start=1)})
    write_headings(sheet, top, [column.heading for column in columns])
    titles = max(wrapped_line_count(column.heading, column.width * 0.9) for column in columns)
    sheet.set_row_height(top, row_height(titles) + 3)
    counts = [_line_counts(column) for column in columns]
    lines = np.minimum(np.maximum.reduce(counts[: printed or None]), MAX_LINES)
    by_lines = np.array([_GROUP_HEADING_HEIGHT, *(row_height(number) for number in range(1, MAX_LINES + 1))])
    heights: list[float] = by_lines[lines].tolist()
    links = fit_links(list(columns), [hyperlinks(column.links, folder) for column in columns], sheet.room_for_links)
    # Clipped texts begin at the top.
    centred = [(lines <= MAX_CENTRED_LINES) & (count <= lines) for count in counts]
    blocks = [_block_column(*cells) for cells in zip(columns, links, centred, strict=True)]
    sheet.write_block(top + 1, 1, blocks, heights)
    return heights


def write_headings(sheet: SheetWriter, row: int, titles: Sequence[str], left: int = 1) -> None:
    """Write a row of headings."""
    for column, title in enumerate(titles, start=left):
        sheet.write_text(row, column, cut_to_cell(title), heading_style())


def write_cell(
    sheet: SheetWriter, row: int, column: int, value: str | float | datetime | None, style: CellStyle = PLAIN
) -> None:
    """Write a single cell."""
    if isinstance(value, datetime):
        base = "day" if value.time() == time() else "moment"
        sheet.write_number(row, column, from_datetime(value), cell_style(base, style))
    elif isinstance(value, float | int):
        sheet.write_number(row, column, value, cell_style("number", style))
    else:
        sheet.write_text(row, column, cut_to_cell(value or ""), cell_style("text", style))


def slice_column(column: Column, start: int, stop: int) -> Column:
    """Return the cells from position `start` up to `stop` as a column of their own."""
    styles = column.styles
    if isinstance(styles, CellStyles):
        styles = CellStyles(styles.styles, styles.codes[start:stop])
    overrides = {at - start: text for at, text in column.text_overrides.items() if start <= at < stop}
    values = cast(Any, column.values)[start:stop]
    return replace(
        column, values=values, styles=styles, links=_slice_links(column, start, stop), text_overrides=overrides
    )


def _slice_links(column: Column, start: int, stop: int) -> CellLinks | MessageLinks | None:
    match column.links:
        case CellLinks(positions, targets, codes, rows):
            inside = (start <= positions) & (positions < stop)
            return CellLinks(positions[inside] - start, targets, codes[inside], rows[inside])
        case MessageLinks(messages, codes):
            part = slice(start, stop)
            return MessageLinks(messages, codes[part])
    return None


def _line_counts(column: Column) -> npt.NDArray[np.int32]:
    """Return how many lines each cell of a column takes; headings of groups, which overflow to the right, take 0."""
    styles = column.styles.styles if isinstance(column.styles, CellStyles) else (column.styles,)
    if isinstance(column.styles, CellStyles) and any(style.heading for style in styles):
        headings = np.array([style.heading for style in styles])[column.styles.codes]
        usual = CellStyles((*(style for style in styles if not style.heading), PLAIN), np.zeros(0, dtype=np.int64))
        return np.where(headings, np.int32(0), _line_counts(replace(column, styles=usual)))
    width = column.width * (0.95 if any(style.bold for style in styles) else 1)
    width -= _SIGN_WIDTH if any(style.sign for style in styles) else 0
    if isinstance(column.values, pd.Categorical):
        return wrapped_line_counts(column.values, width)
    lines = np.ones(len(column.values), dtype=np.int32)
    if column.text_overrides:
        overrides = categorical.from_texts(column.text_overrides.values())
        lines[list(column.text_overrides)] = wrapped_line_counts(overrides, width)
    return lines


def _block_column(column: Column, links: Hyperlinks, centred: npt.NDArray[np.bool_]) -> BlockColumn:
    """Return a column for a block: dates as serials, styles as formats; `centred` is a mask of centred cells."""
    overrides = {position: text for position, text in column.text_overrides.items() if text}
    if isinstance(column.values, pd.Categorical):
        linked = np.zeros(len(column.values), dtype=np.int64)
        linked[links.positions] = 1
        styles = _styles(column, ("text", "link"), linked, centred)
        return BlockColumn(column.values, *styles, links=links)
    values = column.values
    if values.dtype.kind != "M":
        bases = (np.mod(values, 1) > 0).astype(np.int64)
        bases[list(overrides)] = _NUMBER_BASES.index("text")
        return BlockColumn(values, *_styles(column, _NUMBER_BASES, bases, centred), overrides)
    seconds = seconds_since_epoch(values)
    with np.errstate(invalid="ignore"):
        bases = (np.mod(seconds, SECONDS_PER_DAY) > 0).astype(np.int64)
    bases[list(overrides)] = _DATE_BASES.index("text")
    names = _DATE_BASES if column.width >= _MOMENT_WIDTH else _NARROW_DATE_BASES
    return BlockColumn(seconds / SECONDS_PER_DAY, *_styles(column, names, bases, centred), overrides)


def _styles(
    column: Column, bases: Sequence[str], base_codes: npt.NDArray[np.int64], centred: npt.NDArray[np.bool_]
) -> tuple[list[Style], npt.NDArray[np.int32] | None]:
    """Return the styles of a column's cells, and the position of each cell's style among them."""
    styles = column.styles
    if not isinstance(styles, CellStyles):
        styles = CellStyles((styles,), np.zeros_like(base_codes))
    codes = (styles.codes * len(bases) + base_codes) * 2 + centred
    used, positions = unique_codes(codes)
    made = []
    for code in used.tolist():
        style, base, is_centred = styles.styles[code // 2 // len(bases)], bases[code // 2 % len(bases)], bool(code % 2)
        linked = base == "link"
        made.append(cell_style("text" if linked else base, style, linked=linked, centred=is_centred))
    return made, None if len(used) == 1 else positions
