"""What changed between two reviews is exactly what was changed."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from logs import EMPTY, OVERDUE, filled_log, row
from made import Row

from sheetkit.cli import main
from sheetkit.log.read_log import read_log
from sheetkit.review.build import build_review
from sheetkit.review.changes import KINDS, Changes
from sheetkit.review.memory import Memory
from sheetkit.review.model import Review

LAST, NOW = datetime(2026, 11, 16), datetime(2026, 11, 23)


def week(folder: Path, before: Sequence[Row], now: Sequence[Row]) -> Review:
    """Review a log, change it, and review it again a week later."""
    path = filled_log(folder, before)
    assert main(["review", str(path), "--as-of", "2026-11-16"]) == 0
    path.unlink()
    filled_log(folder, now)
    return Memory([path], path.stem, [folder]).recall(build_review([read_log(path)], NOW))


def items(changes: Changes | None) -> dict[str, list[str]]:
    assert changes is not None
    kinds = {kind: getattr(changes, kind)["item"].tolist() for kind in KINDS}
    return {kind: listed for kind, listed in kinds.items() if listed}


def test_nothing_changed_says_nothing(tmp_path: Path) -> None:
    assert items(week(tmp_path, [row(), OVERDUE], [row(), OVERDUE]).changes) == {}


def test_each_kind_of_change_is_found_once(tmp_path: Path) -> None:
    before = [
        row(item="closed"),
        row(item="slipped"),
        row(item="late", expected_back=datetime(2026, 11, 20), checkpoint=None),
        row(item="gone"),
        row(item="stays"),
        row(item="gone but done", status="Done"),
    ]
    now = [
        row(item="closed", status="Done", returned=datetime(2026, 11, 20)),
        row(item="slipped", now_expected=datetime(2026, 12, 20)),
        row(item="late", expected_back=datetime(2026, 11, 20), checkpoint=None),
        EMPTY,
        row(item="stays"),
        EMPTY,
        row(item="new"),
    ]
    review = week(tmp_path, before, now)
    assert items(review.changes) == {
        "new": ["new"],
        "closed": ["closed"],
        "slipped": ["slipped"],
        "newly_overdue": ["late"],
        "gone_missing": ["gone"],
    }
    assert review.changes is not None
    assert review.changes.slipped["due_before"].tolist() == [datetime(2026, 12, 14)]
    assert review.headline.startswith("Gone while still open: 'gone' is no longer in the log. ")


def test_a_row_whose_text_was_edited_is_still_the_same_row(tmp_path: Path) -> None:
    now = [row(item="Draft budget, second version", handed_to="Li Wei")]
    assert items(week(tmp_path, [row()], now).changes) == {}


def test_sorting_the_log_changes_nothing(tmp_path: Path) -> None:
    before = [row(item="a", id="H-0001"), row(item="b", id="H-0002"), row(item="c", id="H-0003")]
    assert items(week(tmp_path, before, before[::-1]).changes) == {}


def test_without_ids_rows_are_followed_by_what_they_say(tmp_path: Path) -> None:
    before = [row(item="a", id=None), row(item="b", id=None)]
    now = [row(item="B ", id=None), row(item="a", id=None, now_expected=datetime(2027, 1, 5))]
    assert items(week(tmp_path, before, now).changes) == {"slipped": ["a"]}


EDITS = [
    {"item": "Draft budget, second version"},
    {"handed_to": "Li Wei"},
    {"now_expected": None, "item": "The draft budget"},
]


@pytest.mark.parametrize("edit", EDITS, ids=["longer text", "another person", "other words"])
def test_without_ids_an_edited_row_is_not_lost_and_found(tmp_path: Path, edit: Row) -> None:
    assert items(week(tmp_path, [row(id=None)], [row(id=None, **edit)]).changes) == {}


def test_without_ids_a_hand_off_date_that_was_missing_makes_no_new_row(tmp_path: Path) -> None:
    assert items(week(tmp_path, [row(id=None, handed_off=None)], [row(id=None)]).changes) == {}


def test_without_ids_another_task_of_the_same_day_and_person_is_no_edit(tmp_path: Path) -> None:
    changes = week(tmp_path, [row(id=None, item="Keys")], [row(id=None, item="Quarterly figures")]).changes
    assert items(changes) == {"new": ["Quarterly figures"], "gone_missing": ["Keys"]}


def test_without_ids_the_same_task_handed_off_again_is_another_one(tmp_path: Path) -> None:
    changes = week(tmp_path, [row(id=None)], [row(id=None, handed_off=datetime(2026, 11, 20))]).changes
    assert items(changes) == {"new": ["Draft budget"], "gone_missing": ["Draft budget"]}


def test_without_ids_two_lines_that_may_be_the_edited_one_hide_no_loss(tmp_path: Path) -> None:
    now = [row(id=None, item="Draft budget 1"), row(id=None, item="Draft budget 2")]
    assert items(week(tmp_path, [row(id=None)], now).changes)["gone_missing"] == ["Draft budget"]


def test_an_id_that_stands_twice_does_not_lose_a_row(tmp_path: Path) -> None:
    rows = [row(item="a", id="H-0001"), row(item="b", id="H-0001")]
    assert items(week(tmp_path, rows, rows).changes) == {}
    assert items(week_of(tmp_path / "second", rows, rows[:1])) == {"gone_missing": ["b"]}


def week_of(folder: Path, before: Sequence[Row], now: Sequence[Row]) -> Changes | None:
    folder.mkdir()
    return week(folder, before, now).changes


def test_a_row_put_on_hold_is_neither_closed_nor_gone(tmp_path: Path) -> None:
    assert items(week(tmp_path, [row()], [row(status="On hold")]).changes) == {}


def test_lines_that_say_the_same_without_ids_are_counted_one_by_one(tmp_path: Path) -> None:
    same = [row(id=None)] * 3
    assert items(week(tmp_path, same, same).changes) == {}
    assert items(week_of(tmp_path / "second", same, same[:2])) == {"gone_missing": ["Draft budget"]}


def test_two_logs_of_one_name_are_not_taken_for_each_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    logs = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        logs.append(str(filled_log(tmp_path / name, [row(item=name)])))
    for day in ("2026-11-16", "2026-11-23"):
        capsys.readouterr()
        assert main(["review", *logs, "-o", str(tmp_path), "--as-of", day, "--json"]) == 0
    changes = json.loads(capsys.readouterr().out)["changes"]
    assert changes.pop("previous")["as_of"] == "2026-11-16"
    assert not any(changes.values())


def test_a_log_that_could_not_be_read_once_hides_no_loss(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = filled_log(tmp_path, [row(item="A1")], name="a.xlsx")
    two = filled_log(tmp_path, [row(item="B1"), row(item="B2")], name="b.xlsx")
    whole, logs = two.read_bytes(), [str(one), str(two)]
    assert main(["review", *logs, "--as-of", "2026-11-16"]) == 0
    two.write_bytes(whole[:500])
    assert main(["review", *logs, "--as-of", "2026-11-23"]) == 0
    two.unlink()
    filled_log(tmp_path, [EMPTY, row(item="B2")], name="b.xlsx")
    capsys.readouterr()
    assert main(["review", *logs, "--as-of", "2026-11-30", "--json"]) == 0
    changes = json.loads(capsys.readouterr().out)["changes"]
    assert changes["previous"]["as_of"] == "2026-11-16"
    assert [line["item"] for line in changes["gone_missing"]] == ["B1"]
    assert changes["new"] == []
