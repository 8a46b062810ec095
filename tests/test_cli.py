"""Commands, their exit codes, and what they leave alone."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from logs import BACK, OVERDUE, filled_log, row
from messages import is_one_message, one_line
from openpyxl import load_workbook

from sheetkit.cli import main


def fingerprint(path: Path) -> tuple[str, int]:
    return hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns


def test_new_makes_a_log_that_has_no_problems_and_refuses_to_overwrite_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.xlsx"
    assert main(["new", str(path), "--rows", "7"]) == 0
    assert "is ready, with 7 lines to fill in" in capsys.readouterr().out
    before = fingerprint(path)
    assert main(["check", str(path)]) == 0
    assert main(["new", str(path)]) == 2
    assert "exists already" in one_line(capsys.readouterr().err)
    assert fingerprint(path) == before


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("info", 1)])
def test_check_fails_on_what_it_was_asked_to(tmp_path: Path, fail_on: str, code: int) -> None:
    path = filled_log(tmp_path, [row(checkpoint="4 Dec 2026")])
    assert main(["check", str(path), "--fail-on", fail_on]) == code


def test_check_and_review_leave_the_log_as_it_is(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [OVERDUE, row(status="Dnoe")])
    before = fingerprint(path)
    assert main(["check", str(path)]) == 1
    assert main(["review", str(path)]) == 0
    assert fingerprint(path) == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"a,b,c\n1,2,3\n", "CSV"),
        (b"%PDF-1.7", "PDF"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "protected by a password"),
        (b"PK\x03\x04 cut", "cut off or damaged"),
    ],
)
def test_a_file_that_is_no_log_is_one_sentence_and_exit_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, said: str
) -> None:
    path = tmp_path / "thing.xlsx"
    path.write_bytes(content)
    for command in ("check", "review"):
        assert main([command, str(path)]) == 2
        error = capsys.readouterr().err
        assert said in one_line(error)
        assert is_one_message(error)
    assert main(["check", str(tmp_path / "nowhere.xlsx")]) == 2


def test_a_review_is_no_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    review = tmp_path / "monday.xlsx"
    assert main(["review", str(filled_log(tmp_path, [row()])), "-o", str(review)]) == 0
    capsys.readouterr()
    for command in (["check"], ["review"], ["upgrade", "-o", str(tmp_path / "new.xlsx")]):
        assert main([*command, str(review)]) == 2
        said = "sheetkit: 'monday.xlsx' is a review, not a log: name the log from which it was made, log.xlsx."
        assert one_line(capsys.readouterr().err) == said


def test_what_was_decided_where_there_was_doubt_is_a_note_in_the_json_of_a_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled_log(tmp_path, [row()])
    book = load_workbook(path)
    book.copy_worksheet(book["Log"]).title = "Archive"
    book.save(path)
    main(["check", str(path), "--json"])
    captured = capsys.readouterr()
    (log,) = json.loads(captured.out)["logs"]
    assert log["sheet"] == "Log"
    assert "Archive" in log["notes"][0]
    assert captured.err == ""


def test_json_goes_to_standard_output_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = filled_log(tmp_path, [OVERDUE])
    assert main(["review", str(path), "--json"]) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["counts"]["overdue"] == 1
    assert "1 overdue" in captured.err


def test_review_fails_on_the_flags_it_was_asked_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = filled_log(tmp_path, [BACK])
    common = ["review", str(path), "--as-of", "2026-11-23", "--fail-on"]
    assert main([*common, "overdue"]) == 0
    assert main([*common, "overdue,returned"]) == 1
    assert main([*common, "overdu"]) == 2
    assert "did you mean 'overdue'" in one_line(capsys.readouterr().err)


def test_review_without_a_name_takes_the_one_log_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["review"]) == 2
    filled_log(tmp_path, [row()])
    assert main(["review", "--as-of", "2026-11-16"]) == 0
    assert main(["review", "--as-of", "2026-11-23"]) == 0  # the review made before is not taken for a log
    filled_log(tmp_path, [row()], name="second.xlsx")
    capsys.readouterr()
    assert main(["review"]) == 2
    assert "log.xlsx or second.xlsx" in one_line(capsys.readouterr().err)


@pytest.mark.parametrize("wrong", ["yesterday", "2026-13-01", "2026-11-23T10:00+02:00"])
def test_a_moment_that_is_none_is_refused(wrong: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", str(filled_log(tmp_path, [])), "--as-of", wrong]) == 2
    assert "--as-of" in one_line(capsys.readouterr().err)


def test_the_default_name_has_the_day_of_as_of(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [row()])
    assert main(["review", str(path), "--as-of", "2031-02-03 17:00"]) == 0
    assert (tmp_path / "log-review-2031-02-03.xlsx").exists()


def test_the_module_runs_as_the_command_does() -> None:
    done = subprocess.run([sys.executable, "-m", "sheetkit", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("sheetkit ")


@pytest.mark.parametrize("moment", ["9999-12-31", "9999-12-27T17:00", "1901-01-01"])
def test_a_review_at_either_end_of_the_calendar_is_made(tmp_path: Path, moment: str) -> None:
    path = filled_log(tmp_path, [OVERDUE, row(), BACK])
    assert main(["review", str(path), "--as-of", moment]) == 0


@pytest.mark.parametrize("number", [0, 0.5, 2_958_465, 1e300])
def test_a_review_is_made_however_seldom_reviews_are_meant_to_be(tmp_path: Path, number: float) -> None:
    path = filled_log(tmp_path, [OVERDUE, row()])
    book = load_workbook(path)
    for name in ("checkpoint_after_hours", "due_soon_days", "review_every_days"):
        sheet, cell = next(book.defined_names[name].destinations)
        book[sheet][cell.replace("$", "")] = number
    book.save(path)
    assert main(["review", str(path), "--as-of", "2026-11-16"]) == 0
    assert main(["review", str(path), "--as-of", "2026-11-23"]) == 0


@pytest.mark.parametrize(("own", "seen"), [(None, "1"), ("3", "3")])
def test_a_command_starts_no_threads_for_algebra_unless_somebody_wants_them(own: str | None, seen: str) -> None:
    code = (
        "import os, sheetkit.cli as c, sheetkit.__main__ as program\n"
        "c.main = lambda _: print(os.environ['OPENBLAS_NUM_THREADS']) or 0\n"
        "program.run()"
    )
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    environment |= {"OPENBLAS_NUM_THREADS": own} if own else {}
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert shown.stdout.strip() == seen


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (KeyboardInterrupt(), "Stopped; no file was left half-written."),
        (PermissionError(13, "Permission denied", "log.xlsx"), "'log.xlsx' cannot be used: Permission denied."),
        (ValueError("odd"), "sheetkit itself failed (ValueError: odd)"),
    ],
)
def test_whatever_goes_wrong_is_one_message(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: BaseException, said: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("sheetkit.log.create.log_sheet.create_log", fail)
    assert main(["new", "x.xlsx"]) == 2
    shown = capsys.readouterr().err
    assert said in one_line(shown)
    assert is_one_message(shown)


def test_who_looks_for_the_fault_sees_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHEETKIT_DEBUG", "1")
    monkeypatch.setattr("sheetkit.log.create.log_sheet.create_log", lambda *_: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        main(["new", "x.xlsx"])


def test_without_a_command_the_commands_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "review Make the review workbook." in one_line(shown.err)


@pytest.mark.parametrize(("typed", "completed"), [("sheetkit rev", "review"), ("sheetkit review --as", "--as-of")])
def test_the_shell_is_told_how_a_word_goes_on(typed: str, completed: str) -> None:
    words = {"COMP_WORDS": typed, "COMP_CWORD": str(len(typed.split()) - 1), "_SHEETKIT_COMPLETE": "bash_complete"}
    command = [sys.executable, "-m", "sheetkit"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **words})
    assert shown.stdout == f"plain,{completed}\n"


def test_a_text_list_is_checked_and_reviewed_like_a_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("Item,Handed to,Handed off,Due\nPlan,Søren,2026-11-02,2026-11-10\n".encode("cp1252"))
    before = fingerprint(path)
    assert main(["check", str(path)]) == 2
    assert "--encoding windows-1252" in one_line(capsys.readouterr().err)
    assert main(["check", str(path), "--encoding", "windows-1252"]) == 0
    assert "It is text in Windows-1252, separated by commas." in one_line(capsys.readouterr().out)
    arguments = ["review", str(path), "--encoding", "latin1", "--as-of", "2026-11-23", "--json"]
    assert main(arguments) == 0
    assert json.loads(capsys.readouterr().out)["handoffs"][0]["handed_to"] == "Søren"
    assert (tmp_path / "list-review-2026-11-23.xlsx").exists()
    assert fingerprint(path) == before
