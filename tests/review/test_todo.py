"""On which day something is to be done."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from logs import BACK, MONDAY, OVERDUE, filled_log, lines, reviewed, row

from sheetkit.log.read_log import read_log
from sheetkit.review.build import build_review
from sheetkit.review.model import Review
from sheetkit.review.todo import next_review


def day(number: int) -> datetime:
    return datetime(2026, 11, number)


def days(review: Review) -> list[datetime | None]:
    """The days of what is to be done, in order."""
    found: list[datetime | None] = [lines(review)[position]["act_on"] for position in review.tasks]
    return found


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (OVERDUE, MONDAY),
        (BACK, MONDAY),
        ({"expected_back": day(24)}, MONDAY),
        ({"expected_back": day(26)}, day(25)),
        ({"expected_back": datetime(2026, 11, 26, 17)}, day(25)),
        ({"expected_back": day(30)}, day(27)),
        ({"understood": "No"}, None),
        ({"checkpoint": day(23)}, day(23)),
        ({"checkpoint": day(29)}, day(29)),
    ],
    ids=[
        "overdue",
        "back",
        "due tomorrow",
        "due",
        "due by the hour",
        "due on a Monday",
        "unclear",
        "checkpoint today",
        "on Sunday",
    ],
)
def test_the_day_is_that_of_the_flag_or_of_the_checkpoint(
    tmp_path: Path, values: dict[str, object], expected: datetime | None
) -> None:
    assert days(reviewed(tmp_path, [row(**values)], datetime(2026, 11, 23, 9))) == [expected]


@pytest.mark.parametrize("values", [{}, {"status": "On hold", "checkpoint": day(24)}, {"checkpoint": day(20)}])
def test_nothing_is_to_be_done_about_what_can_wait(tmp_path: Path, values: dict[str, object]) -> None:
    assert days(reviewed(tmp_path, [row(checked_in=day(20), **values)])) == []


def test_a_log_that_is_reviewed_every_other_week_looks_two_weeks_ahead(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [row(checkpoint=datetime(2026, 12, 4))])
    book = openpyxl.load_workbook(path)
    book["Settings"]["B6"] = 14
    book.save(path)
    review = build_review([read_log(path)], MONDAY)
    assert days(review) == [datetime(2026, 12, 4)]
    assert next_review(review.logs[0].log.settings, MONDAY) == datetime(2026, 12, 7)
