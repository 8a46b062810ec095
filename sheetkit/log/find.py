"""Find the log in a workbook: by its table, its stamp or its headings, wherever it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sheetkit.errors import UnreadableError
from sheetkit.log.stamp import STAMP_SHEET, choose_template
from sheetkit.template.model import Template
from sheetkit.words import heading, join, nearest
from sheetkit.xlsx.cells import Grid, Kind
from sheetkit.xlsx.workbook import SheetInfo, TableArea, Workbook, open_workbook

_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")  # "Handed off (date)" means Handed off
_ROWS_SEARCHED = 200  # a heading row lies near the top, even under a title page
_GAP = 2  # a heading so many columns away, past one empty column, still belongs to the log
_ENOUGH = 3  # headings that make a row a heading row


@dataclass(frozen=True)
class Place:
    """Where the log stands: rows and columns counted from 1.

    `columns` maps the template's names to columns, `extra` maps other columns to their headings,
    `doubled` lists columns whose heading had been seen before. `last_row` is the last one that may hold
    a hand-off; a `totals_row` above it holds none. `others` names sheets that look like logs too.
    """

    sheet: SheetInfo
    heading_row: int
    columns: dict[str, int]
    headings: dict[int, str]
    extra: dict[int, str]
    doubled: dict[int, str]
    last_row: int
    totals_row: int | None
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Candidate:
    place: Place
    is_named_table: bool
    required: int

    @property
    def rank(self) -> tuple[bool, int, int, bool]:
        return self.is_named_table, self.required, len(self.place.columns), not self.place.sheet.hidden


def find_log(workbook: Workbook, template: Template) -> Place:
    """Return where the log stands. Raises UnreadableError that names the sheets and the nearest headings."""
    candidates = [
        candidate
        for sheet in workbook.sheets
        if sheet.name != STAMP_SHEET
        for candidate in _candidates(sheet, workbook.grid(sheet), template)
    ]
    if not candidates:
        raise UnreadableError(_not_found(workbook, template))
    best = max(candidates, key=lambda candidate: candidate.rank).place
    others = dict.fromkeys(c.place.sheet.name for c in candidates if c.place.sheet.name != best.sheet.name)
    return replace(best, others=tuple(others))


def is_log(path: Path) -> bool:
    """Say whether a file is a workbook with a log in it."""
    try:
        with open_workbook(path) as workbook:
            find_log(workbook, choose_template(workbook).template)
    except UnreadableError:
        return False
    return True


def _candidates(sheet: SheetInfo, grid: Grid, template: Template) -> Iterator[_Candidate]:
    required = [column.name for column in template.columns if column.required]
    for row, texts in heading_rows(grid, sheet).items():
        table = next((table for table in sheet.tables if table.area.top == row), None)
        place = _place(sheet, grid, template, row, texts, table)
        named = table is not None and table.name.lower() == template.table.lower()
        if len(place.columns) >= _ENOUGH or (named and place.columns):
            yield _Candidate(place, named, sum(name in place.columns for name in required))


def heading_rows(grid: Grid, sheet: SheetInfo) -> dict[int, dict[int, str]]:
    """Return the texts of every row that may hold the headings: row -> column -> text."""
    tops = {table.area.top for table in sheet.tables}
    rows: dict[int, dict[int, str]] = {}
    for column, cells in sorted(grid.columns.items()):
        for row, kind, value in zip(cells.rows, cells.kinds, cells.values, strict=True):
            if row > _ROWS_SEARCHED and row not in tops:
                if not tops or row > max(tops):
                    break
                continue
            if kind == Kind.TEXT and heading(str(value)):
                rows.setdefault(row, {})[column] = str(value)
    return rows


def _place(
    sheet: SheetInfo, grid: Grid, template: Template, row: int, texts: dict[int, str], table: TableArea | None
) -> Place:
    columns, doubled = assigned(texts, template)
    others = {column: text for column, text in texts.items() if column not in columns.values()}
    extra = _near(sorted(columns.values()), others, table)
    last = max((cells.rows[-1] for cells in grid.columns.values() if cells.rows), default=row)
    totals = table.area.bottom if table is not None and table.totals else None
    headings = {column: " ".join(text.split()) for column, text in texts.items()}
    return Place(sheet, row, columns, headings, extra, {c: t for c, t in doubled.items() if c in extra}, last, totals)


def assigned(texts: dict[int, str], template: Template) -> tuple[dict[str, int], dict[int, str]]:
    """Return which column means what, and the headings that mean the same as one before.

    A column's own title counts before anyone's alias: beside "Handed to", "Owner" is a column of one's own.
    """
    columns: dict[str, int] = {}
    doubled: dict[int, str] = {}
    by_title = {heading(column.title): column.name for column in template.columns}
    for number, text in texts.items():
        name = by_title.get(heading(text))
        if name is not None and columns.setdefault(name, number) != number:
            doubled[number] = text
    titled = set(columns)
    for number, text in texts.items():
        if heading(text) in by_title:
            continue
        meant = {heading(text), heading(_IN_BRACKETS.sub("", text))}
        name = next((column.name for column in template.columns if meant & column.headings), None)
        if name is not None and name not in titled and columns.setdefault(name, number) != number:
            doubled[number] = text
    return columns, doubled


def _near(known: list[int], others: dict[int, str], table: TableArea | None) -> dict[int, str]:
    """Return the other headings that belong to the log: between its columns or close beside them."""
    if not known:
        return {}
    left, right = known[0], known[-1]
    if table is not None:
        left, right = min(left, table.area.left), max(right, table.area.right)
    for number in sorted((n for n in others if n < left), reverse=True):
        left = number if left - number <= _GAP else left
    for number in sorted(n for n in others if n > right):
        right = number if number - right <= _GAP else right
    return {column: text for column, text in others.items() if left <= column <= right}


def _not_found(workbook: Workbook, template: Template) -> str:
    shown = [sheet.name for sheet in workbook.sheets if sheet.name != STAMP_SHEET]
    wanted = [column.title for column in template.columns if column.required]
    near = []
    for sheet in workbook.sheets:
        for texts in heading_rows(workbook.grid(sheet), sheet).values():
            for text in texts.values():
                found = nearest(text, wanted) if len(text) <= 60 else None
                if found:
                    near.append(f"{' '.join(text.split())!r} for {found!r}")
    said = f" The nearest headings are {join(near[:3])}." if near else ""
    sheets = f"the sheet{'s' * (len(shown) != 1)} {join(repr(name) for name in shown[:8])}"
    return (
        f"{workbook.package.name} has no sheet with a log: in {sheets} no row holds headings such as "
        f"{join(repr(title) for title in wanted)}.{said} The command `new` makes a log."
    )
