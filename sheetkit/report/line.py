"""Lines of text for a terminal whose beginning may be coloured."""

import textwrap
from collections.abc import Sequence
from typing import NamedTuple


class Line(NamedTuple):
    """A line; its first `head` characters have `colour`, a name from the palette, or are bold for ''."""

    text: str
    head: int = 0
    colour: str = ""


def wrapped(head: str, text: str, width: int) -> Sequence[str]:
    """Return a head and a text as lines that fit a width; all but the first are indented by the head's length."""
    return textwrap.wrap(
        text,
        max(width, len(head) + 30),
        initial_indent=head,
        subsequent_indent=" " * len(head),
        break_long_words=False,
        break_on_hyphens=False,
    ) or [head]
