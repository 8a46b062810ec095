"""Logs saved by other programs are changed in the cells that were named, and in nothing else."""

import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from edited_logs import changed_cells, made_by_xlsxwriter, run, saved_by_openpyxl, values
from libreoffice import LibreOffice
from made import blank_log
from package_checks import check_package

from sheetkit.log.read_log import read_log

VBA = b"application/vnd.ms-office.vbaProject"
ADD = ["Keys <&> =1+1", "--to", 'Zoe & "Co"', "--due", "2026-12-01", "--handed-off", "2026-11-16"]


def edited(before: Path, *arguments: str) -> Path:
    """A copy of a log after a command; the package is as sound as it was, and both readers read it."""
    after = before.with_name(f"edited-{before.name}")
    shutil.copyfile(before, after)
    run(arguments[0], str(after), *arguments[1:])
    assert check_package(after) == check_package(before)
    return after


MAKERS: list[tuple[Callable[[Path], Path], str, str, str]] = [
    (saved_by_openpyxl, "Log", "5", "xl/worksheets/sheet1.xml"),
    (blank_log, "Log", "2", "xl/worksheets/sheet1.xml"),
    (made_by_xlsxwriter, "Tasks", "5", "xl/worksheets/sheet1.xml"),
]


@pytest.mark.parametrize(("make", "sheet", "row", "part"), MAKERS, ids=lambda one: getattr(one, "__name__", ""))
def test_a_new_line_touches_its_own_cells_alone(
    tmp_path: Path, make: Callable[[Path], Path], sheet: str, row: str, part: str
) -> None:
    before = make(tmp_path)
    after = edited(before, "add", *ADD)
    parts, cells = changed_cells(before, after)
    assert parts == [part]
    assert {cell.lstrip("ABCDEFGHIJKLMNOPQRSTU") for cell in cells} == {row}
    log = read_log(after)
    line = log.frame.loc[int(row)]
    assert (line["item"], line["handed_to"]) == ("Keys <&> =1+1", 'Zoe & "Co"')
    assert line["expected_back"] == datetime(2026, 12, 1)
    seen, old = values(after, sheet), values(before, sheet)
    assert {name: value for name, value in seen.items() if name not in cells} == {
        name: value for name, value in old.items() if name not in cells
    }
    assert {"Keys <&> =1+1", 'Zoe & "Co"', datetime(2026, 12, 1)} <= {seen.get(name) for name in cells}


@pytest.mark.parametrize("make", [saved_by_openpyxl, made_by_xlsxwriter])
def test_done_set_and_clear_touch_their_own_cells_alone(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    before = make(tmp_path)
    after = edited(before, "done", "H-0002", "--returned", "2026-11-20")
    parts, cells = changed_cells(before, after)
    assert parts == ["xl/worksheets/sheet1.xml"]
    assert {cell[1:] for cell in cells} == {"3"}
    again = edited(after, "set", "H-0002", "Notes=two\nlines", "Now expected=", "Returned=2026-11-21 17:00")
    assert len(changed_cells(after, again)[1]) <= 2
    line = read_log(again).frame.loc[3]
    assert (line["status"], line["notes"], line["returned"]) == ("Done", "two\nlines", datetime(2026, 11, 21, 17))


def test_a_log_saved_by_libreoffice_shows_the_right_flag(tmp_path: Path, libreoffice: LibreOffice) -> None:
    saved = tmp_path / "libreoffice.xlsx"
    libreoffice.resave(saved_by_openpyxl(tmp_path), saved)
    added = edited(saved, "add", *ADD)
    parts, cells = changed_cells(saved, added)
    assert parts == ["xl/worksheets/sheet1.xml"]
    assert {cell.lstrip("ABCDEFGHIJKLMNOPQRSTUV") for cell in cells} == {"5"}
    after = edited(added, "set", "H-0003", "Returned=", "Status=On hold")
    assert {cell[1:] for cell in changed_cells(added, after)[1]} == {"4"}
    log = read_log(after)
    assert log.frame["item"].tolist() == ["Draft budget", "Late plan", "Signed lease", "Keys <&> =1+1"]
    stored = values(after, "Log")
    live = libreoffice.recalculate_and_read(after, "Log", "A2:D5")
    assert [line[0] for line in live][2:] == ["On hold", "Missing checkpoint"] == [stored["A4"], stored["A5"]]
    assert live[3][1] == stored["B5"]
    assert live[3][3] == "Keys <&> =1+1"


def test_a_new_log_shows_the_right_flag_before_and_after_it_is_calculated(
    tmp_path: Path, libreoffice: LibreOffice
) -> None:
    log = blank_log(tmp_path, 3)
    for number in range(5):  # two more than the log has lines
        run("add", str(log), f"Thing {number}", "--to", "Ana", "--due", f"+{number}d", "--set", "Understood=Yes")
    run("done", str(log), "H-0004")
    stored = values(log, "Log")
    live = libreoffice.recalculate_and_read(log, "Log", "A2:D6")
    assert [line[0] for line in live] == [stored[f"A{row}"] for row in range(2, 7)]
    assert [line[1] for line in live] == [stored.get(f"B{row}", "") for row in range(2, 7)] == [0, 1, 2, "", 4]
    assert [line[2] for line in live] == [f"H-{number:04}" for number in range(1, 6)]
    assert check_package(log) == []


def test_a_filtered_macro_workbook_keeps_its_macros_and_its_hidden_rows(tmp_path: Path) -> None:
    plain = saved_by_openpyxl(tmp_path)
    before = tmp_path / "macros.xlsm"
    macro_type = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(before, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "[Content_Types].xml":
                content = re.sub(rb"application/[\w.-]+\.sheet\.main\+xml", macro_type, content)
                content = content.replace(b"</Types>", b'<Default Extension="bin" ContentType="%s"/></Types>' % VBA)
            if name == "xl/worksheets/sheet1.xml":
                content = re.sub(rb'<row r="3"', b'<row r="3" hidden="1"', content)
            new.writestr(name, content)
        new.writestr("xl/vbaProject.bin", bytes(range(256)) * 40)
    after = edited(before, "done", "H-0002")
    parts, cells = changed_cells(before, after)
    assert parts == ["xl/worksheets/sheet1.xml"]
    assert {cell[1:] for cell in cells} == {"3"}
    assert b'<row r="3" hidden="1"' in zipfile.ZipFile(after).read(parts[0])
