"""Trend: one line for each review, carried forward."""

from datetime import datetime
from pathlib import Path

import openpyxl
from logs import BACK, OVERDUE, UNCHECKED, filled_log, row, type_rows
from reviews import review, sheet_of, table

from sheetkit.cli import main

NAME = "Trend"


def days(path: Path) -> list[object]:
    return [line["Review of"] for line in table(sheet_of(path, NAME))]


def about(path: Path) -> list[object]:
    return [cell.value for cell in sheet_of(path, "About")["B"]]


def test_each_review_adds_its_line_to_those_before(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [OVERDUE, UNCHECKED])
    review(path, "2026-11-09")
    type_rows(path, [{"status": "Done"}, {}, BACK])
    review(path, "2026-11-20")
    lines = table(sheet_of(review(path, "2026-11-30"), NAME))  # one week was skipped
    titles = ("Review of", "Lines", "Out now", "Need attention", "Overdue", "Came back", "First promises kept", "Done")
    assert [tuple(line[title] for title in titles) for line in lines] == [
        (datetime(2026, 11, 9), 2, 2, 2, 0, 0, 0, 0),
        (datetime(2026, 11, 20), 3, 1, 2, 0, 1, 1, 1),
        (datetime(2026, 11, 30), 3, 1, 2, 0, 1, 1, 1),
    ]


def test_a_second_review_on_one_day_replaces_the_line_of_the_first(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [row()])
    for moment in ("2026-11-16", "2026-11-23T09:00"):
        review(path, moment)
    assert days(review(path, "2026-11-23T17:00")) == [datetime(2026, 11, 16), datetime(2026, 11, 23, 17)]


def test_a_review_made_later_of_a_day_between_knows_only_what_was_before(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [row()])
    for day in ("2026-11-02", "2026-11-16"):
        review(path, day)
    assert days(review(path, "2026-11-09")) == [datetime(2026, 11, 2), datetime(2026, 11, 9)]


def test_the_line_of_a_review_that_lost_its_trend_is_worked_out_again(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [OVERDUE])
    before = review(path, "2026-11-16")
    book = openpyxl.load_workbook(before)
    del book[NAME]
    book.save(before)
    first, _ = table(sheet_of(review(path), NAME))
    assert (first["Review of"], first["Overdue"]) == (datetime(2026, 11, 16), 1)


def test_a_damaged_trend_is_carried_as_far_as_it_can_be_read_and_said(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [row()])
    for day in ("2026-11-02", "2026-11-09"):
        review(path, day)
    before = review(path, "2026-11-16")
    book = openpyxl.load_workbook(before)
    book[NAME]["A4"] = "early in November"
    book[NAME]["B5"] = "many"
    book[NAME]["C5"] = -3
    book.save(before)
    made = review(path)
    lines = table(sheet_of(made, NAME))
    assert [line["Review of"] for line in lines] == [datetime(2026, 11, day) for day in (9, 16, 23)]
    assert (lines[0]["Lines"], lines[0]["Out now"], lines[0]["Need attention"]) == (None, None, 0)
    assert "1 line of the earlier review's trend could not be read and is left out." in about(made)


def test_a_damaged_review_is_passed_over_and_said(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [row()])
    review(path, "2026-11-09")
    damaged = review(path, "2026-11-16")
    damaged.write_bytes(damaged.read_bytes()[:2000])
    made = review(path)
    assert days(made) == [datetime(2026, 11, 9), datetime(2026, 11, 23)]
    said = "has the name of a review of this log, but it cannot be read, so it was skipped."
    assert f"log-review-2026-11-16.xlsx {said}" in about(made)


def test_a_review_without_its_hand_offs_is_left_out_for_the_one_before(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [row()])
    review(path, "2026-11-09")
    before = review(path, "2026-11-16")
    book = openpyxl.load_workbook(before)
    for name in book.sheetnames[1:]:
        del book[name]
    book.save(before)
    made = review(path)
    assert days(made) == [datetime(2026, 11, 9), datetime(2026, 11, 23)]
    (said,) = [str(text) for text in about(made) if str(text).startswith("An earlier review was left out.")]
    assert "'log-review-2026-11-16.xlsx' has no sheet 'All hand-offs'" in said


def test_another_logs_review_under_this_name_is_passed_over(tmp_path: Path) -> None:
    other = filled_log(tmp_path, [row(), row()], name="other.xlsx")
    review(other, "2026-11-16").rename(tmp_path / "log-review-2026-11-16.xlsx")
    made = review(filled_log(tmp_path, [row()]))
    assert days(made) == [datetime(2026, 11, 23)]


def test_the_page_of_one_person_has_no_trend_of_everybody(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [row(), row(handed_to="Li Wei"), row(handed_to="Li Wei")])
    for day in ("2026-11-09", "2026-11-16"):
        review(path, day)
    for day in ("2026-11-16", "2026-11-23"):
        assert main(["review", str(path), "--as-of", day, "--person", "Ana Costa"]) == 0
    made = openpyxl.load_workbook(tmp_path / "log-review-2026-11-23-Ana Costa.xlsx")
    texts = [str(cell.value) for sheet in made for cells in sheet.iter_rows() for cell in cells if cell.value]
    assert not any("Li Wei" in text or "Week by week" in text for text in texts)
    assert NAME not in made.sheetnames


def test_what_came_back_in_time_goes_on_in_the_trend_of_reviews_that_called_it_otherwise(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [BACK])
    earlier = review(path, "2026-11-21")
    book = openpyxl.load_workbook(earlier)
    (heading,) = (cell for cell in book[NAME][3] if cell.value == "First promises kept")
    heading.value = "On time"
    book.save(earlier)
    lines = table(sheet_of(review(path), NAME))
    assert [line["First promises kept"] for line in lines] == [1, 1]
    assert "On time" not in lines[0]
