"""Old lists in .xls, .xlsb and .ods are carried over as far as they can be read, or refused in one sentence."""

import struct
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from binary_workbook import write_binary_workbook
from libreoffice import LibreOffice
from openpyxl import Workbook

from sheetkit.errors import UnreadableError
from sheetkit.log.carry.adopt import carry_list, find_list
from sheetkit.log.carry.other_workbook import _cell, other_kind, read_other_workbook
from sheetkit.log.create.log_sheet import create_log
from sheetkit.log.read_log import read_log
from sheetkit.ooxml.reader.cells import CellKind
from sheetkit.template.store import shipped

ROWS = [
    ["Item", "Handed to", "Sent", "Due", "Cost", "Paid"],
    ["Plan", "Ana Müller", date(2026, 11, 2), "2026-12-01", 12.5, True],
    ["Отчёт", "Иван", date(2026, 11, 3), date(2026, 12, 2), None, False],
]
NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "drawing")
)


def open_document(path: Path, rows: str) -> Path:
    """Write a small .ods by hand."""
    table = f'<table:table table:name="List">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{manifest}"/>')
        content = f"<office:document-content {NAMESPACES}>{body}</office:document-content>"
        archive.writestr("content.xml", content)
    return path


def texts(*values: str) -> str:
    cells = (
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in values
    )
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableError) as refused:
        read_other_workbook(path, other_kind(path))
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_a_binary_workbook_is_carried_with_its_dates_and_a_word_on_what_was_not_seen(tmp_path: Path) -> None:
    old = write_binary_workbook(tmp_path / "old.xlsb", ROWS)
    found = find_list(old, shipped())
    assert len(found.notes) == 1
    assert "cannot see error cells" in found.notes[0]
    assert "what is struck out (it comes like any other text), notes, links, pictures, merged" in found.notes[0]
    carried = carry_list(found, shipped())
    create_log(tmp_path / "log.xlsx", shipped(), date(2026, 11, 23), carried.rows, carried.contents)
    frame = read_log(tmp_path / "log.xlsx").frame
    assert frame["item"].tolist() == ["Plan", "Отчёт"]
    assert frame["handed_to"].tolist() == ["Ana Müller", "Иван"]
    assert frame["handed_off"].tolist() == [datetime(2026, 11, 2), datetime(2026, 11, 3)]
    assert frame["expected_back"].tolist() == [datetime(2026, 12, 1), datetime(2026, 12, 2)]
    assert frame["Paid"].tolist() == ["TRUE", "FALSE"]


def test_an_open_document_spreadsheet_is_carried(tmp_path: Path) -> None:
    rows = texts("Item", "Handed to") + texts("Plan", "Zoë") + texts("Bericht", "Иван")
    old = open_document(tmp_path / "old.ods", rows)
    found = find_list(old, shipped())
    assert [found.grid.columns[2].values, found.sheet.name] == [["Handed to", "Zoë", "Иван"], "List"]
    assert "TRUE and FALSE are read as 1 and 0" in found.notes[0]


def test_what_is_drawn_in_a_cell_is_no_part_of_its_text(tmp_path: Path) -> None:
    frame = "<drawing:frame><drawing:image><text:p/></drawing:image><text:p>Photo</text:p></drawing:frame>"
    shape = "<drawing:shape/><drawing:group><drawing:line><text:p>Chase</text:p></drawing:line></drawing:group>"
    ruby = "<text:ruby><text:ruby-base>課長</text:ruby-base><text:ruby-text>カチョウ</text:ruby-text></text:ruby>"
    line = texts("Plan", ruby).replace("Plan</text:p>", f"Plan</text:p>{frame}{shape}")
    only_drawn = texts("", "Zoë").replace("<text:p></text:p>", frame)
    old = open_document(tmp_path / "old.ods", texts("Item", "Handed to") + line + only_drawn)
    columns = find_list(old, shipped()).grid.columns
    assert [columns[1].values, columns[2].values] == [["Item", "Plan"], ["Handed to", "課長", "Zoë"]]


@pytest.mark.parametrize("repeated", ["1048576", "4000000000"])
def test_a_small_file_that_says_it_has_a_great_many_cells_is_one_sentence(tmp_path: Path, repeated: str) -> None:
    text = 'office:value-type="string"><text:p>x</text:p></table:table-cell>'
    cell = f'<table:table-cell table:number-columns-repeated="{repeated}" {text}'
    row = f'<table:table-row table:number-rows-repeated="{repeated}">{cell}</table:table-row>'
    assert "save it as .xlsx" in refusal(open_document(tmp_path / "old.ods", row))


def test_a_cell_at_the_far_corner_does_not_take_the_command_down(tmp_path: Path) -> None:
    assert "too large" in refusal(write_binary_workbook(tmp_path / "old.xlsb", ROWS, far=(1_048_575, 16_383)))


def test_a_damaged_file_is_one_sentence(tmp_path: Path) -> None:
    old = write_binary_workbook(tmp_path / "old.xlsb", ROWS)
    with zipfile.ZipFile(old, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("xl/workbook.bin", struct.pack("<BBI", 0x9C, 0x7F, 0xFFFFFFFF))
    assert "damaged" in refusal(old)


@pytest.mark.parametrize(
    ("content", "kind"), [(b"", ""), (b"PK\x03\x04 cut", ""), (b"a,b\n", ""), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "")]
)
def test_other_files_are_of_no_such_kind(tmp_path: Path, content: bytes, kind: str) -> None:
    (tmp_path / "old.xls").write_bytes(content)
    assert other_kind(tmp_path / "old.xls") == kind
    assert other_kind(tmp_path / "none.xls") == ""


@pytest.mark.parametrize(
    ("value", "kind", "content"),
    [
        (True, CellKind.LOGICAL, True),
        (12, CellKind.NUMBER, 12.0),
        (date(2026, 11, 2), CellKind.DATE, 46_328.0),
        (datetime(2026, 11, 2, 12), CellKind.DATE, 46_328.5),
        (date(1899, 12, 30), CellKind.TEXT, "1899-12-30"),
        (time(6, 0), CellKind.DATE, 0.25),
        (timedelta(hours=1500), CellKind.DURATION, 62.5),
        (timedelta(hours=36, seconds=5), CellKind.DURATION, (36 * 3_600 + 5) / 86_400),
        ("PT36H00M00S", CellKind.DURATION, 1.5),
        ("PT", CellKind.TEXT, "PT"),
    ],
)
def test_a_duration_stays_one_and_never_becomes_a_date(value: object, kind: CellKind, content: object) -> None:
    assert _cell(value) == (kind, content)


@pytest.mark.parametrize("kind", [".xls", ".ods"])
def test_what_libreoffice_writes_is_carried_and_a_password_is_called_one(
    tmp_path: Path, libreoffice: LibreOffice, kind: str
) -> None:
    book = Workbook()
    for row in [*ROWS, ["x", "Ben", None, "=1/0", "=1+1", None]]:
        book.active.append(row)
    book.save(tmp_path / "old.xlsx")
    libreoffice.resave(tmp_path / "old.xlsx", tmp_path / f"old{kind}")
    libreoffice.resave(tmp_path / "old.xlsx", tmp_path / f"locked{kind}", "secret")
    found = find_list(tmp_path / f"old{kind}", shipped())
    columns = found.grid.columns
    assert columns[2].values == ["Handed to", "Ana Müller", "Иван", "Ben"]
    assert columns[3].values[1:] == [46_328.0, 46_329.0]
    assert columns[4].rows == [1, 2, 3]  # the error in row 4 cannot be seen, which the note says
    assert columns[5].values == ["Cost", 12.5, 2.0]
    assert carry_list(found, shipped()).lines == 3
    assert "protected by a password" in refusal(tmp_path / f"locked{kind}")
