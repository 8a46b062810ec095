"""Edits of cells and what they changed, as plain data."""

from datetime import datetime
from typing import NamedTuple

NewValue = str | float | datetime | None  # None clears the cell


class CellEdit(NamedTuple):
    """A cell to change. `column` is the number of the sheet's column.

    The edit is refused unless the cell shows `expected`, as `OpenLog.shown` returns it; None accepts anything.
    """

    row: int
    column: int
    value: NewValue
    expected: str | None = None


class ChangedCell(NamedTuple):
    """A cell that was changed, or would be in a dry run: the line's ID, and what the cell showed before and after."""

    row: int
    column: int
    cell: str
    id: str
    heading: str
    old: str
    new: str


class Receipt(NamedTuple):
    """What an edit did to a file, or would do in a dry run; `hash_before` and `hash_after` are SHA-256 of the file."""

    file: str
    sheet: str
    hash_before: str
    hash_after: str
    cells: tuple[ChangedCell, ...]
    notes: tuple[str, ...] = ()
