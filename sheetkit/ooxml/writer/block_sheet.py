"""A worksheet that can hold a block of cells, written without XlsxWriter's objects for single cells.

XlsxWriter itself writes everything else on the sheet. The cells of a block are equal to those that XlsxWriter would
write; a test compares them. Checked with XlsxWriter 3.3.1.
"""

from collections.abc import Iterator, Sequence
from io import StringIO

import numpy as np
from xlsxwriter.format import Format
from xlsxwriter.sharedstrings import SharedStringTable
from xlsxwriter.url import Url
from xlsxwriter.worksheet import CellFormulaTuple, Worksheet

from sheetkit.ooxml.references import column_letters
from sheetkit.ooxml.writer.cell_block import CHUNK_SIZE, BlockColumn, ColumnXml
from sheetkit.ooxml.writer.hyperlinks import Hyperlinks
from sheetkit.ooxml.writer.shared_strings import SharedStrings

# The names that the overridden methods use in the known versions of XlsxWriter.
_WRITE_ROWS = ("_calculate_spans", "range", "dim_rowmin", "dim_rowmax", "row_info", "comments", "table", "int")
_WRITE_HYPERLINKS = ("sorted", "hyperlinks", "keys", "_xml_start_tag", "table")
_ADD_SHARED_STRING = ("string_table", "unique_count", "count")
# Whether XlsxWriter has the internals on which blocks rely; if not, they are written cell by cell.
FAST_PATH_AVAILABLE = (
    Worksheet._write_rows.__code__.co_names[: len(_WRITE_ROWS)] == _WRITE_ROWS
    and Worksheet._write_hyperlinks.__code__.co_names[: len(_WRITE_HYPERLINKS)] == _WRITE_HYPERLINKS
    and SharedStringTable._get_shared_string_index.__code__.co_names == _ADD_SHARED_STRING
)


class BlockSheet(Worksheet):  # type: ignore[misc]  # xlsxwriter ships no types
    """A worksheet that may hold one block below all of its other cells."""

    # XlsxWriter's attributes, which have no types there.
    fh: StringIO
    dim_rowmax: int

    def __init__(self) -> None:
        """Begin without a block."""
        super().__init__()
        self._block_columns: list[ColumnXml] = []
        self._block_row = 0  # of its first cells, counted from 0
        self._block_heights: list[int] = []  # of its rows, in pixels
        self._block_links: dict[str, Hyperlinks] = {}  # by the letters of their column

    def set_block(
        self,
        row: int,
        column: int,
        columns: Sequence[tuple[BlockColumn, Sequence[Format]]],
        heights: Sequence[float],
        shared_strings: SharedStrings,
    ) -> int:
        """Put a block at a cell, counted from 0; return 0, or -1 if the sheet has no room for it.

        Each column comes with the formats of its styles; row i of the block is `heights[i]` points high.
        """
        bottom, right = row + len(heights) - 1, column + len(columns) - 1
        if self._check_dimensions(row, column) or self._check_dimensions(bottom, right):
            return -1
        self._block_row = row
        self._block_heights = [int(height * 4 / 3 + 0.5) for height in heights]  # as XlsxWriter rounds
        for number, (block_column, formats) in enumerate(columns, start=column + 1):
            letters, indexes = column_letters(number), [cell_format._get_xf_index() for cell_format in formats]
            self._block_columns.append(ColumnXml(block_column, letters, indexes, shared_strings))
            if block_column.links:
                self._block_links[letters] = block_column.links
        return 0

    def set_formula(self, row: int, column: int, formula: str, cell_format: Format, value: str | float) -> int:
        """Put a formula, without its '=', into a cell, counted from 0; return 0, or -1 if there is no such cell."""
        if self._check_dimensions(row, column):
            return -1
        self.table[row][column] = CellFormulaTuple(formula, cell_format, value)
        return 0

    def _prepare_formula(self, formula: str, _expand_future_functions: bool = False) -> str:
        # XlsxWriter searches each formula for more than a hundred newer functions, which takes a tenth of the time of a
        # new log. Our formulas use none of them, and texts in formulas must not be changed.
        return formula.removeprefix("=")

    def set_table_range(self, area: str) -> None:
        """Set the range, such as 'A1:C9', of the table that was added last."""
        for part in ("range", "a_range", "autofilter"):
            self.tables[-1][part] = area

    def _write_rows(self) -> None:
        if not self._block_columns:
            super()._write_rows()
            return
        last_row = self.dim_rowmax
        self.dim_rowmax = self._block_row - 1
        if self.dim_rowmin <= self.dim_rowmax:
            super()._write_rows()
        self.dim_rowmax = last_row
        for xml in self._block_rows():
            self.fh.write(xml)

    def _block_rows(self) -> Iterator[str]:
        """Yield the XML of CHUNK_SIZE rows at a time."""
        openings = [column.opening for column in self._block_columns]
        row_ends = {
            pixels: f'" ht="{pixels * 0.75:.16g}" customHeight="1">{openings[0]}' for pixels in set(self._block_heights)
        }
        row_ends[self.original_row_height] = f'">{openings[0]}'
        followings = zip(self._block_columns, [*openings[1:], "</row>"], strict=True)
        columns = [column.chunks(following) for column, following in followings]
        for start, *cells_of_columns in zip(range(0, len(self._block_heights), CHUNK_SIZE), *columns, strict=True):
            heights = self._block_heights[start : start + CHUNK_SIZE]
            first_row = self._block_row + start + 1
            rows = [str(row) for row in range(first_row, first_row + len(heights))]
            pieces = [['<row r="'] * len(rows), rows, [row_ends[pixels] for pixels in heights]]
            for cells in cells_of_columns:
                pieces += [rows, cells]
            yield "".join(map("".join, zip(*pieces, strict=True)))

    def _write_hyperlinks(self) -> None:
        if not self._block_links:
            super()._write_hyperlinks()
            return
        stream, self.fh = self.fh, StringIO()
        super()._write_hyperlinks()
        single_links = self.fh.getvalue().removeprefix("<hyperlinks>").removesuffix("</hyperlinks>")
        self.fh = stream
        self.fh.write(f"<hyperlinks>{single_links}")
        relationships: dict[str, int] = {}
        for letters, links in self._block_links.items():
            self.fh.write("".join(self._hyperlink_elements(letters, links, relationships)))
        self.fh.write("</hyperlinks>")

    def _hyperlink_elements(self, letters: str, links: Hyperlinks, relationships: dict[str, int]) -> list[str]:
        """Return an element for each link of a column."""
        # Only the targets in use: the file must not name a log that has no row on this sheet.
        used = {code: links.targets[code] for code in np.unique(links.codes).tolist()}
        addresses = {code: self._link_attributes(target.address, relationships) for code, target in used.items()}
        tooltips = {code: self._escape_attributes(target.tooltip) for code, target in used.items()}
        rows = (links.positions + self._block_row + 1).tolist()
        return [
            f'<hyperlink ref="{letters}{row}"{addresses[code][0]}{cell}{addresses[code][1]}'
            f' tooltip="{tooltips[code]}{cell}"/>'
            for row, code, cell in zip(rows, links.codes.tolist(), links.cells, strict=True)
        ]

    def _link_attributes(self, address: str, relationships: dict[str, int]) -> tuple[str, str]:
        """Return the attributes of an address in two parts, between which a cell's name goes.

        `relationships` holds the number of each linked file or address; new ones are added.
        """
        target, location = _split_address(address)
        if target and target not in relationships:
            self.rel_count += 1
            relationships[target] = self.rel_count
            self.external_hyper_links.append(["/hyperlink", target, "External"])
        relationship = f' r:id="rId{relationships[target]}"' if target else ""
        return (
            (f'{relationship} location="{self._escape_attributes(location)}', '"') if location else (relationship, "")
        )


def _split_address(address: str) -> tuple[str, str]:
    """Return the target of the relationship and the location within it, each '' if there is none."""
    scheme, _, rest = address.partition(":")
    if scheme == "internal":
        return "", rest
    if scheme == "external":
        path, _, location = rest.partition("#")
        return Url(f"external:{path}")._target(), location
    return address, ""
