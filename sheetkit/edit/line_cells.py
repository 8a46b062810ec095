"""The cells of edited lines as they will be, which the checks and the live columns need as whole lines."""

from collections.abc import Iterable
from datetime import datetime

from sheetkit.edit.cell_edit import CellEdit, NewValue
from sheetkit.edit.open_log import OpenLog
from sheetkit.log.create.live_values import live_values
from sheetkit.log.read.settings import AS_OF
from sheetkit.ooxml import serial
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells, Value


def lines_after(log: OpenLog, edits: Iterable[CellEdit], rows: Iterable[int]) -> dict[str, ColumnCells]:
    """Return the cells in `rows` of each of the template's columns, as they will be after the edits."""
    new = {(edit.row, edit.column): edit.value for edit in edits}
    cells: dict[str, ColumnCells] = {}
    wanted = sorted(rows)
    for column in log.template.entered:
        number = log.place.columns.get(column.name, 0)
        cells_of_line: list[tuple[int, int, Value]] = []
        for row in wanted:
            value = _new_cell(new[row, number]) if (row, number) in new else log.cells(number).at(row)
            if value is not None:
                cells_of_line.append((row, *value))
        cells[column.name] = ColumnCells(*zip(*cells_of_line, strict=True)) if cells_of_line else ColumnCells()
    return cells


def live_results(log: OpenLog, lines: dict[str, ColumnCells], now: datetime) -> dict[str, dict[int, str | float]]:
    """Return the results of the live columns: name -> row -> result; a blank line has none."""
    return live_values(log.template, lines, log.settings, _as_of(log, now), log.working_days)


def _new_cell(value: NewValue) -> tuple[int, Value] | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        return CellKind.DATE, serial.from_datetime(value)
    return (CellKind.TEXT, value) if isinstance(value, str) else (CellKind.NUMBER, value)


def _as_of(log: OpenLog, now: datetime) -> float:
    """Return the serial date that the live columns use: the one in the cell `as_of` if it is fixed, else now."""
    target = log.workbook.named_cell(AS_OF)
    if target is not None:
        cells = log.workbook.grid(target[0]).columns.get(target[2], ColumnCells())
        cell = cells.at(target[1])
        if cell and cell[0] in (CellKind.DATE, CellKind.NUMBER) and not cells.has_formula(target[1]):
            return float(cell[1])
    return serial.from_datetime(now.replace(microsecond=0))
