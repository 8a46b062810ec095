"""Ready messages: one for each person about all their lines, and a link that opens it."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np
import pandas as pd

from sheetkit import categorical
from sheetkit.codes import Mask, where_category
from sheetkit.log.check.conditions import EMAIL_ADDRESS
from sheetkit.ooxml.limits import MAX_LINK
from sheetkit.ooxml.writer.hyperlinks import (
    Hyperlink,
    mailto_link,
    percent_encode,
    percent_encode_address,
    percent_encode_all,
)
from sheetkit.pages.page import Message, MessageLinks
from sheetkit.person_names import name_key, shown_name
from sheetkit.text import match_key, pluralize, truncate

MAX_LENGTHS = (120, 60, 30)  # letters of each text in a message, tried in this order until the link is short enough
_NO_SUBJECT = "Our hand-off"
_PARAGRAPH, _THANKS = "%0A%0A", percent_encode("Thank you!")


def addresses_of(frame: pd.DataFrame) -> pd.Categorical:
    """Return the address of each line of a review's frame: as typed, else the one in the person's other lines.

    For a person with several addresses, nobody knows which one to use.
    """
    typed = categorical.map_categories(categorical.column(frame, "email"), str.strip)
    typed_by = pd.DataFrame(
        {
            "person": categorical.map_categories(categorical.column(frame, "handed_to"), name_key).codes,
            "address": categorical.map_categories(typed, match_key).codes,
            "typed": typed.codes,
        }
    )
    usable = typed_by[_is_usable(typed) & (typed_by["person"] >= 0)].drop_duplicates(["person", "address"])
    only = usable.drop_duplicates("person", keep=False).set_index("person")["typed"]
    codes = np.where(typed.codes >= 0, typed.codes, typed_by["person"].map(only).fillna(-1).to_numpy())
    return categorical.from_codes(codes.astype(np.int64), typed.categories.tolist())


def _is_usable(addresses: pd.Categorical) -> Mask:
    return where_category(addresses, lambda text: EMAIL_ADDRESS.fullmatch(text) is not None)


def messages(frame: pd.DataFrame, addresses: pd.Categorical) -> MessageLinks:
    """Return the messages about lines of a review's frame, one for each address, about all that is out there.

    The subject is that of the first line. If nothing is out, the message is about what is back.
    """
    columns = [categorical.column(frame, name) for name in ("handed_to", "subject", "item", "ask")]
    usable = _is_usable(addresses)
    keys = categorical.map_categories(addresses, match_key).codes
    positions = np.flatnonzero(usable)
    codes = np.full(len(frame), -1, dtype=np.int64)
    codes[positions] = pd.factorize(keys[positions])[0]
    out, texts = frame["out"].to_numpy(), list(map(categorical.to_list, [addresses, *columns]))
    result = []
    for theirs in pd.Series(positions).groupby(codes[positions]).groups.values():
        lines = positions[theirs.to_numpy()]
        named = lines[out[lines]] if out[lines].any() else lines
        address, person, subjects, items, asks = ([text[at] for at in named.tolist()] for text in texts)
        more = f" and {len(named) - 1} more" if len(named) > 1 else ""
        subject = next(filter(None, subjects), _NO_SUBJECT)
        greeted = shown_name(person[0])
        result.append(Message(address[0], greeted, f"{subject}{more}", tuple(zip(items, asks, strict=True))))
    return MessageLinks(result, codes)


def message_links(links: MessageLinks, most: int | None = None, longest: int = MAX_LINK) -> dict[int, Hyperlink]:
    """Return by position the links to the messages of the first `most` cells that have one.

    A link is at most `longest` long; if the text does not fit, it holds only the subject, or only the address.
    """
    made: dict[int, Hyperlink | None] = {}
    hyperlinks: dict[int, Hyperlink] = {}
    for position in np.flatnonzero(links.codes >= 0)[:most].tolist():
        code = int(links.codes[position])
        if code not in made:
            made[code] = _link(links.messages[code], longest)
        link = made[code]
        if link is not None:
            hyperlinks[position] = link
    return hyperlinks


def _link(message: Message, longest: int) -> Hyperlink | None:
    """Return the link to a message, with shorter texts and then fewer lines until it is short enough."""
    for length in MAX_LENGTHS:
        texts = [*_message_lines(message, length)]
        if sum(map(len, texts)) <= longest and (link := _link_of(message, percent_encode_all(texts), length, longest)):
            return link
    shortest = percent_encode_all(texts)
    sizes = [*accumulate(len(line) + len(_PARAGRAPH) for line in shortest[:-1])]
    for shown in range(bisect_right(sizes, longest), 0, -1):
        if link := _link_of(message, shortest[:shown], MAX_LENGTHS[-1], longest):
            return link
    with_subject = (mailto_link(*_address_and_subject(message, length), "", longest) for length in MAX_LENGTHS[1:])
    return next(filter(None, with_subject), mailto_link(percent_encode_address(message.address), "", ""))


def _message_lines(message: Message, length: int) -> Iterator[str]:
    """Yield a message's text about each hand-off, until no link could hold more."""
    bullet = "- " if len(message.lines) > 1 else ""
    size = 0
    for item, ask in message.lines:
        if size > MAX_LINK:
            return
        prefix = f"{truncate(item, length)}: " if item else ""
        line = f"{bullet}{prefix}{truncate(ask, 2 * length)}"
        size += len(line)
        yield line


def _address_and_subject(message: Message, length: int) -> tuple[str, str]:
    return percent_encode_address(message.address), percent_encode(truncate(message.subject, length))


def _link_of(message: Message, lines: Sequence[str], length: int, longest: int) -> Hyperlink | None:
    person = percent_encode(truncate(message.person, length))
    parts = [f"Hello%20{person}%2C" if person else "Hello%2C", *lines]
    if left := len(message.lines) - len(lines):
        left_out = f"There {'is' if left == 1 else 'are'} {pluralize(left, 'more thing')} to talk about."
        parts.append(percent_encode(left_out))
    body = _PARAGRAPH.join([*parts, _THANKS]) + "%0A"
    return mailto_link(*_address_and_subject(message, length), body, longest)
