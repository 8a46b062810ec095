"""Links are proved by following them: each leads to the file, the sheet and the row that it names."""

import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from logs import OVERDUE, UNCHECKED, filled_log, row
from lxml import etree
from package_checks import MAIN, OFFICE, PACKAGE

from sheetkit.cli import main

NAMES = [
    "plain.xlsx",
    "Ana's log.xlsx",
    "log #1 100%.xlsx",
    "50%20off & more.xlsx",
    "Журнал 引き継ぎ – Zoë.xlsx",
    "a+b;c=d,[e].xlsx",
]
SHEETS = ("Needs attention", "To do", "By person", "All hand-offs", "Changes", "Problems")


def links(path: Path, sheet: str) -> Iterator[tuple[str, str, str]]:
    """Each link of a sheet that leads out: its cell, its target as the package has it, and the place in the target."""
    number = openpyxl.load_workbook(path).sheetnames.index(sheet) + 1
    with zipfile.ZipFile(path) as package:
        tree = etree.fromstring(package.read(f"xl/worksheets/sheet{number}.xml"))
        relations = etree.fromstring(package.read(f"xl/worksheets/_rels/sheet{number}.xml.rels"))
    targets = {one.get("Id"): one.get("Target") for one in relations.iter(f"{{{PACKAGE}/relationships}}Relationship")}
    for link in tree.iter(f"{{{MAIN}}}hyperlink"):
        yield link.get("ref"), targets[link.get(f"{{{OFFICE}}}id")], link.get("location") or ""


def followed(review: Path, target: str, location: str) -> object:
    """What stands where a link leads, from the review's own folder."""
    path = review.parent / unquote(target.removeprefix("file:///").replace("\\", "/"))
    found = re.fullmatch(r"'((?:[^']|'')+)'!([A-Z]+\d+)", location)
    assert found, location
    return openpyxl.load_workbook(path)[found[1].replace("''", "'")][found[2]].value


def made(folder: Path, name: str, out: str) -> Path:
    """A review, a week after another, of a log with that name, put into the folder `out`."""
    rows = [
        row(item="On track"),
        OVERDUE,
        {**UNCHECKED, "status": "Dnoe"},
        row(item="Soon", expected_back="2026-11-26"),
    ]
    path = filled_log(folder, rows, name)
    (folder / out).mkdir(exist_ok=True)
    for day in ("2026-11-09", "2026-11-23"):
        assert main(["review", str(path), "--as-of", day, "-o", str(folder / out / f"review-{day}.xlsx")]) == 0
    return folder / out / "review-2026-11-23.xlsx"


@pytest.mark.parametrize("out", [".", "für Montag #2"])
@pytest.mark.parametrize("name", NAMES)
def test_each_link_leads_to_the_row_that_its_line_is_about(tmp_path: Path, name: str, out: str) -> None:
    review = made(tmp_path, name, out)
    book = openpyxl.load_workbook(review)
    for sheet in SHEETS:
        headings = [cell.value for cell in book[sheet][3]]
        item = headings.index("About" if sheet == "To do" else "Item") + 1
        problem = sheet == "Problems"
        seen = 0
        for cell, target, location in links(review, sheet):
            if target.startswith("mailto:"):
                continue
            seen += 1
            line = book[sheet][cell].row
            there = followed(review, target, location)
            there = f"{there:%Y-%m-%d}" if isinstance(there, datetime) else there
            expected = book[sheet].cell(line, headings.index("What it says") + 1 if problem else item).value
            assert there == expected, (sheet, cell)
            if not problem:
                assert book[sheet][cell].value == f"Row {re.sub(r'.*[A-Z]', '', location)}"
        assert seen, sheet


def test_a_review_and_its_log_can_be_moved_together(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    review = made(tmp_path / "here", "the log.xlsx", "reviews")
    moved = Path(shutil.move(tmp_path / "here", tmp_path / "a new place"))
    for _, target, location in links(moved / "reviews" / review.name, "Needs attention"):
        if not target.startswith("mailto:"):
            assert followed(moved / "reviews" / review.name, target, location)
