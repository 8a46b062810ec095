"""Links as a workbook holds them. Each maker returns None where Excel would not take the link."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

import numpy as np
import numpy.typing as npt

from sheetkit.ooxml.coded import Coded, Vocabulary
from sheetkit.ooxml.limits import MAX_LINK, utf16_length
from sheetkit.ooxml.xml_text import collapse_whitespace, quote_sheet_name, xml_safe

_UNSAFE = ' "%<>#?[]^`{}|\\:\t\n\r\x7f'  # a colon would end the name of a scheme, such as javascript
_ENCODED = re.compile("[A-Za-z0-9_.~%-]*")
_MOST_IN_TIP = 250
_OPEN = "Open the log at "
Owners = npt.NDArray[np.int64]


class Hyperlink(NamedTuple):
    """Where a cell leads, `address` in XlsxWriter's form, and what it says under the mouse."""

    address: str
    tip: str


@dataclass(frozen=True)
class Hyperlinks:
    """Where the cells at some places of a column lead, the places in ascending order.

    Link i leads to what `starts` and `ends` say one after the other, and says what `tips` and `ends` say; an end is the
    name of a cell, or '': thousands of links into one log have the rest in common.
    """

    places: npt.NDArray[np.int64]
    starts: Coded
    tips: Coded
    ends: list[str]

    @classmethod
    def of(cls, links: Mapping[int, Hyperlink]) -> "Hyperlinks":
        """Return links by their places."""
        ordered = sorted(links)
        addresses = Coded.of(links[place].address for place in ordered)
        tips = Coded.of(links[place].tip for place in ordered)
        return cls(np.array(ordered, dtype=np.int64), addresses, tips, [""] * len(ordered))

    @classmethod
    def beside(cls, logs: Sequence[tuple[str | None, str]], owners: Owners, cells: Sequence[str]) -> "Hyperlinks":
        """Return for each place a link to its cell in the log, of `logs`, that owns it.

        A log is a path relative to the folder of this workbook, with '/', and a sheet's name; what has no path, or a
        longer one than a link holds, has no links.
        """
        starts = [_file(file, sheet) if file else ("", MAX_LINK) for file, sheet in logs]
        sizes = np.array([length for _, length in starts], dtype=np.int64)[owners]
        places = np.flatnonzero(sizes + np.fromiter(map(len, cells), np.int64, len(cells)) <= MAX_LINK)
        texts = Coded(Vocabulary(["", *(start for start, _ in starts)]), (owners[places] + 1).astype(np.int32))
        tips = Coded(Vocabulary(["", _OPEN]), np.ones(len(places), dtype=np.int32))
        return cls(places, texts, tips, [cells[place] for place in places.tolist()])

    def __len__(self) -> int:
        """Return how many links there are."""
        return len(self.places)

    def at(self, place: int) -> Hyperlink | None:
        """Return where the cell at a place leads."""
        number = int(np.searchsorted(self.places, place))
        if number == len(self.places) or self.places[number] != place:
            return None
        end = self.ends[number]
        return Hyperlink(self.starts.at(number) + end, self.tips.at(number) + end)

    def some(self, chosen: npt.NDArray[np.bool_]) -> "Hyperlinks":
        """Return those links for which `chosen` is true."""
        ends = [self.ends[number] for number in np.flatnonzero(chosen).tolist()]
        return Hyperlinks(self.places[chosen], self.starts[chosen], self.tips[chosen], ends)

    def moved(self, places: npt.NDArray[np.int64]) -> "Hyperlinks":
        """Return the same links of the cells at other places."""
        return Hyperlinks(places, self.starts, self.tips, self.ends)


NO_HYPERLINKS = Hyperlinks.of({})


def internal_link(sheet: str, cell: str) -> Hyperlink | None:
    """Return a link to a cell of the same workbook."""
    return _link(f"internal:{xml_safe(quote_sheet_name(sheet))}!{cell}", f"Go to {sheet}, {cell}")


def external_link(file: str, sheet: str, cell: str) -> Hyperlink | None:
    """Return a link to a cell of another workbook, by a path relative to this one's folder, with '/'."""
    start, length = _file(file, sheet)  # a review has a link for each line, so nothing is worked out for each
    return Hyperlink(f"{start}{cell}", f"{_OPEN}{cell}") if length + len(cell) <= MAX_LINK else None


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
def _file(file: str, sheet: str) -> tuple[str, int]:
    """Return what a link into a sheet begins with, and its length."""
    path = "".join(quote(letter) if letter in _UNSAFE else letter for letter in xml_safe(file))
    start = f"external:{path}#{xml_safe(quote_sheet_name(sheet))}!"
    return start, utf16_length(start)


def _link(address: str, tip: str) -> Hyperlink | None:
    return Hyperlink(address, xml_safe(tip[:_MOST_IN_TIP])) if utf16_length(address) <= MAX_LINK else None
