"""Changes: what is different from the last review."""

from datetime import datetime
from pathlib import Path

from logs import EMPTY, filled_log, row
from reviews import next_week, review, review_sheet, sheet_of, table

from sheetkit.cli import main

NAME = "Changes"
LATE = row(item="late", expected_back=datetime(2026, 11, 20), checkpoint=None)


def test_what_vanished_comes_first_then_what_got_worse(tmp_path: Path) -> None:
    before = [row(item="closed"), row(item="later"), LATE, row(item="gone"), row(item="stays")]
    typed = [{"status": "Done"}, {"now_expected": datetime(2026, 12, 20)}, {}, EMPTY, {}, row(item="new")]
    lines = table(sheet_of(next_week(tmp_path, before, typed), NAME))
    assert [(line["What changed"], line["Item"]) for line in lines] == [
        ("Gone while still open", "gone"),
        ("Newly overdue", "late"),
        ("Slipped: due later now", "later"),
        ("New", "new"),
        ("Closed", "closed"),
    ]


def test_what_slipped_shows_both_dates(tmp_path: Path) -> None:
    (line,) = table(sheet_of(next_week(tmp_path, [row()], [{"now_expected": datetime(2026, 12, 20)}]), NAME))
    assert (line["Before"], line["Due"]) == ("due 14 Dec", datetime(2026, 12, 20))


def test_a_line_that_is_gone_has_no_link_and_any_other_leads_to_its_row(tmp_path: Path) -> None:
    sheet = sheet_of(next_week(tmp_path, [row(item="gone"), LATE], [EMPTY]), NAME)
    assert (sheet["H4"].value, sheet["H4"].hyperlink) == ("no longer there", None)
    assert (sheet["H5"].value, sheet["H5"].hyperlink.location) == ("Row 3", "'Log'!D3")


def test_the_sheet_says_since_when(tmp_path: Path) -> None:
    sheet = sheet_of(next_week(tmp_path, [row()], [{"status": "Done"}]), NAME)
    assert sheet["A2"].value == "Since the review of Monday 16 Nov 2026."


def test_the_first_review_says_that_there_is_nothing_to_compare(tmp_path: Path) -> None:
    sheet = review_sheet(tmp_path, NAME, [row()])
    assert str(sheet["A2"].value).startswith("There is no earlier review")
    assert table(sheet) == []


def test_a_week_without_changes_says_so(tmp_path: Path) -> None:
    sheet = sheet_of(next_week(tmp_path, [row()], []), NAME)
    assert sheet["A2"].value == "Nothing changed since the review of Monday 16 Nov 2026."
    assert table(sheet) == []


def test_a_second_review_on_one_day_compares_with_last_week_again(tmp_path: Path) -> None:
    next_week(tmp_path, [row()], [{"status": "Done"}])
    (line,) = table(sheet_of(review(tmp_path / "log.xlsx", "2026-11-23T17:00"), NAME))
    assert line["What changed"] == "Closed"


def test_a_log_that_cannot_be_read_this_time_has_not_lost_its_lines(tmp_path: Path) -> None:
    one, two = (filled_log(tmp_path, [row(item=name)], name=f"{name}.xlsx") for name in ("one", "two"))
    assert main(["review", str(one), str(two), "--as-of", "2026-11-16"]) == 0
    two.write_bytes(b"nothing")
    assert main(["review", str(one), str(two), "--as-of", "2026-11-23"]) == 0
    sheet = sheet_of(tmp_path / "team-review-2026-11-23.xlsx", NAME)
    assert str(sheet["A2"].value).startswith("Nothing changed since")
