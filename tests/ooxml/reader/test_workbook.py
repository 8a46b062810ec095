"""A workbook's structure: sheets, tables and names."""

from pathlib import Path

import pytest
import xlsxwriter
from handmade import MAIN, first_grid, pack, parts, relations

from sheetkit.errors import UnreadableError
from sheetkit.ooxml.reader.workbook import TableInfo, open_workbook
from sheetkit.ooxml.references import CellRange, parse_range

ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("A1:C9", CellRange(1, 1, 9, 3)),
        ("$A$1:$C$9", CellRange(1, 1, 9, 3)),
        ("C9:A1", CellRange(1, 1, 9, 3)),
        ("B4", CellRange(4, 2, 4, 2)),
        ("A1:XFD1048576", CellRange(1, 1, 1_048_576, 16_384)),
        ("", None),
        ("A:C", None),
        ("Sheet1!A1", None),
    ],
)
def test_areas(text: str, area: CellRange | None) -> None:
    assert parse_range(text) == area


def with_table(tmp_path: Path, attributes: str) -> tuple[TableInfo, ...]:
    contents = parts(ROW)
    contents["xl/worksheets/_rels/sheet1.xml.rels"] = relations({"../tables/table1.xml": "table"})
    contents["xl/tables/table1.xml"] = f'<table xmlns="{MAIN}" id="1" {attributes}><autoFilter ref="A1:B9"/></table>'
    with open_workbook(pack(tmp_path / "log.xlsx", contents)) as book:
        return book.sheets[0].tables


@pytest.mark.parametrize(
    ("attributes", "table"),
    [
        ('name="x" displayName="HandOffs" ref="A1:B9"', TableInfo("HandOffs", CellRange(1, 1, 9, 2), False)),
        ('name="HandOffs" ref="A1:B9"', TableInfo("HandOffs", CellRange(1, 1, 9, 2), False)),
        ('displayName="T" ref="A1:B9" totalsRowCount="1"', TableInfo("T", CellRange(1, 1, 9, 2), True)),
        ('displayName="T" ref="A1:B9" totalsRowCount="0"', TableInfo("T", CellRange(1, 1, 9, 2), False)),
        ('displayName="T" ref="A1:B9" totalsRowShown="0"', TableInfo("T", CellRange(1, 1, 9, 2), False)),
    ],
)
def test_tables(tmp_path: Path, attributes: str, table: TableInfo) -> None:
    assert with_table(tmp_path, attributes) == (table,)


@pytest.mark.parametrize(
    "attributes", ['displayName="T" ref="A1:B9" headerRowCount="0"', 'displayName="T" ref="#REF!"']
)
def test_a_table_without_headings_or_area_is_none(tmp_path: Path, attributes: str) -> None:
    assert with_table(tmp_path, attributes) == ()


@pytest.mark.parametrize("target", ["../tables/gone.xml", "/xl/tables/gone.xml", "https://example.org/x"])
def test_a_relation_that_leads_nowhere_is_passed_over(tmp_path: Path, target: str) -> None:
    contents = parts(ROW)
    contents["xl/worksheets/_rels/sheet1.xml.rels"] = relations({target: "table"})
    with open_workbook(pack(tmp_path / "log.xlsx", contents)) as book:
        assert book.sheets[0].tables == ()


def test_parts_may_be_named_from_the_root(tmp_path: Path) -> None:
    contents = parts(ROW)
    contents["_rels/.rels"] = relations({"/xl/workbook.xml": "officeDocument"})
    contents["xl/_rels/workbook.xml.rels"] = relations({"/xl/worksheets/sheet1.xml": "worksheet"})
    with open_workbook(pack(tmp_path / "log.xlsx", contents)) as book:
        assert first_grid(book).columns[1].values == [1.0]


SHEETS = {"Log": "visible", "My &amp; Ana's log": "hidden", "_sheetkit": "veryHidden", "Settings": "visible"}


@pytest.mark.parametrize(
    ("reference", "cell"),
    [
        ("Settings!$B$4", ("Settings", 4, 2)),
        ("'Settings'!$B$4", ("Settings", 4, 2)),
        ("settings!B4", ("Settings", 4, 2)),
        ("'My &amp; Ana''s log'!$AA$10", ("My & Ana's log", 10, 27)),
        (" Settings!$B$4 ", ("Settings", 4, 2)),
        ("Settings!$B$4:$B$5", None),
        ("Gone!$B$4", None),
        ("#REF!", None),
        ("Settings!#REF!", None),
        ("[1]Settings!$B$4", None),
        ("4", None),
        ("", None),
    ],
)
def test_a_name_of_one_cell_leads_to_it(tmp_path: Path, reference: str, cell: tuple[str, int, int] | None) -> None:
    names = f'<definedName name="Due_Soon_Days">{reference}</definedName>'
    with open_workbook(pack(tmp_path / "log.xlsx", parts(ROW, names=names, sheets=SHEETS))) as book:
        found = book.named_cell("due_soon_days")
        assert (found and (found[0].name, *found[1:])) == cell
        assert book.named_cell("no_such_name") is None


def test_a_name_of_one_sheet_alone_is_not_workbook_wide(tmp_path: Path) -> None:
    names = '<definedName name="as_of">Settings!$B$7</definedName>'
    names += '<definedName name="as_of" localSheetId="0">Log!$A$1</definedName>'
    with open_workbook(pack(tmp_path / "log.xlsx", parts(ROW, names=names, sheets=SHEETS))) as book:
        assert book.named_cell("AS_OF") == (book.sheet("Settings"), 7, 2)


def test_hidden_sheets_are_told_from_those_in_sight(tmp_path: Path) -> None:
    with open_workbook(pack(tmp_path / "log.xlsx", parts(ROW, sheets=SHEETS))) as book:
        assert [(sheet.name, sheet.hidden) for sheet in book.sheets] == [
            ("Log", False),
            ("My & Ana's log", True),
            ("_sheetkit", True),
            ("Settings", False),
        ]
        assert book.sheet("LOG") is book.sheets[0]
        assert book.sheet("Lgo") is None


def test_each_sheet_has_its_own_cells_and_they_are_read_once(tmp_path: Path) -> None:
    with open_workbook(pack(tmp_path / "log.xlsx", parts(ROW, sheets=SHEETS))) as book:
        assert list(book.grid(book.sheets[0]).columns) == [1]
        assert list(book.grid(book.sheets[1]).columns) == []
        assert book.grid(book.sheets[0]) is book.grid(book.sheets[0])


def test_chart_sheets_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "log.xlsx"
    book = xlsxwriter.Workbook(str(path))
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": "=Log!$A$1:$A$2"})
    book.add_chartsheet("Chart").set_chart(chart)
    book.add_worksheet("Log")
    book.close()
    with open_workbook(path) as opened:
        assert [sheet.name for sheet in opened.sheets] == ["Log"]


def test_a_workbook_of_chart_sheets_alone_is_refused(tmp_path: Path) -> None:
    contents = parts(ROW)
    contents["xl/_rels/workbook.xml.rels"] = relations({"worksheets/sheet1.xml": "chartsheet"})
    with pytest.raises(UnreadableError, match="no worksheet in it"):
        open_workbook(pack(tmp_path / "log.xlsx", contents))


def test_a_part_is_one_table_however_often_it_is_named(tmp_path: Path) -> None:
    contents = parts(ROW)
    own = relations({"../tables/table1.xml": "table"})
    again = own[own.index("<Relationship ") : own.index("</Relationships>")].replace('Id="', 'Id="again')
    contents["xl/worksheets/_rels/sheet1.xml.rels"] = own.replace("</Relationships>", f"{again}</Relationships>")
    inside = '<table name="Inside" ref="A1:B2"/>'
    contents["xl/tables/table1.xml"] = f'<table xmlns="{MAIN}" id="1" name="Outside" ref="A1:B9">{inside}</table>'
    with open_workbook(pack(tmp_path / "log.xlsx", contents)) as book:
        assert [table.name for table in book.sheets[0].tables] == ["Outside"]
