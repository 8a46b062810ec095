"""References to cells as workbooks write them: column letters, cells, ranges, sheet names."""

from typing import NamedTuple

from sheetkit.patterns import lazy_pattern

_RANGE = lazy_pattern(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")


class CellRange(NamedTuple):
    """A rectangle of cells, rows and columns counted from 1, ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def name(self) -> str:
        """The range as people write it, such as A1:C9, or A1 for a single cell."""
        first, last = cell_name(self.top, self.left), cell_name(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    def contains(self, row: int, column: int) -> bool:
        """Return whether a cell lies in the range."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


def column_letters(number: int) -> str:
    """Return the letters of column `number`, counted from 1: 1 -> A, 28 -> AB."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column, counted from 1: A -> 1, AB -> 28."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def cell_name(row: int, column: int) -> str:
    """Return the name of the cell at `row` and `column`, both counted from 1."""
    return f"{column_letters(column)}{row}"


def parse_range(text: str) -> CellRange | None:
    """Return the range that a text such as 'A1:C9' or 'A1' names, or None if it names none."""
    match = _RANGE.fullmatch(text)
    if match is None:
        return None
    left, top = column_number(match[1]), int(match[2])
    right, bottom = (column_number(match[3]), int(match[4])) if match[3] else (left, top)
    return CellRange(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def quote_sheet_name(sheet: str) -> str:
    """Return a sheet's name as references write it."""
    return "'" + sheet.replace("'", "''") + "'"
