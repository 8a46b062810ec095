"""Problems: what is wrong in the log, each linked to its cell."""

from pathlib import Path

from sheetkit.log.problems import Problem
from sheetkit.review.history import relative
from sheetkit.review.model import Review
from sheetkit.workbook.cells import Beside, Cell, Field, Inside
from sheetkit.workbook.lines import several
from sheetkit.workbook.listing import write_listing
from sheetkit.xlsx import look
from sheetkit.xlsx.writer import Book

NAME = "Problems"
FIELDS = (
    Field("How bad", 10),
    Field("Cell", 9),
    Field("Column", 18),
    Field("What stands there", 24),
    Field("What is wrong", 58),
    Field("How to put it right", 52),
)
_FIELDS = (
    *FIELDS,
    Field("Item", 34),
    Field("ID", 10),
    Field("Kind", 17),
)


def write_problems(book: Book, review: Review, folder: Path) -> None:
    """Write the sheet."""
    rows: list[list[Cell]] = []
    for failed in review.failed:
        cells = [Cell("error", look.SEVERITY["error"], bold=True), *[Cell("")] * 3, Cell(failed.reason)]
        rows.append([*cells, *[Cell("")] * 3, Cell("unreadable"), Cell(Path(failed.path).name)])
    for reviewed in review.logs:
        by_row = {one.row: one for one in reviewed.handoffs}
        file = relative(reviewed.log.path, folder)
        for problem in reviewed.log.problems:
            one = by_row.get(problem.row or 0)
            link = Beside(file, problem.sheet, problem.cell) if file and problem.cell else None
            rows.append(
                [
                    *problem_cells(problem, link),
                    Cell(one.item if one else ""),
                    Cell(one.id if one else ""),
                    Cell(problem.code),
                    Cell(review.label(reviewed)),
                ]
            )
    fields = (*_FIELDS, Field("Log", 26)) if several(review) else _FIELDS
    said = "What to put right in the log; the link opens it at the cell." if rows else "Nothing is wrong in the log."
    write_listing(book, NAME, look.PALETTE["amber"].fill, said, fields, rows, kept=0)


def problem_cells(problem: Problem, link: Beside | Inside | None) -> list[Cell]:
    """Return a problem's line in a list of FIELDS."""
    return [
        Cell(problem.severity, look.SEVERITY[problem.severity], bold=True),
        Cell(problem.cell, link=link),
        Cell(problem.column),
        Cell(problem.value),
        Cell(sentence(problem.message)),
        Cell(problem.fix),
    ]


def sentence(message: str) -> str:
    """Return a problem's message as a sentence of its own begins."""
    return message[:1].upper() + message[1:]
