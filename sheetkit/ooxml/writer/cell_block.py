"""A rectangle of cells that is written at once: what makes a review of many lines fast and small.

XlsxWriter keeps an object for each cell and writes them one by one. Here a column is an array of what its cells
show and one of their formats, and the sheet's part is put together column by column, a thousand rows at a
time. Everything else on the sheet stays XlsxWriter's own work, and what a reader sees is the same to the cell,
which a test holds.

Checked with XlsxWriter 3.3.1. Where its internals are others, `FITS` is false and the cells are written one by one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
from xlsxwriter.format import Format
from xlsxwriter.sharedstrings import SharedStringTable
from xlsxwriter.url import Url
from xlsxwriter.worksheet import CellFormulaTuple, Worksheet

from sheetkit.ooxml.references import column_letters
from sheetkit.ooxml.unique import unique_codes
from sheetkit.ooxml.writer.hyperlinks import NO_HYPERLINKS, Hyperlinks
from sheetkit.ooxml.writer.styles import Style
from sheetkit.ooxml.writer.texts import CategoryCache, Texts, used_categories
from sheetkit.ooxml.xml_text import cut_to_cell, replace_surrogates

_ROWS_AT_ONCE = 1_024  # enough to make a step's own cost small, and few enough for its texts to stay at hand
_BLANK, _UNKNOWN = -1, -2
_EXACT = 1e15  # below it, sixteen digits spell every whole number
_MIN_REPEATS = 3  # times that a number stands in a column, from which it is spelled once and looked up
# What XlsxWriter's own methods use, where this module stands in for them.
_ROWS = ("_calculate_spans", "range", "dim_rowmin", "dim_rowmax", "row_info", "comments", "table", "int")
_LINKS = ("sorted", "hyperlinks", "keys", "_xml_start_tag", "table", "__class__", "__name__", "_is_object_link")
FITS = (
    Worksheet._write_rows.__code__.co_names[: len(_ROWS)] == _ROWS
    and Worksheet._write_hyperlinks.__code__.co_names[: len(_LINKS)] == _LINKS
    and SharedStringTable._get_shared_string_index.__code__.co_names == ("string_table", "unique_count", "count")
)


@dataclass(frozen=True)
class BlockColumn:
    """The cells of one column, n of them from the block's first row down.

    `values` are texts (a pandas Categorical, missing for an empty cell) or float64 numbers (NaN for an empty one);
    `text_overrides` are texts that stand at some places among numbers. Cell i has the style `styles[codes[i]]`, or
    without `codes` the only one. `links` says where the cells at some positions lead.
    """

    values: Texts | npt.NDArray[np.float64]
    styles: Sequence[Style]
    codes: npt.NDArray[np.int64] | None = None
    text_overrides: Mapping[int, str] = field(default_factory=dict)
    links: Hyperlinks = NO_HYPERLINKS

    def shown(self, place: int) -> str | float:
        """Return what a cell shows: '' or NaN for nothing."""
        if place in self.text_overrides:
            return cut_to_cell(self.text_overrides[place])
        if isinstance(self.values, np.ndarray):
            return float(self.values[place])
        code = int(self.values.codes[place])
        return cut_to_cell(str(self.values.categories[code])) if code >= 0 else ""

    def style(self, place: int) -> Style:
        """Return a cell's style."""
        return self.styles[0 if self.codes is None else int(self.codes[place])]


# Several lists show the same texts, so their indexes are kept as long as the workbook is being made.
_string_indexes: WeakKeyDictionary[SharedStringTable, CategoryCache] = WeakKeyDictionary()


def _shared_string_indexes(texts: Texts, table: SharedStringTable) -> npt.NDArray[np.int64]:
    """Return the index of each text in the workbook's shared strings, _BLANK for a missing one.

    Only texts that stand somewhere get into them: a part of a list tells nothing of the rest.
    """
    known: dict[str, int] = table.string_table
    size = len(texts.categories)
    cache = _string_indexes.setdefault(table, CategoryCache())
    indexes = cache.get(texts, lambda: np.append(np.full(size, _UNKNOWN, dtype=np.int64), _BLANK))
    places = np.flatnonzero(used_categories(texts) & (indexes[:-1] == _UNKNOWN))
    different = texts.categories.tolist() if len(places) else []
    new = map(_cell_text, [different[place] for place in places.tolist()])
    indexes[places] = [known.setdefault(text, len(known)) for text in new]
    found: npt.NDArray[np.int64] = indexes[texts.codes]
    table.unique_count = len(known)
    table.count += int((found != _BLANK).sum())
    return found


def _cell_text(text: str) -> str:
    """Return a text as a cell can hold it."""
    return replace_surrogates(cut_to_cell(text))


def _override_indexes(texts: Mapping[int, str], table: SharedStringTable) -> list[int]:
    """Return the indexes of texts among numbers in the workbook's shared strings."""
    known: dict[str, int] = table.string_table
    indexes = [known.setdefault(_cell_text(text), len(known)) for text in texts.values()]
    table.unique_count = len(known)
    table.count += len(indexes)
    return indexes


class _Encoded:
    """A column as it waits for being written.

    Behind the number of its row, a cell is one of a few beginnings, which tell its kind and its style, and the number
    it shows; what shows a text has the number of that.
    """

    def __init__(self, column: BlockColumn, formats: Sequence[Format], letters: str, table: SharedStringTable) -> None:
        self.letters = letters
        styles = [f'" s="{one._get_xf_index()}"' for one in formats]
        self.begins = [f"{style}{rest}" for rest in ("/>", "><v>", ' t="s"><v>') for style in styles]
        if not isinstance(column.values, np.ndarray):
            self.shown: npt.NDArray[Any] = _shared_string_indexes(column.values, table)
            kinds = np.where(self.shown == _BLANK, 0, 2)
        else:
            kinds = np.where(np.isnan(column.values), 0, 1)
            shown, places = np.where(kinds, column.values, 0), list(column.text_overrides)
            shown[places] = _override_indexes(column.text_overrides, table)
            kinds[places] = 2
            self.shown = _whole(shown)
        self.filled = kinds > 0
        self.kinds = kinds * len(styles) + (0 if column.codes is None else column.codes)

    def steps(self, then: str) -> Iterator[tuple[list[str], list[str]]]:
        """Yield the beginnings of some rows' cells, and what follows each up to the next cell, which begins `then`."""
        end = f"</v></c>{then}"
        different, codes = unique_codes(self.shown)
        codes[~self.filled] = len(different)
        repeated = len(different) * _MIN_REPEATS < len(codes)
        ends = [*(f"{number}{end}" for number in _spelled(different)), then] if repeated else []
        for start in range(0, len(codes), _ROWS_AT_ONCE):
            some = slice(start, start + _ROWS_AT_ONCE)
            begins = [self.begins[kind] for kind in self.kinds[some].tolist()]
            if repeated:
                yield begins, [ends[code] for code in codes[some].tolist()]
            else:
                numbers = zip(_spelled(self.shown[some]), self.filled[some].tolist(), strict=True)
                yield begins, [f"{number}{end}" if is_filled else then for number, is_filled in numbers]


def _whole(numbers: npt.NDArray[np.float64]) -> npt.NDArray[Any]:
    """Return numbers as integers where all are whole, as days are: those are quicker to spell and to tell apart."""
    exact = (np.abs(numbers) < _EXACT).all() and (numbers == np.floor(numbers)).all()
    return numbers.astype(np.int64) if exact else numbers


def _spelled(numbers: npt.NDArray[Any]) -> Sequence[str | int]:
    spelled: list[int] = numbers.tolist()
    return [f"{number:.16G}" for number in spelled] if numbers.dtype.kind == "f" else spelled


class BlockSheet(Worksheet):  # type: ignore[misc]  # xlsxwriter ships no types
    """A worksheet that may hold one block below all of its other cells."""

    def __init__(self) -> None:
        """Begin without a block."""
        super().__init__()
        self._columns: list[_Encoded] = []
        self._pixels: list[int] = []
        self._first = (0, 0)
        self._block_links: list[tuple[str, Hyperlinks]] = []  # of each column, by its letters

    def put_block(
        self, row: int, column: int, columns: Sequence[tuple[BlockColumn, Sequence[Format]]], heights: Sequence[float]
    ) -> int:
        """Put a block at a cell, counted from 0; return -1 where it has no room.

        Each column comes with the formats of its styles; row i is `heights[i]` points high.
        """
        if self._check_dimensions(row, column):
            return -1
        if self._check_dimensions(row + len(heights) - 1, column + len(columns) - 1):
            return -1
        self._columns = [
            _Encoded(one, formats, column_letters(number), self.str_table)
            for number, (one, formats) in enumerate(columns, start=column + 1)
        ]
        self._pixels = [int(height * 4 / 3 + 0.5) for height in heights]  # as XlsxWriter counts
        self._first = (row, column)
        self._block_links = [
            (column_letters(number), one.links)
            for number, (one, _) in enumerate(columns, start=column + 1)
            if one.links
        ]
        return 0

    def put_formula(self, row: int, column: int, formula: str, style: Format, value: str | float) -> int:
        """Put a formula, without its '=', into a cell, counted from 0; return -1 where the sheet has no such cell."""
        if self._check_dimensions(row, column):
            return -1
        self.table[row][column] = CellFormulaTuple(formula, style, value)
        return 0

    def _prepare_formula(self, formula: str, _expand_future_functions: bool = False) -> str:
        # XlsxWriter looks for more than a hundred newer functions in each formula, which takes a tenth of the time to
        # make a log; sheetkit's formulas have none, and in their texts nothing is to be changed.
        return formula.removeprefix("=")

    def stretch_table(self, area: str) -> None:
        """Let the table that was added last cover an area."""
        for part in ("range", "a_range", "autofilter"):
            self.tables[-1][part] = area

    def _write_rows(self) -> None:
        if not self._columns:
            super()._write_rows()
            return
        last: int = self.dim_rowmax  # type: ignore[has-type]  # xlsxwriter ships no types
        self.dim_rowmax = self._first[0] - 1
        if self.dim_rowmin <= self.dim_rowmax:
            super()._write_rows()
        self.dim_rowmax = last
        for text in self._block_rows():
            self.fh.write(text)

    def _block_rows(self) -> Iterator[str]:
        cells = [f'<c r="{column.letters}' for column in self._columns]
        heads = {high: f'" ht="{high * 0.75:.16g}" customHeight="1">{cells[0]}' for high in set(self._pixels)}
        heads[self.original_row_height] = f'">{cells[0]}'
        columns = [one.steps(then) for one, then in zip(self._columns, [*cells[1:], "</row>"], strict=True)]
        first = self._first[0] + 1
        for start, *steps in zip(range(0, len(self._pixels), _ROWS_AT_ONCE), *columns, strict=True):
            pixels = self._pixels[start : start + _ROWS_AT_ONCE]
            rows = [str(row) for row in range(first + start, first + start + len(pixels))]
            pieces = [['<row r="'] * len(rows), rows, [heads[high] for high in pixels]]
            for begins, ends in steps:
                pieces += [rows, begins, ends]
            yield "".join(map("".join, zip(*pieces, strict=True)))

    def _write_hyperlinks(self) -> None:
        if not self._block_links:
            super()._write_hyperlinks()
            return
        known: dict[str, int] = {}  # links to one file share a relationship
        self.fh.write("<hyperlinks>")
        for letters, links in self._block_links:
            # A list may hold links that no cell leads to, such as those to a log without lines on this sheet.
            used = set(links.codes.tolist())
            leads = [
                self._lead(link.address, known) if code in used else ("", "") for code, link in enumerate(links.links)
            ]
            tips = [self._escape_attributes(link.tip) for link in links.links]
            rows = (links.positions + self._first[0] + 1).tolist()
            elements = [
                f'<hyperlink ref="{letters}{row}"{leads[code][0]}{cell}{leads[code][1]} tooltip="{tips[code]}{cell}"/>'
                for row, code, cell in zip(rows, links.codes.tolist(), links.cells, strict=True)
            ]
            self.fh.write("".join(elements))
        self.fh.write("</hyperlinks>")

    def _lead(self, address: str, known: dict[str, int]) -> tuple[str, str]:
        """Return what stands before and after the end of a link's address in its element."""
        target, location = _target(address)
        if target and target not in known:
            self.rel_count += 1
            known[target] = self.rel_count
            self.external_hyper_links.append(["/hyperlink", target, "External"])
        leads = f' r:id="rId{known[target]}"' if target else ""
        return (f'{leads} location="{self._escape_attributes(location)}', '"') if location else (leads, "")


def _target(address: str) -> tuple[str, str]:
    """Return the relationship's target and the place within it."""
    kind, _, rest = address.partition(":")
    if kind == "internal":
        return "", rest
    if kind == "external":
        path, _, location = rest.partition("#")
        return _file_target(path), location
    return address, ""


@cache  # the file is the same for every link into one log
def _file_target(path: str) -> str:
    target: str = Url(f"external:{path}")._target()
    return target
