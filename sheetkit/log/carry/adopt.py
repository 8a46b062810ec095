"""Adopt an existing list: find it in its file, match its headings, and carry its lines over into a new log."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sheetkit.errors import SheetkitError, UnreadableError
from sheetkit.log.carry.attachments import carry_attachments
from sheetkit.log.carry.cells import (
    SPARE_ROWS,
    CarriedContents,
    ListSource,
    NotCarried,
    carry_cells,
    consecutive_rows,
    extra_titles,
)
from sheetkit.log.carry.match_headings import HeadingMap, Match, MatchedBy, match_headings
from sheetkit.log.carry.other_workbook import other_kind, read_other_workbook
from sheetkit.log.carry.remaining_cells import note_remaining_cells
from sheetkit.log.carry.rest_of_file import hidden_message, other_sheets, other_sheets_message, whole_file_message
from sheetkit.log.carry.ticks import grid_with_status, grid_with_yes, match_ticks
from sheetkit.log.create.contents import Contents
from sheetkit.log.read.column_values import DateSettings, format_cell
from sheetkit.log.read.csv_file import is_text_list, read_csv, text_workbook
from sheetkit.log.read.date_orders import opposite_orders
from sheetkit.log.read.extent import without_neighbours
from sheetkit.log.read.filled_rows import filled_rows, holds_something, repeated_headings
from sheetkit.log.read.heading_cells import heading_rows
from sheetkit.log.read.headings import foreign_choices, split_lists
from sheetkit.log.read.locate import sheets_named, with_other_lists
from sheetkit.log.read.location import LogLocation, OtherList
from sheetkit.log.read.no_log import MAX_HEADINGS, likely_headings, map_options, no_sheet_message, too_wide_message
from sheetkit.log.read.options import NO_OPTIONS, ReadOptions
from sheetkit.log.read.settings import read_date_order
from sheetkit.ooxml.limits import MAX_COLUMNS
from sheetkit.ooxml.reader.attachments import NO_ATTACHMENTS, Attachments, read_attachments
from sheetkit.ooxml.reader.cells import ColumnCells, Grid
from sheetkit.ooxml.reader.workbook import SheetInfo, open_workbook
from sheetkit.ooxml.references import CellRange
from sheetkit.template.model import Template
from sheetkit.text import did_you_mean, heading_key, match_key, natural_list, pluralize, quote, shell_argument

_WEIGHTS = {MatchedBy.MAP: 3, MatchedBy.TITLE: 3, MatchedBy.GUESS: 2}  # of headings, to find the best row of them
_MAX_LISTS = 20  # beside each other in one row
_MAX_GUESSED = 8  # rows of headings, the best ones, that are also searched for similar headings
_MIN_WEIGHT = 3  # a guess alone makes no row of headings
_Sheets = dict[str, tuple[SheetInfo, Grid]]  # by name


@dataclass(frozen=True)
class OldList:
    """An existing list: its cells, the row of its headings, and the column that each of them means.

    `about` describes how a text file was read; it is '' for a workbook. `other_sheets` names the other sheets that show
    something, and `other_lists` holds the lists on them. `notes` are sentences on what the reader could not see or took
    for blank, `whole_file` on what else of the file is left behind.
    """

    path: Path
    sheet: SheetInfo
    grid: Grid
    heading_row: int
    matches: tuple[Match, ...]
    date_settings: DateSettings
    other_sheets: tuple[str, ...] = ()
    other_lists: tuple[OtherList, ...] = ()
    about: str = ""
    notes: tuple[str, ...] = ()
    whole_file: tuple[str, ...] = ()
    attachments: Attachments = NO_ATTACHMENTS

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
    path: Path,
    template: Template,
    maps: Sequence[HeadingMap] = (),
    date_order: str | None = None,
    options: ReadOptions = NO_OPTIONS,
) -> OldList:
    """Return the list in a workbook or a text file, which is only read.

    A codec among the `options` raises SheetkitError for a workbook, which needs none. Raises UnreadableError where the
    file holds no list, and SheetkitError where the list lacks a heading that `maps` names.
    """
    if is_text_list(path):
        text = read_csv(path, options.codec)
        sheets = {sheet.name: (sheet, text.grid) for sheet in text_workbook(path, text).sheets}
        old_list = _locate(path, sheets, template, maps, DateSettings(date_order))
        # People's names show best whether the encoding was guessed right.
        names = next((match.number for match in old_list.matches if match.name == template.roles.person), None)
        return replace(old_list, about=text.describe(names), notes=text.uneven_records(old_list.heading_row))
    if options.codec is not None and path.is_file():
        raise SheetkitError(f"--encoding is for text lists (CSV); {path.name!r} is not one, so leave it out.")
    if kind := other_kind(path):
        sheets, note = read_other_workbook(path, kind)
        sheets = _only_sheet(sheets, options.sheet, path)
        return replace(_locate(path, sheets, template, maps, DateSettings(date_order)), notes=(note,))
    with open_workbook(path) as workbook:
        sheets = {sheet.name: (sheet, workbook.grid(sheet)) for sheet in sheets_named(workbook, options.sheet)}
        date_settings = DateSettings(date_order or read_date_order(workbook), workbook.epoch)
        old_list = _locate(path, sheets, template, maps, date_settings)
        attachments = read_attachments(workbook, old_list.sheet)
        old_list = replace(
            old_list,
            attachments=attachments,
            other_sheets=tuple(other_sheets(workbook, {old_list.sheet.name})),
            whole_file=tuple(whole_file_message(workbook, old_list.grid, attachments)),
        )
        workbook.check_parts()
        return old_list


def _only_sheet(sheets: _Sheets, only: str | None, path: Path) -> _Sheets:
    """Return all sheets, or only the one named `only`. Raises UnreadableError where it is missing."""
    if only is None:
        return sheets
    matching = {name: sheet for name, sheet in sheets.items() if match_key(name) == match_key(only)}
    if not matching:
        raise UnreadableError(no_sheet_message(repr(path.name), only, list(sheets)))
    return matching


class _Candidate(NamedTuple):
    """A row of headings that may be the list's: its rank, its texts, and the columns that can belong to the list."""

    rank: tuple[int, bool, int]
    sheet: SheetInfo
    row: int
    texts: dict[int, str]
    columns: range


def _locate(
    path: Path, sheets: _Sheets, template: Template, maps: Sequence[HeadingMap], date_settings: DateSettings
) -> OldList:
    """Return the list under the row of headings that matches best, in whichever sheet it is."""
    too_wide = ""
    candidates: list[_Candidate] = []
    for sheet, grid in sheets.values():
        for row, texts in heading_rows(grid, sheet).items():
            for part, columns in islice(_lists_in_row(texts, template), _MAX_LISTS):
                if len(part) > MAX_HEADINGS:
                    too_wide = too_wide or too_wide_message(path.name, sheet.name, row, len(part))
                    continue
                rank = _rank(match_headings(part, template, maps, guess=False), sheet, row)
                candidates.append(_Candidate(rank, sheet, row, part, columns))
    candidates.sort(key=lambda candidate: candidate.rank, reverse=True)
    guessed = [
        c._replace(rank=_rank(match_headings(c.texts, template, maps), c.sheet, c.row))
        for c in candidates[:_MAX_GUESSED]
    ]
    best = max(guessed, key=lambda candidate: candidate.rank, default=None)
    if best is None or best.rank[0] < _MIN_WEIGHT:
        raise UnreadableError(too_wide or _no_headings_message(path, sheets, template))
    sheet, row, grid = best.sheet, best.row, sheets[best.sheet.name][1]
    shown = {n: format_cell(*cell) for n, cells in sorted(grid.columns.items()) if (cell := cells.at(row))}
    texts = {number: text for number, text in shown.items() if number in best.columns and heading_key(text)}
    for heading_map in maps:
        if heading_key(heading_map.heading) not in {heading_key(text) for text in texts.values()}:
            near = did_you_mean(heading_map.heading, texts.values())
            raise SheetkitError(f"--map: the list has no heading {quote(heading_map.heading)}{near}.")
    other_lists: dict[str, OtherList] = {}
    for other in candidates:
        name = other.sheet.name
        if other.sheet is not sheet and name not in other_lists and other.rank[0] >= 3 * _MIN_WEIGHT:
            other_lists[name] = _other_list(name, sheets[name][1], other.row, other.texts)
    other_sheets = tuple(name for name, (_, other) in sheets.items() if name != sheet.name and other.columns)
    matched = match_headings(texts, template, maps)
    by_heading = {m.name: m.number for m in matched if m.name and m.matched_by is MatchedBy.TITLE}
    foreign = foreign_choices(by_heading, texts, grid, row, template)
    matched = [replace(_unmatched(m), decision=foreign[m.name]) if m.name in foreign else m for m in matched]
    matched = match_ticks(matched, grid, row, template)
    matched = [_match_live(match, grid, row, template) for match in matched]
    lists_left = tuple(other_lists[name] for name in sheets if name in other_lists)
    return OldList(path, sheet, grid, row, tuple(matched), date_settings, other_sheets, lists_left)


def _other_list(sheet: str, grid: Grid, heading_row: int, headings: Mapping[int, str]) -> OtherList:
    """Return the list under a row of headings of a sheet that is not carried over, down to its last filled row."""
    columns = [grid.columns[number] for number in headings]
    rows = np.unique(np.concatenate([cells.row_array[holds_something(cells, is_extra=True)] for cells in columns]))
    below = rows[rows > heading_row]
    area = CellRange(heading_row, min(headings), int(below[-1]) if len(below) else heading_row, max(headings))
    return OtherList(sheet, area, len(below))


def _rank(matches: Sequence[Match], sheet: SheetInfo, row: int) -> tuple[int, bool, int]:
    """Return the rank of a row of headings: by how many of them are known, then by where it stands."""
    return sum(_WEIGHTS.get(match.matched_by, 0) for match in matches), not sheet.hidden, -row


def _lists_in_row(texts: Mapping[int, str], template: Template) -> Iterator[tuple[dict[int, str], range]]:
    """Yield the headings of each list in a row of headings, and the columns that can belong to it."""
    lists = split_lists(texts, template)
    starts = [0, *(min(part) for part in lists[1:]), MAX_COLUMNS + 1]
    for part, (first, end) in zip(lists, pairwise(starts), strict=True):
        yield part, range(first, end)


def _no_headings_message(path: Path, sheets: _Sheets, template: Template) -> str:
    wanted = natural_list([quote(column.title) for column in template.required], "or")
    headings = likely_headings((heading_rows(grid, sheet) for sheet, grid in sheets.values()), template)
    shown = natural_list([quote(text) for text in headings[:6]])
    row = f" The row that looks most like headings is {shown}." if shown else ""
    options, advice = map_options(template.required, headings, template)
    return (
        f"{quote(path.name)} has no row of headings that sheetkit knows, such as {wanted}.{row} "
        f"Say what the headings mean, and start again with {options}.{advice}"
    )


def carry_list(old: OldList, template: Template) -> CarriedContents:
    """Return the contents of the new log, every line and column of the list, and messages on what is left out."""
    columns = {m.name: m.number for m in old.matches if m.name and m.matched_by is not MatchedBy.LIVE}
    live_numbers = [match.number for match in old.matches if match.matched_by is MatchedBy.LIVE]
    extra_headings = {match.number: match.heading for match in old.matches if match.name is None}
    headings = {match.number: match.heading for match in old.matches}
    # Live columns belong to the list but go into no column, so each gets a name of its own here.
    located = {**columns, **{f"({number})": number for number in live_numbers}}
    location = without_neighbours(
        LogLocation(old.sheet, old.heading_row, located, headings, extra_headings, {}, old.grid.last_row), old.grid
    )
    location = with_other_lists(location, old.grid, template, old.path.name)
    not_carried = NotCarried()
    repeated = repeated_headings(old.grid, location)
    rows = filled_rows(old.grid, location, template, repeated)
    grid = grid_with_status(old.grid, columns, headings, rows, template, not_carried)
    grid = grid_with_yes(grid, columns, rows, template, not_carried)
    source = ListSource(
        location,
        grid,
        columns,
        extra_titles(location.extra, template),
        consecutive_rows(rows),
        old.date_settings._replace(opposite=opposite_orders(old.grid, columns, headings, template)),
        convert_text_dates=True,
    )
    cells, extra_cells = carry_cells(source, template, not_carried)
    attached = carry_attachments(old.attachments, source, template, not_carried)
    note_remaining_cells(source, not_carried, repeated, lone_ids=True)
    messages = [
        *not_carried.messages(),
        *hidden_message(grid, rows.tolist(), headings),
        *other_sheets_message(old.other_sheets),
        *_lists_left(old.other_lists),
        *old.whole_file,
    ]
    contents = Contents(cells, extra_cells, date_order=old.date_settings.order, attached=attached)
    count = max(template.rows, len(rows) + SPARE_ROWS)
    return CarriedContents(contents, len(rows), count, tuple(messages), not_carried)


def _lists_left(lists: Sequence[OtherList]) -> Iterator[str]:
    for other in lists:
        if other.lines:
            where = f"{other.area.name} ({pluralize(other.lines, 'line')})"
            option = f"--sheet {shell_argument(other.sheet)}"
            yield f"{quote(other.sheet)} holds a list too, {where}; to carry it over, start again with {option}."


def _match_live(match: Match, grid: Grid, heading_row: int, template: Template) -> Match:
    """Return the match of a column, changed where it has the heading of a live one.

    Such a column is left out where it holds only formulas, since the new log calculates it. Where somebody typed into
    it, it becomes an extra column.
    """
    if match.name is None or not template.by_name[match.name].is_live:
        return match
    cells = grid.columns.get(match.number, ColumnCells())
    only_formulas = bool(cells.is_formula[cells.row_array > heading_row].all())
    return replace(match, matched_by=MatchedBy.LIVE) if only_formulas else _unmatched(match)
