"""The colours of a blank log while people type."""

import pytest
from made import blank_log
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from sheetkit.palette import PALETTE, ROW_TINT
from sheetkit.template.model import ColumnKind
from sheetkit.template.store import shipped

COLUMNS = shipped().columns
LETTER = {column.name: chr(ord("A") + number) for number, column in enumerate(COLUMNS)}


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Worksheet:
    return load_workbook(blank_log(tmp_path_factory.mktemp("blank"), 5))["Log"]


def test_every_rule_shows_in_the_flag_and_those_with_a_colour_in_it(log: Worksheet) -> None:
    shown = {
        (str(area.sqref)[0], str(area.sqref).split(":")[1][0], rule.formula[0]): rule.dxf
        for area in log.conditional_formatting
        for rule in area.rules
    }
    for rule in shipped().rules:
        has_flag = f'$A2="{rule.title}"'
        flag = shown["A", "A", has_flag]
        assert flag.font.b
        if rule.colour:
            assert flag.fill.bgColor.rgb == f"FF{PALETTE[rule.colour].fill[1:]}"
        for name in rule.cells:
            assert (
                shown[LETTER[name], LETTER[name], has_flag].fill.bgColor.rgb
                == f"FF{PALETTE[rule.colour or ''].fill[1:]}"
            )
        assert (("A", "U", has_flag) in shown) == rule.whole_row
    assert shown["A", "U", '$A2="Overdue"'].fill.bgColor.rgb == f"FF{ROW_TINT['red'].fill[1:]}"
    assert shown["A", "U", 'OR($A2="On hold",$A2="Done",$A2="Cancelled")'].font.color.rgb


def test_only_dates_are_formatted_with_their_time_of_day(log: Worksheet) -> None:
    for column in COLUMNS:
        letter = LETTER[column.name]
        formats = [
            rule.dxf.numFmt.formatCode
            for area in log.conditional_formatting
            if str(area.sqref).startswith(f"{letter}2:{letter}")
            for rule in area.rules
            if rule.dxf.numFmt and letter != LETTER["flag"]
        ]
        assert any("h" in code for code in formats) == (column.kind is ColumnKind.DATE)
