"""Excel's serial dates: days since 30 December 1899, the time of day as a fraction.

Rules can use dates from 1 March 1900 to 31 December 9999. Before that Excel counts a 29 February 1900 that never was,
so a serial below 61 means different days in different programs, and in a log it is always a small number typed into a
date cell. Both rule engines round moments to the second, since binary fractions of a day are not exact.
"""

import math
from datetime import date, datetime, timedelta

import numpy as np
import numpy.typing as npt

FIRST_SERIAL = 61  # 1 March 1900
LAST_SERIAL = 2_958_465  # 31 December 9999
SECONDS_PER_DAY = 86_400
DATE1904_OFFSET = 1_462  # days between the epochs of 1900 and 1904
_EPOCH = datetime(1899, 12, 30)


def to_seconds(serial: float) -> int:
    """Return the whole seconds of `serial`, halves up like Excel's ROUND."""
    return math.floor(serial * SECONDS_PER_DAY + 0.5)


def is_usable_date(serial: float) -> bool:
    """Return whether `serial` is a date that rules can use."""
    return FIRST_SERIAL <= math.floor(serial) <= LAST_SERIAL


def to_datetime(serial: float) -> datetime:
    """Return the moment of a usable date (see `is_usable_date`), to the second."""
    # Half a second before midnight rounds up to the next day, which the last day does not have.
    return _EPOCH + timedelta(seconds=min(to_seconds(serial), (LAST_SERIAL + 1) * SECONDS_PER_DAY - 1))


def to_datetime64(serials: npt.NDArray[np.float64]) -> npt.NDArray[np.datetime64]:
    """Return the moments of many serials, each as `to_datetime` does."""
    passed = np.minimum(np.floor(serials * SECONDS_PER_DAY + 0.5), (LAST_SERIAL + 1) * SECONDS_PER_DAY - 1)
    return np.datetime64(_EPOCH, "s") + passed.astype("timedelta64[s]")


def seconds_since_epoch(moments: npt.NDArray[np.datetime64]) -> npt.NDArray[np.float64]:
    """Return the seconds since Excel's day 0 of many moments, NaN for NaT."""
    passed = (moments.astype("datetime64[s]") - np.datetime64(_EPOCH, "s")).astype(np.int64)
    return np.where(np.isnat(moments), np.nan, passed)


def from_datetime(moment: date) -> float:
    """Return the serial of a date, or of a date-time without time zone."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)
    passed = moment - _EPOCH
    return passed.days + passed.seconds / SECONDS_PER_DAY
