"""Notes, links and pictures of cells, and cells that older programs show as errors."""

from pathlib import Path

import pytest
from handmade import MAIN, OFFICE, pack, parts, relations, rich_cell, with_rich_values

from sheetkit.errors import UnreadableError
from sheetkit.ooxml.reader import resource_limits
from sheetkit.ooxml.reader.attachments import Attachments, LinkTarget, Note, read_attachments
from sheetkit.ooxml.reader.cells import CellKind
from sheetkit.ooxml.reader.workbook import open_workbook

THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
ROWS = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="A2"><v>3</v></c></row>'


def attachments(folder: Path, after_rows: str = "", rows: str = ROWS, **more: str) -> Attachments:
    """Return what hangs on the cells of a sheet; `more` are parts by what the sheet's relation to them is."""
    made = parts(rows)
    sheet = str(made["xl/worksheets/sheet1.xml"])
    made["xl/worksheets/sheet1.xml"] = sheet.replace("</worksheet>", f"{after_rows}</worksheet>")
    external = "".join(
        f'<Relationship Id="x{n}" Type="{OFFICE}/hyperlink" Target="{target}" TargetMode="External"/>'
        for n, target in enumerate(["https://example.org/a?b=1&amp;c=2"], start=1)
    )
    own = relations({f"../{kind}.xml": kind for kind in more})
    made["xl/worksheets/_rels/sheet1.xml.rels"] = own.replace("</Relationships>", f"{external}</Relationships>")
    made |= {f"xl/{kind}.xml": text for kind, text in more.items()}
    with open_workbook(pack(folder / "log.xlsx", made)) as book:
        return read_attachments(book, book.sheets[0])


def test_a_note_comes_with_its_author_and_without_its_formats(tmp_path: Path) -> None:
    comments = (
        f'<comments xmlns="{MAIN}"><authors><author>Ana</author></authors><commentList><comment ref="B1" authorId="0">'
        "<text><r><rPr><b/></rPr><t>Ana:</t></r><r><t> by phone</t></r></text></comment></commentList></comments>"
    )
    assert attachments(tmp_path, comments=comments).notes == {(1, 2): Note("Ana", "Ana: by phone")}


def test_a_thread_of_comments_is_one_note_in_place_of_its_copy_for_older_programs(tmp_path: Path) -> None:
    comments = (
        f'<comments xmlns="{MAIN}"><authors><author>tc=1</author></authors><commentList><comment ref="A1" authorId="0">'
        "<text><t>[Threaded comment] Your version of Excel ...</t></text></comment></commentList></comments>"
    )
    threads = (
        f'<ThreadedComments xmlns="{THREADS}">'
        '<threadedComment ref="A1" dT="2026-11-20T09:12:33.45" personId="P" id="1">'
        '<text>When?</text></threadedComment><threadedComment ref="A1" parentId="1" id="2"><text>Friday</text>'
        "</threadedComment></ThreadedComments>"
    )
    found = attachments(tmp_path, comments=comments, threadedComment=threads).notes
    assert found[1, 1].text == "2026-11-20 09:12: When?\nFriday"


def test_links_of_cells_of_ranges_and_of_formulas_are_found(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1" t="str"><f>HYPERLINK("https://example.org/#x",'
        '"a")</f><v>a</v></c><c r="D1" t="str"><f>HYPERLINK(A1,"b")</f><v>b</v></c></row>'
    )
    links = f'<hyperlinks xmlns:r="{OFFICE}"><hyperlink ref="A1:B9" r:id="x1" location="p"/></hyperlinks>'
    found = attachments(tmp_path, links, rows)
    target = LinkTarget("https://example.org/a?b=1&c=2", "p")
    assert found.links == {(1, 1): target, (1, 2): target, (1, 3): LinkTarget("https://example.org/", "x")}
    assert found.other_links == ((1, 4),)


def test_a_link_that_a_formula_makes_inside_another_or_shares_is_found(tmp_path: Path) -> None:
    shared = '<f t="shared" ref="A1:A2" si="3">HYPERLINK("https://example.org/","a")</f>'
    inside = '<f>IF(A1="","",HYPERLINK("https://example.org/","a"))</f>'
    rows = (
        f'<row r="1"><c r="A1" t="str">{shared}<v>a</v></c><c r="B1" t="str">{inside}<v>a</v></c></row>'
        '<row r="2"><c r="A2" t="str"><f t="shared" si="3"/><v>a</v></c>'
        f'<c r="B2" t="str">{inside}<v></v></c><c r="C2" t="str"><f t="shared" si="4"/><v>a</v></c></row>'
    )
    for spelled in (rows, rows.replace("<row ", '<row spans="1:3" x="" ')):  # at once, and cell by cell
        found = attachments(tmp_path, rows=spelled)
        target = LinkTarget("https://example.org/", "")
        assert found.links == {(1, 1): target, (2, 1): target}
        assert found.other_links == ((1, 2),)


def test_what_a_link_shows_under_the_mouse_comes_along(tmp_path: Path) -> None:
    links = f'<hyperlinks xmlns:r="{OFFICE}"><hyperlink ref="A1" r:id="x1" tooltip="Ask Maria"/></hyperlinks>'
    assert attachments(tmp_path, links).links[1, 1].tooltip == "Ask Maria"


def test_a_picture_over_a_cell_is_seen(tmp_path: Path) -> None:
    drawing = (
        '<wsDr xmlns="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"><twoCellAnchor><from><col>1'
        "</col><row>4</row></from><to><col>3</col><row>9</row></to><pic/></twoCellAnchor></wsDr>"
    )
    found = attachments(tmp_path, drawing=drawing)
    assert (found.pictures, found.is_on_page) == (((5, 2),), False)
    on_page = drawing.replace("</wsDr>", '<absoluteAnchor><pos x="0" y="0"/><sp/></absoluteAnchor></wsDr>')
    found = attachments(tmp_path, drawing=on_page)
    assert (found.pictures, found.is_on_page) == (((5, 2),), True)


def rich_book(folder: Path) -> Path:
    """Return a workbook with a picture in A1, a data type in B1 and #SPILL! in C1, each stored as #VALUE!."""
    cells = "".join(rich_cell(f"{name}1", number) for number, name in enumerate("ABC", start=1))
    return pack(folder / "rich.xlsx", with_rich_values(parts(f'<row r="1">{cells}</row>')))


def test_a_picture_a_data_type_and_a_new_error_are_not_the_error_value(tmp_path: Path) -> None:
    with open_workbook(rich_book(tmp_path)) as book:
        columns = book.grid(book.sheets[0]).columns
    assert [next(iter(columns[number]))[1:] for number in (1, 2, 3)] == [
        (CellKind.OBJECT, "a picture"),
        (CellKind.TEXT, "Lisbon"),
        (CellKind.ERROR, "#SPILL!"),
    ]


def test_many_notes_are_read_and_count_as_what_takes_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "of a very long talk " * 10
    notes = "".join(f'<comment ref="B{row}"><text><t>{row} {text}</t></text></comment>' for row in range(1, 101))
    comments = f'<comments xmlns="{MAIN}"><commentList>{notes}</commentList></comments>'
    monkeypatch.setattr(resource_limits, "SMALL_PART", 10_000)
    assert len(attachments(tmp_path, comments=comments).notes) == 100
    monkeypatch.setattr(resource_limits, "MEMORY", 30_000)
    with pytest.raises(UnreadableError, match="of memory"):
        attachments(tmp_path, comments=comments)
