"""Texts made safe for places in a workbook other than cells, where nothing is escaped for us."""

import re

_NO_XML = re.compile("[\x00-\x1f\x7f\ufffe\uffff]")


def one_line(text: str) -> str:
    """Return `text` on one line."""
    return " ".join(sound(text).split())


def quoted(sheet: str) -> str:
    """Return a sheet's name as references write it."""
    return "'" + sheet.replace("'", "''") + "'"


def sound(text: str) -> str:
    """Return `text` with lone surrogates, such as those of undecodable file names, replaced."""
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def plain(text: str) -> str:
    """Return `text` without what XML cannot hold, for where XlsxWriter escapes none of it: all but cells."""
    return _NO_XML.sub("\ufffd", sound(text))
