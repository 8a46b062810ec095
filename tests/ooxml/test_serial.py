"""Excel's serial dates."""

from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import from_excel, to_excel

from sheetkit.ooxml.serial import (
    FIRST_SERIAL,
    LAST_SERIAL,
    from_datetime,
    is_usable_date,
    seconds_since_epoch,
    to_datetime,
    to_seconds,
)

DAYS = st.integers(FIRST_SERIAL, LAST_SERIAL)
QUICK = settings(deadline=None, derandomize=True, max_examples=100)


@pytest.mark.parametrize(
    ("serial", "moment"),
    [
        (61, datetime(1900, 3, 1)),
        (25_569, datetime(1970, 1, 1)),
        (46_349, datetime(2026, 11, 23)),
        (46_349.5, datetime(2026, 11, 23, 12)),
        (2_958_465, datetime(9999, 12, 31)),
    ],
)
def test_known_dates(serial: float, moment: datetime) -> None:
    assert to_datetime(serial) == moment
    assert from_datetime(moment) == serial


def test_a_date_is_its_midnight() -> None:
    assert from_datetime(date(2026, 11, 23)) == 46_349


@given(DAYS, st.integers(0, 86_399))
@QUICK
def test_every_second_comes_back(day: int, second: int) -> None:
    moment = to_datetime(day + second / 86_400)
    assert moment == datetime(1899, 12, 30) + timedelta(days=day, seconds=second)
    assert to_datetime(from_datetime(moment)) == moment


@given(DAYS, st.integers(0, 86_399))
@QUICK
def test_a_second_opinion_agrees(day: int, second: int) -> None:
    moment = from_excel(day + second / 86_400)
    assert to_datetime(to_excel(moment)) == moment


@pytest.mark.parametrize("serial", [-3, 0, 0.5, 1, 59, 60, 60.99, 2_958_466, 3_000_000])
def test_what_names_no_certain_day_is_no_date(serial: float) -> None:
    assert not is_usable_date(serial)


@pytest.mark.parametrize("serial", [61, 61.5, 46_349.75, 2_958_465, 2_958_465.999])
def test_all_of_the_first_and_the_last_day_are_dates(serial: float) -> None:
    assert is_usable_date(serial)


def test_half_a_second_before_the_end_of_time_is_still_a_moment() -> None:
    assert to_datetime(LAST_SERIAL + 0.999_999_9) == datetime(9999, 12, 31, 23, 59, 59)


def test_moments_are_rounded_to_the_second_halves_up() -> None:
    assert to_seconds(46_349 + 0.4 / 86_400) == 46_349 * 86_400
    assert to_seconds(0.5 / 86_400) == 1
    assert to_datetime(46_349.416_666_664) == datetime(2026, 11, 23, 10)


def test_many_moments_are_the_seconds_of_their_serials() -> None:
    moments = np.array(["1900-03-01", "2026-11-23T16:30:00", "9999-12-31T23:59:59", "NaT"], dtype="datetime64[s]")
    seconds = seconds_since_epoch(moments)
    assert seconds[:3].tolist() == [to_seconds(from_datetime(moment)) for moment in moments[:3].tolist()]
    assert np.isnan(seconds[3])
