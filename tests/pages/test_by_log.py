"""By log and In two logs as plain data: one line for each log, and what stands in both."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from logs import MONDAY, OVERDUE, UNCHECKED, filled_log, logs_of_all_kinds, row

from sheetkit.log.parallel.source import FailedLog
from sheetkit.log.read_log import read_log
from sheetkit.pages.by_log import by_log_page
from sheetkit.pages.duplicates import duplicates_page
from sheetkit.pages.needs_attention import needs_attention_page
from sheetkit.pages.page import CellLinks
from sheetkit.pages.summary import summary_page
from sheetkit.review.build import build_review
from sheetkit.review.model import Review
from sheetkit.review.trend import TrendLine
from sheetkit.template.load import load_template
from sheetkit.template.store import shipped


def team(folder: Path) -> Review:
    """Two logs with one hand-off in common, and one that could not be read."""
    paths = [filled_log(folder, [row(), UNCHECKED], "calm.xlsx"), filled_log(folder, [OVERDUE, row()], "late.xlsx")]
    review = build_review([read_log(path) for path in paths], MONDAY)
    return replace(review, failed=(FailedLog("lost.xlsx", "It is not there."),))


def test_logs_that_could_not_be_read_come_first_then_those_with_most_overdue(tmp_path: Path) -> None:
    page = by_log_page(team(tmp_path))
    shown = page.table.frame
    assert shown["Log"].tolist() == ["lost.xlsx", "late.xlsx", "calm.xlsx"]
    assert shown["Overdue"].fillna(-1).tolist() == [-1, 1, 0]
    assert shown["What to know"].tolist()[0] == "Not read: It is not there."
    assert "A hand-off that is in two logs counts in each of them here" in page.sentence


def test_a_log_that_was_read_can_be_opened(tmp_path: Path) -> None:
    links = by_log_page(team(tmp_path)).table.columns[0].links
    assert isinstance(links, CellLinks)
    assert links.positions.tolist() == [1, 2]
    assert [target.log for target in links.targets] == [tmp_path / "late.xlsx", tmp_path / "calm.xlsx"]


def test_one_hand_off_of_two_logs_stands_below_itself(tmp_path: Path) -> None:
    shown = duplicates_page(team(tmp_path)).table.frame
    assert shown["Item"].tolist() == ["Draft budget"] * 2
    assert shown["Log"].tolist() == ["calm.xlsx", "late.xlsx"]
    assert shown["In the log"].tolist() == ["Row 2", "Row 3"]


def test_what_logs_of_several_kinds_call_alike_is_one_column(tmp_path: Path) -> None:
    shown = by_log_page(build_review(logs_of_all_kinds(tmp_path), MONDAY)).table.frame
    assert len(set(shown.columns)) == len(shown.columns)
    back = dict(zip(shown["Log"], shown["Back: close it"], strict=True))
    assert back == {"action-log.xlsx": 0, "handoff.xlsx": 1, "loans.xlsx": 1, "waiting-for.xlsx": 0}
    assert shown["Overdue"].tolist() == [1] * 4


def test_what_is_late_is_one_number_whatever_each_log_calls_it(tmp_path: Path) -> None:
    source = shipped().source.replace('title = "Overdue"', 'title = "Late"').replace('name = "handoff"', 'name = "own"')
    source = source.replace('name = "overdue"', 'name = "late"').replace('late = "overdue"', 'late = "late"')
    usual = read_log(filled_log(tmp_path, [OVERDUE, row()], "usual.xlsx"))
    own = read_log(filled_log(tmp_path, [{**OVERDUE, "item": "Other"}], "own.xlsx"), load_template(source, "own"))
    for logs, title in (((usual, own), "Overdue"), ((own, usual), "Late")):
        review = build_review(logs, MONDAY)
        assert by_log_page(review).table.frame[title].tolist() == [1, 1]
        summary = summary_page(review)
        assert [(tile.title, tile.figure, tile.also) for tile in summary.tiles[1:2]] == [(title, 2, "")]
        assert f"2 {title.lower()}" in summary.headline
        assert summary.people
        assert summary.people.grid
        assert [head.text for head in summary.people.grid.heads][1:3] == ["Out", title]
        assert review.trend[-1].counts[title] == 2
        before = TrendLine(datetime(2026, 11, 16), {"Out now": 5, "Overdue": 3})
        weeks = summary_page(replace(review, past=(before,))).weeks
        assert weeks
        assert weeks.grid
        assert [line[1:3] for line in weeks.grid.rows] == [(5, 3), (3, 2)]


def test_a_date_that_was_mistyped_makes_no_log_the_latest(tmp_path: Path) -> None:
    wrong = row(now_expected=datetime(2015, 12, 4))
    review = build_review([read_log(filled_log(tmp_path, [OVERDUE, wrong]))], MONDAY)
    assert by_log_page(review).table.frame["Days late at most"].tolist() == [11]
    assert needs_attention_page(review).table.frame["Days late"].fillna(0).tolist() == [0, 11]
