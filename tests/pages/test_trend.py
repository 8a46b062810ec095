"""Trend as plain data: a line for each review, and columns that earlier ones counted."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from logs import MONDAY, OVERDUE, reviewed

from sheetkit.pages.trend import trend_page
from sheetkit.review.trend import TrendLine


def test_what_an_earlier_review_counted_and_this_one_does_not_stays_at_the_end(tmp_path: Path) -> None:
    past = (TrendLine(datetime(2026, 11, 16), {"Lines": 7, "Old flag": 2}),)
    shown = trend_page(replace(reviewed(tmp_path, [OVERDUE]), past=past)).table.frame
    assert shown["Review of"].tolist() == [datetime(2026, 11, 16), MONDAY]
    assert shown["Lines"].tolist() == [7, 1]
    assert shown.columns[-1] == "Old flag"
    assert shown["Old flag"].isna().tolist() == [False, True]
