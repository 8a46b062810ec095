"""A block of cells: a rectangle that is written column by column, which takes little time and memory.

XlsxWriter keeps an object for each cell and writes one at a time. A column of a block is an array of values and an
array of style codes, which become XML a thousand rows at a time.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from sheetkit.codes import Texts
from sheetkit.ooxml.unique import unique_codes
from sheetkit.ooxml.writer.hyperlinks import NO_HYPERLINKS, Hyperlinks
from sheetkit.ooxml.writer.shared_strings import BLANK, SharedStrings
from sheetkit.ooxml.writer.styles import Style
from sheetkit.ooxml.xml_text import cut_to_cell

CHUNK_SIZE = 1_024  # rows: enough to make NumPy's overhead negligible, and their strings stay in the cache
_EMPTY, _NUMBER, _TEXT = range(3)  # types of cells
_PREFIX_ENDS = {_EMPTY: "/>", _NUMBER: "><v>", _TEXT: ' t="s"><v>'}
_MAX_EXACT = 1e15  # below it, XlsxWriter's sixteen digits are exact for whole numbers
_MIN_REPEATS = 3  # average occurrences of a cell above which unique cells are formatted once each


@dataclass(frozen=True)
class BlockColumn:
    """The n cells of one column of a block.

    - `values`: texts (a Categorical of str, missing: an empty cell) or float64 numbers (NaN: an empty cell); dates are
      serial numbers.
    - `styles`, `style_codes`: the cell at position i has the style `styles[style_codes[i]]`; without codes, all cells
      have the first style.
    - `text_overrides`: texts at some positions of a column of numbers.
    - `links`: hyperlinks of text cells.
    """

    values: Texts | npt.NDArray[np.float64]
    styles: Sequence[Style]
    style_codes: npt.NDArray[np.int32] | None = None
    text_overrides: Mapping[int, str] = field(default_factory=dict)
    links: Hyperlinks = NO_HYPERLINKS

    def value_at(self, position: int) -> str | float | None:
        """Return what a cell shows, None for nothing."""
        if position in self.text_overrides:
            return cut_to_cell(self.text_overrides[position])
        if isinstance(self.values, np.ndarray):
            number = float(self.values[position])
            return None if np.isnan(number) else number
        code = int(self.values.codes[position])
        return cut_to_cell(str(self.values.categories[code])) if code >= 0 else None

    def style_at(self, position: int) -> Style:
        """Return the style of a cell."""
        return self.styles[0 if self.style_codes is None else int(self.style_codes[position])]


class ColumnXml:
    """The pieces of XML from which the cells of a block's column are made.

    A cell is its opening `<c r="A`, the row number, a prefix with its style and type, such as `" s="3" t="s"><v>`, its
    number or the index of its shared string, and the end `</v></c>`. There are few prefixes: one for each type and
    style, those of empty cells first.
    """

    def __init__(
        self, column: BlockColumn, letters: str, format_indexes: Sequence[int], shared_strings: SharedStrings
    ) -> None:
        self.opening = f'<c r="{letters}'
        self._prefixes = [f'" s="{index}"{end}' for end in _PREFIX_ENDS.values() for index in format_indexes]
        self._styles = len(format_indexes)
        if isinstance(column.values, np.ndarray):
            types = np.where(np.isnan(column.values), _EMPTY, _NUMBER).astype(np.uint8)
            numbers, overridden = np.where(types, column.values, 0), list(column.text_overrides)
            numbers[overridden] = shared_strings.add_list(column.text_overrides.values())
            types[overridden] = _TEXT
            self._numbers = _as_integers(numbers)
        else:
            self._numbers = shared_strings.add_texts(column.values)
            types = np.where(self._numbers == BLANK, _EMPTY, _TEXT).astype(np.uint8)
        style_codes = 0 if column.style_codes is None else column.style_codes
        # In the smallest dtype: a review of a million rows has fifty million cells.
        smallest = np.min_scalar_type(len(self._prefixes))
        self._prefix_codes = (types.astype(np.intp) * self._styles + style_codes).astype(smallest)

    def chunks(self, following: str) -> Iterator[list[str]]:
        """Yield CHUNK_SIZE cells at a time, each from after its row number up to that of the next column's cell.

        `following` comes after each cell: the opening of the next column, or the end of the row.
        """
        codes, repeated = self._repeats(following)
        for start in range(0, len(self._numbers), CHUNK_SIZE):
            chunk = slice(start, start + CHUNK_SIZE)
            if repeated:
                yield [repeated[code] for code in codes[chunk].tolist()]
            else:
                yield self._cells(self._numbers[chunk], self._prefix_codes[chunk], following)

    def _cells(self, numbers: npt.NDArray[Any], prefix_codes: npt.NDArray[Any], following: str) -> list[str]:
        prefixes, suffix, styles = self._prefixes, f"</v></c>{following}", self._styles
        return [
            f"{prefixes[code]}{number}{suffix}" if code >= styles else f"{prefixes[code]}{following}"
            for number, code in zip(_format(numbers), prefix_codes.tolist(), strict=True)
        ]

    def _repeats(self, following: str) -> tuple[npt.NDArray[np.int32], list[str]]:
        """Return the code of each cell and the unique cells, or nothing if few cells are equal."""
        uniques, codes = unique_codes(self._numbers)
        if len(uniques) * _MIN_REPEATS < len(codes):
            cells, codes = unique_codes(codes.astype(np.int64) * len(self._prefixes) + self._prefix_codes)
            numbers, prefix_codes = np.divmod(cells, len(self._prefixes))
            if len(cells) * _MIN_REPEATS < len(codes):
                return codes, self._cells(uniques[numbers], prefix_codes, following)
        return codes[:0], []


def _as_integers(numbers: npt.NDArray[np.float64]) -> npt.NDArray[Any]:
    """Return numbers as integers if all are whole, such as days; these are faster to format and to group."""
    whole = (np.abs(numbers) < _MAX_EXACT).all() and (numbers == np.floor(numbers)).all()
    if not whole:
        return numbers
    return numbers.astype(np.int32 if (np.abs(numbers) < np.iinfo(np.int32).max).all() else np.int64)


def _format(numbers: npt.NDArray[Any]) -> Sequence[str | int]:
    """Return numbers as XlsxWriter writes them: floats as strings of up to sixteen digits, integers unchanged."""
    values: list[Any] = numbers.tolist()
    return [f"{number:.16G}" for number in values] if numbers.dtype.kind == "f" else values
