"""A column of ticks, or of yes and no, that becomes the Status of a new log."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sheetkit.log.carry.cells import NotCarried
from sheetkit.log.carry.match_headings import Match, MatchedBy
from sheetkit.log.read.column_values import format_cell
from sheetkit.log.read.location import LogLocation
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells, Grid
from sheetkit.template.model import Template
from sheetkit.text import clean_text, heading_key, match_key


def match_ticks(matches: Sequence[Match], grid: Grid, heading_row: int, template: Template) -> list[Match]:
    """Return the matches, with a column such as "Done" as Status where nothing else is.

    Its cells decide: ticks, yes and no make it Status, and days make it the day of the return.
    """
    matched = {match.name for match in matches}
    ticks = template.status.ticks
    if ticks is None or template.status.name in matched:
        return list(matches)
    for place, match in enumerate(matches):
        is_free = match.name is None and match.matched_by is MatchedBy.NONE
        if not is_free or heading_key(match.heading) not in ticks.headings:
            continue
        cells = grid.columns.get(match.number, ColumnCells())
        below = cells.row_array > heading_row
        kinds = set(cells.kind_array[below].tolist())
        name = None
        if kinds == {CellKind.DATE}:
            name = template.roles.back if template.roles.back not in matched else None
        elif any(row > heading_row and _choice(kind, value, template) for row, kind, value in cells):
            name = template.status.name
        if name:
            return [*matches[:place], replace(match, name=name, matched_by=MatchedBy.TICKS), *matches[place + 1 :]]
    return list(matches)


def _choice(kind: int, value: str | float | bool, template: Template) -> str | None:
    """Return the choice of Status that a cell means, None where it means none."""
    key = match_key(format_cell(kind, value))
    ticks = template.status.ticks
    return template.status.canonical.get(key) or (ticks.choices.get(key) if ticks else None)


def grid_with_status(
    grid: Grid,
    columns: Mapping[str, int],
    headings: Mapping[int, str],
    location: LogLocation,
    template: Template,
    not_carried: NotCarried,
) -> Grid:
    """Return the grid with the choices of Status in place of ticks, yes and no.

    A column under a heading of Status itself keeps its words. What means no choice stays too, and is recorded in
    `not_carried`.
    """
    status = template.status
    number = columns.get(status.name)
    if number is None or number not in grid.columns:
        return grid
    is_ticked = heading_key(headings[number]) not in status.headings
    rows, kinds, values = [], [], []
    for row, kind, value in grid.columns[number]:
        shown = clean_text(format_cell(kind, value))
        choice = _choice(kind, value, template) if is_ticked else status.canonical.get(match_key(shown))
        if row > location.heading_row and shown and choice is None and kind != CellKind.ERROR:
            not_carried.add(f"no {status.title} has these words, so they stay and the line counts as Open", row, number)
        rows.append(row)
        if row > location.heading_row and is_ticked and choice is not None:
            kind, value = CellKind.TEXT, choice  # noqa: PLW2901
        kinds.append(int(kind))
        values.append(value)
    if not is_ticked:
        return grid
    return replace(grid, columns={**grid.columns, number: ColumnCells(rows, kinds, values)})
