"""Ready messages: one for each person about all of their lines, and a link that opens it."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from sheetkit import categorical
from sheetkit.log.check.conditions import EMAIL_ADDRESS
from sheetkit.ooxml.limits import MAX_LINK
from sheetkit.ooxml.writer.hyperlinks import Hyperlink, mailto_link, percent_encode, percent_encode_address
from sheetkit.pages.page import Message, MessageLinks
from sheetkit.person_names import split_names
from sheetkit.text import match_key, natural_list, pluralize, truncate

MAX_LENGTHS = (120, 60, 30)  # letters of each text in a message; fewer where the link would be too long
_NO_SUBJECT = "Our hand-off"
_PARAGRAPH, _THANKS = "%0A%0A", percent_encode("Thank you!")


def messages(frame: pd.DataFrame) -> MessageLinks:
    """Return the messages about lines of a review's frame, one for each address with all that is asked there.

    The subject is that of the first line. What is back already is thanked for where nothing else is asked.
    """
    columns = [categorical.column(frame, name) for name in ("email", "handed_to", "subject", "item", "ask")]
    addresses = categorical.map_categories(columns[0], str.strip)
    usable = categorical.where_category(addresses, lambda text: EMAIL_ADDRESS.fullmatch(text) is not None)
    keys = categorical.map_categories(addresses, match_key).codes
    positions = np.flatnonzero(usable)
    codes = np.full(len(frame), -1, dtype=np.int64)
    codes[positions] = pd.factorize(keys[positions])[0]
    out, texts = frame["out"].to_numpy(), list(map(categorical.to_list, [addresses, *columns[1:]]))
    found = []
    for theirs in pd.Series(positions).groupby(codes[positions]).groups.values():
        lines = positions[theirs.to_numpy()]
        asked = lines[out[lines]] if out[lines].any() else lines
        address, person, subject, items, asks = ([text[at] for at in asked.tolist()] for text in texts)
        more = f" and {len(asked) - 1} more" if len(asked) > 1 else ""
        found.append(
            Message(address[0], person[0], f"{subject[0] or _NO_SUBJECT}{more}", tuple(zip(items, asks, strict=True)))
        )
    return MessageLinks(found, codes)


def message_links(links: MessageLinks, most: int | None = None, longest: int = MAX_LINK) -> dict[int, Hyperlink]:
    """Return by position a link to the message of each cell that has one, for the first `most` of them.

    A link is not longer than `longest`; where that leaves no room for anything else, it holds the subject alone.
    """
    made: dict[int, Hyperlink | None] = {}
    found: dict[int, Hyperlink] = {}
    for position in np.flatnonzero(links.codes >= 0)[:most].tolist():
        code = int(links.codes[position])
        if code not in made:
            made[code] = _link(links.messages[code], longest)
        link = made[code]
        if link is not None:
            found[position] = link
    return found


def _link(message: Message, longest: int) -> Hyperlink | None:
    """Return the link to a message: with shorter texts, and at last fewer lines, until it is short enough."""
    for length in MAX_LENGTHS:
        link = _link_of(message, [percent_encode(line) for line in _said(message, length)], length, longest)
        if link is not None:
            return link
    shortest = [percent_encode(line) for line in _said(message, MAX_LENGTHS[-1])]
    for shown in range(len(shortest) - 1, 0, -1):
        if link := _link_of(message, shortest[:shown], MAX_LENGTHS[-1], longest):
            return link
    return mailto_link(*_address_and_subject(message, MAX_LENGTHS[1]), "")


def _said(message: Message, length: int) -> Iterator[str]:
    """Yield what a message says of each hand-off, as far as a link could hold it."""
    bullet = "- " if len(message.lines) > 1 else ""
    size = 0
    for item, ask in message.lines:
        if size > MAX_LINK:
            return
        named = f"{truncate(item, length)}: " if item else ""
        line = f"{bullet}{named}{truncate(ask, 2 * length)}"
        size += len(line)
        yield line


def _address_and_subject(message: Message, length: int) -> tuple[str, str]:
    return percent_encode_address(message.address), percent_encode(truncate(message.subject, length))


def _link_of(message: Message, lines: Sequence[str], length: int, longest: int) -> Hyperlink | None:
    person = percent_encode(truncate(natural_list(split_names(message.person)), length))
    parts = [f"Hello%20{person}%2C" if person else "Hello%2C", *lines]
    if left := len(message.lines) - len(lines):
        left_out = f"There {'is' if left == 1 else 'are'} {pluralize(left, 'more thing')} to talk about."
        parts.append(percent_encode(left_out))
    body = _PARAGRAPH.join([*parts, _THANKS]) + "%0A"
    return mailto_link(*_address_and_subject(message, length), body, longest)
