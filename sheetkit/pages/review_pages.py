"""The pages of a review in order: all of them, and those for a phone."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from sheetkit.pages import (
    all_hand_offs,
    by_log,
    by_person,
    changes,
    duplicates,
    needs_attention,
    problems,
    summary,
    to_do,
    trend,
)
from sheetkit.pages.about import about_page, sharing_note
from sheetkit.pages.hand_offs import several_logs
from sheetkit.pages.page import GroupedPage, Page, Table
from sheetkit.pages.personal import personal_page
from sheetkit.review.model import Review
from sheetkit.text import pluralize, truncate

_MAKERS: dict[str, Callable[[Review], Page]] = {
    summary.TITLE: summary.summary_page,
    needs_attention.TITLE: needs_attention.needs_attention_page,
    to_do.TITLE: to_do.to_do_page,
    by_person.TITLE: by_person.by_person_page,
    by_log.TITLE: by_log.by_log_page,
    duplicates.TITLE: duplicates.duplicates_page,
    all_hand_offs.TITLE: all_hand_offs.all_hand_offs_page,
    changes.TITLE: changes.changes_page,
    problems.TITLE: problems.problems_page,
    trend.TITLE: trend.trend_page,
}
# A phone gets what needs attention first, and not every column of the logs.
_ON_A_PHONE = (
    needs_attention.TITLE,
    summary.TITLE,
    to_do.TITLE,
    by_person.TITLE,
    by_log.TITLE,
    duplicates.TITLE,
    changes.TITLE,
    problems.TITLE,
)
_NOT_ON_A_PHONE = {  # columns that repeat Needs attention, by their headings
    to_do.TITLE: ("Flag", "In the log", "ID"),
    by_person.TITLE: ("What to do", "ID", "Why", "Days left", "Working days left", "Also", "In the log"),
}


def review_pages(review: Review, *, page_per_person: bool = False) -> Iterator[Page]:
    """Yield the pages one by one, so that a long review does not hold all of them; one person has a single page.

    With `page_per_person`, By person starts a new page in print for each person.
    """
    for page in _pages(review, list(_MAKERS), links=True):
        if page_per_person and isinstance(page, GroupedPage) and page.title == by_person.TITLE:
            yield by_person.page_per_person(page)
        else:
            yield page


def phone_pages(review: Review) -> Iterator[Page]:
    """Yield the pages for a phone, which have no links into the log.

    Some have fewer columns there: Needs attention has the others already, and a small file loads faster.
    """
    for page in _pages(review, _ON_A_PHONE, links=False):
        if isinstance(page, GroupedPage):
            left_out = _NOT_ON_A_PHONE.get(page.title, ())
            columns = tuple(column for column in page.table.columns if column.heading not in left_out)
            yield replace(page, table=Table(columns))
        else:
            yield page


def review_title(review: Review) -> str:
    """Return the title of a review as a whole."""
    number = len(review.logs) + len(review.failed)
    if review.person:
        return f"For {truncate(review.person, 60)}"
    stem = next((log.log.path.stem for log in review.logs), "") if number == 1 else ""
    return f"Review of {stem or pluralize(number, 'log')}"


def _pages(review: Review, titles: Sequence[str], *, links: bool) -> Iterator[Page]:
    if review.person:
        yield personal_page(review)
        return
    left_out = set()
    if not several_logs(review):
        left_out.add(by_log.TITLE)
    if not review.duplicates:
        left_out.add(duplicates.TITLE)
    held = [title for title in titles if title not in left_out]
    for title in held:
        page = _MAKERS[title](review)
        yield replace(page, in_workbook=sharing_note(review)) if title == summary.TITLE and review.logs else page
    yield about_page(review, held, links=links)
