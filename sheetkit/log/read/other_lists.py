"""Count the lists beside or below the log, or on other sheets, which are not read but reported."""

from dataclasses import replace

from sheetkit.log.read.filled_rows import filled_rows, repeated_headings
from sheetkit.log.read.location import LogLocation, OtherList
from sheetkit.ooxml.reader.cells import ColumnCells, Grid
from sheetkit.ooxml.references import CellRange
from sheetkit.template.model import ColumnKind, Template

_MIN_SAME = 3  # columns with the same meaning and place that make headings a repetition


def continues(other: LogLocation, place: LogLocation) -> bool:
    """Return whether a row of headings below means the same by the same columns, so that the log continues there."""
    shared = other.columns.keys() & place.columns.keys()
    same = [name for name in shared if other.columns[name] == place.columns[name]]
    return other.heading_row > place.heading_row and len(same) >= _MIN_SAME and len(same) == len(shared)


def find_other_list(
    place: LogLocation,
    grid: Grid,
    template: Template,
    last_row: int | None = None,
    stacked_on: LogLocation | None = None,
) -> OtherList | None:
    """Return the list at `place`, down to `last_row` at most, None where it is no list of hand-offs or is blank.

    The area of a list below the one it is `stacked_on` includes that one's columns with cells beside it, so that no
    cell is skipped.
    """
    if not _holds_hand_offs(place, template):
        return None
    numbers = {*place.columns.values(), *place.extra}
    bottom = max((grid.columns[number].last_row for number in numbers if number in grid.columns), default=0)
    bottom = min(bottom, place.last_row if last_row is None else last_row)
    whole = replace(place, last_row=max(bottom, place.heading_row))
    rows = filled_rows(grid, whole, template, repeated_headings(grid, whole))
    if not len(rows):
        return None
    if stacked_on is not None and place.heading_row > stacked_on.heading_row:
        above = {*stacked_on.columns.values(), *stacked_on.extra} & grid.columns.keys()
        numbers |= {number for number in above if _has_cells(grid.columns[number], place.heading_row, int(rows[-1]))}
    area = CellRange(place.heading_row, min(numbers), int(rows[-1]), max(numbers))
    return OtherList(place.sheet.name, area, len(rows))


def _holds_hand_offs(place: LogLocation, template: Template) -> bool:
    """Return whether the headings are those of hand-offs: two required columns, one of them a date."""
    required = [column for column in template.columns if column.required and column.name in place.columns]
    return len(required) > 1 and any(column.kind is ColumnKind.DATE for column in required)


def _has_cells(cells: ColumnCells, first: int, last: int) -> bool:
    return bool(((cells.row_array >= first) & (cells.row_array <= last)).any())
