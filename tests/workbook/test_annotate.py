"""The annotated copy of a log: the same cells at the same addresses, each problem on its own."""

import json
import shutil
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from handmade import pack, parts
from libreoffice import LibreOffice
from logs import filled_log, row
from messages import is_one_message, one_line
from openpyxl.worksheet.worksheet import Worksheet
from package_checks import check_package
from reviews import table
from sheets import GOOD, SIMPLE, plain_book

from sheetkit import palette
from sheetkit.cli import main
from sheetkit.errors import OutputError
from sheetkit.log.read_log import read_log
from sheetkit.workbook import annotate
from sheetkit.workbook.annotate import write_annotated

DAY = datetime(2026, 11, 23)
HOSTILE = ["=1+1", "+1", "@SUM(A1)", "<r><t>x</t></r>", "http://example.org", "{=1}", "&amp;", "'x"]


def copy_of(log: Path) -> Path:
    target = log.with_name("copy.xlsx")
    write_annotated(read_log(log), target, DAY)
    return target


def raw_log(folder: Path, line: list[str], name: str = "Log", below: str = "") -> Path:
    """Return a log of one line, whose texts are put into the XML as they are."""
    rows = [
        "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
        for texts in (["Item", "Status", "Handed off", "Due"], line)
    ]
    contents = parts(f"<row>{rows[0]}</row><row>{rows[1]}</row>{below}", sheets={name: "visible"})
    return pack(folder / "log.xlsx", contents)


def first_sheet(path: Path) -> Worksheet:
    return openpyxl.load_workbook(path).worksheets[0]


def fill(sheet: Worksheet, cell: str) -> str:
    shown = sheet[cell].fill
    return "#" + shown.fgColor.rgb[2:] if shown.fill_type == "solid" else ""


def said(sheet: Worksheet, cell: str) -> str:
    comment = sheet[cell].comment
    return comment.text if comment else ""


def test_every_cell_stands_where_it_stands_in_the_log(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    book = plain_book(path, [GOOD, {**GOOD, "id": "H-0002", "Room": "4b"}], (*GOOD, "Room"), top=5, left=3)
    log, sheet = book.active, first_sheet(copy_of(path))
    assert sheet.title == log.title
    same = {cell.coordinate: cell.value for line in log.iter_rows() for cell in line if cell.value is not None}
    copied = {cell.coordinate: cell.value for line in sheet.iter_rows() for cell in line if cell.value is not None}
    assert set(copied) == set(same)
    for place, value in same.items():
        shown = copied[place]
        assert shown == (datetime(value.year, value.month, value.day) if hasattr(value, "year") else value)


def test_a_problem_cell_has_the_colour_of_its_severity_and_says_what_to_do(tmp_path: Path) -> None:
    rows = [row(item=None), row(checkpoint="30 Nov 2026"), row(expected_back="03/04/2027"), row(item="Other")]
    log = read_log(filled_log(tmp_path, rows))
    sheet = first_sheet(copy_of(log.path))
    assert fill(sheet, "D2") == palette.SEVERITY["error"].fill
    assert said(sheet, "D2").startswith("Error: Item is blank.\nEnter it")
    assert sheet["J3"].value == "30 Nov 2026"  # what stands there, not what it is read as
    assert fill(sheet, "J3") == palette.SEVERITY["warning"].fill
    assert "Type it again as 2026-11-30" in said(sheet, "J3")
    assert sheet["I4"].value == "03/04/2027"
    commented = {cell.coordinate for line in sheet.iter_rows() for cell in line if cell.comment}
    assert commented == {problem.cell for problem in log.problems}
    assert {cell.comment.author for line in sheet.iter_rows() for cell in line if cell.comment} == {"sheetkit"}
    assert fill(sheet, "D5") == ""


def test_several_problems_of_one_cell_are_one_comment_in_the_colour_of_the_worst(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    plain_book(path, [GOOD], ("item", "handed_to", "handed_off", "checkpoint"))
    sheet = first_sheet(copy_of(path))
    text = said(sheet, "A1")
    assert text.startswith("Error: there is no column 'Expected back'")
    assert text.count("\nName the column") == 5
    assert "more about this cell: see the sheet Problems." in text
    assert sheet["A1"].value == "Item"
    assert fill(sheet, "A1") == palette.SEVERITY["error"].fill


def test_what_stands_outside_the_log_is_shown_where_it_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    book = plain_book(path, [GOOD, {}, {}, {**GOOD, "id": "H-0002"}, {}])
    book.active["K3"] = "stray"
    book.active.merge_cells("A4:A5")  # reaches into a hand-off
    book.active.merge_cells("A6:B6")  # in an empty row, where it costs nobody anything
    book.save(path)
    sheet = first_sheet(copy_of(path))
    assert sheet["K3"].value == "stray"
    assert "on its own" in said(sheet, "K3")
    assert sheet["A4"].value is None
    assert "A4:A5 is merged" in said(sheet, "A4")
    assert said(sheet, "A6") == ""


def test_each_problem_is_listed_and_leads_to_its_cell(tmp_path: Path) -> None:
    log = read_log(filled_log(tmp_path, [row(item=None), row(status="Dnoe")]))
    book = openpyxl.load_workbook(copy_of(log.path))
    assert book.sheetnames == ["Log", "Problems"]
    sheet = book["Problems"]
    assert [line["Cell"] for line in table(sheet)] == [problem.cell for problem in log.problems]
    links = [sheet.cell(number, 2).hyperlink for number in (4, 5)]
    assert [link.location for link in links if link] == ["'Log'!D2", "'Log'!M3"]
    assert "2 errors, 0 warnings in log.xlsx." in sheet["A2"].value


def test_problems_of_another_sheet_are_listed_without_a_link(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [row()])
    book = openpyxl.load_workbook(path)
    book["Settings"]["B4"] = "many"
    book.save(path)
    made = copy_of(path)
    [line] = table(openpyxl.load_workbook(made)["Problems"])
    assert (line["Sheet"], line["Cell"], line["Kind"]) == ("Settings", "B4", "bad-setting")
    assert fill(first_sheet(made), "B4") == ""


@pytest.mark.parametrize("name", ["Problems", "x" * 40, "a/b", "History", "'quoted'", "it's"])
def test_a_sheet_may_be_called_what_no_other_may(tmp_path: Path, name: str) -> None:
    path = raw_log(tmp_path, ["x"] * 4, name)
    made = copy_of(path)
    assert check_package(made) == []
    assert openpyxl.load_workbook(made).sheetnames == ["it's" if name == "it's" else "Log", "Problems"]


def test_a_log_in_order_says_so(tmp_path: Path) -> None:
    made = copy_of(filled_log(tmp_path, [row()]))
    assert check_package(made) == []
    assert openpyxl.load_workbook(made)["Problems"]["A2"].value.startswith("Nothing is wrong in log.xlsx.")


def test_a_blank_log_has_a_copy_too(tmp_path: Path) -> None:
    assert check_package(copy_of(filled_log(tmp_path, []))) == []


def test_columns_that_the_log_works_out_are_empty_and_the_copy_says_so(tmp_path: Path) -> None:
    made = copy_of(filled_log(tmp_path, [row(item=None)]))
    sheet = first_sheet(made)
    assert [sheet["A1"].value, sheet["B1"].value, sheet["A2"].value] == ["Flag", "Days left", None]
    assert fill(sheet, "A1") == palette.PALETTE["grey"].fill
    said_there = openpyxl.load_workbook(made)["Problems"]["A2"].value
    assert "Flag and Days left are calculated in the log alone, so empty here." in said_there


def test_what_people_typed_never_becomes_a_formula_a_link_or_markup(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    plain_book(path, [{**GOOD, "item": text, "status": text, "expected_back": text} for text in HOSTILE])
    made = copy_of(path)
    assert check_package(made) == []
    sheet = first_sheet(made)
    assert [sheet.cell(number, 2).value for number in range(2, len(HOSTILE) + 2)] == HOSTILE
    with zipfile.ZipFile(made) as package:
        written = {name: package.read(name).decode() for name in package.namelist() if name.endswith(".xml")}
    assert not any("<f>" in text or "<f " in text for name, text in written.items() if "worksheets" in name)
    assert not any("<t>x</t>" in text for text in written.values())
    assert "<author>sheetkit</author>" in written["xl/comments1.xml"]


def test_what_looks_like_an_escape_stays_what_it_is(tmp_path: Path) -> None:
    made = copy_of(raw_log(tmp_path, ["_x005F_x0041_"] * 4))
    with zipfile.ZipFile(made) as package:
        assert "_x005F_x0041_" in package.read("xl/comments1.xml").decode()
    assert read_log(made).frame.at[2, "item"] == "_x0041_"


def test_excel_opens_a_copy_of_the_strangest_cells(tmp_path: Path) -> None:
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row>'
    path = raw_log(tmp_path, ["_x000B__xFFFE__xD800_" + "z" * 40_000] * 4, below=far)
    made = copy_of(path)
    assert check_package(made) == []
    assert first_sheet(made)["XFD1048576"].value == "far"


def test_the_same_log_twice_gives_the_same_bytes_and_replaces_the_copy(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [row(item=None), row(status="Dnoe")])
    first = copy_of(path).read_bytes()
    assert copy_of(path).read_bytes() == first
    assert check_package(tmp_path / "copy.xlsx") == []


def test_nothing_else_is_ever_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = filled_log(tmp_path, [row(item=None)])
    other = filled_log(tmp_path, [row()], "other.xlsx")
    assert main(["review", str(path), "--as-of", "2026-11-23"]) == 0
    copy_of(path)
    (tmp_path / "note.xlsx").write_bytes(b"mine")
    (tmp_path / "folder.xlsx").mkdir()
    files = {found: found.read_bytes() for found in tmp_path.iterdir() if found.is_file()}
    capsys.readouterr()
    for log, target in [
        (path, "log.xlsx"),
        (path, "other.xlsx"),
        (path, "log-review-2026-11-23.xlsx"),
        (path, "note.xlsx"),
        (path, "folder.xlsx"),
        (other, "copy.xlsx"),
    ]:
        assert main(["check", str(log), "--annotate", str(tmp_path / target)]) == 2
        shown = capsys.readouterr()
        assert shown.out == ""
        assert is_one_message(shown.err)
        assert any(word in one_line(shown.err) for word in ("name another file", "is a folder"))
    assert {found: found.read_bytes() for found in tmp_path.iterdir() if found.is_file()} == files


def test_a_copy_under_the_logs_own_name_is_a_log_and_no_output(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [row()])
    shutil.copy(copy_of(path), path)
    with pytest.raises(OutputError, match="the log itself"):
        write_annotated(read_log(path), path, DAY)


def test_the_command_makes_it_of_one_log_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, target = filled_log(tmp_path, [row(item=None)]), tmp_path / "copy"
    assert main(["check", str(path), str(path), "--annotate", str(target)]) == 2
    assert is_one_message(capsys.readouterr().err)
    assert main(["check", str(tmp_path / "nowhere.xlsx"), "--annotate", str(target)]) == 2
    assert main(["check", str(path), "--annotate", ""]) == 2
    assert [found.name for found in tmp_path.iterdir()] == ["log.xlsx"]
    assert main(["check", str(path), "--annotate", str(target)]) == 1
    assert "copy.xlsx shows each problem on its cell" in capsys.readouterr().out
    assert main(["check", str(path), "--annotate", str(target), "--json"]) == 1
    shown = capsys.readouterr()
    assert json.loads(shown.out)["logs"][0]["problems"][0]["cell"] == "D2"
    assert "shows each problem on its cell" in shown.err


def test_a_review_does_not_take_the_copy_for_a_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy_of(filled_log(tmp_path, [row()]))
    monkeypatch.chdir(tmp_path)
    assert main(["review", "--as-of", "2026-11-23"]) == 0


def test_past_what_a_program_can_bear_cells_are_coloured_and_listed_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annotate, "_MAX_COMMENTS", 2)
    path = tmp_path / "list.xlsx"
    plain_book(path, [{**dict.fromkeys(SIMPLE, "x"), "checkpoint": "30 Nov 2026"}] * 2, (*SIMPLE, "checkpoint"))
    made = copy_of(path)
    sheet = first_sheet(made)
    assert len([cell for line in sheet.iter_rows() for cell in line if cell.comment]) == 2
    assert fill(sheet, "E3") == palette.SEVERITY["warning"].fill
    assert "2 of 7 coloured cells have a comment" in openpyxl.load_workbook(made)["Problems"]["A2"].value


def test_it_shows_what_it_should_in_another_program(libreoffice: LibreOffice, tmp_path: Path) -> None:
    made = copy_of(filled_log(tmp_path, [row(item=None), row(expected_back="31/11/2026")]))
    shown = libreoffice.fill(made, None, "Log", {}, read="A1:U3").shown
    assert shown[0][3] == "Item"
    assert shown[2][8] == "31/11/2026"
    assert not [text for line in shown for text in line if text.startswith(("###", "#N", "#V", "#R", "#D", "Err:"))]
