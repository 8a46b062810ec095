"""Kinds of problems: how bad each is, and the order in which people read them."""

from pathlib import Path

import pytest
from sheets import GOOD, found, typed_log

from sheetkit.log.problem_table import Problems
from sheetkit.log.problems import CODES, SEVERITIES, Problem
from sheetkit.log.read_log import read_log


def problem(severity: str, cell: str | None, row: int | None) -> Problem:
    return Problem("required", severity, "Log", cell, row, "Item", "", "Item is blank", "Enter it.")


def test_problems_come_worst_first_and_then_as_one_walks_through_the_sheet(tmp_path: Path) -> None:
    rows = [
        {**GOOD, "id": "H-1", "checkpoint": "16 Nov 2026"},
        {**GOOD, "id": "H-2", "item": None, "status": "Away"},
    ]
    log = read_log(typed_log(tmp_path, [*rows, {**GOOD, "id": "H-3", "kind": "Away"}]))
    assert found(log) == [
        ("required", "D3"),
        ("unknown-choice", "M3"),
        ("unknown-choice", "E4"),
        ("date-as-text", "J2"),
    ]
    assert len(log.problems.at_or_above("error")) == 3
    assert len(log.problems.at_or_above("warning")) == 4


def test_columns_come_as_they_stand_z_before_aa() -> None:
    problems = [problem("error", cell, 7) for cell in ("AB7", "Z7", "B7", "AA7")]
    assert [one.cell for one in Problems(problems)] == ["B7", "Z7", "AA7", "AB7"]


def test_what_belongs_to_no_cell_comes_first_of_its_kind() -> None:
    problems = [problem("error", "A2", 2), problem("info", None, None), problem("error", None, None)]
    assert [(one.severity, one.cell) for one in Problems(problems)] == [
        ("error", None),
        ("error", "A2"),
        ("info", None),
    ]


@pytest.mark.parametrize(("asked", "count"), [("error", 1), ("warning", 2), ("info", 3)])
def test_as_bad_or_worse_includes_what_was_asked_for(asked: str, count: int) -> None:
    problems = [problem(severity, "A2", 2) for severity in SEVERITIES]
    assert len(Problems(problems).at_or_above(asked)) == count
    assert asked in {one.severity for one in Problems(problems).at_or_above(asked)}


def test_every_code_has_a_severity_and_an_explanation() -> None:
    for code in CODES.values():
        assert code.severity in SEVERITIES
        assert code.title
        assert code.explanation.endswith(".")
