"""Dates that can hardly be right: in a far year, or after the moment of the review."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from sheetkit.codes import Mask
from sheetkit.log.finding import Description, Finding
from sheetkit.log.read.column_values import ColumnValues
from sheetkit.log.read.date_text import days_of_digits, format_date
from sheetkit.template.model import AS_OF, Column, ColumnKind, Template

Dates = npt.NDArray[np.datetime64]

_MAX_YEARS = 2  # between a date and the day of the hand-off
_LEAST_FAR = np.timedelta64(365 * _MAX_YEARS - 1, "D")  # a day for the time of day
_BUDDHIST_ERA = 543  # years that the Buddhist era is ahead
_READ_WITH_DOUBT = ("serial-date", "date-as-text")  # codes that a far year replaces


def check_years(
    values: Mapping[str, ColumnValues], rows: npt.NDArray[np.int64], template: Template, as_of: datetime | None
) -> dict[str, Mask]:
    """Add findings on dates in a far year or in the future to each date column; return masks of the far ones.

    A date is compared with the day of the hand-off, or with `as_of` where that day is unusable. The day itself is
    compared with `as_of`; where it is far, dates near it are not reported again. A bare number in a far year is no date
    after all, so it is removed from `dates`.
    """
    moment = np.datetime64(as_of, "s") if as_of else np.datetime64("NaT", "s")
    start = values[template.roles.start].dates
    now = np.full(len(rows), moment)
    reference = now if start is None else np.where(np.isnat(start) | is_far(start, now), now, start)
    far_dates: dict[str, Mask] = {}
    for column in template.entered:
        dates = values[column.name].dates
        if column.kind is not ColumnKind.DATE or dates is None:
            continue
        compared_with = now if column.name == template.roles.start else reference
        far = is_far(dates, compared_with)
        if start is not None and dates is not start:
            far &= np.isnat(start) | is_far(dates, start)
        if column.maximum == AS_OF and as_of is not None:
            late = _is_after(dates, now) & ~far
            values[column.name].findings.append(
                Finding("future-date", column.name, rows[late], _in_the_future(column.title, dates[late], as_of))
            )
        far_dates[column.name] = far
        if far.any():
            _note_far_years(values[column.name], dates, column, rows, far, compared_with)
    return far_dates


def _is_after(dates: Dates, limit: Dates) -> Mask:
    """Return which dates lie after a moment; a day alone does on a later day."""
    days = dates.astype("datetime64[D]")
    return np.where(dates == days, days > limit.astype("datetime64[D]"), dates > limit)


def is_far(dates: Dates, reference: Dates) -> Mask:
    """Return which dates lie more than _MAX_YEARS before or after a reference; none does where either is NaT."""
    far: Mask = np.abs(dates - reference) >= _LEAST_FAR  # only these need the calendar
    some, near = (moments[far].astype("datetime64[D]") for moments in (dates, reference))
    far[far] = (_shifted(near, _MAX_YEARS) < some) | (some < _shifted(near, -_MAX_YEARS))
    return far


def _shifted(dates: Dates, years: int) -> Dates:
    """Return the same days so many years later; `dates` are days."""
    months = dates.astype("datetime64[M]")
    shifted: Dates = (months + 12 * years).astype("datetime64[D]") + (dates - months.astype("datetime64[D]"))
    return shifted


def _in_the_future(title: str, dates: Dates, as_of: datetime) -> Callable[[int], Description]:
    def describe(at: int) -> Description:
        shown = format_date(dates[at].item())
        message = f"{title} {shown} is after {format_date(as_of)}, the moment of this check"
        return Description(shown, message, f"Correct {title}, or clear it until it has happened.")

    return describe


def _note_far_years(
    values: ColumnValues, dates: Dates, column: Column, rows: npt.NDArray[np.int64], far: Mask, reference: Dates
) -> None:
    """Replace the findings on dates in far years by those that name the year."""
    bare = np.zeros(len(rows), dtype=bool)
    for place, finding in enumerate(values.findings):
        if finding.code not in _READ_WITH_DOUBT:
            continue
        at = np.searchsorted(rows, finding.rows)
        if finding.code == "serial-date":
            bare[at] |= far[at]
            for position in np.flatnonzero(far[at]).tolist():  # such a cell shows its number again
                values.codes[at[position]] = len(values.texts)
                values.texts.append(finding.describe(position).value)
        values.findings[place] = _part_of(finding, np.flatnonzero(~far[at]))
    values.broken |= bare
    dates[bare] = np.datetime64("NaT")
    places = np.flatnonzero(far & ~bare)
    describe = _in_a_far_year(column.title, dates[places], reference[places])
    values.findings.append(Finding("far-date", column.name, rows[places], describe))
    numbers, near = [values.texts[code] for code in values.codes[bare].tolist()], reference[bare].tolist()
    no_date = Finding("not-a-date", column.name, rows[bare], lambda at: _no_serial_date(numbers[at], near[at]))
    values.findings.append(no_date)


def _part_of(finding: Finding, kept: npt.NDArray[np.int64]) -> Finding:
    """Return a finding on some of its rows alone."""
    return finding._replace(rows=finding.rows[kept], describe=lambda at: finding.describe(int(kept[at])))


def _in_a_far_year(title: str, dates: Dates, references: Dates) -> Callable[[int], Description]:
    def describe(at: int) -> Description:
        moment, reference = dates[at].item(), references[at].item()
        shown, years = format_date(moment), abs(moment.year - reference.year)
        side = "after" if moment > reference else "before"
        message = f"{title} {shown} is {years} years {side} {format_date(reference)}"
        meant = likely_date(moment, reference)
        if meant is None:
            return Description(shown, message, "Look at the year again, and correct it if it was mistyped.")
        day, reason = meant
        return Description(shown, f"{message}; {reason}", f"If so, type {format_date(day)}.")

    return describe


def likely_date(moment: datetime, reference: datetime) -> tuple[datetime, str] | None:
    """Return the date near the reference that is probably meant, and why."""
    likely = _likely_year(moment.year, reference.year)
    if likely is None:
        return None
    year, reason = likely
    try:
        return moment.replace(year=year), reason
    except ValueError:  # 29 February
        return None


@lru_cache(maxsize=1_024)
def _likely_year(year: int, near: int) -> tuple[int, str] | None:
    """Return the year near another one that is probably meant, and why."""
    swapped = {int(f"{year:04d}"[:at] + f"{year:04d}"[at : at + 2][::-1] + f"{year:04d}"[at + 2 :]) for at in range(3)}
    guesses = [
        (year - _BUDDHIST_ERA, "{0} of the Buddhist era is {1}"),
        *((year + century, "perhaps the century is wrong, and {1} is meant") for century in range(-800, 900, 100)),
        *((other, "perhaps two digits are swapped, and {1} is meant") for other in sorted(swapped)),
    ]
    for guess, reason in guesses:
        if guess != year and abs(guess - near) < _MAX_YEARS:
            return guess, reason.format(year, guess)
    return None


def _no_serial_date(number: str, reference: datetime) -> Description:
    """Describe a bare number that would be a date in a far year."""
    message = f"{number} is a bare number, and not a date near {format_date(reference)}"
    days = [day for day in days_of_digits(number) if abs(day.year - reference.year) <= _MAX_YEARS]
    if len(days) == 1:
        meant = format_date(days[0])
        return Description(number, f"{message}; perhaps {meant} is meant", f"If so, type {meant}.")
    if len(number) == 4 and abs(int(number) - reference.year) <= _MAX_YEARS:
        return Description(number, f"{message}; it looks like a year", "Type the whole date, such as 2026-11-30.")
    return Description(number, message, "Type it with the year first, such as 2026-11-30.")
