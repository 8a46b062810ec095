"""The previous review is the latest one of the same log before today."""

from datetime import datetime
from pathlib import Path

from logs import filled_log, row

from sheetkit.cli import main
from sheetkit.review.history import LogKey, find_earlier, identify

NOW = datetime(2026, 11, 23, 9)


def first(path: Path, *folders: Path) -> Path | None:
    """The review that one of today would be compared with."""
    found = find_earlier([LogKey(path, "")], folders, NOW)
    return found[0].path if found else None


def reviews(folder: Path, *days: str) -> Path:
    path = filled_log(folder, [row()])
    for day in days:
        assert main(["review", str(path), "--as-of", day]) == 0
    return path


def test_the_latest_earlier_day_is_taken_and_todays_is_not(tmp_path: Path) -> None:
    path = reviews(tmp_path, "2026-11-09", "2026-11-16", "2026-11-23", "2026-11-30")
    assert first(path, tmp_path) == tmp_path / "log-review-2026-11-16.xlsx"


def test_another_logs_review_is_not_taken(tmp_path: Path) -> None:
    reviews(tmp_path, "2026-11-16")
    assert first(tmp_path / "other.xlsx", tmp_path) is None


def test_the_first_folder_that_has_one_counts(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    path = filled_log(tmp_path, [row()])
    assert main(["review", str(path), "--as-of", "2026-11-16", "-o", str(tmp_path / "out")]) == 0
    found = first(path, tmp_path, tmp_path / "out")
    assert found == tmp_path / "out" / "log-review-2026-11-16.xlsx"


def test_the_latest_is_taken_whichever_folder_it_lies_in(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    path = reviews(tmp_path, "2026-11-02", "2026-11-16")
    assert main(["review", str(path), "--as-of", "2026-11-09", "-o", str(out)]) == 0
    assert first(path, tmp_path, out) == tmp_path / "log-review-2026-11-16.xlsx"
    assert first(path, out, tmp_path) == tmp_path / "log-review-2026-11-16.xlsx"
    assert main(["review", str(path), "--as-of", "2026-11-16", "-o", str(out)]) == 0
    assert first(path, tmp_path, out) == tmp_path / "log-review-2026-11-16.xlsx"
    assert main(["review", str(path), "--as-of", "2026-11-17", "-o", str(out)]) == 0
    assert first(path, tmp_path, out) == out / "log-review-2026-11-17.xlsx"


def test_a_damaged_review_is_passed_over(tmp_path: Path) -> None:
    path = reviews(tmp_path, "2026-11-09", "2026-11-16")
    damaged = tmp_path / "log-review-2026-11-16.xlsx"
    damaged.write_bytes(damaged.read_bytes()[:2000])
    assert first(path, tmp_path) == tmp_path / "log-review-2026-11-09.xlsx"


def test_a_log_is_no_review(tmp_path: Path) -> None:
    assert identify(filled_log(tmp_path, [row()])) is None
