"""Problems: what is wrong in the log, each linked to its cell."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from sheetkit.log.problems import Problem
from sheetkit.ooxml.limits import MAX_LINKS
from sheetkit.ooxml.writer import hyperlinks as links
from sheetkit.ooxml.writer import styles
from sheetkit.ooxml.writer.hyperlinks import Hyperlink, Hyperlinks
from sheetkit.ooxml.writer.workbook import WorkbookWriter
from sheetkit.review.history import relative
from sheetkit.review.model import Review
from sheetkit.workbook.cells import Column, Paint, Paints
from sheetkit.workbook.lines import several
from sheetkit.workbook.listing import write_listing

NAME = "Problems"
UNREADABLE = "unreadable"  # the kind of a log that could not be read at all
_LOOKS = {severity: Paint(colour, bold=True) for severity, colour in styles.SEVERITY.items()}


def write_problems(book: WorkbookWriter, review: Review, folder: Path) -> None:
    """Write the sheet."""
    listed = [(_failed(failed.reason), Path(failed.path).name, ("", "")) for failed in review.failed]
    found: dict[int, Hyperlink] = {}
    for reviewed in review.logs:
        columns_of = reviewed.columns
        said = dict(zip(columns_of.row.tolist(), zip(columns_of.item, columns_of.id, strict=True), strict=True))
        file, label = relative(reviewed.log.path, folder), review.label(reviewed)
        for problem in reviewed.log.problems:
            link = links.external_link(file, problem.sheet, problem.cell) if file and problem.cell else None
            if link is not None and len(found) < MAX_LINKS:
                found[len(listed)] = link
            listed.append((problem, label, said.get(problem.row or 0, ("", ""))))
    columns = [
        *problem_columns([problem for problem, _, _ in listed], found),
        Column("Item", 34, [item for _, _, (item, _) in listed]),
        Column("ID", 10, [name for _, _, (_, name) in listed]),
        Column("Kind", 17, [problem.code for problem, _, _ in listed]),
    ]
    if several(review):
        columns.append(Column("Log", 26, [label for _, label, _ in listed]))
    about = "What to put right in the log; the link opens it at the cell." if listed else "Nothing is wrong in the log."
    write_listing(book, NAME, styles.PALETTE["amber"].fill, about, columns, kept=0)


def _failed(reason: str) -> Problem:
    """Return what stands for a log that could not be read."""
    return Problem(UNREADABLE, "error", "", None, None, None, "", reason, "")


def problem_columns(problems: Sequence[Problem], found: Mapping[int, Hyperlink]) -> list[Column]:
    """Return what every list of problems shows; `found` are the links of their cells."""
    return [
        Column(
            "How bad", 10, [one.severity for one in problems], Paints.by([one.severity for one in problems], _LOOKS)
        ),
        Column("Cell", 9, [one.cell or "" for one in problems], links=Hyperlinks.of(found)),
        Column("Column", 18, [one.column or "" for one in problems]),
        Column("What stands there", 24, [one.value for one in problems]),
        Column("What is wrong", 58, [sentence(one.message) for one in problems]),
        Column("How to put it right", 52, [one.fix for one in problems]),
    ]


def sentence(message: str) -> str:
    """Return a problem's message as a sentence of its own begins."""
    return message[:1].upper() + message[1:]
