"""Hyperlinks of cells. Functions that make one return None if Excel would not take it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple
from urllib.parse import quote

import numpy as np
import numpy.typing as npt

from sheetkit.ooxml.limits import MAX_LINK, utf16_length
from sheetkit.ooxml.references import quote_sheet_name
from sheetkit.ooxml.xml_text import NO_XML, collapse_whitespace, xml_safe
from sheetkit.patterns import lazy_pattern

_UNSAFE = ' "%<>#?[]^`{}|\\:\t\n\r\x7f'  # a colon would make a scheme of what is before it, such as javascript
_NOT_IN_QUERY = lazy_pattern("[^A-Za-z0-9_.~%-]")
_SCHEME = lazy_pattern(r"([A-Za-z][A-Za-z0-9+.-]+):")  # longer than a drive letter
_SCHEMES = ("http", "https", "ftp", "ftps", "mailto")  # harmless ones: they show a page or open a message
_FILE = lazy_pattern(r"file:(?:///?)?", re.IGNORECASE)
_MAX_TOOLTIP = 250  # characters
_OPEN_LOG_TOOLTIP = "Open the log at "
Codes = npt.NDArray[np.int64]


class Hyperlink(NamedTuple):
    """The address of a cell's link, and its screen tip.

    The address is in XlsxWriter's form: `internal:'Sheet'!A1`, `external:file.xlsx#'Sheet'!A1` or `mailto:...`.
    """

    address: str
    tooltip: str


@dataclass(frozen=True)
class Hyperlinks:
    """The hyperlinks of a column's cells, coded like a Categorical.

    The i-th link is that of the cell at `positions[i]` (ascending, counted from 0). It is `targets[codes[i]]` with
    `cells[i]`, a cell's name such as `D7` or '', appended to its address and its tooltip, so that thousands of links
    into one log share one target.
    """

    positions: npt.NDArray[np.int64]
    codes: Codes
    targets: Sequence[Hyperlink]
    cells: Sequence[str]

    @classmethod
    def from_dict(cls, links: Mapping[int, Hyperlink]) -> "Hyperlinks":
        """Return the links of a dict from position to link."""
        positions = sorted(links)
        targets = [links[position] for position in positions]
        return cls(np.array(positions, dtype=np.int64), np.arange(len(targets)), targets, [""] * len(targets))

    @classmethod
    def to_cells(cls, sheets: Sequence[tuple[str | None, str]], codes: Codes, cells: Sequence[str]) -> "Hyperlinks":
        """Return for each position i a link to the cell `cells[i]` of the sheet `sheets[codes[i]]`.

        A sheet is (file, sheet name). The file is a path relative to the folder of the written workbook, with '/', or
        '' for that workbook itself. There is no link if it is None or the address would be too long.
        """
        addresses = [_sheet_address(file, sheet) if file is not None else "" for file, sheet in sheets]
        room = [MAX_LINK - utf16_length(address) if address else -1 for address in addresses]
        lengths = np.fromiter(map(len, cells), np.int64, len(cells))
        positions = np.flatnonzero(lengths <= np.array(room, dtype=np.int64)[codes])
        tooltips = [
            _OPEN_LOG_TOOLTIP if file else xml_safe(f"Go to {sheet}, "[:_MAX_TOOLTIP]) for file, sheet in sheets
        ]
        targets = list(map(Hyperlink, addresses, tooltips))
        return cls(positions, codes[positions], targets, [cells[position] for position in positions.tolist()])

    def __len__(self) -> int:
        """Return the number of links."""
        return len(self.positions)

    def get(self, position: int) -> Hyperlink | None:
        """Return the link of the cell at a position, or None."""
        i = int(np.searchsorted(self.positions, position))
        if i == len(self) or self.positions[i] != position:
            return None
        target, cell = self.targets[int(self.codes[i])], self.cells[i]
        return Hyperlink(target.address + cell, target.tooltip + cell)

    def select(self, mask: npt.NDArray[np.bool_]) -> "Hyperlinks":
        """Return the links that a mask selects."""
        cells = [self.cells[i] for i in np.flatnonzero(mask).tolist()]
        return replace(self, positions=self.positions[mask], codes=self.codes[mask], cells=cells)

    def with_positions(self, positions: npt.NDArray[np.int64]) -> "Hyperlinks":
        """Return the same links for cells at other ascending positions."""
        return replace(self, positions=positions)


NO_HYPERLINKS = Hyperlinks.from_dict({})


def internal_link(sheet: str, cell: str) -> Hyperlink | None:
    """Return a link to a cell of the same workbook, None if its address is too long."""
    address = f"{_sheet_address('', sheet)}{cell}"
    tooltip = xml_safe(f"Go to {sheet}, {cell}"[:_MAX_TOOLTIP])
    return Hyperlink(address, tooltip) if utf16_length(address) <= MAX_LINK else None


def mailto_link(address: str, subject: str, body: str, longest: int = MAX_LINK) -> Hyperlink | None:
    """Return a link that opens a new message, None if it is longer than `longest`. Subject and body may be ''.

    The texts must be percent-encoded (see `percent_encode`), so that none can add a header or a recipient.
    """
    query = "&".join(f"{name}={text}" for name, text in (("subject", subject), ("body", body)) if text)
    link = f"mailto:{address}{f'?{query}' if query else ''}"
    return Hyperlink(link, "Write a message") if len(link) <= longest else None


def outside_link(address: str, location: str, tooltip: str) -> Hyperlink | None:
    """Return a copy of another workbook's external link; `tooltip` may be ''.

    The result is None if the address could run something, or if Excel would not take it.
    """
    scheme = _SCHEME.match(address)
    place, tooltip = f"#{location}" if location else "", xml_safe(tooltip[:_MAX_TOOLTIP])
    if not address or NO_XML.search(address + place) or max(utf16_length(address), utf16_length(place)) > MAX_LINK:
        return None
    if scheme is None or scheme[1].lower() == "file":
        path = _FILE.sub("", address, count=1)
        return Hyperlink(f"external:{path}{place}", tooltip) if path and "#" not in path else None
    if scheme[1].lower() not in _SCHEMES:
        return None
    return Hyperlink(scheme[1].lower() + address[len(scheme[1]) :] + place, tooltip)


def percent_encode(text: str) -> str:
    """Return a text, on one line, encoded for a mailto link.

    Some mail programs take an encoded line break in an address or a subject for the start of a header.
    """
    return percent_encode_all([text])[0]


def percent_encode_all(texts: Iterable[str]) -> list[str]:
    """Return texts encoded like `percent_encode` does, all in one pass."""
    encoded = "\n".join(map(collapse_whitespace, texts)).replace("%", "%25")
    for character in set(_NOT_IN_QUERY.findall(encoded)):
        encoded = encoded.replace(character, _percent_encode_character(character))
    return encoded.split(_percent_encode_character("\n"))


@cache
def _percent_encode_character(character: str) -> str:
    return quote(character, safe="")


def percent_encode_address(address: str) -> str:
    """Return an e-mail address encoded for a mailto link."""
    return quote(collapse_whitespace(address), safe="@+")


def _sheet_address(file: str, sheet: str) -> str:
    """Return the address of a sheet, to which a cell's name can be appended."""
    location = f"{xml_safe(quote_sheet_name(sheet))}!"
    if not file:
        return f"internal:{location}"
    path = "".join(quote(letter) if letter in _UNSAFE else letter for letter in xml_safe(file))
    return f"external:{path}#{location}"
