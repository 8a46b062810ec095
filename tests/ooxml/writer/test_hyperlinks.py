"""Links lead where they should, and nowhere else, whatever people type."""

import re
import zipfile
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import numpy as np
import pytest
from lxml import etree

from sheetkit.ooxml import limits
from sheetkit.ooxml.writer.hyperlinks import (
    Hyperlink,
    Hyperlinks,
    internal_link,
    mailto_link,
    percent_encode,
    percent_encode_address,
)
from sheetkit.ooxml.writer.styles import BASE
from sheetkit.ooxml.writer.workbook import WorkbookWriter


def link_to_cell(file: str, sheet: str, cell: str) -> Hyperlink | None:
    """The link of a column's first cell to a cell of another workbook."""
    return Hyperlinks.to_cells([(file, sheet)], np.array([0]), [cell]).get(0)


def written(folder: Path, *found: Hyperlink | None) -> list[tuple[str, str]]:
    """Write a sheet with these links; return (target, place) of each, in order."""
    path = folder / "out.xlsx"
    book = WorkbookWriter(str(path), title="Links", subject="Links", created=datetime(2026, 11, 23))
    sheet = book.add_sheet("Log")
    for row, link in enumerate(found, start=1):
        assert link is not None
        assert sheet.write_link(row, 1, link, "x", BASE)
    book.close()
    return links(path)


def links(path: Path) -> list[tuple[str, str]]:
    """Return (target, place) of the first sheet's links, in order."""
    with zipfile.ZipFile(path) as package:
        sheet = etree.fromstring(package.read("xl/worksheets/sheet1.xml"))
        rels = "xl/worksheets/_rels/sheet1.xml.rels"
        related = etree.fromstring(package.read(rels)) if rels in package.namelist() else ()
        targets = {item.get("Id"): item.get("Target") for item in related}
    found = []
    for item in sheet.iter("{*}hyperlink"):
        identity = next((value for key, value in item.attrib.items() if key.endswith("}id")), "")
        found.append((targets.get(identity, ""), item.get("location", "")))
    return found


FILES = ["my log.xlsx", "O'Neill.xlsx", 'say "x".xlsx', "a#1.xlsx", "50%.xlsx", "a%20b.xlsx", "100%25.xlsx"]
FILES += ["日誌.xlsx", "Übergabe.xlsx", "a&b.xlsx", "a?b.xlsx", "[1].xlsx", "<x>.xlsx", "a+b.xlsx", "~a.xlsx"]


@pytest.mark.parametrize("file", FILES)
def test_a_link_to_a_log_beside_leads_to_just_that_file(tmp_path: Path, file: str) -> None:
    [(target, place)] = written(tmp_path, link_to_cell(file, "Log", "D7"))
    assert not re.search('[ "<>#?]', target)
    assert unquote(target) == file
    assert place == "'Log'!D7"


def test_a_link_into_another_folder_keeps_its_way(tmp_path: Path) -> None:
    [(target, _)] = written(tmp_path, link_to_cell("../logs/a.xlsx", "Log", "D7"))
    assert target.replace("\\", "/") == "../logs/a.xlsx"


@pytest.mark.parametrize(
    ("name", "place"),
    [("My log", "'My log'!D7"), ("Ana's", "'Ana''s'!D7"), ("50% #2", "'50% #2'!D7"), ("日誌", "'日誌'!D7")],
)
def test_links_name_the_sheet_as_excel_does(tmp_path: Path, name: str, place: str) -> None:
    found = written(tmp_path, link_to_cell("log.xlsx", name, "D7"), internal_link(name, "D7"))
    assert found == [("log.xlsx", place), ("", place)]


@pytest.mark.parametrize(
    ("address", "subject", "body"),
    [
        ("ana@example.org", "Draft & plan?", "Hello,\nhow far is it?\n"),
        ("ana@example.org\nBcc: eve@example.org", "Draft\r\nBcc: eve@example.org", "x\nBcc: eve@example.org"),
        ("ana@example.org?bcc=eve@example.org&x=", "a&bcc=eve@example.org", "b&bcc=eve@example.org#c"),
        ("ana@example.org,eve@example.org", "100% #1 'now' \"soon\"", "é 東京 😀"),
    ],
)
def test_nothing_typed_can_add_a_header_or_a_reader_to_a_message(
    tmp_path: Path, address: str, subject: str, body: str
) -> None:
    lines = "%0A".join(map(percent_encode, body.split("\n")))
    [(target, _)] = written(tmp_path, mailto_link(percent_encode_address(address), percent_encode(subject), lines))
    link = urlsplit(target)
    assert link.scheme == "mailto"
    assert link.fragment == ""
    assert "," not in link.path
    fields = parse_qs(link.query, keep_blank_values=True, strict_parsing=True)
    assert set(fields) == {"subject", "body"}
    assert fields["body"] == [body]
    message = EmailMessage()
    message["To"], message["Subject"] = "x@example.org", fields["subject"][0]
    assert message.keys() == ["To", "Subject"]
    assert not re.search("[\r\n]", unquote(link.path))


def test_a_link_too_long_for_excel_is_none() -> None:
    assert mailto_link("ana@example.org", "x", percent_encode("é" * 350)) is None
    assert mailto_link("ana@example.org", "x", percent_encode("é" * 330)) is not None
    assert link_to_cell("x" * 2_080, "Log", "A1") is None


def test_more_links_than_excel_takes_are_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_LINKS", 3)
    book = WorkbookWriter(str(tmp_path / "out.xlsx"), title="Links", subject="Links", created=datetime(2026, 11, 23))
    sheet, up = book.add_sheet("Log"), Hyperlink("internal:'Log'!A1", "Up")
    assert [sheet.write_link(row, 1, up, "up", BASE) for row in range(1, 6)] == [True, True, True, False, False]
    book.close()
    assert len(links(tmp_path / "out.xlsx")) == 3


def test_links_of_a_column_lead_to_the_log_of_each_line() -> None:
    logs = [("a.xlsx", "Log"), (None, "Log"), ("x" * 2_080, "Log"), ("b.xlsx", "My log")]
    found = Hyperlinks.to_cells(logs, np.array([3, 0, 1, 2, 0]), ["C4", "D5", "D6", "D7", "D8"])
    assert [found.get(position) for position in range(5)] == [
        Hyperlink("external:b.xlsx#'My log'!C4", "Open the log at C4"),
        Hyperlink("external:a.xlsx#'Log'!D5", "Open the log at D5"),
        None,
        None,
        Hyperlink("external:a.xlsx#'Log'!D8", "Open the log at D8"),
    ]
    assert found.get(5) is None
    selected = found.select(np.array([False, True, True]))
    assert (len(selected), selected.get(0), selected.get(4)) == (2, None, found.get(4))
    assert selected.with_positions(np.array([7, 9])).get(9) == found.get(4)


def test_links_of_a_column_lead_to_cells_of_the_same_workbook() -> None:
    found = Hyperlinks.to_cells([("", "Ana's")], np.array([0]), ["C4"])
    assert found.get(0) == internal_link("Ana's", "C4") == Hyperlink("internal:'Ana''s'!C4", "Go to Ana's, C4")
