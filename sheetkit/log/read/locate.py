"""Find the log in a workbook: by its table, its stamp or its headings, wherever it stands."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sheetkit.errors import NoLogError, UnreadableError
from sheetkit.log.read.extent import headings_near, without_neighbours
from sheetkit.log.read.heading_cells import (
    ROWS_SEARCHED,
    HeadingRows,
    by_row,
    heading_cells,
    heading_rows,
    is_table_of_log,
    lines_of_table,
    may_be_headings,
    texts_of_row,
)
from sheetkit.log.read.headings import (
    assign_headings,
    foreign_choices,
    is_known_heading,
    quick_heading_test,
    split_lists,
)
from sheetkit.log.read.label_rows import find_label_rows
from sheetkit.log.read.location import LogLocation, OtherList
from sheetkit.log.read.no_log import MAX_HEADINGS, no_log_message, no_sheet_message, too_wide_message
from sheetkit.log.read.other_lists import continues, find_other_list
from sheetkit.log.read.stamp import STAMP_SHEET, choose_template
from sheetkit.ooxml.reader.cells import CellKind, Grid
from sheetkit.ooxml.reader.workbook import SheetInfo, TableInfo, Workbook, open_workbook
from sheetkit.ooxml.references import CellRange
from sheetkit.ooxml.unique import unique_codes
from sheetkit.template.model import Template
from sheetkit.text import match_key, readable

_MIN_HEADINGS = 3  # headings that make a row a heading row
_MAX_LISTS = 200  # rows of headings that are looked at, those beside each other counted one by one
_MAX_LATER_ROWS = 50  # heading rows far down a sheet that are looked at


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


def _heads(workbook: Workbook, sheets: Iterable[SheetInfo]) -> dict[str, HeadingRows]:
    """Return the rows that may hold headings, by the sheet's name."""
    return {sheet.name: heading_rows(workbook.head(sheet, ROWS_SEARCHED), sheet) for sheet in sheets}


def _top(workbook: Workbook, sheet: SheetInfo, template: Template) -> Grid:
    """Return the cells among which the headings are looked for: all of them where a table says that they are a log."""
    needs_all = lines_of_table(sheet, template) or any(table.area.top > ROWS_SEARCHED for table in sheet.tables)
    return workbook.grid(sheet) if needs_all else workbook.head(sheet, ROWS_SEARCHED)


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
    cells = list(heading_cells(grid, sheet, lines_of_table(sheet, template)))
    known = Counter(row for _, text, places in cells if is_known_heading(text, template) for row in places)
    tops = {table.area.top for table in sheet.tables}
    over_two = {row for row in known if known[row - 1] and known[row - 1] + known[row] >= len(required)}
    enough = {row for row in known if known[row] >= _MIN_HEADINGS or row in tops}
    rows = by_row(cells, enough | over_two | {row - 1 for row in over_two})
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
    is_log_table = table is not None and is_table_of_log(table, template)
    known = sum(is_known_heading(text, template) for text in texts.values())
    if known < (1 if is_log_table else _MIN_HEADINGS):
        return
    if len(texts) > MAX_HEADINGS:
        raise UnreadableError(too_wide_message(file, sheet.name, row, len(texts)))
    place = _place(sheet, grid, template, row, texts, table)
    if len(place.columns) >= _MIN_HEADINGS or (is_log_table and place.columns):
        yield _Candidate(place, is_log_table, sum(name in place.columns for name in required))


def _later_candidates(sheet: SheetInfo, grid: Grid, template: Template, file: str) -> Iterator[_Candidate]:
    """Yield the lists whose headings stand further down than a log's do, or among the lines of its table."""
    is_heading = quick_heading_test(template)
    lines = lines_of_table(sheet, template)
    later = {
        number: (cells.kind_array == CellKind.TEXT) & ~may_be_headings(cells.row_array, number, sheet, lines)
        for number, cells in grid.columns.items()
    }
    known = np.zeros(grid.last_row + 1, dtype=np.int64)
    # The columns with the most different texts, of IDs and items, come last, and of them only texts in those rows are
    # tested in which there can still be enough headings.
    sizes = {n: len(unique_codes(grid.columns[n].numbers[mask].astype(np.int64))[0]) for n, mask in later.items()}
    for to_come, number in zip(range(len(sizes), 0, -1), sorted(sizes, key=sizes.__getitem__), strict=True):
        cells = grid.columns[number]
        tested = later[number] & (known[cells.row_array] + to_come >= _MIN_HEADINGS)
        texts, codes = cells.unique_texts(cells.numbers[tested])
        known[cells.row_array[tested]] += np.fromiter(map(is_heading, texts), np.int64, len(texts))[codes]
    enough = np.flatnonzero(known >= _MIN_HEADINGS)[:_MAX_LATER_ROWS].tolist()
    lists = ((row, part) for row in enough for part in split_lists(texts_of_row(grid, row), template))
    for row, part in islice(lists, _MAX_LISTS):
        yield from _row_candidates(sheet, grid, template, row, part, file)


def _two_row_candidates(sheet: SheetInfo, grid: Grid, template: Template, rows: HeadingRows) -> Iterator[_Candidate]:
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


def _place(
    sheet: SheetInfo, grid: Grid, template: Template, row: int, texts: dict[int, str], table: TableInfo | None
) -> LogLocation:
    assigned = assign_headings(texts, template)
    columns = assigned.columns
    others = {column: text for column, text in texts.items() if column not in columns.values()}
    extra = headings_near(sorted(columns.values()), others, table)
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
