"""The shared strings of a workbook: the texts to which its cells refer by index."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sheetkit.ooxml.reader.fast_path import FastPath, decode_text
from sheetkit.ooxml.reader.package import Attributes, Package, local_name
from sheetkit.ooxml.reader.resource_limits import TEXT, ResourceBudget
from sheetkit.ooxml.reader.rich_text import MAX_TEXT, RichText, cell_text, unescape
from sheetkit.patterns import lazy_pattern

_ITEM = lazy_pattern(rb'<si><t( xml:space="preserve")?>([^<>]*)</t></si>')
_FRAME = len(b"<si><t></t></si>")


class TextTable:
    """A workbook's texts: `all[place]`. The shared strings come first; most texts are kept once.

    `struck` maps places to struck-out text, which is no part of the text there.
    """

    _MOST_KNOWN = 100_000  # texts that are remembered at a time; a text that is forgotten may be kept twice

    def __init__(self, shared: "SharedStrings", budget: ResourceBudget) -> None:
        self.budget = budget
        self.all = shared.texts
        self.struck = shared.struck
        self.shared = len(self.all)
        self.filled: npt.NDArray[np.bool_] = np.fromiter(map(bool, self.all), dtype=bool, count=self.shared)
        self._in_struck_cell: dict[int, tuple[str, str] | int] = {**shared.in_struck_cell}
        self._known: dict[str | bytes, int] = {}

    def place(self, text: str, struck: str = "") -> int:
        """Return the place of a text that is no shared string, with its `struck` text; it is added if needed."""
        place = None if struck else self._known.get(text)
        if place is None:
            place = len(self.all)
            self.budget.keep(TEXT + len(text) + len(struck))
            self.all.append(text)
            if struck:
                self.struck[place] = struck
            else:
                self._know(text, place)
        return place

    @property
    def has_formats(self) -> bool:
        """Whether a shared string has parts that are not struck out even if the cell's format strikes out."""
        return bool(self._in_struck_cell)

    def in_struck_cell(self, place: int) -> int | None:
        """Return the place of a shared string's text in a cell whose format strikes out; None if all of it is."""
        runs = self._in_struck_cell.get(place)
        if isinstance(runs, tuple):
            runs = self._in_struck_cell[place] = self.place(*runs)
        return runs

    def places(self, raw: Iterable[bytes]) -> npt.NDArray[np.int64]:
        """Return the places of texts as cells store them, in simple XML (see `is_simple_xml`); -1 for empty ones."""
        place_of = self._known.get
        places = [place if (place := place_of(text)) is not None else self._add(text) for text in raw]
        return np.array(places, dtype=np.int64)

    def _add(self, raw: bytes) -> int:
        text = cell_text(decode_text(raw))
        place = self.place(text) if text else -1
        self._know(raw, place)
        return place

    def _know(self, text: str | bytes, place: int) -> None:
        if len(self._known) >= self._MOST_KNOWN:
            self._known.clear()
        self._known[text] = place


class SharedStrings(NamedTuple):
    """The shared strings, and by place their struck-out text.

    `in_struck_cell` has (text, struck-out text) in a cell whose format strikes out, by place, unless that is all of it.
    """

    texts: list[str]
    struck: dict[int, str]
    in_struck_cell: dict[int, tuple[str, str]]


def read_shared_strings(package: Package, part: str) -> SharedStrings:
    """Return the shared strings of a part: runs joined, without phonetic guides, cut to MAX_TEXT."""
    reader = _StringsReader(package.budget)
    fast_path = FastPath(b"<si>", b"</sst>", reader.is_between_items, reader.parse_block)
    package.parse(
        part,
        reader.start,
        piece_filter=fast_path.filter_pieces,
        EndElementHandler=reader.end,
        CharacterDataHandler=reader.text,
    )
    return SharedStrings(reader.strings, reader.struck, reader.in_struck_cell)


class _StringsReader:
    """The handlers of a parser of shared strings."""

    def __init__(self, budget: ResourceBudget) -> None:
        self.budget = budget
        self.strings: list[str] = []
        self.struck: dict[int, str] = {}
        self.in_struck_cell: dict[int, tuple[str, str]] = {}
        self.rich = RichText()
        self.open = {"sst": 0, "si": 0, "rPh": 0, "t": 0}

    def start(self, full: str, attributes: Attributes) -> None:
        name = local_name(full)
        if name in self.open:
            self.open[name] += 1
        if name == "si":
            self.rich.clear()
        self.rich.start(name, attributes)

    def end(self, full: str) -> None:
        name = local_name(full)
        if name in self.open:
            self.open[name] -= 1
        if name == "si":
            text, struck = map(cell_text, self.rich.read())
            self.budget.keep(TEXT + len(text) + len(struck))
            if struck:
                self.struck[len(self.strings)] = struck
            if self.rich.has_formats:
                runs = self.rich.read(in_struck_cell=True)
                self.budget.keep(TEXT + len(text) + len(struck))
                self.in_struck_cell[len(self.strings)] = cell_text(runs[0]), cell_text(runs[1])
            self.strings.append(text)

    def text(self, data: str) -> None:
        if self.open["t"] and not self.open["rPh"]:
            self.rich.add(data)

    def is_between_items(self) -> bool:
        """Return whether the parser stands between two strings."""
        return self.open == {"sst": 1, "si": 0, "rPh": 0, "t": 0}

    def parse_block(self, data: bytes) -> bytes | None:
        """Read a block of strings without formats; the parser sees only its line breaks."""
        items = _ITEM.findall(data)
        if len(items) * _FRAME + sum(len(preserve) + len(raw) for preserve, raw in items) != len(data):
            return None
        self.budget.keep(len(data) + (TEXT - _FRAME) * len(items))
        # Decoded together: they hold no control characters, and few have an escape.
        texts = decode_text(b"\x00".join([raw for _, raw in items]))
        strings = [*map(unescape, texts.split("\x00"))] if "_x" in texts else texts.split("\x00")
        if max(map(len, strings)) > MAX_TEXT:
            strings = [text[:MAX_TEXT] for text in strings]
        self.strings.extend(strings)
        return b"\n" * data.count(b"\n")
