"""Make texts valid in the parts of a workbook."""

from collections.abc import Iterable

from sheetkit.ooxml.limits import MAX_CELL_TEXT, MAX_HEADING, utf16_length
from sheetkit.patterns import lazy_pattern
from sheetkit.text import heading_key

NO_XML = lazy_pattern("[\x00-\x08\x0b-\x1f\ufffe\uffff]")  # a carriage return too, which XML reads as a line feed
# Table parts repeat the headings as attributes, which cannot hold these.
_NO_HEADING = lazy_pattern("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LIKE_ESCAPE = lazy_pattern(r"_(?=x[0-9A-Fa-f]{4}_)")


def replace_surrogates(text: str) -> str:
    """Return `text` with lone surrogates, such as those of undecodable file names, replaced."""
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def xml_safe(text: str) -> str:
    """Return `text` without characters that XML cannot hold, which XlsxWriter escapes only in cells."""
    return NO_XML.sub("\ufffd", replace_surrogates(text))


def escape_x_sequences(text: str) -> str:
    """Return `text` with what looks like one of Excel's escapes, such as "_x000D_", escaped itself."""
    return _LIKE_ESCAPE.sub("_x005F_", text)


def collapse_whitespace(text: str) -> str:
    """Return `text` with one space for each run of spaces and line breaks."""
    return " ".join(replace_surrogates(text).split())


def unique_headings(texts: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Return texts as valid headings of one table's columns; repeated ones are numbered."""
    used = {heading_key(text) for text in taken}
    numbers: dict[str, int] = {}  # the last number of each heading, so that thousands of equal ones take no long search
    titles = []
    for text in texts:
        title = base = _sound_heading(text) or "Column"
        start = heading_key(base[: MAX_HEADING - 12])
        while heading_key(title) in used:
            numbers[start] = numbers.get(start, 1) + 1
            title = f"{base[: MAX_HEADING - 12]} ({numbers[start]})"
        used.add(heading_key(title))
        titles.append(title)
    return titles


def _sound_heading(text: str) -> str:
    sound = " ".join(_LIKE_ESCAPE.sub("-", _NO_HEADING.sub(" ", text)).split())[:MAX_HEADING]
    while utf16_length(sound) > MAX_HEADING:
        sound = sound[:-1]
    return sound.strip()


def cut_to_cell(text: str) -> str:
    """Return as much of `text` as a cell takes, with U+FFFD for a character that is cut in half.

    Files that Excel did not write hold longer texts.
    """
    if len(text) * 2 <= MAX_CELL_TEXT:
        return text
    return text.encode("utf-16-le", "surrogatepass")[: 2 * MAX_CELL_TEXT].decode("utf-16-le", "replace")
