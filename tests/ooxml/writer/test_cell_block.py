"""A block of cells is what XlsxWriter would have written cell by cell, awkward texts included."""

import zipfile
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from package_checks import check_package

from sheetkit import categorical
from sheetkit.errors import OutputError
from sheetkit.ooxml.limits import MAX_ROWS
from sheetkit.ooxml.reader.cells import CellKind
from sheetkit.ooxml.reader.workbook import open_workbook
from sheetkit.ooxml.writer import workbook
from sheetkit.ooxml.writer.block_sheet import FAST_PATH_AVAILABLE
from sheetkit.ooxml.writer.cell_block import BlockColumn
from sheetkit.ooxml.writer.hyperlinks import Hyperlink, Hyperlinks
from sheetkit.ooxml.writer.styles import BASE, CELL, DATE, NUMBER
from sheetkit.ooxml.writer.workbook import WorkbookWriter

AWKWARD = [
    "",
    "=1+1",
    " edges ",
    "a\nb",
    "\ttab",
    "<r>x</r>",
    "&amp;",
    "_x000D_",
    "_x005F_x000D_",
    "\x07bell",
    "\ufffe",
]
AWKWARD += [
    "half \ud800",
    "\udcff.xlsx",
    "😀",
    "x" * 32_767,
    "1",
    "TRUE",
    "#REF!",
    "e\u0301",
    "\u200e",
    "\r\n",
    '"q"',
    "'",
]
NUMBERS = [0.0, -1.0, 46_349.5, 1e300, 0.1, np.nan, 123_456_789_012_345_680.0, -0.0]


def made(path: Path, columns: list[BlockColumn], heights: list[float], *, fast: bool) -> Path:
    """Write a block below a heading; `fast` or cell by cell with XlsxWriter's own means."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(workbook, "FAST_PATH_AVAILABLE", fast)
        book = WorkbookWriter(str(path), title="Block", subject="Block", created=datetime(2026, 11, 23))
        sheet = book.add_sheet("Log")
        sheet.write_text(1, 2, "Heading", BASE)
        sheet.set_row_height(1, 33)
        sheet.write_block(2, 2, columns, heights)
        book.add_sheet("After").write_text(1, 1, "Heading", BASE)
        book.close()
    assert check_package(path) == []
    return path


def cells(path: Path) -> dict[tuple[int, int], tuple[CellKind, object]]:
    with open_workbook(path) as book:
        grid = book.grid(book.sheets[0])
        return {
            (row, number): (CellKind(kind), value)
            for number, column in grid.columns.items()
            for row, kind, value in zip(column.rows, column.kinds, column.values, strict=True)
        }


def awkward() -> tuple[list[BlockColumn], list[float]]:
    """Return columns of every kind with the most awkward contents."""
    count = len(AWKWARD)
    dice = np.random.default_rng(7)
    numbers = np.array((NUMBERS * 9)[:count])
    columns = [
        BlockColumn(categorical.from_texts(AWKWARD), [CELL]),
        BlockColumn(categorical.from_texts(AWKWARD[::-1]), [CELL, BASE, NUMBER], dice.integers(0, 3, count)),
        BlockColumn(numbers, [NUMBER]),
        BlockColumn(numbers, [DATE, CELL], dice.integers(0, 2, count), {3: "next week", 7: "=1+1"}),
        BlockColumn(categorical.from_texts([""] * count), [CELL]),
    ]
    return columns, dice.choice([18.0, 33.0, 20.0, 15.0], count).tolist()


def test_the_fast_way_is_in_use_with_the_version_that_is_installed() -> None:
    assert FAST_PATH_AVAILABLE


def test_every_cell_of_a_block_reads_as_the_one_xlsxwriter_writes(tmp_path: Path) -> None:
    columns, heights = awkward()
    fast, stock = (made(tmp_path / f"{way}.xlsx", columns, heights, fast=way) for way in (True, False))
    assert cells(fast) == cells(stock)
    assert len(cells(fast)) > 60
    assert shape(fast) == shape(stock)


def shape(path: Path) -> list[tuple[object, ...]]:
    """Return each row's height, and each cell's place, type and look: font, fill, border, number format, alignment."""
    with zipfile.ZipFile(path) as package:
        sheet = etree.fromstring(package.read("xl/worksheets/sheet1.xml"))
        styles = etree.fromstring(package.read("xl/styles.xml"))
    numbers = {item.get("numFmtId"): item.get("formatCode") for item in styles.iter("{*}numFmt")}
    kinds = {key: styles.find(f"{{*}}{key}s") for key in ("font", "fill", "border")}
    looks = [
        (
            *(etree.tostring(kinds[key][int(xf.get(f"{key}Id"))]) for key in kinds),
            numbers.get(xf.get("numFmtId"), xf.get("numFmtId")),
            *(etree.tostring(part) for part in xf),
        )
        for xf in styles.find("{*}cellXfs")
    ]
    found: list[tuple[object, ...]] = []
    for row in sheet.iter("{*}row"):
        found.append((row.get("r"), row.get("ht"), row.get("customHeight")))
        found += [(cell.get("r"), cell.get("t"), looks[int(cell.get("s", "0"))]) for cell in row]
    return found


def test_links_of_a_block_lead_where_xlsxwriters_lead(tmp_path: Path) -> None:
    leads = {
        0: Hyperlink("internal:'Ana''s & co'!A1", "Go to it"),
        1: Hyperlink("external:../my%20log%20%231.xlsx#'Log'!D7", 'Open "it" <now>'),
        2: Hyperlink("external:../my%20log%20%231.xlsx#'Log'!D8", "Open it"),
        4: Hyperlink("mailto:ana@example.org?subject=A%20b&body=c", "Write"),
    }
    columns = [
        BlockColumn(
            categorical.from_texts("abcde"),
            [BASE, CELL],
            np.array([1, 1, 1, 0, 1]),
            links=Hyperlinks.from_dict(leads),
        )
    ]
    fast, stock = (made(tmp_path / f"{way}.xlsx", columns, [18.0] * 5, fast=way) for way in (True, False))
    assert links(fast) == links(stock)
    assert len(links(fast)) == 4


def test_links_above_a_block_stay_beside_those_in_it(tmp_path: Path) -> None:
    book = WorkbookWriter(str(tmp_path / "out.xlsx"), title="Block", subject="Block", created=datetime(2026, 11, 23))
    sheet = book.add_sheet("Log")
    sheet.write_link(1, 1, Hyperlink("https://example.org", "Read more"), "more", BASE)
    inside = Hyperlinks.from_dict({0: Hyperlink("mailto:ana@example.org", "Write")})
    sheet.write_block(2, 1, [BlockColumn(categorical.from_texts(["Ana"]), [BASE], links=inside)], [18.0])
    book.close()
    assert check_package(tmp_path / "out.xlsx") == []
    assert links(tmp_path / "out.xlsx") == [
        ("A1", "https://example.org", None, "Read more"),
        ("A2", "mailto:ana@example.org", None, "Write"),
    ]


def links(path: Path) -> list[tuple[str | None, ...]]:
    """Return (cell, target, place, tip) of each link."""
    with zipfile.ZipFile(path) as package:
        sheet = etree.fromstring(package.read("xl/worksheets/sheet1.xml"))
        related = etree.fromstring(package.read("xl/worksheets/_rels/sheet1.xml.rels"))
    targets = {item.get("Id"): item.get("Target") for item in related}
    found = []
    for item in sheet.iter("{*}hyperlink"):
        identity = next((value for key, value in item.attrib.items() if key.endswith("}id")), None)
        found.append((item.get("ref"), targets.get(identity), item.get("location"), item.get("tooltip")))
    return found


def test_links_into_one_file_share_a_relationship(tmp_path: Path) -> None:
    leads = {place: Hyperlink(f"external:log.xlsx#'Log'!D{place}", "Open") for place in range(5)}
    path = made(
        tmp_path / "out.xlsx",
        [BlockColumn(categorical.from_texts("abcde"), [BASE], links=Hyperlinks.from_dict(leads))],
        [18.0] * 5,
        fast=True,
    )
    with zipfile.ZipFile(path) as package:
        assert package.read("xl/worksheets/_rels/sheet1.xml.rels").count(b"<Relationship ") == 1
    assert [place for _, _, place, _ in links(path)] == [f"'Log'!D{place}" for place in range(5)]


@given(st.lists(st.tuples(st.text(max_size=12), st.floats(-1e9, 1e9) | st.none()), min_size=1, max_size=30))
@settings(deadline=None, derandomize=True, max_examples=60)
def test_any_text_and_number_comes_back(
    tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[str, float]]
) -> None:
    folder = tmp_path_factory.mktemp("blocks")
    numbers = np.array([np.nan if number is None else number for _, number in lines])
    columns = [BlockColumn(categorical.from_texts(text for text, _ in lines), [CELL]), BlockColumn(numbers, [NUMBER])]
    found = cells(made(folder / "out.xlsx", columns, [18.0] * len(lines), fast=True))
    del found[1, 2]
    for row, (text, number) in enumerate(lines, start=2):
        assert found.pop((row, 2), (CellKind.TEXT, ""))[1] == text
        assert found.pop((row, 3), (CellKind.NUMBER, None))[1] == (None if number is None else float(f"{number:.16G}"))
    assert found == {}


def test_a_part_of_a_list_tells_nothing_of_the_rest(tmp_path: Path) -> None:
    part = categorical.from_texts(["Ana's", "Li's", "secret"])[0:2]
    path = made(tmp_path / "out.xlsx", [BlockColumn(part, [CELL])], [18.0] * 2, fast=True)
    with zipfile.ZipFile(path) as package:
        assert not any(b"secret" in package.read(name) for name in package.namelist())


def test_many_rows_are_written_in_steps(tmp_path: Path) -> None:
    count = 9_000
    columns = [
        BlockColumn(categorical.from_texts(f"line {row % 50}" for row in range(count)), [CELL]),
        BlockColumn(np.arange(count) * 1.0, [NUMBER]),
    ]
    found = cells(made(tmp_path / "out.xlsx", columns, [18.0] * count, fast=True))
    assert [found[row, 3][1] for row in range(2, count + 2)] == list(range(count))
    assert found[8_999, 2] == (CellKind.TEXT, f"line {8_997 % 50}")


@pytest.mark.parametrize(
    "different",
    [
        [46_349.0, 46_350.0, np.nan],
        [0.25, 46_349.5, np.nan, -1.0],
        [-1e14, 3.0, 1e14, np.nan],
        [1e15, 1e16, 7.0],
        [np.nan],
    ],
    ids=["days", "moments", "far apart", "beyond exact", "none"],
)
def test_numbers_that_stand_there_often_are_those_xlsxwriter_writes(tmp_path: Path, different: list[float]) -> None:
    count = 2_100
    dice = np.random.default_rng(7)
    numbers = dice.choice(different, count)
    columns = [
        BlockColumn(numbers, [NUMBER]),
        BlockColumn(numbers, [DATE, CELL, BASE], dice.integers(0, 3, count), {0: "next week", 2_050: "=1+1"}),
        BlockColumn(
            categorical.from_texts(dice.choice(["", "a", "b"], count).tolist()),
            [CELL, BASE],
            dice.integers(0, 2, count),
        ),
    ]
    fast, stock = (made(tmp_path / f"{way}.xlsx", columns, [18.0] * count, fast=way) for way in (True, False))
    assert cells(fast) == cells(stock)
    assert shape(fast) == shape(stock)


def test_a_block_without_rows_leaves_the_sheet_as_it_is(tmp_path: Path) -> None:
    assert set(
        cells(made(tmp_path / "out.xlsx", [BlockColumn(categorical.from_texts([]), [CELL])], [], fast=True))
    ) == {(1, 2)}


def test_a_block_that_does_not_fit_on_the_sheet_is_refused(tmp_path: Path) -> None:
    book = WorkbookWriter(str(tmp_path / "out.xlsx"), title="Block", subject="Block", created=datetime(2026, 11, 23))
    with pytest.raises(OutputError, match="outside the sheet"):
        book.add_sheet("Log").write_block(
            MAX_ROWS, 1, [BlockColumn(categorical.from_texts(["a", "b"]), [CELL])], [18.0, 18.0]
        )
    book.add_sheet("Other").write_text(1, 1, "x", BASE)
    book.close()
