"""A line of text for a terminal, of which the beginning may stand in a colour."""

from typing import NamedTuple


class Line(NamedTuple):
    """A line; its first `head` characters stand in `colour`, a name from the palette, or bold for ''."""

    text: str
    head: int = 0
    colour: str = ""
