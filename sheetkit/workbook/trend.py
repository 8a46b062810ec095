"""Trend: one line for each review, carried forward from review to review."""

from sheetkit.ooxml.writer import styles
from sheetkit.ooxml.writer.workbook import WorkbookWriter
from sheetkit.review.model import Review
from sheetkit.review.trend import REVIEW_OF, SHEET
from sheetkit.text import pluralize
from sheetkit.workbook.cells import Column, moments, numbers
from sheetkit.workbook.listing import write_listing

NAME = SHEET


def write_trend(book: WorkbookWriter, review: Review) -> None:
    """Write the sheet."""
    lines = review.trend
    # This review's counts first; what an earlier one counted and this one does not stays, at the end.
    titles = dict.fromkeys(title for line in reversed(lines) for title in line.counts)
    columns = [
        Column(REVIEW_OF, 18, moments(line.as_of for line in lines)),
        *(Column(title, 12.5, numbers(line.counts.get(title) for line in lines)) for title in titles),
    ]
    said = (
        f"{pluralize(len(lines), 'review')} so far, a line for each. The next review reads them here and adds its own."
    )
    write_listing(book, NAME, styles.HEAD.fill, said, columns, kept=1)
