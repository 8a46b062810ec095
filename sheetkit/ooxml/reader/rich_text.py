"""Text of several runs, each with a format of its own: what stands, and what is struck out."""

from sheetkit.ooxml.limits import MAX_CELL_TEXT
from sheetkit.ooxml.reader.package import Attributes
from sheetkit.patterns import lazy_pattern

MAX_TEXT = MAX_CELL_TEXT + 1  # letters of a text that are kept: one more than fit shows that it was longer
_ESCAPE = lazy_pattern(r"_x([0-9A-Fa-f]{4})_")
NOT_STRUCK = ("0", "false")


class RichText:
    """Collects the text of a string item or a cell from its elements, as a parser meets them."""

    def __init__(self) -> None:
        self._standing: list[str] = []
        self._struck: list[str] = []
        self._is_struck = False

    def clear(self) -> None:
        """Begin another text."""
        self._standing.clear()
        self._struck.clear()
        self._is_struck = False

    def start(self, name: str, attributes: Attributes) -> None:
        """Meet an element; only runs and their strikes matter."""
        if name == "r":
            self._is_struck = False
        elif name == "strike":
            self._is_struck = attributes.get("val", "1") not in NOT_STRUCK

    def add(self, text: str) -> None:
        """Add text of the run that the parser is in."""
        (self._struck if self._is_struck else self._standing).append(text)

    def read(self) -> tuple[str, str]:
        """Return the text, and what of it is struck out. Where all of it is, the text is all that is there."""
        text, struck = "".join(self._standing), "".join(self._struck)
        return (text, struck) if text.strip() or not struck else (struck, struck)


def cell_text(stored: str) -> str:
    """Return the text that a file stores, no longer than a cell's text can be, but for one letter."""
    return unescape(stored)[:MAX_TEXT]


def unescape(text: str) -> str:
    """Return text with `_x000D_` escapes read and lone surrogates, which no encoding takes, replaced."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
