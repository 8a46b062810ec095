"""Hand-offs in several logs are recognised by what they say, and each log's figures are its own."""

from datetime import datetime
from pathlib import Path

import pytest
from logs import MONDAY, OVERDUE, filled_log, row, type_rows
from made import Row

from sheetkit.cli import main
from sheetkit.log.read_log import read_log
from sheetkit.review.build import build_review
from sheetkit.review.by_log import figures_by_log
from sheetkit.review.model import Review
from sheetkit.review.people import people


def review_of(folder: Path, *logs: list[Row]) -> Review:
    paths = [filled_log(folder, rows, f"log-{number}.xlsx") for number, rows in enumerate(logs)]
    return build_review([read_log(path) for path in paths], MONDAY)


def test_item_person_and_day_make_one_hand_off_however_they_are_typed(tmp_path: Path) -> None:
    typed = row(item=" draft  BUDGET", handed_to="ANA COSTA\xa0", handed_off=datetime(2026, 11, 16, 9, 30))
    review = review_of(tmp_path, [row()], [typed])
    assert [review.frame["row"].iloc[same].tolist() for same in review.duplicates] == [[2, 2]]
    assert review.duplicates_note == "1 hand-off is in more than one log and counts once"


@pytest.mark.parametrize(
    "other", [{"item": "Budget"}, {"handed_to": "Li Wei"}, {"handed_off": datetime(2026, 11, 17)}, {"item": ""}]
)
def test_another_item_person_or_day_is_another_hand_off(tmp_path: Path, other: Row) -> None:
    assert review_of(tmp_path, [row()], [row(**other)]).duplicates == ()


def test_lines_that_are_alike_in_one_log_are_no_doubles(tmp_path: Path) -> None:
    assert review_of(tmp_path, [row(), row()], [row(item="Another")]).duplicates == ()


def test_what_two_people_wait_for_comes_before_what_one_closed(tmp_path: Path) -> None:
    closed, both = row(item="Closed in one", status="Done"), row(item="Open in both")
    review = review_of(tmp_path, [row(item="Closed in one"), both], [closed, both])
    assert [review.frame["item"].iloc[same[0]] for same in review.duplicates] == ["Open in both", "Closed in one"]
    assert review.duplicates_note == "2 hand-offs are in more than one log and count once each"


def test_a_hand_off_in_two_logs_counts_once_as_what_needs_somebody_most(tmp_path: Path) -> None:
    review = review_of(tmp_path, [{**OVERDUE, "status": "Done"}, row()], [OVERDUE, row(), row()])
    counts = review.figures.counts
    assert (counts["rows"], counts["open"], counts["done"], counts["overdue"]) == (3, 3, 0, 1)
    assert sum(review.figures.people["Ana Costa"].values()) == review.figures.out == 3
    assert [person.lines for person in people(review)] == [3]
    counted = review.frame.iloc[review.worst_first]
    assert counted[["log", "row"]].to_numpy().tolist() == [[1, 2], [0, 3], [1, 4]]
    assert review.log_names[review.worst_first].tolist() == [
        "log-1.xlsx, log-0.xlsx",
        "log-0.xlsx, log-1.xlsx",
        "log-1.xlsx",
    ]


def test_copies_of_one_log_are_named_and_their_lines_count_once_though_one_was_edited(tmp_path: Path) -> None:
    identity = "0f8fad5b-d9cb-469f-a165-70867728950e"
    assert main(["new", str(tmp_path / "log.xlsx"), "--rows", "5", "--identity", identity]) == 0
    type_rows(tmp_path / "log.xlsx", [row(), OVERDUE])
    copy = tmp_path / "log (2).xlsx"
    copy.write_bytes((tmp_path / "log.xlsx").read_bytes())
    type_rows(copy, [{"item": "Another text"}, {}, row(item="only in the copy")])
    review = build_review([read_log(tmp_path / "log.xlsx"), read_log(copy)], MONDAY)
    assert review.figures.counts["rows"] == 3
    (note,) = review.copies_notes
    assert note.startswith("log.xlsx and log (2).xlsx are copies of one log")


def test_figures_of_one_log(tmp_path: Path) -> None:
    review = review_of(tmp_path, [OVERDUE, row(), row(status="Done"), row(email="nobody")], [row()])
    figures = figures_by_log(review).loc[0]
    assert figures[["lines", "out", "oldest", "errors"]].tolist() == [4, 3, 11, 0]
    assert figures["overdue"] == 1
    assert figures["warnings"] == 2  # an address that is none, and done without the day it came back
