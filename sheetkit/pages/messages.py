"""Ready messages: a link that opens a new one, to a person, about a hand-off."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetkit import categorical
from sheetkit.log.check.hints import EMAIL_ADDRESS
from sheetkit.ooxml.writer.hyperlinks import Hyperlink, mailto_link, percent_encode, percent_encode_address
from sheetkit.pages.page import MessageLinks
from sheetkit.text import truncate

MAX_LENGTHS = (120, 60, 30)  # letters of each text in a message; fewer where the link would be too long
_NO_ITEM = percent_encode("Our hand-off")
_HELLO, _ABOUT = "Hello", f"%2C%0A%0A{percent_encode('this is about: ')}%20"
_ASKED, _THANKED = (f"%0A%0A{percent_encode(text)}%0A" for text in ("Could you tell me how it stands?", "Thank you!"))


def message_links(links: MessageLinks, most: int | None = None) -> dict[int, Hyperlink]:
    """Return by position a link to a ready message for each usable address, for the first `most` of them."""
    usable = categorical.where_category(links.addresses, lambda text: EMAIL_ADDRESS.fullmatch(text) is not None)
    left = np.flatnonzero(usable)[:most]
    addresses = categorical.map_categories(links.addresses, percent_encode_address)
    found: dict[int, Hyperlink] = {}
    for length in MAX_LENGTHS:
        made = _messages(links, addresses, left, length)
        found |= {position: link for position, link in made.items() if link is not None}
        left = np.array([position for position, link in made.items() if link is None], dtype=np.int64)
    return found


def _messages(
    links: MessageLinks, addresses: pd.Categorical, positions: npt.NDArray[np.int64], length: int
) -> dict[int, Hyperlink | None]:
    texts = [
        categorical.to_list(categorical.map_categories(texts[positions].remove_unused_categories(), _encoded(length)))
        for texts in (links.people, links.items, links.reasons)
    ]
    waiting = links.waiting[positions].tolist()
    lines = zip(positions.tolist(), categorical.to_list(addresses[positions]), waiting, *texts, strict=True)
    return {position: _message(*line) for position, *line in lines}


def _encoded(length: int) -> Callable[[str], str]:
    """Return the function that puts a text of at most `length` letters into the form it has in a link."""
    return lambda text: percent_encode(truncate(text, length))


def _message(address: str, waiting: bool, person: str, item: str, why: str) -> Hyperlink | None:
    subject = item or _NO_ITEM
    body = f"{_HELLO}{person and '%20'}{person}{_ABOUT}{subject}%0A{why}{_ASKED if waiting else _THANKED}"
    return mailto_link(address, subject, body)
