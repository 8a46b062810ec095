"""What deserves a second look is said, and nothing more."""

from datetime import datetime
from pathlib import Path

import pytest
from logs import read, row

from sheetkit.log.check.conditions import is_local
from sheetkit.log.problems import Problem
from sheetkit.log.read_log import Log


def hints(log: Log) -> list[tuple[str, str | None]]:
    """What is found, apart from the lines of these tests being the same but for a word or two."""
    return [(problem.code, problem.cell) for problem in log.problems if problem.code != "same-hand-off"]


def one(log: Log) -> Problem:
    [problem] = [problem for problem in log.problems if problem.code != "same-hand-off"]
    return problem


def test_a_log_in_order_has_none(tmp_path: Path) -> None:
    rows = [
        row(email="ana.costa+x@mail.example.org", copy_kept_at="Shelf 3"),
        row(status="Done", returned=datetime(2026, 11, 20)),
    ]
    assert hints(read(tmp_path, rows)) == []


def test_a_line_without_an_id_is_told_the_next_free_one(tmp_path: Path) -> None:
    problems = read(tmp_path, [row(id="H-0041"), row(id=None, item="B"), row(id=" ", item="C")]).problems
    assert [(problem.code, problem.cell) for problem in problems] == [("missing-id", "C3"), ("missing-id", "C4")]
    assert [problem.fix.split(",")[0] for problem in problems] == ["Enter H-0042", "Enter H-0043"]


@pytest.mark.parametrize("address", ["ana", "ana@example", "ana@ex ample.org", "a@b.org; c@d.org", "@example.org"])
def test_what_cannot_be_an_address_is_said(tmp_path: Path, address: str) -> None:
    problem = one(read(tmp_path, [row(email=address)]))
    assert (problem.code, problem.cell, problem.value) == ("bad-email", "G2", address)


def test_done_without_the_day_it_came_back_is_said_at_returned(tmp_path: Path) -> None:
    assert hints(read(tmp_path, [row(status="complete"), row(status="Cancelled")])) == [("done-without-return", "N2")]


def test_a_copy_that_is_not_there_is_said_and_one_that_is_there_is_not(tmp_path: Path) -> None:
    there = tmp_path / "copy.pdf"
    there.write_bytes(b"x")
    rows = [row(copy_kept_at=str(there)), row(copy_kept_at=str(tmp_path / "gone.pdf"))]
    assert hints(read(tmp_path, rows)) == [("copy-not-found", "T3")]


@pytest.mark.parametrize(
    "text",
    ["https://example.org/x", r"\\server\share\x", "//server/share", "Shelf 3", "mnt/x", "/mnt/team/x", "file:///x"],
)
def test_what_may_lie_elsewhere_is_never_looked_at(text: str, tmp_path: Path) -> None:
    assert not is_local(text, tmp_path)


def test_a_full_cell_is_said(tmp_path: Path) -> None:
    assert hints(read(tmp_path, [row(notes="x" * 32_767), row(notes="x" * 32_766)])) == [("text-too-long", "U2")]


@pytest.mark.parametrize("word", ["-", "N/A", "yes", "x"])
def test_a_dash_or_a_yes_in_returned_settles_that_no_day_is_known(tmp_path: Path, word: str) -> None:
    assert hints(read(tmp_path, [row(status="Done", returned=word)])) == []


def test_a_word_for_nothing_is_told_where_a_date_or_a_place_is_expected(tmp_path: Path) -> None:
    words = {"returned": "no", "checkpoint": "tbd", "copy_kept_at": "-", "next_action": "-", "document": "none"}
    assert hints(read(tmp_path, [row(**words)])) == [
        ("placeholder", "J2"),
        ("placeholder", "N2"),
        ("placeholder", "T2"),
    ]
