"""The layout of a new log's sheet: where each column is, and how far down formats and checks reach."""

from dataclasses import dataclass
from functools import cached_property

from sheetkit.ooxml.limits import MAX_ROWS
from sheetkit.ooxml.references import column_letters
from sheetkit.template.model import ColumnKind, Template

ROWS_BELOW_TABLE = 1_000  # with checks and colours too: only Excel extends a table when people type below it


@dataclass(frozen=True)
class Layout:
    """The columns of a log's sheet: the template's, then the extra ones.

    `rows` is the number of rows of the table, `extra` holds the headings of extra columns.
    """

    template: Template
    rows: int
    extra: tuple[str, ...]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each of the template's columns, by name."""
        return {column.name: number for number, column in enumerate(self.template.columns, start=1)}

    @cached_property
    def extra_numbers(self) -> dict[str, int]:
        """The number of each extra column, by heading."""
        return {title: number for number, title in enumerate(self.extra, start=len(self.numbers) + 1)}

    @cached_property
    def flag(self) -> str:
        """The name of the column with the flag."""
        return next(column.name for column in self.template.columns if column.kind is ColumnKind.FLAG)

    @property
    def last_row(self) -> int:
        """The last row of the table."""
        return self.rows + 1

    @property
    def last_checked_row(self) -> int:
        """The last row with checks and colours, below the table."""
        return min(self.last_row + ROWS_BELOW_TABLE, MAX_ROWS)

    def reference(self, name: str) -> str:
        """Return the reference to a column's cell in row 2, for a formula that Excel copies down."""
        return f"${column_letters(self.numbers[name])}2"
