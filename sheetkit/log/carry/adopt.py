"""Adopt an existing list: find it in its file, match its headings, and carry its lines over into a new log."""

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
    other_sheets_message,
)
from sheetkit.log.carry.match_headings import HeadingMap, Match, MatchedBy, match_headings
from sheetkit.log.create.contents import Contents
from sheetkit.log.read.column_values import DateSettings, format_cell
from sheetkit.log.read.csv_file import SUFFIXES, read_csv
from sheetkit.log.read.filled_rows import filled_rows, repeated_headings
from sheetkit.log.read.locate import LogLocation, heading_rows, without_neighbours
from sheetkit.log.read.settings import read_date_order
from sheetkit.log.read.stamp import STAMP_SHEET
from sheetkit.ooxml.reader.cells import ColumnCells, Grid
from sheetkit.ooxml.reader.workbook import SheetInfo, open_workbook
from sheetkit.template.model import Template
from sheetkit.text import did_you_mean, heading_key, natural_list, quote

_WEIGHTS = {MatchedBy.MAP: 3, MatchedBy.TITLE: 3, MatchedBy.GUESS: 2}  # of headings, to find the best row of them
_MIN_WEIGHT = 3  # a guess alone makes no row of headings


@dataclass(frozen=True)
class OldList:
    """An existing list: its cells, the row of its headings, and the column that each of them means.

    `about` describes how a text file was read; it is '' for a workbook. `other_sheets` are names of further sheets
    with cells in them.
    """

    path: Path
    about: str
    sheet: SheetInfo
    grid: Grid
    heading_row: int
    matches: tuple[Match, ...]
    date_settings: DateSettings
    other_sheets: tuple[str, ...] = ()

    @property
    def guesses(self) -> tuple[Match, ...]:
        """The columns whose heading is only similar to one that is known."""
        return tuple(match for match in self.matches if match.matched_by is MatchedBy.GUESS)

    def without_guesses(self) -> "OldList":
        """Return the list with its guesses as extra columns."""
        matches = (_unmatched(match) if match in self.guesses else match for match in self.matches)
        return replace(self, matches=tuple(matches))


def _unmatched(match: Match) -> Match:
    """Return a match that makes the column an extra one."""
    return replace(match, name=None, matched_by=MatchedBy.NONE)


def find_list(
    path: Path, template: Template, maps: Sequence[HeadingMap] = (), date_order: str | None = None
) -> OldList:
    """Return the list in a workbook or a text file, which is only read.

    Raises UnreadableError where the file holds no list, and SheetkitError where the list lacks a heading that `maps`
    names.
    """
    if _is_text_file(path):
        text = read_csv(path)
        sheet = SheetInfo(path.stem, "", hidden=False, tables=())
        return _locate(path, text.about, {sheet.name: (sheet, text.grid)}, template, maps, DateSettings(date_order))
    with open_workbook(path) as workbook:
        sheets = {s.name: (s, workbook.grid(s)) for s in workbook.sheets if s.name != STAMP_SHEET}
        date_settings = DateSettings(date_order or read_date_order(workbook), workbook.epoch)
        return _locate(path, "", sheets, template, maps, date_settings)


def _is_text_file(path: Path) -> bool:
    """Return whether a file is a text file by its suffix, and not a workbook or a PDF by its first bytes."""
    if path.suffix.lower() not in SUFFIXES or not path.is_file():
        return False
    with path.open("rb") as stream:
        return not stream.read(4).startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"))


def _locate(
    path: Path,
    about: str,
    sheets: Mapping[str, tuple[SheetInfo, Grid]],
    template: Template,
    maps: Sequence[HeadingMap],
    date_settings: DateSettings,
) -> OldList:
    """Return the list under the row of headings that matches best, in whichever sheet it is."""
    best: tuple[tuple[int, bool, int], SheetInfo, int] | None = None
    for sheet, grid in sheets.values():
        for row, texts in heading_rows(grid, sheet).items():
            found = match_headings(texts, template, maps)
            rank = (sum(_WEIGHTS.get(match.matched_by, 0) for match in found), not sheet.hidden, -row)
            if rank[0] >= _MIN_WEIGHT and (best is None or rank > best[0]):
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
    for heading_map in maps:
        if heading_key(heading_map.heading) not in {heading_key(text) for text in texts.values()}:
            near = did_you_mean(heading_map.heading, texts.values())
            raise SheetkitError(f"--map: the list has no heading {quote(heading_map.heading)}{near}.")
    other_sheets = tuple(name for name, (_, other) in sheets.items() if name != sheet.name and other.columns)
    matches = _match_live_columns(match_headings(texts, template, maps), grid, row, template)
    return OldList(path, about, sheet, grid, row, matches, date_settings, other_sheets)


def _no_headings_message(path: Path, sheets: Mapping[str, tuple[SheetInfo, Grid]], template: Template) -> str:
    wanted = natural_list([repr(column.title) for column in template.columns if column.required], "or")
    first = next((texts for sheet, grid in sheets.values() for texts in heading_rows(grid, sheet).values()), {})
    shown = natural_list([quote(text) for text in list(first.values())[:6]])
    first_row = f" Its first row holds {shown}." if shown else ""
    return (
        f"{path.name!r} has no row of headings that sheetkit knows, such as {wanted}.{first_row} "
        'Say what a heading means with --map "Their heading=item".'
    )


def carry_list(old: OldList, template: Template) -> CarriedContents:
    """Return what goes into the new log, every line and column of the list, and messages about what is left out."""
    columns = {m.name: m.number for m in old.matches if m.name and m.matched_by is not MatchedBy.LIVE}
    live_numbers = [match.number for match in old.matches if match.matched_by is MatchedBy.LIVE]
    extra_headings = {match.number: match.heading for match in old.matches if match.name is None}
    headings = {match.number: match.heading for match in old.matches}
    last_row = max((cells.last_row for cells in old.grid.columns.values()), default=old.heading_row)
    # Live columns are part of the list but have no column to go into, so each stands under a name of its own here.
    located = {**columns, **{f"({number})": number for number in live_numbers}}
    location = without_neighbours(
        LogLocation(old.sheet, old.heading_row, located, headings, extra_headings, {}, last_row), old.grid
    )
    repeated = repeated_headings(old.grid, location)
    rows = filled_rows(old.grid, location, template, repeated)
    source = ListSource(
        location,
        old.grid,
        columns,
        extra_titles(location.extra, template),
        consecutive_rows(rows),
        old.date_settings,
        convert_text_dates=True,
    )
    not_carried = NotCarried()
    cells, extra_cells = carry_cells(source, template, not_carried)
    note_remaining_cells(source, not_carried, repeated, lone_ids=True)
    messages = [*not_carried.messages(), *other_sheets_message(old.other_sheets)]
    contents = Contents(cells, extra_cells, date_order=old.date_settings.order)
    return CarriedContents(contents, len(rows), max(template.rows, len(rows) + SPARE_ROWS), tuple(messages))


def _match_live_columns(
    matches: Sequence[Match], grid: Grid, heading_row: int, template: Template
) -> tuple[Match, ...]:
    """Return the matches, those of live columns changed.

    A column with the heading of a live column is left out where it holds only formulas, since the new log calculates
    it. Where somebody typed into it, it becomes an extra column.
    """

    def match_live(match: Match) -> Match:
        if match.name is None or not template.by_name[match.name].is_live:
            return match
        cells = grid.columns.get(match.number, ColumnCells())
        only_formulas = all(row in cells.calculated for row in cells.rows if row > heading_row)
        return replace(match, matched_by=MatchedBy.LIVE) if only_formulas else _unmatched(match)

    return tuple(match_live(match) for match in matches)
