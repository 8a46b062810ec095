"""Problems of a cell in any column, and invisible characters in it."""

import json
import zipfile
from pathlib import Path

import pytest
from logs import OVERDUE, filled_log, lines, reviewed

from sheetkit.cli import main
from sheetkit.log.read_log import read_log

HIDDEN = "\u202e"
ROW = {
    **OVERDUE,
    "item": f"Report {HIDDEN}fdp.exe",
    "handed_to": f"Ana{HIDDEN} Costa",
    "email": "ana\u200b@example.org",
    "notes": f"no{HIDDEN}te",
    "checkpoint": f"so{HIDDEN}on",
    f"Ex{HIDDEN}tra": f"ex{HIDDEN}tra",
}


def test_an_address_with_a_character_that_nobody_sees_is_an_address_and_told_once(tmp_path: Path) -> None:
    log = read_log(filled_log(tmp_path, [{**OVERDUE, "email": "ana\u200b@example.org"}]))
    [problem] = [problem for problem in log.problems if problem.column == "Email"]
    assert (problem.code, problem.value) == ("invisible-character", "ana<U+200B>@example.org")
    assert log.frame["email"].tolist() == ["ana@example.org"]


def test_every_cell_and_heading_with_one_is_named_those_of_ones_own_too(tmp_path: Path) -> None:
    problems = read_log(filled_log(tmp_path, [ROW], extra=[f"Ex{HIDDEN}tra"])).problems
    told = [problem.cell for problem in problems if problem.code == "invisible-character"]
    assert sorted(map(str, told)) == ["D2", "F2", "G2", "J2", "U2", "V1", "V2"]


def test_a_cell_that_holds_nothing_else_is_blank_and_named_since_the_live_flag_sees_it(tmp_path: Path) -> None:
    document = {**OVERDUE, "kind": "Document", "hard_to_replace": "Yes", "copy_kept_at": "\u3164\u200b"}
    log = read_log(filled_log(tmp_path, [document]))
    [problem] = [problem for problem in log.problems if problem.column == "Copy kept at"]
    assert (problem.code, problem.value, problem.fix) == (
        "invisible-character",
        "<U+3164><U+200B>",
        "Clear the cell.",
    )
    assert log.frame["copy_kept_at"].isna().all()


def test_no_output_holds_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, output = filled_log(tmp_path, [ROW], extra=[f"Ex{HIDDEN}tra"]), tmp_path / "review.xlsx"
    moment = ["--as-of", "2026-11-23"]
    shown = []
    for command in (
        ["check"],
        ["check", "--json"],
        ["review", "--html", "-o", str(output)],
        ["remind", "-o", str(tmp_path / "drafts")],
    ):
        main([command[0], str(path), *moment, *command[1:]])
        said = capsys.readouterr().out
        shown.append(json.dumps(json.loads(said), ensure_ascii=False) if "--json" in command else said)
    with zipfile.ZipFile(output) as book:
        shown += [book.read(name).decode("utf-8", "replace") for name in book.namelist()]
    shown += [file.read_text(encoding="utf-8") for file in [*tmp_path.glob("*.html"), *(tmp_path / "drafts").iterdir()]]
    assert len(shown) > 10
    assert [text for text in shown if HIDDEN in text or "\u200b" in text or "=E2=80=AE" in text] == []


def test_joiners_of_a_script_stay_in_the_review(tmp_path: Path) -> None:
    [line] = lines(reviewed(tmp_path, [{**OVERDUE, "item": "نامه\u200cها"}]))
    assert line["item"] == "نامه\u200cها"
