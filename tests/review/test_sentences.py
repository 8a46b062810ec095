"""Times in words."""

from datetime import datetime

import pytest

from sheetkit.review.sentences import ago, ahead, day, lateness

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
