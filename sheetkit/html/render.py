"""Render pages as the sections of one self-contained HTML file."""

import base64
import hashlib
from collections.abc import Iterable

from sheetkit import __version__
from sheetkit.html.markup import element, escape, show, slug
from sheetkit.html.stylesheet import Stylesheet
from sheetkit.html.summary import render_headline, render_summary
from sheetkit.html.tables import render_groups, render_list
from sheetkit.pages.page import GroupedPage, ListPage, Page, SummaryPage, TextPage, TextRow, TextSection
from sheetkit.palette import PALETTE, SIGNS

# Nothing is fetched, run or sent. `form-action` and `base-uri` do not fall back to `default-src`.
_POLICY = "default-src 'none'; style-src 'sha256-{}'; form-action 'none'; base-uri 'none'"
_HEAD = (
    '<meta charset="utf-8">'
    '<meta http-equiv="Content-Security-Policy" content="{policy}">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<meta name="color-scheme" content="light dark">'
    '<meta name="referrer" content="no-referrer">'
    '<meta name="robots" content="noindex">'
    # Else a phone makes links of what looks like a phone number.
    '<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">'
    '<meta name="generator" content="sheetkit {version}">'
)


def render_file(title: str, pages: Iterable[Page]) -> str:
    """Return the HTML file; the same pages give the same text."""
    styles = Stylesheet()
    held = list(pages)
    top = "".join(render_headline(page, title) for page in held if isinstance(page, SummaryPage))
    sections = "".join(_section(page, styles) for page in held)
    links = element("nav", "".join(map(_link, held)), aria_label="Pages")
    body = element("header", top + links, id="top") + element("main", sections)
    body += element("footer", element("a", "Back to the top", href="#top"))
    stylesheet = styles.text
    digest = base64.b64encode(hashlib.sha256(stylesheet.encode()).digest()).decode()
    head = _HEAD.format(policy=escape(_POLICY.format(digest)).replace("&#39;", "'"), version=__version__)
    head += element("title", escape(title)) + f"<style>{stylesheet}</style>"
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head>\n<body>{body}</body></html>\n'


def _section(page: Page, styles: Stylesheet) -> str:
    match page:
        case SummaryPage():
            content = render_summary(page, styles)
        case ListPage():
            content = render_list(page, styles)
        case GroupedPage():
            content = render_groups(page, styles)
        case TextPage():
            content = _render_text(page, styles)
        case _:
            raise TypeError(page)
    name = slug(page.title)
    heading = element("h2", escape(page.title), id=f"{name}-title")
    return element("section", heading + "\n" + content, id=name, class_="page", aria_labelledby=f"{name}-title") + "\n"


def _render_text(page: TextPage, styles: Stylesheet) -> str:
    """Return the sections of a page of text. Those with a title fold."""
    parts = []
    for section in page.sections:
        table = _section_table(section, styles)
        if section.title:
            table = element("details", element("summary", element("h3", escape(section.title))) + table)
        parts.append(table)
    return "".join(parts)


def _section_table(section: TextSection, styles: Stylesheet) -> str:
    heads = "".join(element("th", escape(head), scope="col") for head in section.heads)
    head = f"<thead><tr>{heads}</tr></thead>" if heads else ""
    rows = "".join(_row(row, styles) for row in section.rows)
    return element("table", f"{head}<tbody>{rows}</tbody>", class_=f"text {section.kind}")


def _row(row: TextRow, styles: Stylesheet) -> str:
    first, *others = row.cells
    shown = _shown(first)
    if row.page:
        shown = element("a", shown, href=f"#{slug(row.page)}")
    if row.flag is not None:
        colour = styles.background_class(PALETTE[row.flag]) if row.flag else ""
        shown = element("b", shown, class_=f"{colour} {styles.sign_class(SIGNS[row.flag])}".strip())
    return element("tr", element("th", shown, scope="row") + "".join(element("td", _shown(cell)) for cell in others))


def _shown(cell: str | float) -> str:
    """Return a cell's text; a number that is not whole keeps its fraction, such as a setting of half an hour."""
    return show(cell) if isinstance(cell, str) or cell == int(cell) else f"{cell:g}"


def _link(page: Page) -> str:
    """Return a link to a page, with its number of lines."""
    lines = len(page.table) if isinstance(page, ListPage | GroupedPage) else 0
    number = " " + element("b", f"{lines:,}") if lines else ""
    return element("a", escape(page.title) + number, href=f"#{slug(page.title)}")
