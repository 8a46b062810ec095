"""Logs that are edited in tests, and what is looked at afterwards."""

import warnings
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from click.testing import CliRunner
from logs import filled_log, row
from lxml import etree

from sheetkit.cli import main, sheetkit

NOW = datetime(2026, 11, 23, 9, 30)
ROWS = [
    row(),
    row(item="Late plan", handed_off=datetime(2026, 11, 2), expected_back=datetime(2026, 11, 12), checkpoint=None),
    row(item="Signed lease", returned=datetime(2026, 11, 20), notes="wörds"),
]
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_HEADINGS = ["ID", "Item", "Handed to", "Handed off", "Expected back", "Status", "Returned", "Notes", "Now expected"]


def run(*arguments: str) -> str:
    """Run a command that has to succeed, and return what it prints."""
    done = CliRunner().invoke(sheetkit, list(map(str, arguments)), standalone_mode=False)
    assert done.exception is None, done.exception
    assert done.return_value == 0
    return done.output


def refused(capsys: Any, *arguments: object) -> str:
    """Run a command that has to refuse, and return its sentence on one line."""
    capsys.readouterr()
    assert main(list(map(str, arguments))) == 2
    out, said = capsys.readouterr()
    assert not out
    assert said.startswith("sheetkit: ")
    assert "itself failed" not in said
    return " ".join(said.split())


def saved_by_openpyxl(folder: Path) -> Path:
    """A log of `new`, filled in and saved by openpyxl, with an extra column."""
    return filled_log(folder, ROWS, name="openpyxl.xlsx", extra=["Cost"])


def made_by_xlsxwriter(folder: Path) -> Path:
    """A list without a stamp or a table, as a script makes it: shared strings, a chart, a comment, a validation."""
    path = folder / "xlsxwriter.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Tasks")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, _HEADINGS)
    for number in range(1, 7):
        sheet.write(number, 0, f"H-{number:04}")
        for column in (3, 4, 6, 8):
            sheet.write_blank(number, column, None, day)
    for number, item in enumerate(("Budget", "Plan", "Lease"), start=1):
        sheet.write_row(number, 1, [item, "Ana Costa"])
        sheet.write_datetime(number, 3, datetime(2026, 11, 16), day)
        sheet.write_datetime(number, 4, datetime(2026, 12, 14), day)
    sheet.write_comment("B2", "a note")
    sheet.data_validation("F2:F9", {"validate": "list", "source": ["Open", "Done"]})
    sheet.conditional_format("B2:B9", {"type": "data_bar", "data_bar_2010": True})
    sheet.add_sparkline("K2", {"range": "Tasks!D2:E2"})
    other = book.add_worksheet("Other")
    other.write_column("A1", [1, 2, 3])
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": "=Other!$A$1:$A$3"})
    other.insert_chart("C1", chart)
    book.close()
    return path


def raw_parts(path: Path) -> dict[str, bytes]:
    """Each part with its local header and compressed bytes, in order."""
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        infos = sorted(archive.infolist(), key=lambda info: info.header_offset)
        ends = [*(info.header_offset for info in infos[1:]), archive.start_dir]
        return {info.filename: data[info.header_offset : end] for info, end in zip(infos, ends, strict=True)}


def cells_of(path: Path, part: str) -> tuple[dict[str, bytes], bytes]:
    """Each cell of a sheet as it is written, and the sheet without its cells."""
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read(part))
    cells = {}
    for cell in list(root.iter(f"{MAIN}c")):
        cells[cell.get("r")] = etree.tostring(cell)
        cell.getparent().remove(cell)
    return cells, etree.tostring(root)


def changed_cells(before: Path, after: Path) -> tuple[list[str], set[str]]:
    """The parts that are not the same in every byte, and the cells of those that differ; all else has to be alike."""
    old, new = raw_parts(before), raw_parts(after)
    assert list(old) == list(new)
    parts = [name for name in old if old[name] != new[name]]
    cells: set[str] = set()
    for part in parts:
        (one, rest), (other, rest_after) = cells_of(before, part), cells_of(after, part)
        assert rest == rest_after
        cells |= {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}
    return parts, cells


def values(path: Path, sheet: str) -> dict[str, object]:
    """What openpyxl reads in each cell of a sheet that is not empty."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says that it would lose the extensions when it saved the file
        book = openpyxl.load_workbook(path, data_only=True)
    found = {cell.coordinate: cell.value for line in book[sheet].iter_rows() for cell in line if cell.value is not None}
    book.close()
    return found
