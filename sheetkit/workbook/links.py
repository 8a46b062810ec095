"""A page's links as hyperlinks of a workbook in a folder."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetkit import categorical
from sheetkit.log.check.conditions import EMAIL_ADDRESS
from sheetkit.ooxml.limits import MAX_LINKS
from sheetkit.ooxml.writer.hyperlinks import (
    NO_HYPERLINKS,
    Hyperlink,
    Hyperlinks,
    mailto_link,
    percent_encode,
    percent_encode_address,
)
from sheetkit.pages.page import CellLinks, Column, Links, MessageLinks
from sheetkit.review.history import relative_path
from sheetkit.text import truncate

MAX_LENGTHS = (120, 60, 30)  # letters of each text in a message; fewer where the link would be too long
_NO_ITEM = percent_encode("Our hand-off")
_HELLO, _ABOUT = "Hello", f"%2C%0A%0A{percent_encode('this is about: ')}%20"
_ASKED, _THANKED = (f"%0A%0A{percent_encode(text)}%0A" for text in ("Could you tell me how it stands?", "Thank you!"))


def hyperlinks(links: Links | None, folder: Path) -> Hyperlinks:
    """Return links for a workbook in `folder`, as many as a sheet takes."""
    match links:
        case CellLinks():
            return _cell_links(links, folder)
        case MessageLinks():
            return _message_links(links)
    return NO_HYPERLINKS


def fit_links(columns: list[Column], links: list[Hyperlinks], room: int) -> list[Hyperlinks]:
    """Return the links of each column, the first rows' where there is no room for all."""
    if sum(map(len, links)) <= room:
        return links
    positions = np.concatenate([one.positions for one in links])
    owners = np.repeat(np.arange(len(columns)), [len(one) for one in links])
    kept = np.zeros(len(positions), dtype=bool)
    kept[np.lexsort((owners, positions))[:room]] = True
    return [one.select(kept[owners == number]) for number, one in enumerate(links)]


def _cell_links(links: CellLinks, folder: Path) -> Hyperlinks:
    files = [(relative_path(target.log, folder) if target.log else "", target.sheet) for target in links.targets]
    letters = [target.letters for target in links.targets]
    codes, rows = links.codes[:MAX_LINKS], links.rows[:MAX_LINKS]
    cells = [f"{letters[code]}{row}" for code, row in zip(codes.tolist(), rows.tolist(), strict=True)]
    found = Hyperlinks.to_cells(files, codes, cells)
    return found.with_positions(links.positions[found.positions])


def _message_links(links: MessageLinks) -> Hyperlinks:
    """Return a link to a ready message for each usable address."""
    usable = categorical.where_category(links.addresses, lambda text: EMAIL_ADDRESS.fullmatch(text) is not None)
    left = np.flatnonzero(usable)[:MAX_LINKS]
    addresses = categorical.map_categories(links.addresses, percent_encode_address)
    found: dict[int, Hyperlink] = {}
    for length in MAX_LENGTHS:
        made = _messages(links, addresses, left, length)
        found |= {position: link for position, link in made.items() if link is not None}
        left = np.array([position for position, link in made.items() if link is None], dtype=np.int64)
    return Hyperlinks.from_dict(found)


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
