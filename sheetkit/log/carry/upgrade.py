"""Carry a log over into a fresh one, with the newest version of its template and with room for more lines."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from sheetkit.errors import OutputError, UnreadableError
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
from sheetkit.log.carry.own_sheets import OWN_SHEETS, own_sheets_messages
from sheetkit.log.carry.remaining_cells import note_remaining_cells
from sheetkit.log.carry.rest_of_file import hidden_message, other_sheets, other_sheets_message
from sheetkit.log.create.contents import FIRST_ROW, Contents
from sheetkit.log.read.column_values import DateSettings
from sheetkit.log.read.filled_rows import filled_rows, repeated_headings
from sheetkit.log.read.headings import assign_headings
from sheetkit.log.read.holidays import read_days_off
from sheetkit.log.read.locate import locate_log
from sheetkit.log.read.location import LogLocation
from sheetkit.log.read.settings import AS_OF, input_cell, read_date_order, read_settings, read_text_settings
from sheetkit.log.read.stamp import choose_template, read_identity, refuse_reviews, stamped_version
from sheetkit.ooxml.reader.attachments import read_attachments
from sheetkit.ooxml.reader.cells import CellKind
from sheetkit.ooxml.reader.workbook import Workbook, open_workbook
from sheetkit.ooxml.serial import is_usable_date
from sheetkit.template.model import Template
from sheetkit.template.store import shipped, shipped_names

_MAX_BLANK_LINES = 5_000  # that are carried over; a table that fills the whole sheet is a mistake


def carry_log(
    path: Path, rows: int | None = None, template: Template | None = None
) -> tuple[Template, CarriedContents]:
    """Return the template of the new log and what goes into it. The log is only read.

    Without a `template` it is the log's own, in its newest version.

    Raises UnreadableError where the file holds no log or one that is newer than this sheetkit, and OutputError where
    the log has more filled lines than `rows`.
    """
    with open_workbook(path) as workbook:
        refuse_reviews(workbook)
        stamp = stamped_version(workbook)
        if template is None and stamp and stamp[0] in shipped_names() and stamp[1] > shipped(stamp[0]).version:
            raise UnreadableError(
                f"{path.name!r} was made with version {stamp[1]:g} of the template {stamp[0]!r}, which is newer than "
                f"this sheetkit's version {shipped(stamp[0]).version}: get a newer sheetkit."
            )
        chosen = choose_template(workbook)
        old = chosen.template
        new = template or _newest(old)
        carried = _carried(workbook, old, new, rows)
        workbook.check_parts()
    notes = (chosen.note,) if chosen.note and "cannot be used" in chosen.note else ()
    return new, replace(carried, left_out=(*notes, *carried.left_out))


def _newest(old: Template) -> Template:
    """Return the shipped template where it is a newer version of the log's own, else the log's own with its changes."""
    newest = shipped(old.name) if old.name in shipped_names() else old
    return newest if newest.version > old.version else old


def _carried(workbook: Workbook, old: Template, new: Template, rows: int | None) -> CarriedContents:
    location = locate_log(workbook, old)
    grid = workbook.grid(location.sheet)
    repeated = repeated_headings(grid, location)
    filled = filled_rows(grid, location, old, repeated).tolist()
    lines = _line_count(location, filled)
    count = rows if rows is not None else max(new.rows, len(filled) + SPARE_ROWS, lines)
    if count < len(filled):
        message = f"The log has {len(filled):,} filled lines, so the new one needs at least as many, not {count:,}."
        raise OutputError(message)
    columns, extra_headings = _columns(location, old, new)
    source = ListSource(
        location,
        grid,
        columns,
        extra_titles(extra_headings, new),
        _new_rows(location, filled, repeated, min(count, lines), count),
        DateSettings(read_date_order(workbook), workbook.epoch),
        convert_text_dates=False,
    )
    not_carried = NotCarried()
    cells, extra_cells = carry_cells(source, new, not_carried)
    attached = carry_attachments(read_attachments(workbook, location.sheet), source, new, not_carried)
    note_remaining_cells(source, not_carried, repeated, lone_ids=False)
    settings, problems = read_settings(workbook, old)
    days_off, unusable = read_days_off(workbook, old)
    messages = [
        *not_carried.messages(),
        *(f"{problem.cell}: {problem.message}." for problem in problems if problem.code == "bad-setting"),
        *(f"{problem.sheet} {problem.cell}: {problem.message}." for problem in unusable),
        *own_sheets_messages(workbook, old, new),
        *hidden_message(grid, filled, source.numbers),
        *other_sheets_message(other_sheets(workbook, {location.sheet.name, *OWN_SHEETS})),
    ]
    kept = {name: value for name, value in settings.items() if name in new.defaults}
    contents = Contents(
        columns=cells,
        extra=extra_cells,
        settings=kept,
        as_of=_frozen_as_of(workbook),
        date_order=source.date_settings.order,
        text_settings=read_text_settings(workbook, new),
        identity=read_identity(workbook),
        days_off=tuple(days_off),
        attached=attached,
    )
    return CarriedContents(contents, len(filled), count, tuple(messages), not_carried)


def _new_rows(
    location: LogLocation, filled: list[int], repeated: Iterable[int], lines: int, count: int
) -> dict[int, int]:
    """Return a mapping of the old log's rows to rows of a new log with `count` lines.

    The first `lines` lines keep their place, blank ones included. If the filled lines do not fit that way, they are
    moved together.
    """
    last_line = filled[-1] - location.heading_row if filled else 0
    if last_line > count:
        return consecutive_rows(filled)
    first = location.heading_row + 1
    last = location.heading_row + max(lines, last_line)
    skipped = location.skipped_rows(last)
    skipped[[row for row in repeated if row <= last]] = True
    return {row: row - first + FIRST_ROW for row in (np.flatnonzero(~skipped[first:]) + first).tolist()}


def _columns(location: LogLocation, old: Template, new: Template) -> tuple[dict[str, int], dict[int, str]]:
    """Return the column number of each of the new template's columns, and the headings of all other columns by number.

    A column keeps its name from version to version. One whose name the new version lacks is matched by its heading, or
    else becomes an extra column.
    """
    entered = {column.name for column in new.entered}
    live = {column.name for column in (*old.columns, *new.columns) if column.is_live}
    columns = {name: number for name, number in location.columns.items() if name in entered}
    others = [number for name, number in location.columns.items() if name not in columns and name not in live]
    extra_headings = {number: location.headings[number] for number in (*others, *location.extra)}
    if old is not new:
        for name, number in assign_headings(extra_headings, new).columns.items():
            if name in entered and name not in columns:
                columns[name] = number
                del extra_headings[number]
    return columns, extra_headings


def _line_count(location: LogLocation, filled: list[int]) -> int:
    """Return the number of lines of the log: those of its table, or down to the last filled one if that is lower.

    At most `_MAX_BLANK_LINES` of them are blank.
    """
    last = (filled[-1] - location.heading_row) if filled else 0
    table = next((table for table in location.sheet.tables if table.area.top == location.heading_row), None)
    ready = table.area.bottom - location.heading_row - table.totals if table else 0
    return min(max(ready, last), len(filled) + _MAX_BLANK_LINES)


def _frozen_as_of(workbook: Workbook) -> float | None:
    """Return the serial date that somebody typed in place of the clock on the Settings sheet, else None."""
    cell = input_cell(workbook, AS_OF)
    kind, value = cell.content or (None, "") if cell and not cell.is_formula else (None, "")
    if kind not in (CellKind.DATE, CellKind.NUMBER) or not is_usable_date(float(value)):
        return None
    return float(value)
