"""What one person gets: their lines, in words for them, and nothing that is the owner's."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from logs import BACK, DONE, OVERDUE, filled_log, read, reviewed, row

from sheetkit.expression.working_days import MONDAY_TO_FRIDAY
from sheetkit.log.read_log import read_log
from sheetkit.pages.page import CellStyles, ListPage
from sheetkit.pages.personal import personal_page
from sheetkit.review.build import build_review
from sheetkit.review.people import for_person


def page_for(folder: Path, *rows: dict[str, object], name: str = "Ana Costa") -> ListPage:
    return personal_page(for_person(reviewed(folder, list(rows)), name))


def test_the_page_speaks_to_the_person_and_asks_what_the_flag_asks(tmp_path: Path) -> None:
    soon = row(item="Soon", expected_back=datetime(2026, 11, 27), checkpoint=datetime(2026, 11, 24))
    page = page_for(tmp_path, row(item="Fine"), soon, OVERDUE, row(handed_to="Li Wei"))
    assert (
        page.sentence == "Ana Costa, on Monday 23 Nov 2026 you have 3 things, 1 of them late, the longest by 11 days."
    )
    shown = page.table.frame
    assert list(zip(shown["What"], shown["Please"], strict=True)) == [
        ("Late plan", "It was due 12 Nov, 11 days ago. Please send it today, or tell me which new day I can count on."),
        ("Soon", "It is due 27 Nov, in 4 days. Please tell me by Thursday 26 Nov whether it holds."),
        ("Fine", "Nothing for now. Thank you!"),
    ]
    assert not [column.heading for column in page.table.columns if column.links]


def test_what_is_back_or_done_is_the_owners_to_close(tmp_path: Path) -> None:
    page = page_for(tmp_path, BACK, DONE)
    assert len(page.table) == 0
    assert page.sentence == "Ana Costa, on Monday 23 Nov 2026 you have nothing that anybody is waiting for. Thank you!"


def test_nothing_of_the_owners_book_keeping_is_said(tmp_path: Path) -> None:
    page = page_for(tmp_path, row(expected_back=None), row(understood=None))
    said = " ".join([page.sentence, *page.table.frame["Please"]])
    assert "when I can expect it" in said
    assert not [word for word in ("blank", "Expected back", "flag", "log", "line", "Understood") if word in said]


def test_in_a_team_each_line_says_whose_log_it_is_in(tmp_path: Path) -> None:
    logs = [read_log(filled_log(tmp_path, [row(item=name)], name)) for name in ("one.xlsx", "two.xlsx")]
    page = personal_page(for_person(build_review(logs, datetime(2026, 11, 23)), "Ana Costa"))
    assert page.table.frame["Log"].tolist() == ["one.xlsx", "two.xlsx"]


def test_nobody_is_told_to_be_late_by_what_the_owner_mistyped(tmp_path: Path) -> None:
    page = page_for(tmp_path, OVERDUE, row(item="Typed", now_expected=datetime(2015, 12, 4)))
    assert "2 things, 1 of them late, the longest by 11 days." in page.sentence
    shown = page.table.frame.set_index("What")
    assert shown["Due"].isna().to_dict() == {"Typed": True, "Late plan": False}
    assert shown["Please"]["Typed"] == "Please tell me by Thursday 26 Nov when I can expect it."


def test_how_late_is_said_in_the_days_that_the_lines_own_log_counts(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    log = replace(read(tmp_path / "one", [OVERDUE]), working_days=MONDAY_TO_FRIDAY)
    other = read(tmp_path / "two", [row(item="Fine")])
    page = personal_page(for_person(build_review([log, other], datetime(2026, 11, 23)), "Ana Costa"))
    assert "1 of them late, the longest by 7 working days." in page.sentence


def test_no_line_is_red_and_no_day_is_said_for_what_the_owner_mistyped(tmp_path: Path) -> None:
    slip = row(item="Typed", now_expected=datetime(2015, 12, 4))
    page = page_for(tmp_path, OVERDUE, slip, row(item="To come", handed_off=datetime(2062, 11, 2)))
    what, *_ = page.table.columns
    assert isinstance(what.styles, CellStyles)
    red = [style.colour is not None for style in (what.styles.styles[code] for code in what.styles.codes)]
    shown = page.table.frame
    assert dict(zip(shown["What"], red, strict=True)) == {"Late plan": True, "Typed": False, "To come": False}
    assert shown.set_index("What")["With you since"].isna()["To come"]
