"""Which number formats show a number as a date."""

import pytest
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from sheetkit.ooxml.reader.number_format import shows_date

DATES = [
    "yyyy-mm-dd",
    "d mmm yyyy hh:mm",
    "dd/mm/yyyy;@",
    "[$-409]d-mmm-yy;@",
    "[$-F800]dddd, mmmm dd, yyyy",
    "[Red]dd.mm.yyyy",
    'd "of" mmmm',
    "yyyy\\-mm\\-dd",
    "yyyy/m/d;;;",
    "mm:ss.0",
    "[h]:mm:ss",
    "[mm]:ss",
    "[SS]",
    "h:mm AM/PM",
    '[$-411]ggge"年"m"月"d"日"',
    '"General" d',
    "[>=100]d mmm;General",
]
NUMBERS = [
    "General",
    "0.00",
    "#,##0_);[Red]\\(#,##0\\)",
    '0.0" days"',
    '#,##0 "hours and minutes"',
    "0\\d",
    "0_d0",
    "0*d",
    "[Red]0",
    "[Green]General",
    "[$USD-409] #,##0.00",
    "0.00E+00",
    "# ?/?",
    "@",
    "0%;d",
    '0"unclosed d',
]


@pytest.mark.parametrize("code", DATES)
def test_formats_that_show_dates(code: str) -> None:
    assert shows_date(200, code)


@pytest.mark.parametrize("code", NUMBERS)
def test_formats_that_show_no_dates(code: str) -> None:
    assert not shows_date(200, code)


def test_a_second_opinion_agrees_on_the_built_in_formats() -> None:
    differing = {n for n, code in BUILTIN_FORMATS.items() if shows_date(n, None) != bool(is_date_format(code))}
    assert differing == set()


# openpyxl takes escaped and padding letters for parts of a date, and knows [ss] in small letters alone.
@pytest.mark.parametrize("code", sorted({*DATES, *NUMBERS} - {"[SS]", "0\\d", "0_d0", "0*d", '0"unclosed d'}))
def test_a_second_opinion_agrees_on_custom_formats(code: str) -> None:
    assert shows_date(200, code) == bool(is_date_format(code))


@pytest.mark.parametrize("number", [27, 31, 36, 50, 57, 58])
def test_formats_of_east_asia_show_dates_without_a_code(number: int) -> None:
    assert shows_date(number, None)


def test_a_code_of_the_workbooks_own_counts_more_than_the_number() -> None:
    assert not shows_date(14, "0.00")
