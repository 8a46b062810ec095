"""Interpret cells: their value by the type, format and text in the XML."""

import math
from collections.abc import Sequence
from datetime import datetime, time

import numpy as np
import numpy.typing as npt

from sheetkit.ooxml.reader.cells import CellKind
from sheetkit.ooxml.reader.fast_path import decode_text
from sheetkit.ooxml.reader.rich_text import cell_text
from sheetkit.ooxml.reader.row_parser import RowBlock, Type, parse_integers
from sheetkit.ooxml.reader.shared_strings import TextTable
from sheetkit.ooxml.serial import from_datetime
from sheetkit.patterns import lazy_pattern

NOTHING = 0  # the kind of an empty cell, which is dropped
_NUMBER = lazy_pattern(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
_DECIMAL = lazy_pattern(rb"-?[0-9]{1,20}(?:\.[0-9]{1,20})?")
_TYPES = {Type.NUMBER: "n", Type.SHARED: "s", Type.TEXT: "str", Type.LOGICAL: "b", Type.ERROR: "e"}
_EXACT_DIGITS = 15  # digits of an integer that a float holds exactly
_INDEX_DIGITS = 9

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Interpreted = tuple[
    npt.NDArray[np.bool_], Ints, Ints | Floats
]  # mask of the cells that are read, their kinds and numbers


class CellInterpreter:
    """Interprets cells as a kind and a number, which for a text is its place in `texts`.

    `number_kinds[i]` is the kind of a number in cell format i, `epoch` the days to add to dates: 1,462 in a workbook
    with the 1904 date system.
    """

    def __init__(self, texts: TextTable, number_kinds: Sequence[CellKind], epoch: int) -> None:
        self.texts = texts
        self.number_kinds = np.array([*number_kinds, CellKind.NUMBER], dtype=np.int64)
        self.epoch = epoch

    def interpret_block(self, data: bytes, block: RowBlock) -> tuple[Ints, Floats]:
        """Return the kinds and numbers of a block's cells: the usual ones as arrays, the others one by one."""
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
            kinds[place], numbers[place] = self.interpret(type_name, style, bool(block.has_formula[place]), text)
        return kinds, numbers

    def _shared_texts(self, data: bytes, block: RowBlock, places: Ints) -> Interpreted:
        indices, read = parse_integers(data, block.starts[places], block.ends[places], _INDEX_DIGITS)
        read &= indices < self.texts.shared
        indices[~read] = 0
        filled = self.texts.filled[indices] if self.texts.shared else read
        return read, np.where(filled, CellKind.TEXT, NOTHING), indices

    def _own_texts(self, data: bytes, block: RowBlock, places: Ints) -> Interpreted:
        spans = zip(block.starts[places].tolist(), block.ends[places].tolist(), strict=True)
        places = self.texts.places(data[start:end] for start, end in spans)
        return places >= 0, np.where(places >= 0, CellKind.TEXT, NOTHING), places

    def _whole_numbers(self, data: bytes, block: RowBlock, places: Ints) -> Interpreted:
        values, read = parse_integers(data, block.starts[places], block.ends[places], _EXACT_DIGITS)
        return read, *self._dated(values, block.styles[places])

    def _other_numbers(self, data: bytes, block: RowBlock, places: Ints) -> Interpreted:
        spans = zip(block.starts[places].tolist(), block.ends[places].tolist(), strict=True)
        texts = [data[start:end] for start, end in spans]
        values = np.array([float(text) if _DECIMAL.fullmatch(text) else np.nan for text in texts])
        return ~np.isnan(values), *self._dated(values, block.styles[places])

    def _dated(self, values: Ints | Floats, styles: Ints) -> tuple[Ints, Ints | Floats]:
        """Return the kinds and numbers of cells with these values and styles."""
        kinds = self.number_kinds[np.minimum(styles, len(self.number_kinds) - 1)]
        counted = (kinds == CellKind.DATE) & ~((values > 0) & (values < 1))  # a time of day has no epoch
        return kinds, values + np.where(counted, float(self.epoch), 0)

    def interpret(self, type_: str, style: int, formula: bool, text: str | None, struck: str = "") -> tuple[int, float]:
        """Return the kind and number of a cell with this stored text, None if it has none."""
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
            return NOTHING, 0
        if not index.isdecimal() or len(index) > _INDEX_DIGITS or int(index) >= self.texts.shared:
            return CellKind.ERROR, self.texts.place("#REF!")  # a lost text must not look like a blank cell
        return (CellKind.TEXT, int(index)) if self.texts.filled[int(index)] else (NOTHING, 0)

    def _nothing(self, formula: bool) -> tuple[int, float]:
        return (CellKind.UNCALCULATED, self.texts.place("(not calculated)")) if formula else (NOTHING, 0)

    def _as_text(self, text: str, struck: str = "") -> tuple[int, float]:
        return (CellKind.TEXT, self.texts.place(text, struck)) if text else (NOTHING, 0)


def _iso_serial(text: str) -> float | None:
    """Return the serial date of a cell with an ISO 8601 date (`t="d"`, in Strict workbooks), None if it has none."""
    try:
        if "-" not in text:
            clock = time.fromisoformat(text.strip().removesuffix("Z"))
            return (clock.hour * 3600 + clock.minute * 60 + clock.second) / 86400
        moment = datetime.fromisoformat(text.strip().removesuffix("Z"))  # which some programs add to every date
        return from_datetime(moment) if moment.tzinfo is None else None
    except ValueError:
        return None
