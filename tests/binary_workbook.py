"""Make a small .xlsb by hand, since no library writes one: MS-XLSB, with the records that a reader needs."""

import struct
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sheetkit.ooxml.serial import from_datetime

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BEGIN_BOOK, END_BOOK, BEGIN_SHEETS, END_SHEETS, SHEET = 131, 132, 143, 144, 156
BEGIN_SHEET, END_SHEET, BEGIN_DATA, END_DATA, DIMENSION, ROW, NUMBER, TEXT, LOGICAL = (
    129,
    130,
    145,
    146,
    148,
    0,
    5,
    6,
    4,
)
BEGIN_FORMATS, END_FORMATS, FORMAT = 617, 618, 47
BUILT_IN_DATE = 14


def record(kind: int, data: bytes = b"") -> bytes:
    first = struct.pack("<BB", kind & 0x7F | 0x80, kind >> 7) if kind > 0x7F else struct.pack("<B", kind)
    size, length = len(data), b""
    while size > 0x7F:
        length, size = length + bytes([size & 0x7F | 0x80]), size >> 7
    return first + length + bytes([size]) + data


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def cell(column: int, value: object) -> bytes:
    place = struct.pack("<II", column, 1 if isinstance(value, date) else 0)
    if isinstance(value, bool):
        return record(LOGICAL, place + bytes([value]))
    if isinstance(value, date):
        return record(NUMBER, place + struct.pack("<d", from_datetime(value)))
    if isinstance(value, int | float):
        return record(NUMBER, place + struct.pack("<d", value))
    return record(TEXT, place + wide(str(value)))


def write_binary_workbook(path: Path, rows: Sequence[Sequence[object]], far: tuple[int, int] | None = None) -> Path:
    """Write the rows as the sheet List; `far` is the place, counted from 0, of one more cell."""
    lines = [
        record(ROW, struct.pack("<I", number) + bytes(13))
        + b"".join(cell(column, value) for column, value in enumerate(values) if value is not None)
        for number, values in enumerate(rows)
    ]
    if far:
        lines.append(record(ROW, struct.pack("<I", far[0]) + bytes(13)) + cell(far[1], "far"))
    sheet = (
        record(BEGIN_SHEET)
        + record(DIMENSION, struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1))
        + record(BEGIN_DATA)
        + b"".join(lines)
        + record(END_DATA)
        + record(END_SHEET)
    )
    book = (
        record(BEGIN_BOOK)
        + record(BEGIN_SHEETS)
        + record(SHEET, struct.pack("<II", 0, 1) + wide("rId1") + wide("List"))
        + record(END_SHEETS)
        + record(END_BOOK)
    )
    formats = (struct.pack("<HH", 0, number) + bytes(12) for number in (0, BUILT_IN_DATE))
    styles = record(BEGIN_FORMATS, struct.pack("<I", 2)) + b"".join(record(FORMAT, one) for one in formats)
    relation = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    target = '<Relationship Id="{}" Type="{}/{}" Target="{}"/>'
    inside = target.format("rId1", OFFICE, "worksheet", "worksheets/sheet1.bin")
    inside += target.format("rId2", OFFICE, "styles", "styles.bin")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr(
            "_rels/.rels", relation.format(target.format("rId1", OFFICE, "officeDocument", "xl/workbook.bin"))
        )
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/_rels/workbook.bin.rels", relation.format(inside))
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
        archive.writestr("xl/styles.bin", styles + record(END_FORMATS))
    return path
