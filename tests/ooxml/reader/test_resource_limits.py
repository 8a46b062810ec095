"""A hostile workbook is refused in a sentence, or read, within 512 MB and 20 seconds; an honest one is read."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from handmade import first_grid, pack, parts, read
from messages import is_one_message, one_line

from sheetkit.errors import UnreadableError
from sheetkit.ooxml.reader import resource_limits as bounds
from sheetkit.ooxml.reader.workbook import open_workbook

SIZES = (bounds.SMALL_PART, bounds.MEMORY, bounds.TOKEN)
MEGABYTES, SECONDS = 512, 20
HEADINGS = "".join(
    f'<c t="inlineStr"><is><t>{title}</t></is></c>' for title in ("Item", "Handed to", "Handed off", "Expected back")
)
HEAD = f'<row r="1">{HEADINGS}</row>'
SHEET, BOOK, STRINGS, STYLES = ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml")
RELS = "xl/_rels/workbook.xml.rels"


def stuffed(path: Path, part: str, mark: str, stuffing: Iterator[str]) -> Path:
    """Write a log whose `part` has so much before `mark`, piece by piece."""
    made = parts(HEAD, strings="")
    content = str(made.pop(part))
    pack(path, made)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as package,
        package.open(part, "w") as stream,
    ):
        head, found, tail = content.partition(mark)
        assert found
        stream.write(head.encode())
        for piece in stuffing:
            stream.write(piece.encode())
        stream.write((mark + tail).encode())
    return path


def many(pattern: str, count: int, first: str = "") -> Iterator[str]:
    """Yield `first`, then `count` times the pattern, each with its number, in large pieces."""
    yield first
    for start in range(2, 2 + count, 5_000):
        yield "".join(pattern.replace("#", str(number)) for number in range(start, min(start + 5_000, 2 + count)))


ROW_END, FAR = "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
# name: part, where it is stuffed, with what, and what is said; None where it is read
GIANTS: dict[str, tuple[str, str, Callable[[], Iterator[str]], str | None]] = {
    "a million styled empty rows": (SHEET, ROW_END, lambda: many('<row r="#" s="1" hidden="1"/>', 1_048_575), None),
    "one cell in the last corner": (SHEET, ROW_END, lambda: iter([FAR]), None),
    "more rows than a sheet holds": (SHEET, ROW_END, lambda: many('<row r="2" hidden="1"/>', 1_200_000), "rows, all"),
    "deep nesting": (SHEET, ROW_END, lambda: iter(["<a>"] * 1_000_000), "in one another"),
    "a tag without end": (SHEET, ROW_END, lambda: many("a#", 2_000_000, first="<row x='"), "one tag"),
    "a comment without end": (SHEET, ROW_END, lambda: many(" a#", 2_000_000, first="<!--"), "one tag"),
    "short texts": (STRINGS, "</sst>", lambda: many("<si><t>#</t></si>", 6_000_000), "memory"),
    "defined names": (BOOK, "</definedNames>", lambda: many('<definedName name="n#"/>', 400_000), "usually small"),
    "relations": (RELS, "</Relationships>", lambda: many('<Relationship Id="x#"/>', 400_000), None),
}


def checked(path: Path) -> tuple[int, str, float, float]:
    """Run `check` in a process of its own; return exit code, what it says, megabytes and seconds of work."""
    command = [sys.executable, "-m", "sheetkit", "check", str(path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as run:
        assert run.stderr is not None
        said = run.stderr.read()
        _, status, used = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
    return run.returncode, said, used.ru_maxrss / 1024, used.ru_utime + used.ru_stime


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss has another unit elsewhere")
@pytest.mark.parametrize("giant", GIANTS)
def test_a_giant_is_read_or_refused_within_bounds(tmp_path: Path, giant: str) -> None:
    part, mark, stuffing, refusal = GIANTS[giant]
    path = stuffed(tmp_path / "log.xlsx", part, mark, stuffing())
    code, said, megabytes, seconds = checked(path)
    assert megabytes < MEGABYTES
    assert seconds < SECONDS
    if refusal is None:
        assert said == ""
        assert code in (0, 1)
    else:
        assert code == 2
        assert is_one_message(said)
        assert refusal in one_line(said)


# kind: part, where it is stuffed, with what, the bound that is lowered, and what is said
SMALL_GIANTS = {
    "cells": (SHEET, ROW_END, "<row>" + "<c><v>1</v></c>" * 20 + "</row>", "MEMORY", "memory"),
    "texts": (STRINGS, "</sst>", "<si><t>x</t></si>" * 20, "MEMORY", "memory"),
    "texts in pieces": (STRINGS, "</sst>", "<si><r><t>x</t></r></si>" * 20, "MEMORY", "memory"),
    "texts of cells": (SHEET, ROW_END, '<row r="2"><c t="str"><v>#</v></c></row>' * 20, "MEMORY", "memory"),
    "merged cells": (SHEET, "</worksheet>", '<mergeCell ref="A1:C1"/>' * 20, "MEMORY", "memory"),
    "rows": (SHEET, ROW_END, '<row r="2" hidden="1"/>' * 20, "ELEMENTS", "in an unusual form"),
    "formats": (STYLES, "</cellXfs>", '<xf numFmtId="14"/>' * 20, "ELEMENTS", "in an unusual form"),
}


@pytest.mark.parametrize("kind", SMALL_GIANTS)
def test_whatever_there_is_much_of_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    part, mark, stuffing, bound, refusal = SMALL_GIANTS[kind]
    path = stuffed(tmp_path / "log.xlsx", part, mark, many(stuffing, 20))
    assert read(path)
    most = {"MEMORY": 4_000 - 8 * path.stat().st_size, "ELEMENTS": 200 - path.stat().st_size // 2}
    monkeypatch.setattr(bounds, bound, most[bound])
    with pytest.raises(UnreadableError, match=refusal):
        read(path)


BOUNDS = {"PARTS": 3, "UNPACKED": 900, "SMALL_PART": 100, "ELEMENTS": -4_000, "MEMORY": -30_000}


@pytest.mark.parametrize("bound", BOUNDS)
def test_each_bound_can_be_widened_and_the_refusal_says_how(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    path = pack(tmp_path / "log.xlsx", parts(HEAD))
    monkeypatch.setattr(bounds, bound, BOUNDS[bound])
    with pytest.raises(UnreadableError, match=r"too large when unpacked: .* set SHEETKIT_BOUNDS=2 or more"):
        read(path)
    if BOUNDS[bound] > 0:
        monkeypatch.setenv(bounds.ENVIRONMENT_VARIABLE, "100")
        assert read(path)


@pytest.mark.parametrize("text", ["0", "0.5", "-1", "many", "nan", "inf", "1e9"])
def test_a_width_that_is_none_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv(bounds.ENVIRONMENT_VARIABLE, text)
    with pytest.raises(UnreadableError, match="where a number from 1 to 1000 is needed"):
        read(pack(tmp_path / "log.xlsx", parts(HEAD)))


def test_parts_that_lie_in_the_same_place_are_refused(tmp_path: Path) -> None:
    path = pack(tmp_path / "log.xlsx", parts(HEAD) | {"xl/a.xml": "<a/>" * 99, "xl/b.xml": "<b/>" * 99})
    content = bytearray(path.read_bytes())
    last = content.rfind(b"PK\x01\x02")
    before = content.rfind(b"PK\x01\x02", 0, last)
    content[last + 42 : last + 46] = content[before + 42 : before + 46]
    path.write_bytes(content)
    with pytest.raises(UnreadableError, match="two of its parts lie in the same place"):
        open_workbook(path)


@pytest.mark.parametrize(
    "name", ["../../../tmp/planted", "/etc/passwd", "C:\\planted", "xl/../../planted", "\\\\evil\\x"]
)
def test_a_part_whose_name_leads_elsewhere_is_written_nowhere(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    contents = parts(HEAD)
    contents[RELS] = str(contents[RELS]).replace("worksheets/sheet1.xml", "../" * 9 + "etc/passwd")
    with pytest.raises(UnreadableError, match="no worksheet"):
        open_workbook(pack(tmp_path / "in" / "other.xlsx", contents))
    with open_workbook(pack(tmp_path / "in" / "log.xlsx", parts(HEAD) | {name: "planted"})) as book:
        assert first_grid(book).columns
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["in", "log.xlsx", "other.xlsx"]


@pytest.mark.parametrize("area", ["A1:XFD1048576", "XFD1048576", "A1:A99999999", "nonsense", "A0:B-1"])
def test_what_a_sheet_says_about_its_size_costs_nothing(tmp_path: Path, area: str) -> None:
    contents = parts(HEAD)
    contents[SHEET] = str(contents[SHEET]).replace("<sheetData>", f'<dimension ref="{area}"/><sheetData>')
    assert len(read(pack(tmp_path / "log.xlsx", contents))) == 4


ENTITIES = {
    "nested": '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>',
    "external": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "of parameters": '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://evil.example/"> %a;]>',
    "quadratic": f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>',
    "a mere document type": '<!DOCTYPE x SYSTEM "http://evil.example/x.dtd">',
}


@pytest.mark.parametrize("kind", ENTITIES)
@pytest.mark.parametrize("part", [SHEET, BOOK, RELS, STYLES, STRINGS])
def test_entities_are_refused_in_every_part(tmp_path: Path, kind: str, part: str) -> None:
    contents = parts('<row><c t="s"><v>0</v></c></row>', strings="<si><t>x</t></si>", formats="14")
    contents[part] = '<?xml version="1.0"?>' + ENTITIES[kind] + str(contents[part])
    with pytest.raises(UnreadableError, match="declares a document type"):
        read(pack(tmp_path / "log.xlsx", contents))


@pytest.mark.parametrize("reference", ["&a;", "&lt", "&#0;", "&#x110000;"])
def test_an_entity_that_nobody_declared_is_no_valid_xml(tmp_path: Path, reference: str) -> None:
    cell = f'<row><c t="inlineStr"><is><t>{reference}</t></is></c></row>'
    with pytest.raises(UnreadableError, match="not valid XML"):
        read(pack(tmp_path / "log.xlsx", parts(cell)))


def test_the_bounds_in_the_docs_are_those_in_the_code() -> None:
    said = " ".join((Path(__file__).parents[3] / "SECURITY.md").read_text(encoding="utf-8").split())
    sizes = (f"{bounds.UNPACKED >> 30} GiB", *(f"{size >> 20} MiB" for size in SIZES))
    counts = (f"{bounds.PARTS:,} parts", f"{bounds.ELEMENTS:,}", f"{bounds.DEPTH} elements", f"{bounds.RATIO} times")
    assert [one for one in (*sizes, *counts, bounds.ENVIRONMENT_VARIABLE) if one not in said] == []
