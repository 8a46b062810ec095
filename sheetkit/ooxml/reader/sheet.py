"""Read a sheet in one streaming pass: numbers, texts, errors, and formulas without a result.

Rows in the usual shape are parsed a block at a time (see `row_parser`), all others by the XML parser's handlers. Both
give the same cells.
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from sheetkit.ooxml import limits, references
from sheetkit.ooxml.reader.cell_values import NOTHING, CellInterpreter
from sheetkit.ooxml.reader.cells import CellCollector, CellKind, CellLink, Grid
from sheetkit.ooxml.reader.fast_path import FastPath, decode_text
from sheetkit.ooxml.reader.package import Attributes, Package, attribute, local_name
from sheetkit.ooxml.reader.resource_limits import CELL, MERGED
from sheetkit.ooxml.reader.rich_text import RichText, cell_text
from sheetkit.ooxml.reader.rich_values import RichValue
from sheetkit.ooxml.reader.row_parser import RowTags, parse_rows
from sheetkit.ooxml.reader.shared_strings import TextTable
from sheetkit.patterns import lazy_pattern

_REFERENCE = lazy_pattern(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_LINK_FORMULA = "HYPERLINK("
_FORMULAS = lazy_pattern(rb"<f( [^<>]*?)?(?:/>|>([^<]*)</f>)")
_SHARED = lazy_pattern(rb'\bsi="([0-9]{1,9})"')
_PRINTED = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
_PRINT_CODE = lazy_pattern(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|[0-9]+|.)')  # a font, a colour, a size, a page number ...
_ALWAYS_READ = 300_000  # cells and rows that `read_head` reads in any case, since they may be in any order


class _EnoughRowsError(Exception):
    """Stops the parser when enough rows are read."""


class SheetReader:
    """Reads one sheet's part into a Grid.

    `number_kinds[i]` is the kind of a number in cell format i, and `struck_formats[i]` whether it strikes out.
    `rich_value` returns the rich value with the number `vm`, None if there is none.
    """

    def __init__(
        self,
        package: Package,
        texts: TextTable,
        number_kinds: Sequence[CellKind],
        struck_formats: Sequence[bool],
        rich_value: Callable[[str], RichValue | None],
        epoch: int,
    ) -> None:
        self.package = package
        self.texts = texts
        self.cells = CellInterpreter(texts, number_kinds, epoch)
        self.rich_value = rich_value
        self.grid = Grid()
        self.struck_formats = np.array([*struck_formats, False], dtype=bool)
        self.collector = CellCollector(texts.all, texts.struck)
        self.text = RichText()
        self.letters: dict[str, int] = {}
        self.struck: list[tuple[int, int]] = []
        self.shared_links: dict[str, str] = {}  # shared formulas that make a link, by their index
        self.pending: list[tuple[int, int, int, float, bool]] = []
        self.row_tags = RowTags()
        self.hidden_to = 0  # the last hidden column so far
        self.open_cells = 0
        self.cells_seen = 0
        self.rows_wanted = limits.MAX_ROWS
        self.rows = 0
        self.row = 0
        self.column = 0
        self._reset()

    def read(self, part: str) -> Grid:
        """Return the sheet's cells. Raises UnreadableError if the part is damaged or exceeds a limit."""
        fast_path = FastPath(b"<row ", b"</sheetData>", lambda: self.open_cells == 0, self._parse_block)
        self.package.parse(
            part,
            self._start,
            piece_filter=fast_path.filter_pieces,
            EndElementHandler=self._end,
            CharacterDataHandler=self._text,
        )
        self._flush_pending()
        self.grid.columns = self.collector.columns()
        return self.grid

    def read_head(self, part: str, rows: int) -> tuple[Grid, bool]:
        """Return the sheet's cells and True, or of a very large sheet at least its first `rows`, and False."""
        self.rows_wanted = rows
        try:
            return self.read(part), True
        except _EnoughRowsError:
            self.grid.columns = self.collector.columns()
            return self.grid, False

    def _reset(self) -> None:
        self.type = "n"
        self.style = 0
        self.formula = False
        self.has_value = False
        self.text.clear()
        self.formula_text: list[str] = []
        self.in_formula = False
        self.shared_formula = ""
        self.value_metadata: str | None = None
        self.collect = False
        self.phonetic = False

    def _start(self, full: str, attributes: Attributes) -> None:
        name = local_name(full)
        if name == "c":
            self._start_cell(attributes)
        elif name in ("v", "t"):
            self.collect = not self.phonetic
            self.has_value = True
        elif name in ("r", "rPr", "strike"):
            self.text.start(name, attributes)
        elif name == "f":
            self.formula = self.in_formula = True
            self.shared_formula = attributes.get("si", "") if attributes.get("t") == "shared" else ""
        elif name == "row":
            self._start_row(attributes)
        elif name == "rPh":
            self.phonetic = True
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            self._hide_columns(attributes.get("min", ""), attributes.get("max", ""))
        elif name in _PRINTED:
            self.text.clear()
            self.collect = True
        elif name == "mergeCell" and "ref" in attributes:
            self.package.budget.keep(MERGED)
            self.grid.merges.append(attributes["ref"])
        elif name == "hyperlink" and "ref" in attributes:
            self.package.budget.keep(MERGED)
            place, tooltip = attributes.get("location", ""), attributes.get("tooltip", "")
            self.grid.links.append(CellLink(attributes["ref"], attribute(attributes, "id") or "", place, tooltip))

    def _hide_columns(self, first: str, last: str) -> None:
        """Record hidden columns, which a file lists from left to right."""
        if first.isdecimal() and last.isdecimal() and max(len(first), len(last)) < 9:
            columns = range(max(int(first), self.hidden_to + 1), min(int(last), limits.MAX_COLUMNS) + 1)
            self.grid.hidden_columns.update(columns)
            self.hidden_to = max(self.hidden_to, columns.stop - 1)

    def _start_row(self, attributes: Attributes) -> None:
        self.rows += 1
        self.package.budget.rows(self.rows)
        number = attributes.get("r", "")
        self.row = int(number) if number.isdecimal() and len(number) < 9 else self.row + 1
        self.column = 0
        if attributes.get("hidden") in ("1", "true"):
            self.grid.hidden_rows.append(self.row)

    def _start_cell(self, attributes: Attributes) -> None:
        self._reset()
        self.open_cells += 1
        reference = attributes.get("r")
        if reference is None:
            self.column += 1
        else:
            self._place(reference)
        self.type = attributes.get("t", "n")
        self.value_metadata = attributes.get("vm")
        style = attributes.get("s", "0")
        self.style = int(style) if style.isdecimal() and len(style) < 9 else 0

    def _place(self, reference: str) -> None:
        row_digits = str(self.row)
        letters = reference[: -len(row_digits)]
        if reference.endswith(row_digits) and letters in self.letters:
            self.column = self.letters[letters]  # the usual case needs no regular expression
            return
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            self.column += 1
            return
        self.column = references.column_number(match[1].upper())
        if int(match[2]) != self.row:
            self.row = int(match[2])
        elif reference == match[1] + row_digits:
            self.letters[letters] = self.column

    def _text(self, data: str) -> None:
        if self.collect:
            self.text.add(data)
        elif self.in_formula:
            self.formula_text.append(data)

    def _end(self, full: str) -> None:
        name = local_name(full)
        if name in ("v", "t"):
            self.collect = False
        elif name == "f":
            self.in_formula = False
        elif name == "rPh":
            self.phonetic = False
        elif name in _PRINTED:
            self.collect = False
            if text := _PRINT_CODE.sub(" ", self.text.read()[0]).strip():
                self.grid.printed.append(cell_text(text))
        elif name == "c":
            self.open_cells -= 1
            if self.has_value or self.formula:
                self._end_cell()

    def _end_cell(self) -> None:
        in_struck_cell = bool(self.struck_formats[min(self.style, len(self.struck_formats) - 1)])
        is_struck = in_struck_cell and not self.text.has_formats
        text, struck = self.text.read(in_struck_cell=in_struck_cell and not is_struck)
        rich = self.rich_value(self.value_metadata) if self.type == "e" and self.value_metadata else None
        if rich is not None:
            kind, number = int(rich.kind), float(self.texts.place(cell_text(rich.text)))
            if rich.kind is CellKind.TEXT:
                self.package.budget.keep(MERGED)
                self.grid.data_types.append((self.row, self.column))
        else:
            stored = text if self.has_value else None
            kind, number = self.cells.interpret(self.type, self.style, self.formula, stored, struck)
            if is_struck and kind == CellKind.TEXT and (place := self.texts.in_struck_cell(int(number))) is not None:
                is_struck, number = False, place
        if self.formula:
            self._keep_link(self.row, self.column, "".join(self.formula_text), self.shared_formula)
        if kind != NOTHING and 1 <= self.row <= limits.MAX_ROWS and 1 <= self.column <= limits.MAX_COLUMNS:
            if is_struck:
                self.struck.append((self.row, self.column))
            self.pending.append((self.column, self.row, kind, number, self.formula))
            if len(self.pending) >= 10_000:
                self._flush_pending()

    def _keep_struck(self, rows: npt.NDArray[np.int64], columns: npt.NDArray[np.int64]) -> None:
        self.package.budget.keep(CELL * len(rows))
        if len(rows):
            self.grid.struck.append((rows.astype(np.int32), columns.astype(np.int16)))

    def _keep_link(self, row: int, column: int, formula: str, shared: str) -> None:
        """Keep a formula that makes a link; only the first cell of a `shared` formula holds its text."""
        formula = formula or self.shared_links.get(shared, "")
        if _LINK_FORMULA in formula:
            self.package.budget.keep(MERGED + len(formula))
            self.grid.link_formulas[row, column] = formula
            if shared:
                self.shared_links[shared] = formula

    def _flush_pending(self) -> None:
        """Add the cells that the parser's handlers read."""
        if self.struck:
            struck_rows, struck_columns = zip(*self.struck, strict=True)
            self.struck.clear()
            self._keep_struck(np.array(struck_rows), np.array(struck_columns))
        if self.pending:
            columns, rows, kinds, numbers, formulas = zip(*self.pending, strict=True)
            self.pending.clear()
            self._add(np.array(columns), np.array(rows), np.array(kinds), np.array(numbers), np.array(formulas))

    def _add(
        self,
        columns: npt.NDArray[np.int64],
        rows: npt.NDArray[np.int64],
        kinds: npt.NDArray[np.int64],
        numbers: npt.NDArray[np.float64],
        formulas: npt.NDArray[np.bool_],
    ) -> None:
        self.package.budget.keep(CELL * len(rows))
        self.collector.add(
            columns.astype(np.int16), rows.astype(np.int32), kinds.astype(np.uint8), numbers.astype(float), formulas
        )
        self._count(len(rows))

    def _count(self, number: int) -> None:
        """Count cells and rows; raise _EnoughRowsError when enough rows are read."""
        self.cells_seen += number
        if self.cells_seen > _ALWAYS_READ and self.row > self.rows_wanted:
            raise _EnoughRowsError

    def _parse_block(self, data: bytes) -> bytes | None:
        """Read a block of rows in the usual shape; return what the parser has to see of it, None for all of it."""
        block = parse_rows(data)
        if block is None:
            return None
        self._flush_pending()
        kinds, numbers = self.cells.interpret_block(data, block)
        mask = (kinds != NOTHING) & (block.rows >= 1) & (block.rows <= limits.MAX_ROWS)
        mask &= block.columns <= limits.MAX_COLUMNS
        if self.struck_formats.any():
            is_struck = mask & self.struck_formats[np.minimum(block.styles, len(self.struck_formats) - 1)]
            if self.texts.has_formats:
                for cell in np.flatnonzero(is_struck & (kinds == CellKind.TEXT)).tolist():
                    if (place := self.texts.in_struck_cell(int(numbers[cell]))) is not None:
                        is_struck[cell], numbers[cell] = False, place
            self._keep_struck(block.rows[is_struck], block.columns[is_struck])
        self._add(block.columns[mask], block.rows[mask], kinds[mask], numbers[mask], block.has_formula[mask])
        if self.shared_links or _LINK_FORMULA.encode() in data:
            for match in _FORMULAS.finditer(data):
                place = int(np.searchsorted(block.starts, match.end()))
                shared = _SHARED.search(match[1] or b"")
                texts = decode_text(match[2] or b""), decode_text(shared[1]) if shared else ""
                self._keep_link(int(block.rows[place]), int(block.columns[place]), *texts)
        self._count(len(mask) + len(block.tags))
        tags = self.row_tags.new(block.tags)
        return tags + b"\n" * (data.count(b"\n") - tags.count(b"\n"))
