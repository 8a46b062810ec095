"""Rich text: the runs of a text, and which of them are struck out."""

from sheetkit.ooxml.limits import MAX_CELL_TEXT
from sheetkit.ooxml.reader.package import Attributes
from sheetkit.ooxml.xml_text import replace_surrogates
from sheetkit.patterns import lazy_pattern

MAX_TEXT = MAX_CELL_TEXT + 1  # letters that are kept: one more than a cell takes shows that the text was longer
_ESCAPE = lazy_pattern(r"_x([0-9A-Fa-f]{4})_")
NOT_STRUCK = ("0", "false")


class RichText:
    """Collects the text of a string item or a cell from the parser's events."""

    def __init__(self) -> None:
        self._runs: list[tuple[bool | None, str]] = []  # whether a run is struck out; None: the cell's format decides
        self._is_struck: bool | None = None

    def clear(self) -> None:
        """Begin another text."""
        self._runs.clear()
        self._is_struck = None

    def start(self, name: str, attributes: Attributes) -> None:
        """Take the start of an element; only runs, their own formats and their strikes matter."""
        if name in ("r", "rPr"):
            self._is_struck = None if name == "r" else False
        elif name == "strike":
            self._is_struck = attributes.get("val", "1") not in NOT_STRUCK

    def add(self, text: str) -> None:
        """Add text of the current run."""
        self._runs.append((self._is_struck, text))

    @property
    def has_formats(self) -> bool:
        """Whether a visible run is not struck out even if the cell's format strikes out."""
        return any(is_struck is False and text.strip() for is_struck, text in self._runs)

    def read(self, *, in_struck_cell: bool = False) -> tuple[str, str]:
        """Return the text, and the struck-out text, which is left out of it unless everything is struck out."""
        texts: dict[bool, list[str]] = {False: [], True: []}
        for is_struck, text in self._runs:
            texts[in_struck_cell if is_struck is None else is_struck].append(text)
        text, struck = "".join(texts[False]), "".join(texts[True])
        return (text, struck) if text.strip() or not struck else (struck, struck)


def cell_text(stored: str) -> str:
    """Return the text that a file stores, cut to MAX_TEXT."""
    return unescape(stored)[:MAX_TEXT]


def unescape(text: str) -> str:
    """Return `text` with escapes such as `_x000D_` decoded and lone surrogates replaced."""
    return replace_surrogates(_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)) if "_x" in text else text
