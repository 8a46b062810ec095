"""One column of the log: from cells to values, and what is wrong with single cells.

NumPy alone: the frame begins one step later, in `log.frame`.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sheetkit.expression.tree import Type
from sheetkit.log.finding import Description, Finding, by_code
from sheetkit.log.read.date_orders import order_advice
from sheetkit.log.read.date_text import (
    DAY_FIRST,
    MONTH_FIRST,
    NO_DATE,
    TIME_WITHOUT_DAY,
    DateReading,
    days_of_digits,
    format_date,
    format_duration,
    format_time,
    has_dots,
    has_month_before_dot,
    parse_date_text,
    shown_order,
)
from sheetkit.log.read.doubtful_cells import broken_cells, cells_struck_out, cells_with_invisible
from sheetkit.log.read.number_values import read_numbers
from sheetkit.log.read.selection import Selection, select_cells
from sheetkit.ooxml import serial
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells
from sheetkit.ooxml.unique import unique_codes
from sheetkit.template.model import Column, Template
from sheetkit.text import (
    is_blank,
    is_word_of,
    match_key,
    quote,
    readable,
    shown_text,
)

_YEARS_MEANT = range(2000, 2100)  # of a day that is typed as 20261110
Bools = npt.NDArray[np.bool_]
Moments = npt.NDArray[np.datetime64]


class DateSettings(NamedTuple):
    """How a workbook means its dates.

    `order` is DMY or MDY where the log's owner said how 03/04/2026 is meant, `epoch` the days to add to a bare number:
    1,462 in a workbook that counts from 1904. Cells with a date format have it added already. `opposite` is what
    `opposite_orders` says of the list.
    """

    order: str | None = None
    epoch: int = 0
    opposite: str = ""


@dataclass(eq=False)
class ColumnValues:
    """A column's values for n rows, as NumPy arrays.

    `codes` (int32) are positions in `texts`, the different shown texts, -1 where a cell is empty; of a column of dates
    or numbers they stand for cells without a usable one alone. `dates` (datetime64[s], NaT: no usable date) and
    `numbers` (float64, NaN: no usable number) are None of any other column. `blank` and `broken` are masks; a broken
    cell has a finding of its own already, so nothing more is said about it.
    """

    codes: npt.NDArray[np.int32]
    texts: list[str]
    dates: npt.NDArray[np.datetime64] | None
    numbers: npt.NDArray[np.float64] | None
    blank: npt.NDArray[np.bool_]
    broken: npt.NDArray[np.bool_]
    findings: list[Finding]


def read_column(
    cells: ColumnCells,
    rows: npt.NDArray[np.int64],
    column: Column | None,
    settings: DateSettings,
    words: Collection[str] = (),
) -> ColumnValues:
    """Return a column's values at `rows`; `column` is None for an extra one, whose cells are never wrong.

    Of an extra one the findings, what is struck out or invisible in it, name no column.

    `words` are match keys that are right in a column of dates or numbers though they are neither.
    """
    size, kind = len(rows), column.type if column else None
    dates = np.full(size, np.datetime64("NaT", "s")) if kind is Type.DATE else None
    numbers = np.full(size, np.nan) if kind is Type.NUMBER else None
    broken = np.zeros(size, dtype=bool)
    if not len(cells):
        return ColumnValues(np.full(size, -1, dtype=np.int32), [], dates, numbers, ~broken, broken, [])
    selected = select_cells(cells, rows)
    blank = ~np.isin(rows, cells.row_array[~cells.where_text(is_blank)], assume_unique=True)
    text_cells = selected.of_kind(CellKind.TEXT)
    name = column.name if column else ""
    findings = [*cells_struck_out(text_cells, name), *cells_with_invisible(text_cells, name)]
    if column is not None:
        findings += broken_cells(selected, column, broken)
    if column is not None and numbers is not None:
        is_word = _is_word(selected, words)
        typed = selected.where(~is_word & ~blank[selected.places])
        findings += read_numbers(typed, column, settings.epoch, numbers, broken)
        selected = selected.where(is_word | broken[selected.places])
    if column is not None and dates is not None:
        is_word = _is_word(selected, words) if len(selected.rows) else blank[:0]
        dated = selected.where(~is_word & ~blank[selected.places])
        findings += _dates_of_texts(dated.of_kind(CellKind.TEXT), column.name, settings, dates, broken)
        findings += _dates_of_numbers(dated, column.name, settings.epoch, dates, broken)
        selected = selected.where(is_word | broken[selected.places])
    return ColumnValues(*_shown(selected, size), dates, numbers, blank, broken, findings)


def nothing_words(template: Template, name: str) -> Collection[str]:
    """Return the match keys of the words by which a text column counts as blank.

    An item keeps its word: it is what people know the line by, whatever the rules make of it.
    """
    is_tested = name in template.blank_tested and name != template.roles.item
    return template.by_name[name].nothing if is_tested else ()


def trimmed(text: str) -> str:
    """Return a text as it is shown, without outer spaces and what nobody sees.

    Wider spaces stay: to Excel, and so to the rules, they are letters.
    """
    if text.isascii():
        return text.strip(" \t\r\n")
    return readable(text).replace("\xa0", " ").strip(" \t\r\n")


def format_cell(kind: int, value: str | float | bool) -> str:
    """Return a cell's value as people see it, dates in ISO 8601."""
    if kind == CellKind.LOGICAL:
        return "TRUE" if value else "FALSE"
    if kind == CellKind.DATE and serial.is_usable_date(float(value)):
        return format_date(serial.to_datetime(float(value)))
    if kind == CellKind.DATE and 0 < float(value) < 1:
        return format_time(float(value))
    if kind == CellKind.DURATION:
        return format_duration(float(value))
    if isinstance(value, float):
        return f"{value:.15g}"
    return "" if kind == CellKind.UNCALCULATED else str(value)


def _is_word(selection: Selection, words: Collection[str]) -> Bools:
    """Return which of the cells show one of `words`; a logical value is TRUE or FALSE, and a number can be a word."""
    kinds, numbers = selection.kinds, selection.numbers
    is_text = kinds == CellKind.TEXT
    texts, which = selection.cells.unique_texts(numbers[is_text])
    is_word = np.zeros(len(kinds), dtype=bool)
    is_word[is_text] = np.array([is_word_of(text, words) for text in texts], dtype=bool)[which]
    for value in (False, True):
        if match_key(format_cell(CellKind.LOGICAL, value)) in words:
            is_word |= (kinds == CellKind.LOGICAL) & (numbers == value)
    numeric = [float(word) for word in words if word.isdecimal()]
    is_number = (kinds == CellKind.NUMBER) | (kinds == CellKind.DATE)
    is_word[is_number] = np.isin(numbers[is_number], numeric)
    return is_word


def _shown(selection: Selection, size: int) -> tuple[npt.NDArray[np.int32], list[str]]:
    """Return codes for `size` rows and the texts they stand for; each different value is formatted once."""
    shown: list[str] = []
    codes = np.full(size, -1, dtype=np.int32)
    for number in np.flatnonzero(np.bincount(selection.kinds)).tolist():
        kind = CellKind(number)
        if kind is CellKind.UNCALCULATED:
            continue
        cells = selection.of_kind(kind)
        if kind in (CellKind.TEXT, CellKind.ERROR, CellKind.OBJECT):
            texts, cell_codes = cells.unique_texts()
        else:
            bits, cell_codes = unique_codes(cells.numbers.view(np.int64))
            texts = [format_cell(kind, number) for number in bits.view(np.float64).tolist()]
        codes[cells.places] = cell_codes + len(shown)
        shown += texts
    return codes, shown


def _dates_of_texts(
    selection: Selection, name: str, settings: DateSettings, target: Moments, broken: Bools
) -> Iterator[Finding]:
    """Read dates that are texts, each different one once, into `target`; note those that are none in `broken`."""
    texts, which = selection.unique_texts()
    order = settings.order
    advice = order_advice(shown_order(texts), settings.opposite) if order is None else ""
    is_unsure = order is None and any(map(has_month_before_dot, texts))
    read = [_text_date(text, order, advice, dots_are_unsure=is_unsure) for text in texts]
    moments = np.array([moment for moment, _, _ in read], dtype="datetime64[s]")
    target[selection.places] = moments[which]
    broken[selection.places] = np.isnat(moments)[which]
    codes = np.array([code for _, code, _ in read], dtype=object)[which]
    for code in dict.fromkeys(code for _, code, _ in read):
        chosen = codes == code
        yield Finding(
            code, name, selection.rows[chosen], by_code([description for _, _, description in read], which[chosen])
        )


def _dates_of_numbers(selection: Selection, name: str, epoch: int, target: Moments, broken: Bools) -> Iterator[Finding]:
    """Read dates that are numbers, all at once, into `target`; note those that are none in `broken`."""
    logical = selection.of_kind(CellKind.LOGICAL)
    if len(logical.rows):
        broken[logical.places] = True
        descriptions = [_no_date(format_cell(CellKind.LOGICAL, bool(value)), NO_DATE) for value in (0, 1)]
        yield Finding("not-a-date", name, logical.rows, by_code(descriptions, logical.numbers.astype(np.int64)))
    part = selection.where(np.isin(selection.kinds, (CellKind.DATE, CellKind.NUMBER, CellKind.DURATION)))
    bare = part.kinds == CellKind.NUMBER
    days = part.numbers + np.where(bare, epoch, 0)
    clock = (part.kinds == CellKind.DATE) & (part.numbers > 0) & (part.numbers < 1)
    sound = (np.floor(days) >= serial.FIRST_SERIAL) & (np.floor(days) <= serial.LAST_SERIAL) & ~clock
    sound &= part.kinds != CellKind.DURATION
    target[part.places[sound]] = serial.to_datetime64(days[sound])
    if not sound.all():
        wrong = part.where(~sound)
        broken[wrong.places] = True
        yield Finding("not-a-date", name, wrong.rows, lambda at: _no_number(wrong.kinds[at], wrong.numbers[at]))
    if (bare & sound).any():
        typed = part.where(bare & sound)
        yield Finding(
            "serial-date", name, typed.rows, lambda at: _serial_date_description(float(typed.numbers[at]), epoch)
        )


def _no_number(kind: int, number: float) -> Description:
    if kind == CellKind.DURATION:
        return _no_date(format_cell(kind, float(number)), "it says how long something takes")
    if kind == CellKind.DATE and 0 < number < 1:
        return _no_date(format_time(float(number)), TIME_WITHOUT_DAY)
    shown = format_cell(kind, float(number))
    description = _no_date(shown, "no date has that number")
    days = [day for day in days_of_digits(shown) if day.year in _YEARS_MEANT]
    if len(days) != 1:
        return description
    meant = format_date(days[0])
    return description._replace(message=f"{description.message}; perhaps {meant} is meant", fix=f"If so, type {meant}.")


def _serial_date_description(number: float, epoch: int) -> Description:
    shown, read = format_cell(CellKind.NUMBER, number), format_date(serial.to_datetime(number + epoch))
    message = f"{shown} is a bare number; as a date it is {read}, and so it is read"
    return Description(shown, message, f"Type it again as {read}, or give the cell a date format.")


def _text_date(
    text: str, order: str | None, advice: str, *, dots_are_unsure: bool
) -> tuple[datetime | None, str, Description]:
    """Return the moment that a text stands for, and what is wrong with it; `advice` goes with what is not certain.

    Dots mean that the day comes first, unless another date of the column has the month there.
    """
    shown = shown_text(text)
    reading = parse_date_text(text, order)
    if dots_are_unsure and has_dots(shown):
        either = [parse_date_text(text, one_order).moment for one_order in (DAY_FIRST, MONTH_FIRST)]
        possible = tuple(dict.fromkeys(moment for moment in either if moment is not None))
        if len(possible) == 2:
            reading = DateReading(possible=possible)
    if reading.possible:
        return None, "ambiguous-date", _two_readings(shown, reading, advice)
    if reading.moment is None:
        return None, "not-a-date", _no_date(shown, reading.reason)
    read = format_date(reading.moment)
    dots = "with dots the day comes first, so " if order is None and has_dots(shown) else ""
    if dots and has_month_before_dot(shown):
        dots = f"with dots the day comes first, but there is no month {reading.moment.day}, so with the month first "
    message = f"{quote(shown)} is a text, which Excel does not treat as a date; {dots}it is read as {read}"
    if reading.zone:
        message = f"{quote(shown)} has a time zone ({reading.zone}), which is left out: it is read as {read}"
        return (
            reading.moment,
            "time-zone",
            Description(shown, message, f"Type it again as {read}, or as your clock has it."),
        )
    return reading.moment, "date-as-text", Description(shown, message, f"Type it again as {read}.")


def _two_readings(shown: str, reading: DateReading, advice: str) -> Description:
    first, second = (format_date(moment) for moment in reading.possible[:2])
    message = (
        f"{quote(shown)} can be read as {first} ({_long(reading.possible[0])}) "
        f"or {second} ({_long(reading.possible[1])})"
    )
    return Description(shown, message, f"Type it as {first} or as {second}.{advice}")


def _long(moment: datetime) -> str:
    return f"{moment.day} {moment:%B}"


def _no_date(shown: str, reason: str) -> Description:
    message = f"{quote(shown)} is not a date" + ("" if reason == NO_DATE else f": {reason}")
    return Description(shown, message, "Type it with the year first, such as 2026-11-30.")
