"""Times in words."""

from datetime import date, datetime

import pytest

from sheetkit.expression.working_days import MONDAY_TO_FRIDAY, WorkingDays
from sheetkit.review.moments import ago, ahead, day, lateness, reply_by

NOW = datetime(2026, 11, 23, 15, 30)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 11, 12), "11 days ago"),
        (datetime(2026, 11, 22), "yesterday"),
        (datetime(2026, 11, 22, 23, 59), "yesterday"),
        (datetime(2026, 11, 23, 11, 0), "4 hours ago"),
        (datetime(2026, 11, 23, 14, 30), "1 hour ago"),
        (datetime(2026, 11, 23, 15, 0), "less than an hour ago"),
    ],
)
def test_how_long_ago(moment: datetime, said: str) -> None:
    assert ago(moment, NOW) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 11, 23), "today"),
        (datetime(2026, 11, 24), "tomorrow"),
        (datetime(2026, 11, 28), "in 5 days"),
    ],
)
def test_how_soon(moment: datetime, said: str) -> None:
    assert ahead(moment, NOW) == said


def test_a_day_shows_its_time_and_another_year() -> None:
    assert day(datetime(2026, 11, 2), NOW) == "2 Nov"
    assert day(datetime(2026, 11, 2, 17, 0), NOW) == "2 Nov 17:00"
    assert day(datetime(2027, 1, 2), NOW) == "2 Jan 2027"


def test_lateness_is_in_days_and_within_one_day_in_hours() -> None:
    assert lateness(datetime(2026, 11, 20), NOW) == "3 days"
    assert lateness(datetime(2026, 11, 23, 9, 0), NOW) == "6 hours"


def test_only_working_days_are_said_where_they_count() -> None:
    days = WorkingDays(MONDAY_TO_FRIDAY.week, (date(2026, 11, 26),))
    assert ago(datetime(2026, 11, 12), NOW, days) == "7 working days ago"
    assert ago(datetime(2026, 11, 20), NOW, days) == "1 working day ago"
    assert ago(datetime(2026, 11, 22), NOW, days) == "yesterday"
    assert ahead(datetime(2026, 11, 27), NOW, days) == "in 3 working days"
    assert ahead(datetime(2026, 11, 24), NOW, days) == "tomorrow"
    assert lateness(datetime(2026, 11, 23, 9, 0), NOW, days) == "6 hours"


def test_days_are_said_where_no_working_day_has_passed() -> None:
    sunday = datetime(2026, 11, 22)
    assert ago(datetime(2026, 11, 20, 17, 0), sunday, MONDAY_TO_FRIDAY) == "2 days ago"


def test_an_answer_is_asked_for_by_a_working_day() -> None:
    assert reply_by(None, datetime(2026, 11, 25)) == "Monday 30 Nov"
    assert reply_by(None, datetime(2026, 11, 25), WorkingDays((True,) * 7)) == "Saturday 28 Nov"
    sunday_to_thursday = WorkingDays((True, True, True, True, False, False, True), (date(2026, 11, 29),))
    assert reply_by(None, datetime(2026, 11, 24), sunday_to_thursday) == "Monday 30 Nov"


@pytest.mark.parametrize(
    ("due", "asked"),
    [(23, "today"), (24, "today"), (25, "Tuesday 24 Nov"), (26, "Wednesday 25 Nov"), (27, "Thursday 26 Nov")],
)
def test_an_answer_is_asked_for_before_the_day_that_it_is_about(due: int, asked: str) -> None:
    assert reply_by(datetime(2026, 11, due, 17), datetime(2026, 11, 23, 9)) == asked
