"""Adopt a list that somebody kept before: find it, match its headings, and carry its lines into a new log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sheetkit.errors import SheetkitError, UnreadableError
from sheetkit.log.carry.cells import (
    SPARE_ROWS,
    CarriedContents,
    ListSource,
    NotCarried,
    carry_cells,
    consecutive_rows,
    extra_titles,
    note_remaining_cells,
)
from sheetkit.log.carry.match_headings import HeadingMap, Match, MatchedBy, match_headings
from sheetkit.log.create.contents import Contents
from sheetkit.log.read.column_values import DateSettings, format_cell
from sheetkit.log.read.csv_file import SUFFIXES, read_csv
from sheetkit.log.read.locate import LogLocation, heading_rows, without_neighbours
from sheetkit.log.read.settings import read_date_order
from sheetkit.log.read.stamp import STAMP_SHEET
from sheetkit.log.read_log import filled_rows, repeated_headings
from sheetkit.ooxml.reader.cells import ColumnCells, Grid
from sheetkit.ooxml.reader.workbook import SheetInfo, open_workbook
from sheetkit.template.model import Template
from sheetkit.text import did_you_mean, heading_key, natural_list, quote


@dataclass(frozen=True)
class FoundList:
    """A list as it was found: where its headings stand, and what each of them means."""

    path: Path
    about: str
    sheet: SheetInfo
    grid: Grid
    heading_row: int
    matches: tuple[Match, ...]
    dates: DateSettings
    others: tuple[str, ...] = ()

    @property
    def guesses(self) -> tuple[Match, ...]:
        """The columns that were matched by likeness alone."""
        return tuple(one for one in self.matches if one.how is MatchedBy.GUESS)

    def without_guesses(self) -> "FoundList":
        """Return the list with those columns as its own."""
        plain = (
            replace(one, name=None, how=MatchedBy.NONE) if one.how is MatchedBy.GUESS else one for one in self.matches
        )
        return replace(self, matches=tuple(plain))


def find_list(
    path: Path, template: Template, maps: Sequence[HeadingMap] = (), date_order: str | None = None
) -> FoundList:
    """Return the list in a workbook or a text file, which is opened for reading alone.

    Raises UnreadableError or SheetkitError, one sentence, when there is none, or no heading that `maps` name.
    """
    if _is_text(path):
        text = read_csv(path)
        sheet = SheetInfo(path.stem, "", hidden=False, tables=())
        return _found(path, text.about, {sheet.name: (sheet, text.grid)}, template, maps, DateSettings(date_order))
    with open_workbook(path) as workbook:
        sheets = {s.name: (s, workbook.grid(s)) for s in workbook.sheets if s.name != STAMP_SHEET}
        dates = DateSettings(date_order or read_date_order(workbook), workbook.epoch)
        return _found(path, "", sheets, template, maps, dates)


def _is_text(path: Path) -> bool:
    """Return whether a file is to be read as a text list: its name says so, and it is no workbook all the same."""
    if path.suffix.lower() not in SUFFIXES or not path.is_file():
        return False
    with path.open("rb") as stream:
        return not stream.read(4).startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"))


def _found(
    path: Path,
    about: str,
    sheets: Mapping[str, tuple[SheetInfo, Grid]],
    template: Template,
    maps: Sequence[HeadingMap],
    dates: DateSettings,
) -> FoundList:
    best: tuple[tuple[int, bool, int], SheetInfo, int] | None = None
    for sheet, grid in sheets.values():
        for row, texts in heading_rows(grid, sheet).items():
            found = match_headings(texts, template, maps)
            weights = {MatchedBy.MAP: 3, MatchedBy.TITLE: 3, MatchedBy.GUESS: 2}
            rank = (sum(weights.get(one.how, 0) for one in found), not sheet.hidden, -row)
            if rank[0] >= 3 and (best is None or rank > best[0]):
                best = rank, sheet, row
    if best is None:
        raise UnreadableError(_no_headings_message(path, sheets, template))
    _, sheet, row = best
    grid = sheets[sheet.name][1]
    texts = {
        number: format_cell(*cell)
        for number, cells in sorted(grid.columns.items())
        if (cell := cells.at(row)) is not None and heading_key(format_cell(*cell))
    }
    for one in maps:
        if heading_key(one.heading) not in {heading_key(text) for text in texts.values()}:
            near = did_you_mean(one.heading, texts.values())
            raise SheetkitError(f"--map: the list has no heading {quote(one.heading)}{near}.")
    others = tuple(name for name, (_, other) in sheets.items() if name != sheet.name and other.columns)
    matches = _without_live_columns(match_headings(texts, template, maps), grid, row, template)
    return FoundList(path, about, sheet, grid, row, matches, dates, others)


def _no_headings_message(path: Path, sheets: Mapping[str, tuple[SheetInfo, Grid]], template: Template) -> str:
    wanted = natural_list([repr(column.title) for column in template.columns if column.required], "or")
    first = next((texts for sheet, grid in sheets.values() for texts in heading_rows(grid, sheet).values()), {})
    shown = natural_list([quote(text) for text in list(first.values())[:6]])
    said = f" Its first row says {shown}." if shown else ""
    return (
        f"{path.name!r} has no row of headings that sheetkit knows, such as {wanted}.{said} "
        'Say what one means with --map "Their heading=item".'
    )


def carry_list(found: FoundList, template: Template) -> CarriedContents:
    """Return what goes into the new log: every line of the list, every column, and what could not be carried."""
    names = {one.name: one.number for one in found.matches if one.name and one.how is not MatchedBy.LIVE}
    computed = {one.number for one in found.matches if one.how is MatchedBy.LIVE}
    own = {one.number: one.heading for one in found.matches if one.name is None}
    headings = {one.number: one.heading for one in found.matches}
    last = max((cells.last_row for cells in found.grid.columns.values()), default=found.heading_row)
    known = {**names, **{f"({number})": number for number in computed}}
    place = without_neighbours(LogLocation(found.sheet, found.heading_row, known, headings, own, {}, last), found.grid)
    again = repeated_headings(found.grid, place)
    rows = filled_rows(found.grid, place, template, again)
    source = ListSource(
        place,
        found.grid,
        names,
        extra_titles(place.extra, template),
        consecutive_rows(rows),
        found.dates,
        read_texts=True,
    )
    left = NotCarried()
    columns, extra = carry_cells(source, template, left)
    note_remaining_cells(source, left, again, lone_ids=True)
    said = left.lines()
    if found.others:
        said.append(f"Other sheets stay where they are: {natural_list([quote(name) for name in found.others])}.")
    contents = Contents(columns, extra, date_order=found.dates.order)
    return CarriedContents(contents, len(rows), max(template.rows, len(rows) + SPARE_ROWS), tuple(said))


def _without_live_columns(
    matches: Sequence[Match], grid: Grid, heading_row: int, template: Template
) -> tuple[Match, ...]:
    """Return the matches, with what is headed like a live column left out where it holds formulas alone, else kept."""
    result = []
    for one in matches:
        if one.name and template.by_name[one.name].is_live:
            cells = grid.columns.get(one.number, ColumnCells())
            formulas = all(row in cells.calculated for row in cells.rows if row > heading_row)
            result.append(replace(one, how=MatchedBy.LIVE) if formulas else replace(one, name=None, how=MatchedBy.NONE))
        else:
            result.append(one)
    return tuple(result)
