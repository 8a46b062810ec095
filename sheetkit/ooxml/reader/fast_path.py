"""A fast path beside the XML parser, for blocks of XML in the shape that nearly every program writes.

The parser makes Python calls for each element, and a long log has tens of millions of them. So the bytes of a part are
cut into blocks of whole items (rows or shared strings), and a block in the usual shape is parsed with NumPy. All other
blocks go through the parser, which also sees everything around and between the items and decides what is well-formed.
Both give the same result; a test compares them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.parsers.expat import XMLParserType

import numpy as np

from sheetkit.patterns import lazy_pattern

_BLOCK = 1 << 20  # bytes of a block: large enough to make its overhead negligible, small enough for the cache
_ENTITY = lazy_pattern(rb"&(?:amp|lt|gt|quot|apos|#([0-9]{1,7}));")
_REFERENCE = lazy_pattern(r"&(?:#([0-9]+)|([a-z]+));")
_ENTITIES = {"lt": "<", "gt": ">", "quot": '"', "apos": "'", "amp": "&"}
# Not allowed in XML, or changed by a parser (a carriage return).
_CONTROL = bytes(byte for byte in range(32) if byte not in b"\t\n")


@dataclass(eq=False)
class FastPath:
    """Parses blocks of items itself if it can, and leaves all other bytes to the parser.

    `item` is the beginning of each item, `end` what follows the last one. `is_between_items` returns whether the
    parser's handlers are between two items. `parse_block` parses a block of whole items and returns the bytes that the
    parser sees instead, or None if the block is not in the usual shape.
    """

    item: bytes
    end: bytes
    is_between_items: Callable[[], bool]
    parse_block: Callable[[bytes], bytes | None]
    fed: int = 0
    in_cdata: bool = False

    def filter_pieces(self, parser: XMLParserType, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """Yield the bytes for the parser, which must parse each piece before it asks for the next."""
        parser.StartCdataSectionHandler = self._enter
        parser.EndCdataSectionHandler = self._leave
        held: list[bytes] = []
        size = 0
        for piece in pieces:
            held.append(piece)
            size += len(piece)
            if size < _BLOCK:
                continue
            data = b"".join(held)
            if not self.fed and not _is_utf8(data):
                yield data
                break
            cut = max(data.rfind(self.item), 0) or len(data)
            yield from self._block(parser, data[:cut])
            held, size = [data[cut:]], len(data) - cut
        else:
            data = b"".join(held)
            cut = data.rfind(self.end) if self.fed or _is_utf8(data) else 0
            if cut > 0:
                yield from self._block(parser, data[:cut])
            yield data[max(cut, 0) :]
        yield from pieces

    def _block(self, parser: XMLParserType, data: bytes) -> Iterator[bytes]:
        first = data.find(self.item)
        if first > 0:
            yield data[:first]
            self.fed += first
            data = data[first:]
        # If the parser waits for the rest of something, such as a comment, it is not at the end of the bytes it got.
        at_item = first >= 0 and self.fed > 0 and parser.CurrentByteIndex == self.fed
        at_item = at_item and not self.in_cdata and self.is_between_items()
        seen = self.parse_block(data) if at_item and is_simple_xml(data) else None
        seen = data if seen is None else seen
        yield seen
        self.fed += len(seen)

    def _enter(self) -> None:
        self.in_cdata = True

    def _leave(self) -> None:
        self.in_cdata = False


def is_simple_xml(data: bytes) -> bool:
    """Return whether bytes are valid UTF-8 in which a parser changes only references such as &lt;."""
    # In most blocks the lowest byte already shows that there are no control characters.
    lowest = np.frombuffer(data, dtype=np.uint8).min(initial=32)
    if lowest < 32 and len(data.translate(None, _CONTROL)) != len(data):
        return False
    if ampersands := data.count(b"&"):
        codes = _ENTITY.findall(data)
        if len(codes) != ampersands or not all(_is_character(int(code)) for code in {*codes} - {b""}):
            return False
    if not data.isascii():
        if b"\xef\xbf\xbe" in data or b"\xef\xbf\xbf" in data:
            return False
        try:
            data.decode()
        except UnicodeDecodeError:
            return False
    return True


def decode_text(raw: bytes) -> str:
    """Return the text that simple XML (see `is_simple_xml`) stands for."""
    text = raw.decode()
    if "&" in text:
        text = _REFERENCE.sub(lambda match: chr(int(match[1])) if match[1] else _ENTITIES[match[2]], text)
    return text


def _is_character(code: int) -> bool:
    """Return whether XML can hold the character (XML 1.0, production 2)."""
    return code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000


def _is_utf8(data: bytes) -> bool:
    declared = data[: data.find(b"?>") + 1].lower()
    return b"encoding" not in declared or b"utf-8" in declared
