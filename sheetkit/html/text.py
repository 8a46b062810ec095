"""Pages of text: each section folds, and pages that are named are links to their place in the file."""

from sheetkit.html.markup import element, escape, show, slug
from sheetkit.html.stylesheet import Stylesheet
from sheetkit.pages.page import TextPage, TextRow, TextSection
from sheetkit.palette import PALETTE, SIGNS


def render_text(page: TextPage, styles: Stylesheet) -> str:
    """Return the sections of a page; the first one has no title and is open."""
    parts = []
    for section in page.sections:
        table = _table(section, styles)
        if section.title:
            table = element("details", element("summary", element("h3", escape(section.title))) + table)
        parts.append(table)
    return "".join(parts)


def _table(section: TextSection, styles: Stylesheet) -> str:
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
        colour = styles.surface(PALETTE[row.flag]) if row.flag else ""
        shown = element("b", shown, class_=f"{colour} {styles.sign(SIGNS[row.flag])}".strip())
    return element("tr", element("th", shown, scope="row") + "".join(element("td", _shown(cell)) for cell in others))


def _shown(cell: str | float) -> str:
    """Return a cell; a number that is not whole, such as a setting of half an hour, keeps its fraction."""
    return show(cell) if isinstance(cell, str) or cell == int(cell) else f"{cell:g}"
