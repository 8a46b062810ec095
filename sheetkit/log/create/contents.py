"""What a new log is filled with: the cells that are carried over from another list."""

from dataclasses import dataclass, field

import numpy as np

from sheetkit.errors import OutputError
from sheetkit.expression.evaluate import Evaluator
from sheetkit.log.frame import RuleColumns, canonical_status, make_frame
from sheetkit.log.read.column_values import ColumnValues, DateSettings, read_column
from sheetkit.ooxml.limits import MAX_COLUMNS
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells
from sheetkit.ooxml.serial import to_seconds
from sheetkit.template.model import ColumnKind, Template
from sheetkit.text import clean_text, heading_key

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


def live_values(template: Template, contents: Contents, as_of: float) -> dict[str, dict[int, str | float]]:
    """Return what the live formulas show as of a serial: live column -> row -> value, for rows that are not blank.

    As in the formulas, a text in a date column is not a date, whatever a reader makes of it.
    """
    typed: set[int] = set()
    for column in template.filled_by_people:
        cells = contents.columns.get(column.name, ColumnCells())
        typed.update(
            r for r, v in zip(cells.rows, cells.values, strict=True) if not isinstance(v, str) or clean_text(v)
        )
    rows = np.array(sorted(typed), dtype=np.int64)
    values: dict[str, ColumnValues] = {}
    for column in template.entered:
        cells = contents.columns.get(column.name, ColumnCells())
        values[column.name] = read_column(cells, rows, column, DateSettings())
        dates = values[column.name].dates
        if dates is not None:
            texts = [row for row, kind in zip(cells.rows, cells.kinds, strict=True) if kind == CellKind.TEXT]
            dates[np.isin(rows, texts)] = np.datetime64("NaT")
    columns = RuleColumns(*make_frame(rows, values))
    evaluator = Evaluator(columns, float(to_seconds(as_of)), {**template.defaults, **contents.settings})
    statuses = canonical_status(columns, template)
    held = [(rule.title, evaluator.condition(rule.condition)) for rule in template.rules]
    shown: dict[str, dict[int, str | float]] = {}
    for column in template.columns:
        if column.kind is ColumnKind.FLAG:
            shown[column.name] = {
                row: status
                if status != template.roles.open
                else next((title for title, holds in held if holds[place]), template.on_track)
                for place, (row, status) in enumerate(zip(rows.tolist(), statuses, strict=True))
            }
        elif column.live is not None and column.live_when is not None:
            when, numbers = evaluator.condition(column.live_when), evaluator.number(column.live)
            shown[column.name] = {
                row: float(numbers[place])
                for place, row in enumerate(rows.tolist())
                if when[place] and not np.isnan(numbers[place])
            }
    return shown
