"""An extra column that says what is done is never silently ignored."""

from datetime import date
from pathlib import Path

import pytest
from sheets import plain_log

from sheetkit.log.problems import Problem
from sheetkit.log.read_log import Log

LINE = {
    "item": "Plan", "handed_to": "Ana", "handed_off": date(2026, 11, 2), "expected_back": date(2026, 11, 10),
}  # fmt: skip


def log_with(folder: Path, heading: str, *values: object, **more: object) -> Log:
    rows = [{**LINE, **more, "item": f"Plan {number}", heading: value} for number, value in enumerate(values)]
    return plain_log(folder / "log.xlsx", rows, tuple(rows[0]))


def status_like(log: Log) -> list[Problem]:
    return [problem for problem in log.problems if problem.code == "looks-like-status"]


@pytest.mark.parametrize("heading", ["Done", "Finished?", "Erledigt", "Hecho", "\u2713"])
@pytest.mark.parametrize("tick", [True, "x", "Yes", "ja", "S\u00ed", "\u2714", "erledigt", "oui", 1])
def test_a_ticked_line_that_counts_as_open_is_said(tmp_path: Path, heading: str, tick: object) -> None:
    [problem] = status_like(log_with(tmp_path, heading, tick, False, None))
    assert (problem.severity, problem.cell, problem.column) == ("warning", "E1", heading)
    assert "1 line it calls done counts as open (row 2)" in problem.message
    assert "=status" in problem.fix


def test_statuses_in_a_column_of_any_name_are_seen(tmp_path: Path) -> None:
    [problem] = status_like(log_with(tmp_path, "How is it", "Closed", "In progress", "complete"))
    assert "2 lines it calls done count as open (rows 2 and 4)" in problem.message


@pytest.mark.parametrize("values", [(True, False), ("yes", "no"), ("Closed", "on Monday"), ("In progress", "Open")])
def test_a_column_that_says_something_else_is_left_alone(tmp_path: Path, values: tuple[object, ...]) -> None:
    assert not status_like(log_with(tmp_path, "Invoice needed", *values))


def test_a_day_in_a_column_called_done_says_that_it_came_back(tmp_path: Path) -> None:
    [problem] = status_like(log_with(tmp_path, "Done", date(2026, 11, 9), None))
    assert "1 line it calls done counts as open (row 2)" in problem.message
    assert problem.fix.endswith("`adopt` --map Done=returned.")
    assert not status_like(log_with(tmp_path, "Progress", "3/4", "1/4"))


def test_lines_that_are_closed_anyway_are_no_matter(tmp_path: Path) -> None:
    assert not status_like(log_with(tmp_path, "Finished?", True, status="Done"))
    assert not status_like(log_with(tmp_path, "Done", False, None))


def test_what_such_a_column_says_and_nobody_knows_is_named(tmp_path: Path) -> None:
    [problem] = status_like(log_with(tmp_path, "Is it back?", "x", "perhaps", "no", "ask Bob"))
    assert "(row 2); what rows 3 and 5 say ('perhaps' and 'ask Bob') means nothing that is known" in problem.message


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            ("gebeurd", None, "k"),
            "what rows 2 and 4 say ('gebeurd' and 'k') means nothing that is known, so these lines",
        ),
        (("no", "gebeurd"), "what row 3 says ('gebeurd') means nothing that is known, so the line counts as open"),
    ],
)
def test_a_done_column_without_a_known_yes_is_named_with_its_words(
    tmp_path: Path, values: tuple[object, ...], said: str
) -> None:
    [problem] = status_like(log_with(tmp_path, "Done", *values))
    assert said in problem.message
    assert "`adopt` --map Done=status" in problem.fix


@pytest.mark.parametrize(
    ("heading", "value"),
    [("Delivered", 12), ("Progress", "ask Bob"), ("Done", "as he said on the phone, all but the last page")],
)
def test_numbers_and_notes_are_no_unknown_answers(tmp_path: Path, heading: str, value: object) -> None:
    assert not status_like(log_with(tmp_path, heading, value))


def test_a_question_with_yes_is_named_where_there_is_no_status(tmp_path: Path) -> None:
    [problem] = status_like(log_with(tmp_path, "OK?", "yes", "no", True))
    assert "'OK?' is answered by yes and no" in problem.message
    assert "2 lines with yes count as open (rows 2 and 4)" in problem.message
    assert problem.fix.endswith('`adopt` --map "OK?=status".')
    assert not status_like(log_with(tmp_path, "OK?", "yes", status="Open"))
    assert not status_like(log_with(tmp_path, "OK?", "no"))


@pytest.mark.parametrize("heading", ["Still open?", "Open?", "isOpen", "Not done", "Noch offen?", "Outstanding (Y/N)"])
def test_where_it_is_asked_whether_a_line_is_open_no_is_named(tmp_path: Path, heading: str) -> None:
    [problem] = status_like(log_with(tmp_path, heading, "no", "yes", "no", "-"))
    assert "2 lines with no count as open (rows 2 and 4)" in problem.message
    assert "If no means that it is done" in problem.fix
    assert not status_like(log_with(tmp_path, heading, "yes", "yes"))
    assert not status_like(log_with(tmp_path, heading, "no", status="Done"))


@pytest.mark.parametrize("heading", ["Check", "OK", "Is in order"])
def test_a_mark_that_is_answered_by_yes_is_named(tmp_path: Path, heading: str) -> None:
    [problem] = status_like(log_with(tmp_path, heading, "yes", "no"))
    assert "1 line with yes counts as open (row 2)" in problem.message


@pytest.mark.parametrize("heading", ["Closed (Y/N)", "Returned? (Y/N)", "Closed"])
def test_a_return_answered_by_yes_and_no_looks_like_a_status(tmp_path: Path, heading: str) -> None:
    log = log_with(tmp_path, heading, "Y", "N", None)
    [problem] = status_like(log)
    assert (problem.cell, problem.column) == ("E1", heading)
    assert "it is read as Returned, so 1 line with yes is back, and still open (row 2)" in problem.message
    assert "=status" in problem.fix
    assert log.unread["returned"][2] == "Y"


def test_a_return_with_a_day_in_it_or_beside_a_status_is_no_status(tmp_path: Path) -> None:
    assert not status_like(log_with(tmp_path, "Closed", "Y", date(2026, 11, 9)))
    assert not status_like(log_with(tmp_path, "Closed (Y/N)", "Y", status="Open"))
    assert not status_like(log_with(tmp_path, "Returned", "yes"))
