"""Dates on the command line: relative words from a fixed day, and nothing that can mean two days."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.edit.date_words import Calendar, long_date, parse_date_words, with_weekday
from sheetkit.errors import SheetkitError
from sheetkit.expression.working_days import WorkingDays

MONDAY = Calendar(datetime(2026, 11, 23, 9, 30))
SATURDAY = Calendar(datetime(2026, 11, 28))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", datetime(2026, 11, 23)),
        ("Tomorrow", datetime(2026, 11, 24)),
        (" yesterday ", datetime(2026, 11, 22)),
        ("fri", datetime(2026, 11, 27)),
        ("Friday", datetime(2026, 11, 27)),
        ("sunday", datetime(2026, 11, 29)),
        ("+3d", datetime(2026, 11, 26)),
        ("-1d", datetime(2026, 11, 22)),
        ("+2W", datetime(2026, 12, 7)),
        ("+5b", datetime(2026, 11, 30)),
        ("+0b", datetime(2026, 11, 23)),
        ("2026-12-01", datetime(2026, 12, 1)),
        ("2026-12-01 17:00", datetime(2026, 12, 1, 17)),
        ("+1d 08:15", datetime(2026, 11, 24, 8, 15)),
        ("friday at 17:00", datetime(2026, 11, 27, 17)),
        ("1 Dec 2026", datetime(2026, 12, 1)),
    ],
)
def test_a_word_means_one_day(text: str, expected: datetime) -> None:
    assert parse_date_words(text, MONDAY, "Due") == expected


@pytest.mark.parametrize(("text", "expected"), [("+1b", 30), ("+0b", 30), ("-1b", 27), ("mon", 30)])
def test_working_days_from_a_saturday_count_as_workday_does(text: str, expected: int) -> None:
    assert parse_date_words(text, SATURDAY, "Due").day == expected


def test_working_days_are_those_of_the_log() -> None:
    sunday_to_thursday = WorkingDays((True, True, True, True, False, False, True), (date(2026, 11, 25),))
    days = Calendar(MONDAY.today, None, sunday_to_thursday)
    assert parse_date_words("+2b", days, "Due") == datetime(2026, 11, 26)
    assert parse_date_words("+3b", days, "Due") == datetime(2026, 11, 29)


def test_a_weekday_is_the_last_one_where_something_has_happened() -> None:
    assert parse_date_words("friday", MONDAY, "Returned", is_past=True) == datetime(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("monday", "Monday is today"),
        ("03/04/2026", "can be 2026-04-03 (Friday) or 2026-03-04 (Wednesday)"),
        ("soon", "is not a date. Type one such as"),
        ("+3", "is not a date"),
        ("next week", "is not a date"),
        ("31 Nov 2026", "November has 30 days"),
        ("friday 25:00", "the time of day"),
        ("+9999w +1d", "is not a date"),
        ("1 Dec", "the year is missing"),
    ],
)
def test_what_is_no_date_or_two_is_never_guessed(text: str, said: str) -> None:
    with pytest.raises(SheetkitError) as caught:
        parse_date_words(text, MONDAY, "Due")
    assert str(caught.value).startswith("Due: ")
    assert said in str(caught.value)


def test_the_log_says_how_days_and_months_are_ordered() -> None:
    assert parse_date_words("03/04/2026", Calendar(MONDAY.today, "DMY"), "Due") == datetime(2026, 4, 3)


def test_a_date_that_was_understood_is_shown_with_its_weekday() -> None:
    assert long_date(datetime(2026, 11, 23, 17)) == "2026-11-23 17:00 (Monday)"
    assert with_weekday("2026-11-23") == "2026-11-23 (Monday)"
    assert with_weekday("2026-11-23 is late") == "2026-11-23 is late"


@settings(max_examples=100)
@given(st.text(max_size=12) | st.from_regex(r"[+-]\d{1,4}[dwb]", fullmatch=True))
def test_any_text_is_a_date_or_refused_in_one_sentence(text: str) -> None:
    try:
        found = parse_date_words(text, MONDAY, "Due")
    except SheetkitError as error:
        assert str(error).startswith("Due: ")
    else:
        assert 1900 <= found.year <= 9999
