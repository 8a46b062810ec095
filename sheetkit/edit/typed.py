"""Turn what was typed into the value of a cell, and refuse what `check` would object to."""

from collections.abc import Container, Iterable
from datetime import datetime

from sheetkit.edit.cell_edit import CellEdit, NewValue
from sheetkit.edit.date_words import Calendar, parse_date_words
from sheetkit.edit.open_log import OpenLog
from sheetkit.errors import SheetkitError
from sheetkit.expression.working_days import MONDAY_TO_FRIDAY
from sheetkit.ooxml.limits import MAX_CELL_TEXT, utf16_length
from sheetkit.ooxml.reader.cells import CellKind
from sheetkit.patterns import lazy_pattern
from sheetkit.template.model import AS_OF, Column, ColumnKind
from sheetkit.text import clean_text, closest_match, match_key, natural_list, quote

_NUMBER = lazy_pattern(r"-?(0|[1-9]\d{0,14})(\.\d{1,10})?")


def typed_edits(
    log: OpenLog, row: int, assignments: Iterable[str], today: datetime, *, taken: Container[int] = ()
) -> list[CellEdit]:
    """Return the edits of a line for texts such as 'Now expected=+3d'; `taken` are columns with a value already.

    Raises SheetkitError if a text has another form, names no column or one twice, or is no value of its column.
    """
    edits: dict[int, CellEdit] = {}
    for text in assignments:
        heading, sign, value = text.partition("=")
        if not sign or not heading.strip():
            raise SheetkitError(f'{quote(text)} is not understood: write it as "Heading=value", with the quotes.')
        number = log.number_of_heading(heading.strip())
        if number in edits or number in taken:
            raise SheetkitError(f"{log.heading(number)!r} is given twice: name each column once.")
        edits[number] = CellEdit(row, number, typed_value(log, number, value, today))
    return list(edits.values())


def typed_value(log: OpenLog, number: int, text: str, today: datetime) -> NewValue:
    """Return the value that a text means in a column; a blank text clears the cell.

    In an extra column it is a date or a number if all other cells of the column are. Raises SheetkitError.
    """
    column, title = log.column(number), log.heading(number)
    if column is not None and column.is_live:
        raise SheetkitError(f"{title!r} is calculated by the workbook, so nothing is entered there.")
    if not clean_text(text):
        return None
    days = Calendar(today, log.dates.order, log.working_days or MONDAY_TO_FRIDAY)
    if column is None:
        return _like_others(log, number, text, days)
    if column.kind is ColumnKind.DATE:
        if match_key(text) in log.template.accepted_words(column):
            return clean_text(text)
        return parse_date_words(text, days, title, is_past=column.maximum == AS_OF)
    if column.kind is ColumnKind.NUMBER:
        return _number(column, text, title)
    if column.kind is ColumnKind.CHOICE:
        return _choice(column, text, title)
    return _text(text, title)


def _number(column: Column, text: str, title: str) -> float:
    """Return a number within its column's limits."""
    limits = f" {column.limits}" if column.limits else ""
    number = float(text) if _NUMBER.fullmatch(text.strip()) else None
    low, high = column.lowest, column.highest
    if number is None or (low is not None and number < low) or (high is not None and number > high):
        raise SheetkitError(f"{title} needs a number{limits}, such as {column.example or '12.5'}, not {quote(text)}.")
    return number


def _choice(column: Column, text: str, title: str) -> str:
    choice = column.canonical.get(match_key(text))
    if choice is None:
        near = closest_match(text, column.canonical)
        titles = natural_list((choice.title for choice in column.choices), "or")
        meant = f" Perhaps {column.canonical[near]!r} is meant." if near else ""
        raise SheetkitError(f"{title}: {quote(text)} is not one of the choices, which are {titles}.{meant}")
    return choice


def _text(text: str, title: str) -> str:
    text = text.strip()
    if utf16_length(text) >= MAX_CELL_TEXT:
        raise SheetkitError(
            f"{title}: a cell takes fewer than {MAX_CELL_TEXT:,} characters, and this text has "
            f"{utf16_length(text):,}. Keep it in a document and enter where it is."
        )
    return text


def _like_others(log: OpenLog, number: int, text: str, days: Calendar) -> NewValue:
    """Return the value for a cell of an extra column."""
    title = log.heading(number)
    kinds = set(log.cells(number).kind_array[log.cells(number).row_array > log.place.heading_row].tolist())
    if kinds == {CellKind.DATE}:
        return parse_date_words(text, days, title)
    if kinds == {CellKind.NUMBER}:
        if not _NUMBER.fullmatch(text.strip()):
            raise SheetkitError(
                f"{title}: the other cells hold numbers, and {quote(text)} is not one: type it as 1234.5."
            )
        return float(text)
    return _text(text, title)
