"""The edits that commands make: a new line, lines that are done, cells of one line."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np

from sheetkit.edit.cell_edit import CellEdit
from sheetkit.edit.line_cells import lines_after
from sheetkit.edit.line_checks import refuse_address_of_another, refuse_new_problems, refuse_same_hand_off
from sheetkit.edit.new_row import NewRow, first_blank_row, new_row_below
from sheetkit.edit.open_log import OpenLog
from sheetkit.edit.typed import typed_edits, typed_value
from sheetkit.errors import SheetkitError
from sheetkit.log.ids import free_ids
from sheetkit.text import clean_text, match_key, quote


def new_line(
    log: OpenLog, values: Mapping[int, str], assignments: Sequence[str], now: datetime, command: str
) -> tuple[list[CellEdit], NewRow | None]:
    """Return the edits that fill the first blank line, and the new row if the log is full.

    `values` are texts by column, `assignments` texts such as 'Notes=urgent'. Raises SheetkitError if the line would not
    be valid, or the log is full and cannot grow.
    """
    row, new_row = first_blank_row(log), None
    if row is None:
        new_row = new_row_below(log, command)
        row = new_row.row
    edits = [CellEdit(row, number, typed_value(log, number, text, now), "") for number, text in values.items()]
    edits += typed_edits(log, row, assignments, now, taken=values)
    check_line(log, row, edits, now)
    number = log.place.columns.get(log.template.roles.id)
    if number and not log.shown(row, number) and all(edit.column != number for edit in edits):
        edits.append(CellEdit(row, number, _free_id(log, number)))
    return edits, new_row


def done_lines(log: OpenLog, rows: Sequence[int], returned: str | None, now: datetime) -> list[CellEdit]:
    """Return the edits that make lines Done: the status, and the day in Returned unless the cell holds one.

    `returned` is the day as typed, None for today. Raises SheetkitError if a line would not be valid.
    """
    roles = log.template.roles
    if roles.done is None or roles.back is None:
        raise SheetkitError(f"The template {log.template.name!r} has no status for what is done: use `set`.")
    status, back = log.number(roles.status), log.number(roles.back)
    edits = []
    for row in dict.fromkeys(rows):
        of_row = [CellEdit(row, status, roles.done)]
        if returned is not None or not clean_text(log.shown(row, back)):
            of_row.insert(0, CellEdit(row, back, typed_value(log, back, returned or "today", now)))
        check_line(log, row, of_row, now)
        edits += of_row
    return edits


def set_cells(log: OpenLog, id_: str, assignments: Sequence[str], now: datetime) -> list[CellEdit]:
    """Return the edits of one line for texts such as 'Now expected=+3d'. Raises SheetkitError if they are not valid."""
    row = log.row_of(id_)
    edits = typed_edits(log, row, assignments, now)
    check_line(log, row, edits, now)
    return edits


def check_line(log: OpenLog, row: int, edits: Sequence[CellEdit], now: datetime) -> None:
    """Raise SheetkitError if `check` would find a problem in the edited line that it does not find now."""
    typed = {column.name for edit in edits if (column := log.column(edit.column))}
    refuse_new_problems(log, row, lines_after(log, [], [row]), lines_after(log, edits, [row]), typed, now)
    _refuse_taken_ids(log, row, edits)
    refuse_same_hand_off(log, row, edits)
    refuse_address_of_another(log, row, edits)


def _refuse_taken_ids(log: OpenLog, row: int, edits: Sequence[CellEdit]) -> None:
    """Raise SheetkitError if a unique column would get a value that another line has."""
    for edit in edits:
        column = log.column(edit.column)
        if column is None or not column.unique:
            continue
        if edit.value is None:
            raise SheetkitError(f"Each line needs its own {column.title}, so it is not cleared.")
        key = match_key(str(edit.value))
        values, codes = log.cells(edit.column).unique_values
        same = np.isin(codes, [code for code, (_, value) in enumerate(values) if match_key(str(value)) == key])
        other = next((r for r in log.cells(edit.column).row_array[same].tolist() if r != row), None)
        if other is not None:
            raise SheetkitError(f"{column.title}: {quote(str(edit.value))} is in row {other} already.")


def _free_id(log: OpenLog, number: int) -> str | None:
    column = log.template.by_name[log.template.roles.id]
    texts = (str(value) for _, value in log.cells(number).unique_values[0])
    return free_ids(column.sequence, texts)(0) if column.sequence else None
