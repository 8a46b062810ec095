"""Write a workbook with XlsxWriter strictly: if XlsxWriter only warns or returns a negative number, this raises.

Rows and columns are counted from 1, as in Excel. Texts stay texts: none becomes a formula, a number, a link or markup.
Whatever Excel would not take raises OutputError, unless a docstring says otherwise.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from xlsxwriter.format import Format

from sheetkit.errors import OutputError
from sheetkit.ooxml import limits, references
from sheetkit.ooxml.references import quote_sheet_name
from sheetkit.ooxml.writer.block_sheet import FAST_PATH_AVAILABLE, BlockSheet
from sheetkit.ooxml.writer.cell_block import BlockColumn
from sheetkit.ooxml.writer.hyperlinks import Hyperlink
from sheetkit.ooxml.writer.page_setup import USUAL_PAPER, Paper, PrintableSheet
from sheetkit.ooxml.writer.shared_strings import SharedStrings
from sheetkit.ooxml.writer.strict import call_strictly, check_inside
from sheetkit.ooxml.writer.styles import BASE, Style
from sheetkit.ooxml.writer.text_metrics import MAX_ROW_HEIGHT, wrapped_line_count
from sheetkit.ooxml.writer.workarounds import EMPTY_RESULT, Workbook
from sheetkit.ooxml.xml_text import escape_x_sequences, replace_surrogates, xml_safe

_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "default_date_format": "yyyy-mm-dd",
}
_MAX_AUTHOR = 54  # characters, as in Excel's own options
_MAX_COMMENT_LINES = 40  # for which a comment's box has room
_DEFAULT_ROW_PIXELS, _DEFAULT_COLUMN_PIXELS = 20, 64


class WorkbookWriter:
    """Writes a workbook; `close` makes the file `target`.

    `created` goes into the properties, so that the same content gives the same bytes. All sheets print on `paper`.
    """

    def __init__(self, target: str, *, title: str, subject: str, created: datetime, paper: Paper = USUAL_PAPER) -> None:
        self.title = title
        self.paper = paper
        self._book = Workbook(target, _OPTIONS)
        self.shared_strings = SharedStrings(self._book.str_table)
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}
        # Most cells share a few style objects, whose formats are found by ID without comparing.
        self._formats_by_id: dict[int, tuple[Style, Format]] = {}
        self._book.set_properties(
            {"title": xml_safe(title), "subject": xml_safe(subject), "created": created, "author": "sheetkit"}
        )
        self._book.set_calc_mode("auto")

    def get_format(self, style: Style) -> Format:
        """Return the format of a style; equal styles share one format."""
        style_and_format = self._formats_by_id.get(id(style))
        if style_and_format is not None and style_and_format[0] is style:
            return style_and_format[1]
        key = tuple(sorted(style.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(style)
        self._formats_by_id[id(style)] = (style, self._formats[key])
        return self._formats[key]

    def add_sheet(self, name: str, *, hidden: bool = False, tab_colour: str | None = None) -> "SheetWriter":
        """Add a sheet after the others, and return its writer."""
        if name.lower() in ("", "history"):
            raise OutputError(f"The workbook cannot hold a sheet named {name!r}: Excel keeps that name for itself.")
        sheet = call_strictly(f"a sheet named {name!r}", lambda: self._book.add_worksheet(name, BlockSheet))
        if hidden:
            sheet.hide()
        if tab_colour:
            sheet.set_tab_color(tab_colour)
        return SheetWriter(self, sheet)

    def define_cell_name(self, name: str, sheet: str, row: int, column: int) -> None:
        """Define a name for one cell, in the whole workbook."""
        self._define_name(name, f"{quote_sheet_name(sheet)}!${references.column_letters(column)}${row}")

    def define_range_name(self, name: str, sheet: str, area: references.CellRange) -> None:
        """Define a name for a range, in the whole workbook."""
        first, last = (references.column_letters(column) for column in (area.left, area.right))
        self._define_name(name, f"{quote_sheet_name(sheet)}!${first}${area.top}:${last}${area.bottom}")

    def _define_name(self, name: str, target: str) -> None:
        call_strictly(f"the name {name!r}", lambda: self._book.define_name(name, f"={target}"))

    def set_property(self, name: str, value: str) -> None:
        """Set a custom document property."""
        call_strictly(f"the property {name!r}", lambda: self._book.set_custom_property(name, xml_safe(value)))

    def new_chart(self, kind: str, subtype: str | None = None) -> Any:
        """Return a new chart of XlsxWriter's class, for `SheetWriter.insert_chart`."""
        return self._book.add_chart({"type": kind, "subtype": subtype} if subtype else {"type": kind})

    def close(self) -> None:
        """Write everything. Raises OSError if the file cannot be written."""
        call_strictly("this", self._book.close)


class SheetWriter(PrintableSheet):
    """Writes one sheet of a workbook."""

    def __init__(self, book: WorkbookWriter, sheet: BlockSheet) -> None:
        self.book = book
        self._sheet = sheet
        self._link_count = 0
        self._row_pixels: dict[int, int] = {}  # heights that were set, by row
        self._column_pixels: dict[int, int] = {}  # widths that were set, by column
        self.name: str = sheet.get_name()
        sheet.hide_gridlines(2)

    def write_text(self, row: int, column: int, text: str, style: Style) -> None:
        """Write a text; '' gives an empty cell with the style."""
        if not text:
            self._sheet.write_blank(row - 1, column - 1, None, self.book.get_format(style))
        elif 2 * len(text) > limits.MAX_CELL_TEXT and limits.utf16_length(text) > limits.MAX_CELL_TEXT:
            raise OutputError(f"A text of {limits.utf16_length(text):,} characters does not fit into a cell.")
        else:
            cell_format = self.book.get_format(style)
            result = self._sheet.write_string(row - 1, column - 1, replace_surrogates(text), cell_format)
            check_inside(result, row, column)

    def write_number(self, row: int, column: int, number: float, style: Style) -> None:
        """Write a number, or the serial number of a date."""
        check_inside(self._sheet.write_number(row - 1, column - 1, number, self.book.get_format(style)), row, column)

    def write_boolean(self, row: int, column: int, value: bool, style: Style) -> None:
        """Write a logical value, TRUE or FALSE."""
        check_inside(self._sheet.write_boolean(row - 1, column - 1, value, self.book.get_format(style)), row, column)

    def write_formula(self, row: int, column: int, formula: str, value: str | float, style: Style) -> None:
        """Write a formula, without its '=', and its result `value` for programs that do not calculate."""
        if limits.utf16_length(formula) > limits.MAX_FORMULA:
            raise OutputError(
                f"A formula of {limits.utf16_length(formula):,} characters is over Excel's {limits.MAX_FORMULA:,}."
            )
        stored = value if value != "" else EMPTY_RESULT
        check_inside(
            self._sheet.set_formula(row - 1, column - 1, formula, self.book.get_format(style), stored), row, column
        )

    def write_link(self, row: int, column: int, link: Hyperlink, text: str, style: Style) -> bool:
        """Write a text with a hyperlink; return False and write nothing if the sheet is full of links."""
        if not self.room_for_links:
            return False
        self._link_count += 1
        self._write_link(row, column, link, replace_surrogates(text), self.book.get_format(style))
        return True

    @property
    def room_for_links(self) -> int:
        """The number of hyperlinks that this sheet can still take."""
        return limits.MAX_LINKS - self._link_count

    def _write_link(self, row: int, column: int, link: Hyperlink, text: str, cell_format: Format) -> None:
        if self._sheet.write_url(row - 1, column - 1, link.address, cell_format, text, link.tooltip) < 0:
            raise OutputError(f"The workbook cannot hold the link {link.address[:80]!r}.")

    def write_block(self, top: int, left: int, columns: Sequence[BlockColumn], heights: Sequence[float]) -> None:
        """Write a block of cells from (top, left) on, below all other cells of the sheet.

        Each column has as many cells as there are `heights`, the heights of the rows in points. Texts that are too long
        for a cell are cut. There must be no more links than `room_for_links`.
        """
        self._link_count += sum(len(column.links) for column in columns)
        if not heights:
            return
        if not FAST_PATH_AVAILABLE:
            self._write_cell_by_cell(top, left, columns, heights)
            return
        formatted = [(column, [self.book.get_format(style) for style in column.styles]) for column in columns]
        result = self._sheet.set_block(top - 1, left - 1, formatted, heights, self.book.shared_strings)
        check_inside(result, top + len(heights) - 1, left)

    def _write_cell_by_cell(
        self, top: int, left: int, columns: Sequence[BlockColumn], heights: Sequence[float]
    ) -> None:
        for position, height in enumerate(heights):
            self.set_row_height(top + position, height)
            for number, column in enumerate(columns, start=left):
                value, style = column.value_at(position), column.style_at(position)
                link = column.links.get(position)
                if link is not None:
                    text = "" if value is None else str(value)
                    self._write_link(
                        top + position, number, link, replace_surrogates(text), self.book.get_format(style)
                    )
                elif isinstance(value, float):
                    self.write_number(top + position, number, value, style)
                else:
                    self.write_text(top + position, number, value or "", style)

    def write_comment(self, row: int, column: int, text: str, author: str = "sheetkit") -> None:
        """Write a comment on a cell, with its author, in a box that fits the text."""
        cell = references.cell_name(row, column)
        if not text.strip() or limits.utf16_length(text) > limits.MAX_COMMENT:
            raise OutputError(
                f"A comment has 1 to {limits.MAX_COMMENT:,} characters, not {limits.utf16_length(text):,}."
            )
        options = {
            "author": escape_x_sequences(xml_safe(author))[:_MAX_AUTHOR],
            "font_name": BASE["font_name"],
            "font_size": 10,
            "width": 360,
            "height": 20 + 17 * min(wrapped_line_count(text, 52), _MAX_COMMENT_LINES),
        }
        escaped = escape_x_sequences(xml_safe(text))
        call_strictly(f"a comment on {cell}", lambda: self._sheet.write_comment(row - 1, column - 1, escaped, options))

    def add_table(
        self,
        top: int,
        left: int,
        bottom: int,
        right: int,
        name: str,
        columns: Sequence[Mapping[str, Any]],
        title: str,
        description: str,
    ) -> None:
        """Make a range a table; `columns` are XlsxWriter's options for its columns.

        Title and description are its alternative text.
        """
        headings = [str(column["header"]).lower().strip() for column in columns]
        if len(set(headings)) != len(headings):
            raise OutputError("A table cannot have two columns of the same heading.")
        options = {
            "name": name,
            "columns": [dict(column) for column in columns],
            "style": None,
            "title": xml_safe(title),
            "description": xml_safe(description),
        }
        # XlsxWriter writes each cell of a table's range, which is slow, so it gets only the first two rows.
        second = min(bottom, top + 1)
        call_strictly(
            f"the table {name!r}",
            lambda: self._sheet.add_table(top - 1, left - 1, second - 1, right - 1, options),
        )
        self._sheet.set_table_range(f"{references.cell_name(top, left)}:{references.cell_name(bottom, right)}")

    def add_data_validation(self, top: int, column: int, bottom: int, options: Mapping[str, Any]) -> None:
        """Validate what is typed into cells of one column; `options` are XlsxWriter's."""
        cells = (top - 1, column - 1, bottom - 1, column - 1)
        call_strictly("a check of a column's cells", lambda: self._sheet.data_validation(*cells, dict(options)))

    def add_conditional_format(
        self, top: int, left: int, bottom: int, right: int, condition: str, style: Style
    ) -> None:
        """Format the cells for which a condition is true: a formula without '=', written for the top left cell."""
        options = {"type": "formula", "criteria": f"={condition}", "format": self.book.get_format(style)}
        call_strictly(
            "a conditional format",
            lambda: self._sheet.conditional_format(top - 1, left - 1, bottom - 1, right - 1, options),
        )

    def set_column_widths(self, widths: Mapping[int, float], styles: Mapping[int, Style] | None = None) -> None:
        """Set the widths of columns, in characters, and the styles of their empty cells."""
        for column, width in widths.items():
            self._column_pixels[column] = int(width * 7 + 5.5)
            style = (styles or {}).get(column)
            self._sheet.set_column(column - 1, column - 1, width, self.book.get_format(style) if style else None)

    def hide_columns(self, first: int, last: int) -> None:
        """Hide columns, the last one too."""
        self._sheet.set_column(first - 1, last - 1, None, None, {"hidden": True})

    def set_row_height(self, row: int, height: float) -> None:
        """Set the height of a row in points, within Excel's limit."""
        self._sheet.set_row(row - 1, min(height, MAX_ROW_HEIGHT))
        self._row_pixels[row] = int(height * 4 / 3 + 0.5)

    def freeze_panes(self, row: int, column: int) -> None:
        """Freeze the rows above `row` and the columns left of `column`."""
        self._sheet.freeze_panes(row - 1, column - 1)

    def set_selection(self, row: int, column: int) -> None:
        """Select a cell."""
        self._sheet.set_selection(row - 1, column - 1, row - 1, column - 1)

    def protect(self) -> None:
        """Protect the sheet without a password: people can change unlocked cells, sizes and filters."""
        self._sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})

    def activate(self) -> None:
        """Show this sheet when the workbook is opened."""
        self._sheet.activate()

    def add_autofilter(self, top: int, left: int, bottom: int, right: int) -> None:
        """Add filter buttons to a range that is no table."""
        self._sheet.autofilter(top - 1, left - 1, bottom - 1, right - 1)

    def insert_chart(self, area: tuple[int, int, int, int], chart: Any, description: str, gap: int) -> None:
        """Insert a chart over an area (top, left, bottom, right), `gap` pixels inside it.

        Its size follows from the row heights and column widths that were set before. `description` is its alternative
        text.
        """
        top, left, bottom, right = area
        height = sum(self._row_pixels.get(row, _DEFAULT_ROW_PIXELS) for row in range(top, bottom + 1))
        width = sum(self._column_pixels.get(column, _DEFAULT_COLUMN_PIXELS) for column in range(left, right + 1))
        chart.set_size({"width": width - 2 * gap, "height": height - 2 * gap})
        options = {"description": xml_safe(description), "object_position": 2, "x_offset": gap, "y_offset": gap}
        call_strictly("a chart", lambda: self._sheet.insert_chart(top - 1, left - 1, chart, options))
