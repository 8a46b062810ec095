"""The checks of packages bite: each kind of damage is found in a workbook that was sound before."""

import re
import zipfile
from pathlib import Path

import pytest
from made import blank_log
from package_checks import check_package

DAMAGE = {
    "an open tag": ("xl/workbook.xml", "</workbook>", "", "not well-formed"),
    "a part without a type": ("[Content_Types].xml", "/xl/tables/table1.xml", "/xl/tables/table9.xml", "not there"),
    "a link that leads nowhere": ("xl/_rels/workbook.xml.rels", "worksheets/sheet2.xml", "sheet2.xml", "not in the"),
    "a shared string too many": ("xl/worksheets/sheet1.xml", r't="s"><v>\d+<', 't="s"><v>99999<', "shared string"),
    "a heading that is not the table's": ("xl/tables/table1.xml", 'name="Item"', 'name="Items"', "heading"),
    "a formula that is not the column's": ("xl/worksheets/sheet1.xml", r"IF\(NOT\(", "IF(AND(", "is not the column's"),
    "a newer function": ("xl/worksheets/sheet1.xml", r"CLEAN\(", "XLOOKUP(", "XLOOKUP"),
    "a missing bracket": ("xl/worksheets/sheet1.xml", r"IF\(NOT\(", "IF(NOT", "brackets"),
    "a structured reference in a colour rule": (
        "xl/worksheets/sheet1.xml",
        r"<formula>\$A2",
        "<formula>T[Flag]",
        "condit",
    ),
    "a prompt that is too long": ("xl/worksheets/sheet1.xml", ' prompt="', ' prompt="' + "x" * 255, "over 255"),
    "a list with a quotation mark": ("xl/worksheets/sheet1.xml", '"Yes,No"', '"Yes,N"o"', "quotation marks"),
    "a format that is not there": ("xl/worksheets/sheet1.xml", r' s="\d+"', ' s="999"', "format that is not there"),
    "a colour that is not there": ("xl/worksheets/sheet1.xml", r'dxfId="\d+"', 'dxfId="99"', "not there"),
    "a sheet named History": ("xl/workbook.xml", 'name="Guide"', 'name="History"', "'History'"),
    "two sheets of one name": ("xl/workbook.xml", 'name="Guide"', 'name="LOG"', "two sheets"),
    "a stored formula with a sign": ("xl/worksheets/sheet1.xml", r"<f>IF\(", "<f>=IF(", "begins with '='"),
    "checks that overlap": ("xl/worksheets/sheet1.xml", r'(<dataValidation [^>]*sqref=")A2:A', r"\1A2:B", "two checks"),
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return blank_log(tmp_path_factory.mktemp("sound"), 3)


def test_a_blank_log_is_sound(sound: Path) -> None:
    assert check_package(sound) == []


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_found(kind: str, sound: Path, tmp_path: Path) -> None:
    part, old, new, said = DAMAGE[kind]
    damaged = tmp_path / "damaged.xlsx"
    with zipfile.ZipFile(sound) as source, zipfile.ZipFile(damaged, "w") as target:
        for name in source.namelist():
            text = source.read(name).decode()
            if name == part:
                text, times = re.subn(old, new, text, count=1)
                assert times
            target.writestr(name, text)
    assert any(said in problem for problem in check_package(damaged)), check_package(damaged)


def test_what_is_no_zip_file_is_said(tmp_path: Path) -> None:
    path = tmp_path / "log.xlsx"
    path.write_text("no workbook", encoding="utf-8")
    assert "no zip file" in check_package(path)[0]
