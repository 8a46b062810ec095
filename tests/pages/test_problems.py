"""Problems as plain data: each with its cell, and the hand-off it is about."""

from dataclasses import replace
from pathlib import Path

from logs import reviewed, row

from sheetkit.log.parallel.source import FailedLog
from sheetkit.pages.page import CellLinks
from sheetkit.pages.problems import problems_page


def test_a_problem_leads_to_its_cell_and_names_its_hand_off(tmp_path: Path) -> None:
    page = problems_page(reviewed(tmp_path, [row(), row(expected_back="next week")]))
    (shown,) = page.table.frame.to_dict("records")
    assert (shown["How bad"], shown["Cell"], shown["Column"]) == ("error", "I3", "Expected back")
    assert (shown["What it says"], shown["Item"], shown["Kind"]) == ("next week", "Draft budget", "not-a-date")
    (links,) = (column.links for column in page.table.columns if column.links)
    assert isinstance(links, CellLinks)
    assert [(target.sheet, target.letters) for target in links.targets] == [("Log", "I")]
    assert links.rows.tolist() == [3]


def test_a_log_that_could_not_be_read_comes_first_and_leads_nowhere(tmp_path: Path) -> None:
    review = reviewed(tmp_path, [row(item=None)])
    page = problems_page(replace(review, failed=(FailedLog("lost.xlsx", "it is not there"),)))
    shown = page.table.frame
    assert shown["Log"].tolist()[:2] == ["lost.xlsx", "log.xlsx"]
    assert shown["What is wrong"].tolist()[0] == "It is not there"
    (links,) = (column.links for column in page.table.columns if column.links)
    assert 0 not in links.positions


def test_nothing_wrong_is_said(tmp_path: Path) -> None:
    assert problems_page(reviewed(tmp_path, [row()])).sentence == "Nothing is wrong in the log."
