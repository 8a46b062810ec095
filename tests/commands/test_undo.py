"""What was entered last is taken back, to the byte, unless somebody has saved the log since."""

import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from edited_logs import ROWS, refused, run
from logs import filled_log
from made import blank_log


def parts(log: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(log) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_changes_are_taken_back_one_after_the_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = blank_log(tmp_path, 2)
    states = [parts(log)]
    for number in range(4):  # the last two make the table longer
        run("add", log, f"Thing {number}", "--to", "Ana", "--due", "+7d")
        states.append(parts(log))
    run("done", log, "H-0001", "H-0003")
    for state in reversed(states):
        assert "undo of what was entered on" in run("undo", log)
        assert parts(log) == state
    assert "undone already" in refused(capsys, "undo", log)


def test_a_log_that_was_saved_since_is_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = filled_log(tmp_path, ROWS)
    assert "sheetkit has entered nothing in it" in refused(capsys, "undo", log)
    run("set", log, "H-0001", "Notes=x")
    openpyxl.load_workbook(log).save(log)
    before = log.read_bytes()
    assert "another program has saved the log since" in refused(capsys, "undo", log)
    assert log.read_bytes() == before


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "[]",
        '{"schema": "sheetkit.undo/1"}',
        '{"schema": "sheetkit.undo/1", "entries": [{"after": 1}]}',
        '{"schema": "sheetkit.undo/2", "entries": []}',
    ],
)
def test_a_damaged_undo_file_is_no_reason_to_fail(
    tmp_path: Path, damage: str, capsys: pytest.CaptureFixture[str]
) -> None:
    log = filled_log(tmp_path, ROWS)
    run("set", log, "H-0001", "Notes=x")
    log.with_name("log-undo.json").write_text(damage)
    assert "nothing to undo" in refused(capsys, "undo", log)
    run("set", log, "H-0001", "Notes=y")
    assert json.loads(run("undo", log, "--json"))["cells"][0]["new"] == "x"


def test_a_dry_run_says_what_would_come_back(tmp_path: Path) -> None:
    log = filled_log(tmp_path, ROWS)
    run("set", log, "H-0001", "Notes=x")
    before = log.read_bytes()
    assert "(was x)" in run("undo", log, "--dry-run")
    assert log.read_bytes() == before
