"""The commands that carry lines into a new log, as people use them."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

import sheetkit.cli
from sheetkit.cli import main

LIST = "Task,Asignee,Due,Cost\nPlan,Ana,2026-12-01,=1+1\n"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def titles(path: Path) -> dict[str, object]:
    sheet = load_workbook(path)["Log"]
    return {cell.value: sheet.cell(2, cell.column).value for cell in sheet[1]}


def test_adopt_shows_the_mapping_and_carries_the_list(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = old.with_name("log.xlsx")
    assert main(["adopt", str(old), "-o", str(target), "--map", "asignee=handed to"]) == 0
    out = capsys.readouterr().out
    assert "text in UTF-8, separated by commas" in out
    assert "Asignee -> Handed to\n" in out
    assert "Cost    -> kept as an extra column\n" in out
    assert "1 line carried, room for 200 in all" in out
    assert (titles(target)["Handed to"], titles(target)["Cost"]) == ("Ana", "=1+1")
    assert old.read_text(encoding="utf-8") == LIST
    assert main(["adopt", str(old), "-o", str(target)]) == 2
    assert "exists already" in capsys.readouterr().err


def test_without_a_terminal_guesses_are_suggestions(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = old.with_name("log.xlsx")
    assert main(["adopt", str(old), "-o", str(target)]) == 0
    out = capsys.readouterr().out
    assert 'kept as an extra column (if it is Handed to: --map "Asignee=handed_to")' in out
    assert "No heading means Handed to or Handed off" in out
    assert titles(target)["Asignee"] == "Ana"


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("YES ", 0), ("", 2), ("n", 2)])
def test_on_a_terminal_guesses_are_asked_about(
    old: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answer: str, code: int
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(sheetkit.cli, "_asker", lambda: lambda question: asked.append(question) or answer)
    target = old.with_name("log.xlsx")
    assert main(["adopt", str(old), "-o", str(target)]) == code
    assert asked == ["Go on? [y/N] "]
    assert target.exists() == (code == 0)
    captured = capsys.readouterr()
    assert "Handed to (a guess: the headings are alike)" in captured.out
    if code:
        assert "Nothing was written" in captured.err
    else:
        assert titles(target)["Handed to"] == "Ana"


@pytest.mark.parametrize(("said", "asked"), [([], 1), (["--map", "Colour=extra"], 0)])
def test_a_mapping_without_guesses_is_asked_about_unless_headings_were_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: list[str], asked: int
) -> None:
    old = tmp_path / "old.csv"
    old.write_text("Item,Handed to,Handed off,Expected back,Colour\nKeys,Ana,2026-11-02,2026-12-01,red\n", "utf-8")
    questions: list[str] = []
    monkeypatch.setattr(sheetkit.cli, "_asker", lambda: lambda question: questions.append(question) or "y")
    assert main(["adopt", str(old), "-o", str(tmp_path / "log.xlsx"), *said]) == 0
    assert len(questions) == asked
    assert (tmp_path / "log.xlsx").exists()


def test_a_dry_run_writes_nothing_and_asks_nothing(
    old: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("builtins.input", lambda _: pytest.fail("asked"))
    before = sorted(old.parent.iterdir())
    assert main(["adopt", str(old), "-o", str(old.with_name("log")), "--dry-run"]) == 0
    assert "1 line would be carried; nothing was written." in capsys.readouterr().out
    assert sorted(old.parent.iterdir()) == before


def test_what_cannot_be_adopted_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, content in (("a.csv", b"%PDF-1.7"), ("b.csv", b"x"), ("c.xlsx", b"a,b\n"), ("d.csv", None)):
        if content is not None:
            (tmp_path / name).write_bytes(content)
        assert main(["adopt", str(tmp_path / name), "-o", str(tmp_path / "log.xlsx")]) == 2
        assert capsys.readouterr().err.count("\n") == 1
    assert main(["adopt", str(tmp_path / "b.csv"), "-o", str(tmp_path)]) == 2
    assert "is a folder" in capsys.readouterr().err


def test_upgrade_gives_a_log_more_lines_and_leaves_the_old_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = tmp_path / "old.xlsx", tmp_path / "new.xlsx"
    assert main(["new", str(old), "--rows", "5"]) == 0
    before = old.read_bytes()
    assert main(["upgrade", str(old), "-o", str(new), "--rows", "300"]) == 0
    assert "0 lines carried, room for 300 in all" in capsys.readouterr().out
    assert old.read_bytes() == before
    assert main(["check", str(new)]) == 0
    assert main(["upgrade", str(old), "-o", str(new)]) == 2
    assert "exists already" in capsys.readouterr().err
