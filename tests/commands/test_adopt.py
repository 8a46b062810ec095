"""The command `adopt`, as people use it."""

from pathlib import Path

import pytest
from binary_workbook import write_binary_workbook
from click import Abort
from click.testing import CliRunner
from messages import is_one_message, one_line
from openpyxl import load_workbook

from sheetkit.cli import main
from sheetkit.commands.adopt import adopt
from sheetkit.errors import SheetkitError

LIST = "Task,Asignee,Sent,Due,Cost\nPlan,Ana,2026-11-02,2026-12-01,=1+1\n"


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
    assert "1 line carried over, room for 200 in all" in out
    assert (titles(target)["Handed to"], titles(target)["Cost"]) == ("Ana", "=1+1")
    assert old.read_text(encoding="utf-8") == LIST
    assert main(["adopt", str(old), "-o", str(target)]) == 2
    assert "exists already" in one_line(capsys.readouterr().err)


def test_without_a_terminal_guesses_are_suggestions(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = old.with_name("log.xlsx")
    assert main(["adopt", str(old), "-o", str(target), "--incomplete"]) == 0
    out = capsys.readouterr().out
    assert 'kept as an extra column (if it is Handed to: --map "Asignee=handed_to")' in out
    assert "No heading was found for Handed to, which every line needs." in out
    assert titles(target)["Asignee"] == "Ana"


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """Runs commands as if somebody sat at a terminal, and types their answer."""
    monkeypatch.setattr("sheetkit.commands.adopt.can_ask", lambda: True)
    return CliRunner()


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("YES ", 0), ("", 2), ("n", 2)])
def test_on_a_terminal_guesses_are_asked_about(old: Path, at_a_terminal: CliRunner, answer: str, code: int) -> None:
    target = old.with_name("log.xlsx")
    done = at_a_terminal.invoke(adopt, [str(old), "-o", str(target)], input=f"{answer}\n", standalone_mode=False)
    assert done.output.count("Go on? [y/N]: ") == 1
    assert target.exists() == (code == 0)
    assert "Handed to (a guess: the headings are alike)" in done.stdout
    if code:
        assert isinstance(done.exception, SheetkitError)
        assert "Nothing was written" in str(done.exception)
    else:
        assert done.return_value == 0
        assert titles(target)["Handed to"] == "Ana"


def test_who_walks_away_from_the_question_has_made_nothing(old: Path, at_a_terminal: CliRunner) -> None:
    target = old.with_name("log.xlsx")
    done = at_a_terminal.invoke(adopt, [str(old), "-o", str(target)], input="", standalone_mode=False)
    assert isinstance(done.exception, Abort)
    assert not target.exists()


@pytest.mark.parametrize(("said", "asked"), [([], 1), (["--map", "Colour=extra"], 0)])
def test_a_mapping_without_guesses_is_asked_about_unless_headings_were_said(
    tmp_path: Path, at_a_terminal: CliRunner, said: list[str], asked: int
) -> None:
    old = tmp_path / "old.csv"
    old.write_text("Item,Handed to,Handed off,Expected back,Colour\nKeys,Ana,2026-11-02,2026-12-01,red\n", "utf-8")
    arguments = [str(old), "-o", str(tmp_path / "log.xlsx"), *said]
    done = at_a_terminal.invoke(adopt, arguments, input="y\n", standalone_mode=False)
    assert done.return_value == 0
    assert done.output.count("Go on?") == asked
    assert (tmp_path / "log.xlsx").exists()


def test_a_dry_run_writes_nothing_and_asks_nothing(
    old: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sheetkit.commands.adopt.can_ask", lambda: True)
    monkeypatch.setattr("click.confirm", lambda _: pytest.fail("asked"))
    before = sorted(old.parent.iterdir())
    assert main(["adopt", str(old), "-o", str(old.with_name("log")), "--dry-run"]) == 0
    assert "1 line would be carried over; nothing was written." in capsys.readouterr().out
    assert sorted(old.parent.iterdir()) == before


def test_what_cannot_be_adopted_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, content in (("a.csv", b"%PDF-1.7"), ("b.csv", b"x"), ("c.xlsx", b"a,b\n"), ("d.csv", None)):
        if content is not None:
            (tmp_path / name).write_bytes(content)
        assert main(["adopt", str(tmp_path / name), "-o", str(tmp_path / "log.xlsx")]) == 2
        assert is_one_message(capsys.readouterr().err)
    assert main(["adopt", str(tmp_path / "b.csv"), "-o", str(tmp_path)]) == 2
    assert "is a folder" in one_line(capsys.readouterr().err)


def test_a_lists_encoding_is_named_where_it_cannot_be_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = tmp_path / "old.csv"
    old.write_bytes("Task,Who\nPlan,Søren\n".encode("cp1252"))
    arguments = ["adopt", str(old), "-o", str(tmp_path / "log.xlsx"), "--map", "Task=item", "--incomplete"]
    assert main(arguments) == 2
    assert "say which one it is, such as --encoding windows-1252" in one_line(capsys.readouterr().err)
    assert main([*arguments, "--encoding", "windws-1252"]) == 2
    assert "(did you mean 'windows-1252'?)" in one_line(capsys.readouterr().err)
    assert main([*arguments, "--encoding", "windows-1252"]) == 0
    assert "text in Windows-1252, separated by commas)" in capsys.readouterr().out
    assert titles(tmp_path / "log.xlsx")["Handed to"] == "Søren"


def test_an_encoding_is_nothing_for_a_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_binary_workbook(tmp_path / "old.xlsb", [["Task", "Who"], ["Plan", "Ana"]])
    assert main(["adopt", str(path), "-o", str(tmp_path / "log.xlsx"), "--encoding", "utf-8"]) == 2
    assert "is for text lists (CSV)" in one_line(capsys.readouterr().err)


def test_a_binary_workbook_is_adopted_with_one_line_on_what_was_not_seen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_binary_workbook(tmp_path / "old.xlsb", [["Task", "Who"], ["Plan", "Ana"]])
    assert main(["check", str(path)]) == 2
    said = capsys.readouterr().err
    assert is_one_message(said)
    assert f"`sheetkit adopt {path} -o new-log.xlsx`" in one_line(said)
    assert main(["adopt", str(path), "-o", str(tmp_path / "new-log.xlsx"), "--incomplete"]) == 0
    assert capsys.readouterr().out.count("Reading .xlsb cannot see") == 1
    assert titles(tmp_path / "new-log.xlsx")["Item"] == "Plan"


def test_a_log_in_which_every_line_would_be_incomplete_is_made_only_when_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, target = tmp_path / "old.csv", tmp_path / "log.xlsx"
    old.write_text("Task,Assignd,Due\nPlan,Ana,2026-12-01\n", encoding="utf-8")
    assert main(["adopt", str(old), "-o", str(target)]) == 2
    said = one_line(capsys.readouterr().err)
    assert "No line of the list has Handed to or Handed off, which every line needs" in said
    assert "start again with `--map Assignd=handed_to --incomplete`" in said
    assert "No heading is left that could mean 'Handed off'." in said
    assert not target.exists()
    assert main(["adopt", str(old), "-o", str(target), "--incomplete"]) == 0
    assert titles(target)["Item"] == "Plan"


def test_how_a_heading_was_understood_that_means_two_things_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, target = tmp_path / "old.csv", tmp_path / "log.xlsx"
    old.write_text(
        "Action,Owner,Date raised,Target date,Type\nPlan,Ana,2026-11-02,2026-12-01,Risk\nTotal 1\n", encoding="utf-8"
    )
    assert main(["adopt", str(old), "-o", str(target)]) == 0
    out = capsys.readouterr().out
    assert "'Action' is read as Item, since no other heading means Item." in out
    assert "'Type' is kept as a column of your own" in out
    assert "A3: a label or a sum, which is not a hand-off." in out
    assert titles(target)["Type"] == "Risk"


def test_a_register_of_documents_is_told_that_the_document_can_be_the_item(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = tmp_path / "old.csv", tmp_path / "new.xlsx"
    old.write_text("Document,Sent to,Date sent,Return by\nLease,Ana,2026-10-01,2026-11-01\n")
    assert main(["check", str(old)]) == 1
    assert "such as --map Document=item." in " ".join(capsys.readouterr().out.split())
    assert main(["adopt", str(old), "-o", str(new)]) == 2
    assert "such as --map Document=item." in " ".join(capsys.readouterr().err.split())
    assert main(["adopt", str(old), "-o", str(new), "--map", "Document=item"]) == 0


def test_the_guide_of_a_log_is_no_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = tmp_path / "old.xlsx", tmp_path / "new.xlsx"
    assert main(["new", str(old)]) == 0
    assert main(["add", str(old), "Plan", "--to", "Ana", "--due", "2026-12-01"]) == 0
    assert main(["adopt", str(old), "-o", str(new)]) == 0
    said = one_line(capsys.readouterr().out)
    assert "other sheets of the old file are not carried over" in said
    assert "holds a list too" not in said
