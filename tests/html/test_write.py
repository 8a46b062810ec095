"""Writing the HTML file: beside the workbook, whole or not at all, and over nothing that somebody else made."""

import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from html_files import read_html
from logs import DONE, OVERDUE, UNCHECKED, filled_log, row
from messages import is_one_message, one_line

from sheetkit.cli import main

DAY = ["--as-of", "2026-11-23"]


def run(log: Path, *more: str) -> int:
    return main(["review", str(log), *DAY, "--html", *more])


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return filled_log(tmp_path, [OVERDUE, UNCHECKED])


@pytest.fixture
def page(log: Path) -> Path:
    assert run(log) == 0
    return log.with_name("log-review-2026-11-23.html")


def test_the_same_review_gives_the_same_bytes_and_a_new_file(log: Path, page: Path) -> None:
    before, inode = page.read_bytes(), page.stat().st_ino
    os.utime(page, (0, 0))
    assert run(log) == 0
    assert page.read_bytes() == before
    assert page.stat().st_mtime > 0 or page.stat().st_ino != inode


def test_without_being_asked_no_page_is_written(log: Path) -> None:
    assert main(["review", str(log), *DAY]) == 0
    assert not list(log.parent.glob("*.html"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<p>Somebody's page</p>", "exists and is not a page of this review"),
        (b"", "exists and is not a page of this review"),
        (None, "was changed after sheetkit made it"),
    ],
)
def test_what_others_made_or_changed_is_kept_unless_forced_and_then_no_workbook_is_written_either(
    log: Path, page: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, said: str
) -> None:
    content = page.read_bytes().replace(b"Late plan", b"Fine plan") if content is None else content
    page.write_bytes(content)
    workbook = page.with_suffix(".xlsx")
    workbook.unlink()
    capsys.readouterr()
    assert run(log) == 2
    shown = capsys.readouterr().err
    assert is_one_message(shown)
    assert said in one_line(shown)
    assert page.read_bytes() == content
    assert not workbook.exists()
    assert run(log, "--force") == 0
    assert b"Late plan" in page.read_bytes()


def test_the_page_of_another_log_or_day_is_not_replaced(
    log: Path, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = filled_log(log.parent, [row()], name="other.xlsx")
    before = page.read_bytes()
    assert main(["review", str(other), *DAY, "--html", "-o", str(page.with_suffix(".xlsx")), "--force"]) == 0
    page.write_bytes(before)
    page.with_suffix(".xlsx").unlink()
    assert main(["review", str(other), *DAY, "--html", "-o", str(page.with_suffix(".xlsx"))]) == 2
    assert main(["review", str(log), "--as-of", "2026-11-24", "--html", "-o", str(page.with_suffix(".xlsx"))]) == 2
    assert page.read_bytes() == before


def test_the_page_of_one_person_holds_nobody_else(tmp_path: Path) -> None:
    log = filled_log(tmp_path, [row(item="Ana's plan"), row(item="Li's plan", handed_to="Li Wei", status="Dnoe")])
    assert run(log, "--split") == 0
    pages = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.glob("*.html")}
    assert sorted(pages) == [
        "log-review-2026-11-23-Ana Costa.html",
        "log-review-2026-11-23-Li Wei.html",
        "log-review-2026-11-23.html",
    ]
    for word in ("Li Wei", "Li&#39;s", "Li%27s", "Dnoe"):
        assert word not in pages["log-review-2026-11-23-Ana Costa.html"]
    assert "<title>For Ana Costa</title>" in pages["log-review-2026-11-23-Ana Costa.html"]
    assert run(log, "--person", "Ana Costa") == 0  # its own page may be made again


def test_a_hundred_lines_stay_under_a_hundred_kilobytes(tmp_path: Path) -> None:
    people = ["Ana Costa", "Li Wei", "Tomás Herrera", "Priya Raman", "Samuel Okoro", "Fatima Idrissi", "Hugh Barlow"]
    rows = []
    for number in range(100):
        person = people[number % 7]
        late = {"expected_back": datetime(2026, 11, 1 + number % 28), "checkpoint": None}
        item = f"{number}. Building permit file, Mill Lane school"
        email = f"{person.split()[0].lower()}@example.org"
        usual = row(item=item, handed_to=person, handed_off=datetime(2026, 10, 20), email=email)
        rows.append({**usual, **(late if number % 5 < 3 else {})})
    log = filled_log(tmp_path, rows)
    assert run(log) == 0
    page = tmp_path / "log-review-2026-11-23.html"
    assert len(read_html(page).all("section")) > 7
    assert page.stat().st_size < 100_000


FIRST = ("Ana", "Bernhard", "Chidi", "Dorothea", "Emre", "Fatima", "Gwendolyn", "Hugh")
LAST = (
    "Costa",
    "Lindqvist",
    "Okoro",
    "Papadopoulou",
    "Winterbottom",
    "Bell",
    "Haddad",
    "Ito",
    "Kovac",
    "Moreau",
    "Singh",
)
LAST += ("Tanaka", "Vega")


@pytest.mark.parametrize("people", [1, 20, 40, 100])
def test_a_hundred_lines_that_all_have_flags_and_addresses_stay_under_a_hundred_kilobytes(
    tmp_path: Path, people: int
) -> None:
    usual = {"expected_result": None, "understood": None, "checkpoint": None, "handed_off": datetime(2026, 9, 1)}
    rows = [
        row(
            **usual,
            item=f"Draft of the quarterly report {number}",
            handed_to=f"{FIRST[number % people % 8]} {LAST[number % people // 8]}",
            email=f"{FIRST[number % people % 8]}.{LAST[number % people // 8]}@example.org".lower(),
            expected_back=datetime(2026, 10, 1 + number % 30),
        )
        for number in range(100)
    ]
    assert run(filled_log(tmp_path, rows)) == 0
    page = tmp_path / "log-review-2026-11-23.html"
    links = [link.attributes["href"] for link in read_html(page).all("a")]
    assert sum(link.startswith("mailto:") for link in links) == people
    assert page.stat().st_size < 100_000


@pytest.mark.parametrize("rows", [[], [DONE]], ids=["no lines", "nothing open"])
def test_a_log_with_nothing_to_do_has_a_page_that_says_so(tmp_path: Path, rows: list[dict[str, object]]) -> None:
    assert run(filled_log(tmp_path, rows)) == 0
    text = read_html(tmp_path / "log-review-2026-11-23.html").text
    assert "Nothing needs attention: no line has a flag." in text
    assert "Nothing is open with anybody." in text


def test_a_page_that_cannot_be_read_is_left_with_one_sentence(
    log: Path, page: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before, opened = page.read_bytes(), Path.open

    def refuse(path: Path, *arguments: Any, **options: Any) -> Any:
        if path == page:
            raise PermissionError(13, "Permission denied")
        return opened(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", refuse)
    capsys.readouterr()
    assert run(log) == 2
    assert is_one_message(capsys.readouterr().err)
    monkeypatch.undo()
    assert page.read_bytes() == before


@pytest.mark.parametrize("force", [[], ["--force"]], ids=["", "forced"])
def test_a_folder_in_the_pages_place_stops_the_workbook_too(
    log: Path, capsys: pytest.CaptureFixture[str], force: list[str]
) -> None:
    log.with_name("log-review-2026-11-23.html").mkdir()
    assert run(log, *force) == 2
    assert "is a folder" in one_line(capsys.readouterr().err)
    assert not log.with_name("log-review-2026-11-23.xlsx").exists()
