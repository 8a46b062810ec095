"""What number formats show a number as: a date, a length of time, or a number."""

import pytest
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from sheetkit.ooxml.reader.cells import CellKind
from sheetkit.ooxml.reader.number_format import kind_of_number

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
    "h:mm AM/PM",
    "d [h]:mm",
    "bbbb",
    '[$-411]ggge"年"m"月"d"日"',
    '"General" d',
    "[>=100]d mmm;General",
]
DURATIONS = ["[h]:mm:ss", "[h]:mm", "[hh]:mm;@", "[mm]:ss", "[SS]", "[Red][h]:mm", '[h]" hours"']
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


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        *((code, CellKind.DATE) for code in DATES),
        *((code, CellKind.DURATION) for code in DURATIONS),
        *((code, CellKind.NUMBER) for code in NUMBERS),
    ],
)
def test_what_a_format_shows(code: str, kind: CellKind) -> None:
    assert kind_of_number(200, code) is kind


def test_a_second_opinion_agrees_on_the_built_in_formats() -> None:
    kinds = {n: kind_of_number(n, None) for n in BUILTIN_FORMATS}
    assert {n for n, kind in kinds.items() if kind is CellKind.DURATION} == {46}
    shown = {n for n, kind in kinds.items() if kind is not CellKind.NUMBER}
    differing = {n for n, code in BUILTIN_FORMATS.items() if bool(is_date_format(code)) != (n in shown)}
    assert differing == set()


def test_a_code_of_the_workbooks_own_counts_more_than_the_number() -> None:
    assert kind_of_number(14, "0.00") is CellKind.NUMBER
