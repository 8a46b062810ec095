"""Clocks and names: what a computer's time zone, a leap day or a path has to do with a review, which is nothing."""

import os
import time
from pathlib import Path

import openpyxl
import pytest
from logs import OVERDUE, filled_log, row
from messages import is_one_message

from sheetkit.cli import main

ZONES = ("UTC", "Pacific/Kiritimati", "America/St_Johns", "Europe/Berlin", "Asia/Kathmandu", "XXX+13")


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch):
    def set_zone(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield set_zone
    monkeypatch.undo()
    time.tzset()


@pytest.mark.skipif(os.name != "posix", reason="Windows takes no time zone from the environment")
@pytest.mark.parametrize("moment", ["2026-03-29T02:30", "2026-10-25T02:30", "2028-02-29", "2026-12-31T23:59:59"])
def test_a_review_is_the_same_in_every_time_zone(tmp_path: Path, zone, moment: str) -> None:
    path = filled_log(tmp_path, [row(), OVERDUE])
    made = set()
    for name in ZONES:
        zone(name)
        assert main(["review", str(path), "--as-of", moment]) == 0
        made.add((tmp_path / f"log-review-{moment[:10]}.xlsx").read_bytes())
    assert len(made) == 1


def test_after_the_clock_was_set_back_nothing_later_is_taken_for_the_past(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled_log(tmp_path, [row(), OVERDUE])
    for day in ("2026-11-09", "2026-11-23"):
        assert main(["review", str(path), "--as-of", day]) == 0
    later = (tmp_path / "log-review-2026-11-23.xlsx").read_bytes()
    capsys.readouterr()
    assert main(["review", str(path), "--as-of", "2026-11-16", "--json"]) == 0
    assert "log-review-2026-11-09.xlsx" in capsys.readouterr().out
    assert (tmp_path / "log-review-2026-11-23.xlsx").read_bytes() == later


def test_a_leap_day_is_a_day_like_any_other(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [row()])
    assert main(["review", str(path), "--as-of", "2028-02-29"]) == 0
    assert main(["review", str(path), "--as-of", "2028-03-07"]) == 0
    said = openpyxl.load_workbook(tmp_path / "log-review-2028-03-07.xlsx")["About"]
    assert any("log-review-2028-02-29.xlsx" in str(cell.value) for line in said for cell in line)


@pytest.mark.parametrize("day", ["2027-02-29", "2026-11-31", "0000-01-01", "1900-02-29", "2026-11-23T25:00"])
def test_a_day_that_never_was_is_no_moment(tmp_path: Path, capsys: pytest.CaptureFixture[str], day: str) -> None:
    assert main(["review", str(filled_log(tmp_path, [row()])), "--as-of", day]) == 2
    assert "--as-of" in capsys.readouterr().err


@pytest.mark.parametrize(
    "name", ["-log.xlsx", "--json.xlsx", "$(id).xlsx", "Zoë's Übergaben №1 日本 😀.xlsx", " a  b .xlsx"]
)
def test_a_log_may_be_called_what_one_likes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    filled_log(tmp_path, [row()], name)
    assert main(["review", "--as-of", "2026-11-23", "--", name]) == 0
    assert (tmp_path / f"{name[:-5]}-review-2026-11-23.xlsx").is_file()


def test_a_long_way_down_is_a_way(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(12):
        deep = deep / ("a folder of a long name " * 5).strip()
    deep.mkdir(parents=True)
    path = filled_log(deep, [row()])
    assert len(str(path)) > 1_000
    assert main(["review", str(path), "--as-of", "2026-11-23"]) == 0


def test_a_name_that_is_too_long_for_the_disk_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled_log(tmp_path, [row()], "x" * 245 + ".xlsx")
    assert main(["review", str(path), "--as-of", "2026-11-23"]) == 2
    assert is_one_message(capsys.readouterr().err)
    assert [found.name for found in tmp_path.iterdir()] == [path.name]
