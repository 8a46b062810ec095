"""One column of the log: from cells to values, and what is wrong with single cells."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from sheetkit.log.dates import Reading, read_date, show_date
from sheetkit.template.model import Column
from sheetkit.words import quoted, tidy
from sheetkit.xlsx import serial
from sheetkit.xlsx.cells import Cells, Kind


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with one cell, before it is known what the sheet calls it."""

    code: str
    row: int
    value: str
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class Dates:
    """How a workbook means its dates.

    `order` is DMY or MDY where the log's owner said how 03/04/2026 is meant, `epoch` the days to add to a bare number:
    1,462 in a workbook that counts from 1904. Cells with a date format have it added already.
    """

    order: str | None = None
    epoch: int = 0


@dataclass
class Values:
    """A column's values for n rows: shown texts or moments, which cells are blank, which are broken.

    `broken` cells have a problem of their own already, so nothing more is said about them.
    """

    shown: npt.NDArray[np.object_]
    moments: npt.NDArray[np.datetime64] | None
    blank: npt.NDArray[np.bool_]
    broken: npt.NDArray[np.bool_]
    findings: list[Finding]


def read_column(cells: Cells, rows: npt.NDArray[np.int64], column: Column | None, dates: Dates) -> Values:
    """Return a column's values at `rows`; `column` is None for an extra one, whose cells are never wrong."""
    is_date = column is not None and bool(column.type.value == "date")
    values = Values(
        shown=np.full(len(rows), "", dtype=object),
        moments=np.full(len(rows), np.datetime64("NaT"), dtype="datetime64[s]") if is_date else None,
        blank=np.ones(len(rows), dtype=bool),
        broken=np.zeros(len(rows), dtype=bool),
        findings=[],
    )
    for place, row, kind, value in _at(cells, rows):
        if kind == Kind.TEXT:
            text = str(value)
            values.shown[place] = text
            if not tidy(text):
                continue
        else:
            values.shown[place] = show(kind, value)
        values.blank[place] = False
        if column is None:
            continue
        if kind in (Kind.ERROR, Kind.UNCALCULATED):
            values.findings.append(_broken(kind, row, str(value), column))
            values.broken[place] = True
        elif values.moments is not None:
            moment, finding = _date(kind, value, row, dates)
            if moment is not None:
                values.moments[place] = moment
            if finding is not None:
                values.findings.append(finding)
            values.broken[place] = moment is None
    return values


def show(kind: int, value: str | float | bool) -> str:
    """Return a cell's value as people see it, dates in ISO 8601."""
    if kind == Kind.LOGICAL:
        return "TRUE" if value else "FALSE"
    if kind == Kind.DATE and serial.is_date(float(value)):
        return show_date(serial.to_datetime(float(value)))
    if isinstance(value, float):
        return f"{value:.15g}"
    return "" if kind == Kind.UNCALCULATED else str(value)


def _at(cells: Cells, rows: npt.NDArray[np.int64]) -> Iterator[tuple[int, int, int, str | float | bool]]:
    """Yield (place in rows, row, kind, value) of the cells that stand in one of `rows`."""
    wanted = np.asarray(cells.rows, dtype=np.int64)
    places = np.searchsorted(rows, wanted)
    inside = places < len(rows)
    inside[inside] = rows[places[inside]] == wanted[inside]
    for place, is_inside, (row, kind, value) in zip(places.tolist(), inside.tolist(), cells, strict=True):
        if is_inside:
            yield place, row, kind, value


def _broken(kind: int, row: int, value: str, column: Column) -> Finding:
    if kind == Kind.ERROR:
        return Finding(
            "error-value", row, value, f"the cell shows the error {value}", f"Type the {column.title} itself."
        )
    return Finding(
        "not-calculated",
        row,
        "",
        "the cell holds a formula whose result is not stored in the file",
        "Open the log in your spreadsheet program and save it, or type the value itself.",
    )


def _date(kind: int, value: str | float | bool, row: int, dates: Dates) -> tuple[np.datetime64 | None, Finding | None]:
    """Return the moment a cell of a date column stands for, and what is wrong with it."""
    if kind == Kind.TEXT:
        return _text_date(str(value), row, dates.order)
    shown = show(kind, value)
    days = float(value) + (dates.epoch if kind == Kind.NUMBER else 0)
    if kind == Kind.LOGICAL or not serial.is_date(days):
        reason = "it is no date" if kind == Kind.LOGICAL else "no date of this calendar has that number"
        return None, _no_date(row, shown, reason)
    moment = serial.to_datetime(days)
    if kind == Kind.DATE:
        return np.datetime64(moment, "s"), None
    read = show_date(moment)
    finding = Finding(
        "serial-date",
        row,
        shown,
        f"{shown} is a bare number; as a date it is {read}, and so it is read",
        f"Type it again as {read}, or give the cell a date format.",
    )
    return np.datetime64(moment, "s"), finding


def _text_date(text: str, row: int, order: str | None) -> tuple[np.datetime64 | None, Finding | None]:
    shown = tidy(text)
    reading = read_date(text, order)
    if reading.possible:
        return None, _two_readings(row, shown, reading)
    if reading.moment is None:
        return None, _no_date(row, shown, reading.reason)
    read = show_date(reading.moment)
    finding = Finding(
        "date-as-text",
        row,
        shown,
        f"{quoted(shown)} is a text, which Excel does not treat as a date; it is read as {read}",
        f"Type it again as {read}.",
    )
    return np.datetime64(reading.moment, "s"), finding


def _two_readings(row: int, shown: str, reading: Reading) -> Finding:
    first, second = (show_date(moment) for moment in reading.possible[:2])
    return Finding(
        "ambiguous-date",
        row,
        shown,
        f"{quoted(shown)} can be read as {first} ({_long(reading.possible[0])}) "
        f"or {second} ({_long(reading.possible[1])})",
        f"Type it as {first} or as {second}.",
    )


def _long(moment: datetime) -> str:
    return f"{moment.day} {moment:%B}"


def _no_date(row: int, shown: str, reason: str) -> Finding:
    message = f"{quoted(shown)} is no date" + ("" if reason == "it is no date" else f": {reason}")
    return Finding("not-a-date", row, shown, message, "Type the day as 2026-11-30, or clear the cell.")
