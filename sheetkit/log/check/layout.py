"""Problems and notes on the sheet as a whole: its columns, merged cells, hidden rows."""

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from sheetkit.codes import Mask
from sheetkit.log.problems import Problem
from sheetkit.log.read.column_values import format_cell
from sheetkit.log.read.doubtful_cells import invisible_description
from sheetkit.log.read.location import LogLocation, OtherList, area_codes
from sheetkit.log.read.no_log import map_options
from sheetkit.log.read.stamp import TemplateChoice
from sheetkit.ooxml.cell_ranges import name_cells, name_columns
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells, Grid
from sheetkit.ooxml.references import cell_name, parse_range
from sheetkit.template.model import Column, Template
from sheetkit.text import invisible_characters, is_blank, pluralize, quote, shell_argument, truncate

_MAX_LONE_CELLS = 100  # of a column, that are named one by one
_MAX_LONE_CELLS_OF_SHEET = 10_000  # of all columns together
_MAX_VALUE = 500  # characters shown of a cell that is not read


def check_layout(
    place: LogLocation, grid: Grid, rows: npt.NDArray[np.int64], chosen: TemplateChoice
) -> Iterator[Problem]:
    """Yield the problems of the log's sheet; `rows` are those that hold a hand-off."""
    yield from _version(place, chosen)
    yield from _missing(place, chosen.template)
    yield from _extra(place)
    yield from _invisible(place)
    yield from _other_lists(place)
    yield from _cells_without_heading(place, grid, rows)
    yield from _merged(place, grid, rows)
    yield from _hidden(place, grid, rows)
    yield from _struck_out(place, grid, rows, chosen.template)


def _version(place: LogLocation, chosen: TemplateChoice) -> Iterator[Problem]:
    if chosen.other_version is None:
        return
    version, ours = f"{chosen.other_version:g}", chosen.shipped_version
    newer = chosen.other_version > ours
    message = (
        f"the log was made with version {version} of the template {chosen.template.name!r}, which is "
        f"{'newer' if newer else 'older'} than this sheetkit's version {ours}"
    )
    fix = "Get a newer sheetkit." if newer else "Nothing to do; the command `upgrade` carries it over into a new log."
    yield _problem("template-version", place, None, None, version, message, fix)


def _missing(place: LogLocation, template: Template) -> Iterator[Problem]:
    row = place.heading_row
    for column in template.entered:
        if column.name in place.columns:
            continue
        consequence = "the rules that need it cannot be applied" if column.required else "it counts as blank"
        message = f"there is no column {column.title!r} in row {row}, so {consequence}"
        fix = f"Name the column {column.title!r}, or add it.{_adopt_hint(place, column, template)}"
        problem = _problem("missing-column", place, (row, place.left), column.title, "", message, fix)
        yield problem if column.required else problem._replace(severity="info")


def _adopt_hint(place: LogLocation, column: Column, template: Template) -> str:
    """Return how to adopt a list that has a required column under another heading; '' where it has no other."""
    if not column.required:
        return ""
    options, advice = map_options([column], [*place.headings.values()], template)
    if "--map" not in options + advice:
        return ""
    return f" Or, where the list has it under another heading, make a log of it: `adopt` with {options}.{advice}"


def _extra(place: LogLocation) -> Iterator[Problem]:
    for number, text in place.extra.items():
        shown, cell = place.headings[number], (place.heading_row, number)
        if number in place.doubled:
            message = f"another column means {quote(shown)} already; this one is kept as an extra"
            yield _problem("duplicate-column", place, cell, shown, text, message, "Rename one of them.")
        else:
            message = f"{quote(shown)} is a column of your own: it is kept, but no rule uses it"
            yield _problem("unknown-column", place, cell, shown, text, message, "Nothing to do.")


def _invisible(place: LogLocation) -> Iterator[Problem]:
    for number, text in place.with_invisible.items():
        if number in place.extra or number in place.columns.values():
            cell = (place.heading_row, number)
            description = invisible_description(text, invisible_characters(text))
            yield _problem("invisible-character", place, cell, place.headings[number], *description)


def _other_lists(place: LogLocation) -> Iterator[Problem]:
    """Yield the lists that are not read: on the same sheet, and on others."""

    def problem(code: str, other: OtherList, message: str, fix: str) -> Problem:
        return Problem.at(code, other.sheet, (other.area.top, other.area.left), None, other.area.name, message, fix)

    for other in place.second_lists:
        message = f"another list of {pluralize(other.lines, 'line')} is in {other.area.name}, and it is not read"
        fix = "Move its lines into the log, or the list to a sheet of its own, which --sheet reads."
        yield problem("second-list", other, message, fix)
    for other in place.other_sheets:
        counted = f"another list of {pluralize(other.lines, 'line')} ({other.area.name})"
        message = f"the sheet {quote(other.sheet)} holds {counted}, which was not read"
        yield problem("other-sheet", other, message, f"To read it, add --sheet {shell_argument(other.sheet)}.")


def _cells_without_heading(place: LogLocation, grid: Grid, rows: npt.NDArray[np.int64]) -> Iterator[Problem]:
    """Yield the filled cells in columns without a heading: nothing in the sheet is silently skipped."""
    headed = {*place.columns.values(), *place.extra} - place.apart
    areas = list(place.other_areas())
    named = 0
    for number, cells in sorted(grid.columns.items()):
        if number in headed:
            continue
        below = cells.row_array
        typed = (below > place.heading_row) & (below <= place.last_row) & (area_codes(areas, number, below) < 0)
        typed &= ~cells.is_formula & (cells.kind_array != CellKind.UNCALCULATED) & ~cells.where_text(is_blank)
        in_log = np.isin(below, rows)
        lone = below[typed & ~in_log].tolist()
        if number not in place.apart and (typed & in_log).any():
            beside = below[typed & in_log].tolist()
            message = f"the column has no heading, so {pluralize(len(beside), 'cell')} in it {_is(beside)} not read"
            cell, text = (beside[0], number), _shown(cells, beside[0])
            yield _problem("unknown-column", place, cell, None, text, message, "Give the column a heading.")
        few = min(_MAX_LONE_CELLS, _MAX_LONE_CELLS_OF_SHEET - named)
        named += len(lone[:few])
        for row in lone[:few]:
            where = "beside the log" if number in place.apart else "in a column without a heading"
            message = f"the cell is on its own {where}, so it is not a hand-off and is not read"
            fix = "Nothing to do." if number in place.apart else "Move it, or give it a heading."
            shown, cell = _shown(cells, row), (row, number)
            yield _problem("unknown-column", place, cell, place.extra.get(number), shown, message, fix)
        if more := lone[few:]:
            own = "its own" if len(more) == 1 else "their own"
            where = name_columns({number: more})
            counted, too = pluralize(len(more), "more cell" if few else "cell"), " too" if few else ""
            message = f"{counted} in the column {_is(more)} on {own}{too}: {where}"
            cell, fix = (more[0], number), "Move them, or give them a heading."
            yield _problem("unknown-column", place, cell, place.extra.get(number), "", message, fix)


def _shown(cells: ColumnCells, row: int) -> str:
    """Return what a cell shows; a long text is cut off."""
    cell = cells.at(row)
    return truncate(format_cell(*cell), _MAX_VALUE) if cell else ""


def _is(items: list[int]) -> str:
    return "is" if len(items) == 1 else "are"


def _merged(place: LogLocation, grid: Grid, rows: npt.NDArray[np.int64]) -> Iterator[Problem]:
    """Yield merged cells that reach into the log: all but their first cell are blank to every program."""
    columns = [*place.columns.values(), *place.extra]
    for text in grid.merges:
        area = parse_range(text)
        if area is None or (area.top, area.left) == (area.bottom, area.right):
            continue
        beside = area.right < min(columns) or area.left > max(columns)
        title = area.bottom < place.heading_row + (area.left == area.right)  # or a heading over several rows
        lines = np.searchsorted(rows, area.bottom, side="right") - np.searchsorted(rows, area.top)
        if beside or title or not (lines or area.top <= place.heading_row):
            continue
        heading, cell = place.headings.get(area.left), (area.top, area.left)
        message = f"{text} is merged, so only {cell_name(*cell)} holds a value and the other cells are blank"
        yield _problem("merged-cells", place, cell, heading, text, message, "Unmerge them and fill in each line.")


def covered_by_merges(columns: Mapping[str, int], grid: Grid, rows: npt.NDArray[np.int64]) -> dict[str, Mask]:
    """Return a mask of each column's cells that lie in merged cells without being their first, where it has any.

    `columns` maps names to column numbers, `rows` are ascending.
    """
    masks: dict[str, Mask] = {}
    for area in filter(None, map(parse_range, grid.merges)):
        first, end = np.searchsorted(rows, area.top), np.searchsorted(rows, area.bottom, side="right")
        if first == end:
            continue
        for name, number in columns.items():
            if area.left <= number <= area.right:
                covered = masks.setdefault(name, np.zeros(len(rows), dtype=bool))
                starts_here = number == area.left and rows[first] == area.top
                covered[first + starts_here : end] = True
    return masks


def _hidden(place: LogLocation, grid: Grid, rows: npt.NDArray[np.int64]) -> Iterator[Problem]:
    hidden = rows[np.isin(rows, grid.hidden_rows)]
    if len(hidden):
        message = f"{pluralize(len(hidden), 'line of the log is', 'lines of the log are')} hidden or filtered out"
        cell, fix = (int(hidden[0]), place.left), "Nothing to do: they are read anyway."
        yield _problem("hidden-rows", place, cell, None, str(len(hidden)), message, fix)


def _struck_out(place: LogLocation, grid: Grid, rows: npt.NDArray[np.int64], template: Template) -> Iterator[Problem]:
    """Yield the lines whose Item is struck out by its format, and the struck-out cells of other lines."""
    if not grid.struck:
        return
    item = place.columns.get(template.roles.item)
    for row, struck in grid.struck_in(rows, {*place.columns.values(), *place.extra}).items():
        cell = (row, item if item in struck else struck[0])
        cell_names = name_cells((row, number) for number in struck)
        if item in struck:
            message = f"the line is struck out ({cell_names}), and it is read anyway"
            fix = f"Set {template.status.title}, or take the line away, if it no longer applies."
        else:
            message = f"what is in {cell_names} is struck out, and it is read anyway"
            fix = "Clear what no longer applies."
        yield _problem("struck-out", place, cell, place.headings.get(cell[1]), "", message, fix)


def _problem(
    code: str, place: LogLocation, cell: tuple[int, int] | None, column: str | None, value: str, message: str, fix: str
) -> Problem:
    return Problem.at(code, place.sheet.name, cell, column, value, message, fix)
