"""A review of a log that counts working days."""

from datetime import date, datetime
from pathlib import Path

import pytest
from logs import lines, row, type_rows

from sheetkit.log.create.contents import Contents
from sheetkit.log.create.log_sheet import create_log
from sheetkit.log.read_log import Log, read_log
from sheetkit.pages.needs_attention import needs_attention_page
from sheetkit.review.build import build_review
from sheetkit.template.store import shipped

FRIDAY, SUNDAY, MONDAY = datetime(2026, 11, 20), datetime(2026, 11, 22), datetime(2026, 11, 23)


def counting(folder: Path, *dues: datetime, week: str = "Mon-Fri") -> Log:
    """A log that counts working days, with a line due on each of `dues`."""

    path = folder / f"{week or 'every-day'}.xlsx"
    create_log(path, shipped(), date(2026, 11, 1), 10, Contents(text_settings={"working_days": week}))
    type_rows(path, [row(expected_back=due, handed_off=datetime(2026, 11, 2)) for due in dues])
    return read_log(path)


def test_what_is_late_is_late_by_working_days(tmp_path: Path) -> None:
    review = build_review([counting(tmp_path, FRIDAY, datetime(2026, 11, 12))], MONDAY)
    assert [(one["days_left"], one["why"]) for one in lines(review)] == [
        (-1, "due 20 Nov, 1 working day ago"),
        (-7, "due 12 Nov, 7 working days ago"),
    ]
    assert review.headline.endswith("is 7 working days late.")
    titles = [column.heading for column in needs_attention_page(review).table.columns]
    assert "Working days late" in titles
    assert "Days late" not in titles


def test_overdue_is_a_matter_of_dates(tmp_path: Path) -> None:
    review = build_review([counting(tmp_path, FRIDAY)], SUNDAY)
    assert [(one["flag"], one["days_left"], one["why"]) for one in lines(review)] == [
        ("overdue", 0, "due 20 Nov, 2 days ago")
    ]
    assert review.headline.endswith("is less than a working day late.")


def test_due_soon_looks_ahead_by_working_days(tmp_path: Path) -> None:
    dues = [datetime(2026, 12, 2), datetime(2026, 12, 3)]
    flags = [one["flag"] for one in lines(build_review([counting(tmp_path, *dues)], MONDAY))]
    assert flags == ["due_soon", ""]
    flags = [one["flag"] for one in lines(build_review([counting(tmp_path, *dues, week="")], MONDAY))]
    assert flags == ["", ""]


def test_logs_that_count_differently_have_headings_that_fit_both(tmp_path: Path) -> None:
    review = build_review([counting(tmp_path, FRIDAY), counting(tmp_path, MONDAY, week="")], MONDAY)
    assert "Days late" in [column.heading for column in needs_attention_page(review).table.columns]


@pytest.mark.parametrize(("week", "asked"), [("Mon-Fri", 27), ("Sun-Thu", 26), ("", 27)])
def test_whether_a_day_holds_is_asked_on_the_logs_last_working_day_before_it(
    tmp_path: Path, week: str, asked: int
) -> None:
    review = build_review([counting(tmp_path, datetime(2026, 11, 29), week=week)], MONDAY)
    assert review.frame["act_on"].tolist() == [datetime(2026, 11, asked)]


def test_what_is_due_on_the_next_working_day_is_asked_for_today(tmp_path: Path) -> None:
    (line,) = lines(build_review([counting(tmp_path, MONDAY)], FRIDAY))
    assert line["why"] == "due 23 Nov, on the next working day"
    assert line["do_next"] == "Ask Ana Costa today whether it comes on the next working day"
