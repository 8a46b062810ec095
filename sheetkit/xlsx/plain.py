"""Texts as a workbook's parts can hold them."""

import re

NO_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_LIKE_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def sound(text: str) -> str:
    """Return `text` with lone surrogates, such as those of undecodable file names, replaced."""
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def plain(text: str) -> str:
    """Return `text` without what XML cannot hold, for where XlsxWriter escapes none of it: all but cells."""
    return NO_XML.sub("\ufffd", sound(text))


def escaped(text: str) -> str:
    """Return `text` so that what looks like an escape of Excel's, such as "_x000D_", is read as the letters it is."""
    return _LIKE_ESCAPE.sub("_x005F_", text)


def one_line(text: str) -> str:
    """Return `text` on one line."""
    return " ".join(sound(text).split())


def quoted(sheet: str) -> str:
    """Return a sheet's name as references write it."""
    return "'" + sheet.replace("'", "''") + "'"
