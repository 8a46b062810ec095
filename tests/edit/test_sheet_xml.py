"""A cell's bytes are replaced and nothing else is, however the sheet is written."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.edit.sheet_xml import FormulaCellError, SheetXml, repr_number
from sheetkit.edit.splices import apply_splices, inverse
from sheetkit.errors import UnreadableError
from sheetkit.ooxml.reader.shared_strings import unescape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\r\n<worksheet xmlns="{MAIN}"><sheetData>'
TAIL = "</sheetData><pageMargins left='1'/></worksheet>"
Cells = dict[str, tuple[str | None, str]]


def sheet(rows: str) -> SheetXml:
    return SheetXml(f"{HEAD}{rows}{TAIL}".encode(), "'log.xlsx'")


def changed(rows: str, row: int, column: int, value: str | float | None, style: int = 0) -> str:
    """The rows after one cell was changed; taking it back makes the old bytes again."""
    xml = sheet(rows)
    splices = xml.row_splices(row, {column: (value, style)})
    new = apply_splices(xml.data, splices)
    assert apply_splices(new, inverse(xml.data, splices)) == xml.data
    return new.decode().removeprefix(HEAD).removesuffix(TAIL)


@pytest.mark.parametrize(
    ("rows", "row", "column", "expected"),
    [
        ('<row r="2"><c r="A2" s="3"/></row>', 2, 1, '<row r="2"><c r="A2" s="9"><v>5</v></c></row>'),
        ('<row r="2"><c r="A2" t="s"><v>7</v></c></row>', 2, 1, '<row r="2"><c r="A2" s="9"><v>5</v></c></row>'),
        ("<row r='2'><c r='A2'/></row>", 2, 2, "<row r='2'><c r='A2'/><c r=\"B2\" s=\"9\"><v>5</v></c></row>"),
        ("<row r='2'><c r='C2'/></row>", 2, 2, "<row r='2'><c r=\"B2\" s=\"9\"><v>5</v></c><c r='C2'/></row>"),
        ("<row><c/></row><row><c/><c/></row>", 2, 2, '<row><c/></row><row><c/><c r="B2" s="9"><v>5</v></c></row>'),
        ('<row r="2" ht="9"/>', 2, 1, '<row r="2" ht="9"><c r="A2" s="9"><v>5</v></c></row>'),
        ('<row r="9"/>', 2, 1, '<row r="2"><c r="A2" s="9"><v>5</v></c></row><row r="9"/>'),
        ('<row r="1"/>', 2, 1, '<row r="1"/><row r="2"><c r="A2" s="9"><v>5</v></c></row>'),
        (
            '<row r="2" spans="1:1"><c r="A2"/></row>',
            2,
            3,
            '<row r="2" spans="1:3"><c r="A2"/><c r="C2" s="9"><v>5</v></c></row>',
        ),
        ('<row r="2"><c r="A2"><is><t>a > b</t></is></c></row>', 2, 1, '<row r="2"><c r="A2" s="9"><v>5</v></c></row>'),
    ],
)
def test_a_cell_is_replaced_or_added_in_its_place(rows: str, row: int, column: int, expected: str) -> None:
    assert changed(rows, row, column, 5.0, 9) == expected


def test_a_cleared_cell_keeps_its_format() -> None:
    assert (
        changed('<row r="2"><c r="A2" s="3" t="s"><v>1</v></c></row>', 2, 1, None, 3)
        == '<row r="2"><c r="A2" s="3"/></row>'
    )


def test_the_prefix_of_the_file_is_kept() -> None:
    data = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="2"><x:c r="A2"/></x:row></x:sheetData></x:worksheet>'
    xml = SheetXml(data.encode(), "'log.xlsx'")
    new = apply_splices(xml.data, xml.row_splices(2, {1: ("a", 0)})).decode()
    assert '<x:row r="2"><x:c r="A2" t="inlineStr"><x:is><x:t xml:space="preserve">a</x:t></x:is></x:c></x:row>' in new


@pytest.mark.parametrize("formula", ["<f>1+1</f><v>2</v>", '<f t="shared" si="0"/><v>2</v>', "<f>A1</f>"])
def test_a_formula_is_never_overwritten(formula: str) -> None:
    with pytest.raises(FormulaCellError):
        sheet(f'<row r="2"><c r="A2">{formula}</c></row>').row_splices(2, {1: (5.0, 0)})


@pytest.mark.parametrize(
    ("cell", "result", "expected"),
    [
        ('<c r="A2" t="str"><f>B2</f><v>old</v></c>', "a & b", '<c r="A2" t="str"><f>B2</f><v>a &amp; b</v></c>'),
        ('<c r="A2" s="4"><f ca="1">B2</f></c>', 3.0, '<c r="A2" s="4"><f ca="1">B2</f><v>3</v></c>'),
        ('<c r="A2" t="str"><f>B2</f><v>old</v></c>', None, '<c r="A2" t="str"><f>B2</f><v></v></c>'),
        ('<c r="A2" t="str"><f>B2</f><v/></c>', 1.5, '<c r="A2"><f>B2</f><v>1.5</v></c>'),
        (
            '<c r="A2" t="e"><f t="shared" si="1"/><v>#REF!</v></c>',
            "x",
            '<c r="A2" t="str"><f t="shared" si="1"/><v>x</v></c>',
        ),
        ('<c r="A2" t="s"><v>3</v></c>', "x", '<c r="A2" t="s"><v>3</v></c>'),
    ],
)
def test_a_formula_gets_a_new_result_and_stays_as_it_is(cell: str, result: str | float | None, expected: str) -> None:
    xml = sheet(f'<row r="2">{cell}</row>')
    assert f'<row r="2">{expected}</row>' in apply_splices(xml.data, xml.result_splices(2, {1: result})).decode()


@settings(max_examples=200)
@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_read_back_as_it_was(text: str) -> None:
    if not text:
        return
    xml = sheet('<row r="2"><c r="A2"/></row>')
    root = ElementTree.fromstring(apply_splices(xml.data, xml.row_splices(2, {1: (text, 0)})))
    (found,) = root.iter(f"{{{MAIN}}}t")
    assert unescape(found.text or "") == text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


@given(st.floats(allow_nan=False, allow_infinity=False))
@settings(max_examples=50)
def test_numbers_are_stored_as_they_are(value: float) -> None:
    assert float(repr_number(value)) == value


@pytest.mark.parametrize(
    "data",
    [
        f'<worksheet xmlns="{MAIN}"><!-- <row r="2"/> --><sheetData></sheetData></worksheet>',
        f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>',
        f'<?xml version="1.0" encoding="ISO-8859-1"?><worksheet xmlns="{MAIN}"><sheetData></sheetData></worksheet>',
        '<worksheet xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"><sheetData></sheetData></worksheet>',
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="2"/><row r="2"/></sheetData></worksheet>',
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="3"/><row r="2"/></sheetData></worksheet>',
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="2"><c r="B2"/><c r="A2"/></row></sheetData></worksheet>',
    ],
    ids=["comment", "no data", "Latin 1", "Strict", "a row twice", "rows out of order", "cells out of order"],
)
def test_a_sheet_that_cannot_be_changed_safely_is_refused_in_words(data: str) -> None:
    with pytest.raises(UnreadableError, match=r"save it|saved as"):
        SheetXml(data.encode(), "'log.xlsx'").row_splices(2, {1: (5.0, 0)})


def test_a_sheet_in_utf_16_is_refused_in_words() -> None:
    data = f'<?xml version="1.0" encoding="UTF-16"?><worksheet xmlns="{MAIN}"><sheetData></sheetData></worksheet>'
    with pytest.raises(UnreadableError, match="cannot be changed safely"):
        SheetXml(data.encode("utf-16"), "'log.xlsx'")


def test_rows_are_found_by_a_count_where_they_carry_no_number() -> None:
    rows = "<row/>" * 3 + '<row r="7"/><row/>'
    assert [row for row in range(1, 10) if sheet(rows).has_row(row)] == [1, 2, 3, 7, 8]
    assert re.fullmatch(r"(<row/>){3}<row r=\"7\"/><row><c r=\"A8\"><v>5</v></c></row>", changed(rows, 8, 1, 5.0))
