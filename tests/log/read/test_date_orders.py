"""In a list whose dates show both orders of day and month, each ambiguous date gets the same advice and no guess."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sheets import SIMPLE, plain_book, plain_log

from sheetkit.cli import main

DAY_FIRST, MONTH_FIRST, BOTH_WAYS = "20/10/2026", "12/24/2026", "03/04/2026"


def rows(*dates: tuple[object, object]) -> list[dict[str, object]]:
    return [
        {"item": f"Plan {number}", "handed_to": "Ana", "handed_off": sent, "expected_back": due}
        for number, (sent, due) in enumerate(dates)
    ]


@pytest.mark.parametrize(
    "dates",
    [
        [(DAY_FIRST, MONTH_FIRST), (BOTH_WAYS, BOTH_WAYS)],
        [(DAY_FIRST, date(2026, 11, 1)), (MONTH_FIRST, BOTH_WAYS)],
        [(date(2026, 10, 1), DAY_FIRST), (date(2026, 10, 1), MONTH_FIRST), (BOTH_WAYS, BOTH_WAYS)],
    ],
)
def test_opposite_orders_are_named_in_one_way_and_no_setting_is_offered(
    tmp_path: Path, dates: list[tuple[object, object]]
) -> None:
    log = plain_log(tmp_path / "log.xlsx", rows(*dates), SIMPLE)
    fixes = [problem.fix for problem in log.problems if problem.code == "ambiguous-date"]
    assert fixes
    for fix in fixes:
        assert fix.endswith("the month, so no one order reads all dates here.")
        assert f"{DAY_FIRST!r} (" in fix
        assert f"{MONTH_FIRST!r} (" in fix
        assert "date_order" not in fix


def test_a_column_that_is_alone_in_showing_an_order_still_offers_the_setting(tmp_path: Path) -> None:
    dates = [(DAY_FIRST, date(2026, 11, 1)), (BOTH_WAYS, date(2026, 11, 1))]
    log = plain_log(tmp_path / "log.xlsx", rows(*dates), SIMPLE)
    [fix] = [problem.fix for problem in log.problems if problem.code == "ambiguous-date"]
    assert "type DMY into date_order" in fix


def test_adopt_offers_no_order_that_the_list_contradicts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = tmp_path / "old.xlsx", tmp_path / "new.xlsx"
    plain_book(old, rows((DAY_FIRST, MONTH_FIRST), (BOTH_WAYS, BOTH_WAYS)), SIMPLE)
    assert main(["adopt", str(old), "-o", str(new)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert f"C3:D3: the date can be read in two ways, so it stays a text; {DAY_FIRST!r} (Handed off) has" in said
    assert "--date-order" not in said
    sheet = load_workbook(new)["Log"]
    assert BOTH_WAYS in [cell.value for cell in sheet[3]]
