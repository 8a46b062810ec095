"""Problems: what is wrong, at its cell."""

from pathlib import Path

from logs import filled_log, row
from reviews import review, review_sheet, sheet_of, table
from sheets import GOOD, plain_book

from sheetkit.cli import main

NAME = "Problems"


def test_a_problem_names_its_cell_and_line_and_leads_to_it(tmp_path: Path) -> None:
    sheet = review_sheet(tmp_path, NAME, [row(), row(expected_back="next week", item="Wrong date")])
    (line,) = table(sheet)
    assert (line["How bad"], line["Cell"], line["Column"]) == ("error", "I3", "Expected back")
    assert (line["Item"], line["ID"], line["What it says"]) == ("Wrong date", "H-0002", "next week")
    assert line["What is wrong"] == "'next week' is not a date"
    assert line["How to correct it"]
    link = sheet["B4"].hyperlink
    assert (link.target, link.location) == ("log.xlsx", "'Log'!I3")


def test_the_worst_come_first(tmp_path: Path) -> None:
    rows = [{**row(checkpoint="4 Dec 2026"), "Room": "4"}, row(item="Lease", status="Dnoe")]
    lines = table(review_sheet(tmp_path, NAME, rows, extra=["Room"]))
    assert [(line["How bad"], line["Kind"]) for line in lines] == [
        ("error", "unknown-choice"),
        ("warning", "date-as-text"),
        ("info", "unknown-column"),
    ]


def test_a_problem_of_the_whole_workbook_leads_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    plain_book(path, [GOOD]).save(path)  # lines without a sheet of settings
    sheet = sheet_of(review(path), NAME)
    place = [line["Kind"] for line in table(sheet)].index("missing-setting")
    assert sheet.cell(4 + place, 2).hyperlink is None


def test_a_log_that_could_not_be_read_comes_before_everything_else(tmp_path: Path) -> None:
    good = filled_log(tmp_path, [row(status="Dnoe")], name="good.xlsx")
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"nothing")
    assert main(["review", str(good), str(broken), "--as-of", "2026-11-23"]) == 0
    lines = table(sheet_of(tmp_path / "team-review-2026-11-23.xlsx", NAME))
    assert [(line["Log"], line["Kind"]) for line in lines] == [
        ("broken.xlsx", "unreadable"),
        ("good.xlsx", "unknown-choice"),
    ]
    assert "broken.xlsx" in str(lines[0]["What is wrong"])


def test_a_log_without_problems_says_so(tmp_path: Path) -> None:
    sheet = review_sheet(tmp_path, NAME, [row()])
    assert sheet["A2"].value == "Nothing is wrong in the log."
    assert table(sheet) == []
