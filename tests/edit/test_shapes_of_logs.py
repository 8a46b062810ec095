"""Logs as other programs write them, and with what people put into them: the same cells change, and nothing else."""

import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from edited_logs import changed_cells, run, saved_by_openpyxl, values
from libreoffice import LibreOffice
from package_checks import check_package

from sheetkit.log.read_log import read_log

SHEET = "xl/worksheets/sheet1.xml"
LAST_ROW = 31  # of the table
Parts = dict[str, bytes]
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_SPARKLINES = f"""<extLst><ext xmlns:x14="{_X14}" uri="{{05C60535-1F16-4fd2-B633-F4F36F0B64E0}}"><x14:sparklineGroups
xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:sparklineGroup><x14:colorSeries rgb="FF376092"/>
<x14:sparklines><x14:sparkline><xm:f>Log!B2:B5</xm:f><xm:sqref>X2</xm:sqref></x14:sparkline></x14:sparklines>
</x14:sparklineGroup></x14:sparklineGroups></ext></extLst></worksheet>"""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def with_prefix(parts: Parts) -> None:
    """As the Open XML SDK writes a sheet."""
    head, rest = parts[SHEET].decode().split("?>", 1) if b"?>" in parts[SHEET] else ("", parts[SHEET].decode())
    rest = re.sub(r"<(/?)([A-Za-z])", r"<\1x:\2", rest).replace("xmlns=", "xmlns:x=", 1)
    parts[SHEET] = (f"{head}?>{rest}" if head else rest).encode()


def with_odd_attributes(parts: Parts) -> None:
    """Line breaks in tags, single quotes, and references that do not come first."""
    data = re.sub(rb'<c r="([A-Z]+\d+)"([^/>]*)', rb"<c\2\n  r='\1'", parts[SHEET])
    parts[SHEET] = re.sub(rb'<row r="(\d+)"([^>]*)>', rb"<row\2 r = '\1'>", data)


def without_blank_cells(parts: Parts) -> None:
    """No cell that is empty, no row below the lines, no dimension."""
    data = re.sub(rb'<c r="[A-Z]+\d+"(?: s="\d+")? ?/>', b"", parts[SHEET])
    data = re.sub(rb'<row r="(?:[6-9]|\d\d)"[^>]*>.*?</row>', b"", data, flags=re.DOTALL)
    parts[SHEET] = re.sub(rb"<dimension[^>]*/>", b"", data)


def as_google_sheets(parts: Parts) -> None:
    """Live columns as shared formulas, rows without attributes, no dimension."""
    data = re.sub(rb"<dimension[^>]*/>", b"", parts[SHEET])
    data = re.sub(rb'<row r="(\d+)"[^>]*>', rb'<row r="\1">', data)
    for number, column in enumerate((b"A", b"B")):
        formulas = re.compile(rb'(<c r="%s\d+"[^>]*>)<f>([^<]*)</f>' % column)
        first = formulas.search(data)
        assert first is not None
        master = b'<f t="shared" ref="%s2:%s%d" si="%d">' % (column, column, LAST_ROW, number)
        kept = data[: first.start()] + first[1] + master + first[2] + b"</f>"
        data = kept + formulas.sub(rb'\1<f t="shared" si="%d"/>' % number, data[first.end() :])
    parts[SHEET] = data


def counting_from_1904(parts: Parts) -> None:
    """As Excel for the Mac once did."""
    parts["xl/workbook.xml"] = re.sub(rb"<workbookPr ?", b'<workbookPr date1904="1" ', parts["xl/workbook.xml"])
    days = re.compile(rb'(<c r="[HIJKLNO]\d+"[^>]*><v>)(\d{5})(?=</v>)')
    parts[SHEET] = days.sub(lambda found: found[1] + b"%d" % (int(found[2]) - 1462), parts[SHEET])


def with_parts_of_its_own(parts: Parts) -> None:
    """Sparklines, hidden rows, and parts that no schema of ours knows: custom XML, a picture."""
    data = parts[SHEET].replace(b"</worksheet>", _SPARKLINES.encode())
    parts[SHEET] = re.sub(rb'<row r="3"', b'<row r="3" hidden="1"', data)
    parts["customXml/item1.xml"] = b"<own xmlns='urn:own'>  kept as it is  </own>"
    parts["xl/media/image1.png"] = bytes(range(256)) * 8
    link = f'<Relationship Id="rId900" Type="{_OFFICE}/customXml" Target="../customXml/item1.xml"/></Relationships>'
    relations = parts["xl/_rels/workbook.xml.rels"]
    parts["xl/_rels/workbook.xml.rels"] = relations.replace(b"</Relationships>", link.encode())
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = re.sub(
        rb"(<Types[^>]*>)", rb'\1<Default Extension="png" ContentType="image/png"/>', types
    )


SHAPES: list[Callable[[Parts], None]] = [
    with_prefix,
    with_odd_attributes,
    without_blank_cells,
    as_google_sheets,
    counting_from_1904,
    with_parts_of_its_own,
]


def shaped(folder: Path, shape: Callable[[Parts], None]) -> Path:
    """A log with three lines in another shape."""
    path = saved_by_openpyxl(folder)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    shape(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_the_cells_that_were_asked_for_change_in_whatever_shape(
    tmp_path: Path, shape: Callable[[Parts], None], libreoffice: LibreOffice
) -> None:
    log = shaped(tmp_path, shape)
    wrong, lines = check_package(log), read_log(log).frame["expected_back"].tolist()
    first = log.with_name("first.xlsx")
    first.write_bytes(log.read_bytes())
    commands = (
        (["add", "Keys <&> =1+1", "--to", 'Zoe & "Co"', "--due", "2026-12-01", "--handed-off", "2026-11-16"], "5"),
        (["done", "H-0001", "--returned", "2026-11-20"], "2"),
        (["set", "H-0003", "Returned=", "Status=On hold", "Notes=two\nlines"], "4"),
    )
    for command, row in commands:
        before = log.with_name("before.xlsx")
        before.write_bytes(log.read_bytes())
        run(command[0], str(log), *command[1:])
        parts, cells = changed_cells(before, log)
        assert parts == [SHEET]
        assert {cell.lstrip("ABCDEFGHIJKLMNOPQRSTUV") for cell in cells} == {row}
    assert check_package(log) == wrong
    frame = read_log(log).frame
    assert frame["expected_back"].tolist() == [*lines, datetime(2026, 12, 1)]
    assert frame["item"].tolist()[3] == "Keys <&> =1+1"
    stored = values(log, "Log")
    live = libreoffice.recalculate_and_read(log, "Log", "A1:D5")
    touched = (2, 4, 5)  # openpyxl stores no results, so the others have none until they are calculated
    assert [(live[row - 1][0], live[row - 1][3]) for row in touched] == [
        (stored[f"A{row}"], stored[f"D{row}"]) for row in touched
    ]
    assert [live[1][0], live[3][0]] == ["Done", "On hold"]
    for _ in commands:
        run("undo", str(log))
    with zipfile.ZipFile(log) as now, zipfile.ZipFile(first) as old:
        assert all(now.read(name) == old.read(name) for name in old.namelist())
