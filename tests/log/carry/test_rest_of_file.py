"""What an old file holds besides plain cells is named, cell by cell where it has cells."""

from pathlib import Path

import openpyxl
import pytest
from handmade import MAIN, pack, parts, rich_cell, with_rich_values

from sheetkit.cli import main
from sheetkit.log.read_log import read_log

LINE = ("Item", "Handed to", "Status", "Notes")


def old_list(folder: Path, lines: int = 4) -> Path:
    """Return a list with merged cells, hidden rows, a printed header, a name, a property, and sheets without cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "List"
    sheet.append(LINE)
    for number in range(lines):
        sheet.append([f"Thing {number}", "Ana", "Done" if number == 1 else None])
    sheet.merge_cells("C3:C5")
    sheet.row_dimensions[4].hidden = sheet.column_dimensions["D"].hidden = True
    sheet.oddHeader.center.text = "&B&14Not for the press"
    book.defined_names["Rate"] = openpyxl.workbook.defined_name.DefinedName("Rate", attr_text="0.19")
    book.custom_doc_props.append(openpyxl.packaging.custom.StringProperty(name="Case", value="4711"))
    book.create_sheet("Notes only")["B2"].comment = openpyxl.comments.Comment("by phone", "Ana")
    book.create_sheet("Empty")
    book.create_chartsheet("Chart")
    book.save(folder / "old.xlsx")
    return folder / "old.xlsx"


def told(command: str, old: Path, new: Path, capsys: pytest.CaptureFixture[str]) -> str:
    options = ["--incomplete"] if command == "adopt" else []
    assert main([command, str(old), "-o", str(new), *options]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("command", ["adopt", "upgrade"])
def test_merged_cells_hidden_rows_and_sheets_without_cells_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    said = told(command, old_list(tmp_path), tmp_path / "new.xlsx", capsys)
    assert "C4:C5: part of merged cells, of which only the first holds a value, so the new cell is blank." in said
    assert "Row 4 and column D are hidden in the old file; in the new log nothing is hidden." in said
    assert "The other sheets of the old file are not carried over: 'Notes only' and 'Chart'." in said


def test_what_belongs_to_the_file_as_a_whole_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = told("adopt", old_list(tmp_path), tmp_path / "new.xlsx", capsys)
    assert (
        "Not carried over either: what is printed above or below each page ('Not for the press'), 1 defined name and "
        "the document property 'Case'." in said
    )


@pytest.mark.parametrize("command", ["adopt", "upgrade"])
def test_cells_that_are_too_many_for_a_sentence_are_named_in_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    heading = "".join(text(f"{letter}1", shown) for letter, shown in zip("ABCD", LINE, strict=True))
    error = '<c r="D{0}" t="e"><v>#N/A</v></c>'
    lines = "".join(
        f'<row r="{row}">{text(f"A{row}", "Scan")}{error.format(row) * (row % 2)}</row>' for row in range(2, 500)
    )
    old, new = pack(tmp_path / "old.xlsx", parts(f'<row r="1">{heading}</row>{lines}')), tmp_path / "new.xlsx"
    taken = tmp_path / "new-not-carried-over.csv"
    taken.write_text("mine")
    said = told(command, old, new, capsys)
    assert "249 cells in D3:D499: the cell holds the error #N/A, so the new cell is empty." in said
    assert "new-not-carried-over (2).csv names each cell that could not be carried over." in said
    _, *listed = (tmp_path / "new-not-carried-over (2).csv").read_text("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in listed] == [f"D{row}" for row in range(3, 500, 2)]
    assert taken.read_text() == "mine"


def text(name: str, shown: str) -> str:
    return f'<c r="{name}" t="inlineStr"><is><t>{shown}</t></is></c>'


def test_an_error_in_status_is_no_word_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    heading = "".join(text(f"{letter}1", shown) for letter, shown in zip("ABCD", LINE, strict=True))
    line = text("A2", "Scan") + '<c r="C2" t="e"><v>#N/A</v></c>'
    old = pack(tmp_path / "old.xlsx", parts(f'<row r="1">{heading}</row><row r="2">{line}</row>'))
    said = told("adopt", old, tmp_path / "new.xlsx", capsys)
    assert "C2: the cell holds the error #N/A, so the new cell is empty." in said
    assert "has these words" not in said


@pytest.mark.parametrize("command", ["adopt", "upgrade"])
def test_a_picture_and_a_data_type_in_a_cell_are_called_that(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    heading = "".join(text(f"{letter}1", shown) for letter, shown in zip("ABCD", LINE, strict=True))
    lines = "".join(
        f'<row r="{row}">{text(f"A{row}", "Scan")}{rich_cell(f"B{row}", 2)}{rich_cell(f"D{row}", 1)}</row>'
        for row in (2, 3)
    )
    made = with_rich_values(parts(f'<row r="1">{heading}</row>{lines}'))
    said = told(command, pack(tmp_path / "old.xlsx", made), tmp_path / "new.xlsx", capsys)
    assert "D2:D3: the cell holds a picture, which is not carried over, so the new cell is empty." in said
    assert "B2:B3: the cell holds a data type, of which the text that it shows is carried over." in said
    assert read_log(tmp_path / "new.xlsx").frame["handed_to"].tolist() == ["Lisbon", "Lisbon"]


@pytest.mark.parametrize("is_plain", [True, False])
def test_in_a_struck_out_cell_the_parts_with_a_format_of_their_own_stand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], is_plain: bool
) -> None:
    heading = "".join(text(f"{letter}1", shown) for letter, shown in zip("ABCD", LINE, strict=True))
    runs = "<r><t>Ana </t></r><r><rPr><b/></rPr><t>Ben</t></r>"
    strings = f"<si>{runs}</si><si><t>Old lease</t></si><si><r><rPr><b/></rPr><t>stands</t></r></si>"
    inline = f'<c r="B3" s="1" t="inlineStr"><is>{runs}</is></c>'
    shared = "".join(f'<c r="{name}2" s="1" t="s"><v>{n}</v></c>' for n, name in [(1, "A"), (0, "B"), (2, "D")])
    extra = "" if is_plain else ' x="1"'
    rows = f'<row r="1">{heading}</row><row r="2"{extra}>{shared}</row><row r="3">{text("A3", "Scan")}{inline}</row>'
    made = parts(rows, strings=strings, formats="0")
    made["xl/styles.xml"] = (
        f'<styleSheet xmlns="{MAIN}"><fonts><font/><font><strike/></font></fonts>'
        '<cellXfs><xf/><xf fontId="1"/></cellXfs></styleSheet>'
    )
    new = tmp_path / "new.xlsx"
    said = told("adopt", pack(tmp_path / "old.xlsx", made), new, capsys)
    assert "B2:B3: 'Ana' is struck out in the cell, so it is left out." in said
    assert "A2: the text is struck out, and it is carried over like any other." in said
    assert "D2" not in said
    sheet = openpyxl.load_workbook(new)["Log"]
    (person,) = [cell.column for cell in sheet[1] if cell.value == "Handed to"]
    assert [sheet.cell(row, person).value for row in (2, 3)] == ["Ben", "Ben"]
