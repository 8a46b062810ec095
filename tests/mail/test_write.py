"""Drafts and their record are made together: whenever a run is cut short, the next one makes what is left, once."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from logs import filled_log, row
from messages import one_line

from sheetkit.cli import main
from sheetkit.mail import write
from sheetkit.review.ledger import Ledger

LATE = row(expected_back=datetime(2026, 11, 20), email="ana@example.org")
AS_OF = ("--as-of", "2026-11-23")
STEPS = 6  # of a run with two records and two drafts: plan, records, drafts, page


@pytest.fixture
def logs(tmp_path: Path) -> list[str]:
    """Two logs of two people, who have something in both."""
    made = []
    for name in ("north", "south"):
        rows = [
            {**LATE, "item": f"{name} {who}", "handed_to": who, "email": f"{who}@example.org"} for who in ("ana", "li")
        ]
        made.append(str(filled_log(tmp_path, rows, f"{name}.xlsx")))
    return made


def drafted(folder: Path) -> Counter[str]:
    """How often each line stands in a draft."""
    texts = [path.read_text() for path in folder.rglob("*.eml")]
    return Counter(found for text in texts for found in re.findall(r"^- (\w+ \w+):", text, re.MULTILINE))


def recorded(folder: Path) -> Counter[str]:
    texts = [path.read_text("utf-8-sig") for path in folder.glob("*-reminders.csv")]
    return Counter(line.split(",")[4] for text in texts for line in text.splitlines()[1:])


class CutShortError(Exception):
    """Stands for the end of the process."""


def cut_short_after(steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the process end when so many files were written or added to."""
    done = 0

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*arguments: Any, **options: Any) -> Any:
            nonlocal done
            if done == steps:
                raise CutShortError
            done += 1
            return call(*arguments, **options)

        return counting

    monkeypatch.setattr(write, "write_content", counted(write.write_content))
    monkeypatch.setattr(Ledger, "append", counted(Ledger.append))


@pytest.mark.parametrize("steps", range(STEPS + 1))
def test_whenever_a_run_ends_each_line_is_drafted_and_recorded_once(
    tmp_path: Path, logs: list[str], steps: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        cut_short_after(steps, patched)
        assert main(["remind", *logs, *AS_OF]) == (2 if steps < STEPS else 0)
    capsys.readouterr()
    assert main(["remind", *logs, "--as-of", "2026-11-25"]) == 0
    assert ("An earlier run was cut short" in capsys.readouterr().out) == (1 <= steps < STEPS)
    lines = {"north ana": 1, "south ana": 1, "north li": 1, "south li": 1}
    assert drafted(tmp_path) == recorded(tmp_path) == lines
    assert list(tmp_path.glob("*.unfinished")) == []
    (page,) = tmp_path.rglob("index.html")
    assert page.read_text(encoding="utf-8").count("<article>") == 2


def test_a_dry_run_says_that_an_earlier_run_was_cut_short_and_writes_nothing(
    tmp_path: Path, logs: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        cut_short_after(3, patched)
        main(["remind", *logs, *AS_OF])
    before = sorted(tmp_path.rglob("*"))
    capsys.readouterr()
    assert main(["remind", *logs, *AS_OF, "--dry-run"]) == 0
    assert "An earlier run was cut short" in one_line(capsys.readouterr().err)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_plan_that_says_nothing_usable_is_named_and_nothing_is_drafted(
    tmp_path: Path, logs: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    plan = tmp_path / "north-reminders.csv.unfinished"
    for text in (
        "",
        "[]",
        '{"records": {"/etc/passwd": []}, "drafts": {}}',
        '{"records": {"a-reminders.csv": [["x"]]}}',
    ):
        plan.write_text(text)
        assert main(["remind", *logs, *AS_OF]) == 2
        assert "north-reminders.csv.unfinished" in one_line(capsys.readouterr().err)
    assert {path.name for path in tmp_path.iterdir()} == {"north.xlsx", "south.xlsx", plan.name}


def test_half_a_line_on_a_full_disk_is_taken_back(
    tmp_path: Path, logs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["remind", *logs, "--person", "ana", *AS_OF]) == 0
    record = (tmp_path / "north-reminders.csv").read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("sheetkit.review.ledger.os.fsync", full)
        assert main(["remind", *logs, *AS_OF]) == 2
    assert (tmp_path / "north-reminders.csv").read_bytes() == record
    assert main(["remind", *logs, *AS_OF]) == 0
    assert set(drafted(tmp_path).values()) == set(recorded(tmp_path).values()) == {1}
