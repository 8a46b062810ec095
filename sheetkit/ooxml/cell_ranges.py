"""Name many cells by few ranges, without leaving any out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from sheetkit.ooxml.references import CellRange
from sheetkit.text import natural_list, pluralize

_MAX_RANGES = 200  # with more, larger ranges that span other cells too are named


def name_cells(cells: Iterable[tuple[int, int]]) -> str:
    """Return a text that names cells, given by row and column: 'A1, B2:C9 and E4'."""
    rows_by_column: dict[int, list[int]] = {}
    for row, column in cells:
        rows_by_column.setdefault(column, []).append(row)
    return name_columns(rows_by_column)


def name_columns(rows_by_column: Mapping[int, Sequence[int]]) -> str:
    """Return a text that names cells, given by the rows of each column.

    If that takes too many ranges, it names one range per column, or one in all, with the number of cells in it.
    """
    columns = _sorted_columns(rows_by_column)
    ranges = _ranges(columns)
    if len(ranges) <= _MAX_RANGES:
        return natural_list(area.name for area in sorted(ranges, key=lambda area: (area.top, area.left)))
    if len(columns) <= _MAX_RANGES:
        return natural_list(
            f"{pluralize(len(rows), 'cell')} in {CellRange(rows[0], column, rows[-1], column).name}"
            for column, rows in columns.items()
        )
    top, bottom = min(rows[0] for rows in columns.values()), max(rows[-1] for rows in columns.values())
    area = CellRange(top, min(columns), bottom, max(columns))
    return f"{pluralize(sum(map(len, columns.values())), 'cell')} in {area.name}"


def are_only_counted(rows_by_column: Mapping[int, Sequence[int]]) -> bool:
    """Return whether `name_columns` counts these cells instead of naming each."""
    return len(_ranges(_sorted_columns(rows_by_column))) > _MAX_RANGES


def _sorted_columns(rows_by_column: Mapping[int, Sequence[int]]) -> dict[int, list[int]]:
    """Return the unique rows of each column; rows and columns are ascending."""
    return {column: np.unique(rows_by_column[column]).tolist() for column in sorted(rows_by_column)}


def _ranges(columns: Mapping[int, Sequence[int]]) -> list[CellRange]:
    """Return ranges that hold these cells and no others."""
    return _rectangles({column: set(_runs(rows)) for column, rows in columns.items()})


def name_rows(rows: Sequence[int], noun: str = "row") -> str:
    """Return a text that names rows, given in ascending order: 'row 4', 'rows 2-14 and 20'."""
    runs = list(_runs(rows))
    shown = [part for first, last in runs for part in _shown_run(first, last)]
    if len(runs) > _MAX_RANGES:
        shown = [f"{rows[0]:,}-{rows[-1]:,}, {len(rows):,} of them"]
    return f"{noun}{'s' * (len(rows) > 1)} {natural_list(shown)}"


def _shown_run(first: int, last: int) -> list[str]:
    return [f"{first:,}-{last:,}"] if last > first + 1 else [f"{row:,}" for row in range(first, last + 1)]


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Return the first and the last row of each run without gaps; the rows are ascending."""
    array = np.array(rows, dtype=np.int64)
    gaps = np.diff(array) > 1
    first, last = array[np.append(True, gaps)[: len(array)]], array[np.append(gaps, True)[: len(array)]]
    return zip(first.tolist(), last.tolist(), strict=True)


def _rectangles(runs: dict[int, set[tuple[int, int]]]) -> list[CellRange]:
    """Return the ranges of runs of rows, by column; equal runs in adjacent columns become one range."""
    areas: list[CellRange] = []
    open_runs: dict[tuple[int, int], int] = {}  # the column in which each begins
    before = 0
    for column in [*runs, 0]:
        going_on = runs.get(column, set()) if column == before + 1 else set()
        for top, bottom in open_runs.keys() - going_on:
            areas.append(CellRange(top, open_runs.pop((top, bottom)), bottom, before))
        for run in runs.get(column, ()):
            open_runs.setdefault(run, column)
        before = column
    return areas
