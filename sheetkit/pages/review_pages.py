"""The pages of a review, in order."""

from collections.abc import Iterator

from sheetkit.pages.about import about_page
from sheetkit.pages.all_hand_offs import all_hand_offs_page
from sheetkit.pages.by_log import by_log_page
from sheetkit.pages.by_person import by_person_page
from sheetkit.pages.changes import changes_page
from sheetkit.pages.duplicates import duplicates_page
from sheetkit.pages.hand_offs import several_logs
from sheetkit.pages.needs_attention import needs_attention_page
from sheetkit.pages.page import Page
from sheetkit.pages.problems import problems_page
from sheetkit.pages.summary import summary_page
from sheetkit.pages.to_do import to_do_page
from sheetkit.pages.trend import trend_page
from sheetkit.review.model import Review


def review_pages(review: Review) -> Iterator[Page]:
    """Yield the pages one by one, so that a long review need not hold all of them."""
    yield summary_page(review)
    yield needs_attention_page(review)
    yield to_do_page(review)
    yield by_person_page(review)
    if several_logs(review):
        yield by_log_page(review)
    if review.duplicates:
        yield duplicates_page(review)
    yield all_hand_offs_page(review)
    yield changes_page(review)
    yield problems_page(review)
    yield trend_page(review)
    yield about_page(review)
