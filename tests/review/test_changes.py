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
    return Memory(path.stem, [folder]).recall(build_review([read_log(path)], NOW))


def items(changes: Changes | None) -> dict[str, list[str]]:
    assert changes is not None
    kinds = {kind: getattr(changes, kind)["item"].tolist() for kind in KINDS}
    return {kind: listed for kind, listed in kinds.items() if listed}


def test_nothing_changed_says_nothing(tmp_path: Path) -> None:
    assert items(week(tmp_path, [row(), OVERDUE], [row(), OVERDUE]).changes) == {}


LATE = row(expected_back=datetime(2026, 11, 20), checkpoint=None)
CHANGED: dict[str, tuple[Row, Row]] = {  # by item: the line a week ago, and what was typed over it since
    "stays": (row(), {}),
    "newly overdue": (LATE, {}),
    "overdue as before": ({**LATE, "expected_back": datetime(2026, 11, 12)}, {}),
    "slipped": (row(), {"now_expected": datetime(2026, 12, 20)}),
    "slipped again": (row(now_expected=datetime(2026, 12, 20)), {"now_expected": datetime(2026, 12, 28)}),
    "sooner": (row(now_expected=datetime(2026, 12, 20)), {"now_expected": None}),
    "redated later": (row(), {"expected_back": datetime(2026, 12, 18)}),
    "redated sooner": (row(), {"expected_back": datetime(2026, 12, 10)}),
    "promise removed": (row(), {"expected_back": None}),
    "promise filled in": (row(expected_back=None), {"expected_back": datetime(2026, 12, 10)}),
    "wrong year corrected": (row(expected_back=datetime(2062, 12, 14)), {"expected_back": datetime(2026, 12, 14)}),
    "wrong century corrected": (row(now_expected=datetime(1926, 12, 20)), {"now_expected": datetime(2026, 12, 20)}),
    "before it left": (row(now_expected=datetime(2026, 1, 20)), {"now_expected": datetime(2026, 12, 20)}),
    "a delay that could not be read": (row(now_expected="31/11/2026"), {"now_expected": datetime(2026, 12, 20)}),
    "reopened from done": (row(status="Done", returned=datetime(2026, 11, 13)), {"status": None, "returned": None}),
    "reopened to hold": (row(status="Cancelled"), {"status": "On hold"}),
    "not back after all": (row(returned=datetime(2026, 11, 13)), {"returned": None}),
    "back": (row(), {"returned": datetime(2026, 11, 20)}),
    "reassigned": (row(), {"handed_to": "Li Wei"}),
    "spelled otherwise": (row(), {"handed_to": " ana  COSTA"}),
    "named": (row(handed_to=None), {"handed_to": "Li Wei"}),
    "closed": (row(), {"status": "Done", "returned": datetime(2026, 11, 20)}),
    "closed from hold": (row(status="On hold"), {"status": "Done"}),
    "cancelled": (row(), {"status": "Cancelled"}),
    "done, then cancelled": (row(status="Done"), {"status": "Cancelled"}),
    "put on hold": (row(), {"status": "On hold"}),
    "gone": (row(), EMPTY),
    "gone from hold": (row(status="On hold"), EMPTY),
    "gone but done": (row(status="Done"), EMPTY),
    "gone but cancelled": (row(status="Cancelled"), EMPTY),
    "new": (EMPTY, row()),
    "new and done": (EMPTY, row(status="Done")),
    "several": (row(), {"handed_to": "Li Wei", "expected_back": datetime(2026, 11, 18), "checkpoint": None}),
}


def test_each_of_ten_kinds_of_change_is_found_where_it_is_and_nowhere_else(tmp_path: Path) -> None:
    before = [{**then, "item": then["item"] and item} for item, (then, _) in CHANGED.items()]
    now = [{**then, **typed} for then, typed in CHANGED.values()]
    now = [{**line, "item": line["item"] and item} for item, line in zip(CHANGED, now, strict=True)]
    review = week(tmp_path, before, now)
    assert items(review.changes) == {
        "gone_missing": ["gone", "gone from hold"],
        "newly_overdue": ["newly overdue", "several"],
        "slipped": ["slipped", "slipped again", "a delay that could not be read"],
        "redated": ["redated later", "redated sooner", "promise removed", "wrong year corrected", "several"],
        "reopened": ["reopened from done", "reopened to hold", "not back after all"],
        "back": ["back"],
        "reassigned": ["reassigned", "several"],
        "new": ["new", "new and done"],
        "closed": ["closed", "closed from hold"],
        "cancelled": ["cancelled"],
    }
    changes = review.changes
    assert changes is not None
    assert changes.slipped["due_before"].tolist() == [datetime(2026, 12, day) for day in (14, 20, 14)]
    assert changes.redated["corrected"].tolist() == [False, False, False, True, False]
    assert changes.reassigned["person_before"].tolist() == ["Ana Costa"] * 2
    gone = "Gone while still open: 'gone' and 'gone from hold' are no longer in the log. "
    assert review.headline.startswith(gone)


def test_what_changed_is_counted_in_one_sentence(tmp_path: Path) -> None:
    wrong = row(expected_back=datetime(2062, 12, 14))
    before = [row(), row(), wrong, row(expected_back=datetime(2026, 12, 1))]
    now = [EMPTY, row(handed_to="Li Wei"), row(), row(), row()]
    assert week(tmp_path, before, now).what_changed == (
        "Since Monday 16 Nov 2026: 1 gone while still open, 1 with a changed first promise, 1 with somebody else now, "
        "1 new, 1 with a wrong date corrected."
    )
    (tmp_path / "quiet").mkdir()
    assert week(tmp_path / "quiet", [row()], [row()]).what_changed == "Since Monday 16 Nov 2026: nothing changed."


def test_a_row_whose_text_was_edited_is_still_the_same_row(tmp_path: Path) -> None:
    now = [row(item="Draft budget, second version")]
    assert items(week(tmp_path, [row()], now).changes) == {}


def test_sorting_the_log_changes_nothing(tmp_path: Path) -> None:
    before = [row(item="a", id="H-0001"), row(item="b", id="H-0002"), row(item="c", id="H-0003")]
    assert items(week(tmp_path, before, before[::-1]).changes) == {}


def test_without_ids_rows_are_followed_by_what_they_say(tmp_path: Path) -> None:
    before = [row(item="a", id=None), row(item="b", id=None)]
    now = [row(item="B ", id=None), row(item="a", id=None, now_expected=datetime(2027, 1, 5))]
    assert items(week(tmp_path, before, now).changes) == {"slipped": ["a"]}


EDITS: list[tuple[Row, dict[str, list[str]]]] = [
    ({"item": "Draft budget, second version"}, {}),
    ({"handed_to": "Li Wei"}, {"reassigned": ["Draft budget"]}),
    ({"now_expected": None, "item": "The draft budget"}, {}),
]


@pytest.mark.parametrize(("edit", "found"), EDITS, ids=["longer text", "another person", "other words"])
def test_without_ids_an_edited_row_is_not_lost_and_found(
    tmp_path: Path, edit: Row, found: dict[str, list[str]]
) -> None:
    assert items(week(tmp_path, [row(id=None)], [row(id=None, **edit)]).changes) == found


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
    assert changes["previous"]["as_of"] == "2026-11-23"
    assert [line["item"] for line in changes["gone_missing"]] == ["B1"]  # since the 16th, when b.xlsx was read last
    assert changes["new"] == []
