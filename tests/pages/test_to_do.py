"""To do as plain data: what is to be done, day by day."""

from datetime import datetime
from pathlib import Path

from logs import DONE, OVERDUE, reviewed, row

from sheetkit.pages.page import Breaks
from sheetkit.pages.to_do import to_do_page


def test_what_is_to_be_done_stands_under_its_day(tmp_path: Path) -> None:
    asked = row(item="Asked on Thursday", checkpoint=datetime(2026, 11, 26))
    page = to_do_page(reviewed(tmp_path, [asked, DONE, row(item="Nobody said yes", understood=None), OVERDUE]))
    assert [(group.heading, group.lines) for group in page.groups] == [
        ("Today, Monday 23 Nov", 1),
        ("Thursday 26 Nov", 1),
        ("Any day this week", 1),
    ]
    assert page.table.frame["About"].tolist() == ["Late plan", "Asked on Thursday", "Nobody said yes"]
    assert page.table.frame["Done"].tolist() == ["□"] * 3
    assert page.breaks is Breaks.ANYWHERE


def test_a_quiet_week_says_until_when(tmp_path: Path) -> None:
    page = to_do_page(reviewed(tmp_path, [row(checkpoint=datetime(2026, 12, 7))]))
    assert page.groups == ()
    assert page.sentence.startswith("Nothing to do before Monday 30 Nov")
