"""Hostile files: no text is taken apart once for each cell, and a damaged part is never passed over."""

import time
import zipfile
from pathlib import Path

import pytest
from handmade import pack, parts

from sheetkit.errors import UnreadableError
from sheetkit.log.read_log import read_log
from sheetkit.ooxml.limits import MAX_CELL_TEXT
from sheetkit.ooxml.reader.workbook import open_workbook
from sheetkit.ooxml.references import column_letters

HEADINGS = ("ID", "Item", "Handed to", "Handed off", "Expected back", "Status", "Notes")
LONG = "".join(f"{number:x}, " for number in range(200_000))[: 1 << 20]  # a megabyte that packs badly


def book(path: Path, row: str, text: str) -> Path:
    strings = "".join(f"<si><t>{one}</t></si>" for one in (*HEADINGS, text))
    head = "".join(f'<c r="{column_letters(n + 1)}1" t="s"><v>{n}</v></c>' for n in range(len(HEADINGS)))
    return pack(path, parts(f'<row r="1">{head}</row>{row}', strings=strings))


def test_a_megabyte_that_every_cell_of_a_row_refers_to_is_read_in_seconds(tmp_path: Path) -> None:
    cells = "".join(f'<c r="{column_letters(n)}2" t="s"><v>{len(HEADINGS)}</v></c>' for n in range(1, 16_385))
    path = book(tmp_path / "log.xlsx", f'<row r="2">{cells}</row>', LONG)
    before = time.process_time()
    log = read_log(path)
    assert time.process_time() - before < 20
    assert len(log.frame) == 1
    assert len(log.frame["item"].iloc[0]) <= MAX_CELL_TEXT + 1
    assert "text-too-long" in {one.code for one in log.problems}


def test_a_part_with_a_wrong_checksum_is_damage_though_no_row_needs_it(tmp_path: Path) -> None:
    made = parts('<row r="1"><c r="A1" t="inlineStr"><is><t>Item</t></is></c></row>')
    made["xl/media/image1.png"] = b"a picture" * 50
    path = pack(tmp_path / "log.xlsx", made)
    with open_workbook(path) as whole:
        whole.check_parts()
    with zipfile.ZipFile(path) as archive:
        checksum = archive.getinfo("xl/media/image1.png").CRC.to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(checksum, b"\0\0\0\0"))
    with open_workbook(path) as damaged, pytest.raises(UnreadableError, match=r"its part 'xl/media/image1\.png'"):
        damaged.check_parts()
