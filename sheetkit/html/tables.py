"""Render tables of lines, which the stylesheet shows as rows on a desktop and as cards on a phone."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sheetkit import categorical
from sheetkit.html.colours import STRONG
from sheetkit.html.markup import element, escape, show
from sheetkit.html.stylesheet import Stylesheet
from sheetkit.ooxml.limits import MAX_LINK
from sheetkit.ooxml.writer.hyperlinks import Hyperlink
from sheetkit.pages.messages import message_links
from sheetkit.pages.page import Breaks, CellStyle, CellStyles, Column, GroupedPage, ListPage, MessageLinks, Page, Table
from sheetkit.text import pluralize

MAX_LINES = 1_000  # of a page: nobody reads more on a phone, and the workbook holds them all
IN_SIGHT = 12  # lines of a list; the others fold
_ALL_MESSAGES = 5_000  # characters of the links to all messages together


class _Line(NamedTuple):
    """The class of a line's colour, '' for none, and its cells."""

    colour: str
    cells: tuple[str, ...]


def render_list(page: ListPage, styles: Stylesheet) -> str:
    """Return a page that is one list: its first lines, and the others folded."""
    most = min(MAX_LINES, page.on_a_phone or MAX_LINES)
    lines = _lines(page.table, styles, most)
    if not lines:
        return _sentence(page)
    shown, folded = lines[:IN_SIGHT], lines[IN_SIGHT:]
    more = ""
    if folded:
        summary = element("summary", f"{pluralize(len(folded), 'more line')}")
        more = element("details", summary + _table(page.table, styles, folded), class_="more")
    return _sentence(page) + _table(page.table, styles, shown) + more + _left_out(page.table, most)


def render_groups(page: GroupedPage, styles: Stylesheet) -> str:
    """Return a page of groups, each of which folds; groups by day are open at first, groups by person closed."""
    lines = iter(_lines(page.table, styles, MAX_LINES))
    parts = []
    for group in page.groups:
        of_group = list(islice(lines, group.lines))
        if not of_group:
            break
        summary = element("summary", element("h3", escape(group.heading)))
        attributes = {"open": "open"} if page.breaks is Breaks.ANYWHERE else {}
        parts.append(element("details", summary + _table(page.table, styles, of_group), **attributes))
    return _sentence(page) + "".join(parts) + _left_out(page.table, MAX_LINES)


def _sentence(page: Page) -> str:
    return element("p", escape(page.sentence))


def _left_out(table: Table, most: int) -> str:
    """Return a sentence about the lines that are left out, '' if there are none."""
    if len(table) <= most:
        return ""
    return element("p", f"These are the first {most:,} of {len(table):,} lines; the workbook holds them all.")


def _table(table: Table, styles: Stylesheet, lines: Sequence[_Line]) -> str:
    columns = _used(table)
    # Cells, rows and heads need no end tags in HTML, and headings in a head no scope: without them the file is a tenth
    # smaller, and more with many people, each of whom has a table.
    heads = "".join(f"<th>{escape(column.heading)}" for column in columns)
    rows = "".join(f"<tr{f' class={line.colour}' if line.colour else ''}>{''.join(line.cells)}" for line in lines)
    content = f"<thead><tr>{heads}<tbody>{rows}"
    return element("table", content, class_=f"lines {styles.table(columns)}")


def _used(table: Table) -> list[Column]:
    """Return the columns that are not empty."""
    return [column for column in table.columns if column.text_overrides or not pd.isna(column.values).all()]


def _lines(table: Table, styles: Stylesheet, most: int) -> list[_Line]:
    """Return the first lines of a table, at most `most`."""
    number = min(len(table), most)
    columns = _used(table)
    cells = zip(*(_cells(column, number, styles) for column in columns), strict=True)
    tints = zip(*(_tints(column, number, styles) for column in columns), strict=True)
    return [_Line(next(filter(None, colours), ""), content) for colours, content in zip(tints, cells, strict=True)]


def _cells(column: Column, number: int, styles: Stylesheet) -> Iterator[str]:
    """Yield a column's first cells; those with a strong colour or a sign get a badge.

    The link to a message is long, so only the first line of a person has it; their other lines link to that line.
    """
    places: dict[str, str] = {}  # the ID of each message's link, by address
    links = _message_links(column.links, number) if isinstance(column.links, MessageLinks) else {}
    times = Counter(link.address for link in links.values())
    for position, (value, style) in enumerate(zip(_values(column, number), _styles(column, number), strict=False)):
        shown = show(value)
        if shown and position in links:
            address = links[position].address
            if address in places:
                shown = element("a", shown, href=f"#{places[address]}")
            else:
                places[address] = f"m{len(places) + 1}" if times[address] > 1 else ""
                shown = element("a", shown, href=address, id=places[address])
        strong = style.colour if style.colour in STRONG else None
        if shown and (strong or style.sign):
            shown = f"<b class={styles.badge_class(strong, style.sign)}>{shown}</b>"
        yield f"<td>{shown}"


def _message_links(links: MessageLinks, number: int) -> dict[int, Hyperlink]:
    return message_links(links, number, min(MAX_LINK, _ALL_MESSAGES // max(len(links.messages), 1)))


def _tints(column: Column, number: int, styles: Stylesheet) -> Iterator[str]:
    """Yield the class of each first cell's pale colour, '' for none."""
    for style in _styles(column, number):
        yield styles.background_class(style.colour) if style.colour and style.colour not in STRONG else ""


def _values(column: Column, number: int) -> list[Any]:
    if isinstance(column.values, pd.Categorical):
        return categorical.to_list(column.values[:number])
    values = column.values[:number]
    if values.dtype.kind == "M":
        numbers = values.astype("datetime64[s]").tolist()  # None for NaT
    else:
        numbers = [None if np.isnan(value) else value for value in values.tolist()]
    return [column.text_overrides.get(position, value) for position, value in enumerate(numbers)]


def _styles(column: Column, number: int) -> list[CellStyle]:
    if isinstance(column.styles, CellStyles):
        return [column.styles.styles[code] for code in column.styles.codes[:number].tolist()]
    return [column.styles] * number
