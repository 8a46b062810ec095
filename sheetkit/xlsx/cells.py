"""One streaming pass over a sheet's cells; sees numbers, texts, errors and formulas without a result.

Each cell is kept as a kind and a value, column by column, because a log is looked at by columns. Empty cells
are not kept, so a million styled rows cost time alone.
"""

import math
import re
from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import IntEnum

from sheetkit.errors import UnreadableError
from sheetkit.xlsx import limits
from sheetkit.xlsx.package import Attributes, Package, local
from sheetkit.xlsx.serial import from_datetime

MAX_CELLS = 60_000_000


class Kind(IntEnum):
    """What a cell holds."""

    TEXT = 1
    NUMBER = 2
    DATE = 3  # a number that its format shows as a date
    LOGICAL = 4
    ERROR = 5
    UNCALCULATED = 6  # a formula without a stored result


@dataclass
class Cells:
    """The cells of one column that hold something: rows ascending, with a kind and a value each.

    A value is a str (TEXT, ERROR, UNCALCULATED), a float (NUMBER, DATE: the serial) or a bool.
    """

    rows: list[int] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    values: list[str | float | bool] = field(default_factory=list)
    calculated: set[int] = field(default_factory=set)  # the rows whose cell holds a formula

    def at(self, row: int) -> tuple[int, str | float | bool] | None:
        """Return (kind, value) of a row's cell, or None where it is empty."""
        place = bisect_left(self.rows, row)
        if place == len(self.rows) or self.rows[place] != row:
            return None
        return self.kinds[place], self.values[place]


@dataclass
class Grid:
    """A sheet's cells by column, counted from 1."""

    columns: dict[int, Cells] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)


_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")


def unescape(text: str) -> str:
    """Return text with `_x000D_` escapes read and lone surrogates, which no encoding takes, replaced."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def read_strings(package: Package, part: str) -> list[str]:
    """Return the shared strings; rich text is joined, phonetic guides are left out."""
    strings: list[str] = []
    pieces: list[str] = []
    depth = {"phonetic": 0, "text": 0}

    def start(name: str, _attributes: Attributes) -> None:
        match local(name):
            case "si":
                pieces.clear()
            case "rPh":
                depth["phonetic"] += 1
            case "t":
                depth["text"] = 1

    def end(name: str) -> None:
        match local(name):
            case "si":
                strings.append(unescape("".join(pieces)))
            case "rPh":
                depth["phonetic"] -= 1
            case "t":
                depth["text"] = 0

    def text(data: str) -> None:
        if depth["text"] and not depth["phonetic"]:
            pieces.append(data)

    package.parse(part, start, EndElementHandler=end, CharacterDataHandler=text)
    return strings


class SheetReader:
    """Reads one sheet's part into a Grid; `date_styles[i]` says whether cell format i shows dates."""

    def __init__(self, package: Package, strings: list[str], date_styles: list[bool], epoch: int) -> None:
        self.package = package
        self.strings = strings
        self.date_styles = date_styles
        self.epoch = epoch  # days to add: 1,462 in a workbook that counts from 1904
        self.grid = Grid()
        self.letters: dict[str, int] = {}
        self.cells = 0
        self.row = 0
        self.column = 0
        self.ordered = True
        self._reset()

    def read(self, part: str) -> Grid:
        """Return the sheet's cells. Raises UnreadableError where the part is damaged or beyond bounds."""
        self.package.parse(part, self._start, EndElementHandler=self._end, CharacterDataHandler=self._text)
        if not self.ordered:
            for cells in self.grid.columns.values():
                _sort(cells)
        return self.grid

    def _reset(self) -> None:
        self.type = "n"
        self.style = 0
        self.formula = False
        self.has_value = False
        self.pieces: list[str] = []
        self.collect = False
        self.phonetic = False

    def _start(self, full: str, attributes: Attributes) -> None:
        name = full.rsplit(" ", 1)[-1]
        if name == "c":
            self._start_cell(attributes)
        elif name in ("v", "t"):
            self.collect = not self.phonetic
            self.has_value = True
        elif name == "f":
            self.formula = True
        elif name == "row":
            self._start_row(attributes)
        elif name == "rPh":
            self.phonetic = True
        elif name == "mergeCell" and "ref" in attributes:
            self.grid.merges.append(attributes["ref"])

    def _start_row(self, attributes: Attributes) -> None:
        number = attributes.get("r", "")
        row = int(number) if number.isdecimal() and len(number) < 9 else self.row + 1
        self.ordered = self.ordered and row > self.row
        self.row, self.column = row, 0
        if attributes.get("hidden") in ("1", "true"):
            self.grid.hidden_rows.append(row)

    def _start_cell(self, attributes: Attributes) -> None:
        self._reset()
        reference = attributes.get("r")
        if reference is None:
            self.column += 1
        else:
            self._place(reference)
        self.type = attributes.get("t", "n")
        style = attributes.get("s", "0")
        self.style = int(style) if style.isdecimal() and len(style) < 9 else 0

    def _place(self, reference: str) -> None:
        row_digits = str(self.row)
        letters = reference[: -len(row_digits)]
        if reference.endswith(row_digits) and letters in self.letters:
            column = self.letters[letters]  # the usual case, without a regular expression
        else:
            found = _REFERENCE.fullmatch(reference)
            if found is None:
                self.column += 1
                return
            column = limits.column_number(found[1].upper())
            if int(found[2]) != self.row:
                self.ordered = False
                self.row = int(found[2])
            elif reference == found[1] + row_digits:
                self.letters[letters] = column
        self.ordered = self.ordered and column > self.column
        self.column = column

    def _text(self, data: str) -> None:
        if self.collect:
            self.pieces.append(data)

    def _end(self, full: str) -> None:
        name = full.rsplit(" ", 1)[-1]
        if name in ("v", "t"):
            self.collect = False
        elif name == "rPh":
            self.phonetic = False
        elif name == "c" and (self.has_value or self.formula):
            self._end_cell("".join(self.pieces))

    def _end_cell(self, text: str) -> None:
        kind, value = self._understand(text)
        if kind is None or not (1 <= self.row <= limits.MAX_ROWS and 1 <= self.column <= limits.MAX_COLUMNS):
            return
        self.cells += 1
        if self.cells > MAX_CELLS:
            raise UnreadableError(
                f"{self.package.name} has a sheet of more than {MAX_CELLS:,} filled cells, the most sheetkit reads."
            )
        cells = self.grid.columns.get(self.column)
        if cells is None:
            cells = self.grid.columns[self.column] = Cells()
        cells.rows.append(self.row)
        cells.kinds.append(kind)
        cells.values.append(value)
        if self.formula:
            cells.calculated.add(self.row)

    def _understand(self, text: str) -> tuple[Kind | None, str | float | bool]:
        """Return what a cell's stored text means; kind None for an empty cell."""
        if not self.has_value:
            return self._nothing()
        match self.type:
            case "s":
                return self._shared(text.strip())
            case "inlineStr" | "str":
                return _as_text(unescape(text))
            case "e":
                return Kind.ERROR, text or "#VALUE!"
            case "b":
                return (Kind.LOGICAL, text.strip() in ("1", "true")) if text else self._nothing()
            case "d":
                serial = _iso_serial(text)
                return (Kind.DATE, serial) if serial is not None else _as_text(text)
        if not text.strip():
            return self._nothing()
        number = float(text) if _NUMBER.fullmatch(text.strip()) else math.inf
        if math.isinf(number):
            return _as_text(text)
        if self.style < len(self.date_styles) and self.date_styles[self.style]:
            return Kind.DATE, number + self.epoch
        return Kind.NUMBER, number

    def _shared(self, index: str) -> tuple[Kind | None, str]:
        if not index:
            return None, ""
        if not index.isdecimal() or len(index) > 9 or int(index) >= len(self.strings):
            return Kind.ERROR, "#REF!"  # a text that is lost is no blank cell
        return _as_text(self.strings[int(index)])

    def _nothing(self) -> tuple[Kind | None, str]:
        return (Kind.UNCALCULATED, "(not calculated)") if self.formula else (None, "")


def _as_text(text: str) -> tuple[Kind | None, str]:
    return (Kind.TEXT, text) if text else (None, "")


def _iso_serial(text: str) -> float | None:
    """Return the serial of an ISO 8601 date cell (`t="d"`), which Strict workbooks have."""
    try:
        if "-" not in text:
            clock = time.fromisoformat(text.strip().removesuffix("Z"))
            return (clock.hour * 3600 + clock.minute * 60 + clock.second) / 86400
        moment = datetime.fromisoformat(text.strip().removesuffix("Z"))
        return from_datetime(moment.replace(tzinfo=None))
    except ValueError:
        return None


def _sort(cells: Cells) -> None:
    """Put a column's cells in order of rows; of two cells at one place the later one stays, as in Excel."""
    last = {row: place for place, row in enumerate(cells.rows)}
    order = [last[row] for row in sorted(last)]
    cells.rows = [cells.rows[place] for place in order]
    cells.kinds = [cells.kinds[place] for place in order]
    cells.values = [cells.values[place] for place in order]
