"""Read an HTML file of a review as a strict reader would: nothing is guessed, and every tag is closed.

Cells, rows and heads may end where the next one begins, as HTML has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

VOID = {"meta"}  # the elements without an end that a file of ours holds
ENDS = {"td": ("td", "th"), "th": ("td", "th"), "tr": ("td", "th", "tr")}
ENDS["tbody"] = ("td", "th", "tr", "thead")
ENDS_AT = {
    "tr": ("td", "th"),
    "thead": ("td", "th", "tr"),
    "tbody": ("td", "th", "tr"),
    "table": ("td", "th", "tr", "tbody"),
}  # what these end where they begin


@dataclass
class Node:
    """An element, or a text with the name ''."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    own_text: str = ""

    @property
    def text(self) -> str:
        """All text in it."""
        return self.own_text + "".join(child.text for child in self.children)

    def walk(self) -> Iterator[Node]:
        """Yield it and all that is in it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, name: str) -> list[Node]:
        """Return the elements of a name that are in it."""
        return [node for node in self.walk() if node.name == name]

    def lines(self) -> list[dict[str, str]]:
        """Return the lines of all lists in it, by the headings of each list."""
        found = []
        for table in self.all("table"):
            if not table.attributes.get("class", "").startswith("lines"):
                continue
            head, body = table.all("thead")[0], table.all("tbody")[0]
            headings = [cell.text for cell in head.all("th")]
            for row in body.all("tr"):
                found.append(dict(zip(headings, (cell.text for cell in row.all("td")), strict=True)))
        return found


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("root")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(set(names)) == len(names), (tag, names)
        assert None not in dict(attrs).values(), (tag, attrs)
        self._close(ENDS.get(tag, ()))
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def _close(self, names: tuple[str, ...]) -> None:
        while self.open[-1].name in names:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        self._close(ENDS_AT.get(tag, ()))
        assert self.open.pop().name == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(Node("", own_text=data))


def parse(text: str) -> Node:
    """Return the tree of a file's text."""
    parser = _Parser()
    parser.feed(text)
    parser.close()
    assert parser.open == [parser.root]
    return parser.root


def read_html(path: Path) -> Node:
    """Return the tree of a file."""
    return parse(path.read_text(encoding="utf-8"))


def pages(root: Node) -> dict[str, Node]:
    """Return the pages of a file by their titles, in order."""
    found = [node for node in root.all("section") if "page" in node.attributes.get("class", "").split()]
    return {node.all("h2")[0].text: node for node in found}
