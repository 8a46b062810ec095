"""The command `check`, as people use it."""

import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from sheets import write_block

from sheetkit.cli import main

HEADINGS = ["Task", "Who", "Sent", "Due"]


@pytest.fixture
def years(tmp_path: Path) -> Path:
    """A workbook with a list for each year."""
    book, path = Workbook(), tmp_path / "years.xlsx"
    book.remove(book.active)
    for year, items in (("2025", ["old"]), ("2026", ["new", "newer"])):
        rows = [[item, "Ana", date(2026, 11, 2), date(2026, 11, 10)] for item in items]
        write_block(book.create_sheet(year), 1, 1, [HEADINGS, *rows])
    book.save(path)
    return path


def document(path: Path, *options: str, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    assert main(["check", str(path), "--json", *options]) == 0
    [log] = json.loads(capsys.readouterr().out)["logs"]
    return dict(log)


def test_the_notes_name_the_sheets_that_were_not_read(years: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = document(years, capsys=capsys)
    assert (log["sheet"], log["rows"]) == ("2025", 1)
    assert log["notes"] == ["The log on the sheet '2025' was read; there is another list on '2026', which was not."]


def test_another_sheet_is_read_when_asked_for(years: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = document(years, "--sheet", "2026", capsys=capsys)
    assert (log["sheet"], log["rows"], log["notes"]) == ("2026", 2, [])


def test_a_sheet_that_is_not_there_is_one_sentence(years: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(years), "--sheet", "2024"]) == 2
    assert "it has '2025' and '2026'." in " ".join(capsys.readouterr().err.split())


def test_review_reads_the_same_sheet_and_says_what_it_did_not_read(
    years: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = years.with_name("review.xlsx")
    assert main(["review", str(years), "-o", str(target), "--as-of", "2026-11-23", "--sheet", "2026"]) == 0
    assert "2 out, 2 overdue" in " ".join(capsys.readouterr().out.split())


def test_a_needed_column_under_another_heading_gets_the_option_that_maps_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, path = Workbook(), tmp_path / "log.xlsx"
    write_block(book.active, 1, 1, [["Task", "Handed 2", "Sent", "Due"], ["a", "Ana", date(2026, 11, 2), "soon"]])
    book.save(path)
    assert main(["check", str(path)]) == 1
    assert '`adopt` with --map "Handed 2=handed_to"' in " ".join(capsys.readouterr().out.split())
