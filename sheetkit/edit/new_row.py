"""The row that `add` fills: the first blank one, or a new one below a full log."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sheetkit.edit.fill_down import fill_down
from sheetkit.edit.open_log import OpenLog
from sheetkit.edit.part_changes import PartChanges
from sheetkit.edit.sheet_xml import CellValue
from sheetkit.edit.splices import Splice
from sheetkit.errors import SheetkitError
from sheetkit.log.read.filled_rows import repeated_headings
from sheetkit.ooxml.limits import MAX_ROWS
from sheetkit.ooxml.references import CellRange, cell_name, column_letters
from sheetkit.text import shell_argument

_KEPT = ("spans", "s", "customFormat", "ht", "customHeight")  # attributes that a new row copies from the one above


def first_blank_row(log: OpenLog) -> int | None:
    """Return the first row of the log without a line, or None if the log is full."""
    place = log.place
    rows: Sequence[int]
    if place.table is not None:
        last = place.table.area.bottom - (1 if place.table.totals else 0)
        rows = range(place.heading_row + 1, last + 1)
    else:
        rows = [row for row in log.cells(place.columns.get(log.template.roles.id, 0)).rows if row > place.heading_row]
    skipped = place.skipped_rows(rows[-1] if rows else 0)
    taken = {*log.rows, *repeated_headings(log.grid, place)}
    return next((row for row in rows if row not in taken and not skipped[row]), None)


class NewRow(NamedTuple):
    """A row to add below a full log; `above` is the log's last row, `area` its cells."""

    row: int
    above: int
    area: CellRange

    def splices(
        self,
        changes: PartChanges,
        log: OpenLog,
        values: Mapping[int, tuple[CellValue, int]],
        live: Mapping[int, CellValue],
    ) -> list[Splice]:
        """Return the splices that add the row with its values, formulas and formats, and extend the table to it."""
        xml = log.xml
        cells: dict[int, bytes] = {}
        has_formulas = False
        for column in range(self.area.left, self.area.right + 1):
            formula, style = xml.formula(self.above, column), xml.style(self.above, column)
            if column in values:
                cells[column] = xml.cell_xml(self.row, column, *values[column])
            elif formula is not None:
                filled = fill_down(formula, xml.prefix)
                cells[column] = xml.formula_cell_xml(self.row, column, filled, live.get(column), style or 0)
                has_formulas = True
            elif style is not None:
                cells[column] = xml.cell_xml(self.row, column, None, style)
        attributes = {key: value for key, value in xml.row_attributes(self.above).items() if key in _KEPT}
        attribute_text = b"".join(b' %s="%s"' % (key.encode(), value.encode()) for key, value in attributes.items())
        splices = (
            xml.put_cells(self.row, cells)
            if xml.has_row(self.row)
            else xml.new_row_splices(self.row, attribute_text, [cells[column] for column in sorted(cells)])
        )
        if log.place.table is not None:
            self._grow_table(changes, log)
        if has_formulas:
            changes.drop_calc_chain()
        return [*splices, *self._dimension(xml.data)]

    def _dimension(self, data: bytes) -> list[Splice]:
        match = re.search(rb"""<(?:[\w.-]+:)?dimension\s+ref\s*=\s*["'][A-Z]+\d+:[A-Z]+(\d+)["']""", data)
        if match is None or int(match[1]) >= self.row:
            return []
        return [Splice(match.start(1), match.end(1), b"%d" % self.row)]

    def _grow_table(self, changes: PartChanges, log: OpenLog) -> None:
        """Extend the area of the table, and that of its filter, by one row."""
        part = next(part for part in log.table_parts() if self.area.name.encode() in log.part(part)[:5_000])
        data = log.part(part)
        end = rb"""(?<=["']%s:%s)%d(?=["'])""" % (
            cell_name(self.area.top, self.area.left).encode(),
            column_letters(self.area.right).encode(),
            self.area.bottom,
        )
        changes.splice(part, [Splice(f.start(), f.end(), b"%d" % self.row) for f in re.finditer(end, data)])


def new_row_below(log: OpenLog, command: str) -> NewRow:
    """Return the row below a full log. Raises SheetkitError, with a command to paste, if none can be added.

    `command` is how the user called sheetkit.
    """
    place, table = log.place, log.place.table
    numbers = [*place.columns.values(), *place.extra]
    above = table.area.bottom if table else max(log.rows, default=place.heading_row)
    area = table.area if table else CellRange(place.heading_row, min(numbers), above, max(numbers))
    row = above + 1
    if why_not := _why_not(log, area, row):
        lines = max(2 * len(log.rows), 200)
        new = f"{log.path.stem}-longer.xlsx"
        line = f"{command} upgrade {shell_argument(log.path.name)} -o {shell_argument(new)} --rows {lines}"
        raise SheetkitError(
            f"{log.path.name!r} is full, and no line can be added to it because {why_not}. Make a longer one: `{line}`"
        )
    return NewRow(row, above, area)


def _why_not(log: OpenLog, area: CellRange, row: int) -> str:
    """Return why no row can be added below the log, '' if one can."""
    if row > MAX_ROWS:
        return "a sheet has no more rows"
    if log.place.table is not None and log.place.table.totals:
        return f"row {area.bottom} holds totals"
    for column in range(area.left, area.right + 1):
        cells = log.cells(column)
        if cells.last_row >= row:
            return f"there is something below it in {cell_name(cells.last_row, column)}"
        formula = log.xml.formula(area.bottom, column)
        if formula is not None and re.match(rb"<[^>]*\st\s*=", formula):
            return f"the formula in {cell_name(area.bottom, column)} is shared among cells"
        if formula is not None and (entered := log.column(column)) is not None and not entered.is_live:
            return f"{log.heading(column)} holds a formula"
    others = (table.area for table in log.place.sheet.tables if table is not log.place.table)
    if any(other.bottom >= row and other.left <= area.right and other.right >= area.left for other in others):
        return "there is another table below it"
    return ""
