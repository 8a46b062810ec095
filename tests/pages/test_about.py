"""About as plain data: facts, pages, counts that add up, and the rules in words."""

from pathlib import Path

from logs import BACK, DONE, MONDAY, OVERDUE, UNCHECKED, logs_of_all_kinds, reviewed, row

from sheetkit.pages.page import TextPage, TextRow
from sheetkit.pages.review_pages import phone_pages, review_pages
from sheetkit.review.build import build_review
from sheetkit.review.model import Review


def about_page(review: Review) -> TextPage:
    """The page as the workbook shows it."""
    *_, page = review_pages(review)
    assert isinstance(page, TextPage)
    return page


def section(page: TextPage, kind: str) -> tuple[TextRow, ...]:
    return next(part.rows for part in page.sections if part.kind == kind)


def test_the_counts_add_up(tmp_path: Path) -> None:
    page = about_page(reviewed(tmp_path, [row(), OVERDUE, UNCHECKED, BACK, DONE]))
    counts = {str(line.cells[0]): line.cells[1] for line in section(page, "counts")}
    assert (counts["All lines"], counts["Status Open"], counts["Status Done"]) == (5, 4, 1)
    assert (counts["Out now"], counts["Back, to be closed"]) == (3, 1)
    assert (counts["Need attention"], counts["On track"]) == (3, 1)


def test_each_page_is_named_and_can_be_reached(tmp_path: Path) -> None:
    review = reviewed(tmp_path, [row()])
    named = {str(line.cells[0]): line.page for line in section(about_page(review), "pages")}
    assert [*named, "About"] == [page.title for page in review_pages(review)]
    assert [title for title, page in named.items() if not page] == ["Trend"]  # hidden while the summary shows it


def test_what_is_hidden_is_named_where_everybody_looks_with_what_the_file_holds(tmp_path: Path) -> None:
    pages = {page.title: page for page in review_pages(reviewed(tmp_path, [row()]))}
    assert [title for title, page in pages.items() if page.hidden] == ["Trend", "About"]
    assert "This file holds every column of the log: 1 name" in pages["Summary"].in_workbook
    assert pages["Summary"].in_workbook.endswith("right-click a sheet's tab and choose Unhide.")


def test_each_rule_stands_in_its_colour(tmp_path: Path) -> None:
    rules = section(about_page(reviewed(tmp_path, [row()])), "rules")
    assert [(line.cells[0], line.flag) for line in rules][:2] == [("Incomplete", "grey"), ("Overdue", "red")]
    assert rules[-1].flag == ""


def test_what_is_in_the_file_is_said_before_it_is_shared(tmp_path: Path) -> None:
    rows = [{**row(), "email": "ana@example.org"}, row(handed_to="ANA costa"), UNCHECKED]
    facts = {str(line.cells[0]): str(line.cells[1]) for line in section(about_page(reviewed(tmp_path, rows)), "facts")}
    assert "2 names, 1 e-mail address, notes" in facts["Before you share it"]


def test_a_phones_file_names_its_own_pages_and_no_links_that_it_has_not(tmp_path: Path) -> None:
    review = reviewed(tmp_path, [row(notes="secret"), OVERDUE])
    *others, page = phone_pages(review)
    assert isinstance(page, TextPage)
    assert {line.page for line in section(page, "pages")} == {one.title for one in others}
    facts = {str(line.cells[0]): str(line.cells[1]) for line in section(page, "facts")}
    assert "Links" not in facts
    assert "Notes and where copies are kept stay in the log" in facts["Before you share it"]


def test_the_counts_of_several_kinds_of_logs_add_up(tmp_path: Path) -> None:
    logs = logs_of_all_kinds(tmp_path)
    counts = {str(line.cells[0]): line.cells for line in section(about_page(build_review(logs, MONDAY)), "counts")}
    numbers = {title: int(str(cells[1])) for title, cells in counts.items()}
    of_status = [number for title, number in numbers.items() if title.startswith("Status ")]
    assert (numbers["All lines"], sum(of_status)) == (3 * len(logs), 3 * len(logs))
    assert (numbers["Out now"], numbers["Back, to be closed"]) == (2 * len(logs), len(logs))
    assert numbers["Need attention"] + numbers["On track"] == numbers["All lines"]
    assert counts["Back, to be closed"][2] == "Open, Lent or Waiting lines that came back"
