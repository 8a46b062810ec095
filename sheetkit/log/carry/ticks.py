"""A column of ticks, or of yes and no, that becomes the Status of a new log."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sheetkit.log.carry.cells import NotCarried
from sheetkit.log.carry.match_headings import Match, MatchedBy
from sheetkit.log.read.column_values import format_cell
from sheetkit.log.read.date_text import parse_date_text
from sheetkit.log.read.location import LogLocation
from sheetkit.log.read.status_words import is_tick_heading, status_choices
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells, Grid
from sheetkit.template.model import Template
from sheetkit.text import clean_text, heading_key, match_key, quote


def match_ticks(matches: Sequence[Match], grid: Grid, heading_row: int, template: Template) -> list[Match]:
    """Return the matches, with a column such as "Done" or "Is it back?" as Status where nothing else is.

    Its cells decide: ticks, yes and no make it Status, and days make it the day of the return.
    """
    matched = {match.name for match in matches}
    for place, match in enumerate(matches):
        is_free = match.name is None and match.matched_by is MatchedBy.NONE
        if not is_free or not is_tick_heading(match.heading):
            continue
        cells = grid.columns.get(match.number, ColumnCells())
        shown = [text for text in _shown(cells, heading_row).values() if text]
        if shown and all(parse_date_text(text).moment for text in set(shown)):
            name = template.roles.back
        elif any(status_choices(shown, template, match.heading, ticks=True).values()):
            name = template.status.name
        else:
            name = None
        if name and name not in matched:
            return [*matches[:place], replace(match, name=name, matched_by=MatchedBy.TICKS), *matches[place + 1 :]]
    return list(matches)


def _shown(cells: ColumnCells, heading_row: int) -> dict[int, str]:
    """Return what each cell below the headings shows, by row."""
    return {row: clean_text(format_cell(kind, value)) for row, kind, value in cells if row > heading_row}


def grid_with_status(
    grid: Grid,
    columns: Mapping[str, int],
    headings: Mapping[int, str],
    location: LogLocation,
    template: Template,
    not_carried: NotCarried,
) -> Grid:
    """Return the grid with the choices of Status in place of ticks, yes and no, and of words of other languages.

    Words that the log itself knows stay as they are. What means no choice stays too, and is recorded in `not_carried`;
    under a heading of Status itself a tick or a yes does not.
    """
    status = template.status
    number = columns.get(status.name)
    if number is None or number not in grid.columns:
        return grid
    heading, cells = headings[number], grid.columns[number]
    is_ticked = heading_key(heading) not in status.headings
    shown = _shown(cells, location.heading_row)
    choices = status_choices(shown.values(), template, heading, ticks=is_ticked)
    rows, kinds, values = [], [], []
    for row, kind, value in cells:
        text = shown.get(row, "")
        choice = choices.get(text)
        is_known = not is_ticked and match_key(text) in status.canonical
        if text and choice is None and kind != CellKind.ERROR:
            not_carried.add(f"no {status.title} has these words, so they stay and the line counts as Open", row, number)
        elif choice is not None and not is_known:
            if not is_ticked:
                not_carried.add(f"{quote(text)} becomes the {status.title} {choice}", row, number)
            kind, value = CellKind.TEXT, choice  # noqa: PLW2901
        rows.append(row)
        kinds.append(int(kind))
        values.append(value)
    return replace(grid, columns={**grid.columns, number: ColumnCells(rows, kinds, values)})


def grid_with_yes(
    grid: Grid, columns: Mapping[str, int], location: LogLocation, template: Template, not_carried: NotCarried
) -> Grid:
    """Return the grid with the log's own yes in place of those of other languages, where the day of the return stands.

    The log would not know that "ja" or "sí" says that it is back. Each is recorded in `not_carried`.
    """
    back = template.roles.back
    number = columns.get(back) if back else None
    if number is None or number not in grid.columns or not template.yes:
        return grid
    cells = grid.columns[number]
    texts = {text for kind, text in zip(cells.kinds, cells.values, strict=True) if kind == CellKind.TEXT}
    choices = status_choices(map(str, texts), template, ticks=True)
    is_back = {text for text in texts if choices[str(text)] == template.roles.done}
    foreign = {text for text in is_back if match_key(str(text)) not in template.yes}
    if not foreign:
        return grid
    values = [*cells.values]
    for place, row in enumerate(cells.rows):
        if row > location.heading_row and cells.kinds[place] == CellKind.TEXT and values[place] in foreign:
            shown = quote(clean_text(str(values[place])))
            not_carried.add(f"{shown} becomes {quote(template.yes[0])}, which says that it is back", row, number)
            values[place] = template.yes[0]
    carried = ColumnCells([*cells.rows], [*cells.kinds], values)
    return replace(grid, columns={**grid.columns, number: carried})
