"""Warnings and notes on lines, and no others."""

from datetime import datetime
from pathlib import Path

import pytest
from logs import MONDAY, lines, read, row

from sheetkit.log.check.conditions import is_local
from sheetkit.log.problems import Problem
from sheetkit.log.read_log import Log
from sheetkit.review.build import build_review


def hints(log: Log) -> list[tuple[str, str | None]]:
    """Return the problems, except that the lines of these tests are nearly the same."""
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


@pytest.mark.parametrize("word", ["-", "N/A", "none", "?", "0", "unknown", "yes", "x"])
def test_a_dash_or_a_yes_in_returned_settles_that_no_day_is_known(tmp_path: Path, word: str) -> None:
    assert hints(read(tmp_path, [row(status="Done", returned=word)])) == []


@pytest.mark.parametrize("word", ["not yet", "No.", "Pending", "T.B.C.", False, "☐"])
def test_a_word_that_it_is_still_out_settles_nothing_of_a_done_line(tmp_path: Path, word: object) -> None:
    problem = one(read(tmp_path, [row(status="Done", returned=word), row(status="Cancelled", returned=word)]))
    assert (problem.code, problem.cell) == ("done-without-return", "N2")
    assert problem.message == f"the line is Done, but Returned says '{word or 'FALSE'}'"
    assert problem.fix.endswith("If it is still out, set Status to Open.")


def test_a_word_for_nothing_is_told_where_a_date_or_a_place_is_expected(tmp_path: Path) -> None:
    words = {"returned": "no", "checkpoint": "tbd", "copy_kept_at": "-", "next_action": "-", "document": "none"}
    assert hints(read(tmp_path, [row(**words)])) == [
        ("placeholder", "J2"),
        ("placeholder", "N2"),
        ("placeholder", "T2"),
    ]


NOTHING = [
    "---",
    "- -",
    "n / a",
    "N.A.",
    "N. A.",
    "n.a",
    "tbc",
    "T.B.C.",
    "to be confirmed",
    "None yet.",
    "pending",
    "???",
]
NOTHING += [
    "...",
    "…",
    "./.",
    "not  yet",
    "Not-yet",
    "unknown",
    "TBA",
    "no copy",
    "Not applicable",
    "✗",
    "❌",
    "☐",
    "—",
]


LEASE = {"document": "Lease", "hard_to_replace": "Yes"}


def test_nothing_in_any_spelling_silences_neither_a_missing_copy_nor_a_missing_checkpoint(tmp_path: Path) -> None:
    log = read(tmp_path, [row(**LEASE, copy_kept_at=word, checkpoint=word) for word in NOTHING])
    told = [(code, cell) for code, cell in hints(log) if code == "placeholder"]
    assert told == [("placeholder", f"{letter}{line}") for line in range(2, len(NOTHING) + 2) for letter in "JT"]
    flags = [line["flags"] for line in lines(build_review([log], MONDAY))]
    assert flags == [["missing_checkpoint", "no_copy"]] * len(NOTHING)


def test_what_says_nothing_and_yet_counts_is_told(tmp_path: Path) -> None:
    words = ["***", "___", "nope", "keine", "aucun", "soon", "To do", "not kept", "✖", "🚫", "~", "–/–"]
    found = read(tmp_path, [row(**LEASE, copy_kept_at=word) for word in words]).problems
    told = [problem for problem in found if problem.code == "placeholder"]
    assert [problem.value for problem in told] == words
    assert all(one.message.endswith("is not an answer, but Copy kept at counts as filled in") for one in told)


def test_a_tick_for_a_copy_does_not_say_where_it_is(tmp_path: Path) -> None:
    words = ["✅", "yes", "X", "✓", "👍"]
    found = read(tmp_path, [row(copy_kept_at=word) for word in words]).problems
    told = [problem for problem in found if problem.code == "placeholder"]
    assert [problem.value for problem in told] == words
    assert all(one.message.endswith("says that there is a copy, but not where") for one in told)


def test_a_word_for_nothing_in_a_choice_is_told_and_a_dash_is_not(tmp_path: Path) -> None:
    log = read(tmp_path, [row(hard_to_replace="tbc", status="pending"), row(hard_to_replace="-", status="-")])
    assert hints(log) == [("placeholder", "S2")]


def test_a_place_in_any_script_is_a_place(tmp_path: Path) -> None:
    places = ["Shelf 3", "上海", "C:/copies", "№ 7", "7", "ארכיון"]
    assert hints(read(tmp_path, [row(**LEASE, copy_kept_at=place) for place in places])) == []
