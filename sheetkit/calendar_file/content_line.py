"""Content lines of iCalendar (RFC 5545, 3.1): escape texts, fold long lines."""

from collections.abc import Iterable

from sheetkit.text import single_line

MAX_OCTETS = 75  # of a line, without its line end
LINE_END = "\r\n"
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def escape_text(text: str) -> str:
    """Return a text as the value of a property.

    Each run of white space becomes one space, so that a line break in a cell begins no property; `text_lines` makes
    values of several lines. Control characters become '?'.
    """
    return single_line(" ".join(text.split())).translate(_ESCAPES)


def text_lines(lines: Iterable[str]) -> str:
    """Return lines as the value of one property, without blank ones."""
    return "\\n".join(escape_text(line) for line in lines if line.strip())


def fold(line: str) -> str:
    """Return a content line as lines of at most 75 octets, of which all but the first begin with a space.

    No character is split.
    """
    if len(line) <= MAX_OCTETS and (line.isascii() or len(line.encode()) <= MAX_OCTETS):
        return line
    parts, start, octets = [], 0, 0
    for position, letter in enumerate(line):
        size = len(letter.encode())
        if octets + size > MAX_OCTETS:
            parts.append(line[start:position])
            start, octets = position, 1  # the space
        octets += size
    return f"{LINE_END} ".join([*parts, line[start:]])


def unfold(text: str) -> list[str]:
    """Return the content lines of a file's text, whatever its line ends."""
    return text.replace(LINE_END, "\n").replace("\n ", "").rstrip("\n").split("\n")
