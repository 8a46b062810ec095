"""The Holidays sheet of a log: the days off that people list, and hidden cells for the log's formulas.

Hidden beside the list are the days of the week that count by the setting's text, and each listed day in each of
`YEARS`, once, where it is a working day of that year. Excel reads the text by the rules of `parse_week`.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from sheetkit.expression.excel_formula import FormulaWriter
from sheetkit.expression.tree import Column, Day, OneOf, Type
from sheetkit.expression.working_days import (
    COUNT_NAME,
    DAY_NAMES,
    DAYS_OFF_NAME,
    WEEK_NAME,
    YEARS,
    DayOff,
    day_in_year,
    join_week,
    parse_week,
)
from sheetkit.log.create.contents import Contents
from sheetkit.log.read.holidays import HEADINGS, HOLIDAYS_SHEET
from sheetkit.ooxml.references import CellRange, column_letters
from sheetkit.ooxml.serial import from_datetime
from sheetkit.ooxml.writer import styles
from sheetkit.ooxml.writer.workbook import SheetWriter, WorkbookWriter
from sheetkit.template.model import Template

_LINES, _SPARE = 30, 20  # lines of a new list, and blank ones below a list that is given
_HEADING_ROW = 3
_FIRST_ROW = _HEADING_ROW + 1
_YEARLY, _DAY, _FIRST_YEAR = 4, 5, 6  # hidden columns
_LAST_YEAR = _FIRST_YEAR + len(YEARS) - 1
_KEYS = [name.lower() for name in DAY_NAMES]
_FROM_SATURDAY = [5, 6, 0, 1, 2, 3, 4]  # positions in DAY_NAMES: a serial of 7 n is a Saturday
Cell = tuple[int, int, str, str | float]  # row, column, formula, value
_DATE = Column("date", Type.DATE)
_EVERY = Column("every", Type.TEXT)


def write_holidays(book: WorkbookWriter, template: Template, contents: Contents) -> None:
    """Write the sheet of a log whose template has a setting for the working days."""
    setting = template.week_setting
    if setting is None:
        return
    sheet = book.add_sheet(HOLIDAYS_SHEET, tab_colour="#52606D")
    sheet.set_column_widths({1: 20, 2: 44, 3: 14})
    sheet.hide_columns(_YEARLY, _LAST_YEAR)
    sheet.write_text(1, 1, HOLIDAYS_SHEET, styles.TITLE)
    sheet.set_row_height(1, 33)
    about = f"Days off from {YEARS[0]} to {YEARS[-1]}. They count once the sheet Settings names the working days."
    sheet.write_text(2, 1, about, styles.SUBTITLE)
    for column, heading in enumerate(HEADINGS, start=1):
        sheet.write_text(_HEADING_ROW, column, heading, styles.heading_style())
    for column, year in enumerate(YEARS, start=_FIRST_YEAR):
        sheet.write_number(_HEADING_ROW, column, year, styles.TEXT)
    lines = max(_LINES, len(contents.days_off) + _SPARE)
    listed = (*contents.days_off, *[None] * (lines - len(contents.days_off)))
    for row, day_off in enumerate(listed, start=_FIRST_ROW):
        _write_line(sheet, row, day_off)
    _write_checks(sheet, _HEADING_ROW + lines)
    text = contents.text_settings.get(setting.name, "")
    for row, column, formula, value in _hidden_cells(setting.name, text, template.yes, listed):
        sheet.write_formula(row, column, formula, value, styles.TEXT)
    area = CellRange(_FIRST_ROW, _FIRST_YEAR, _HEADING_ROW + lines, _LAST_YEAR)
    book.define_range_name(DAYS_OFF_NAME, HOLIDAYS_SHEET, area)
    book.define_range_name(WEEK_NAME, HOLIDAYS_SHEET, CellRange(2, _FIRST_YEAR, 2, _FIRST_YEAR + 6))
    book.define_cell_name(COUNT_NAME, HOLIDAYS_SHEET, 1, _FIRST_YEAR)
    sheet.set_up_page(template.title, area=(1, 1, _HEADING_ROW + lines, len(HEADINGS)), landscape=False)


def _write_line(sheet: SheetWriter, row: int, day_off: DayOff | None) -> None:
    if day_off is None:
        sheet.write_text(row, 1, "", styles.DATE)
    else:
        sheet.write_number(row, 1, from_datetime(day_off.day), styles.DATE)
    sheet.write_text(row, 2, day_off.name if day_off else "", styles.CELL)
    sheet.write_text(row, 3, "Yes" if day_off and day_off.is_yearly else "", styles.CELL)


def _write_checks(sheet: SheetWriter, last: int) -> None:
    date_check = {
        "validate": "date",
        "criteria": "between",
        "minimum": date(YEARS[0], 1, 1),
        "maximum": date(YEARS[-1], 12, 31),
        "error_type": "warning",
        "error_title": "This is not a day that counts",
        "error_message": f"A date from {YEARS[0]} to {YEARS[-1]} is needed, such as 2026-12-25. Keep it anyway?",
    }
    sheet.add_data_validation(_FIRST_ROW, 1, last, date_check)
    sheet.add_data_validation(_FIRST_ROW, 3, last, {"validate": "list", "source": ["Yes"], "show_error": False})


def _hidden_cells(setting: str, text: str, yes: Sequence[str], listed: Sequence[DayOff | None]) -> Iterator[Cell]:
    """Yield row, column, formula and value of each hidden cell."""
    joined, week = join_week(text), parse_week(text)
    names, week_text = (f"${column_letters(column)}$1" for column in (_YEARLY, _DAY))
    # Names of days become spaces. What is left should be hyphens in the right places.
    without_names = names
    for key in _KEYS:
        without_names = f'SUBSTITUTE({without_names},"{key}"," ")'
    yield 1, _YEARLY, _joined_formula(setting), joined
    yield 2, _YEARLY, f'IFERROR({without_names},"?")', re.sub("|".join(_KEYS), " ", joined)
    yield 1, _DAY, _valid_formula(names, f"${column_letters(_YEARLY)}$2"), joined if week else ""
    for column, position in enumerate(_FROM_SATURDAY, start=_FIRST_YEAR):
        yield 2, column, _works_formula(week_text, position), float(week[position]) if week else 1.0
    taken: set[date] = set()
    for row, day_off in enumerate(listed, start=_FIRST_ROW):
        yield from _line_cells(row, yes or ("yes",), week_text, day_off, week, taken)
    yield 1, _FIRST_YEAR, f"COUNT({DAYS_OFF_NAME})", float(len(taken))


def _joined_formula(setting: str) -> str:
    formula = f"LOWER(CLEAN({setting}))"
    for old, new in (("\u00a0", ""), (" ", ""), (",", ""), ("–", "-")):
        formula = f'SUBSTITUTE({formula},"{old}","{new}")'
    return f'IFERROR({formula},"?")'


def _valid_formula(joined: str, pattern: str) -> str:
    """Return a formula for the text where it names days as `parse_week` understands them, else ''."""
    letters = f'SUBSTITUTE(SUBSTITUTE({pattern}," ",""),"-","")<>""'
    hyphens = f'IF(ISNUMBER(FIND("--","-"&{pattern}&"-")),TRUE,ISNUMBER(FIND("- -",{pattern})))'
    return f'IF({letters},"",IF({hyphens},"",{joined}))'


def _works_formula(week_text: str, position: int) -> str:
    """Return a formula for whether a day of the week is named, or lies between two that are joined by a hyphen."""
    keys, numbers = [f'"{key}"' for key in _KEYS], [str(number) for number in range(7)]
    pairs = f'{{{";".join(keys)}}}&"-"&{{{",".join(keys)}}}'
    first, last = f"{{{';'.join(numbers)}}}", f"{{{','.join(numbers)}}}"
    inside = f"(MOD({position}-{first},7)<=MOD({last}-{first},7))"
    in_range = f"SUMPRODUCT(ISNUMBER(FIND({pairs},{week_text}))*{inside})>0"
    return f'IF({week_text}="",1,IF(ISNUMBER(FIND({keys[position]},{week_text})),1,IF({in_range},1,0)))'


def _line_cells(
    row: int, yes: Sequence[str], week_text: str, day_off: DayOff | None, week: Sequence[bool] | None, taken: set[date]
) -> Iterator[Cell]:
    """Yield the hidden cells of a line; `taken` are the days off of the lines before, to which its own are added."""
    writer = FormulaWriter({_DATE.key: f"$A{row}", _EVERY.key: f"$C{row}"})
    yearly, day = f"${column_letters(_YEARLY)}{row}", f"${column_letters(_DAY)}{row}"
    is_yearly = day_off is not None and day_off.is_yearly
    yield row, _YEARLY, f"IF({writer.condition(OneOf(_EVERY, tuple(yes)))},1,0)", float(is_yearly)
    serial = writer.value(Day(_DATE))
    yield row, _DAY, f'IF({week_text}="","",{serial})', from_datetime(day_off.day) if day_off and week else ""
    for column, year in enumerate(YEARS, start=_FIRST_YEAR):
        letters = column_letters(column)
        in_year = f"DATE({letters}${_HEADING_ROW},MONTH({day}),DAY({day}))"
        above = f"{letters}${_HEADING_ROW}:{letters}{row - 1}"
        formula = (
            f"IF(ISNUMBER({day}),IF(IF({yearly},TRUE,YEAR({day})={letters}${_HEADING_ROW}),IF(DAY({in_year})=DAY({day}),"
            f'IF(INDEX({WEEK_NAME},1,MOD({in_year},7)+1),IF(COUNTIF({above},{in_year}),"",{in_year}),""),""),""),"")'
        )
        off_day = day_in_year(day_off, year) if day_off and week else None
        value: float | str = ""
        if off_day is not None and week is not None and week[off_day.weekday()] and off_day not in taken:
            taken.add(off_day)
            value = from_datetime(off_day)
        yield row, column, formula, value
