"""Problems: what is wrong in the log, each linked to its cell."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sheetkit import categorical
from sheetkit.log.problems import Problem
from sheetkit.pages.hand_offs import role_heading, several_logs
from sheetkit.pages.page import CellLinks, CellStyle, CellStyles, Column, ListPage, SheetColumn, Table
from sheetkit.palette import PALETTE, SEVERITY
from sheetkit.review.model import Review

TITLE = "Problems"
_ON_A_PHONE = 25  # lines: what was mistyped is put right at a desk
UNREADABLE = "unreadable"  # the kind of a log that could not be read at all
_STYLES = {severity: CellStyle(colour, bold=True) for severity, colour in SEVERITY.items()}


def problems_page(review: Review) -> ListPage:
    """Return the page."""
    problems = [_unreadable(failed.reason) for failed in review.failed]
    labels = [Path(failed.path).name for failed in review.failed]
    sheets: list[SheetColumn | None] = [None] * len(problems)
    items, ids = [""] * len(problems), [""] * len(problems)
    for log_review, label in zip(review.logs, review.labels, strict=True):
        texts = categorical.to_lists(log_review.frame, "item", "id")
        by_row = dict(zip(log_review.frame["row"].tolist(), zip(*texts, strict=True), strict=True))
        for problem in log_review.log.problems:
            problems.append(problem)
            labels.append(label)
            sheets.append(SheetColumn(log_review.log.path, problem.sheet, ""))
            item, name = by_row.get(problem.row or 0, ("", "")) if problem.sheet == log_review.log.sheet else ("", "")
            items.append(item)
            ids.append(name)
    columns = [
        *problem_columns(problems, sheets),
        Column(role_heading(review, "item", "Item"), 34, categorical.from_texts(items)),
        Column("ID", 10, categorical.from_texts(ids)),
        Column("Kind", 17, categorical.from_texts(problem.code for problem in problems)),
    ]
    if several_logs(review):
        columns.insert(2, Column("Log", 16, categorical.from_texts(labels)))
    sentence = "What to correct in the log." if problems else "Nothing is wrong in the log."
    links = "The link opens it at the cell." if problems else ""
    return ListPage(
        TITLE,
        sentence,
        PALETTE["amber"].fill,
        Table(tuple(columns)),
        frozen=0,
        in_workbook=links,
        on_a_phone=_ON_A_PHONE,
    )


def _unreadable(reason: str) -> Problem:
    """Return what stands for a log that could not be read."""
    return Problem(UNREADABLE, "error", "", None, None, None, "", reason, "")


def problem_columns(problems: Sequence[Problem], sheets: Sequence[SheetColumn | None]) -> list[Column]:
    """Return what every list of problems shows; a problem's cell is linked where `sheets` says into which."""
    severities = [problem.severity for problem in problems]
    return [
        Column(
            "How bad",
            10,
            categorical.from_texts(severities),
            CellStyles.from_list(_STYLES[severity] for severity in severities),
        ),
        Column("Cell", 8, categorical.from_texts(one.cell or "" for one in problems), links=_links(problems, sheets)),
        Column("Column", 18, categorical.from_texts(one.column or "" for one in problems)),
        Column("What it says", 26, categorical.from_texts(one.value for one in problems)),
        Column("What is wrong", 58, categorical.from_texts(sentence(one.message) for one in problems)),
        Column("How to correct it", 52, categorical.from_texts(one.fix for one in problems)),
    ]


def _links(problems: Sequence[Problem], sheets: Sequence[SheetColumn | None]) -> CellLinks:
    targets: dict[SheetColumn, int] = {}
    positions, codes, rows = [], [], []
    for position, (problem, sheet) in enumerate(zip(problems, sheets, strict=True)):
        if sheet is not None and problem.cell and problem.row:
            target = sheet._replace(letters=problem.cell.rstrip("0123456789"))
            positions.append(position)
            codes.append(targets.setdefault(target, len(targets)))
            rows.append(problem.row)
    arrays = [np.array(numbers, dtype=np.int64) for numbers in (positions, codes, rows)]
    return CellLinks(arrays[0], list(targets), arrays[1], arrays[2])


def sentence(message: str) -> str:
    """Return a problem's message with a capital letter."""
    return message[:1].upper() + message[1:]
