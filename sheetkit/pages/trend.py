"""Trend: one line for each review, carried forward from review to review."""

from sheetkit.pages.page import Column, ListPage, Table, moments, numbers
from sheetkit.pages.summary import MAX_REVIEWS
from sheetkit.palette import HEAD
from sheetkit.review.model import Review
from sheetkit.review.trend import REVIEW_OF, SHEET
from sheetkit.text import pluralize

TITLE = SHEET


def trend_page(review: Review) -> ListPage:
    """Return the page."""
    lines = review.trend
    # This review's counts come first, then those that only earlier reviews have.
    titles = dict.fromkeys(title for line in reversed(lines) for title in line.counts)
    columns = (
        Column(REVIEW_OF, 18, moments(line.as_of for line in lines)),
        *(Column(title, 12.5, numbers(line.counts.get(title) for line in lines)) for title in titles),
    )
    reviews = pluralize(len(lines), "review")
    sentence = f"{reviews} so far, a line for each. The next review reads them here and adds its own."
    return ListPage(TITLE, sentence, HEAD.fill, Table(columns), frozen=1, hidden=repeats_summary(review))


def repeats_summary(review: Review) -> bool:
    """Return whether the summary shows every review of the trend, so that this page has nothing more to tell."""
    return len(review.trend) <= MAX_REVIEWS
