"""Carry a log over into a fresh one: the newest version of its template, more lines, everything else as it was."""

from pathlib import Path

from sheetkit.errors import OutputError, UnreadableError
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
from sheetkit.log.create.contents import FIRST_ROW, Contents
from sheetkit.log.read.column_values import DateSettings
from sheetkit.log.read.locate import LogLocation, assign_headings, locate_log
from sheetkit.log.read.settings import AS_OF, SETTINGS_SHEET, read_date_order, read_settings
from sheetkit.log.read.stamp import STAMP_SHEET, choose_template, refuse_reviews, stamped_version
from sheetkit.log.read_log import filled_rows, repeated_headings
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells
from sheetkit.ooxml.reader.workbook import Workbook, open_workbook
from sheetkit.ooxml.serial import is_usable_date
from sheetkit.template.model import Template
from sheetkit.template.store import shipped, shipped_names
from sheetkit.text import natural_list, quote

_MAX_BLANK_LINES = 5_000  # blank lines that are carried over; a table over a whole sheet is a slip


def carry_log(path: Path, rows: int | None = None) -> tuple[Template, CarriedContents]:
    """Return the template of the new log and what goes into it. The log is opened for reading alone.

    Raises UnreadableError where there is no log or it is newer than this sheetkit, and OutputError where it has
    more filled lines than `rows`.
    """
    with open_workbook(path) as workbook:
        refuse_reviews(workbook)
        stamp = stamped_version(workbook)
        if stamp and stamp[0] in shipped_names() and stamp[1] > shipped(stamp[0]).version:
            raise UnreadableError(
                f"{path.name!r} was made with version {stamp[1]:g} of the template {stamp[0]!r}, which is newer than "
                f"this sheetkit's version {shipped(stamp[0]).version}: get a newer sheetkit."
            )
        chosen = choose_template(workbook)
        old = chosen.template
        new = shipped(old.name) if old.name in shipped_names() else old
        carried = _carried(workbook, old, new, rows)
    notes = (chosen.note,) if chosen.note and "cannot be used" in chosen.note else ()
    return new, CarriedContents(carried.contents, carried.lines, carried.rows, (*notes, *carried.left_out))


def _carried(workbook: Workbook, old: Template, new: Template, rows: int | None) -> CarriedContents:
    place = locate_log(workbook, old)
    grid = workbook.grid(place.sheet)
    again = repeated_headings(grid, place)
    filled = filled_rows(grid, place, old, again).tolist()
    names, own = _columns(place, old, new)
    settings, problems = read_settings(workbook, old)
    lines = _lines(place, filled)
    count = rows if rows is not None else max(new.rows, len(filled) + SPARE_ROWS, lines)
    if count < len(filled):
        raise OutputError(
            f"The log has {len(filled):,} filled lines, so the new one needs at least as many, not {count:,}."
        )
    first = place.heading_row + 1
    if filled and filled[-1] - place.heading_row > count:  # blank lines in between have no room
        places = consecutive_rows(filled)
    else:
        skipped = {*again, *place.skipped_rows()}
        last = place.heading_row + min(count, max(lines, filled[-1] - place.heading_row if filled else 0))
        places = {row: row - first + FIRST_ROW for row in range(first, last + 1) if row not in skipped}
    dates = DateSettings(read_date_order(workbook), workbook.epoch)
    source = ListSource(place, grid, names, extra_titles(own, new), places, dates, read_texts=False)
    left = NotCarried()
    columns, extra = carry_cells(source, new, left)
    note_remaining_cells(source, left, again, lone_ids=False)
    said = left.lines()
    said += [f"{p.cell}: {p.message}." for p in problems if p.code == "bad-setting"]
    known = {place.sheet.name, SETTINGS_SHEET, "Guide", STAMP_SHEET}
    others = [sheet.name for sheet in workbook.sheets if sheet.name not in known and workbook.grid(sheet).columns]
    if others:
        said.append(f"Other sheets stay where they are: {natural_list([quote(name) for name in others])}.")
    kept = {name: value for name, value in settings.items() if name in new.defaults}
    contents = Contents(columns, extra, kept, _frozen(workbook), dates.order)
    return CarriedContents(contents, len(filled), count, tuple(said))


def _columns(place: LogLocation, old: Template, new: Template) -> tuple[dict[str, int], dict[int, str]]:
    """Return where each of the new template's columns stands, and the headings of all others.

    A column keeps its name from version to version; what the new version does not know by name may be what it
    knows by heading, else it is an extra column.
    """
    entered = {column.name for column in new.entered}
    live = {column.name for column in (*old.columns, *new.columns) if column.is_live}
    names = {name: number for name, number in place.columns.items() if name in entered}
    rest = {number: place.headings[number] for name, number in place.columns.items() if name not in {*names, *live}}
    rest |= {number: place.headings[number] for number in place.extra}
    if old is not new:
        for name, number in assign_headings(rest, new)[0].items():
            if name in entered and name not in names:
                names[name] = number
                del rest[number]
    return names, rest


def _lines(place: LogLocation, filled: list[int]) -> int:
    """Return how many lines the log has: those of its table, within reason, or down to the last filled one."""
    last = (filled[-1] - place.heading_row) if filled else 0
    table = next((table for table in place.sheet.tables if table.area.top == place.heading_row), None)
    ready = table.area.bottom - place.heading_row - table.totals if table else 0
    return min(max(ready, last), len(filled) + _MAX_BLANK_LINES)


def _frozen(workbook: Workbook) -> float | None:
    """Return the moment at which the live view is frozen: a date typed over the clock, or None."""
    target = workbook.named_cell(AS_OF)
    if target is None:
        return None
    sheet, row, column = target
    cells = workbook.grid(sheet).columns.get(column, ColumnCells())
    found = cells.at(row)
    if found is None or row in cells.calculated or found[0] not in (CellKind.DATE, CellKind.NUMBER):
        return None
    return float(found[1]) if is_usable_date(float(found[1])) else None
