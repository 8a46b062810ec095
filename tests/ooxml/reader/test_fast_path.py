"""The fast lane and the XML parser read the same, and refuse the same, whatever stands in a part."""

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from handmade import first_grid, pack, parts
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook as OtherWorkbook

from sheetkit.errors import UnreadableError
from sheetkit.ooxml.reader import fast_path as lane
from sheetkit.ooxml.reader import row_parser as rows
from sheetkit.ooxml.reader import sheet
from sheetkit.ooxml.reader.fast_path import decode_text, is_simple_xml
from sheetkit.ooxml.reader.workbook import open_workbook

Seen = tuple[Any, ...] | str


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lane")


def seen(path: Path) -> Seen:
    """Return all that is read from the first sheet, or the sentence that refuses it."""
    try:
        with open_workbook(path) as book:
            grid = first_grid(book)
    except UnreadableError as error:
        return str(error)
    columns = {number: (list(cells), sorted(cells.calculated)) for number, cells in grid.columns.items()}
    return columns, grid.hidden_rows, grid.merges


def both(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Seen, Seen, list[bool]]:
    """Return what the lane and the parser alone see, and of each block whether the lane took it."""
    taken = []

    def counted(data: bytes) -> rows.RowBlock | None:
        found = rows.parse_rows(data)
        taken.append(found is not None)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(sheet, "parse_rows", counted)
        fast = seen(path)
    with monkeypatch.context() as patch:
        patch.setattr(lane, "is_simple_xml", lambda _data: False)
        slow = seen(path)
    return fast, slow, taken


ROW = '<row r="1" spans="1:9" x14ac:dyDescent="0.25" xmlns:x14ac="u">{}</row>'
USUAL = [
    '<c r="A1" t="s"><v>0</v></c><c r="B1" s="1" t="s"><v>1</v></c>',
    '<c r="A1" s="1"><v>46349</v></c><c r="C1"><v>46349.708333333336</v></c><c r="D1"><v>-12.50</v></c>',
    '<c r="A1" s="1"/><c r="B1"/><c r="C1" s="1"></c><c r="D1" s="1" />',
    '<c r="A1" t="str"><f>IF(B1&gt;0,"a","b")</f><v>a &amp; b</v></c>',
    '<c r="A1"><f t="shared" ref="A1:A9" si="0">B1</f><v>1</v></c><c r="B1"><f t="shared" si="0"/><v>5</v></c>',
    '<c r="A1"><f aca="false">B1</f><v></v></c><c r="B1"><f>B1</f><v/></c><c r="C1"><f>B1</f><v /></c>',
    '<c r="A1" t="inlineStr"><is><t>in</t></is></c>',
    '<c r="A1" t="inlineStr"><is><t xml:space="preserve"> é&#233;&lt; </t></is></c>',
    '<c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c><c r="C1" t="e"><v>#REF!</v></c>',
    '<c r="A1" t="n"><v>1E3</v></c><c r="B1"><v>1234567890123456</v></c><c r="C1"><v>&#49;&#10;</v></c>',
    '<c r="A1" t="s"><v>2</v></c><c r="B1" t="s"><v>99</v></c><c r="C1" t="s"><v></v></c><c r="D1" t="s"><v> 1</v></c>',
    '<c r="A1" t="inlineStr"><is><t>two\nlines</t></is></c><c r="XFD1"><v>1</v></c><c r="XFE1"><v>2</v></c>',
    '<c r="A1" t="str"><v>_x000D_a</v></c><c r="B1"><v>n/a</v></c><c r="C1"><v> 7 </v></c>',
    '<c r="A1" t="str"><v></v></c><c r="B1" t="b"><v></v></c><c r="C1" t="e"><v></v></c>',
]


@pytest.mark.parametrize("cells", USUAL)
def test_the_usual_shapes_take_the_fast_lane_and_read_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cells: str
) -> None:
    shared = '<si><t>x</t></si><si><t xml:space="preserve"> y &lt;</t></si><si><t></t></si>'
    rows = ROW.format(cells) + '<row r="2" hidden="1"/><row r="4"><c r="A4"><v>4</v></c></row>'
    path = pack(tmp_path / "log.xlsx", parts(rows, strings=shared, formats="14", properties='date1904="1"'))
    fast, slow, taken = both(path, monkeypatch)
    assert fast == slow
    assert taken == [True]


ROWS_APART = [
    '<row r="1">\n  <c r="A1" t="str">\n\t<v> a\n</v>\n</c> <c r="B1"><f>A1</f> <v>2</v></c>\n</row>\n<row r="2"/>\n',
    '<row r="1" hidden="0"><c r="A1"/></row><row r="2" hidden="1"><c r="A2"/></row><row r="3" hidden="true"/>',
    '<row r="1" hidden="0" ht="3"/><row r="2" hidden="&#49;" ht="3"/><row r="3" ht="3" hidden="1"/><row r="4" ht="3"/>',
    "<row r=\"1\" hidden='1'/><row r=\"2\" hidden='0'/><row r=\"3\" xmlns:a='u' a:b='hidden'/>",
]


@pytest.mark.parametrize("rows", ROWS_APART)
def test_rows_with_attributes_and_spaces_take_the_fast_lane(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: str
) -> None:
    path = pack(tmp_path / "log.xlsx", parts(rows + '<row r="5"><c r="A5"><v>1</v></c></row>'))
    fast, slow, taken = both(path, monkeypatch)
    assert fast == slow
    assert taken == [True]


UNUSUAL = [
    '<row r="1"><c><v>1</v></c></row>',
    '<row><c r="A1"><v>1</v></c></row>',
    '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
    '<row r="1"><c r="A2"><v>1</v></c></row>',
    '<row r="1"><c r="$A$1"><v>1</v></c><c r="b1"><v>1</v></c><c r="AAAA1"><v>1</v></c></row>',
    '<row r="1"><c r="5"><v>1</v></c><c r="C"><v>1</v></c><c r="A00000001"><v>1</v></c></row>',
    '<row r="1"><c r="A1" t="inlineStr"><is><r><t>ri</t></r><r><t>ch</t></r></is></c></row>',
    '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t><rPh><t>b</t></rPh></is></c></row>',
    '<row r="1"><c r="A1" t="d"><v>2026-11-23</v></c></row>',
    '<row r="1"><c t="s" r="A1"><v>0</v></c></row>',
    '<row r="1"><c r="A1" cm="1"><f t="array" ref="A1">B1</f><v>1</v></c></row>',
    '<row r="1"><c r="A1"><v>1</v><f>B1</f></c></row>',
    '<row r="1"><c r="A1"><v>&#x31;</v></c></row>',
    '<row r="1"><c r="A1" t="str"><v>a > b</v></c></row>',
    '<row r="1"><c r="A1" t="str"><v><![CDATA[a<b]]></v></c></row>',
    '<row r="1"> x<c r="A1"><v>1</v></c>\n</row>\n',
    '<row r="1"><c r="A1" t="str"> <v> </v>&#32;</c>\n</row>\n',
    '<row r="1"><!-- <row r="2"><c r="A2"><v>2</v></c></row> --><c r="A1"><v>1</v></c></row>',
    '<!-- <row r="2"><c r="A2"><v>2</v></c></row><row r="3"></row> --><row r="4"><c r="A4"><v>1</v></c></row>',
    '<![CDATA[<row r="2"><c r="A2"><v>2</v></c></row>]]><row r="4"><c r="A4"><v>1</v></c></row>',
    '<row r="1"><c r="A1"><row r="2"><c r="B2"><v>1</v></c></row></c></row>',
    '<row r="1"><c r="A1"><v><row r="2"><c r="B2"><v>1</v></c></row></v></c></row>',
    '<row r="1"><row r="2"><c r="B2"><v>1</v></c></row></row>',
    '<row r="9"><c r="A9"><v>9</v></c></row><row r="2"><c r="A2"><v>2</v></c></row><row r="9"><c r="A9"/></row>',
    '<row r="9"><c r="A9"><v>9</v></c></row><row r="9"><c r="A9" t="str"><f>B1</f><v>x</v></c></row>',
    '<row r="1"><c r="A1" t="str"><v>a\r\nb\rc</v></c></row>',
    '<row r="0"><c r="A0"><v>9</v></c></row><row r="1048577"><c r="A1048577"><v>1</v></c></row>',
    '<row r="99999999"><c r="A99999999"><v>1</v></c></row>',
]
BROKEN = [
    '<row r="1" ht="3"/><row r="2" ht="3" ht="4"/>',
    '<row r="1" ht="3"/><row r="2" ht="3" x:ht="4"/>',
    '<row r="1"/><row r="2" xmlns:a=""/>',
    '<row r="1"><c r="A1"><v>&#0;</v></c></row>',
    '<row r="1"><c r="A1"><v>&#55296;</v></c></row>',
    '<row r="1" r="1"><c r="A1"><v>1</v></c></row>',
    '<row r="1" y:z="1"><c r="A1"><v>1</v></c></row>',
    '<row r="1"><c r="A1" r="A1"><v>1</v></c></row>',
    '<row r="1"><c r="A1"><f t="a" t="b">B1</f><v>1</v></c></row>',
    '<row r="1"><c r="A1"><v>1</v></c>',
    '<row r="1"><c r="A1"><v>1</c></row>',
    '<row r="1"><c r="A1"><v>&nbsp;</v></c></row>',
    '<row r="1"><c r="A1"><v>&amp</v></c></row>',
    '<row r="1"><c r="A1" t="str"><v>\x01</v></c></row>',
    '<row r="1"><c r="A1" t="str"><v>\uffff</v></c></row>',
    '<row r="1"><c r="A1" t="str"><v>a]]>b</v></c></row>',
    '<row r="1"><c r="A1"><v>1</v></c></row></row>',
    '<row r="1"><c r="A1"><v>1</v></c></rox>',
    '<row r="1"><c r="A1" s="1><v>1</v></c></row>',
    '<row r="1"\n><c r="A1" t="str"><v>\n\n</v></c></row><row r="2"><c r="A2"><v>1<v></c></row>',
]


@pytest.mark.parametrize("rows", [*UNUSUAL, *BROKEN])
@pytest.mark.parametrize("size", [1 << 20, 60])
def test_other_shapes_read_or_are_refused_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: str, size: int
) -> None:
    monkeypatch.setattr(lane, "_BLOCK", size)  # blocks end anywhere, in comments and in cells
    usual = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(101, 105))
    path = pack(tmp_path / "log.xlsx", parts(rows + usual, strings="<si><t>x</t></si>"))
    fast, slow, _ = both(path, monkeypatch)
    assert fast == slow
    assert isinstance(fast, str) == (rows in BROKEN)


def test_bytes_that_are_no_text_are_refused_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contents = parts('<row r="1"><c r="A1" t="str"><v>@</v></c></row>')
    name = "xl/worksheets/sheet1.xml"
    for wrong in (b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe9"):
        contents[name] = (
            str(parts('<row r="1"><c r="A1" t="str"><v>@</v></c></row>')[name]).encode().replace(b"@", wrong)
        )
        fast, slow, _ = both(pack(tmp_path / "log.xlsx", contents), monkeypatch)
        assert fast == slow
        assert "not valid XML" in str(fast)


@pytest.mark.parametrize("encoding", ["utf-8", "UTF-8", "iso-8859-1", "us-ascii", "utf-16"])
def test_the_declared_encoding_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    contents = parts('<row r="1"><c r="A1" t="str"><v>é</v></c></row>')
    name = "xl/worksheets/sheet1.xml"
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + str(contents[name])
    contents[name] = text.encode("utf-16" if encoding == "utf-16" else "utf-8")
    fast, slow, taken = both(pack(tmp_path / "log.xlsx", contents), monkeypatch)
    assert fast == slow
    assert taken == [True] * (encoding.lower() == "utf-8")
    contents[name] = b"\xef\xbb\xbf" + text.encode() if encoding == "utf-8" else contents[name]
    fast, slow, taken = both(pack(tmp_path / "log.xlsx", contents), monkeypatch)
    assert fast == slow


def test_one_odd_row_keeps_only_its_own_block_from_the_lane(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lane, "_BLOCK", 1_000)
    rows = [f'<row r="{n}"><c r="A{n}" t="str"><v>text {n}</v></c></row>' for n in range(1, 20_000)]
    rows[9_000] = rows[9_000].replace("<c", "<!-- odd --><c")
    fast, slow, taken = both(pack(tmp_path / "log.xlsx", parts("".join(rows))), monkeypatch)
    assert fast == slow
    assert taken.count(False) == 1
    assert taken.count(True) > 15


PIECES = st.sampled_from(
    [
        *('<row r="{n}">', '<row r="{n}" hidden="1">', "<row>", '<row r="{n}"/>', "</row>", "</row>", "</row>"),
        *('<c r="A{n}">', '<c r="B{n}" s="1">', '<c r="C{n}" t="s">', '<c r="D{n}" t="str">', '<c r="E{n}"/>', "</c>"),
        *("<v>0</v>", "<v>1.5</v>", "<v>x</v>", "<v/>", "<is><t>t</t></is>", "<f>A1</f>", "<f/>", "</c>", "</c></row>"),
        *("<!--", "-->", "<![CDATA[", "]]>", "&amp;", "&#65;", "\n", "<x>", "</x>", '<c r="A{n}"><v>{n}</v></c>'),
    ]
)
ROWS = st.lists(
    st.lists(PIECES, max_size=6).map("".join) | st.sampled_from([f'<row r="{{n}}">{u}</row>' for u in USUAL]),
    max_size=8,
).map(lambda rows: "".join(row.replace("{n}", str(n)) for n, row in enumerate(rows, start=1)))


@given(ROWS, st.integers(20, 400))
@settings(deadline=None, derandomize=True, max_examples=400)
def test_pieces_of_rows_in_any_order_read_or_are_refused_the_same(folder: Path, rows: str, size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lane, "_BLOCK", size)
        fast, slow, _ = both(pack(folder / "log.xlsx", parts(rows, strings="<si><t>s</t></si>")), patch)
    assert fast == slow


STRINGS = st.lists(
    st.sampled_from(
        [
            *(
                "<si><t>a</t></si>",
                '<si><t xml:space="preserve"> b </t></si>',
                "<si><t></t></si>",
                "<si/>",
                "<si><t/></si>",
            ),
            *("<si><r><t>r</t></r></si>", "<si><t>a</t><rPh><t>p</t></rPh></si>", "<si>", "</si>", "<t>", "</t>"),
            *(
                "<!--",
                "-->",
                "<![CDATA[",
                "]]>",
                "&amp;",
                "&#9;",
                "<si><t>_x000D_&lt;</t></si>",
                "\n",
                "<rPh>",
                "</rPh>",
            ),
            '<si><t>" xml:space="preserve"</t></si>',
        ]
    ),
    max_size=12,
).map("".join)


@given(STRINGS, st.integers(20, 200))
@settings(deadline=None, derandomize=True, max_examples=300)
def test_shared_strings_read_or_are_refused_the_same(folder: Path, shared: str, size: int) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>{n - 1}</v></c></row>' for n in range(1, 15))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lane, "_BLOCK", size)
        fast, slow, _ = both(pack(folder / "log.xlsx", parts(rows, strings=shared)), patch)
    assert fast == slow


def _by_xlsxwriter(path: Path, in_pieces: bool) -> None:
    book = xlsxwriter.Workbook(str(path), {"constant_memory": in_pieces})
    page = book.add_worksheet()
    dates = book.add_format({"num_format": "yyyy-mm-dd"})
    for row in range(50):
        page.write_string(row, 0, f" text <{row}> & é ")
        page.write_number(row, 1, 46_000 + row / 7, dates)
        page.write_formula(row, 2, "=A1>B1", None, row)
        page.write_blank(row, 3, None, dates)
        page.write_boolean(row, 4, row % 2 == 0)
    book.close()


def _by_openpyxl(path: Path) -> None:
    book = OtherWorkbook()
    for row in range(50):
        book.active.append([f" text <{row}> & é\nß ", 46_000 + row / 7, "=A1>B1", None, row % 2 == 0])
    book.save(path)


@pytest.mark.parametrize("made", [lambda p: _by_xlsxwriter(p, False), lambda p: _by_xlsxwriter(p, True), _by_openpyxl])
def test_what_libraries_write_takes_the_fast_lane(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: Any) -> None:
    made(tmp_path / "made.xlsx")
    fast, slow, taken = both(tmp_path / "made.xlsx", monkeypatch)
    assert fast == slow
    assert taken == [True]


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        (b"a\tb\nc &amp; &lt;", True),
        ("é😀".encode(), True),
        (b"\r", False),
        (b"\x0b", False),
        (b"&#233;&#10;&#128512;", True),
        (b"&#0;", False),
        (b"&#55296;", False),
        (b"&#65535;", False),
        (b"&#1114112;", False),
        (b"&#xe9;", False),
        (b"&", False),
        (b"\xff", False),
        ("\ufffe".encode(), False),
    ],
)
def test_what_a_parser_would_leave_as_it_is(raw: bytes, plain: bool) -> None:
    assert is_simple_xml(raw) == plain


def test_entities_are_read_once() -> None:
    assert decode_text(b"&amp;lt;&lt;&gt;&quot;&apos;&#233;&amp;#233;&#38;amp;") == "&lt;<>\"'é&#233;&amp;"
