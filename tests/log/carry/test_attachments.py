"""Notes, links, durations and struck-out text of an old list are carried into the new log, or named."""

from pathlib import Path

import openpyxl
import pytest
from handmade import MAIN, OFFICE, pack, parts, relations

from sheetkit.cli import main
from sheetkit.log.read_log import read_log

HEADINGS = ("Item", "Handed to", "Handed off", "Expected back", "Hours spent")
STRUCK = "<is><r><rPr><strike/></rPr><t>Ana </t></r><r><t>Ben</t></r></is>"
WHOLE = "<is><r><rPr><strike/></rPr><t>Old lease</t></r></is>"


def text(name: str, shown: str) -> str:
    return f'<c r="{name}" t="inlineStr"><is><t>{shown}</t></is></c>'


def old_list(folder: Path) -> Path:
    """Return a list with notes on D2 and H9, links on A2 and B2, durations, and struck-out text."""
    rows = "".join(text(f"{letter}1", heading) for letter, heading in zip("ABCDE", HEADINGS, strict=True))
    dates = '<c r="C{0}" s="1"><v>46328</v></c><c r="D{0}" s="1"><v>46336</v></c><c r="E{0}" s="2"><v>{1}</v></c>'
    made = parts(
        f'<row r="1">{rows}</row>'
        f'<row r="2">{text("A2", "scan")}{text("B2", "Ana")}{dates.format(2, 62.5)}</row>'
        f'<row r="3"><c r="A3" t="inlineStr">{WHOLE}</c><c r="B3" t="inlineStr">{STRUCK}</c>'
        f"{dates.format(3, 1.5)}</row>",
        formats="14|[h]:mm",
    )
    links = (
        f'<hyperlinks xmlns:r="{OFFICE}"><hyperlink ref="A2" r:id="x1"/><hyperlink ref="B2" r:id="x2"/></hyperlinks>'
    )
    sheet = str(made["xl/worksheets/sheet1.xml"])
    made["xl/worksheets/sheet1.xml"] = sheet.replace("</worksheet>", f"{links}</worksheet>")
    external = "".join(
        f'<Relationship Id="x{n}" Type="{OFFICE}/hyperlink" Target="{target}" TargetMode="External"/>'
        for n, target in enumerate(["https://example.org/scan.pdf?a=1&amp;b=2", "javascript:alert(1)"], start=1)
    )
    own = relations({"../comments1.xml": "comments"})
    made["xl/worksheets/_rels/sheet1.xml.rels"] = own.replace("</Relationships>", f"{external}</Relationships>")
    made["xl/comments1.xml"] = (
        f'<comments xmlns="{MAIN}"><authors><author>me</author></authors><commentList>'
        '<comment ref="D2" authorId="0"><text><t>agreed by phone</t></text></comment>'
        '<comment ref="H9" authorId="0"><text><t>lost</t></text></comment></commentList></comments>'
    )
    return pack(folder / "old.xlsx", made)


@pytest.mark.parametrize("command", ["adopt", "upgrade"])
def test_notes_links_and_durations_are_carried_and_all_else_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    new = tmp_path / "new.xlsx"
    assert main([command, str(old_list(tmp_path)), "-o", str(new)]) == 0
    said = capsys.readouterr().out
    assert "H9: the cell is in no line of the new log, so its note is not carried over." in said
    assert "B2: the link goes to a kind of address that sheetkit does not link to, so it is not carried over." in said
    assert "A3: the text is struck out, and it is carried over like any other." in said
    assert "B3: 'Ana' is struck out in the cell, so it is left out." in said
    sheet = openpyxl.load_workbook(new)["Log"]
    place = {cell.value: cell.column_letter for cell in sheet[1]}
    note = sheet[f"{place['Expected back']}2"].comment
    assert (note.author, note.text) == ("me", "agreed by phone")
    linked = sheet[f"{place['Item']}2"]
    assert (linked.value, linked.hyperlink.target) == ("scan", "https://example.org/scan.pdf?a=1&b=2")
    assert sheet[f"{place['Handed to']}2"].hyperlink is None
    assert sheet[f"{place['Handed to']}3"].value == "Ben"
    hours = sheet[f"{place['Hours spent']}2"]
    assert (hours.number_format, hours.value.total_seconds()) == ("[h]:mm", 1500 * 3600)
    shown = read_log(new).frame["Hours spent"].tolist()
    assert shown == ["1500:00", "36:00"]


def test_the_annotated_copy_has_notes_and_links_too_or_names_their_cells(tmp_path: Path) -> None:
    old, copy = old_list(tmp_path), tmp_path / "copy.xlsx"
    main(["check", str(old), "--annotate", str(copy)])
    sheet, problems = openpyxl.load_workbook(copy).worksheets
    assert sheet["D2"].comment.text.endswith("agreed by phone")
    assert (sheet["A2"].value, sheet["A2"].hyperlink.target) == ("scan", "https://example.org/scan.pdf?a=1&b=2")
    assert sheet["E2"].value == "1500:00"
    assert "Not in the copy are notes, links or pictures of B2 and H9." in str(problems["A2"].value)


def test_what_is_struck_out_is_a_problem_of_its_cell(tmp_path: Path) -> None:
    found = {one.cell: one.message for one in read_log(old_list(tmp_path)).problems if one.code == "struck-out"}
    assert found == {
        "A3": "'Old lease' is struck out, and it is read anyway",
        "B3": "'Ana' is struck out, so 'Ben' is read",
    }


def test_a_time_zone_is_named_and_the_time_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "Item,Handed to,Handed off,Expected back\nA,Ana,2026-11-02,2026-11-23T17:00:00Z\n", encoding="utf-8"
    )
    (problem,) = [one for one in read_log(path).problems if one.code == "time-zone"]
    assert problem.cell == "D2"
    assert str(read_log(path).frame["expected_back"].iloc[0]) == "2026-11-23 17:00:00"
    assert main(["adopt", str(path), "-o", str(tmp_path / "new.xlsx")]) == 0
    assert "D2: the date has a time zone" in capsys.readouterr().out
