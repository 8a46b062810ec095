"""The command `upgrade`, as people use it."""

from pathlib import Path

import openpyxl
import pytest
from messages import one_line

from sheetkit.cli import main
from sheetkit.log.read_log import read_log


def test_upgrade_gives_a_log_more_lines_and_leaves_the_old_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = tmp_path / "old.xlsx", tmp_path / "new.xlsx"
    assert main(["new", str(old), "--rows", "5"]) == 0
    before = old.read_bytes()
    assert main(["upgrade", str(old), "-o", str(new), "--rows", "300"]) == 0
    assert "0 lines carried over, room for 300 in all" in capsys.readouterr().out
    assert old.read_bytes() == before
    assert main(["check", str(new)]) == 0
    assert main(["upgrade", str(old), "-o", str(new)]) == 2
    assert "exists already" in one_line(capsys.readouterr().err)


def test_working_days_and_holidays_are_carried_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    days, old, new = tmp_path / "days.csv", tmp_path / "old.xlsx", tmp_path / "new.xlsx"
    days.write_text("2026-12-25,Christmas,yes\n2026-04-06,Easter Monday\n", encoding="utf-8")
    assert main(["new", str(old), "--working-days", "Sun-Thu", "--holidays", str(days)]) == 0
    book = openpyxl.load_workbook(old)
    book["Holidays"]["B20"] = "no date"
    book.save(old)
    capsys.readouterr()
    assert main(["upgrade", str(old), "-o", str(new)]) == 0
    assert "Holidays A20: the date is missing" in " ".join(capsys.readouterr().out.split())
    assert read_log(new).working_days == read_log(old).working_days
    assert [cell.value for cell in openpyxl.load_workbook(new)["Holidays"][4]][1] == "Easter Monday"


def test_what_is_entered_is_counted_in_working_days_at_once(tmp_path: Path) -> None:
    log = tmp_path / "log.xlsx"
    assert main(["new", str(log), "--working-days", "Mon-Fri"]) == 0
    assert main(["add", str(log), "Plan", "--to", "Ana", "--due", "+10b"]) == 0
    assert openpyxl.load_workbook(log, data_only=True)["Log"]["B2"].value == 10


def test_a_dry_run_says_what_cannot_be_carried_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = tmp_path / "old.xlsx", tmp_path / "new.xlsx"
    assert main(["new", str(old), "--rows", "5"]) == 0
    book = openpyxl.load_workbook(old)
    book["Log"]["Z9"] = "a cell of its own"
    book.save(old)
    capsys.readouterr()
    assert main(["upgrade", str(old), "-o", str(new), "--dry-run"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Z9: in a column without a heading. 0 lines would be carried over; nothing was written." in said
    assert not new.exists()
