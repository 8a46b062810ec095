"""Links as a workbook holds them. Each maker returns None where Excel would not take the link."""

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from sheetkit.xlsx.limits import MAX_LINK, units
from sheetkit.xlsx.plain import one_line, plain, quoted, sound

_UNSAFE = ' "%<>#?[]^`{}|\\:\t\n\r\x7f'  # a colon would end the name of a scheme, such as javascript
_ENCODED = re.compile("[A-Za-z0-9_.~%-]*")
_MOST_IN_TIP = 250


class Link(NamedTuple):
    """Where a cell leads, `address` in XlsxWriter's form, and what it says under the mouse."""

    address: str
    tip: str


def inside(sheet: str, cell: str) -> Link | None:
    """Return a link to a cell of the same workbook."""
    return _link(f"internal:{plain(quoted(sheet))}!{cell}", f"Go to {sheet}, {cell}")


def beside(file: str, sheet: str, cell: str) -> Link | None:
    """Return a link to a cell of another workbook, by a path relative to this one's folder, with '/'."""
    start, length = _file(file, sheet)  # a review has a link for each line, so nothing is worked out for each
    return Link(f"{start}{cell}", f"Open the log at {cell}") if length + len(cell) <= MAX_LINK else None


def mail(address: str, subject: str, body: str) -> Link | None:
    """Return a link that opens a new message."""
    # Some mail programs take an encoded line break in an address or a subject for the start of a header.
    lines = "%0A".join(map(_encoded, sound(body).split("\n")))
    link = f"mailto:{_encoded(one_line(address), '@+')}?subject={_encoded(one_line(subject))}&body={lines}"
    return Link(link, "Write a message") if len(link) <= MAX_LINK else None


@lru_cache(maxsize=4096)  # messages have most lines in common
def _encoded(text: str, safe: str = "") -> str:
    """Return a text as it stands in an address; what people usually type needs no look at each letter."""
    usual = text.replace("%", "%25").replace(" ", "%20").replace(",", "%2C").replace("(", "%28").replace(")", "%29")
    return usual if _ENCODED.fullmatch(usual) else quote(text, safe=safe)


@lru_cache(maxsize=1024)  # one for each log and sheet, not for each link
def _file(file: str, sheet: str) -> tuple[str, int]:
    """Return what a link into a sheet begins with, and its length."""
    path = "".join(quote(letter) if letter in _UNSAFE else letter for letter in plain(file))
    start = f"external:{path}#{plain(quoted(sheet))}!"
    return start, units(start)


def _link(address: str, tip: str) -> Link | None:
    return Link(address, plain(tip[:_MOST_IN_TIP])) if units(address) <= MAX_LINK else None
