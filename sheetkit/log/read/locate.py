"""Find the log in a workbook: by its table, its stamp or its headings, wherever it stands."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sheetkit.errors import NoLogError, UnreadableError
from sheetkit.log.read.extent import without_neighbours
from sheetkit.log.read.headings import (
    MAX_KNOWN_LENGTH,
    assign_headings,
    foreign_choices,
    is_known_heading,
    plain_heading_test,
    split_lists,
)
from sheetkit.log.read.label_rows import find_label_rows
from sheetkit.log.read.location import LogLocation, OtherList
from sheetkit.log.read.no_log import MAX_HEADINGS, no_log_message, no_sheet_message, too_wide_message
from sheetkit.log.read.other_lists import continues, find_other_list
from sheetkit.log.read.stamp import STAMP_SHEET, choose_template
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells, Grid
from sheetkit.ooxml.reader.workbook import SheetInfo, TableInfo, Workbook, open_workbook
from sheetkit.ooxml.references import CellRange, parse_range
from sheetkit.template.model import Template
from sheetkit.text import heading_key, match_key, readable

_ROWS_SEARCHED = 200  # a heading row lies near the top, even under a title page
_MAX_GAP = 2  # a heading so many columns away, past one empty column, still belongs to the log
_MIN_HEADINGS = 3  # headings that make a row a heading row
_MAX_HEADING_LENGTH = 1_000  # letters of a text that may be a heading
_MAX_LISTS = 200  # rows of headings that are looked at, those beside each other counted one by one
_MAX_LATER_ROWS = 50  # heading rows far down a sheet that are looked at
_Rows = dict[int, dict[int, str]]  # row -> column -> text
_MAX_MERGED_ROWS = 5  # rows of a heading that is merged downwards


class _Candidate(NamedTuple):
    place: LogLocation
    is_named_table: bool
    required: int

    @property
    def rank(self) -> tuple[bool, int, int, bool]:
        return self.is_named_table, self.required, len(self.place.columns), not self.place.sheet.hidden


def locate_log(workbook: Workbook, template: Template, only: str | None = None) -> LogLocation:
    """Return where the log stands, on the sheet `only` where it is named, and which other lists there are.

    Raises UnreadableError that names the sheets and the nearest headings.
    """
    file = workbook.package.path.name
    sheets = sheets_named(workbook, only)
    tops = [_top(workbook, sheet, template) for sheet in sheets]
    by_sheet = [[*_candidates(sheet, top, template, file)] for sheet, top in zip(sheets, tops, strict=True)]
    candidates = [*chain.from_iterable(by_sheet)]
    if not candidates:
        raise NoLogError(no_log_message(workbook.package.path, _heads(workbook, sheets), template))
    sheet = max(candidates, key=lambda candidate: candidate.rank).place.sheet
    grid = workbook.grid(sheet)
    known = (
        by_sheet[sheets.index(sheet)] if any(top is grid for top in tops) else _candidates(sheet, grid, template, file)
    )
    of_sheet = [*known, *_later_candidates(sheet, grid, template, file)]
    place = max(of_sheet, key=lambda candidate: candidate.rank).place
    place = _without_foreign_choices(place, grid, template)
    place = _with_other_lists(place, [candidate.place for candidate in of_sheet], grid, template)
    other_sheets = []
    for other in sheets:
        of_other = [candidate for candidate in candidates if candidate.place.sheet is other]
        if other is not sheet and of_other:
            first = max(of_other, key=lambda candidate: candidate.rank).place
            other_sheets.append(find_other_list(first, workbook.grid(other), template))
    return replace(place, other_sheets=tuple(filter(None, other_sheets)))


def _without_foreign_choices(place: LogLocation, grid: Grid, template: Template) -> LogLocation:
    """Return the place with choice columns that hold none of their choices as extra columns."""
    sentences = foreign_choices(place.columns, place.headings, grid, place.heading_row, template)
    if not sentences or len(place.columns) == len(sentences):
        return place
    numbers = {place.columns[name]: sentence for name, sentence in sentences.items()}
    columns = {name: number for name, number in place.columns.items() if name not in sentences}
    extra = {**place.extra, **{number: place.headings[number] for number in numbers}}
    decisions = {**place.decisions, **numbers}
    return replace(place, columns=columns, extra=dict(sorted(extra.items())), decisions=decisions)


def sheets_named(workbook: Workbook, only: str | None) -> list[SheetInfo]:
    """Return the sheets in which a list is looked for: all but the stamp, or the one named `only`.

    Raises UnreadableError where there is no sheet of that name.
    """
    sheets = [sheet for sheet in workbook.sheets if sheet.name != STAMP_SHEET]
    if only is None:
        return sheets
    matching = [sheet for sheet in sheets if match_key(sheet.name) == match_key(only)]
    if not matching:
        names = [sheet.name for sheet in sheets]
        raise UnreadableError(no_sheet_message(workbook.package.name, only, names))
    return [next((sheet for sheet in matching if sheet.name == only), matching[0])]


def with_other_lists(place: LogLocation, grid: Grid, template: Template, file: str) -> LogLocation:
    """Return the place in a file with the other lists of its sheet, and with its rows of labels and sums."""
    sheet = place.sheet
    places = [*_candidates(sheet, grid, template, file), *_later_candidates(sheet, grid, template, file)]
    return _with_other_lists(place, [candidate.place for candidate in places], grid, template)


def _with_other_lists(place: LogLocation, places: Iterable[LogLocation], grid: Grid, template: Template) -> LogLocation:
    """Return the place with the other lists of its sheet, among `places`, and with its rows of labels and sums."""
    others = [
        other
        for other in sorted(places, key=lambda other: (other.heading_row, other.left))
        if other.heading_row != place.heading_row or not _overlap(other, place)
    ]
    again = frozenset(other.heading_row for other in others if continues(other, place))
    tops = sorted({place.heading_row, *(other.heading_row for other in others)} - again)
    second_lists: list[OtherList] = []
    for other in others:
        if other.heading_row in again:
            continue
        below = [top for top in tops if top > other.heading_row]
        last_row = below[0] - 1 if below else None
        second_list = find_other_list(other, grid, template, last_row, place if _overlap(other, place) else None)
        if second_list is not None and not any(
            known.area.contains(second_list.area.top, second_list.area.left) for known in second_lists
        ):
            second_lists.append(second_list)
    place = replace(place, heading_rows_again=again, second_lists=tuple(second_lists))
    return replace(place, label_rows=find_label_rows(grid, place, template))


def _overlap(location: LogLocation, other: LogLocation) -> bool:
    """Return whether two lists have columns of the sheet in common."""
    return location.left <= other.right and location.right >= other.left


def _heads(workbook: Workbook, sheets: Iterable[SheetInfo]) -> dict[str, _Rows]:
    """Return the rows that may hold headings, by the sheet's name."""
    return {sheet.name: heading_rows(workbook.head(sheet, _ROWS_SEARCHED), sheet) for sheet in sheets}


def _top(workbook: Workbook, sheet: SheetInfo, template: Template) -> Grid:
    """Return the cells among which the headings are looked for: all of them where a table says that they are a log."""
    tables = sheet.tables
    has_log_table = any(
        table.name.lower() == template.table.lower() or table.area.top > _ROWS_SEARCHED for table in tables
    )
    return workbook.grid(sheet) if has_log_table else workbook.head(sheet, _ROWS_SEARCHED)


def is_log(path: Path) -> bool:
    """Return whether a file is a workbook with a log in it."""
    try:
        with open_workbook(path) as workbook:
            locate_log(workbook, choose_template(workbook).template)
    except UnreadableError:
        return False
    return True


def _candidates(sheet: SheetInfo, grid: Grid, template: Template, file: str) -> Iterator[_Candidate]:
    required = [column.name for column in template.columns if column.required]
    cells = list(_heading_cells(grid, sheet))
    known = Counter(row for _, text, places in cells if is_known_heading(text, template) for row in places)
    tops = {table.area.top for table in sheet.tables}
    over_two = {row for row in known if known[row - 1] and known[row - 1] + known[row] >= len(required)}
    enough = {row for row in known if known[row] >= _MIN_HEADINGS or row in tops}
    rows = _by_row(cells, enough | over_two | {row - 1 for row in over_two})
    yield from _two_row_candidates(sheet, grid, template, rows)
    lists = (
        (row, part) for row, texts in rows.items() for part in split_lists(texts, template, _tables_at(sheet, row))
    )
    for row, part in islice(lists, _MAX_LISTS):
        yield from _row_candidates(sheet, grid, template, row, part, file)


def _tables_at(sheet: SheetInfo, row: int) -> list[CellRange]:
    """Return the areas of the tables whose headings stand in a row."""
    return [table.area for table in sheet.tables if table.area.top == row]


def _row_candidates(
    sheet: SheetInfo, grid: Grid, template: Template, row: int, texts: dict[int, str], file: str
) -> Iterator[_Candidate]:
    """Yield the list whose headings are `texts`, if they are enough for one."""
    required = [column.name for column in template.columns if column.required]
    tables = [table for table in sheet.tables if table.area.top == row]
    table = next((table for table in tables if any(table.area.contains(row, number) for number in texts)), None)
    is_log_table = table is not None and table.name.lower() == template.table.lower()
    known = sum(is_known_heading(text, template) for text in texts.values())
    if known < (1 if is_log_table else _MIN_HEADINGS):
        return
    if len(texts) > MAX_HEADINGS:
        raise UnreadableError(too_wide_message(file, sheet.name, row, len(texts)))
    place = _place(sheet, grid, template, row, texts, table)
    if len(place.columns) >= _MIN_HEADINGS or (is_log_table and place.columns):
        yield _Candidate(place, is_log_table, sum(name in place.columns for name in required))


def _later_candidates(sheet: SheetInfo, grid: Grid, template: Template, file: str) -> Iterator[_Candidate]:
    """Yield the lists whose headings stand further down than a log's do."""
    is_heading = plain_heading_test(template)
    known: Counter[int] = Counter()
    for cells in grid.columns.values():
        if cells.last_row > _ROWS_SEARCHED:
            known.update(cells.row_array[cells.where_text(is_heading) & (cells.row_array > _ROWS_SEARCHED)].tolist())
    tops = {table.area.top for table in sheet.tables}
    rows = sorted(row for row, times in known.items() if times >= _MIN_HEADINGS and row not in tops)
    lists = (
        (row, part) for row in rows[:_MAX_LATER_ROWS] for part in split_lists(_possible_headings(grid, row), template)
    )
    for row, part in islice(lists, _MAX_LISTS):
        yield from _row_candidates(sheet, grid, template, row, part, file)


def _possible_headings(grid: Grid, row: int) -> dict[int, str]:
    """Return the texts of a row that are no longer than headings are, by column."""
    cells = {number: cells.at(row) for number, cells in sorted(grid.columns.items())}
    texts = {number: str(cell[1]) for number, cell in cells.items() if cell and cell[0] == CellKind.TEXT}
    return {number: text for number, text in texts.items() if len(text) <= MAX_KNOWN_LENGTH}


def _two_row_candidates(sheet: SheetInfo, grid: Grid, template: Template, rows: _Rows) -> Iterator[_Candidate]:
    """Yield the log whose headings stand in two rows, where only both together hold what every line needs."""
    required = {column.name for column in template.columns if column.required}
    columns_of_row = {row: set(assign_headings(texts, template).columns) for row, texts in rows.items()}
    lacking = {row for row, names in columns_of_row.items() if not required <= names}
    for row in lacking & {above + 1 for above in lacking}:
        if not required <= columns_of_row[row - 1] | columns_of_row[row]:
            continue
        place = _place(sheet, grid, template, row, dict(sorted({**rows[row - 1], **rows[row]}.items())), None)
        if required <= set(place.columns):
            yield _Candidate(place, False, len(required))


def heading_rows(grid: Grid, sheet: SheetInfo) -> _Rows:
    """Return the texts of all rows that may hold the headings: row -> column -> text."""
    return _by_row(_heading_cells(grid, sheet))


def _by_row(cells: Iterable[tuple[int, str, list[int]]], wanted: Container[int] | None = None) -> _Rows:
    rows: _Rows = {}
    for column, text, places in cells:
        for row in places:
            if wanted is None or row in wanted:
                rows.setdefault(row, {})[column] = text
    return {row: dict(sorted(rows[row].items())) for row in sorted(rows)}


def _heading_cells(grid: Grid, sheet: SheetInfo) -> Iterator[tuple[int, str, list[int]]]:
    """Yield every different text of a column that may be a heading, with the rows in which it stands.

    One that is merged downwards, as it is beside a heading over two columns, stands in each of its rows.
    """
    tops = [table.area.top for table in sheet.tables]
    for column, cells in grid.columns.items():
        looked = (cells.row_array <= _ROWS_SEARCHED) | np.isin(cells.row_array, tops)
        places = np.flatnonzero(looked & (cells.kind_array == CellKind.TEXT))
        rows: dict[float, list[int]] = {}
        for row, number in zip(cells.row_array[places].tolist(), cells.numbers[places].tolist(), strict=True):
            rows.setdefault(number, []).append(row)
        for number, of_text in rows.items():
            text = cells.texts[int(number)][:_MAX_HEADING_LENGTH]
            if text[:1].isalnum() or heading_key(text):
                yield column, text, of_text
    for area in filter(None, map(parse_range, grid.merges)):
        if area.top > _ROWS_SEARCHED or not 0 < area.bottom - area.top < _MAX_MERGED_ROWS:
            continue
        cells = grid.columns.get(area.left, ColumnCells())
        cell = cells.at(area.top)
        if cell and cell[0] == CellKind.TEXT and heading_key(text := str(cell[1])[:_MAX_HEADING_LENGTH]):
            yield area.left, text, [row for row in range(area.top + 1, area.bottom + 1) if not cells.at(row)]


def _place(
    sheet: SheetInfo, grid: Grid, template: Template, row: int, texts: dict[int, str], table: TableInfo | None
) -> LogLocation:
    assigned = assign_headings(texts, template)
    columns = assigned.columns
    others = {column: text for column, text in texts.items() if column not in columns.values()}
    extra = _near(sorted(columns.values()), others, table)
    headings = {column: " ".join(readable(text).split()) for column, text in texts.items()}
    hidden = {number: text for number, text in texts.items() if readable(text) != text}
    doubled = {number: text for number, text in assigned.doubled.items() if number in extra}
    place = LogLocation(
        sheet,
        row,
        columns,
        headings,
        extra,
        doubled,
        max(row, grid.last_row),
        decisions=assigned.decisions,
        with_invisible=hidden,
    )
    return without_neighbours(place, grid) if columns else place


def _near(known: list[int], others: dict[int, str], table: TableInfo | None) -> dict[int, str]:
    """Return the other headings that belong to the log: between its columns or close beside them."""
    if not known:
        return {}
    left, right = known[0], known[-1]
    if table is not None:
        left, right = min(left, table.area.left), max(right, table.area.right)
    for number in sorted((n for n in others if n < left), reverse=True):
        left = number if left - number <= _MAX_GAP else left
    for number in sorted(n for n in others if n > right):
        right = number if number - right <= _MAX_GAP else right
    return {column: text for column, text in others.items() if left <= column <= right}
