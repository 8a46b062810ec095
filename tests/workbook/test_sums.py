"""What one review says in several places is the same everywhere, and a week later exactly the planted changes."""

import json
import random
import re
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from logs import EMPTY, filled_log, row, type_rows
from made import AS_OF, Row, stratified_rows
from reviews import review, row_of, table

from sheetkit.cli import main
from sheetkit.template.store import shipped

DAY = timedelta(days=1)


def test_all_sheets_and_the_json_count_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{key: value for key, value in one.items() if value != ""} for one in stratified_rows(150)]
    path = filled_log(tmp_path, rows)
    capsys.readouterr()
    assert main(["review", str(path), "--as-of", f"{AS_OF:%Y-%m-%dT%H:%M}", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    counts, handoffs = said["counts"], said["handoffs"]
    book = openpyxl.load_workbook(said["workbook"])
    everything, attention = table(book["All hand-offs"]), table(book["Needs attention"])
    titles = {rule.name: rule.title for rule in shipped().rules}

    assert len(everything) == len(handoffs) == counts["rows"] == 150
    assert sum(counts[status] for status in ("open", "on_hold", "done", "cancelled")) == counts["rows"]
    flagged = [one for one in handoffs if one["why"]]
    assert len(attention) == len(flagged)
    assert Counter(line["Flag"] for line in attention) == Counter(
        titles.get(one["flag"], "On track?") for one in flagged
    )
    held = Counter(
        name
        for line in attention
        for name in [line["Flag"], *str(line["Also"] or "").split(", ")]
        if name in titles.values()
    )
    assert held == Counter({title: counts[name] for name, title in titles.items() if counts[name]})

    summary = book["Summary"]
    top = row_of(summary, "Out now")
    tiles = {summary.cell(top, column).value: summary.cell(top + 1, column).value for column in range(1, 17)}
    out = tiles.pop("Out now")
    assert out == sum(one["days_left"] is not None for one in handoffs) + sum(
        one["days_left"] is None and one["status"] == "Open" and "returned" not in one["flags"] for one in handoffs
    )
    for name, title in titles.items():
        assert tiles.get(title, counts[name]) == counts[name]

    about = book["About"]
    lines = {line["Lines"]: line["How many"] for line in table(about, row_of(about, "Lines"))}
    assert lines["All lines"] == counts["rows"]
    assert lines["Status Open"] == counts["open"]
    assert lines["Need attention"] == len(attention)
    assert lines["Out now"] == out
    assert lines["Out now"] + lines["Back, to be closed"] == lines["Status Open"]
    assert lines["First promises kept"] <= lines["Came back"]

    people = [str(cell.value) for cell in book["By person"]["A"][3:] if ": " in str(cell.value)]
    subtotals = [re.search(r": (\d+) open", text) for text in people]
    assert sum(int(found[1]) for found in subtotals if found) == counts["open"]
    listed = [
        cell.value for cell in book["By person"]["C"][3:] if cell.value in (*titles.values(), "On track", "On track?")
    ]
    assert len(listed) == counts["open"]
    assert (
        sum(int(found[1]) for text in people for found in [re.search(r"(\d+) overdue", text)] if found)
        == (counts["overdue"])
    )
    boxes = [cell.value for cell in book["To do"]["A"] if cell.value == "□"]
    assert lines["To do"] == len(boxes) >= len(attention)
    last = table(book["Trend"])[-1]
    assert (last["Lines"], last["Out now"], last["Need attention"]) == (counts["rows"], out, len(attention))
    assert {title: last[title] for title in titles.values()} == {titles[name]: counts[name] for name in titles}


@pytest.mark.parametrize("with_ids", [True, False], ids=["with IDs", "without IDs"])
def test_a_week_later_exactly_the_planted_changes_are_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], with_ids: bool
) -> None:
    dice = random.Random(4)
    start = datetime(2026, 11, 2)
    known: Row = {} if with_ids else {"id": None}
    before = [
        row(
            item=f"Task {number}: {''.join(dice.sample('abcdefghijklmnopqrstuvwxyz', 12))}",
            handed_to=dice.choice(["Ana Costa", "Li Wei", "Zoë", "O'Neill"]),
            handed_off=start + dice.randint(0, 9) * DAY,
            expected_back=datetime(2026, 12, 7) + dice.randint(0, 20) * DAY,
            **known,
        )
        for number in range(60)
    ]
    places = dice.sample(range(60), 40)
    kinds = ("gone", "closed", "slipped", "late", "edited")
    planted = {kind: sorted(places[8 * place : 8 * place + 8]) for place, kind in enumerate(kinds)}
    for place in planted["late"]:
        before[place] |= {"expected_back": datetime(2026, 11, 19), "checkpoint": None}
    path = filled_log(tmp_path, before)
    review(path, "2026-11-16")

    typed: list[Row] = [{} for _ in before]
    for place in planted["gone"]:
        typed[place] = EMPTY
    for place in planted["closed"]:
        typed[place] = {"status": dice.choice(["Done", "cancelled"]), "returned": datetime(2026, 11, 19)}
    for place in planted["slipped"]:
        typed[place] = {"now_expected": before[place]["expected_back"] + 3 * DAY}  # type: ignore[operator]
    for number, place in enumerate(planted["edited"]):
        edits: tuple[Row, ...] = (
            {"item": f"{before[place]['item']} (v2)"},
            {"handed_to": "Somebody Else"},
            {"notes": "x"},
        )
        typed[place] = edits[number % 3]
    fresh = [row(item=f"New {number}", handed_off=datetime(2026, 11, 18), **known) for number in range(5)]
    type_rows(path, [*typed, *fresh])
    capsys.readouterr()
    assert main(["review", str(path), "--as-of", "2026-11-23", "--json"]) == 0
    changes = json.loads(capsys.readouterr().out)["changes"]
    found = {kind: sorted(line["item"] for line in changes[kind]) for kind in changes if kind != "previous"}

    def items(kind: str) -> list[object]:
        return sorted(str(before[place]["item"]) for place in planted[kind])

    def ended(status: str) -> list[object]:
        return sorted(str(before[place]["item"]) for place in planted["closed"] if typed[place]["status"] == status)

    assert found == {
        "new": [f"New {number}" for number in range(5)],
        "closed": ended("Done"),
        "cancelled": ended("cancelled"),
        "reassigned": sorted(str(before[place]["item"]) for place in planted["edited"][1::3]),
        "redated": [],
        "reopened": [],
        "back": [],
        "slipped": items("slipped"),
        "newly_overdue": items("late"),
        "gone_missing": items("gone"),
    }
    for line in changes["slipped"]:
        assert datetime.fromisoformat(line["due"]) - datetime.fromisoformat(line["due_before"]) == 3 * DAY
