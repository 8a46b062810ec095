"""Render any page as a sheet of a workbook."""

from pathlib import Path

from sheetkit.ooxml.writer.workbook import WorkbookWriter
from sheetkit.pages.page import GroupedPage, ListPage, Page, SummaryPage, TextPage
from sheetkit.workbook.lists import write_groups, write_list
from sheetkit.workbook.summary import write_summary
from sheetkit.workbook.text import write_text


def render(book: WorkbookWriter, page: Page, folder: Path) -> None:
    """Add a page to a workbook in `folder`, to which its links are relative."""
    match page:
        case SummaryPage():
            write_summary(book, page)
        case ListPage():
            write_list(book, page, folder)
        case GroupedPage():
            write_groups(book, page, folder)
        case TextPage():
            write_text(book, page)
        case _:
            raise TypeError(page)
