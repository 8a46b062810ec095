"""The shared strings of a workbook: the texts that its cells name by number."""

import re
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from sheetkit.ooxml.reader.fast_path import FastPath, decode_text
from sheetkit.ooxml.reader.package import Attributes, Package, local_name
from sheetkit.ooxml.reader.resource_limits import TEXT, ResourceBudget

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ITEM = re.compile(rb'<si><t( xml:space="preserve")?>([^<>]*)</t></si>')
_FRAME = len(b"<si><t></t></si>")


def unescape(text: str) -> str:
    """Return text with `_x000D_` escapes read and lone surrogates, which no encoding takes, replaced."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


class TextTable:
    """A workbook's texts, each kept once as far as that is cheap: `all[place]`. The shared ones come first."""

    _MOST_KNOWN = 100_000  # texts are looked up among so many; one that is not found again is kept twice

    def __init__(self, shared: list[str], watch: ResourceBudget) -> None:
        self.watch = watch
        self.all = shared
        self.shared = len(shared)
        self.filled: npt.NDArray[np.bool_] = np.fromiter(map(bool, shared), dtype=bool, count=len(shared))
        self._known: dict[str | bytes, int] = {}

    def place(self, text: str) -> int:
        """Return the place of a text that is none of the shared ones."""
        place = self._known.get(text)
        if place is None:
            place = len(self.all)
            self.watch.keep(TEXT + len(text))
            self.all.append(text)
            self._know(text, place)
        return place

    def places(self, raw: Iterable[bytes]) -> npt.NDArray[np.int64]:
        """Return the places of texts as cells store them, in bytes for which `is_plain` holds; -1 for an empty one."""
        known = self._known.get
        return np.array([place if (place := known(one)) is not None else self._add(one) for one in raw], dtype=np.int64)

    def _add(self, raw: bytes) -> int:
        text = unescape(decode_text(raw))
        place = self.place(text) if text else -1
        self._know(raw, place)
        return place

    def _know(self, text: str | bytes, place: int) -> None:
        if len(self._known) >= self._MOST_KNOWN:
            self._known.clear()
        self._known[text] = place


def read_shared_strings(package: Package, part: str) -> list[str]:
    """Return the shared strings; rich text is joined, phonetic guides are left out."""
    reader = _StringsReader(package.watch)
    lane = FastPath(b"<si>", b"</sst>", reader.is_between_items, reader.parse_block)
    package.parse(
        part,
        reader.start,
        piece_filter=lane.filter_pieces,
        EndElementHandler=reader.end,
        CharacterDataHandler=reader.text,
    )
    return reader.strings


class _StringsReader:
    """The handlers of a parser of shared strings."""

    def __init__(self, watch: ResourceBudget) -> None:
        self.watch = watch
        self.strings: list[str] = []
        self.pieces: list[str] = []
        self.open = {"sst": 0, "si": 0, "rPh": 0, "t": 0}

    def start(self, full: str, _attributes: Attributes) -> None:
        name = local_name(full)
        if name in self.open:
            self.open[name] += 1
        if name == "si":
            self.pieces.clear()

    def end(self, full: str) -> None:
        name = local_name(full)
        if name in self.open:
            self.open[name] -= 1
        if name == "si":
            text = unescape("".join(self.pieces))
            self.watch.keep(TEXT + len(text))
            self.strings.append(text)

    def text(self, data: str) -> None:
        if self.open["t"] and not self.open["rPh"]:
            self.pieces.append(data)

    def is_between_items(self) -> bool:
        """Return whether the parser stands between two strings."""
        return self.open == {"sst": 1, "si": 0, "rPh": 0, "t": 0}

    def parse_block(self, data: bytes) -> bytes | None:
        """Read a block of strings without formats; the parser is to see its line breaks alone."""
        found = _ITEM.findall(data)
        if len(found) * _FRAME + sum(len(preserve) + len(raw) for preserve, raw in found) != len(data):
            return None
        self.watch.keep(len(data) + (TEXT - _FRAME) * len(found))
        # Together, since nothing in them is a control character, and few of them hold an escape.
        texts = decode_text(b"\x00".join([raw for _, raw in found]))
        self.strings.extend(map(unescape, texts.split("\x00")) if "_x" in texts else texts.split("\x00"))
        return b"\n" * data.count(b"\n")
