"""What tools change in a workbook when they change one cell: the table in the docs is what is measured here."""

import shutil
import warnings
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
from edited_logs import raw_parts, run

ROOT = Path(__file__).parent.parent.parent
SHEET = "xl/worksheets/sheet1.xml"


def with_sheetkit(path: Path) -> None:
    run("set", str(path), "H-0001", "Notes=seen")


def with_openpyxl(path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path)
        book["Log"]["U2"] = "seen"
        book.save(path)


def with_pandas(path: Path) -> None:
    frame = pd.read_excel(path, sheet_name="Log", engine="openpyxl")
    frame.loc[0, "Notes"] = "seen"
    frame.to_excel(path, sheet_name="Log", index=False, engine="openpyxl")


def with_xlsxwriter(path: Path) -> None:
    frame = pd.read_excel(path, sheet_name=None, engine="openpyxl")
    frame["Log"].loc[0, "Notes"] = "seen"
    with pd.ExcelWriter(path, engine="xlsxwriter") as writer:
        for name, sheet in frame.items():
            sheet.to_excel(writer, sheet_name=name, index=False)


TOOLS = {
    "sheetkit set": with_sheetkit,
    "openpyxl, load and save": with_openpyxl,
    "pandas.read_excel and to_excel": with_pandas,
    "pandas and XlsxWriter, all sheets written anew": with_xlsxwriter,
}


def counts(path: Path) -> tuple[int, int]:
    """How many formulas have a stored result, and how many checks and coloured ranges the log's sheet has."""
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read(SHEET)
    stored = sum(b"</f><v>" in cell and b"</f><v></v>" not in cell for cell in sheet.split(b"<c ")[1:])
    return stored, sheet.count(b"<dataValidation ") + sheet.count(b"<conditionalFormatting ")


def test_the_table_in_the_docs_is_what_happens(tmp_path: Path) -> None:
    sample = ROOT / "samples" / "handoff-log.xlsx"
    before = raw_parts(sample)
    lines = []
    for name, change in TOOLS.items():
        path = tmp_path / "log.xlsx"
        shutil.copyfile(sample, path)
        change(path)
        after = raw_parts(path)
        same = sum(after.get(part) == content for part, content in before.items())
        (stored, checks), (all_stored, all_checks) = counts(path), counts(sample)
        results = f"{stored:,} of {all_stored:,}"
        lines.append(f"| {name} | {same} of {len(before)} | {results} | {checks} of {all_checks} |")
    page = (ROOT / "docs" / "editing.md").read_text(encoding="utf-8")
    table = page.split("<!-- fidelity: a test keeps it current -->\n")[1].split("<!-- end of fidelity -->")[0]
    assert table.strip().split("\n")[2:] == lines
