"""All hand-offs as plain data: every line with every column."""

from datetime import datetime
from pathlib import Path

from logs import DONE, MONDAY, OVERDUE, filled_log, logs_of_all_kinds, reviewed, row

from sheetkit.log.read_log import read_log
from sheetkit.pages.all_hand_offs import all_hand_offs_page
from sheetkit.pages.hand_offs import CLOSED
from sheetkit.pages.page import CellStyles
from sheetkit.palette import ROW_TINT
from sheetkit.review.build import build_review


def test_a_date_that_could_not_be_read_is_kept_beside_the_dates(tmp_path: Path) -> None:
    page = all_hand_offs_page(reviewed(tmp_path, [row(), row(expected_back="next week")]))
    (column,) = (column for column in page.table.columns if column.heading == "Expected back")
    assert column.values.dtype == "datetime64[s]"
    assert column.values.tolist() == [datetime(2026, 12, 14), None]
    assert column.text_overrides == {1: "next week"}


def test_a_column_that_one_log_lacks_is_blank_in_its_lines(tmp_path: Path) -> None:
    paths = [
        filled_log(tmp_path, [{**row(), "Room": "4"}], "one.xlsx", extra=["Room"]),
        filled_log(tmp_path, [row()], "two.xlsx"),
    ]
    frame = all_hand_offs_page(build_review([read_log(path) for path in paths], MONDAY)).table.frame
    assert frame["Log"].tolist() == ["one.xlsx", "two.xlsx"]
    assert frame["Room"].isna().tolist() == [False, True]


def test_lines_have_the_tint_of_their_state(tmp_path: Path) -> None:
    page = all_hand_offs_page(reviewed(tmp_path, [row(), OVERDUE, DONE]))
    (notes,) = (column for column in page.table.columns if column.heading == "Notes")
    assert isinstance(notes.styles, CellStyles)
    assert [notes.styles.styles[code].colour for code in notes.styles.codes] == [None, ROW_TINT["red"], CLOSED]


def test_the_item_and_what_stands_before_it_stay_in_sight(tmp_path: Path) -> None:
    page = all_hand_offs_page(reviewed(tmp_path, [row()]))
    assert page.table.columns[page.frozen - 1].heading == "Item"


def test_on_paper_each_line_says_what_it_is_whatever_its_log_calls_that(tmp_path: Path) -> None:
    logs = logs_of_all_kinds(tmp_path)
    for first in logs:
        page = all_hand_offs_page(build_review([first, *(log for log in logs if log is not first)], MONDAY))
        shown = page.table.frame
        assert len(set(shown.columns)) == len(shown.columns)
        roles, titles = first.template.roles, first.template.by_name
        named = [titles[name].title for name in (roles.item, roles.person, roles.promise) if name]
        assert set(named) <= set(shown.columns[: page.printed])
        assert not shown[named].isna().any(axis=None)
        for log in logs:
            own = log.template.by_name[log.template.roles.item].title
            items = shown.loc[shown["Log"] == log.path.name, own]
            assert items.tolist() == [f"{item} {log.template.name}" for item in ("late", "soon", "back")]
