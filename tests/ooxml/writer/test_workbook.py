"""The strict door to xlsxwriter: what Excel would not take raises, and what people typed stays as it is."""

import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from handmade import read
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook

from sheetkit.errors import OutputError
from sheetkit.ooxml.reader.cells import CellKind
from sheetkit.ooxml.reader.workbook import open_workbook
from sheetkit.ooxml.writer.hyperlinks import Hyperlink, Hyperlinks, internal_link
from sheetkit.ooxml.writer.styles import BASE, DATE
from sheetkit.ooxml.writer.workbook import SheetWriter, WorkbookWriter

CREATED = datetime(2026, 11, 23)
Write = Callable[[WorkbookWriter, SheetWriter], object]


def book_at(path: Path) -> WorkbookWriter:
    return WorkbookWriter(str(path), title="Review", subject="Weekly", created=CREATED)


def written(path: Path, write: Write) -> Path:
    book = book_at(path)
    write(book, book.add_sheet("Log"))
    book.close()
    return path


HEADINGS = [{"header": "Item"}, {"header": "Kind"}]
ABOUT = ("Log", "All hand-offs")
REFUSED: dict[str, tuple[Write, str]] = {
    "text over 32,767": (lambda _, sheet: sheet.write_text(1, 1, "x" * 32_768, BASE), "32,768 characters"),
    "text of too many emoji": (lambda _, sheet: sheet.write_text(1, 1, "😀" * 16_384, BASE), "32,768 characters"),
    "text outside": (lambda _, sheet: sheet.write_text(1, 16_385, "x", BASE), "XFE1 lies outside"),
    "number outside": (lambda _, sheet: sheet.write_number(1_048_577, 1, 1, BASE), "A1048577 lies outside"),
    "formula outside": (lambda _, sheet: sheet.write_formula(1, 16_385, "1", 1, BASE), "XFE1 lies outside"),
    "formula over 8,192": (lambda _, sheet: sheet.write_formula(1, 1, "1+" * 4_096 + "1", 1, BASE), "8,193 characters"),
    "list over 255": (
        lambda _, sheet: sheet.add_data_validation(2, 1, 9, {"validate": "list", "source": ["x" * 50] * 6}),
        "check of a column's cells",
    ),
    "prompt title over 32": (
        lambda _, sheet: sheet.add_data_validation(2, 1, 9, {"validate": "any", "input_title": "x" * 33}),
        "check of a column's cells",
    ),
    "prompt over 255": (
        lambda _, sheet: sheet.add_data_validation(2, 1, 9, {"validate": "any", "input_message": "x" * 256}),
        "check of a column's cells",
    ),
    "unknown check": (
        lambda _, sheet: sheet.add_data_validation(2, 1, 9, {"validate": "x"}),
        "check of a column's cells",
    ),
    "equal headings": (
        lambda _, sheet: sheet.add_table(1, 1, 3, 2, "T", [{"header": "Item"}, {"header": "ITEM"}], *ABOUT),
        "same heading",
    ),
    "headings equal but for a space": (
        lambda _, sheet: sheet.add_table(1, 1, 3, 2, "T", [{"header": "Item"}, {"header": "Item "}], *ABOUT),
        "same heading",
    ),
    "table named like a cell": (lambda _, sheet: sheet.add_table(1, 1, 3, 2, "A1", HEADINGS, *ABOUT), "table 'A1'"),
    "table name with a space": (lambda _, sheet: sheet.add_table(1, 1, 3, 2, "a b", HEADINGS, *ABOUT), "table 'a b'"),
    "two tables of one name": (
        lambda _, sheet: [sheet.add_table(top, 1, top + 2, 2, "T", HEADINGS, *ABOUT) for top in (1, 9)],
        "The workbook cannot hold",
    ),
    "sheet name with a slash": (lambda book, _: book.add_sheet("a/b"), "sheet named 'a/b'"),
    "sheet name over 31": (lambda book, _: book.add_sheet("x" * 32), "sheet named"),
    "sheet name in quotes": (lambda book, _: book.add_sheet("'x"), "sheet named"),
    "sheet name used already": (lambda book, _: book.add_sheet("LOG"), "sheet named 'LOG'"),
    "sheet named History": (lambda book, _: book.add_sheet("History"), "sheet named 'History'"),
    "sheet without name": (lambda book, _: book.add_sheet(""), "sheet named ''"),
    "name with a space": (lambda book, _: book.define_cell_name("a b", "Log", 1, 1), "name 'a b'"),
    "name like a cell": (lambda book, _: book.define_cell_name("AB12", "Log", 1, 1), "name 'AB12'"),
    "property over 255": (lambda book, _: book.set_property("x" * 256, "y"), "the property"),
    "comment over 32,767": (lambda _, sheet: sheet.write_comment(1, 1, "x" * 32_768), "not 32,768"),
    "comment that says nothing": (lambda _, sheet: sheet.write_comment(1, 1, " "), "not 1"),
    "comment outside": (lambda _, sheet: sheet.write_comment(1_048_577, 1, "x"), "a comment on A1048577"),
    "highlight outside": (
        lambda _, sheet: sheet.add_conditional_format(1, 1, 1_048_577, 1, "TRUE", BASE),
        "conditional format",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_excel_would_not_take_raises(tmp_path: Path, what: str) -> None:
    write, said = REFUSED[what]
    with pytest.raises(OutputError, match=re.escape(said)):
        written(tmp_path / "out.xlsx", write)


def test_what_excel_just_takes_is_written(tmp_path: Path) -> None:
    def write(book: WorkbookWriter, sheet: SheetWriter) -> None:
        sheet.write_text(1, 1, "x" * 32_767, BASE)
        sheet.write_formula(2, 1, "1+" * 4_095 + "10", 1, BASE)
        sheet.add_data_validation(3, 1, 9, {"validate": "list", "source": ["x" * 127, "y" * 127]})
        sheet.add_data_validation(3, 2, 9, {"validate": "any", "input_title": "x" * 32, "input_message": "y" * 255})
        book.add_sheet("x" * 31)

    assert read(written(tmp_path / "out.xlsx", write))[1, 1] == (CellKind.TEXT, "x" * 32_767)


def test_a_folder_that_is_not_there_is_told_as_the_system_tells_it(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        written(tmp_path / "missing" / "out.xlsx", lambda *_: None)


TYPED = [
    "=1+1",
    "+x",
    "-2",
    "@SUM(A1)",
    "{=1}",
    "=HYPERLINK(0)",
    "<r><t>x</t></r>",
    "<r></r>",
    "<b>bold</b> & co",
    "http://example.org",
    "https://example.org/a b",
    "mailto:ana@example.org",
    "internal:Log!A1",
    "external:c:\\x",
    "www.example.org",
    "123",
    "1e5",
    "TRUE",
    "'quoted",
    " padded ",
    "two\nlines",
    "tab\there",
    "\x01\x08\x0b\x1f",
    "\r\n",
    "_x000D_",
    "_x005F_x000D_",
    "😀 é 東京",
    "\ufffe\uffff",
    "x" * 256,
    "]]>",
    "&amp;",
    '"',
]


def test_what_people_typed_arrives_as_the_same_plain_text(tmp_path: Path) -> None:
    def write(_: WorkbookWriter, sheet: SheetWriter) -> None:
        for row, text in enumerate(TYPED, start=1):
            sheet.write_text(row, 1, text, BASE)

    path = written(tmp_path / "out.xlsx", write)
    assert read(path) == {(row, 1): (CellKind.TEXT, text) for row, text in enumerate(TYPED, start=1)}
    seen = [cell for (cell,) in load_workbook(path, rich_text=True).active.iter_rows()]
    assert {cell.data_type for cell in seen} == {"s"}
    assert [cell.hyperlink for cell in seen if cell.hyperlink] == []
    with zipfile.ZipFile(path) as package:
        sheet = package.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert b"hyperlink" not in sheet
        assert b"<r>" not in package.read("xl/sharedStrings.xml")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("texts")


@given(st.lists(st.text(min_size=1, max_size=40) | st.sampled_from(TYPED), min_size=1, max_size=20))
@settings(deadline=None, derandomize=True, max_examples=100)
def test_any_text_comes_back_letter_by_letter(folder: Path, texts: list[str]) -> None:
    def write(_: WorkbookWriter, sheet: SheetWriter) -> None:
        for row, text in enumerate(texts, start=1):
            sheet.write_text(row, 1, text, BASE)

    found = read(written(folder / "out.xlsx", write))
    assert found == {(row, 1): (CellKind.TEXT, text) for row, text in enumerate(texts, start=1)}


def test_half_a_letter_is_shown_as_a_lost_one(tmp_path: Path) -> None:
    def write(_: WorkbookWriter, sheet: SheetWriter) -> None:
        sheet.write_text(1, 1, "log\udcff.xlsx", BASE)
        links = Hyperlinks.to_cells([("log\udcff.xlsx", "Log")], np.array([0]), ["A1"])
        sheet.write_link(2, 1, found_link(links.get(0)), "log\udcff", BASE)

    found = read(written(tmp_path / "out.xlsx", write))
    assert found == {(1, 1): (CellKind.TEXT, "log\ufffd.xlsx"), (2, 1): (CellKind.TEXT, "log\ufffd")}


def test_an_empty_text_leaves_an_empty_cell(tmp_path: Path) -> None:
    assert read(written(tmp_path / "out.xlsx", lambda _, sheet: sheet.write_text(1, 1, "", BASE))) == {}


def test_numbers_dates_and_results_are_stored(tmp_path: Path) -> None:
    def write(_: WorkbookWriter, sheet: SheetWriter) -> None:
        sheet.write_number(1, 1, 0.1, BASE)
        sheet.write_number(1, 2, 46_349.5, DATE)
        sheet.write_formula(1, 3, "1+1", 2, BASE)
        sheet.write_formula(1, 4, '"a"&"b"', "ab", BASE)

    assert read(written(tmp_path / "out.xlsx", write)) == {
        (1, 1): (CellKind.NUMBER, 0.1),
        (1, 2): (CellKind.DATE, 46_349.5),
        (1, 3): (CellKind.NUMBER, 2.0),
        (1, 4): (CellKind.TEXT, "ab"),
    }


@pytest.mark.parametrize("name", ["Settings", "My settings", "Ana's"])
def test_a_name_leads_to_its_cell_whatever_the_sheet_is_called(tmp_path: Path, name: str) -> None:
    def write(book: WorkbookWriter, _: SheetWriter) -> None:
        book.add_sheet(name)
        book.define_cell_name("as_of", name, 4, 2)

    with open_workbook(written(tmp_path / "out.xlsx", write)) as book:
        assert book.named_cell("as_of") == (book.sheet(name), 4, 2)


def found_link(link: Hyperlink | None) -> Hyperlink:
    assert link is not None
    return link


def everything(book: WorkbookWriter, sheet: SheetWriter) -> None:
    sheet.add_table(1, 1, 4, 2, "T", HEADINGS, *ABOUT)
    sheet.write_text(2, 1, "Draft", BASE)
    sheet.write_number(2, 2, 46_349, DATE)
    sheet.write_formula(3, 2, "1+1", 2, BASE)
    sheet.write_link(4, 1, found_link(internal_link("Log", "A1")), "up", BASE)
    sheet.add_conditional_format(2, 1, 4, 2, "$A2=1", {"bg_color": "#FF0000"})
    sheet.set_up_page("Review", area=(1, 1, 4, 2), repeat_row=1)
    book.define_cell_name("as_of", "Log", 2, 2)
    book.set_property("sheetkit", "x")
    chart = book.new_chart("bar", "stacked")
    chart.add_series({"values": ["Log", 1, 1, 2, 1]})
    sheet.insert_chart((6, 1, 16, 5), chart, "Two bars", 4)


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    one, other = (written(tmp_path / name, everything) for name in ("one.xlsx", "other.xlsx"))
    assert one.read_bytes() == other.read_bytes()


def footer(tmp_path: Path, title: str) -> str:
    """Return the codes of the footer of a sheet with this title."""
    with zipfile.ZipFile(written(tmp_path / "out.xlsx", lambda _, sheet: sheet.set_up_page(title))) as package:
        sheet = etree.fromstring(package.read("xl/worksheets/sheet1.xml"))
    [text] = [str(item.text) for item in sheet.iter("{*}oddFooter")]
    return text


@pytest.mark.parametrize("title", ["Weekly review", "2026 review", "Black & White", "&A", "x  y"])
def test_the_footer_shows_the_title(tmp_path: Path, title: str) -> None:
    left = re.fullmatch(r"&L&11 (.*)&C&11&A&R&11Page &P of &N", footer(tmp_path, title))
    assert left
    assert left[1].replace("&&", "&") == title


def test_a_long_title_of_ampersands_leaves_the_footers_other_parts_alone(tmp_path: Path) -> None:
    text = footer(tmp_path, "&" * 99 + "x")
    assert len(text) <= 255
    assert "&C&11&A" in text.replace("&&", "")
