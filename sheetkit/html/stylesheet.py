"""The file's stylesheet: `review.css`, and a class for each colour, share and table that the file shows.

The file's policy allows this one stylesheet by its hash and no style on any element, so what differs from file to file
has to be a class too.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sheetkit.html.colours import STRONG, dark_chart_colour, dark_variant
from sheetkit.pages.page import CellStyle, CellStyles, Column, MessageLinks
from sheetkit.palette import Colour
from sheetkit.patterns import lazy_pattern

_FIXED = Path(__file__).with_name("review.css")
_SPARE = lazy_pattern(
    r"/\*.*?\*/\s*|\s*([{};,>])\s*|(?<=:)\s+|\s*\n\s*", re.DOTALL
)  # of a file; \1 is what stays of it
_MARK = 4  # what a mark takes beside its words
_ROOM, _SHARE = 10, 0.6  # a table is narrower than a sheet: wide columns give more of their width than narrow ones
_SHORT = 20  # digits; on a card columns that are no wider stand beside each other


class Stylesheet:
    """Classes by what they are for; each is made once, and only if it is asked for."""

    def __init__(self) -> None:
        self._classes: dict[tuple[object, ...], str] = {}
        self._rules: list[str] = []
        self._dark_rules: list[str] = []

    @property
    def text(self) -> str:
        """The whole stylesheet."""
        fixed = _SPARE.sub(r"\1", _FIXED.read_text(encoding="utf-8"))
        dark = f"@media screen and (prefers-color-scheme:dark){{{''.join(self._dark_rules)}}}"
        return fixed + "".join(self._rules) + dark

    def background_class(self, colour: Colour) -> str:
        """Return the class of what stands on a colour; a pale one becomes a shade of itself in the dark."""
        is_defined, name = self._class("c", colour)
        if not is_defined:
            self._rules.append(_surface_rule(name, colour))
            if colour not in STRONG:
                self._dark_rules.append(_surface_rule(name, dark_variant(colour)))
        return name

    def sign_class(self, sign: str) -> str:
        """Return the class that shows a sign before a text; a screen reader leaves it out."""
        is_defined, name = self._class("s", sign)
        if not is_defined:
            self._rules.append(_sign_rule(name, sign))
        return name

    def badge_class(self, colour: Colour | None, sign: str) -> str:
        """Return the one class of what stands on a strong colour, has a sign, or both: most lines have such a mark."""
        is_defined, name = self._class("b", colour, sign)
        if not is_defined:
            if colour:
                self._rules.append(_surface_rule(name, colour))
            if sign:
                self._rules.append(_sign_rule(name, sign))
        return name

    def chart_colour_class(self, fill: str) -> str:
        """Return the class of a part of a chart, which is drawn in `currentColor`."""
        is_defined, name = self._class("d", fill)
        if not is_defined:
            self._rules.append(f".{name}{{color:{fill}}}")
            if (dark := dark_chart_colour(fill)) != fill:
                self._dark_rules.append(f".{name}{{color:{dark}}}")
        return name

    def bar_class(self, number: int) -> str:
        """Return the class of a part of a bar as wide as a number."""
        is_defined, name = self._class("g", number)
        if not is_defined:
            self._rules.append(f".{name}{{flex-grow:{number}}}")
        return name

    def bar_gap_class(self, number: int) -> str:
        """Return the class of a line of bars that leaves a number's room behind its last bar."""
        is_defined, name = self._class("r", number)
        if not is_defined:
            self._rules.append(f".{name}::after{{flex-grow:{number}}}")
        return name

    def table(self, columns: Sequence[Column]) -> str:
        """Return the class of a table of these columns: their widths, and on cards their headings before the values."""
        headings = tuple((column.heading, column.width, is_title(column), is_mark(column)) for column in columns)
        is_defined, name = self._class("t", headings)
        if not is_defined:
            self._rules += _table_rules(name, columns)
        return name

    def _class(self, kind: str, *key: object) -> tuple[bool, str]:
        """Return whether there is such a class already, and its name."""
        is_defined = (kind, *key) in self._classes
        number = sum(kind == other for other, *_ in self._classes)
        return is_defined, self._classes.setdefault((kind, *key), f"{kind}{number}")


def is_title(column: Column) -> bool:
    """Return whether a column names its line: all its cells are bold, and none stands out by a sign or a colour."""
    return all(style.bold and not style.sign and style.colour not in STRONG for style in _used_styles(column))


def is_mark(column: Column) -> bool:
    """Return whether a column's cells say by themselves what they are: a flag, a severity, a box, an address."""
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
    """Return a text as a string of CSS; all but letters and digits are escaped, so that none can end the string."""
    return (
        '"'
        + "".join(
            letter if letter.isascii() and (letter.isalnum() or letter == " ") else f"\\{ord(letter):x} "
            for letter in text
        )
        + '"'
    )
