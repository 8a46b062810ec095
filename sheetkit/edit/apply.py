"""Apply cell edits to a log's file. Every byte that they do not touch stays as it was."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from sheetkit.edit.cell_edit import CellEdit, ChangedCell, NewValue, Receipt
from sheetkit.edit.line_cells import lines_after, live_results
from sheetkit.edit.line_checks import notes_on_names
from sheetkit.edit.new_row import NewRow
from sheetkit.edit.open_log import OpenLog
from sheetkit.edit.part_changes import PartChanges
from sheetkit.edit.protection import refuse_locked
from sheetkit.edit.sheet_xml import CellValue, FormulaCellError
from sheetkit.edit.splices import Splice
from sheetkit.edit.styles import style_for
from sheetkit.edit.undo import remember
from sheetkit.edit.zip_patch import replace_parts
from sheetkit.errors import SheetkitError
from sheetkit.log.read.date_text import format_date
from sheetkit.ooxml import serial
from sheetkit.ooxml.references import cell_name, parse_range
from sheetkit.text import quote


def apply_edits(
    log: OpenLog,
    edits: Sequence[CellEdit],
    now: datetime,
    *,
    new_row: NewRow | None = None,
    dry_run: bool = False,
) -> Receipt:
    """Write cells into the log and return what changed. A cell that shows its new value already is left alone.

    The live columns of the edited lines get the results that their formulas have at `now`. Nothing is written in a dry
    run, or if no cell changes.

    Raises OutputError or SheetkitError, and leaves the file as it was, if a cell is not as expected, holds a formula or
    is protected, or if somebody else changed the file.
    """
    for edit in edits:
        shown = log.shown(edit.row, edit.column)
        if edit.expected is not None and shown != edit.expected:
            raise SheetkitError(
                f"{cell_name(edit.row, edit.column)} ({log.heading(edit.column)}) shows {quote(shown)} and no longer "
                f"{quote(edit.expected)}, so nothing was changed."
            )
    wanted = [edit for edit in edits if _show(edit.value) != log.shown(edit.row, edit.column)]
    id_column = log.place.columns.get(log.template.roles.id)
    ids = {edit.row: _show(edit.value) for edit in edits if edit.column == id_column}
    changed = tuple(_changed(log, edit, ids) for edit in wanted)
    receipt = Receipt(str(log.path), log.place.sheet.name, log.hash, log.hash, changed, notes_on_names(log, wanted))
    if not wanted:
        return receipt
    changes = _part_changes(log, wanted, now, new_row)
    content = replace_parts(log.content, changes.parts)
    receipt = receipt._replace(hash_after=hashlib.sha256(content).hexdigest())
    if not dry_run:
        remember(log.path, receipt, changes, now)
        log.write(content)
    return receipt


def _part_changes(log: OpenLog, edits: Sequence[CellEdit], now: datetime, new_row: NewRow | None) -> PartChanges:
    """Return the changes to the parts of the package."""
    refuse_unchangeable(log, edits)
    by_row: dict[int, dict[int, CellEdit]] = {}
    for edit in edits:
        by_row.setdefault(edit.row, {})[edit.column] = edit
    lines = lines_after(log, edits, by_row)
    results = live_results(log, lines, now)
    changes = PartChanges(log)
    splices: list[Splice] = []
    for row, of_row in by_row.items():
        live = {
            log.place.columns[name]: live_values.get(row)
            for name, live_values in results.items()
            if name in log.place.columns
        }
        values = {
            number: (_stored(log, edit.value), style_for(log, row, number, edit.value))
            for number, edit in of_row.items()
        }
        if new_row is not None and row == new_row.row:
            splices += new_row.splices(changes, log, values, live)
            continue
        try:
            splices += log.xml.row_splices(row, values)
        except FormulaCellError as error:
            raise _formula_error(log, row, int(error.args[0])) from None
        splices += log.xml.result_splices(row, live)
    changes.splice(log.place.sheet.part, splices)
    return changes


def refuse_unchangeable(log: OpenLog, edits: Sequence[CellEdit]) -> None:
    """Raise SheetkitError if a cell is merged into another, is locked, holds a formula, or cannot show its new date."""
    _refuse_merged(log, edits)
    refuse_locked(log, edits)
    for edit in edits:
        if log.cells(edit.column).has_formula(edit.row):
            raise _formula_error(log, edit.row, edit.column)
        style_for(log, edit.row, edit.column, edit.value)


def _formula_error(log: OpenLog, row: int, column: int) -> SheetkitError:
    return SheetkitError(
        f"{cell_name(row, column)} ({log.heading(column)}) holds a formula, which is never overwritten, so "
        "nothing was changed: change that cell in your spreadsheet program."
    )


def _refuse_merged(log: OpenLog, edits: Sequence[CellEdit]) -> None:
    areas = [area for area in map(parse_range, log.grid.merges) if area]
    for edit in edits:
        for area in areas:
            is_first = (edit.row, edit.column) == (area.top, area.left)
            if area.contains(edit.row, edit.column) and not is_first:
                raise SheetkitError(
                    f"{cell_name(edit.row, edit.column)} is part of merged cells and would not be seen, so nothing was "
                    "changed: unmerge them in your spreadsheet program first."
                )


def _changed(log: OpenLog, edit: CellEdit, ids: Mapping[int, str]) -> ChangedCell:
    where, old = cell_name(edit.row, edit.column), log.shown(edit.row, edit.column)
    id_ = ids.get(edit.row) or log.id_of(edit.row)
    return ChangedCell(edit.row, edit.column, where, id_, log.heading(edit.column), old, _show(edit.value))


def _show(value: NewValue) -> str:
    if isinstance(value, datetime):
        return format_date(value)
    return f"{value:.15g}" if isinstance(value, float) else value or ""


def _stored(log: OpenLog, value: NewValue) -> CellValue:
    """Return a value as the cell stores it: a date as a serial date of the workbook's own epoch."""
    return serial.from_datetime(value) - log.workbook.epoch if isinstance(value, datetime) else value
