"""A review on paper, as a spreadsheet program prints it: Trend and About are hidden, and so not printed."""

import re
import shutil
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from libreoffice import LibreOffice, smallest_letters
from logs import DONE, OVERDUE, UNCHECKED, filled_log, row, type_rows
from made import Row
from reviews import review

SAMPLES = Path(__file__).parents[2] / "samples"
SHEETS = ["Summary", "Needs attention", "To do", "By person", "All hand-offs", "Changes", "Problems"]
FOOTER = re.compile(rf"({'|'.join(SHEETS)})\s+Page \d+ of \d+\s*$")
BROKEN = re.compile(r"###|Err:\d|#(REF|NAME|VALUE|DIV/0|N/A|NUM)\b")


def pages(office: LibreOffice, path: Path) -> Counter[str]:
    """How many pages each sheet takes; every page names its sheet and shows no cut number and no error."""
    texts = office.page_texts(office.to_pdf(path, path.parent))
    for text in texts:
        assert not BROKEN.search(text), BROKEN.search(text)
    found = [FOOTER.search(text.rstrip()) for text in texts]
    assert all(found)
    return Counter(one[1] for one in found if one)


def usual() -> list[Row]:
    """A log of forty lines with eight people, as a team keeps it."""
    names = ["Ana Costa", "Li Wei", "Zoë Brûlé", "N. N.", "Priya Raman", "Hugh Barlow", "Mei Tanaka", "x" * 60]
    rows = [row(item=f"Line {number}", handed_to=names[number % 8]) for number in range(24)]
    rows += [{**OVERDUE, "handed_to": names[number]} for number in range(4)]
    rows += [UNCHECKED, row(notes="word " * 400), row(item="y" * 2_000), row(status="Dnoe", handed_to="Li Wei")]
    return rows + [{**DONE, "returned": datetime(2026, 11, 1) + timedelta(days=number)} for number in range(8)]


def test_a_usual_review_prints_as_promised(libreoffice: LibreOffice, tmp_path: Path) -> None:
    path = filled_log(tmp_path, usual())
    for day in ("2026-11-09", "2026-11-16"):
        review(path, day)
    type_rows(path, [{"status": "Done"}, {"now_expected": datetime(2027, 1, 4)}])
    found = pages(libreoffice, review(path))
    assert found.pop("Needs attention") <= 2
    assert found.pop("By person") <= 2
    assert found.pop("All hand-offs") <= 2
    assert found == dict.fromkeys(["Summary", "To do", "Changes", "Problems"], 1)


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_sample_review_prints_on_eight_pages_in_letters_of_8_points(
    libreoffice: LibreOffice, tmp_path: Path, paper: str
) -> None:
    for name in ("handoff-log.xlsx", "handoff-log-review-2026-11-16.xlsx"):
        shutil.copy(SAMPLES / name, tmp_path)
    path = tmp_path / "handoff-log.xlsx"
    book = openpyxl.load_workbook(path)
    place = book.defined_names["paper"].attr_text.split("!")[1].replace("$", "")
    book["Settings"][place] = paper
    book.save(path)
    made = review(path)
    assert pages(libreoffice, made).total() == 8
    assert smallest_letters(made.with_suffix(".pdf")) >= 8


def test_the_review_of_an_empty_log_has_one_page_a_sheet(libreoffice: LibreOffice, tmp_path: Path) -> None:
    assert pages(libreoffice, review(filled_log(tmp_path, []))) == dict.fromkeys(SHEETS, 1)


def test_nobody_is_torn_in_two_on_paper(libreoffice: LibreOffice, tmp_path: Path) -> None:
    rows = [row(item=f"Thing {number}", handed_to=f"Person {number % 13:02}") for number in range(90)]
    texts = libreoffice.page_texts(libreoffice.to_pdf(review(filled_log(tmp_path, rows)), tmp_path))
    people = [set(re.findall(r"Person \d\d(?=: )", text)) for text in texts if "By person" in text]
    lines = [len(re.findall(r"Thing \d+", text)) for text in texts if "By person" in text]
    assert 1 < len(people) <= 3
    assert sum(map(len, people)) == 13
    for named, number in zip(people, lines, strict=True):
        assert number == sum(7 if int(name[-2:]) < 12 else 6 for name in named)


def test_numbers_of_many_lines_fit_into_their_cells(libreoffice: LibreOffice, tmp_path: Path) -> None:
    rows = [
        {**OVERDUE, "expected_back": datetime(1999, 1, 1), "handed_off": datetime(1998, 1, 1)} for _ in range(1_200)
    ]
    found = pages(libreoffice, review(filled_log(tmp_path, rows)))
    assert found["Summary"] == 1
    assert found["To do"] > 10
