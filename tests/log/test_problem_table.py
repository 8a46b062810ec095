"""Problems are kept in columns, in order and by kind, and only those that are asked for are made."""

import pickle
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import xlsxwriter
from sheets import GOOD, TITLES, typed_log

from sheetkit.log import problem_table
from sheetkit.log.finding import Description, Finding, by_code, same_everywhere
from sheetkit.log.problem_table import LocatedFinding, Problems
from sheetkit.log.problems import Problem
from sheetkit.log.read_log import Log, read_log


def group(code: str, rows: list[int], number: int, heading: str = "Item") -> LocatedFinding:
    said = Description("", f"{heading} is blank", "Enter it.")
    return LocatedFinding(Finding(code, "item", np.array(rows), same_everywhere(said)), "Log", number, heading)


def test_groups_and_single_problems_are_told_in_one_order() -> None:
    single = Problem("missing-column", "info", "Log", "A1", 1, "Notes", "", "no column", "Add it.")
    problems = Problems(
        [single, single._replace(severity="error")],
        [group("bad-email", [2], 7), group("required", [2, 9], 28), group("required", [2, 3], 4)],
    )
    assert [(one.code, one.cell) for one in problems] == [
        ("missing-column", "A1"),
        ("required", "D2"),
        ("required", "AB2"),
        ("required", "D3"),
        ("required", "AB9"),
        ("bad-email", "G2"),
        ("missing-column", "A1"),
    ]
    assert problems.counts_by_severity() == {"error": 5, "warning": 1, "info": 1}
    assert [one.severity for one in problems.of("info")] == ["info"]
    assert len(problems.at_or_above("warning")) == 6
    assert problems[-1] == problems[6] == single
    assert problems[1:3] == [problems[1], problems[2]]
    assert not Problems()
    assert Problems() == []


def test_problems_of_one_kind_come_together_by_code_and_column() -> None:
    item, notes = group("required", [5, 8], 4), group("required", [6], 9, "Notes")
    alone = Problem("required", "error", "Log", "D6", 6, "Item", "", "Item is blank", "Enter it.")
    problems = Problems([alone], [notes, item, group("bad-email", [2], 7)])
    assert [[(one.code, one.cell) for one in problems.where(kind)] for kind in problems.kinds()] == [
        [("required", "D5"), ("required", "D6"), ("required", "D8")],
        [("required", "I6")],
        [("bad-email", "G2")],
    ]


def test_what_is_said_often_is_kept_once() -> None:
    one, other = Description("1", "a", "b"), Description("2", "c", "d")
    describe = by_code([one, other], np.array([1, 0, 1]))
    assert [describe(at) for at in range(3)] == [other, one, other]


def test_problems_go_to_another_process_as_they_are(tmp_path: Path) -> None:
    rows = [
        {**GOOD, "item": None},
        {**GOOD, "status": "?", "checkpoint": "soon"},
        {**GOOD, "expected_back": "2026-1-1"},
    ]
    problems = read_log(typed_log(tmp_path, rows)).problems
    assert len(problems) > 4
    assert pickle.loads(pickle.dumps(problems)) == list(problems)


def long_log(folder: Path, rows: int) -> Log:
    """A log of so many lines, with some problems in each and the same texts except for the IDs."""
    book = xlsxwriter.Workbook(str(folder / f"{rows}.xlsx"))
    sheet = book.add_worksheet()
    line = {**GOOD, "item": None, "handed_off": "soon", "expected_back": 46_361, "status": "odd", "email": "nobody"}
    for column, name in enumerate(line):
        sheet.write(0, column, TITLES[name])
        for row in range(1, rows + 1):
            value = f"H-{row}" if name == "id" else line[name]
            if value is not None and name not in ("expected_back", "handed_off"):
                sheet.write(row, column, str(value))
            elif value is not None:
                sheet.write(row, column, value)
    book.close()
    return read_log(folder / f"{rows}.xlsx")


def test_twice_the_rows_are_twice_the_problems_and_no_more_objects(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = 0

    def counted(*fields: object) -> Problem:
        nonlocal made
        made += 1
        return Problem.at(*fields)  # type: ignore[arg-type]

    monkeypatch.setattr(problem_table, "Problem", SimpleNamespace(at=counted))
    one, two = long_log(tmp_path, 400), long_log(tmp_path, 800)
    assert one.problems.counts_by_severity()["error"] == 3 * 400
    assert two.problems.counts_by_severity()["error"] == 3 * 800
    assert made == 0
    assert [len(kind) for kind in two.problems.at_or_above("warning").kinds()] == [
        2 * len(kind) for kind in one.problems.at_or_above("warning").kinds()
    ]
    assert made == 0
    assert [problem.row for problem in two.problems[:4]] == [2, 2, 2, 3]
    assert made == 4


def test_the_frame_says_the_same_as_the_problems(tmp_path: Path) -> None:
    problems = read_log(typed_log(tmp_path, [{**GOOD, "item": None}, {**GOOD, "status": "?"}])).problems
    assert [
        Problem(*row) for row in problems.frame.astype(object).where(problems.frame.notna(), None).to_numpy()
    ] == list(problems)
    assert Problems().frame.columns.tolist() == problems.frame.columns.tolist()
