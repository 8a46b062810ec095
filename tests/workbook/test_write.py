"""The review workbook as a person, or another program, opens it."""

import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from libreoffice import LibreOffice
from logs import BACK, DONE, EMPTY, OVERDUE, UNCHECKED, filled_log, row
from openpyxl.worksheet.worksheet import Worksheet

from sheetkit.cli import main
from sheetkit.xlsx.look import PALETTE, ROW_TINT

SHEETS = ["Summary", "Needs attention", "All hand-offs", "Changes", "Problems", "About"]


def review(path: Path, as_of: str = "2026-11-23") -> Path:
    """Return the review that the command makes of a log."""
    assert main(["review", str(path), "--as-of", as_of]) == 0
    return path.with_name(f"{path.stem}-review-{as_of[:10]}.xlsx")


def table(sheet: Worksheet) -> list[dict[str, object]]:
    """Return a sheet's lines by the headings in its third row."""
    headings = [cell.value for cell in sheet[3]]
    return [dict(zip(headings, values, strict=True)) for values in sheet.iter_rows(min_row=4, values_only=True)]


def colour(sheet: Worksheet, heading: str, line: int) -> str:
    """Return the fill of a cell, by its heading and the number of its line, '' for none."""
    column = [cell.value for cell in sheet[3]].index(heading) + 1
    fill = sheet.cell(3 + line, column).fill
    return "#" + fill.fgColor.rgb[2:] if fill.fill_type == "solid" else ""


@pytest.fixture
def book(tmp_path: Path) -> openpyxl.Workbook:
    """The review of a log with something of everything."""
    rows = [row(), OVERDUE, UNCHECKED, BACK, DONE, row(expected_back="next week", item="Wrong date")]
    return openpyxl.load_workbook(review(filled_log(tmp_path, rows)))


def test_the_sheets_stand_in_the_order_one_reads_them(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == SHEETS
    assert book.active is not None
    assert book.active.title == "Summary"


def test_needs_attention_lists_every_flagged_line_once_worst_first(book: openpyxl.Workbook) -> None:
    lines = table(book["Needs attention"])
    assert [(line["Flag"], line["Item"]) for line in lines] == [
        ("Overdue", "Late plan"),
        ("Incomplete", "Wrong date"),
        ("Missing checkpoint", "No checkpoint"),
        ("Back: close it", "Signed lease"),
    ]
    assert lines[0]["Days late"] == 11
    assert lines[0]["Do next"] == "Ask Ana Costa for it today and agree a new date"
    assert lines[0]["Also"] == "Missing checkpoint"


def test_an_overdue_row_is_red_across_and_a_missing_checkpoint_amber_in_its_cell(book: openpyxl.Workbook) -> None:
    sheet = book["All hand-offs"]
    red, amber, tint = PALETTE["red"].fill, PALETTE["amber"].fill, ROW_TINT["red"].fill
    assert colour(sheet, "Flag", 2) == red
    assert {colour(sheet, heading, 2) for heading in ("ID", "Item", "Notes", "Status")} == {tint}
    assert colour(sheet, "Checkpoint", 2) == amber
    assert colour(sheet, "Checkpoint", 3) == amber
    assert colour(sheet, "Flag", 3) == amber
    assert colour(sheet, "Item", 3) == ""


def test_all_hand_offs_has_every_row_and_what_could_not_be_read(book: openpyxl.Workbook) -> None:
    lines = table(book["All hand-offs"])
    assert len(lines) == 6
    assert lines[5]["Expected back"] == "next week"
    assert lines[0]["Handed off"] == datetime(2026, 11, 16)


def test_extra_columns_are_kept_and_shown(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [{**row(), "Project #1": "Harbour"}], extra=["Project #1"])
    lines = table(openpyxl.load_workbook(review(path))["All hand-offs"])
    assert lines[0]["Project #1"] == "Harbour"


def test_the_counts_add_up_across_the_sheets(book: openpyxl.Workbook) -> None:
    about = {line[0]: line[1] for line in book["About"].iter_rows(min_col=1, max_col=2, values_only=True)}
    statuses = sum(int(str(about[f"Status {name}"])) for name in ("Open", "On hold", "Done", "Cancelled"))
    assert statuses == about["All lines"] == len(table(book["All hand-offs"]))
    assert about["Need attention"] == len(table(book["Needs attention"]))
    assert int(str(about["Need attention"])) + int(str(about["On track"])) == about["Status Open"]


def test_problems_name_the_cell_and_lead_to_it(book: openpyxl.Workbook) -> None:
    sheet = book["Problems"]
    (line,) = table(sheet)
    assert (line["How bad"], line["Cell"], line["Column"], line["Item"]) == (
        "error",
        "I7",
        "Expected back",
        "Wrong date",
    )
    link = sheet["B4"].hyperlink
    assert (link.target, link.location) == ("log.xlsx", "'Log'!I7")


def test_a_line_links_to_its_row_in_the_log_by_a_relative_path(tmp_path: Path) -> None:
    folder = tmp_path / "out of the way"
    folder.mkdir()
    path = filled_log(tmp_path, [row(), OVERDUE], name="Ana's log #1 50% ü.xlsx")
    assert main(["review", str(path), "--as-of", "2026-11-23", "-o", str(folder / "r.xlsx")]) == 0
    sheet = openpyxl.load_workbook(folder / "r.xlsx")["Needs attention"]
    link = sheet["I4"].hyperlink
    assert sheet["I4"].value == "Row 3"
    assert link.target.replace("\\", "/") == "../Ana's%20log%20%231%2050%25%20ü.xlsx"
    assert link.location == "'Log'!D3"


def test_an_address_becomes_a_ready_message_that_no_text_can_add_headers_to(tmp_path: Path) -> None:
    rows = [{**OVERDUE, "email": "ana@example.org", "item": "Plan\r\nBcc: all@example.org?x=1&y"}]
    rows.append({**OVERDUE, "email": "javascript:alert(1)"})
    sheet = openpyxl.load_workbook(review(filled_log(tmp_path, rows)))["Needs attention"]
    target = sheet["K4"].hyperlink.target
    assert target.startswith("mailto:ana@example.org?subject=Plan%20Bcc%3A%20all%40example.org%3Fx%3D1%26y&body=")
    assert "%0D" not in target
    assert sheet["K5"].hyperlink is None
    assert sheet["K5"].value == "javascript:alert(1)"


HOSTILE = ["=1+1", "+1", "@SUM(A1)", "-2", "<r><t>x</t></r>", "{=1}", "http://example.org", "\t=1", "=HYPERLINK(1)"]


def test_what_people_typed_never_becomes_a_formula_a_link_or_markup(tmp_path: Path) -> None:
    rows = [row(item=text, notes=text, next_action=text, returned=datetime(2026, 11, 20)) for text in HOSTILE]
    path = review(filled_log(tmp_path, rows))
    lines = table(openpyxl.load_workbook(path)["All hand-offs"])
    assert [line["Notes"] for line in lines] == [text.strip() for text in HOSTILE]
    with zipfile.ZipFile(path) as package:
        sheets = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not any("<f>" in sheet or "<f " in sheet for sheet in sheets)
        assert "<t>x</t>" not in package.read("xl/sharedStrings.xml").decode()


def test_the_same_review_twice_is_the_same_to_the_byte_and_replaces_itself(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [row(), OVERDUE])
    first = review(path).read_bytes()
    assert review(path).read_bytes() == first
    assert sorted(found.name for found in tmp_path.iterdir()) == ["log-review-2026-11-23.xlsx", "log.xlsx"]


def test_another_file_of_that_name_is_left_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = filled_log(tmp_path, [row()])
    foreign = tmp_path / "log-review-2026-11-23.xlsx"
    foreign.write_bytes(path.read_bytes())
    before = foreign.read_bytes()
    assert main(["review", str(path), "--as-of", "2026-11-23"]) == 2
    assert foreign.read_bytes() == before
    assert "is no review of log.xlsx" in capsys.readouterr().err


def test_the_log_itself_is_never_an_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = filled_log(tmp_path, [row()])
    before = path.read_bytes()
    assert main(["review", str(path), "-o", str(tmp_path / "." / "log.xlsx")]) == 2
    assert path.read_bytes() == before
    assert "never written to" in capsys.readouterr().err


@pytest.mark.parametrize("rows", [[], [row()], [EMPTY]], ids=["no row", "nothing late", "a cleared row"])
def test_a_log_with_nothing_late_says_so(tmp_path: Path, rows: list[dict[str, object]]) -> None:
    book = openpyxl.load_workbook(review(filled_log(tmp_path, rows)))
    assert str(book["Needs attention"]["A2"].value).startswith("Nothing needs attention")
    assert book["Problems"]["A2"].value == "Nothing is wrong in the log."
    assert table(book["Needs attention"]) == []


def test_several_logs_make_one_review_that_names_each_lines_log(tmp_path: Path) -> None:
    one = filled_log(tmp_path, [OVERDUE], name="one.xlsx")
    two = filled_log(tmp_path, [OVERDUE, UNCHECKED], name="two.xlsx")
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"nothing")
    assert main(["review", str(one), str(two), str(broken), "--as-of", "2026-11-23"]) == 0
    book = openpyxl.load_workbook(tmp_path / "team-review-2026-11-23.xlsx")
    assert [line["Log"] for line in table(book["All hand-offs"])] == ["one.xlsx", "two.xlsx", "two.xlsx"]
    assert table(book["Problems"])[0]["Log"] == "broken.xlsx"


def test_it_prints_without_cut_numbers_errors_or_empty_pages(libreoffice: LibreOffice, tmp_path: Path) -> None:
    rows = [
        OVERDUE,
        UNCHECKED,
        BACK,
        DONE,
        row(item="x" * 60, handed_to="A name of sixty letters " * 2, notes="word " * 400),
    ]
    path = review(filled_log(tmp_path, rows))
    pages = libreoffice.page_count(libreoffice.to_pdf(path, tmp_path))
    assert len(SHEETS) - 1 <= pages <= len(SHEETS) + 2
    for name in SHEETS:
        shown = libreoffice.fill(path, None, name, {}, read="A1:Z60").shown
        texts = [text for line in shown for text in line]
        assert any(texts)
        assert not [text for text in texts if text.startswith(("###", "#N", "#V", "#R", "#D", "Err:"))]
