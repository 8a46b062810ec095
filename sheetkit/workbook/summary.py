"""Write the summary on a sheet: a large headline, tiles, and small tables with native charts beside them."""

import textwrap
from collections.abc import Sequence
from datetime import datetime

from sheetkit import palette
from sheetkit.ooxml.references import CellRange
from sheetkit.ooxml.serial import from_datetime
from sheetkit.ooxml.writer import styles
from sheetkit.ooxml.writer.styles import Style
from sheetkit.ooxml.writer.workbook import SheetWriter, WorkbookWriter
from sheetkit.pages.page import Cell, Grid, Head, Panel, SummaryPage, Tile
from sheetkit.pages.summary import MAX_PEOPLE, MAX_REVIEWS
from sheetkit.workbook.charts import draw_chart

# Up to these widths, letters of the usual size have 8 points on one page of paper.
_FIRST, _SECOND, _WIDTH, _COLUMNS = 22, 7, 11.5, 14  # widths of the columns, and their number
_ROW_HEIGHT = 17.25  # points, of a row of a table
_TILE_COLUMNS = 2
_FIGURE_SIZES = {1: 26, 2: 26, 3: 26, 4: 20, 5: 17}  # digits of a figure -> points in which it fits its cell
_HEADLINE, _SENTENCE = 140, 190  # letters that fit on a line
_TREND = 6  # the first column of the trend
_CENTRED: Style = {"valign": "vcenter"}
_NOTE: Style = {**styles.SUBTITLE, **_CENTRED, "indent": 1}  # for a sentence in place of a chart
_WITHOUT_ZEROS = "#,##0;-#,##0;"


def write_summary(book: WorkbookWriter, page: SummaryPage) -> None:
    """Write the sheet."""
    sheet = book.add_sheet(page.title, tab_colour=page.colour)
    sheet.set_column_widths({1: _FIRST, 2: _SECOND, **dict.fromkeys(range(3, _COLUMNS + 1), _WIDTH)})
    last = _write_headline(sheet, page)
    if page.people and page.ages and page.weeks:
        last = _write_tiles(sheet, page.tiles, last + 2)
        last = _write_people(sheet, page.people, last + 2)
        top = last + 2
        sheet.set_row_height(top + 1, 33)  # charts take the heights of their rows, so these come first
        for row in range(top + 2, top + 2 + MAX_REVIEWS):
            sheet.set_row_height(row, _ROW_HEIGHT)
        _write_panel(sheet, page.ages, top, 1, _TREND - 1)
        last = _write_panel(sheet, page.weeks, top, _TREND, _COLUMNS) + 1
    for line in textwrap.wrap(page.in_workbook, _SENTENCE):
        last += 1
        sheet.write_text(last, 1, line, styles.SUBTITLE)
    sheet.activate()
    sheet.set_selection(1, 1)
    sheet.set_up_page(book.title, area=(1, 1, last, _COLUMNS), one_page=True)


def _write_headline(sheet: SheetWriter, page: SummaryPage) -> int:
    """Write the title and the headline; return the last row used."""
    sheet.write_text(1, 1, sheet.book.title, styles.TITLE)
    sheet.set_row_height(1, 33)
    big: Style = {**styles.BASE, "font_size": 14, "bold": True}
    row = 1
    for text, colour in ((page.alarm, palette.PALETTE["red"].fill), (page.headline, palette.TEXT_COLOUR)):
        for line in textwrap.wrap(text, _HEADLINE):
            row += 1
            sheet.write_text(row, 1, line, {**big, "font_color": colour})
            sheet.set_row_height(row, 22)
    for line in textwrap.wrap(page.sentence, _SENTENCE):
        row += 1
        sheet.write_text(row, 1, line, styles.SUBTITLE)
        sheet.set_row_height(row, 17)
    return row


def _write_tiles(sheet: SheetWriter, tiles: Sequence[Tile], top: int) -> int:
    """Write the tiles side by side; return the last row used."""
    sheet.set_row_height(top - 1, 8)
    also = max(len(_clauses(tile)) for tile in tiles)
    heights = [19, 36, *[15] * also, 18]
    for row, height in enumerate([*heights, 10], start=top):
        sheet.set_row_height(row, height)
    *figures, promises = tiles
    # A number, unlike a text, cannot overflow its cell, so the longest one decides the size of all.
    size = _FIGURE_SIZES.get(max(len(f"{tile.figure:,}") for tile in figures), min(_FIGURE_SIZES.values()))
    for number, tile in enumerate(figures):
        _write_tile(sheet, tile, (top, 1 + _TILE_COLUMNS * number), size, also)
    _write_tile(sheet, promises, (top, 1 + _TILE_COLUMNS * len(figures)), min(size, _FIGURE_SIZES[4]), also)
    return top + len(heights) - 1


def _clauses(tile: Tile) -> list[str]:
    """Return the clauses that explain a figure, a line each."""
    return tile.also.split(", ") if tile.also else []


def _write_tile(sheet: SheetWriter, tile: Tile, corner: tuple[int, int], size: int, also: int) -> None:
    """Write a tile from its corner (row, column) on, with `also` lines between its figure and its note."""
    top, left = corner
    gap = {"left": 5, "left_color": palette.BACKGROUND} if left > 1 else {}
    label = styles.with_fill(tile.colour, {**styles.FIGURE_LABEL, **gap, "bold": True, "valign": "vcenter"})
    signed = {"num_format": styles.sign_format(tile.sign)} if tile.sign else {}
    sheet.write_text(top, left, tile.title, {**label, **signed})
    big = styles.with_fill(tile.colour, {**styles.FIGURE, **gap, "font_size": size})
    if isinstance(tile.figure, str):
        sheet.write_text(top + 1, left, tile.figure, big)
    else:
        number_format = "0%" if isinstance(tile.figure, float) else "#,##0"
        sheet.write_number(top + 1, left, tile.figure, {**big, "shrink": True, "num_format": number_format})
    note = styles.with_fill(tile.colour, {**styles.FIGURE_LABEL, **gap})
    clauses = _clauses(tile)
    lines = [*[""] * (also - len(clauses)), *clauses, tile.note]
    for row, text in enumerate(lines, start=top + 2):
        sheet.write_text(row, left, text, note)
    for column in range(left + 1, left + _TILE_COLUMNS):
        for row in range(top, top + 2 + len(lines)):
            sheet.write_text(row, column, "", styles.with_fill(tile.colour, styles.BASE))


def _write_people(sheet: SheetWriter, panel: Panel, top: int) -> int:
    """Write who has what, with its chart beside it; return the last row used."""
    _write_section(sheet, top, panel.title, 1, _COLUMNS)
    if panel.grid is None or panel.chart is None:
        sheet.write_text(top + 1, 1, panel.sentence, _NOTE)
        sheet.set_row_height(top + 1, 22)
        return top + 1
    _write_grid(sheet, panel.grid, top + 1, 1)
    sheet.set_row_height(top + 1, 38)
    last = top + 1 + MAX_PEOPLE
    for row in range(top + 2, last + 1):
        sheet.set_row_height(row, _ROW_HEIGHT)
    area = CellRange(top + 1, len(panel.grid.heads) + 1, last, _COLUMNS)
    draw_chart(sheet, area, panel.chart, (top + 1, 1))
    return last


def _write_panel(sheet: SheetWriter, panel: Panel, top: int, left: int, right: int) -> int:
    """Write a panel's table, with its chart or its sentence beside it; return the last row used."""
    _write_section(sheet, top, panel.title, left, right)
    last = top + 1 + MAX_REVIEWS
    if panel.grid:
        _write_grid(sheet, panel.grid, top + 1, left)
        beside = left + len(panel.grid.heads)
        if panel.chart:
            draw_chart(sheet, CellRange(top + 1, beside, last, right), panel.chart, (top + 1, left))
        else:
            sheet.write_text(top + 2, beside, panel.sentence, _NOTE)
    return last


def _write_section(sheet: SheetWriter, row: int, title: str, left: int, right: int) -> None:
    sheet.write_text(row, left, title, styles.SECTION)
    for column in range(left + 1, right + 1):
        sheet.write_text(row, column, "", styles.SECTION)
    sheet.set_row_height(row, 21)
    sheet.set_row_height(row - 1, 10)


def _write_grid(sheet: SheetWriter, grid: Grid, top: int, left: int) -> None:
    """Write a grid with its headings in row `top`, from column `left` on."""
    for column, head in enumerate(grid.heads, start=left):
        _write_head(sheet, top, column, head)
    for row, cells in enumerate(grid.rows, start=top + 1):
        for number, cell in enumerate(cells):
            _write_cell(sheet, row, left + number, cell, grid, is_percent=number in grid.percents)


def _write_cell(sheet: SheetWriter, row: int, column: int, cell: Cell, grid: Grid, *, is_percent: bool) -> None:
    if isinstance(cell, str):
        one_line = {"text_wrap": False, "shrink": True} if grid.hide_zeros else {}
        sheet.write_text(row, column, cell, {**styles.CELL, **_CENTRED, **one_line})
    elif isinstance(cell, datetime):
        sheet.write_number(row, column, from_datetime(cell), {**styles.NUMBER, **_CENTRED, "num_format": "d mmm"})
    elif cell is not None:
        style: Style = {**styles.NUMBER, **_CENTRED}
        if is_percent or grid.hide_zeros:
            style["num_format"] = "0%" if is_percent else _WITHOUT_ZEROS
        sheet.write_number(row, column, cell, style)


def _write_head(sheet: SheetWriter, row: int, column: int, head: Head) -> None:
    first = column == 1
    style = styles.heading_style(head.colour or palette.HEAD)
    style = {**style, "align": "left" if first else "center", "indent": int(first)}
    signed = {"num_format": styles.sign_format(head.sign)} if head.sign else {}
    sheet.write_text(row, column, head.text, {**style, **signed})
