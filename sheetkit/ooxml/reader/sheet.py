"""One streaming pass over a sheet: sees numbers, texts, errors and formulas without a result.

Rows in the usual shape are understood a block at a time (`rows`), all others by the XML parser's handlers; both ways
give the same cells.
"""

import math
import re
from collections.abc import Callable, Sequence
from datetime import datetime, time

import numpy as np
import numpy.typing as npt

from sheetkit.ooxml import limits, references
from sheetkit.ooxml.reader.cells import CellCollector, CellKind, CellLink, Grid
from sheetkit.ooxml.reader.fast_path import FastPath, decode_text
from sheetkit.ooxml.reader.package import Attributes, Package, attribute, local_name
from sheetkit.ooxml.reader.resource_limits import CELL, MERGED
from sheetkit.ooxml.reader.rich_text import RichText, cell_text
from sheetkit.ooxml.reader.rich_values import RichValue
from sheetkit.ooxml.reader.row_parser import RowBlock, RowTags, Type, parse_integers, parse_rows
from sheetkit.ooxml.reader.shared_strings import TextTable
from sheetkit.ooxml.serial import from_datetime

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
_DECIMAL = re.compile(rb"-?[0-9]{1,20}(?:\.[0-9]{1,20})?")
_TYPES = {Type.NUMBER: "n", Type.SHARED: "s", Type.TEXT: "str", Type.LOGICAL: "b", Type.ERROR: "e"}
_LINK_FORMULA = "HYPERLINK("
_LINK_FORMULAS = re.compile(rb"<f(?: [^<>]*)?>(HYPERLINK\([^<]*)</f>")
_NOTHING = 0  # the kind of an empty cell, which is not kept
_ALWAYS_READ = 300_000  # cells and rows of a sheet that are always read, whatever is wanted: they may be in any order
_EXACT_DIGITS = 15  # so many digits are the same as an int and as a float
_INDEX_DIGITS = 9

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Interpreted = tuple[npt.NDArray[np.bool_], Ints, Ints | Floats]  # which cells are understood, their kinds and numbers


class _EnoughRowsError(Exception):
    """As much of a sheet was read as was wanted."""


class SheetReader:
    """Reads one sheet's part into a Grid.

    `number_kinds[i]` is the kind of a number in cell format i; `rich_value` returns what a cell holds whose value has
    the number `vm` among those that older programs show as errors, None where it is nothing else.
    """

    def __init__(
        self,
        package: Package,
        texts: TextTable,
        number_kinds: Sequence[CellKind],
        rich_value: Callable[[str], RichValue | None],
        epoch: int,
    ) -> None:
        self.package = package
        self.texts = texts
        self.number_kinds = np.array([*number_kinds, CellKind.NUMBER], dtype=np.int64)
        self.rich_value = rich_value
        self.epoch = epoch  # days to add: 1,462 in a workbook that counts from 1904
        self.grid = Grid()
        self.collector = CellCollector(texts.all, texts.struck)
        self.text = RichText()
        self.letters: dict[str, int] = {}
        self.pending: list[tuple[int, int, int, float, bool]] = []
        self.row_tags = RowTags()
        self.open_cells = 0
        self.cells_seen = 0
        self.rows_wanted = limits.MAX_ROWS
        self.rows = 0
        self.row = 0
        self.column = 0
        self._reset()

    def read(self, part: str) -> Grid:
        """Return the sheet's cells. Raises UnreadableError where the part is damaged or beyond bounds."""
        lane = FastPath(b"<row ", b"</sheetData>", lambda: self.open_cells == 0, self._parse_block)
        self.package.parse(
            part,
            self._start,
            piece_filter=lane.filter_pieces,
            EndElementHandler=self._end,
            CharacterDataHandler=self._text,
        )
        self._flush_pending()
        self.grid.columns = self.collector.columns()
        return self.grid

    def read_head(self, part: str, rows: int) -> tuple[Grid, bool]:
        """Return the sheet's cells and True; of a very large sheet those of its first `rows` at least, and False."""
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
        elif name in ("r", "strike"):
            self.text.start(name, attributes)
        elif name == "f":
            self.formula = self.in_formula = True
        elif name == "row":
            self._start_row(attributes)
        elif name == "rPh":
            self.phonetic = True
        elif name == "mergeCell" and "ref" in attributes:
            self.package.watch.keep(MERGED)
            self.grid.merges.append(attributes["ref"])
        elif name == "hyperlink" and "ref" in attributes:
            self.package.watch.keep(MERGED)
            place = attributes.get("location", "")
            self.grid.links.append(CellLink(attributes["ref"], attribute(attributes, "id") or "", place))

    def _start_row(self, attributes: Attributes) -> None:
        self.rows += 1
        self.package.watch.rows(self.rows)
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
            self.column = self.letters[letters]  # the usual case, without a regular expression
            return
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            self.column += 1
            return
        self.column = references.column_number(found[1].upper())
        if int(found[2]) != self.row:
            self.row = int(found[2])
        elif reference == found[1] + row_digits:
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
        elif name == "c":
            self.open_cells -= 1
            if self.has_value or self.formula:
                self._end_cell()

    def _end_cell(self) -> None:
        text, struck = self.text.read()
        rich = self.rich_value(self.value_metadata) if self.type == "e" and self.value_metadata else None
        if rich is not None:
            kind, number = int(rich.kind), float(self.texts.place(cell_text(rich.text)))
        else:
            stored = text if self.has_value else None
            kind, number = self._interpret(self.type, self.style, self.formula, stored, struck)
        formula = "".join(self.formula_text)
        if formula.startswith(_LINK_FORMULA):
            self._keep_link(self.row, self.column, formula)
        if kind != _NOTHING and 1 <= self.row <= limits.MAX_ROWS and 1 <= self.column <= limits.MAX_COLUMNS:
            self.pending.append((self.column, self.row, kind, number, self.formula))
            if len(self.pending) >= 10_000:
                self._flush_pending()

    def _keep_link(self, row: int, column: int, formula: str) -> None:
        self.package.watch.keep(MERGED + len(formula))
        self.grid.link_formulas[row, column] = formula

    def _flush_pending(self) -> None:
        """Hand on the cells that came one by one."""
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
        self.package.watch.keep(CELL * len(rows))
        self.collector.add(
            columns.astype(np.int16), rows.astype(np.int32), kinds.astype(np.uint8), numbers.astype(float), formulas
        )
        self._count(len(rows))

    def _count(self, number: int) -> None:
        """Count cells and rows that were seen; stop where enough rows are read."""
        self.cells_seen += number
        if self.cells_seen > _ALWAYS_READ and self.row > self.rows_wanted:
            raise _EnoughRowsError

    def _parse_block(self, data: bytes) -> bytes | None:
        """Read a block of rows in the usual shape; return what the parser is to see of it, or None for all."""
        block = parse_rows(data)
        if block is None:
            return None
        self._flush_pending()
        kinds, numbers = self._interpret_block(data, block)
        kept = (kinds != _NOTHING) & (block.rows >= 1) & (block.rows <= limits.MAX_ROWS)
        kept &= block.columns <= limits.MAX_COLUMNS
        self._add(block.columns[kept], block.rows[kept], kinds[kept], numbers[kept], block.has_formula[kept])
        for found in _LINK_FORMULAS.finditer(data):
            place = int(np.searchsorted(block.starts, found.end()))
            self._keep_link(int(block.rows[place]), int(block.columns[place]), decode_text(found[1]))
        self._count(len(kept) + len(block.tags))
        rows = self.row_tags.new(block.tags)
        return rows + b"\n" * (data.count(b"\n") - rows.count(b"\n"))

    def _interpret_block(self, data: bytes, block: RowBlock) -> tuple[Ints, Floats]:
        """Return kinds and numbers of a block's cells: the usual ones many at a time, the others one by one."""
        kinds = np.zeros(len(block.rows), dtype=np.int64)
        numbers = np.zeros(len(block.rows))
        rest = block.has_value | block.has_formula
        for type_, interpret in (
            (Type.SHARED, self._shared_texts),
            (Type.TEXT, self._own_texts),
            (Type.NUMBER, self._whole_numbers),
            (Type.NUMBER, self._other_numbers),
        ):
            places = np.flatnonzero(rest & block.has_value & (block.types == type_))
            if len(places):
                read, kinds[places], numbers[places] = interpret(data, block, places)
                rest[places[read]] = False
        for place in np.flatnonzero(rest).tolist():
            text = decode_text(data[block.starts[place] : block.ends[place]]) if block.has_value[place] else None
            type_name, style = _TYPES[Type(block.types[place])], int(block.styles[place])
            kinds[place], numbers[place] = self._interpret(type_name, style, bool(block.has_formula[place]), text)
        return kinds, numbers

    def _shared_texts(self, data: bytes, block: RowBlock, places: Ints) -> Interpreted:
        indices, read = parse_integers(data, block.starts[places], block.ends[places], _INDEX_DIGITS)
        read &= indices < self.texts.shared
        indices[~read] = 0
        filled = self.texts.filled[indices] if self.texts.shared else read
        return read, np.where(filled, CellKind.TEXT, _NOTHING), indices

    def _own_texts(self, data: bytes, block: RowBlock, places: Ints) -> Interpreted:
        spans = zip(block.starts[places].tolist(), block.ends[places].tolist(), strict=True)
        found = self.texts.places(data[start:end] for start, end in spans)
        return found >= 0, np.where(found >= 0, CellKind.TEXT, _NOTHING), found

    def _whole_numbers(self, data: bytes, block: RowBlock, places: Ints) -> Interpreted:
        values, read = parse_integers(data, block.starts[places], block.ends[places], _EXACT_DIGITS)
        return read, *self._dated(values, block.styles[places])

    def _other_numbers(self, data: bytes, block: RowBlock, places: Ints) -> Interpreted:
        spans = zip(block.starts[places].tolist(), block.ends[places].tolist(), strict=True)
        texts = [data[start:end] for start, end in spans]
        values = np.array([float(text) if _DECIMAL.fullmatch(text) else np.nan for text in texts])
        return ~np.isnan(values), *self._dated(values, block.styles[places])

    def _dated(self, values: Ints | Floats, styles: Ints) -> tuple[Ints, Ints | Floats]:
        """Return kinds and numbers of cells with these values and styles."""
        kinds = self.number_kinds[np.minimum(styles, len(self.number_kinds) - 1)]
        counted = (kinds == CellKind.DATE) & ~((values > 0) & (values < 1))  # a time of day is on no day
        return kinds, values + np.where(counted, float(self.epoch), 0)

    def _interpret(
        self, type_: str, style: int, formula: bool, text: str | None, struck: str = ""
    ) -> tuple[int, float]:
        """Return the kind and number of a cell with this stored text, None where it stores none."""
        if text is None:
            return self._nothing(formula)
        match type_:
            case "s":
                return self._shared(text.strip())
            case "inlineStr" | "str":
                return self._as_text(cell_text(text), cell_text(struck))
            case "e":
                return CellKind.ERROR, self.texts.place(text or "#VALUE!")
            case "b":
                return (CellKind.LOGICAL, float(text.strip() in ("1", "true"))) if text else self._nothing(formula)
            case "d":
                serial = _iso_serial(text)
                return (CellKind.DATE, serial) if serial is not None else self._as_text(text)
        if not text.strip():
            return self._nothing(formula)
        number = float(text) if _NUMBER.fullmatch(text.strip()) else math.inf
        if math.isinf(number):
            return self._as_text(text)
        kind = int(self.number_kinds[min(style, len(self.number_kinds) - 1)])
        return kind, number + (self.epoch if kind == CellKind.DATE and not 0 < number < 1 else 0)

    def _shared(self, index: str) -> tuple[int, float]:
        if not index:
            return _NOTHING, 0
        if not index.isdecimal() or len(index) > _INDEX_DIGITS or int(index) >= self.texts.shared:
            return CellKind.ERROR, self.texts.place("#REF!")  # a text that is lost is no blank cell
        return (CellKind.TEXT, int(index)) if self.texts.filled[int(index)] else (_NOTHING, 0)

    def _nothing(self, formula: bool) -> tuple[int, float]:
        return (CellKind.UNCALCULATED, self.texts.place("(not calculated)")) if formula else (_NOTHING, 0)

    def _as_text(self, text: str, struck: str = "") -> tuple[int, float]:
        return (CellKind.TEXT, self.texts.place(text, struck)) if text else (_NOTHING, 0)


def _iso_serial(text: str) -> float | None:
    """Return the serial of an ISO 8601 date cell (`t="d"`), which Strict workbooks have."""
    try:
        if "-" not in text:
            clock = time.fromisoformat(text.strip().removesuffix("Z"))
            return (clock.hour * 3600 + clock.minute * 60 + clock.second) / 86400
        moment = datetime.fromisoformat(text.strip().removesuffix("Z"))  # which some programs add to every date
        return from_datetime(moment) if moment.tzinfo is None else None
    except ValueError:
        return None
