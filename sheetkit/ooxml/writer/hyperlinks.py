"""Links as a workbook holds them. Each maker returns None where Excel would not take the link."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

import numpy as np
import numpy.typing as npt

from sheetkit.ooxml.limits import MAX_LINK, utf16_length
from sheetkit.ooxml.references import quote_sheet_name
from sheetkit.ooxml.xml_text import collapse_whitespace, xml_safe

_UNSAFE = ' "%<>#?[]^`{}|\\:\t\n\r\x7f'  # a colon would end the name of a scheme, such as javascript
_ENCODED = re.compile("[A-Za-z0-9_.~%-]*")
_MAX_TIP_LENGTH = 250
_OPEN_LOG_TIP = "Open the log at "
Codes = npt.NDArray[np.int64]


class Hyperlink(NamedTuple):
    """Where a cell leads, `address` in XlsxWriter's form, and what it says under the mouse."""

    address: str
    tip: str


@dataclass(frozen=True)
class Hyperlinks:
    """Where the cells at some positions of a column lead, the positions in ascending order.

    The i-th link is `links[codes[i]]` with `cells[i]`, the name of a cell or '', put after its address and its tip:
    thousands of links into one log have the rest in common.
    """

    positions: npt.NDArray[np.int64]
    codes: npt.NDArray[np.int64]
    links: Sequence[Hyperlink]
    cells: Sequence[str]

    @classmethod
    def from_mapping(cls, links: Mapping[int, Hyperlink]) -> "Hyperlinks":
        """Return links by their positions."""
        ordered = sorted(links)
        codes = np.arange(len(ordered))
        return cls(np.array(ordered, dtype=np.int64), codes, [links[at] for at in ordered], [""] * len(ordered))

    @classmethod
    def into_sheets(cls, sheets: Sequence[tuple[str | None, str]], codes: Codes, cells: Sequence[str]) -> "Hyperlinks":
        """Return for each position i a link to `cells[i]` of the sheet `sheets[codes[i]]`.

        A sheet is a workbook's path relative to the folder of this one, with '/', and the sheet's name. The path '' is
        this workbook itself; without a path (None), or with a longer one than a link holds, there are no links.
        """
        starts = [_sheet_address(file, sheet) if file is not None else ("", MAX_LINK) for file, sheet in sheets]
        lengths = np.array([length for _, length in starts], dtype=np.int64)[codes]
        positions = np.flatnonzero(lengths + np.fromiter(map(len, cells), np.int64, len(cells)) <= MAX_LINK)
        tips = [_OPEN_LOG_TIP if file else xml_safe(f"Go to {sheet}, "[:_MAX_TIP_LENGTH]) for file, sheet in sheets]
        links = [Hyperlink(start, tip) for (start, _), tip in zip(starts, tips, strict=True)]
        return cls(positions, codes[positions], links, [cells[position] for position in positions.tolist()])

    def __len__(self) -> int:
        """Return the number of links."""
        return len(self.positions)

    def at(self, position: int) -> Hyperlink | None:
        """Return where the cell at a position leads, None where it has no link."""
        number = int(np.searchsorted(self.positions, position))
        if number == len(self.positions) or self.positions[number] != position:
            return None
        link, cell = self.links[int(self.codes[number])], self.cells[number]
        return Hyperlink(link.address + cell, link.tip + cell)

    def where(self, mask: npt.NDArray[np.bool_]) -> "Hyperlinks":
        """Return the links that a mask selects."""
        cells = [self.cells[number] for number in np.flatnonzero(mask).tolist()]
        return replace(self, positions=self.positions[mask], codes=self.codes[mask], cells=cells)

    def moved(self, positions: npt.NDArray[np.int64]) -> "Hyperlinks":
        """Return the same links for the cells at other positions."""
        return replace(self, positions=positions)


NO_HYPERLINKS = Hyperlinks.from_mapping({})


def internal_link(sheet: str, cell: str) -> Hyperlink | None:
    """Return a link to a cell of the same workbook."""
    return _link(f"internal:{xml_safe(quote_sheet_name(sheet))}!{cell}", f"Go to {sheet}, {cell}")


def external_link(file: str, sheet: str, cell: str) -> Hyperlink | None:
    """Return a link to a cell of another workbook, by a path relative to this one's folder, with '/'."""
    start, length = _sheet_address(file, sheet)  # a review has a link for each line, so nothing is worked out for each
    return Hyperlink(f"{start}{cell}", f"{_OPEN_LOG_TIP}{cell}") if length + len(cell) <= MAX_LINK else None


def mailto_link(address: str, subject: str, body: str) -> Hyperlink | None:
    """Return a link that opens a new message; all it is made of is encoded, so that no text can add to the rest."""
    link = f"mailto:{address}?subject={subject}&body={body}"
    return Hyperlink(link, "Write a message") if len(link) <= MAX_LINK else None


def percent_encode(text: str) -> str:
    """Return a text on one line as it stands in a link to a message.

    Some mail programs take an encoded line break in an address or a subject for the start of a header.
    """
    text = collapse_whitespace(text)
    # What people usually type needs no look at each letter.
    usual = text.replace("%", "%25").replace(" ", "%20").replace(",", "%2C").replace("(", "%28").replace(")", "%29")
    return usual if _ENCODED.fullmatch(usual) else quote(text, safe="")


def percent_encode_address(address: str) -> str:
    """Return an e-mail address as it stands in a link to a message."""
    return quote(collapse_whitespace(address), safe="@+")


@lru_cache(maxsize=1024)  # one for each log and sheet, not for each link
def _sheet_address(file: str, sheet: str) -> tuple[str, int]:
    """Return what a link into a sheet begins with, and its length."""
    path = "".join(quote(letter) if letter in _UNSAFE else letter for letter in xml_safe(file))
    place = f"{xml_safe(quote_sheet_name(sheet))}!"
    start = f"external:{path}#{place}" if file else f"internal:{place}"
    return start, utf16_length(start)


def _link(address: str, tip: str) -> Hyperlink | None:
    return Hyperlink(address, xml_safe(tip[:_MAX_TIP_LENGTH])) if utf16_length(address) <= MAX_LINK else None
