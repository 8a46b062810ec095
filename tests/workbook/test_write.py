"""The review workbook as a whole: its sheets, its file, and what it replaces."""

import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from handmade import pack, parts
from libreoffice import LibreOffice
from logs import BACK, DONE, OVERDUE, UNCHECKED, filled_log, row
from made import AS_OF, Row, stratified_rows
from messages import one_line
from package_checks import check_package
from reviews import next_week, review, table

from sheetkit.cli import main

SHEETS = [
    "Summary",
    "Needs attention",
    "To do",
    "By person",
    "All hand-offs",
    "Changes",
    "Problems",
    "Trend",
    "About",
]
HOSTILE = ["=1+1", "+1", "@SUM(A1)", "-2", "<r><t>x</t></r>", "{=1}", "http://example.org", "\t=1", "=HYPERLINK(1)"]
OWN = ["Log", "Flag", "Room #", "In the log", "Item"]


def many(count: int) -> list[Row]:
    """Rows of every kind; openpyxl cannot type an empty text."""
    return [{key: value for key, value in one.items() if value != ""} for one in stratified_rows(count)]


def test_the_sheets_stand_in_the_order_one_reads_them(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(review(filled_log(tmp_path, [row()])))
    assert book.sheetnames == SHEETS
    assert book.active is not None
    assert book.active.title == "Summary"


@pytest.mark.parametrize("rows", [[], [OVERDUE], many(40)], ids=["0 rows", "1 row", "40 rows"])
def test_excel_opens_a_review_without_a_repair_prompt(tmp_path: Path, rows: list[Row]) -> None:
    assert check_package(review(filled_log(tmp_path, rows), f"{AS_OF:%Y-%m-%dT%H:%M}")) == []


@pytest.mark.parametrize("before", [[], many(40)], ids=["of no rows", "of 40 rows"])
def test_excel_opens_a_review_that_follows_another(tmp_path: Path, before: list[Row]) -> None:
    assert check_package(next_week(tmp_path, before, [OVERDUE, row(status="Done")])) == []


def test_excel_opens_a_review_of_several_logs(tmp_path: Path) -> None:
    paths = [filled_log(tmp_path, many(20), name=name) for name in ("one.xlsx", "Ana's log #2.xlsx")]
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"nothing")
    for day in ("2026-11-16", "2026-11-23"):
        assert main(["review", *map(str, paths), str(broken), "--as-of", day]) == 0
    assert check_package(tmp_path / "team-review-2026-11-23.xlsx") == []


def test_columns_of_ones_own_may_be_called_what_the_review_calls_its_own(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [{**OVERDUE, **dict.fromkeys(OWN[:4], "mine")}], extra=OWN)
    for day in ("2026-11-16", "2026-11-23"):
        made = review(path, day)
        assert check_package(made) == []
    book = openpyxl.load_workbook(made)
    assert [cell.value for cell in book["All hand-offs"][4]].count("mine") == 4
    assert str(book["Changes"]["A2"].value).startswith("Nothing changed since")


def test_a_team_whose_logs_have_a_column_log_keeps_each_line_with_its_log(tmp_path: Path) -> None:
    paths = [filled_log(tmp_path, [{**row(), "Log": "mine"}], name, extra=["Log"]) for name in ("one.xlsx", "two.xlsx")]
    for day in ("2026-11-16", "2026-11-23"):
        assert main(["review", *map(str, paths), "--as-of", day]) == 0
    book = openpyxl.load_workbook(tmp_path / "team-review-2026-11-23.xlsx")
    assert [cell.value for cell in book["All hand-offs"]["A"][3:]] == ["one.xlsx", "two.xlsx"]
    assert str(book["Changes"]["A2"].value).startswith("Nothing changed since")


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
    assert "is not a review of log.xlsx" in one_line(capsys.readouterr().err)


def test_last_weeks_review_is_never_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = filled_log(tmp_path, [row()])
    before = review(path, "2026-11-16").read_bytes()
    last = tmp_path / "log-review-2026-11-16.xlsx"
    assert main(["review", str(path), "--as-of", "2026-11-23", "-o", str(last)]) == 2
    assert last.read_bytes() == before
    assert "as of this day" in one_line(capsys.readouterr().err)


def test_the_log_itself_is_never_an_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = filled_log(tmp_path, [row()])
    before = path.read_bytes()
    assert main(["review", str(path), "-o", str(tmp_path / "." / "log.xlsx")]) == 2
    assert path.read_bytes() == before
    assert "never written to" in one_line(capsys.readouterr().err)


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
    assert pages == len(SHEETS) - 2  # each sheet has one page but Trend and About, which are hidden
    for name in SHEETS:
        shown = libreoffice.fill(path, None, name, {}, read="A1:Z60").shown
        texts = [text for line in shown for text in line]
        assert any(texts)
        assert not [text for text in texts if text.startswith(("###", "#N", "#V", "#R", "#D", "Err:"))]


def test_a_full_cell_stops_no_review(tmp_path: Path) -> None:
    most = "y" * 32_767
    rows = [
        row(document=most, hard_to_replace="Yes", handed_to=most, understood="No"),
        {**OVERDUE, "handed_to": most, "item": most},
        row(next_action=most, returned=datetime(2026, 11, 20), status=most, expected_back=most),
    ]
    assert check_package(review(filled_log(tmp_path, rows))) == []


def test_more_than_a_cell_holds_stops_no_review(tmp_path: Path) -> None:
    headings = ("Item", "Handed to", "Handed off", "Due", "Status", "Room" + "y" * 40_000)
    rows = [headings, ["y" * 32_766 + "😀" * 9] * 6]
    cells = ["".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts) for texts in rows]
    path = pack(tmp_path / "log.xlsx", parts("".join(f"<row>{line}</row>" for line in cells)))
    made = review(path)
    assert check_package(made) == []
    [line] = table(openpyxl.load_workbook(made)["All hand-offs"])
    assert line["Item"] == "y" * 32_766 + "\ufffd"


@pytest.mark.parametrize("name", ["_xFFFE_ and _xFFFF_", "_x0007_", "_xD83D_"])
def test_what_xml_cannot_hold_spoils_no_review(tmp_path: Path, name: str) -> None:
    path = filled_log(tmp_path, [{**OVERDUE, "handed_to": "@NAME", "item": "@NAME"}])
    raw = tmp_path / "raw.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(raw, "w") as new:
        for part in old.namelist():
            new.writestr(part, old.read(part).replace(b"@NAME", name.encode()))
    assert check_package(review(raw)) == []
