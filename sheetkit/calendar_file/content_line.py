"""Content lines of iCalendar (RFC 5545, 3.1): texts are escaped, long lines folded."""

from collections.abc import Iterable

from sheetkit.text import single_line

MAX_OCTETS = 75  # of a line, without its line end
LINE_END = "\r\n"
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def escape_text(text: str) -> str:
    """Return a text as the value of a property.

    White space of any kind becomes one space, so that a line break in a cell begins no property; only what is joined
    by `text_lines` breaks a line. What a terminal or a screen would obey becomes '?'.
    """
    return single_line(" ".join(text.split())).translate(_ESCAPES)


def text_lines(lines: Iterable[str]) -> str:
    """Return several lines as the value of one property, without those that are blank."""
    return "\\n".join(escape_text(line) for line in lines if line.strip())


def fold(line: str) -> str:
    """Return a content line as lines of at most 75 octets, each but the first begun with a space.

    It is cut between letters, never inside one.
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
    """Return the content lines of a file's text, whichever line ends it has."""
    return text.replace(LINE_END, "\n").replace("\n ", "").rstrip("\n").split("\n")
