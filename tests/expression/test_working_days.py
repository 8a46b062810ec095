"""Which days count, and how many there are between two days."""

from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.expression.working_days import YEARS, DayOff, WorkingDays, make_working_days, parse_week, shorten_week
from sheetkit.ooxml.serial import from_datetime

MON_FRI = (True,) * 5 + (False,) * 2
DAYS = st.dates(date(YEARS[0] - 2, 1, 1), date(YEARS[-1] + 2, 12, 31))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Mon-Fri", "1111100"),
        (" mon – FRI\xa0", "1111100"),
        ("Mon Tue Thu", "1101000"),
        ("Mon,Tue,Thu", "1101000"),
        ("Sun-Thu", "1111001"),
        ("Sat-Wed", "1110011"),
        ("Mon-Wed, Fri", "1110100"),
        ("Sun-Tue Thu-Fri", "1101101"),
        ("Fri-Fri", "0000100"),
        ("Mon-Sun", "1111111"),
    ],
)
def test_days_are_named_one_by_one_or_from_one_to_another(text: str, days: str) -> None:
    assert parse_week(text) == tuple(day == "1" for day in days)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Monday to Friday", "Mon-Fri"),
        ("Mo-Fr", "Mon-Fri"),
        ("SUNDAY – Thursday", "Sun-Thu"),
        ("sat through wed", "Sat-Wed"),
        ("Tues, Thurs and Saturday", "Tue, Thu, Sat"),
        ("Mon-Wed, Fri", "Mon-Wed, Fri"),
    ],
)
def test_whole_names_and_their_beginnings_are_shortened_to_what_a_log_reads(text: str, days: str) -> None:
    assert shorten_week(text) == days
    assert parse_week(days) is not None


@pytest.mark.parametrize("text", ["Montag-Freitag", "M-F", "Mi-Do", "weekdays", "1-5", "Mon to", "tomorrow"])
def test_no_day_is_made_of_other_words(text: str) -> None:
    assert parse_week(shorten_week(text)) is None


@pytest.mark.parametrize(
    "text", ["", "Monday", "Mon-", "-Fri", "Mon--Fri", "Mon-Wed-Fri", "Mon/Fri", "5", "Lun-Ven", "tmonue"]
)
def test_what_names_no_days_is_never_guessed(text: str) -> None:
    assert parse_week(text) is None


def counted(days: WorkingDays, start: date, end: date) -> int:
    """The working days after `start` up to `end`, one by one."""
    if start > end:
        return -counted(days, end, start)
    every = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
    return sum(days.week[day.weekday()] and day not in days.days_off for day in every)


@settings(max_examples=60, deadline=None)
@given(
    st.tuples(*[st.booleans()] * 7).filter(any),
    st.lists(st.builds(DayOff, DAYS, st.just(""), st.booleans()), max_size=6),
    DAYS,
    st.integers(-800, 800),
)
def test_days_are_counted_as_one_would_on_a_calendar(
    week: tuple[bool, ...], listed: list[DayOff], start: date, step: int
) -> None:
    days, end = make_working_days(week, listed), start + timedelta(days=step)
    moments = [datetime(day.year, day.month, day.day, 17) for day in (start, end)]
    assert days.between(*moments) == counted(days, start, end)


def test_friday_to_monday_is_one_working_day_whichever_way_one_counts() -> None:
    days = WorkingDays(MON_FRI)
    assert days.between(datetime(2026, 11, 20), datetime(2026, 11, 23)) == 1
    assert days.between(datetime(2026, 11, 23), datetime(2026, 11, 20)) == -1
    assert days.between(datetime(2026, 11, 20), datetime(2026, 11, 22)) == 0


def test_a_yearly_day_off_is_off_in_each_year_in_which_it_exists() -> None:
    days = make_working_days(MON_FRI, [DayOff(date(2024, 2, 29), "Leap day", True), DayOff(date(2026, 5, 1), "", True)])
    assert [day.year for day in days.days_off if day.month == 2] == [year for year in YEARS if year % 4 == 0]
    assert [day.year for day in days.days_off if day.month == 5] == list(YEARS)


def test_a_list_ends_in_the_last_year_of_its_days_that_come_once() -> None:
    christmas, easter = DayOff(date(2020, 12, 25), "", True), DayOff(date(2026, 4, 6))
    assert make_working_days(MON_FRI, [christmas, easter]).known_until == date(2026, 12, 25)
    assert make_working_days(MON_FRI, [easter]).known_until == date(2026, 4, 6)
    assert make_working_days(MON_FRI, [christmas]).known_until is None
    assert make_working_days(MON_FRI, []).known_until is None


def test_what_has_no_date_has_no_count() -> None:
    counts = WorkingDays(MON_FRI).up_to([float("nan"), from_datetime(date(2026, 11, 23))])
    assert np.isnan(counts[0])
    assert counts[1] > 0
