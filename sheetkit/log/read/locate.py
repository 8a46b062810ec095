"""Find the log in a workbook: by its table, its stamp or its headings, wherever it stands."""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np

from sheetkit.errors import NoLogError, UnreadableError
from sheetkit.log.read.extent import columns_apart, find_totals_row, other_tables
from sheetkit.log.read.stamp import STAMP_SHEET, choose_template
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells, Grid
from sheetkit.ooxml.reader.workbook import SheetInfo, TableInfo, Workbook, open_workbook
from sheetkit.ooxml.references import parse_range
from sheetkit.template.model import Template
from sheetkit.text import closest_match, heading_key, natural_list

_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")  # "Handed off (date)" means Handed off
_ROWS_SEARCHED = 200  # a heading row lies near the top, even under a title page
_MAX_GAP = 2  # a heading so many columns away, past one empty column, still belongs to the log
_MIN_HEADINGS = 3  # headings that make a row a heading row
_MAX_HEADING_LENGTH = 1_000  # letters of a text that may be a heading
_MAX_COMPARED = 2_000  # texts among which the nearest headings are looked for, in a workbook without a log
_MAX_SHEETS_NAMED = 8
_Rows = dict[int, dict[int, str]]  # row -> column -> text
_MAX_MERGED_ROWS = 5  # rows of a heading that is merged downwards


@dataclass(frozen=True)
class LogLocation:
    """Where the log stands: rows and columns counted from 1.

    `columns` maps the template's names to columns, `extra` maps other columns to their headings,
    `doubled` lists columns whose heading had been seen before. `last_row` is the last one that may hold
    a hand-off; a `totals_row` above it holds none, nor do the other `tables` of the sheet. Columns that are `apart`,
    past an empty one, make no row a hand-off by themselves. `others` names sheets that look like logs too.
    """

    sheet: SheetInfo
    heading_row: int
    columns: dict[str, int]
    headings: dict[int, str]
    extra: dict[int, str]
    doubled: dict[int, str]
    last_row: int
    totals_row: int | None = None
    tables: tuple[TableInfo, ...] = ()
    apart: frozenset[int] = frozenset()
    others: tuple[str, ...] = ()

    @property
    def table(self) -> TableInfo | None:
        """The real table that begins with the log's headings, if there is one."""
        tops = (table for table in self.sheet.tables if table.area.top == self.heading_row)
        return next((table for table in tops if table not in self.tables), None)

    def skipped_rows(self) -> frozenset[int]:
        """Return the rows below the headings that hold no hand-off, whatever stands in them."""
        left, right = min(self.columns.values()), max(self.columns.values())
        below = [t.area for t in self.tables if t.area.top > self.heading_row and t.area.left <= right]
        rows = {row for area in below if area.right >= left for row in range(area.top, area.bottom + 1)}
        return frozenset(rows | ({self.totals_row} if self.totals_row else set()))


@dataclass(frozen=True)
class _Candidate:
    place: LogLocation
    is_named_table: bool
    required: int

    @property
    def rank(self) -> tuple[bool, int, int, bool]:
        return self.is_named_table, self.required, len(self.place.columns), not self.place.sheet.hidden


def locate_log(workbook: Workbook, template: Template, only: str | None = None) -> LogLocation:
    """Return where the log stands, on the sheet `only` where it is named.

    Raises UnreadableError that names the sheets and the nearest headings.
    """
    sheets = [sheet for sheet in workbook.sheets if sheet.name != STAMP_SHEET and only in (None, sheet.name)]
    found = [one for sheet in sheets for one in _candidates(sheet, _top(workbook, sheet, template), template)]
    if not found:
        raise NoLogError(_no_log_message(workbook, template))
    sheet = max(found, key=lambda one: one.rank).place.sheet
    others = dict.fromkeys(one.place.sheet.name for one in found if one.place.sheet.name != sheet.name)
    best = max(_candidates(sheet, workbook.grid(sheet), template), key=lambda one: one.rank).place
    return replace(best, others=tuple(others))


def _top(workbook: Workbook, sheet: SheetInfo, template: Template) -> Grid:
    """Return the cells among which the headings are looked for: all of them where a table says that they are a log."""
    tables = sheet.tables
    named = any(table.name.lower() == template.table.lower() or table.area.top > _ROWS_SEARCHED for table in tables)
    return workbook.grid(sheet) if named else workbook.head(sheet, _ROWS_SEARCHED)


def is_log(path: Path) -> bool:
    """Return whether a file is a workbook with a log in it."""
    try:
        with open_workbook(path) as workbook:
            locate_log(workbook, choose_template(workbook).template)
    except UnreadableError:
        return False
    return True


def _candidates(sheet: SheetInfo, grid: Grid, template: Template) -> Iterator[_Candidate]:
    required = [column.name for column in template.columns if column.required]
    cells = list(_heading_cells(grid, sheet))
    known = Counter(row for _, text, places in cells if _column_meant(text, template) for row in places)
    tops = {table.area.top for table in sheet.tables}
    over_two = {row for row in known if known[row - 1] and known[row - 1] + known[row] >= len(required)}
    enough = {row for row in known if known[row] >= _MIN_HEADINGS or row in tops}
    rows = _by_row(cells, enough | over_two | {row - 1 for row in over_two})
    yield from _two_row_candidates(sheet, grid, template, rows)
    for row, texts in rows.items():
        table = next((table for table in sheet.tables if table.area.top == row), None)
        named = table is not None and table.name.lower() == template.table.lower()
        if known[row] < (1 if named else _MIN_HEADINGS):
            continue
        place = _place(sheet, grid, template, row, texts, table)
        if len(place.columns) >= _MIN_HEADINGS or (named and place.columns):
            yield _Candidate(place, named, sum(name in place.columns for name in required))


def _two_row_candidates(sheet: SheetInfo, grid: Grid, template: Template, rows: _Rows) -> Iterator[_Candidate]:
    """Yield the log whose headings stand in two rows, where only both together hold what every line needs."""
    required = {column.name for column in template.columns if column.required}
    named = {row: set(assign_headings(texts, template)[0]) for row, texts in rows.items()}
    lacking = {row for row, names in named.items() if not required <= names}
    for row in lacking & {above + 1 for above in lacking}:
        if not required <= named[row - 1] | named[row]:
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
            if heading_key(text):
                yield column, text, of_text
    for area in filter(None, map(parse_range, grid.merges)):
        if area.top > _ROWS_SEARCHED or not 0 < area.bottom - area.top < _MAX_MERGED_ROWS:
            continue
        cells = grid.columns.get(area.left, ColumnCells())
        found = cells.at(area.top)
        if found and found[0] == CellKind.TEXT and heading_key(text := str(found[1])[:_MAX_HEADING_LENGTH]):
            yield area.left, text, [row for row in range(area.top + 1, area.bottom + 1) if not cells.at(row)]


def _place(
    sheet: SheetInfo, grid: Grid, template: Template, row: int, texts: dict[int, str], table: TableInfo | None
) -> LogLocation:
    columns, doubled = assign_headings(texts, template)
    others = {column: text for column, text in texts.items() if column not in columns.values()}
    extra = _near(sorted(columns.values()), others, table)
    headings = {column: " ".join(text.split()) for column, text in texts.items()}
    last = max((cells.last_row for cells in grid.columns.values()), default=row)
    place = LogLocation(sheet, row, columns, headings, extra, {c: t for c, t in doubled.items() if c in extra}, last)
    return without_neighbours(place, grid) if columns else place


def without_neighbours(place: LogLocation, grid: Grid) -> LogLocation:
    """Return the place without what stands in the same sheet and is no part of the log."""
    known = {number: place.headings[number] for number in place.columns.values()}
    tables = other_tables(place.sheet.tables, grid, place.heading_row, known)
    place = replace(place, tables=tables)
    beside = [t.area for t in tables if t.area.top <= place.heading_row <= t.area.bottom]
    extra = {n: text for n, text in place.extra.items() if not any(a.left <= n <= a.right for a in beside)}
    areas = [place.table.area] if place.table else []
    left, right = min([*known, *(area.left for area in areas)]), max([*known, *(area.right for area in areas)])
    far = columns_apart(grid, left, right, extra)
    totals = find_totals_row(grid, {*known, *extra} - far, place.heading_row)
    if place.table is not None and place.table.totals:
        totals = place.table.area.bottom
    return replace(place, extra=extra, apart=far, totals_row=totals)


def assign_headings(texts: dict[int, str], template: Template) -> tuple[dict[str, int], dict[int, str]]:
    """Return which column means what, and the headings that mean the same as one before.

    A column's own title counts before anyone's alias: beside "Handed to", "Owner" is a column of one's own.
    """
    columns: dict[str, int] = {}
    doubled: dict[int, str] = {}
    meant = {number: found for number, text in texts.items() if (found := _column_meant(text, template))}
    for number, (name, is_title) in meant.items():
        if is_title and columns.setdefault(name, number) != number:
            doubled[number] = texts[number]
    titled = set(columns)
    for number, (name, is_title) in meant.items():
        if not is_title and name not in titled and columns.setdefault(name, number) != number:
            doubled[number] = texts[number]
    return columns, doubled


def _column_meant(text: str, template: Template) -> tuple[str, bool] | None:
    """Return which column a heading means, and whether by its title."""
    found = template.spellings.get(heading_key(text))
    if found is None and text.rstrip().endswith(")"):
        found = template.spellings.get(heading_key(_IN_BRACKETS.sub("", text)))
        return (found[0], False) if found else None
    return found


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


def _no_log_message(workbook: Workbook, template: Template) -> str:
    shown = [repr(sheet.name) for sheet in workbook.sheets if sheet.name != STAMP_SHEET]
    if len(shown) > _MAX_SHEETS_NAMED + 1:
        shown = [*shown[:_MAX_SHEETS_NAMED], f"{len(shown) - _MAX_SHEETS_NAMED:,} more"]
    required = [column for column in template.columns if column.required]
    wanted = [column.title for column in required]
    texts = list(islice(_short_texts(workbook), _MAX_COMPARED))
    known = {heading_key(title): column.title for column in required for title in (column.title, *column.aliases)}
    there = [text for text in texts if heading_key(text) in known]
    near = [f"{text!r} for {found!r}" for text in texts if text not in there and (found := closest_match(text, wanted))]
    said = f" The nearest headings are {natural_list(near[:3])}." if near else ""
    if there:
        means = [
            repr(text) + (f" (for {known[heading_key(text)]!r})" if known[heading_key(text)] != text else "")
            for text in there
        ]
        said = f" There is only {natural_list(means[:_MAX_SHEETS_NAMED])}, which is not enough to tell.{said}"
    return (
        f"{workbook.package.name} has no sheet with a log: in the sheet{'s' * (len(shown) != 1)} "
        f"{natural_list(shown)} no row "
        f"holds headings such as {natural_list(repr(title) for title in wanted)}.{said} The command `new` makes a log."
    )


def _short_texts(workbook: Workbook) -> Iterator[str]:
    """Yield every different text that may be meant for a heading."""
    seen: set[str] = set()
    for sheet in workbook.sheets:
        for _, text, _ in _heading_cells(workbook.head(sheet, _ROWS_SEARCHED), sheet):
            shown = " ".join(text.split())
            if len(shown) <= 60 and shown not in seen:
                seen.add(shown)
                yield shown
