"""The file's stylesheet: `review.css`, and a class for each colour, bar and table in the file.

The content security policy allows this one stylesheet by its hash, and no style on any element, so whatever differs
from file to file needs a class.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from sheetkit.html.colours import STRONG, dark_chart_colour, dark_variant
from sheetkit.pages.page import CellStyle, CellStyles, Column, MessageLinks
from sheetkit.palette import Colour
from sheetkit.patterns import lazy_pattern

_FIXED = Path(__file__).with_name("review.css")
# Comments and white space in the file; \1 is what is kept.
_SPARE = lazy_pattern(r"/\*.*?\*/\s*|\s*([{};,>])\s*|(?<=:)\s+|\s*\n\s*", re.DOTALL)
_MARK = 4  # room that a sign or badge takes beside its words
_ROOM, _SHARE = 10, 0.6  # a table is narrower than a sheet, and wide columns shrink more than narrow ones
_SHORT = 20  # digits; on a card columns up to this width stand side by side
Rules = Callable[[str], list[str]]  # the rules of a class, by its name


class Stylesheet:
    """The classes that the file uses, each made once when it is first asked for."""

    def __init__(self) -> None:
        self._classes: dict[tuple[str, object], str] = {}
        self._rules: list[str] = []
        self._dark_rules: list[str] = []

    @property
    def text(self) -> str:
        """The whole stylesheet."""
        fixed = _SPARE.sub(r"\1", _FIXED.read_text(encoding="utf-8"))
        dark = f"@media screen and (prefers-color-scheme:dark){{{''.join(self._dark_rules)}}}"
        return fixed + "".join(self._rules) + dark

    def background_class(self, colour: Colour) -> str:
        """Return the class for content on a colour; dark mode darkens a pale one."""

        def dark_rules(name: str) -> list[str]:
            return [] if colour in STRONG else [_surface_rule(name, dark_variant(colour))]

        return self._class("c", colour, lambda name: [_surface_rule(name, colour)], dark_rules)

    def sign_class(self, sign: str) -> str:
        """Return the class that shows a sign before a text; screen readers skip it."""
        return self._class("s", sign, lambda name: [_sign_rule(name, sign)])

    def badge_class(self, colour: Colour | None, sign: str) -> str:
        """Return the class for content on a strong colour, with a sign, or both; most lines have such a badge."""

        def rules(name: str) -> list[str]:
            return ([_surface_rule(name, colour)] if colour else []) + ([_sign_rule(name, sign)] if sign else [])

        return self._class("b", (colour, sign), rules)

    def chart_colour_class(self, fill: str) -> str:
        """Return the class of a part of a chart, which is drawn in `currentColor`."""

        def dark_rules(name: str) -> list[str]:
            dark = dark_chart_colour(fill)
            return [f".{name}{{color:{dark}}}"] if dark != fill else []

        return self._class("d", fill, lambda name: [f".{name}{{color:{fill}}}"], dark_rules)

    def bar_class(self, number: int) -> str:
        """Return the class of a part of a bar that is as wide as a number."""
        return self._class("g", number, lambda name: [f".{name}{{flex-grow:{number}}}"])

    def bar_gap_class(self, number: int) -> str:
        """Return the class of a row of bars with a gap as wide as a number after the last bar."""
        return self._class("r", number, lambda name: [f".{name}::after{{flex-grow:{number}}}"])

    def table(self, columns: Sequence[Column]) -> str:
        """Return the class of a table of these columns: their widths, and on cards the headings before the values."""
        headings = tuple((column.heading, column.width, is_title(column), is_mark(column)) for column in columns)
        return self._class("t", headings, lambda name: _table_rules(name, columns))

    def _class(self, kind: str, key: object, rules: Rules, dark_rules: Rules = lambda _name: []) -> str:
        """Return the name of a class; its rules are added when it is asked for first."""
        if (kind, key) not in self._classes:
            name = f"{kind}{sum(kind == other for other, _ in self._classes)}"
            self._classes[kind, key] = name
            self._rules += rules(name)
            self._dark_rules += dark_rules(name)
        return self._classes[kind, key]


def is_title(column: Column) -> bool:
    """Return whether a column holds the titles of its lines: bold cells without a sign or a strong colour."""
    return all(style.bold and not style.sign and style.colour not in STRONG for style in _used_styles(column))


def is_mark(column: Column) -> bool:
    """Return whether a column needs no heading on a card: a flag, a severity, a box or an address."""
    if isinstance(column.links, MessageLinks):
        return True
    styles = _used_styles(column)
    return all(style.sign or style.size or (style.bold and style.colour in STRONG) for style in styles)


def _used_styles(column: Column) -> list[CellStyle]:
    if not isinstance(column.styles, CellStyles):
        return [column.styles]
    return [column.styles.styles[code] for code in np.unique(column.styles.codes).tolist()]


def _table_rules(name: str, columns: Sequence[Column]) -> list[str]:
    widths = [_ROOM + _SHARE * column.width + (_MARK if is_mark(column) else 0) for column in columns]
    rules, cards = [], []
    for number, (column, width) in enumerate(zip(columns, widths, strict=True), start=1):
        cell = f".{name} td:nth-child({number})"
        rules.append(f".{name} th:nth-child({number}){{width:{100 * width / sum(widths):.0f}%}}")
        if is_title(column):
            rules.append(f"{cell}{{font-weight:650}}")
            cards.append(f"{cell}{{flex:1 1 75%;font-size:1.05rem}}")
        elif not is_mark(column):
            cards.append(f"{cell}::before{{content:{_css_text(column.heading)}}}")
            if column.width > _SHORT:
                cards.append(f"{cell}{{flex:1 1 100%}}")
    return [*rules, f"@media (max-width:999px){{{''.join(cards)}}}"]


def _surface_rule(name: str, colour: Colour) -> str:
    return f".{name}{{background:{colour.fill};color:{colour.ink};border-color:{colour.fill}}}"


def _sign_rule(name: str, sign: str) -> str:
    shown = _css_text(f"{sign}\xa0")
    return f".{name}::before{{content:{shown};content:{shown}/''}}"


def _css_text(text: str) -> str:
    """Return a text as a CSS string. All but ASCII letters, digits and spaces are escaped, so none can end it."""
    letters = (
        letter if letter.isascii() and (letter.isalnum() or letter == " ") else f"\\{ord(letter):x} " for letter in text
    )
    return f'"{"".join(letters)}"'
