"""The command `export`: each format as other programs read it back."""

import csv
import json
import re
import sys
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from logs import BACK, DONE, OVERDUE, filled_log, row
from markdown_it import MarkdownIt
from messages import is_one_message, one_line
from test_hostile import HOSTILE

from sheetkit.cli import main
from sheetkit.export.as_markdown import escape_markdown
from sheetkit.text import guard_formula, readable, single_line

TIMED = row(item='Zoë\'s "plan",\nsecond draft', expected_back=datetime(2026, 12, 14, 17), id="H-0001")
ROWS = [OVERDUE, TIMED, BACK, DONE]


def export(path: Path, name: str, *options: str) -> Path:
    """Export a log and return the file."""
    target = path.with_name(name)
    assert main(["export", str(path), "-o", str(target), "--as-of", "2026-11-23", *options]) == 0
    return target


def hostile_log(folder: Path) -> tuple[Path, list[str]]:
    """Return a log of hostile texts that another library can type, and the texts as they are shown."""
    texts = [text.strip(" \t\r\n") for text in HOSTILE if not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]|_x003D_", text)]
    rows = [row(item=text, handed_to=text, id=text, expected_back=datetime(2026, 11, 20)) for text in texts]
    return filled_log(folder, rows), [readable(text) for text in texts]


def test_csv_comes_back_as_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = export(filled_log(tmp_path, ROWS), "x.csv")
    content = made.read_bytes()
    assert content.startswith(b"\xef\xbb\xbfas_of,log,row,id,item,")
    assert "holds 4 lines." in capsys.readouterr().out
    frame = pd.read_csv(made, encoding="utf-8-sig", keep_default_na=False)
    assert frame["item"].tolist() == ["Late plan", 'Zoë\'s "plan",\nsecond draft', "Signed lease", "Old thing"]
    assert frame["due"].tolist() == ["2026-11-12", "2026-12-14 17:00:00", "2026-12-14", "2026-12-14"]
    assert frame["overdue"].tolist() == [True, False, False, False]
    assert frame["days_left"].tolist() == ["-11", "21", "", ""]
    with made.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert {len(line) for line in lines} == {len(frame.columns)}
    assert content.count(b"\r\n") == 5


def test_a_text_that_looks_like_a_formula_is_guarded_and_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, texts = hostile_log(tmp_path)
    made = export(path, "x.csv")
    assert "texts have an apostrophe (') in front" in one_line(capsys.readouterr().out)
    for delimiter in ",;":  # a spreadsheet divides cells at one or the other, depending on its language
        with made.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for line in csv.reader(file, delimiter=delimiter) for cell in line]
        begins = {cell.lstrip(' \t\r\n"')[:1] for cell in cells if not re.fullmatch(r"-\d+", cell)}
        assert begins.isdisjoint("=+-@＝＋－＠")
    frame = pd.read_csv(made, encoding="utf-8-sig", keep_default_na=False, dtype=str)
    assert [text.replace("'", "") for text in frame["item"]] == [text.replace("'", "") for text in texts]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\r=", "\n=", " =", '"=', "＝", "＠", "'="])
def test_whatever_a_spreadsheet_could_calculate_is_guarded(sign: str) -> None:
    assert guard_formula(f"{sign}1+1") == f"'{sign}1+1"
    assert guard_formula(f"budget; {sign}1+1") == f"budget;' {sign}1+1"  # where semicolons divide cells


@pytest.mark.parametrize("text", ["a-b", "3 + 4", "Ana (ana@example.org)", "x; y", "it's", "1=1"])
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert guard_formula(text) == text


def test_json_comes_back_as_it_was(tmp_path: Path) -> None:
    path, texts = hostile_log(tmp_path)
    document = json.loads(export(path, "x.JSON").read_bytes())
    assert (document["schema"], document["as_of"]) == ("sheetkit.export/1", "2026-11-23")
    frame = pd.DataFrame(document["handoffs"])
    assert frame["item"].tolist() == texts
    assert all("overdue" in flags for flags in frame["flags"])
    assert frame["due"].unique().tolist() == ["2026-11-20"]
    assert frame["kept"].tolist() == [None] * len(texts)


def test_parquet_comes_back_as_it_was(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    frame = pd.read_parquet(export(filled_log(tmp_path, ROWS), "x.parquet"))
    assert frame["item"].tolist()[1] == 'Zoë\'s "plan",\nsecond draft'
    assert frame["due"].tolist()[1] == pd.Timestamp("2026-12-14 17:00")
    assert frame["overdue"].dtype == bool
    assert frame["days_left"].fillna(0).tolist() == [-11, 21, 0, 0]


def test_without_pyarrow_parquet_is_one_friendly_sentence_and_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    path = filled_log(tmp_path, ROWS)
    assert main(["export", str(path), "-o", str(tmp_path / "x.parquet")]) == 2
    said = capsys.readouterr().err
    assert "needs pyarrow, which is not installed" in one_line(said)
    assert is_one_message(said)
    assert [found.name for found in tmp_path.iterdir()] == ["log.xlsx"]


class Shown(HTMLParser):
    """What a page shows as text, and the elements that it is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.elements = "", set[str]()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.elements.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def rendered(markdown: str) -> Shown:
    """Return Markdown as a renderer shows it that makes links of all that looks like one."""
    return Shown(MarkdownIt("gfm-like", {"html": True}).render(markdown))


def test_markdown_is_the_list_of_what_to_do_with_boxes_to_tick(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = export(filled_log(tmp_path, [OVERDUE, row(), BACK]), "x.md")
    assert "holds 2 things to do." in capsys.readouterr().out
    assert made.read_text(encoding="utf-8") == (
        "# To do, as of Monday 23 Nov 2026\n\n## Today, Monday 23 Nov\n\n"
        "- [ ] **Ask Ana Costa for it today and agree a new date** (Late plan, Ana Costa, due 12 Nov, H-0001)\n"
        "- [ ] **File it, then set Status to Done** (Signed lease, Ana Costa, due 14 Dec, H-0003)\n"
    )


def test_markdown_of_a_log_with_nothing_to_do_says_so(tmp_path: Path) -> None:
    made = export(filled_log(tmp_path, [DONE]), "x.md")
    assert made.read_text(encoding="utf-8").endswith("\n\nNothing to do before the next review.\n")


def test_hostile_texts_stay_texts_in_markdown(tmp_path: Path) -> None:
    path, texts = hostile_log(tmp_path)
    made = export(path, "x.md").read_text(encoding="utf-8")
    shown = rendered(made)
    assert shown.elements == {"h1", "h2", "ul", "li", "strong"}
    assert made.count("\n- [ ] **") == len(texts)
    for text in texts:
        assert single_line(" ".join(text.split())) in shown.text


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
@example("**a** __b__ `c` ~~d~~ [e](http://f) ![g](h) <i>j</i> &amp; | k")
@example("www.evil.example WWW.evil.example a@evil.example ftp://x \\")
@example("trailing *")
@settings(max_examples=100)
def test_any_text_is_shown_as_it_is_by_a_markdown_renderer(text: str) -> None:
    meant = single_line(" ".join(text.split()))
    shown = rendered(f"- [ ] **x {escape_markdown(text)} x** y")
    assert shown.elements == {"ul", "li", "strong"}
    assert shown.text.split() == ["[", "]", "x", *meant.split(), "x", "y"]


def test_several_logs_are_told_apart(tmp_path: Path) -> None:
    for name in ("one", "two"):
        filled_log(tmp_path, [{**OVERDUE, "item": f"Plan {name}"}], f"{name}.xlsx")
    target = tmp_path / "out" / "x.csv"
    target.parent.mkdir()
    assert main(["export", str(tmp_path), "-o", str(target), "--as-of", "2026-11-23"]) == 0
    assert pd.read_csv(target)["log"].tolist() == ["one.xlsx", "two.xlsx"]
    assert main(["export", str(tmp_path), "-o", str(target.with_suffix(".md")), "--as-of", "2026-11-23"]) == 0
    assert "due 12 Nov, H-0001, two.xlsx)" in target.with_suffix(".md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["x.csv", "x.json", "x.md"])
def test_a_file_that_is_there_is_replaced_only_by_force(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    path = filled_log(tmp_path, ROWS)
    (tmp_path / name).write_text("mine", encoding="utf-8")
    assert main(["export", str(path), "-o", str(tmp_path / name)]) == 2
    said = capsys.readouterr().err
    assert "or use --force to replace it" in one_line(said)
    assert is_one_message(said)
    assert (tmp_path / name).read_text(encoding="utf-8") == "mine"
    first = export(path, name, "--force").read_bytes()
    assert export(path, name, "--force").read_bytes() == first


@pytest.mark.parametrize("name", ["x.xlsx", "x", "x.txt", "log.xlsx"])
def test_a_name_that_says_no_format_is_refused_and_the_log_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    path = filled_log(tmp_path, ROWS)
    before = path.read_bytes()
    assert main(["export", str(path), "-o", str(tmp_path / name), "--force"]) == 2
    assert "let its name end with .csv, .json, .md or .parquet" in one_line(capsys.readouterr().err)
    assert path.read_bytes() == before
