"""Open a log to change cells in it, and refuse files that may not be changed."""

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sheetkit.edit.sheet_xml import SheetXml
from sheetkit.errors import OutputError, SheetkitError
from sheetkit.expression.working_days import WorkingDays
from sheetkit.log.read.column_values import ColumnValues, DateSettings, format_cell, read_column
from sheetkit.log.read.filled_rows import filled_rows, repeated_headings
from sheetkit.log.read.holidays import read_working_days
from sheetkit.log.read.locate import locate_log
from sheetkit.log.read.location import LogLocation
from sheetkit.log.read.settings import read_date_order, read_settings, read_text_settings
from sheetkit.log.read.stamp import choose_template, refuse_reviews
from sheetkit.ooxml.owner_file import owner_file, owner_name
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells, Grid
from sheetkit.ooxml.reader.package import open_package
from sheetkit.ooxml.reader.workbook import Workbook, open_workbook
from sheetkit.ooxml.references import cell_name
from sheetkit.ooxml.writer.atomic_file import write_content
from sheetkit.template.model import Column, Template
from sheetkit.text import (
    clean_text,
    closest_match,
    heading_key,
    match_key,
    natural_list,
    quote,
    single_line,
    truncate,
)

if sys.platform != "win32":
    import fcntl

_MAX_NAMED = 5


@dataclass(eq=False)
class OpenLog:
    """A log that is open for editing. `content` are the file's bytes, `path` is resolved.

    Rows and columns are numbers of the sheet; `rows` are those with a line, ascending.
    """

    path: Path
    content: bytes
    workbook: Workbook
    template: Template
    place: LogLocation
    rows: list[int]
    settings: dict[str, float]
    dates: DateSettings

    @property
    def grid(self) -> Grid:
        """The cells of the log's sheet."""
        return self.workbook.grid(self.place.sheet)

    @cached_property
    def xml(self) -> SheetXml:
        """The sheet's part. Raises UnreadableError if it cannot be changed safely."""
        return SheetXml(self.part(self.place.sheet.part), repr(self.path.name))

    @cached_property
    def hash(self) -> str:
        """The SHA-256 of the file as it was opened."""
        return hashlib.sha256(self.content).hexdigest()

    @cached_property
    def working_days(self) -> WorkingDays | None:
        """The log's working days, None if every day counts."""
        return read_working_days(self.workbook, self.template, read_text_settings(self.workbook, self.template))[0]

    def part(self, name: str) -> bytes:
        """Return the bytes of a part."""
        return b"".join(self.workbook.package.pieces(name))

    def table_parts(self) -> list[str]:
        """Return the parts of the tables of the log's sheet."""
        relations = self.workbook.package.relations(self.place.sheet.part).values()
        return [part for kind, part in relations if kind == "table"]

    def cells(self, number: int) -> ColumnCells:
        """Return the cells of a column of the sheet."""
        return self.grid.columns.get(number, ColumnCells())

    def shown(self, row: int, number: int) -> str:
        """Return what a cell shows, dates in ISO 8601; '' for an empty one."""
        cell = self.cells(number).at(row)
        return format_cell(*cell) if cell else ""

    def values(self, column: Column, rows: npt.NDArray[np.int64], cells: ColumnCells | None = None) -> ColumnValues:
        """Return the values in `rows` of one of the template's columns, or of `cells` that replace its own."""
        if cells is None:
            cells = self.cells(self.place.columns.get(column.name, 0))
        return read_column(cells, rows, column, self.dates, self.template.accepted_words(column))

    def column(self, number: int) -> Column | None:
        """Return the template's column for a column of the sheet, or None for an extra one."""
        name = next((name for name, other in self.place.columns.items() if other == number), None)
        return self.template.by_name[name] if name else None

    def heading(self, number: int) -> str:
        """Return the heading of a column of the sheet."""
        return self.place.headings.get(number, cell_name(self.place.heading_row, number))

    def number(self, name: str) -> int:
        """Return the number of one of the template's columns. Raises SheetkitError if the log lacks it."""
        if name not in self.place.columns:
            if name not in self.template.by_name:
                kind = f"Its template, {self.template.name!r}, has no column {name!r}"
                raise SheetkitError(f"{self.path.name!r} takes no such entry: {kind}.")
            title = self.template.by_name[name].title
            raise SheetkitError(
                f"{self.path.name!r} has no column {title!r}: type that heading beside the others in row "
                f"{self.place.heading_row}, and run the command again."
            )
        return self.place.columns[name]

    def number_of_heading(self, heading: str) -> int:
        """Return the number of the column that a heading names. Raises SheetkitError with the nearest one."""
        key = heading_key(heading)
        by_key = {heading_key(text): number for number, text in self.place.headings.items()}
        meant = self.template.spellings.get(key)
        number = self.place.columns.get(meant[0]) if meant else None
        by_key = {key: n for key, n in by_key.items() if n in self.place.extra or n in self.place.columns.values()}
        if key in by_key or number:
            return by_key.get(key, number or 0)
        if meant:
            return self.number(meant[0])
        known = [self.place.headings[n] for n in by_key.values()]
        near = closest_match(heading, known)
        hint = f"did you mean {near!r}?" if near else f"the headings are {natural_list(known)}."
        raise SheetkitError(f"{self.path.name!r} has no column {quote(heading)}: {hint}")

    def row_of(self, id_: str) -> int:
        """Return the row of the line with an ID. Raises SheetkitError unless there is exactly one."""
        by_key = self._rows_by_id
        rows = by_key.get(match_key(id_), [])
        title = self.template.by_name[self.template.roles.id].title
        if len(rows) > 1:
            where = natural_list(map(str, rows), most=_MAX_NAMED)
            raise SheetkitError(f"The {title} {quote(id_)} is in rows {where}: give each line one of its own first.")
        if not rows:
            near = closest_match(id_, (self.id_of(rows[0]) for rows in by_key.values()))
            hint = f"did you mean {near!r}?" if near else f"look it up in the column {title!r}."
            raise SheetkitError(f"No line of {self.path.name!r} has the {title} {quote(id_)}: {hint}")
        return rows[0]

    def row_of_line(self, id_: str, row: int, item: str) -> int:
        """Return the row of a line that was read earlier: by its ID, or by its row if it has none.

        Raises SheetkitError if a line without an ID is no longer in its row.
        """
        if id_:
            return self.row_of(id_)
        if clean_text(self.shown(row, self.number(self.template.roles.item))) != clean_text(item):
            raise SheetkitError(
                f"Row {row} of {self.path.name!r} no longer holds {quote(item)}: run the command again."
            )
        return row

    def id_of(self, row: int) -> str:
        """Return a line's ID, '' if it has none."""
        return clean_text(self.shown(row, self.place.columns.get(self.template.roles.id, 0)))

    def title(self, row: int) -> str:
        """Return what messages call a line: its ID and its item."""
        item = self.shown(row, self.place.columns.get(self.template.roles.item, 0))
        return single_line(truncate(f"{self.id_of(row)} {item}", 70)) or f"Row {row}"

    @cached_property
    def _rows_by_id(self) -> dict[str, list[int]]:
        """The rows of the lines with each ID, by its match key. Raises SheetkitError if the log has no IDs."""
        by_key: dict[str, list[int]] = {}
        cells = self.cells(self.number(self.template.roles.id))
        values, codes = cells.unique_values
        keys = [match_key(format_cell(*value)) for value in values]
        for row, code in zip(cells.rows, codes.tolist(), strict=True):
            if self.is_line(row) and values[code][0] != CellKind.UNCALCULATED:
                by_key.setdefault(keys[code], []).append(row)
        return by_key

    def is_line(self, row: int) -> bool:
        """Return whether a row holds a line."""
        return row in self._lines

    @cached_property
    def _lines(self) -> frozenset[int]:
        return frozenset(self.rows)

    def write(self, content: bytes) -> None:
        """Replace the file's content. Raises OutputError if somebody else opened or saved it meanwhile."""

        def check() -> None:
            refuse_open_elsewhere(self.path)
            if self.path.read_bytes() != self.content:
                raise OutputError(
                    f"{self.path.name!r} was saved by somebody else just now, so nothing was changed: run the command "
                    "again."
                )

        write_content(self.path, content, check)


@contextmanager
def open_log(path: Path, sheet: str | None = None) -> Iterator[OpenLog]:
    """Open a log to change cells in it; other runs of sheetkit wait until it is closed.

    Raises UnreadableError if there is no log or the file is damaged, OutputError if it may not be changed.
    """
    open_package(path).__exit__(None, None, None)  # has the best messages about files that are no workbook
    real = path.resolve()
    refuse_open_elsewhere(real)
    with _locked(real) as content, open_workbook(real, content) as workbook:
        refuse_reviews(workbook)
        _refuse_signed(workbook, real)
        template = choose_template(workbook).template
        place = locate_log(workbook, template, sheet)
        grid = workbook.grid(place.sheet)
        rows = filled_rows(grid, place, template, repeated_headings(grid, place)).tolist()
        settings, _ = read_settings(workbook, template)
        dates = DateSettings(read_date_order(workbook), workbook.epoch)
        workbook.check_parts()
        yield OpenLog(real, content, workbook, template, place, rows, settings, dates)


def refuse_open_elsewhere(path: Path) -> None:
    """Raise OutputError if a spreadsheet program has the file open, or it is write-protected."""
    owner = owner_file(path)
    if owner is not None:
        name = owner_name(owner)
        reason = f"{name} has {path.name!r} open" if name else f"{path.name!r} is open in another program"
        raise OutputError(
            f"{reason}: nothing was changed. Close it there and run the command again. If nobody has it open, delete "
            f"{owner.name!r}, which says so."
        )
    if not os.access(path, os.W_OK):
        raise OutputError(f"{path.name!r} is write-protected, so nothing was changed: take the protection off first.")


def _refuse_signed(workbook: Workbook, path: Path) -> None:
    """Raise OutputError if the workbook is signed: any change would break the signature."""
    if any(kind == "origin" for kind, _ in workbook.package.relations("").values()):
        raise OutputError(
            f"{path.name!r} is digitally signed, and any change would break the signature: remove it in Excel (File, "
            "Info), or change a copy."
        )


@contextmanager
def _locked(path: Path) -> Iterator[bytes]:
    """Yield a file's bytes; another run that opens the file this way waits until the block ends."""
    if sys.platform == "win32":
        yield path.read_bytes()
        return
    while True:
        handle = os.open(path, os.O_RDONLY)
        try:
            with suppress(OSError):  # a file system without locks
                fcntl.flock(handle, fcntl.LOCK_EX)
            if os.fstat(handle).st_ino != path.stat().st_ino:  # another run has put a new file in its place
                continue
            with os.fdopen(os.dup(handle), "rb") as stream:
                content = stream.read()
            yield content
            return
        finally:
            os.close(handle)
