"""`week`: one run for the scheduler, in which no part stops another."""

from datetime import datetime
from pathlib import Path

import pytest
from logs import filled_log, row
from messages import one_line

from sheetkit.cli import main

LATE = row(expected_back=datetime(2026, 12, 1), email="ana@example.org")


def week(*arguments: str) -> int:
    return main(["week", *arguments, "--as-of", "2026-12-02"])


def test_it_makes_what_each_part_makes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = filled_log(tmp_path, [LATE])
    assert week(str(log)) == 0
    for name in ("log-review-2026-12-02.xlsx", "log-review-2026-12-02.html", "log-calendar.ics"):
        assert (tmp_path / name).exists()
    assert (tmp_path / "log-reminders-2026-12-02" / "Ana Costa.eml").exists()
    assert capsys.readouterr().out.endswith("The week: check, review, calendar and remind done.\n")


def test_a_part_that_fails_is_said_and_the_others_are_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = filled_log(tmp_path, [{**LATE, "handed_off": "soon"}])
    (tmp_path / "log-review-2026-12-02.xlsx").write_text("somebody else's")
    assert week(str(log)) == 2
    shown = capsys.readouterr()
    assert (tmp_path / "log-reminders-2026-12-02" / "Ana Costa.eml").exists()
    assert shown.out.endswith("calendar and remind done; check found something to correct; review failed.\n")
    assert "exists and is not a" in one_line(shown.err)


def test_problems_alone_are_exit_1(tmp_path: Path) -> None:
    assert week(str(filled_log(tmp_path, [{**LATE, "handed_off": "soon"}]))) == 1


def test_a_folder_of_logs_and_parts_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    filled_log(tmp_path, [LATE], "one.xlsx")
    filled_log(tmp_path, [LATE], "two.xlsx")
    assert week(str(tmp_path), "--skip", "remind, calendar") == 0
    assert {path.name for path in tmp_path.iterdir()} == {
        "one.xlsx",
        "two.xlsx",
        "team-review-2026-12-02.xlsx",
        "team-review-2026-12-02.html",
    }
    assert week(str(tmp_path), "--skip", "rewiev") == 2
    assert "did you mean 'review'" in one_line(capsys.readouterr().err)


def test_a_log_that_is_not_there_fails_every_part_and_is_said_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert week(str(tmp_path / "none.xlsx")) == 2
    shown = capsys.readouterr()
    assert shown.out.endswith("The week: check, review, calendar and remind failed.\n")
    assert shown.err.count("sheetkit:") == 1
