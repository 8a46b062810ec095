"""Describe a file that is no workbook in one sentence, by its first bytes and the names inside."""

import codecs
from collections.abc import Container
from pathlib import Path
from typing import IO

from sheetkit.ooxml.reader import compound_file as compound
from sheetkit.patterns import lazy_pattern
from sheetkit.text import shell_argument

_JSON = lazy_pattern(rb'\{\s*["}]|\[\s*[\[{"\]]')
_SAVE = "open it in Excel and save it as .xlsx"
_PATH = "{path}"  # placeholder for the file's path in a command
_ADOPT = f"make a log of it with `sheetkit adopt {_PATH} -o new-log.xlsx`, or {_SAVE}"
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a rich-text document"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"\x1f\x8b", "a packed file (gzip)"),
    (b"BZh", "a packed file (bzip2)"),
    (b"\xfd7zXZ", "a packed file (xz)"),
    (b"(\xb5/\xfd", "a packed file (zstd)"),
    (b"7z\xbc\xaf", "a packed file (7z)"),
    (b"Rar!", "a packed file (rar)"),
    (b"SQLite format 3", "a database (SQLite)"),
    (b"\x00\x01\x00\x00Standard", "a database (Access)"),
    (b"PAR1", "a data file (Parquet)"),
    (b"\x7fELF", "a program"),
)
_OLD_WORKBOOKS = (
    b"\x09\x00\x04\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x08\x08\x00",
    b"\x09\x08\x10\x00",
)
_IN_COMPOUND: tuple[tuple[str, str], ...] = (
    ("encryptedpackage", "protected by a password: open it in Excel and save it without one"),
    ("workbook", f"an old .xls workbook: {_ADOPT}"),
    ("book", f"an old .xls workbook: {_ADOPT}"),
    ("worddocument", "an old Word document (.doc) and not an Excel workbook (.xlsx)"),
    ("powerpoint document", "an old PowerPoint presentation (.ppt) and not an Excel workbook (.xlsx)"),
    ("visiodocument", "a Visio drawing and not an Excel workbook (.xlsx)"),
    ("quill", "a Publisher document and not an Excel workbook (.xlsx)"),
    ("__properties_version1.0", "an Outlook message (.msg) and not an Excel workbook (.xlsx)"),
)
_IN_ZIP: tuple[tuple[str, str], ...] = (
    ("content.xml", f"an OpenDocument file: when it is a spreadsheet (.ods), {_ADOPT}"),
    ("xl/workbook.bin", f"a binary workbook (.xlsb): {_ADOPT}"),
    ("word/document.xml", "a Word document and not an Excel workbook (.xlsx)"),
    ("ppt/presentation.xml", "a PowerPoint presentation and not an Excel workbook (.xlsx)"),
    ("visio/document.xml", "a Visio drawing and not an Excel workbook (.xlsx)"),
    ("index/document.iwa", "a file of Numbers, Pages or Keynote: export it from there as an Excel workbook (.xlsx)"),
)


def describe_file(path: Path, stream: IO[bytes]) -> str:
    """Return a sentence that says what a file is that is no zip archive."""
    name = repr(path.name)
    stream.seek(0)
    start = stream.read(1024)
    if not start.strip(b"\x00"):
        return f"{name} is empty: there is nothing to read in it."
    if start.startswith(compound.SIGNATURE[:4]):
        return f"{name} is {_with_path(_compound(stream), path)}."
    if start.startswith(_OLD_WORKBOOKS):
        return f"{name} is a very old .xls workbook: {_SAVE}."
    for magic, description in _MAGIC:
        if start.startswith(magic):
            return f"{name} is {description} and not an Excel workbook (.xlsx)."
    return f"{name} {_as_text(start)}."


def _compound(stream: IO[bytes]) -> str:
    inside = compound.names(stream)
    if not inside:
        return f"an old .xls workbook or is protected by a password: {_SAVE} without a password"
    descriptions = (description for part, description in _IN_COMPOUND if part in inside)
    return next(descriptions, "a file of an old Office program and not an Excel workbook (.xlsx)")


def describe_archive(path: Path, parts: Container[str]) -> str:
    """Return a sentence that says what a zip archive is, by its `parts`, that is no readable workbook."""
    name = repr(path.name)
    for part, description in _IN_ZIP:
        if part in parts:
            return f"{name} is {_with_path(description, path)}."
    if "[Content_Types].xml" not in parts:
        return f"{name} is a zip archive and not an Excel workbook (.xlsx)."
    return f"{name} is damaged or not an Excel workbook (.xlsx): no worksheet in it can be read."


def _with_path(description: str, path: Path) -> str:
    return description.replace(_PATH, shell_argument(str(path)))


def _as_text(start: bytes) -> str:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        start = start[: len(start) // 2 * 2].decode("utf-16", "replace").encode()
    text = start.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if b"\x00" in text:
        return "is not an Excel workbook (.xlsx)"
    if text.startswith((b"<!doctype html", b"<html", b"<table")):
        return f"is a web page (HTML) and not an Excel workbook: {_SAVE}"
    if text.startswith(b"<?xml"):
        if b"urn:schemas-microsoft-com:office:spreadsheet" in text or b'progid="excel.sheet"' in text:
            return f"is an XML spreadsheet of Excel 2003: {_SAVE}"
        return f"is an XML file and not an Excel workbook: {_SAVE}"
    if _JSON.match(text):
        return "is a text in JSON and not an Excel workbook (.xlsx)"
    if text.startswith(b"id;p"):
        return f"is a SYLK spreadsheet: {_SAVE}"
    if any(mark in text for mark in (b",", b";", b"\t")):
        return f"looks like a text list (CSV) and not an Excel workbook: give it the ending .csv, or {_SAVE}"
    return "is not an Excel workbook (.xlsx)"
