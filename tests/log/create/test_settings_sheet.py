"""The Settings sheet of a blank log: what people may change, and what the log reads."""

from datetime import datetime
from pathlib import Path

import pytest
from made import blank_log
from openpyxl import Workbook, load_workbook

from sheetkit.template.store import shipped


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return blank_log(tmp_path_factory.mktemp("settings"), 3)


@pytest.fixture(scope="module")
def book(path: Path) -> Workbook:
    return load_workbook(path)


def test_settings_are_named_cells_with_their_defaults(path: Path, book: Workbook) -> None:
    names = {name: target.attr_text for name, target in book.defined_names.items()}
    assert set(names) == {
        "checkpoint_after_hours",
        "due_soon_days",
        "review_every_days",
        "remind_again_days",
        "as_of",
        "date_order",
        "working_days",
        "working_week",
        "days_off",
        "days_off_count",
        "escalate_to",
    }
    cached = load_workbook(path, data_only=True)["Settings"]
    for setting in shipped().settings:
        sheet, cell = names[setting.name].replace("$", "").split("!")
        assert sheet in ("Settings", "'Settings'")
        assert cached[cell].value == setting.default
    moment = names["as_of"].replace("$", "").split("!")[1]
    assert book["Settings"][moment].value == "=NOW()"
    assert cached[moment].value == datetime(2026, 11, 23)


def test_each_threshold_stands_beside_its_name_and_what_it_does(book: Workbook) -> None:
    lines = list(book["Settings"].iter_rows(min_row=4, max_col=3, values_only=True))
    assert lines[:4] == [(setting.title, setting.default, setting.description) for setting in shipped().settings]
    assert "=NOW()" in str(lines[4][2])
    assert lines[5][:2] == ("How a date such as 03/04/2026 is meant", None)
    assert lines[6:] == [(setting.title, None, setting.description) for setting in shipped().text_settings]


def test_the_cells_to_change_look_different_from_the_rest(book: Workbook) -> None:
    sheet = book["Settings"]
    assert "yellow" in str(sheet["A2"].value)
    inputs = {sheet.cell(row, 2).fill.fgColor.rgb for row in range(4, 11)}
    assert len(inputs) == 1
    assert inputs.isdisjoint({sheet.cell(row, column).fill.fgColor.rgb for row in range(4, 11) for column in (1, 3)})


def test_a_threshold_takes_numbers_from_0_on_and_says_what_is_usual(book: Workbook) -> None:
    checks = {str(check.sqref): check for check in book["Settings"].data_validations.dataValidation}
    assert set(checks) == {"B4", "B5", "B6", "B7", "B9", "B10"}
    assert checks.pop("B9").formula1 == '"DMY,MDY"'
    assert "Mon-Fri" in str(checks["B10"].formula1)
    assert not checks.pop("B10").showErrorMessage  # other days of the week can be typed
    for check, setting in zip(checks.values(), shipped().settings, strict=True):
        assert (check.type, check.operator, check.formula1) == ("decimal", "greaterThanOrEqual", "0")
        assert check.error == "Type a number, 0 or more."
        assert f"Usually {setting.default:g}." in check.prompt
        assert len(check.promptTitle) <= 32


def test_the_moment_is_shown_with_its_time(book: Workbook) -> None:
    assert "h" in book["Settings"]["B8"].number_format
