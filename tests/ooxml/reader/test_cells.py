"""Every kind of cell that occurs in the wild, as minimal XML."""

import re
import string
from pathlib import Path

import pytest
import xlsxwriter
from handmade import MAIN, OFFICE, STRICT, STRICT_OFFICE, first_grid, pack, parts, read
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from sheetkit.ooxml.reader.cells import CellKind
from sheetkit.ooxml.reader.shared_strings import unescape
from sheetkit.ooxml.reader.workbook import open_workbook

TEXT, NUMBER, DATE, LOGICAL, ERROR, UNCALCULATED, DURATION, OBJECT = CellKind


def one(tmp_path: Path, cell: str, **options: str) -> tuple[CellKind, object] | None:
    """Return what a single cell at A1 is read as."""
    found = read(pack(tmp_path / "log.xlsx", parts(f'<row r="1">{cell}</row>', **options)))
    assert set(found) <= {(1, 1)}
    return found.get((1, 1))


SHARED = (
    "<si><t>plain</t></si>"
    '<si><r><t xml:space="preserve">rich </t></r><r><rPr><b/></rPr><t>text</t></r></si>'
    "<si><t>東京</t><rPh><t>とうきょう</t></rPh><phoneticPr/></si>"
    "<si><t>a_x000D_b_x005F_x000D_</t></si>"
    "<si/>"
    "<si><t>_xD800_</t></si>"
    "<si><t>a&lt;b&gt; &amp; c</t></si>"
)


@pytest.mark.parametrize(
    ("index", "read_as"),
    [
        (0, (TEXT, "plain")),
        (1, (TEXT, "rich text")),
        (2, (TEXT, "東京")),
        (3, (TEXT, "a\rb_x000D_")),
        (4, None),
        (5, (TEXT, "\ufffd")),
        (6, (TEXT, "a<b> & c")),
        (" 0\n", (TEXT, "plain")),
    ],
)
def test_shared_strings(tmp_path: Path, index: object, read_as: object) -> None:
    assert one(tmp_path, f'<c r="A1" t="s"><v>{index}</v></c>', strings=SHARED) == read_as


@pytest.mark.parametrize("index", ["7", "99999999999", "-1", "x"])
def test_a_text_that_is_lost_is_an_error_and_no_blank_cell(tmp_path: Path, index: str) -> None:
    assert one(tmp_path, f'<c r="A1" t="s"><v>{index}</v></c>', strings=SHARED) == (ERROR, "#REF!")
    assert one(tmp_path, f'<c r="A1" t="s"><v>{index}</v></c>') == (ERROR, "#REF!")


@pytest.mark.parametrize(
    ("cell", "read_as"),
    [
        ('t="inlineStr"><is><t>inline</t></is>', (TEXT, "inline")),
        ('t="inlineStr"><is><r><t>ri</t></r><r><t>ch</t></r></is>', (TEXT, "rich")),
        ('t="inlineStr"><is><t>東</t><rPh sb="0" eb="1"><t>ひがし</t></rPh></is>', (TEXT, "東")),
        ('t="inlineStr"><is><t></t></is>', None),
        ('t="inlineStr"><is><t xml:space="preserve">  </t></is>', (TEXT, "  ")),
        ('t="str"><v>=1+1</v>', (TEXT, "=1+1")),
        ('t="str"><v>_xD83D__xDE00_</v>', (TEXT, "😀")),
        ('t="b"><v>1</v>', (LOGICAL, True)),
        ('t="b"><v>0</v>', (LOGICAL, False)),
        ('t="b"><v>true</v>', (LOGICAL, True)),
        ('t="e"><v>#REF!</v>', (ERROR, "#REF!")),
        ('t="e"><v></v>', (ERROR, "#VALUE!")),
        ("><v>42</v>", (NUMBER, 42.0)),
        ('t="n"><v>-1.5E-3</v>', (NUMBER, -0.0015)),
        ("><v> 7\n</v>", (NUMBER, 7.0)),
        ("><v>.5</v>", (NUMBER, 0.5)),
        ("><v></v>", None),
        ("><v/>", None),
        (">", None),
        ("><v>n/a</v>", (TEXT, "n/a")),
        ("><v>nan</v>", (TEXT, "nan")),
        ("><v>1_000</v>", (TEXT, "1_000")),
        ("><v>1e999</v>", (TEXT, "1e999")),
        ('t="d"><v>2026-11-23</v>', (DATE, 46_349.0)),
        ('t="d"><v>2026-11-23T12:00:00Z</v>', (DATE, 46_349.5)),
        ('t="d"><v>06:00:00</v>', (DATE, 0.25)),
        ('t="d"><v>soon</v>', (TEXT, "soon")),
        ('s="99"><v>46349</v>', (NUMBER, 46_349.0)),
        ('s="x"><v>46349</v>', (NUMBER, 46_349.0)),
    ],
)
def test_cells(tmp_path: Path, cell: str, read_as: object) -> None:
    assert one(tmp_path, f'<c r="A1" {cell}</c>') == read_as


@pytest.mark.parametrize(
    ("cell", "read_as"),
    [
        ('t="str"><f>A2</f><v></v>', None),  # Excel: the result is an empty text
        ("><f>A2</f><v>3</v>", (NUMBER, 3.0)),
        ('t="e"><f>NA()</f><v>#N/A</v>', (ERROR, "#N/A")),
        ('t="b"><f>TRUE()</f><v>1</v>', (LOGICAL, True)),
        ("><f>A2</f><v></v>", (UNCALCULATED, "(not calculated)")),  # openpyxl
        ("><f>A2</f><v/>", (UNCALCULATED, "(not calculated)")),
        ("><f>A2</f>", (UNCALCULATED, "(not calculated)")),
        ('t="str"><f>A2</f>', (UNCALCULATED, "(not calculated)")),
        ('t="e"><f>A2</f>', (UNCALCULATED, "(not calculated)")),
        ('t="str"><f aca="false">A2</f><v>x</v>', (TEXT, "x")),  # LibreOffice
        ('><f t="shared" si="0"/><v>5</v>', (NUMBER, 5.0)),
        ('t="array"><f t="array" ref="A1">A2</f><v>5</v>', (NUMBER, 5.0)),
    ],
)
def test_formulas_with_and_without_a_result(tmp_path: Path, cell: str, read_as: object) -> None:
    assert one(tmp_path, f'<c r="A1" {cell}</c>') == read_as


def test_formulas_as_libraries_write_them(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_formula("A1", '=""', None, "")
    sheet.write_formula("A2", "=1+1", None, 2)
    sheet.write_formula("A3", '="x"', None, "x")
    book.close()
    lost = (UNCALCULATED, "(not calculated)")
    # xlsxwriter stores an empty result as openpyxl stores none.
    assert read(tmp_path / "a.xlsx") == {(1, 1): lost, (2, 1): (NUMBER, 2.0), (3, 1): (TEXT, "x")}
    again = load_workbook(tmp_path / "a.xlsx")
    again.save(tmp_path / "b.xlsx")
    assert read(tmp_path / "b.xlsx") == {(1, 1): lost, (2, 1): lost, (3, 1): lost}


@pytest.mark.parametrize("style", ["14", "22", "57", "d mmm yyyy"])
def test_a_number_with_the_format_of_a_date_is_a_date(tmp_path: Path, style: str) -> None:
    assert one(tmp_path, '<c r="A1" s="1"><v>46349.5</v></c>', formats=style) == (DATE, 46_349.5)


@pytest.mark.parametrize("style", ["0", "2", "49", "0.00", "[Red]0"])
def test_a_number_with_the_format_of_a_number_is_a_number(tmp_path: Path, style: str) -> None:
    assert one(tmp_path, '<c r="A1" s="1"><v>46349.5</v></c>', formats=style) == (NUMBER, 46_349.5)


@pytest.mark.parametrize("value", ["1", "true"])
def test_dates_of_a_workbook_that_counts_from_1904(tmp_path: Path, value: str) -> None:
    options = {"formats": "14", "properties": f'date1904="{value}"'}
    assert one(tmp_path, '<c r="A1" s="1"><v>44887</v></c>', **options) == (DATE, 46_349.0)
    assert one(tmp_path, '<c r="A1" t="d"><v>2026-11-23</v></c>', **options) == (DATE, 46_349.0)
    assert one(tmp_path, '<c r="A1"><v>44887</v></c>', **options) == (NUMBER, 44_887.0)


def places(tmp_path: Path, rows: str, **options: str) -> dict[tuple[int, int], object]:
    found = read(pack(tmp_path / "log.xlsx", parts(rows, **options)))
    return {place: value for place, (_, value) in found.items()}


def test_rows_and_cells_without_references_follow_each_other(tmp_path: Path) -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c></row>"
    assert places(tmp_path, rows) == {(1, 1): 1, (1, 2): 2, (2, 2): 3}


def test_rows_and_cells_with_some_references_go_on_from_there(tmp_path: Path) -> None:
    rows = '<row r="5"><c r="C5"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>'
    assert places(tmp_path, rows) == {(5, 3): 1, (5, 4): 2, (6, 1): 3}


def test_rows_out_of_order_lose_nothing(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in (3, 1, 2, 10, 7))
    path = pack(tmp_path / "log.xlsx", parts(rows))
    with open_workbook(path) as book:
        column = first_grid(book).columns[1]
    assert column.rows == [1, 2, 3, 7, 10]
    assert column.values == [1, 2, 3, 7, 10]
    assert column.at(7) == (NUMBER, 7.0)
    assert column.at(8) is None


def test_cells_out_of_order_lose_nothing(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="B1"><v>2</v></c><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>3</v></c></row>'
    assert places(tmp_path, rows) == {(1, 1): 1, (1, 2): 2, (2, 1): 3}


def test_of_two_cells_at_one_place_the_later_counts(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row><row r="1"><c r="A1"><v>3</v></c></row>'
    assert places(tmp_path, rows) == {(1, 1): 3}


def test_a_cell_counts_where_it_says_it_stands(tmp_path: Path) -> None:
    rows = '<row r="2"><c r="A5"><v>5</v></c></row><row r="3"><c r="$B$3"><v>3</v></c><c r="c3"><v>4</v></c></row>'
    assert places(tmp_path, rows) == {(5, 1): 5, (3, 2): 3, (3, 3): 4}


def test_the_last_cell_is_read_and_those_beyond_cost_nothing(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c>'
    rows += '<c r="XFE1048576"><v>3</v></c></row><row r="1048577"><c r="A1048577"><v>4</v></c></row>'
    rows += '<row r="99999999"><c><v>5</v></c></row>'
    assert places(tmp_path, rows) == {(1, 1): 1, (1_048_576, 16_384): 2}


def test_strict_workbooks_are_read(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="d"><v>2026-11-23</v></c></row>'
    contents = parts(rows, strings="<si><t>x</t></si>", main=STRICT, office=STRICT_OFFICE)
    assert read(pack(tmp_path / "log.xlsx", contents)) == {(1, 1): (TEXT, "x"), (1, 2): (DATE, 46_349.0)}


def test_elements_with_a_prefix_are_read(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><f>A1</f></c></row>'
    contents = parts(rows, strings="<si><t>x</t></si>")
    for name, text in contents.items():
        if f'xmlns="{MAIN}"' in str(text):
            prefixed = re.sub(r"<(/?)(\w)", r"<\1x:\2", str(text))
            contents[name] = prefixed.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
    assert OFFICE in str(contents["xl/workbook.xml"])
    assert read(pack(tmp_path / "log.xlsx", contents)) == {
        (1, 1): (TEXT, "x"),
        (1, 2): (UNCALCULATED, "(not calculated)"),
    }


def test_hidden_rows_and_merged_cells_are_seen(tmp_path: Path) -> None:
    contents = parts('<row r="2" hidden="1"><c r="A2"><v>1</v></c></row><row r="4" hidden="true"/><row r="5"/>')
    sheet = "xl/worksheets/sheet1.xml"
    merged = '</sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
    contents[sheet] = str(contents[sheet]).replace("</sheetData>", merged)
    with open_workbook(pack(tmp_path / "log.xlsx", contents)) as book:
        grid = first_grid(book)
    assert grid.hidden_rows == [2, 4]
    assert grid.merges == ["A1:B2"]
    assert grid.columns[1].rows == [2]


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("_x000D_", "\r"),
        ("_x005F_x000D_", "_x000D_"),
        ("_x00e9_", "é"),
        ("_x12_", "_x12_"),
        ("_xZZZZ_", "_xZZZZ_"),
        ("a_xDC00_b", "a\ufffdb"),
        ("_xD83D__xDE00_", "😀"),
    ],
)
def test_escapes_are_read_as_excel_reads_them(stored: str, text: str) -> None:
    assert unescape(stored) == text


LETTERS = st.text(st.sampled_from(string.printable + "é東😀\xa0_x0D\u2028") | st.characters(exclude_categories=["Cs"]))
VALUES = (
    st.none()
    | LETTERS.filter(lambda text: len(text) < 200)
    | st.sampled_from(["_x000D_", "=1+1", "<r><t>x</t></r>", " padded ", "NA", "None", "1e5", "\r\n"])
    | st.integers(-(10**15), 10**15)
    | st.floats(-1e15, 1e15).map(lambda number: float(f"{number:.15g}"))
    | st.booleans()
)
TABLES = st.lists(st.lists(VALUES, min_size=1, max_size=5), min_size=1, max_size=8)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tables")


@given(TABLES)
@settings(deadline=None, derandomize=True, max_examples=100)
def test_two_other_readers_see_the_same(folder: Path, table: list[list[object]]) -> None:
    path = folder / "table.xlsx"
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    for row, values in enumerate(table):
        for column, value in enumerate(values):
            if isinstance(value, str):
                # xlsxwriter stores what looks like rich text unescaped; sheetkit's own writer does not.
                sheet.write_string(row, column, value.replace("<r>", "<R>"))
            elif value is not None:
                sheet.write(row, column, value)
    book.close()
    ours = {place: value for place, (_, value) in read(path).items()}
    expected = {
        (row, column): value.replace("<r>", "<R>") if isinstance(value, str) else value
        for row, values in enumerate(table, start=1)
        for column, value in enumerate(values, start=1)
        if value is not None and value != ""
    }
    assert ours == expected
    assert _plain(ours) == _plain(_openpyxl(path))
    assert _plain(ours) == _plain(_calamine(path))


def _openpyxl(path: Path) -> dict[tuple[int, int], object]:
    cells_ = (cell for row in load_workbook(path).active.iter_rows() for cell in row)
    return {(cell.row, cell.column): cell.value for cell in cells_ if cell.value not in (None, "")}


def _calamine(path: Path) -> dict[tuple[int, int], object]:
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    return {(r, c): value for r, row in enumerate(rows, 1) for c, value in enumerate(row, 1) if value != ""}


def _plain(found: dict[tuple[int, int], object]) -> dict[tuple[int, int], object]:
    """Leave out what the two libraries are known to read differently: escapes, control characters and line ends."""
    return {
        place: value
        for place, value in found.items()
        if not (isinstance(value, str) and (re.search(r"_x[0-9A-Fa-f]{4}_|[\x00-\x1f\ufffe\uffff]", value)))
    }
