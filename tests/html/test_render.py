"""The file as a whole: one file that needs nothing else, with the words and counts of the workbook."""

import base64
import hashlib
import re
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from html_files import Node, pages, read_html
from logs import BACK, DONE, EMPTY, OVERDUE, UNCHECKED, filled_log, row, type_rows
from openpyxl.worksheet.worksheet import Worksheet
from test_hostile import HOSTILE, write_log

from sheetkit.cli import main
from sheetkit.html import tables

ROWS = [
    {**OVERDUE, "email": "ana@example.org"},
    UNCHECKED,
    BACK,
    DONE,
    row(item="Typo", status="Dnoe"),
    row(item="Slips", now_expected=datetime(2026, 12, 20)),
    row(item="By the hour", expected_back=datetime(2026, 11, 23, 17), checkpoint=None),
    row(item=None),
    row(item="whose?", handed_to=None),
]
# Of these the page has the columns that do not stand under Needs attention already.
GROUPED = {"To do": ["Done", "What to do", "About", "With", "Due"], "By person": ["Do", "Item", "Flag", "Due"]}
LISTS = {"Needs attention", "To do", "By person", "Changes", "Problems"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of a second review, with changes; its HTML file lies beside it."""
    folder = tmp_path_factory.mktemp("html")
    log = filled_log(folder, [*ROWS, row(item="Vanishes")])
    assert main(["review", str(log), "--as-of", "2026-11-16"]) == 0
    later = {"now_expected": datetime(2026, 12, 21)}
    type_rows(log, [later if line["item"] == "Slips" else {} for line in ROWS] + [EMPTY])
    assert main(["review", str(log), "--as-of", "2026-11-23", "--html"]) == 0
    return folder / "log-review-2026-11-23.xlsx"


@pytest.fixture(scope="module")
def root(made: Path) -> Node:
    return read_html(made.with_suffix(".html"))


def shown(value: object) -> str:
    """What a cell of the workbook shows."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value.day} {value:%b %Y}" + (f" {value:%H:%M}" if value.hour or value.minute else "")
    return f"{value:,}" if isinstance(value, int) else str(value)


def lines_of(sheet: Worksheet) -> list[dict[str, str]]:
    """The lines of a sheet, without headings of groups and without empty cells."""
    headings = [str(cell.value) for cell in sheet[3]]
    rows = [[shown(value) for value in values] for values in sheet.iter_rows(min_row=4, values_only=True)]
    lines = [{name: text for name, text in zip(headings, texts, strict=True) if text} for texts in rows]
    return [line for line in lines if len(line) > 1]


@pytest.mark.parametrize("title", sorted(LISTS))
def test_each_list_has_the_lines_of_its_sheet_word_for_word(made: Path, root: Node, title: str) -> None:
    page, sheet = pages(root)[title], openpyxl.load_workbook(made)[title]
    lines = [{name: text for name, text in line.items() if text} for line in page.lines()]
    headings = {head.text for head in page.all("th")}
    assert lines == [{name: text for name, text in line.items() if name in headings} for line in lines_of(sheet)]
    assert lines
    assert headings >= set(GROUPED.get(title, [str(cell.value) for cell in sheet[3] if cell.value]) if lines else ())
    if title == "Changes":
        assert {line["What changed"] for line in lines} >= {"Gone while still open", "Slipped: due later now"}
        assert [line.get("Before") for line in lines].count("due 20 Dec") == 1
    assert str(sheet["A2"].value).startswith(page.all("p")[0].text)


@pytest.mark.parametrize("title", ["To do", "By person"])
def test_lines_stand_under_the_headings_of_their_sheet(made: Path, root: Node, title: str) -> None:
    sheet = openpyxl.load_workbook(made)[title]
    first = [values for values in sheet.iter_rows(min_row=4, values_only=True) if not any(values[1:])]
    assert [node.text for node in pages(root)[title].all("h3")] == [values[0] for values in first]


def test_the_summary_has_the_words_and_figures_of_its_sheet(made: Path, root: Node) -> None:
    sheet = openpyxl.load_workbook(made)["Summary"]
    cells = [cell for cells in sheet.iter_rows() for cell in cells]
    words = {f"{cell.value:.0%}" if cell.number_format == "0%" else shown(cell.value) for cell in cells}
    summary = pages(root)["Summary"]
    tiles = [[part.text for part in tile.children] for tile in summary.all("li")]
    assert [tile[0] for tile in tiles] == [
        "Out now", "Overdue", "Missing checkpoint", "Incomplete", "No check-in", "No copy kept", "First promises kept",
    ]  # fmt: skip
    assert [text for tile in tiles for text in tile if text not in words] == []
    assert [head.text for head in summary.all("h3") if head.text not in words] == []
    said = {cell.text for table in summary.all("table") for cell in (*table.all("th"), *table.all("td"))}
    days = {f"{day.day} {day:%b}" for day in (datetime(2026, 11, 16), datetime(2026, 11, 23))}
    assert {text.removesuffix(" 2026") for text in said} - words - {"", "0"} <= days
    top = [node.text for node in root.all("header")[0].children if node.name != "nav"]
    assert " ".join(top) == " ".join(str(sheet.cell(number, 1).value) for number in range(1, 1 + len(top)))


def test_about_says_what_is_in_this_file(root: Node) -> None:
    about = pages(root)["About"]
    assert "Notes and where copies are kept stay in the log" in about.text
    assert "Links" not in [head.text for head in about.all("th")]
    assert {link.text for link in about.all("a")} == set(pages(root)) - {"About"}


def test_the_worst_line_is_the_first_thing_after_the_headline(root: Node) -> None:
    assert list(pages(root)) == ["Needs attention", "Summary", "To do", "By person", "Changes", "Problems", "About"]
    assert "Late plan" in root.all("tr")[1].text


def test_nothing_is_run_and_nothing_is_fetched(made: Path, root: Node) -> None:
    names = {node.name for node in root.walk()}
    assert not names & {"script", "link", "img", "iframe", "object", "embed", "form", "base", "image"}
    attributes = {name for node in root.walk() for name in node.attributes}
    assert not {name for name in attributes if name.startswith("on")}
    assert not attributes & {"style", "src", "srcset", "action"}
    for link in root.all("a"):
        assert link.attributes["href"].startswith(("#", "mailto:"))
    (style,) = root.all("style")
    assert "url(" not in style.text
    assert "@import" not in style.text
    policy = next(node.attributes["content"] for node in root.all("meta") if "http-equiv" in node.attributes)
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'none'; base-uri 'none'"


def test_each_link_inside_leads_somewhere_and_each_page_has_a_name(root: Node) -> None:
    names = [node.attributes["id"] for node in root.walk() if "id" in node.attributes]
    assert len(set(names)) == len(names)
    links = [link.attributes["href"] for link in root.all("a")]
    assert {link[1:] for link in links if link.startswith("#")} <= set(names)
    assert [re.sub(r" \d+$", "", link.text) for link in root.all("nav")[0].all("a")] == list(pages(root))
    labels = {node.attributes.get("aria-labelledby") for node in pages(root).values()}
    assert labels <= set(names)


def test_a_message_is_the_workbooks(made: Path, root: Node) -> None:
    sheet = openpyxl.load_workbook(made)["Needs attention"]
    known = {cell.hyperlink.target for cells in sheet.iter_rows() for cell in cells if cell.hyperlink}
    links = [link.attributes["href"] for link in root.all("a") if link.attributes["href"].startswith("mailto:")]
    assert links
    assert {link.partition("&body=")[0] for link in links} <= {link.partition("&body=")[0] for link in known}
    assert "Please send it today, or tell me which new day I can count on." in unquote(links[0])


def test_each_class_that_is_used_has_a_rule(root: Node) -> None:
    used = {name for node in root.walk() for name in node.attributes.get("class", "").split()}
    said = set(re.findall(r"\.([a-z][\w-]*)", root.all("style")[0].text))
    # These have rules where a chart is of the kind, or through the elements in them.
    assert used - said <= {"facts", "pages", "counts", "settings", "line"}


def test_lines_beyond_what_a_phone_shows_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tables, "MAX_LINES", 3)
    monkeypatch.setattr(tables, "IN_SIGHT", 2)
    log = filled_log(tmp_path, [{**OVERDUE, "item": f"Late {number}"} for number in range(5)])
    assert main(["review", str(log), "--as-of", "2026-11-23", "--html"]) == 0
    found = pages(read_html(tmp_path / "log-review-2026-11-23.html"))
    for title in ("Needs attention", "By person", "To do"):
        assert [line.get("Item", line.get("About")) for line in found[title].lines()] == ["Late 0", "Late 1", "Late 2"]
        assert "These are the first 3 of 5 lines; the workbook holds them all." in found[title].text
    assert [node.text for node in found["Needs attention"].all("summary")] == ["1 more line"]


def test_of_many_problems_the_worst_stand_on_a_phone_and_the_rest_is_counted(tmp_path: Path) -> None:
    log = filled_log(tmp_path, [row(item=f"Plan {number}", status="Opne") for number in range(30)])
    assert main(["review", str(log), "--as-of", "2026-11-23", "--html", "--previous", "none"]) == 0
    (page,) = tmp_path.glob("*.html")
    said = page.read_text(encoding="utf-8")
    assert "These are the first 25 of 30 lines; the workbook holds them all." in said


def test_hostile_text_makes_no_element_no_attribute_and_no_link(tmp_path: Path, root: Node) -> None:
    texts = (*HOSTILE, "</style><script>x</script>", "<img src=x onerror=y>", "</td></table><h2>Forged</h2>", "--><b>")
    log = write_log(tmp_path / "log.xlsx", texts)
    assert main(["review", str(log), "--as-of", "2026-11-23", "--html"]) == 0
    made = read_html(tmp_path / "log-review-2026-11-23.html")
    assert {node.name for node in made.walk()} <= {node.name for node in root.walk()}
    attributes = {name for node in root.walk() for name in node.attributes}
    assert {name for node in made.walk() for name in node.attributes} <= attributes
    assert list(pages(made)) == list(pages(root))
    lines = {line["Item"] for line in pages(made)["Needs attention"].lines()}
    assert {"</style><script>x</script>", "<img src=x onerror=y>", "javascript:alert(1)", "&lt;f&gt;"} <= lines
    for link in made.all("a"):
        assert re.fullmatch(
            r"#[a-z0-9-]+|mailto:ana@example\.org\?subject=[^?&=]*&body=[^?&=]*", link.attributes["href"]
        )
