"""The one door to xlsxwriter, made strict: where it only warns, or returns a number, this raises.

Rows and columns are counted from 1, as in Excel. Texts are written as texts: nothing in them becomes a
formula, a number, a link or markup.
"""

import warnings
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

from sheetkit.errors import OutputError
from sheetkit.ooxml import limits, references
from sheetkit.ooxml.references import quote_sheet_name
from sheetkit.ooxml.writer.cell_block import FITS, BlockColumn, BlockSheet
from sheetkit.ooxml.writer.hyperlinks import Hyperlink
from sheetkit.ooxml.writer.page_setup import Printed
from sheetkit.ooxml.writer.styles import BASE, Style
from sheetkit.ooxml.writer.text_metrics import wrapped_line_count
from sheetkit.ooxml.writer.workarounds import EMPTY_RESULT, Workbook
from sheetkit.ooxml.xml_text import escape_x_sequences, replace_surrogates, xml_safe

_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "default_date_format": "yyyy-mm-dd",
}


def _strictly(what: str, call: Callable[[], Any]) -> Any:
    """Return what `call` returns; raise where xlsxwriter warns or returns a negative number."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            result = call()
        except (UserWarning, ValueError, xlsxwriter.exceptions.XlsxWriterException) as error:
            raise OutputError(f"The workbook cannot hold {what}: {error}") from error
    if isinstance(result, int) and result < 0:
        raise OutputError(f"The workbook cannot hold {what} (xlsxwriter says {result}).")
    return result


class WorkbookWriter:
    """A workbook that is being written to `target`, a path.

    `created` goes into the properties, so that the same content gives the same bytes.
    """

    def __init__(self, target: str, *, title: str, subject: str, created: datetime) -> None:
        self.title = title
        self._book = Workbook(target, _OPTIONS)
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}
        # The same style object comes again for most cells, so its address finds the format without comparing.
        self._known: dict[int, tuple[Style, Format]] = {}
        self._book.set_properties(
            {"title": xml_safe(title), "subject": xml_safe(subject), "created": created, "author": "sheetkit"}
        )
        self._book.set_calc_mode("auto")

    def style(self, style: Style) -> Format:
        """Return the format of a style; equal styles share one."""
        known = self._known.get(id(style))
        if known is not None and known[0] is style:
            return known[1]
        key = tuple(sorted(style.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(style)
        self._known[id(style)] = (style, self._formats[key])
        return self._formats[key]

    def sheet(self, name: str, *, hidden: bool = False, colour: str | None = None) -> "SheetWriter":
        """Add a sheet."""
        if name.lower() in ("", "history"):
            raise OutputError(f"The workbook cannot hold a sheet named {name!r}: Excel keeps that name for itself.")
        sheet = _strictly(f"a sheet named {name!r}", lambda: self._book.add_worksheet(name, BlockSheet))
        if hidden:
            sheet.hide()
        if colour:
            sheet.set_tab_color(colour)
        return SheetWriter(self, sheet)

    def name_cell(self, name: str, sheet: str, row: int, column: int) -> None:
        """Give one cell a workbook-wide name."""
        place = f"{quote_sheet_name(sheet)}!${references.column_letters(column)}${row}"
        _strictly(f"the name {name!r}", lambda: self._book.define_name(name, f"={place}"))

    def property(self, name: str, value: str) -> None:
        """Set a custom document property."""
        _strictly(f"the property {name!r}", lambda: self._book.set_custom_property(name, xml_safe(value)))

    def new_chart(self, kind: str, subtype: str | None = None) -> Any:
        """Return a new chart of xlsxwriter's kind, to be filled and placed by a sheet."""
        return self._book.add_chart({"type": kind, "subtype": subtype} if subtype else {"type": kind})

    def close(self) -> None:
        """Write everything. Raises OSError where the file cannot be written."""
        _strictly("this", self._book.close)


class SheetWriter(Printed):
    """One sheet of a Book."""

    def __init__(self, book: WorkbookWriter, sheet: BlockSheet) -> None:
        self.book = book
        self._sheet = sheet
        self._links = 0
        self._pixels: tuple[dict[int, int], dict[int, int]] = ({}, {})  # of rows and columns that were set
        self.name: str = sheet.get_name()
        sheet.hide_gridlines(2)

    def text(self, row: int, column: int, text: str, style: Style) -> None:
        """Write a text as it is; an empty one leaves a formatted empty cell."""
        if not text:
            self._sheet.write_blank(row - 1, column - 1, None, self.book.style(style))
        elif limits.utf16_length(text) > limits.MAX_CELL_TEXT:
            raise OutputError(f"A text of {limits.utf16_length(text):,} characters does not fit into a cell.")
        elif self._sheet.write_string(row - 1, column - 1, replace_surrogates(text), self.book.style(style)) < 0:
            raise OutputError(f"The cell {references.cell_name(row, column)} lies outside the sheet.")

    def number(self, row: int, column: int, number: float, style: Style) -> None:
        """Write a number, or a date as its serial."""
        if self._sheet.write_number(row - 1, column - 1, number, self.book.style(style)) < 0:
            raise OutputError(f"The cell {references.cell_name(row, column)} lies outside the sheet.")

    def logical(self, row: int, column: int, value: bool, style: Style) -> None:
        """Write TRUE or FALSE."""
        if self._sheet.write_boolean(row - 1, column - 1, value, self.book.style(style)) < 0:
            raise OutputError(f"The cell {references.cell_name(row, column)} lies outside the sheet.")

    def formula(self, row: int, column: int, formula: str, value: str | float, style: Style) -> None:
        """Write a formula, without its '=', and the result that previews show."""
        if limits.utf16_length(formula) > limits.MAX_FORMULA:
            raise OutputError(
                f"A formula of {limits.utf16_length(formula):,} characters is over Excel's {limits.MAX_FORMULA:,}."
            )
        stored = value if value != "" else EMPTY_RESULT
        if self._sheet.put_formula(row - 1, column - 1, formula, self.book.style(style), stored) < 0:
            raise OutputError(f"The cell {references.cell_name(row, column)} lies outside the sheet.")

    def link(self, row: int, column: int, link: Hyperlink, text: str, style: Style) -> bool:
        """Write a text that leads somewhere; return False, having written nothing, when Excel takes no more links."""
        if not self.room_for_links:
            return False
        self._links += 1
        self._write_link(row, column, link, replace_surrogates(text), self.book.style(style))
        return True

    @property
    def room_for_links(self) -> int:
        """How many more links Excel takes on this sheet."""
        return limits.MAX_LINKS - self._links

    def _write_link(self, row: int, column: int, link: Hyperlink, text: str, style: Format) -> None:
        if self._sheet.write_url(row - 1, column - 1, link.address, style, text, link.tip) < 0:
            raise OutputError(f"The workbook cannot hold the link {link.address[:80]!r}.")

    def block(self, top: int, left: int, columns: Sequence[BlockColumn], heights: Sequence[float]) -> None:
        """Write a rectangle of cells below all others of the sheet; its row i is `heights[i]` points high.

        Texts longer than a cell takes are cut. There are no more links than the sheet has room for.
        """
        self._links += sum(len(column.links) for column in columns)
        if not heights:
            return
        if FITS:
            formatted = [(column, [self.book.style(style) for style in column.styles]) for column in columns]
            if self._sheet.put_block(top - 1, left - 1, formatted, heights) < 0:
                raise OutputError(
                    f"The cell {references.cell_name(top + len(heights) - 1, left)} lies outside the sheet."
                )
            return
        for place, height in enumerate(heights):
            self.height(top + place, height)
            for number, column in enumerate(columns, start=left):
                self._block_cell(top + place, number, column, place)

    def _block_cell(self, row: int, number: int, column: BlockColumn, place: int) -> None:
        """Write one cell of a block with XlsxWriter's own means."""
        shown, link = column.shown(place), column.links.at(place)
        style = self.book.style(column.style(place))
        if link is not None:
            self._write_link(row, number, link, replace_surrogates(str(shown)), style)
        elif shown == "" or shown != shown:  # noqa: PLR0124  NaN, which is nothing, is not itself
            self._sheet.write_blank(row - 1, number - 1, None, style)
        elif isinstance(shown, str):
            self._sheet.write_string(row - 1, number - 1, replace_surrogates(shown), style)
        else:
            self._sheet.write_number(row - 1, number - 1, shown, style)

    def comment(self, row: int, column: int, text: str) -> None:
        """Put a comment on a cell, in sheetkit's own name and nobody's; its box has the room that the text takes."""
        place = references.cell_name(row, column)
        if not text.strip() or limits.utf16_length(text) > limits.MAX_COMMENT:
            raise OutputError(
                f"A comment has 1 to {limits.MAX_COMMENT:,} characters, not {limits.utf16_length(text):,}."
            )
        options = {
            "author": "sheetkit",
            "font_name": BASE["font_name"],
            "font_size": 10,
            "width": 360,
            "height": 20 + 17 * wrapped_line_count(text, 52),
        }
        said = escape_x_sequences(xml_safe(text))
        _strictly(f"a comment on {place}", lambda: self._sheet.write_comment(row - 1, column - 1, said, options))

    def table(
        self,
        top: int,
        left: int,
        bottom: int,
        right: int,
        name: str,
        columns: Sequence[Mapping[str, Any]],
        about: tuple[str, str],
    ) -> None:
        """Make a real table; `columns` are xlsxwriter's column options, `about` its title and description."""
        headings = [str(column["header"]).lower().strip() for column in columns]
        if len(set(headings)) != len(headings):
            raise OutputError("A table cannot have two columns of the same heading.")
        options = {
            "name": name,
            "columns": [dict(column) for column in columns],
            "style": None,
            "title": xml_safe(about[0]),
            "description": xml_safe(about[1]),
        }
        # XlsxWriter looks at each cell of a table, so it is shown two rows of it.
        short = min(bottom, top + 1)
        _strictly(
            f"the table {name!r}",
            lambda: self._sheet.add_table(top - 1, left - 1, short - 1, right - 1, options),
        )
        self._sheet.stretch_table(f"{references.cell_name(top, left)}:{references.cell_name(bottom, right)}")

    def validation(self, top: int, column: int, bottom: int, options: Mapping[str, Any]) -> None:
        """Check what is typed into the cells of a column."""
        place = (top - 1, column - 1, bottom - 1, column - 1)
        _strictly("a check of a column's cells", lambda: self._sheet.data_validation(*place, dict(options)))

    def highlight(self, top: int, left: int, bottom: int, right: int, condition: str, style: Style) -> None:
        """Format cells for which a formula, written for the top left one, is true."""
        options = {"type": "formula", "criteria": f"={condition}", "format": self.book.style(style)}
        _strictly(
            "a conditional format",
            lambda: self._sheet.conditional_format(top - 1, left - 1, bottom - 1, right - 1, options),
        )

    def widths(self, widths: Mapping[int, float], styles: Mapping[int, Style] | None = None) -> None:
        """Set the widths of columns in characters, and the style of their cells that hold nothing yet."""
        for column, width in widths.items():
            self._pixels[1][column] = int(width * 7 + 5.5)
            style = (styles or {}).get(column)
            self._sheet.set_column(column - 1, column - 1, width, self.book.style(style) if style else None)

    def height(self, row: int, height: float) -> None:
        """Set a row's height in points."""
        self._sheet.set_row(row - 1, min(height, 409))
        self._pixels[0][row] = int(height * 4 / 3 + 0.5)

    def freeze(self, row: int, column: int) -> None:
        """Keep the rows above `row` and the columns left of `column` in sight."""
        self._sheet.freeze_panes(row - 1, column - 1)

    def select(self, row: int, column: int) -> None:
        """Put the cursor on a cell."""
        self._sheet.set_selection(row - 1, column - 1, row - 1, column - 1)

    def activate(self) -> None:
        """Show this sheet when the workbook is opened."""
        self._sheet.activate()

    def filter(self, top: int, left: int, bottom: int, right: int) -> None:
        """Offer filters on a plain range."""
        self._sheet.autofilter(top - 1, left - 1, bottom - 1, right - 1)

    def chart(self, area: tuple[int, int, int, int], chart: Any, about: str, gap: int) -> None:
        """Place a chart over an area, `gap` pixels inside it, with its description for those who cannot see it.

        The heights and widths of the area's rows and columns are those that were set before.
        """
        top, left, bottom, right = area
        high = sum(self._pixels[0].get(row, 20) for row in range(top, bottom + 1))
        wide = sum(self._pixels[1].get(column, 64) for column in range(left, right + 1))
        chart.set_size({"width": wide - 2 * gap, "height": high - 2 * gap})
        options = {"description": xml_safe(about), "object_position": 2, "x_offset": gap, "y_offset": gap}
        _strictly("a chart", lambda: self._sheet.insert_chart(top - 1, left - 1, chart, options))
