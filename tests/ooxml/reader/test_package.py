"""Files that are no workbook, or a damaged or hostile one: each is refused in one sentence that says what it is."""

import io
import random
import struct
import time
import tracemalloc
import warnings
import zipfile
import zlib
from pathlib import Path

import pytest
from handmade import TYPES, first_grid, pack, parts, relations
from openpyxl import Workbook as Written

from sheetkit.errors import UnreadableError
from sheetkit.ooxml.reader import resource_limits as bounds
from sheetkit.ooxml.reader.package import open_package
from sheetkit.ooxml.reader.workbook import open_workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'


def refusal(path: Path) -> str:
    """Return the sentence with which a file is refused."""
    with pytest.raises(UnreadableError) as refused, open_workbook(path) as book:
        first_grid(book)
    said = str(refused.value)
    assert "\n" not in said
    assert len(said) < 400
    return said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Item;Handed to\nDraft;Ana\n", "text list (CSV)"),
        (b"\xef\xbb\xbfItem,Handed to\r\n", "text list (CSV)"),
        (b"Item\tHanded to\n", "text list (CSV)"),
        (b"\n <!DOCTYPE html><html>", "web page (HTML)"),
        (b"<HTML><table>", "web page (HTML)"),
        (b'<?xml version="1.0"?><Workbook/>', "XML file"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "XML spreadsheet of Excel 2003"),
        ("Item\tHanded to\n".encode("utf-16"), "text list (CSV)"),
        (b'[{"item": "Draft", "who": "Ana"}]', "JSON"),
        (b"[general]\nmode,fast\n", "text list (CSV)"),
        (b"ID;PWXL;N;E\nP;PGeneral\n", "SYLK"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00", "very old .xls workbook"),
        (b"SQLite format 3\x00", "database (SQLite)"),
        (b"%PDF-1.7\n", "PDF document"),
        (b"\x89PNG\r\n\x1a\n", "picture (PNG)"),
        (b"\xff\xd8\xff\xe0", "picture (JPEG)"),
        (b"GIF89a", "picture (GIF)"),
        (b"{\\rtf1", "rich-text document"),
        (b"\x1f\x8b\x08", "packed file (gzip)"),
        (b"", "is empty"),
        (bytes(5_000), "is empty"),
        (OLE + bytes(600), "old .xls workbook or is protected by a password"),
        (b"\x00\x01\x02 hello", "is not an Excel workbook"),
        (b"PK", "cut off or damaged"),
        (b"PK\x03\x04" + bytes(100), "cut off or damaged"),
    ],
)
def test_a_file_that_is_something_else_is_called_what_it_is(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "log.xlsx"
    path.write_bytes(content)
    assert said in refusal(path)
    assert refusal(path).startswith("'log.xlsx'")


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        ({"readme.txt": "hello"}, "zip archive"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}, "OpenDocument"),
        ({"[Content_Types].xml": TYPES, "word/document.xml": "<x/>"}, "Word document"),
        ({"[Content_Types].xml": TYPES, "ppt/presentation.xml": "<x/>"}, "PowerPoint"),
        ({"[Content_Types].xml": TYPES, "xl/workbook.bin": "x"}, "binary workbook (.xlsb)"),
        ({"[Content_Types].xml": TYPES, "visio/document.xml": "<x/>"}, "Visio drawing"),
        ({"Index/Document.iwa": "x"}, "Numbers"),
        ({"[Content_Types].xml": TYPES}, "no worksheet in it can be read"),
    ],
)
def test_a_package_that_is_something_else_is_called_what_it_is(
    tmp_path: Path, contents: dict[str, str | bytes], said: str
) -> None:
    assert said in refusal(pack(tmp_path / "log.xlsx", contents))


def test_a_binary_workbook_whose_parts_name_each_other_is_called_one(tmp_path: Path) -> None:
    contents = parts() | {
        "_rels/.rels": relations({"xl/workbook.bin": "officeDocument"}),
        "xl/workbook.bin": b"\x83\x01",
    }
    assert "binary workbook (.xlsb)" in refusal(pack(tmp_path / "log.xlsx", contents))


def test_parts_named_with_backslashes_are_found(tmp_path: Path) -> None:
    contents = {name.replace("/", "\\"): content for name, content in parts(ROW).items()}
    with open_workbook(pack(tmp_path / "log.xlsx", contents)) as book:
        assert first_grid(book).columns[1].values == [1.0]


def test_a_file_that_is_not_there_is_named_with_its_folder(tmp_path: Path) -> None:
    assert "There is no file" in refusal(tmp_path / "lgo.xlsx")
    assert str(tmp_path) in refusal(tmp_path / "lgo.xlsx")


def test_a_folder_is_no_workbook(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError):
        open_package(tmp_path)


def test_the_lock_file_of_an_open_workbook_is_recognised(tmp_path: Path) -> None:
    (tmp_path / "~$log.xlsx").write_bytes(b"\x03Ana")
    assert "lock file" in refusal(tmp_path / "~$log.xlsx")


def real_workbook() -> bytes:
    book = Written()
    for row in range(1, 30):
        book.active.append([f"Item {row}", row, row / 7])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_workbook_cut_off_anywhere_is_refused(tmp_path: Path) -> None:
    whole, path = real_workbook(), tmp_path / "log.xlsx"
    for length in range(2, len(whole), 199):
        path.write_bytes(whole[:length])
        assert "damaged" in refusal(path)


def test_whatever_byte_is_damaged_the_workbook_is_read_or_refused(tmp_path: Path) -> None:
    whole, path, dice = real_workbook(), tmp_path / "log.xlsx", random.Random(3)
    refused = 0
    for _ in range(800):
        damaged = bytearray(whole)
        damaged[dice.choice([dice.randrange(len(whole)), len(whole) - dice.randrange(1, 700)])] = dice.randrange(256)
        path.write_bytes(damaged)
        try:
            with open_workbook(path) as book:
                first_grid(book)
        except UnreadableError:
            refused += 1
    assert refused > 150


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("xl/workbook.xml", "no worksheet in it can be read"),
        ("xl/_rels/workbook.xml.rels", "no worksheet in it can be read"),
        ("xl/worksheets/sheet1.xml", "no worksheet in it can be read"),
    ],
)
def test_a_workbook_without_an_essential_part_is_refused(tmp_path: Path, part: str, said: str) -> None:
    contents = parts(ROW)
    del contents[part]
    assert said in refusal(pack(tmp_path / "log.xlsx", contents))


@pytest.mark.parametrize("part", ["_rels/.rels", "xl/styles.xml"])
def test_a_workbook_without_a_part_it_can_do_without_is_read(tmp_path: Path, part: str) -> None:
    contents = parts(ROW)
    del contents[part]
    with open_workbook(pack(tmp_path / "log.xlsx", contents)) as book:
        assert first_grid(book).columns[1].values == [1.0]


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_a_document_type_is_refused_wherever_it_stands(tmp_path: Path, part: str) -> None:
    contents = parts(ROW)
    contents[part] = '<!DOCTYPE x [<!ENTITY a "b">]>' + str(contents[part])
    assert "document type" in refusal(pack(tmp_path / "log.xlsx", contents))


@pytest.mark.parametrize("encoding", ["nonsense", "shift_jis", "utf-7", "x" * 500])
def test_a_part_in_a_strange_encoding_is_refused(tmp_path: Path, encoding: str) -> None:
    contents = parts(ROW)
    part = "xl/worksheets/sheet1.xml"
    contents[part] = f'<?xml version="1.0" encoding="{encoding}"?>' + str(contents[part])
    assert "damaged" in refusal(pack(tmp_path / "log.xlsx", contents))


@pytest.mark.parametrize("encoding", ["UTF-8", "utf-8", "UTF-16"])
def test_a_part_in_an_encoding_of_workbooks_is_read(tmp_path: Path, encoding: str) -> None:
    contents = parts(ROW)
    part = "xl/worksheets/sheet1.xml"
    contents[part] = f'<?xml version="1.0" encoding="{encoding}"?>{contents[part]}'.encode(encoding)
    with open_workbook(pack(tmp_path / "log.xlsx", contents)) as book:
        assert first_grid(book).columns[1].values == [1.0]


@pytest.mark.parametrize("broken", ["<worksheet", "<a></b>", "", "no xml", "<a>\x01</a>", "<a>&nbsp;</a>"])
def test_a_part_that_is_no_xml_is_named(tmp_path: Path, broken: str) -> None:
    contents = parts(ROW)
    contents["xl/worksheets/sheet1.xml"] = broken
    assert "'xl/worksheets/sheet1.xml' is not valid XML" in refusal(pack(tmp_path / "log.xlsx", contents))


@pytest.mark.parametrize("twin", ["xl/worksheets/sheet1.xml", "xl/worksheets/SHEET1.xml", "/xl/worksheets/sheet1.xml"])
def test_two_parts_of_one_name_are_refused(tmp_path: Path, twin: str) -> None:
    path = pack(tmp_path / "log.xlsx", parts(ROW))
    with warnings.catch_warnings(), zipfile.ZipFile(path, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(twin, "<worksheet/>")
    assert "two of its parts have the same name" in refusal(path)


def test_part_names_are_found_without_regard_to_case(tmp_path: Path) -> None:
    contents = {name.replace("worksheets/sheet1", "Worksheets/Sheet1"): text for name, text in parts(ROW).items()}
    with open_workbook(pack(tmp_path / "log.xlsx", contents)) as book:
        assert first_grid(book).columns[1].values == [1.0]


def test_thousands_of_parts_are_refused(tmp_path: Path) -> None:
    many: dict[str, str | bytes] = {f"x{number}": "" for number in range(bounds.PARTS)}
    assert "parts" in refusal(pack(tmp_path / "log.xlsx", parts(ROW) | many))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_part_packed_in_a_way_workbooks_are_not_is_refused(tmp_path: Path, method: int) -> None:
    path = tmp_path / "log.xlsx"
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in parts(ROW).items():
            archive.writestr(name, content)
    assert "cannot be unpacked" in refusal(path)


def bomb(path: Path, megabytes: int) -> Path:
    """A workbook of some kilobytes whose sheet unpacks to that many megabytes."""
    contents = parts(ROW)
    sheet = str(contents["xl/worksheets/sheet1.xml"]).replace("</sheetData>", "")
    pack(path, {name: text for name, text in contents.items() if name != "xl/worksheets/sheet1.xml"})
    blank = b" " * (1 << 20)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        part.write(sheet.replace("</worksheet>", "").encode())
        for _ in range(megabytes):
            part.write(blank)
        part.write(b"</sheetData></worksheet>")
    return path


def test_a_small_file_that_unpacks_to_a_huge_one_costs_neither_time_nor_memory(tmp_path: Path) -> None:
    path = bomb(tmp_path / "log.xlsx", 64)
    assert path.stat().st_size < 100_000
    tracemalloc.start()
    started = time.process_time()
    assert "too large when unpacked" in refusal(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 << 20
    assert time.process_time() - started < 2


def lie(path: Path, *, packed: int | None = None, size: int | None = None) -> Path:
    """Let the directory of the last part claim other sizes than the true ones."""
    content = bytearray(path.read_bytes())
    entry = content.rfind(b"PK\x01\x02")
    for offset, value in ((20, packed), (24, size)):
        if value is not None:
            struct.pack_into("<I", content, entry + offset, value)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("claimed", [{"packed": 1 << 30}, {"size": 1_000}, {"packed": 1 << 30, "size": 1 << 31}])
def test_a_lie_about_its_sizes_does_not_hide_a_bomb(tmp_path: Path, claimed: dict[str, int]) -> None:
    path = lie(bomb(tmp_path / "log.xlsx", 64), **claimed)
    tracemalloc.start()
    said = refusal(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "damaged" in said or "too large" in said  # newer Pythons notice some lies themselves
    assert peak < 8 << 20


def test_all_parts_together_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "UNPACKED", 2_000)
    dice = random.Random(1)
    text = "".join(f'<row r="{n}"><c r="A{n}"><v>{dice.random()}</v></c></row>' for n in range(1, 60))
    assert "too large when unpacked" in refusal(pack(tmp_path / "log.xlsx", parts(text)))


def test_an_honest_sheet_of_many_equal_rows_is_read(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>Draft</t></is></c></row>' for n in range(1, 40_001))
    path = pack(tmp_path / "log.xlsx", parts(rows))
    assert len(rows) > bounds._RATIO_FROM
    with open_workbook(path) as book:
        assert len(first_grid(book).columns[1].rows) == 40_000


def test_a_part_whose_checksum_is_wrong_is_refused(tmp_path: Path) -> None:
    path = pack(tmp_path / "log.xlsx", parts(ROW))
    content = path.read_bytes()
    checksum = struct.pack("<I", zlib.crc32(str(parts(ROW)["xl/worksheets/sheet1.xml"]).encode()))
    path.write_bytes(content.replace(checksum, b"\x00\x00\x00\x00"))
    assert "cannot be unpacked" in refusal(path)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts open files in /proc")
def test_a_refused_file_is_closed(tmp_path: Path) -> None:
    files = [pack(tmp_path / "a.xlsx", {"x": ""}), pack(tmp_path / "b.xlsx", {"[Content_Types].xml": TYPES})]
    (tmp_path / "c.xlsx").write_bytes(b"PK\x03\x04")
    for path in [*files, tmp_path / "c.xlsx"]:
        refusal(path)
    held = [str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
    assert not [name for name in held if name.startswith(str(tmp_path))]


def test_a_workbook_that_is_saved_while_it_is_read_is_not_half_believed(tmp_path: Path) -> None:
    path = pack(tmp_path / "log.xlsx", parts(ROW))
    with pytest.raises(UnreadableError, match="was saved while it was read"), open_workbook(path) as book:
        first_grid(book)
        path.write_bytes(pack(tmp_path / "new.xlsx", parts(ROW + ROW)).read_bytes())


def test_a_workbook_that_gets_a_new_one_in_its_place_is_read_as_it_was(tmp_path: Path) -> None:
    path = pack(tmp_path / "log.xlsx", parts(ROW))
    with open_workbook(path) as book:
        pack(tmp_path / "new.xlsx", parts(ROW + ROW)).replace(path)
        assert first_grid(book).columns
