"""Twice the rows are twice the work and not more: counted, not timed, so that a busy machine cannot mislead."""

import gc
import re
import sys
import tracemalloc
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.logs import AS_OF, make_log
from sheetkit.log.read_log import read_log
from sheetkit.review.build import build_review
from sheetkit.workbook.write import write_review

SIZES = (300, 600, 1_200)
FIXED = {  # what a sheet or a workbook has a limit for, or what would slow a program down
    "fills": ("xl/styles.xml", rb"<fill>"),
    "conditional formats": ("xl/worksheets/", rb"<conditionalFormatting "),
    "checks of cells": ("xl/worksheets/", rb"<dataValidation "),
    "merged cells": ("xl/worksheets/", rb"<mergeCell "),
    "defined names": ("xl/workbook.xml", rb"<definedName "),
    "sheets": ("xl/workbook.xml", rb"<sheet "),
    "drawings": ("xl/drawings/", rb"<xdr:twoCellAnchor"),
}


@dataclass(frozen=True)
class Work:
    """What one review took: calls, objects that it keeps, bytes at its peak, and what stands in its workbook."""

    calls: int
    kept: int
    memory: int
    cells: int
    formats: int
    fixed: dict[str, int]


def work_of(folder: Path, rows: int) -> Work:
    log, target = folder / f"{rows}.xlsx", folder / f"review-{rows}.xlsx"
    make_log(log, rows)
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    gc.collect()
    before = len(gc.get_objects())
    sys.setprofile(count)
    try:
        review = build_review([read_log(log)], AS_OF)
        write_review(review, target)
    finally:
        sys.setprofile(None)
    gc.collect()
    kept = len(gc.get_objects()) - before
    assert review.figures.counts["rows"] == rows
    with zipfile.ZipFile(target) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    found = {
        what: sum(len(re.findall(pattern, part)) for name, part in parts.items() if name.startswith(where))
        for what, (where, pattern) in FIXED.items()
    }
    target.unlink()
    tracemalloc.start()  # arrays are neither calls nor objects that the collector knows
    write_review(build_review([read_log(log)], AS_OF), target)
    _, memory = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    cells = sum(part.count(b"<c ") for name, part in parts.items() if name.startswith("xl/worksheets/"))
    return Work(calls, kept, memory, cells, parts["xl/styles.xml"].count(b"<xf "), found)


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> list[Work]:
    folder = tmp_path_factory.mktemp("growth")
    work_of(folder, 50)  # what is worked out once for all is worked out here
    return [work_of(folder, rows) for rows in SIZES]


@pytest.mark.parametrize("what", ["calls", "cells"])
def test_twice_the_rows_are_twice_the_work(works: list[Work], what: str) -> None:
    once, twice, four_times = (getattr(work, what) for work in works)
    # Not all lines are alike, so it is never twice to the last call; were it quadratic, this would be 4.
    assert (four_times - twice) / (twice - once) == pytest.approx(2, rel=0.2)


def test_twice_the_rows_keep_at_most_twice_the_objects(works: list[Work]) -> None:
    once, twice, four_times = (work.kept for work in works)
    assert four_times - twice <= 2.1 * max(twice - once, 1_000)
    assert four_times < 20 * SIZES[-1]


def test_twice_the_rows_need_at_most_twice_the_memory(works: list[Work]) -> None:
    once, twice, four_times = (work.memory for work in works)
    assert four_times - twice <= 2.4 * (twice - once)  # were it quadratic, this would be 4


def test_more_rows_need_no_more_rules_or_names(works: list[Work]) -> None:
    assert works[0].fixed == works[1].fixed == works[2].fixed


def test_formats_are_shared(works: list[Work]) -> None:
    # A few pairs of a colour and a kind of value are rare enough to be missing in the shortest log.
    assert works[-1].formats - works[0].formats <= 5
    assert works[-1].formats < 200
