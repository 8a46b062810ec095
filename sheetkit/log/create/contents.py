"""What a new log is filled with: the cells that are carried over from another list."""

from dataclasses import dataclass, field

from sheetkit.errors import OutputError
from sheetkit.ooxml.limits import MAX_COLUMNS
from sheetkit.ooxml.reader.cells import ColumnCells
from sheetkit.template.model import Template
from sheetkit.text import heading_key

FIRST_ROW = 2  # a new log has its headings in row 1


@dataclass(frozen=True)
class Contents:
    """The cells of a new log, by its own row numbers, of which the first is 2; its settings where they are no defaults.

    `columns` maps the template's names to cells, `extra` the headings of further columns. `as_of` is the serial of
    the moment at which the live view is frozen, None when it follows the clock; `date_order` is DMY, MDY or None.
    """

    columns: dict[str, ColumnCells] = field(default_factory=dict)
    extra: dict[str, ColumnCells] = field(default_factory=dict)
    settings: dict[str, float] = field(default_factory=dict)
    as_of: float | None = None
    date_order: str | None = None

    @property
    def lines(self) -> int:
        """The number of lines down to the last one that holds something."""
        every = (*self.columns.values(), *self.extra.values())
        return max((cells.last_row for cells in every if cells.last_row), default=FIRST_ROW - 1) - FIRST_ROW + 1


def check_fits(contents: Contents, template: Template, rows: int) -> None:
    """Raise OutputError where a new log of so many lines cannot hold the contents."""
    if contents.lines > rows:
        raise OutputError(f"The log needs at least {contents.lines:,} lines for what goes into it, not {rows:,}.")
    if len(template.columns) + len(contents.extra) > MAX_COLUMNS:
        raise OutputError(f"A sheet has {MAX_COLUMNS:,} columns, too few for {len(contents.extra):,} extra ones.")
    taken = {heading_key(column.title) for column in template.columns}
    for title in contents.extra:
        if heading_key(title) in taken:
            raise OutputError(f"The log cannot have two columns with the heading {title!r}.")
        taken.add(heading_key(title))
