"""What other readers make of cells as they occur: the table in docs/architecture.md says what this test sees."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from numbers import Number
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from handmade import TYPES, pack, parts, read
from python_calamine import CalamineWorkbook

from sheetkit.ooxml.reader.cells import CellKind
from sheetkit.ooxml.serial import is_usable_date, to_datetime

DOCS = Path(__file__).parents[3] / "docs" / "architecture.md"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
CONTENT_TYPES = TYPES.replace(
    "/>",
    '><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{KIND}.{kind}+xml"/>'
        for part, kind in (
            ("workbook", "sheet.main"),
            ("worksheets/sheet1", "worksheet"),
            ("styles", "styles"),
            ("sharedStrings", "sharedStrings"),
        )
    )
    + "</Types>",
)
CELLS = {
    "an error": '<c r="A1" t="e"><v>#REF!</v></c>',
    "a formula without a stored result": '<c r="A1"><f>B1</f></c>',
    "the text N/A": '<c r="A1" t="inlineStr"><is><t>N/A</t></is></c>',
    "the text None": '<c r="A1" t="inlineStr"><is><t>None</t></is></c>',
    "a number": '<c r="A1"><v>12</v></c>',
    "a date in the built-in format 27": '<c r="A1" s="2"><v>46349</v></c>',
    "0 in a date format": '<c r="A1" s="1"><v>0</v></c>',
    "60 in a date format: 29 February 1900, which never was": '<c r="A1" s="1"><v>60</v></c>',
    "3,000,000 in a date format: after the year 9999": '<c r="A1" s="1"><v>3000000</v></c>',
    "a text whose shared string is missing": '<c r="A1" t="s"><v>9</v></c>',
}


def shown(value: object) -> str:
    """A value as the table shows it."""
    if value is None or value == "":
        return "empty"
    if isinstance(value, float) and value != value:
        return "empty"
    if isinstance(value, datetime):
        return f"the day {value:%Y-%m-%d}" if value.time() == time() else f"the moment {value}"
    if isinstance(value, date):
        return f"the day {value:%Y-%m-%d}"
    if isinstance(value, time):
        return f"the time {value:%H:%M}"
    if isinstance(value, str):
        return f"the text {value}"
    return f"the number {value:,.0f}" if isinstance(value, Number) else str(value)


def by_openpyxl(path: Path) -> str:
    return shown(openpyxl.load_workbook(path, data_only=True).worksheets[0]["A1"].value)


def by_calamine(path: Path) -> str:
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    return shown(rows[0][0] if rows else None)


def by_pandas(path: Path) -> str:
    frame = pd.read_excel(path, header=None, engine="openpyxl")
    return shown(frame.iloc[0, 0] if len(frame) else None)


def by_sheetkit(path: Path) -> str:
    kind, value = read(path)[1, 1]
    if kind == CellKind.DATE:
        usable = is_usable_date(float(str(value)))
        return shown(to_datetime(float(str(value)))) if usable else f"no date: {float(str(value)):,.0f}"
    names = {CellKind.ERROR: f"the error {value}", CellKind.UNCALCULATED: "not calculated"}
    return names.get(kind, shown(value))


def answer(reader: Callable[[Path], str], path: Path) -> str:
    try:
        return reader(path)
    except Exception:
        return "the file is not read"


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_the_table_in_the_docs_says_what_each_reader_gives(tmp_path: Path) -> None:
    rows = ["| What the cell holds | openpyxl | calamine | pandas.read_excel | sheetkit |", "|---|---|---|---|---|"]
    for name, cell in CELLS.items():
        made = parts(f'<row r="1">{cell}</row>', strings="<si><t>a</t></si>", formats="14|27")
        path = pack(tmp_path / "cell.xlsx", {**made, "[Content_Types].xml": CONTENT_TYPES})
        answers = [answer(reader, path) for reader in (by_openpyxl, by_calamine, by_pandas, by_sheetkit)]
        rows.append(f"| {name} | {' | '.join(answers)} |")
    found = re.search(r"<!-- readers -->\n(.*?)\n<!-- end of readers -->", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    assert found[1].splitlines() == rows
