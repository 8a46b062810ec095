"""Dates typed as text: read where there is one reading, never guessed where there are two."""

import calendar
import time
from datetime import datetime

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sheetkit.log.read.date_text import DAY_FIRST, MONTH_FIRST, DateReading, format_date, parse_date_text

DAY = datetime(2026, 11, 23)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23",
        "2026/11/23",
        "2026.11.23",
        "2026-11-23 00:00",
        "  2026-11-23\xa0",
        "23/11/2026",
        "23.11.2026",
        "23.11.2026.",
        "23-11-2026",
        "11/23/2026",
        "23/11/26",
        "23 Nov 2026",
        "23 november 2026",
        "23. November 2026",
        "23rd November, 2026",
        "23-Nov-2026",
        "23-Nov-26",
        "23nov2026",
        "23\tNov  2026",
        "Nov 23, 2026",
        "November 23rd 2026",
        "NOV. 23 2026",
        "Mon 23 Nov 2026",
        "Monday, 23 November 2026",
        "mon. 23/11/2026",
        "Mon,23 Nov 2026",
        "23 Nov 2026 (Mon)",
        "2026-11-23, Monday",
        "23. 11. 2026",
        "23 / 11 / 2026",
        "23/Nov/2026",
        "23 Nov '26",
        "23rd of November 2026",
        "the 23rd of November, 2026",
        "2026 Nov 23",
        "2026-Nov-23",
    ],
)
def test_a_day_that_can_be_read_in_one_way_is_read(text: str) -> None:
    assert parse_date_text(text) == DateReading(DAY)


@pytest.mark.parametrize("name", ["Sep", "Sept", "sept.", "September"])
def test_september_has_three_spellings(name: str) -> None:
    assert parse_date_text(f"1 {name} 2026").moment == datetime(2026, 9, 1)


@pytest.mark.parametrize(
    ("clock", "hour", "minute", "second"),
    [
        ("17:00", 17, 0, 0),
        (" 9:05", 9, 5, 0),
        ("17:00:30", 17, 0, 30),
        ("17:00:30.250", 17, 0, 30),
        ("17.30", 17, 30, 0),
        ("17h30", 17, 30, 0),
        ("5:30 pm", 17, 30, 0),
        ("5:30PM", 17, 30, 0),
        ("5:30 p.m.", 17, 30, 0),
        ("12:15 am", 0, 15, 0),
        ("12:15 pm", 12, 15, 0),
        ("5pm", 17, 0, 0),
        ("5 p.m.", 17, 0, 0),
        ("12 am", 0, 0, 0),
    ],
)
@pytest.mark.parametrize("day", ["2026-11-23", "23 Nov 2026", "November 23, 2026", "23/11/2026"])
def test_a_time_of_day_is_read_after_any_day(day: str, clock: str, hour: int, minute: int, second: int) -> None:
    for gap in (" ", ", ", " at "):
        assert parse_date_text(f"{day}{gap}{clock}").moment == datetime(2026, 11, 23, hour, minute, second)


def test_the_t_of_iso_8601_is_read() -> None:
    assert parse_date_text("2026-11-23T17:00:05").moment == datetime(2026, 11, 23, 17, 0, 5)


@pytest.mark.parametrize("text", ["03/04/2026", "3/4/2026", "03/04/26", "3-4-26", "03/04/2026 00:00"])
def test_two_readings_are_both_shown_and_neither_is_taken(text: str) -> None:
    reading = parse_date_text(text)
    assert reading.moment is None
    assert reading.possible == (datetime(2026, 4, 3), datetime(2026, 3, 4))


def test_two_digits_before_hyphens_may_be_the_year() -> None:
    assert parse_date_text("26-11-23").possible == (datetime(2023, 11, 26), datetime(2026, 11, 23))
    assert parse_date_text("26/11/23").moment == datetime(2023, 11, 26)


def test_the_time_belongs_to_both_readings() -> None:
    assert parse_date_text("03/04/2026 9:30").possible == (datetime(2026, 4, 3, 9, 30), datetime(2026, 3, 4, 9, 30))


def test_the_same_number_twice_is_one_reading() -> None:
    assert parse_date_text("04/04/2026") == DateReading(datetime(2026, 4, 4))


def test_a_day_of_the_week_tells_two_readings_apart() -> None:
    assert parse_date_text("Fri 03/04/2026") == DateReading(datetime(2026, 4, 3))
    assert parse_date_text("Wednesday, 03/04/2026 9:30") == DateReading(datetime(2026, 3, 4, 9, 30))


def test_whoever_says_the_order_gets_one_reading() -> None:
    assert parse_date_text("03/04/2026", DAY_FIRST).moment == datetime(2026, 4, 3)
    assert parse_date_text("03/04/2026", MONTH_FIRST).moment == datetime(2026, 3, 4)
    assert parse_date_text("23/11/2026", MONTH_FIRST).reason == "there is no month 23"
    assert parse_date_text("11/23/2026", DAY_FIRST).reason == "there is no month 23"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31 November 2026", "November has 30 days"),
        ("31/11/2026", "November has 30 days"),
        ("11/31/2026", "November has 30 days"),
        ("2026-02-29", "February 2026 has 28 days"),
        ("29 Feb 2028 25:00", "its time of day does not exist"),
        ("30 Feb 2028", "February 2028 has 29 days"),
        ("0 March 2026", "March has 31 days"),
        ("2026-13-01", "there is no month 13"),
        ("2026-00-10", "there is no month 0"),
        ("13/13/2026", "there is no month 13"),
        ("0000-01-01", "there is no year 0"),
        ("28 Feb 1900", "Excel has no dates that early"),
        ("1 Novembre 2026", "'Novembre' is not a month (perhaps November)"),
        ("1 Frimaire 2026", "'Frimaire' is not a month"),
        ("2026-11-23 24:00", "its time of day does not exist"),
        ("2026-11-23 13:00 pm", "its time of day does not exist"),
        ("2026-11-23 10:60", "its time of day does not exist"),
        ("Tuesday 23 November 2026", "23 November 2026 is a Monday"),
        ("Sun 03/04/2026", "3 April 2026 is a Friday and 4 March 2026 is a Wednesday"),
    ],
)
def test_a_day_that_cannot_be_says_why(text: str, reason: str) -> None:
    assert parse_date_text(text) == DateReading(reason=reason)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("23 Nov", "the year is missing"),
        ("23rd of November", "the year is missing"),
        ("Nov. 23", "the year is missing"),
        ("Mon 23 Nov", "the year is missing"),
        ("1/2", "the year is missing"),
        ("23.11.", "the year is missing"),
        ("Nov 2026", "the day is missing"),
        ("2026-11", "the day is missing"),
        ("12:30", "it is a time of day, without a day"),
        ("9:05 pm", "it is a time of day, without a day"),
    ],
)
def test_half_a_date_says_what_is_missing(text: str, reason: str) -> None:
    assert parse_date_text(text) == DateReading(reason=reason)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "next week", "2026", "2026-11-23 or so", "-", "Room 12", "12 boxes", "Budget 2026", "Mon", "at 5"],
)
def test_what_is_no_date_is_said_to_be_none(text: str) -> None:
    assert parse_date_text(text) == DateReading(reason="it is not a date")


@pytest.mark.parametrize("text", ["," * 32_767, "\u2003" * 32_767, "1" + " /" * 16_000, "Mon " * 8_000])
def test_a_long_text_in_a_date_column_costs_no_time(text: str) -> None:
    started = time.process_time()
    assert parse_date_text(text) == DateReading(reason="it is not a date")
    assert time.process_time() - started < 1


def test_the_first_day_excel_and_python_agree_on_is_a_date() -> None:
    assert parse_date_text("1 March 1900").moment == datetime(1900, 3, 1)
    assert parse_date_text("31 December 9999").moment == datetime(9999, 12, 31)


MOMENTS = st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 31)).map(lambda moment: moment.replace(microsecond=0))
TODAYS = st.datetimes(datetime(1930, 1, 1), datetime(2029, 12, 31)).map(lambda moment: moment.replace(microsecond=0))


@settings(deadline=None, max_examples=300)
@given(MOMENTS)
def test_what_is_shown_reads_back(moment: datetime) -> None:
    assert parse_date_text(format_date(moment)) == DateReading(moment)


@settings(deadline=None, max_examples=300)
@given(MOMENTS, st.sampled_from(["{d} {n} {y}", "{d}-{a}-{y}", "{n} {d}, {y}", "{a}. {d} {y}", "{w}, {d}. {n} {y}"]))
def test_a_month_in_words_reads_back(moment: datetime, shape: str) -> None:
    name = calendar.month_name[moment.month]
    text = shape.format(d=moment.day, n=name, a=name[:3], y=f"{moment:%Y}", w=f"{moment:%A}")
    assert parse_date_text(f"{text} {moment:%H:%M:%S}") == DateReading(moment)


@settings(deadline=None, max_examples=300)
@given(TODAYS, st.sampled_from("/.-"), st.booleans(), st.booleans())
def test_numbers_read_back_where_there_is_one_reading_and_as_two_where_there_are_two(
    moment: datetime, sign: str, month_first: bool, short: bool
) -> None:
    assume(not (sign == "-" and short))  # those may begin with the year
    day, month = moment.day, moment.month
    year = f"{moment:%y}" if short else f"{moment:%Y}"
    assume(sign != "." or not month_first)  # with dots the day comes first
    numbers = [month, day] if month_first else [day, month]
    reading = parse_date_text(f"{numbers[0]}{sign}{numbers[1]}{sign}{year} {moment:%H:%M:%S}")
    if day > 12 or day == month or sign == ".":
        assert reading == DateReading(moment)
    else:
        assert moment in reading.possible
        assert len(set(reading.possible)) == 2


@settings(deadline=None, max_examples=200)
@given(st.integers(1, 9999), st.integers(0, 99), st.integers(0, 99))
def test_a_day_is_read_exactly_when_the_calendar_has_it(year: int, month: int, day: int) -> None:
    assume(year >= 1901)
    exists = 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
    reading = parse_date_text(f"{year:04d}-{month:02d}-{day:02d}")
    assert (reading.moment is not None) == exists
    assert bool(reading.reason) != exists


ANY = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="0123456789/-. :TNovMarpm,at\xa0", max_size=30),
    st.from_regex(r"\d{1,4}[-/. ]([A-Za-z]{3,9}|\d{1,4})[-/. ]\d{1,4}( \d{1,2}[:.h]\d{2} ?(pm)?)?", fullmatch=True),
)


@settings(deadline=None, max_examples=500)
@given(ANY, st.sampled_from([None, DAY_FIRST, MONTH_FIRST]))
def test_any_text_is_a_moment_or_two_or_a_reason(text: str, order: str | None) -> None:
    reading = parse_date_text(text, order)
    assert [reading.moment is not None, len(reading.possible) == 2, reading.reason != ""].count(True) == 1
