"""What is attached to cells: notes, links and pictures."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from sheetkit.ooxml.limits import MAX_LINKS
from sheetkit.ooxml.reader.cells import ColumnCells, Grid
from sheetkit.ooxml.reader.package import Package
from sheetkit.ooxml.reader.workbook import SheetInfo, Workbook
from sheetkit.ooxml.references import parse_range
from sheetkit.patterns import lazy_pattern

Place = tuple[int, int]  # row and column

_LINK_FORMULA = lazy_pattern(r'HYPERLINK\(\s*"((?:[^"]|"")*)"\s*[,)]')
_MAX_WORK = 1_000_000  # columns and cells that are visited for links to ranges
_SHAPES = ("pic", "sp", "graphicFrame", "cxnSp")
_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")


class Note(NamedTuple):
    """A note, or a thread of comments as one text, and its author, '' if unknown."""

    author: str
    text: str


class LinkTarget(NamedTuple):
    """Where a link leads: an address, '' for the workbook itself, and a location in it, '' for none.

    `tooltip` is the screen tip, if somebody typed one.
    """

    address: str
    location: str
    tooltip: str = ""


@dataclass(frozen=True)
class Attachments:
    """What is attached to the cells of one sheet, by row and column.

    `other_links` are cells whose link is calculated by a formula, `wide_links` the first cells of links to ranges that
    are too large; `pictures` are the first cells of pictures, charts and shapes, and `is_on_page` tells whether one of
    these is not anchored to a cell.
    """

    notes: dict[Place, Note] = field(default_factory=dict)
    links: dict[Place, LinkTarget] = field(default_factory=dict)
    other_links: tuple[Place, ...] = ()
    wide_links: tuple[Place, ...] = ()
    pictures: tuple[Place, ...] = ()
    is_on_page: bool = False


NO_ATTACHMENTS = Attachments()


def read_attachments(workbook: Workbook, sheet: SheetInfo) -> Attachments:
    """Return what is attached to the cells of a sheet. Raises UnreadableError if a part of it is damaged."""
    package, grid = workbook.package, workbook.grid(sheet)
    parts: dict[str, dict[str, None]] = {}  # of each kind, once, however often the sheet names it
    for kind, part in package.relations(sheet.part).values():
        if part in package:
            parts.setdefault(kind, {})[part] = None
    notes: dict[Place, Note] = {}
    for part in parts.get("comments", {}):
        notes |= _notes(package, part)
    threads = parts.get("threadedComment", {})
    people = _people(workbook) if threads else {}
    for part in threads:
        notes |= _threads(package, part, people)
    targets = package.external_targets(sheet.part)
    links, wide = _links(grid, targets)
    by_formula, others = _formula_links(grid)
    pictures = dict.fromkeys(place for part in parts.get("drawing", {}) for place in _pictures(package, part))
    return Attachments(
        notes,
        by_formula | links,
        tuple(sorted(others - links.keys())),
        tuple(wide),
        tuple(place for place in pictures if place is not None),
        None in pictures,
    )


def _place(reference: str) -> Place | None:
    area = parse_range(reference)
    return (area.top, area.left) if area else None


def _notes(package: Package, part: str) -> dict[Place, Note]:
    """Return the notes in a comments part, which has copies of threaded comments for older programs."""
    notes: dict[Place, Note] = {}
    authors: list[str] = []
    texts: list[str] = []
    for name, attributes, text in package.elements(part, ("author", "t", "rPh", "comment")):
        if name == "author":
            authors.append(text)
        elif name == "t":
            texts.append(text)
        elif name == "rPh" and texts:
            texts.pop()  # a phonetic guide
        elif name == "comment":
            place, number = _place(attributes.get("ref", "")), attributes.get("authorId", "")
            known = number.isdecimal() and len(number) < 9 and int(number) < len(authors)
            if place is not None and "".join(texts).strip():
                notes[place] = Note(authors[int(number)] if known else "", "".join(texts))
            texts = []
    return notes


def _people(workbook: Workbook) -> dict[str, str]:
    """Return the authors of threaded comments by their IDs."""
    parts = [part for kind, part in workbook.package.relations(workbook.part).values() if kind == "person"]
    return {
        attributes.get("id", ""): attributes.get("displayName", "")
        for part in parts
        if part in workbook.package
        for _, attributes, _ in workbook.package.elements(part, ("person",))
    }


def _threads(package: Package, part: str, people: dict[str, str]) -> dict[Place, Note]:
    """Return each cell's thread of comments as one note, with the author and date of each comment."""
    authors: dict[Place, str] = {}
    comments: dict[Place, list[str]] = {}
    text = ""
    for name, attributes, inside in package.elements(part, ("text", "threadedComment")):
        if name == "text":
            text = inside
        elif name == "threadedComment" and (place := _place(attributes.get("ref", ""))):
            author, moment = people.get(attributes.get("personId", ""), ""), attributes.get("dT", "")[:16]
            head = ", ".join(filter(None, [author, moment.replace("T", " ")]))
            closed = " (resolved)" if attributes.get("done") in ("1", "true") else ""
            authors.setdefault(place, author)
            comments.setdefault(place, []).append(f"{head}{closed}: {text}" if head or closed else text)
            text = ""
    return {place: Note(authors[place], "\n".join(texts)) for place, texts in comments.items()}


def _formula_links(grid: Grid) -> tuple[dict[Place, LinkTarget], set[Place]]:
    """Return the targets of links that formulas make, and the cells of those whose target is calculated."""
    links: dict[Place, LinkTarget] = {}
    unreadable: set[Place] = set()
    for place, formula in grid.link_formulas.items():
        match = _LINK_FORMULA.match(formula)
        if match is None:
            if grid.columns.get(place[1], ColumnCells()).at(place[0]) is not None:  # an empty cell shows no link
                unreadable.add(place)
            continue
        address, sign, location = match[1].replace('""', '"').partition("#")
        links[place] = LinkTarget(address, location if sign else "")
    return links, unreadable


def _links(grid: Grid, targets: dict[str, str]) -> tuple[dict[Place, LinkTarget], list[Place]]:
    """Return the targets of the cells' links, and the first cells of links to ranges that are too large."""
    links: dict[Place, LinkTarget] = {}
    wide: dict[Place, None] = {}
    work = 0
    for link in dict.fromkeys(grid.links):
        area = parse_range(link.area)
        target = LinkTarget(targets.get(link.relation, ""), link.location, link.tooltip)
        if area is None or not (target.address or target.location):
            continue
        if (area.top, area.left) == (area.bottom, area.right):
            links[area.top, area.left] = target
            continue
        work += len(grid.columns)
        for number, cells in grid.columns.items():
            if area.left <= number <= area.right and work <= _MAX_WORK:
                first, end = np.searchsorted(cells.row_array, [area.top, area.bottom + 1]).tolist()
                work += end - first
                rows = cells.row_array[first : min(end, first + MAX_LINKS)].tolist()
                links |= dict.fromkeys(((row, number) for row in rows), target)
        if work > _MAX_WORK:
            wide[area.top, area.left] = None
    return links, [*wide]


def _pictures(package: Package, part: str) -> Iterator[Place | None]:
    """Yield the first cell of each picture, chart or shape in a drawing, None if it is not anchored to a cell."""
    corner: dict[str, int] = {}
    place: Place | None = None
    is_shown = False
    for name, _, text in package.elements(part, ("col", "row", "from", *_SHAPES, *_ANCHORS)):
        if name in ("col", "row") and text.strip().isdecimal() and len(text.strip()) < 9:
            corner[name] = int(text) + 1
        elif name == "from":
            place = (corner.get("row", 1), corner.get("col", 1))
        elif name in _SHAPES:
            is_shown = True
        elif name in _ANCHORS:
            if is_shown:
                yield place
            place, is_shown = None, False
