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
        self._runs: list[tuple[bool | None, str]] = []  # whether a run is struck out; None: as its cell's format says
        self._is_struck: bool | None = None

    def clear(self) -> None:
        """Begin another text."""
        self._runs.clear()
        self._is_struck = None

    def start(self, name: str, attributes: Attributes) -> None:
        """Meet an element; only runs, that they have a format of their own, and their strikes matter."""
        if name in ("r", "rPr"):
            self._is_struck = None if name == "r" else False
        elif name == "strike":
            self._is_struck = attributes.get("val", "1") not in NOT_STRUCK

    def add(self, text: str) -> None:
        """Add text of the run that the parser is in."""
        self._runs.append((self._is_struck, text))

    @property
    def has_formats(self) -> bool:
        """Whether a run with a text that shows is not struck out, whatever the cell's format says."""
        return any(is_struck is False and text.strip() for is_struck, text in self._runs)

    def read(self, *, in_struck_cell: bool = False) -> tuple[str, str]:
        """Return the text, and what of it is struck out. Where all of it is, the text is all that is there."""
        texts: dict[bool, list[str]] = {False: [], True: []}
        for is_struck, text in self._runs:
            texts[in_struck_cell if is_struck is None else is_struck].append(text)
        text, struck = "".join(texts[False]), "".join(texts[True])
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
