"""What is to be changed, as data: cells with their new values, and those that were changed."""

from datetime import datetime
from typing import NamedTuple

NewValue = str | float | datetime | None  # None clears the cell


class CellEdit(NamedTuple):
    """A cell to change. `column` is the number of the sheet's column.

    `expected` is what the cell has to show for the change to be made, as `OpenLog.shown` returns it; None: whatever it
    shows.
    """

    row: int
    column: int
    value: NewValue
    expected: str | None = None


class ChangedCell(NamedTuple):
    """A cell that was changed, or would be: the line's ID, what it showed before and what it shows now."""

    row: int
    column: int
    cell: str
    id: str
    heading: str
    old: str
    new: str


class Receipt(NamedTuple):
    """What a change did to a file. `hash_after` is that of the file as it is now, or as it would be."""

    file: str
    sheet: str
    hash_before: str
    hash_after: str
    cells: tuple[ChangedCell, ...]
    notes: tuple[str, ...] = ()
