"""Lines of text for a terminal, of which the beginning may stand in a colour."""

import textwrap
from collections.abc import Sequence
from typing import NamedTuple


class Line(NamedTuple):
    """A line; its first `head` characters stand in `colour`, a name from the palette, or bold for ''."""

    text: str
    head: int = 0
    colour: str = ""


def wrapped(head: str, text: str, width: int) -> Sequence[str]:
    """Return a text after a head as lines that fit a width, all but the first indented by as much as the head."""
    return textwrap.wrap(
        text,
        max(width, len(head) + 30),
        initial_indent=head,
        subsequent_indent=" " * len(head),
        break_long_words=False,
        break_on_hyphens=False,
    ) or [head]
