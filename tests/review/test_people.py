"""Who has what, and one person's review."""

from datetime import datetime
from pathlib import Path

import pytest
from logs import BACK, DONE, MONDAY, OVERDUE, UNCHECKED, filled_log, lines, reviewed, row

from sheetkit.errors import SheetkitError
from sheetkit.log.read_log import read_log
from sheetkit.review.build import build_review
from sheetkit.review.people import find_person, for_person, people


def test_people_stand_by_name_however_they_are_spelled_and_nobody_last(tmp_path: Path) -> None:
    rows = [row(handed_to=None), row(handed_to="zoë"), row(), row(handed_to=" ANA\xa0costa ")]
    assert [(person.name, person.lines) for person in people(reviewed(tmp_path, rows))] == [
        ("Ana Costa", 2),
        ("zoë", 1),
        ("", 1),
    ]


def test_a_subtotal_says_what_there_is_and_leaves_out_what_there_is_not(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (ana,) = people(reviewed(tmp_path, [OVERDUE, BACK, row(), row(status="On hold"), DONE]))
    assert ana.subtotal == (
        "3 open (1 overdue, 1 back and to be closed), 1 on hold, 2 of 2 came back when first promised"
    )
    (quiet,) = people(reviewed(tmp_path / "b", [row()]))
    assert quiet.subtotal == "1 open"


def test_the_review_of_one_person_is_that_of_a_log_with_their_lines_alone(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    theirs = [OVERDUE, row(item="fine"), {**BACK, "status": "Dnoe"}]
    mixed = [theirs[0], UNCHECKED, theirs[1], row(handed_to="Li Wei", status="Dnoe"), theirs[2]]
    one, alone = for_person(reviewed(tmp_path, mixed), "ana costa"), reviewed(tmp_path / "b", theirs)
    assert one.figures.counts == alone.figures.counts
    assert one.figures.headline == alone.figures.headline
    assert one.figures.ages == alone.figures.ages
    assert [handoff["item"] for handoff in lines(one)] == [handoff["item"] for handoff in lines(alone)]
    assert [handoff["row"] for handoff in lines(one)] == [2, 4, 6]  # where they stand in the log
    assert [problem.row for problem in one.problems] == [6]


def test_a_problem_that_names_somebody_else_is_not_theirs(tmp_path: Path) -> None:
    review = reviewed(tmp_path, [row(), row(), row(handed_to="Anna Costa")])
    assert "similar-names" in [problem.code for problem in review.problems]
    assert for_person(review, "Anna Costa").problems == []


def test_one_person_in_several_logs_is_one(tmp_path: Path) -> None:
    logs = [read_log(filled_log(tmp_path, [row(), UNCHECKED], name=name)) for name in ("one.xlsx", "two.xlsx")]
    review = for_person(build_review(logs, MONDAY), "Ana Costa")
    assert len(review.frame) == 2
    assert review.figures.counts["rows"] == 1  # the same line in both


def test_an_unknown_name_is_answered_with_the_nearest_and_with_who_there_is(tmp_path: Path) -> None:
    review = reviewed(tmp_path, [row(handed_to=f"Person {number:02}") for number in range(10)])
    with pytest.raises(
        SheetkitError, match=r"'Persn 03' \(did you mean 'Person 03'\?\); the log names Person 00, .* and 2 more"
    ):
        find_person(review, "Persn 03")
    (tmp_path / "b").mkdir()
    with pytest.raises(SheetkitError, match=r"Nothing was handed to 'Ana'\.$"):
        find_person(reviewed(tmp_path / "b", []), "Ana")


def test_what_is_overdue_and_shows_another_flag_is_said_beside_the_number(tmp_path: Path) -> None:
    wrong = row(item="Typed wrongly", expected_back=datetime(2026, 11, 2))
    [one] = people(reviewed(tmp_path, [OVERDUE, wrong]))
    assert one.subtotal == "2 open (2 overdue, 1 of them under another flag)"
