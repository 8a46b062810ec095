"""The values of a new log's live columns, which Excel shows until it calculates the formulas."""

from collections.abc import Mapping

import numpy as np

from sheetkit.expression.evaluate import Evaluator
from sheetkit.expression.working_days import WorkingDays
from sheetkit.log.read.column_values import ColumnValues, DateSettings, read_column
from sheetkit.log.read.value_columns import ValueColumns
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells
from sheetkit.ooxml.serial import to_seconds
from sheetkit.ooxml.unique import unique_codes
from sheetkit.template.model import ColumnKind, Template
from sheetkit.text import is_empty


def live_values(
    template: Template,
    cells_by_name: Mapping[str, ColumnCells],
    settings: Mapping[str, float],
    as_of: float,
    working_days: WorkingDays | None,
) -> dict[str, dict[int, str | float]]:
    """Return the value of each live column by name and row, for rows that are not blank.

    `settings` maps names to values that are not the default, `as_of` is a serial date. A text
    is no date or number here, as in the formulas, even if it can be read as one.
    """
    filled = [cells_by_name.get(column.name, ColumnCells()) for column in template.filled_by_people]
    rows = np.concatenate([cells.row_array[~cells.where_text(is_empty)] for cells in filled]).astype(np.int64)
    rows, _ = unique_codes(rows)
    values: dict[str, ColumnValues] = {}
    for column in template.entered:
        cells = cells_by_name.get(column.name, ColumnCells())
        values[column.name] = read_column(cells, rows, column, DateSettings(), template.accepted_words(column))
        dates, numbers = values[column.name].dates, values[column.name].numbers
        if len(cells) and (dates is not None or numbers is not None):
            is_text = np.isin(rows, cells.row_array[cells.kind_array == CellKind.TEXT])
            values[column.name].broken |= is_text & ~values[column.name].blank  # not usable, and yet not blank
            if dates is not None:
                dates[is_text] = np.datetime64("NaT")
            if numbers is not None:
                numbers[is_text] = np.nan
    columns = ValueColumns(values, rows, template)
    evaluator = Evaluator(columns, float(to_seconds(as_of)), {**template.defaults, **settings}, working_days)
    keys, canonical = columns.match_keys(template.roles.status), template.status.canonical
    titles = [*(canonical.get(key, template.roles.open) for key in keys.categories), template.roles.open]
    statuses = [titles[code] for code in keys.codes.tolist()]
    holds_by_title = [(rule.title, evaluator.condition(rule.condition)) for rule in template.rules]
    result: dict[str, dict[int, str | float]] = {}
    for column in template.columns:
        if column.kind is ColumnKind.FLAG:
            result[column.name] = {
                row: status
                if status != template.roles.open
                else next((title for title, holds in holds_by_title if holds[position]), template.on_track)
                for position, (row, status) in enumerate(zip(rows.tolist(), statuses, strict=True))
            }
        elif column.live is not None and column.live_when is not None:
            when, worth = evaluator.condition(column.live_when), evaluator.number(column.live)
            result[column.name] = {
                row: float(worth[position])
                for position, row in enumerate(rows.tolist())
                if when[position] and not np.isnan(worth[position])
            }
    return result
