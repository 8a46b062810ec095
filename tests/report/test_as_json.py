"""What programs read: the documents have exactly the agreed names."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from logs import BACK, DONE, OVERDUE, filled_log, logs_of_all_kinds, row, type_rows
from reviews import sheet_of, table

from sheetkit.cli import main
from sheetkit.report import as_json
from sheetkit.report.as_json import json_parts


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    capsys.readouterr()
    main(list(arguments))
    document: dict[str, object] = json.loads(capsys.readouterr().out)
    return document


NOTHING: dict[str, object] = {  # the ten lists of changes, in their order
    "gone_missing": [],
    "newly_overdue": [],
    "slipped": [],
    "redated": [],
    "reopened": [],
    "back": [],
    "reassigned": [],
    "new": [],
    "closed": [],
    "cancelled": [],
}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=30,
)


@given(st.dictionaries(st.text(), VALUES, max_size=5), st.integers(1, 9))
def test_parts_of_a_document_are_its_text(document: dict[str, Any], pieces: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(as_json, "_PIECES", pieces)
        parts = list(json_parts({"none": iter([]), "some": iter([document, [document]])}))
    assert "\n".join(parts) == json.dumps({"none": [], "some": [document, [document]]}, indent=1)


def test_review_prints_one_document_with_the_agreed_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = filled_log(tmp_path, [OVERDUE, BACK, DONE, row(handed_off=None, status="On hold")])
    document = printed(capsys, "review", str(path), "--as-of", "2026-11-23T17:00", "--json")
    assert list(document) == ["schema", "as_of", "workbook", "logs", "counts", "handoffs", "changes"]
    assert document["schema"] == "sheetkit.review/2"
    assert document["as_of"] == "2026-11-23T17:00:00"
    assert document["workbook"] == str(tmp_path / "log-review-2026-11-23.xlsx")
    assert document["counts"] == {
        "rows": 4,
        "open": 2,
        "on_hold": 1,
        "done": 1,
        "cancelled": 0,
        "incomplete": 0,
        "overdue": 1,
        "missing_checkpoint": 1,
        "no_check_in": 0,
        "no_copy": 0,
        "returned": 1,
        "due_soon": 0,
        "slipped": 0,
        "not_confirmed": 0,
        "no_expected_result": 0,
    }
    assert document["handoffs"][0] == {  # type: ignore[index]
        "log": str(path),
        "row": 2,
        "id": "H-0001",
        "item": "Late plan",
        "handed_to": "Ana Costa",
        "status": "Open",
        "due": "2026-11-12",
        "days_left": -11,
        "flag": "overdue",
        "flags": ["overdue", "missing_checkpoint"],
        "why": "due 12 Nov, 11 days ago",
        "do_next": "Ask Ana Costa for it today and agree a new date",
    }
    assert document["changes"] == {"previous": None, **NOTHING}


def test_check_prints_each_problem_with_its_cell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = filled_log(tmp_path, [row(expected_back="31/11/2026")])
    document = printed(capsys, "check", str(path), "--json")
    assert document == {
        "schema": "sheetkit.check/2",
        "logs": [
            {
                "path": str(path),
                "sheet": "Log",
                "template": "handoff",
                "rows": 1,
                "notes": [],
                "problems": [
                    {
                        "code": "not-a-date",
                        "severity": "error",
                        "sheet": "Log",
                        "cell": "I2",
                        "row": 2,
                        "column": "Expected back",
                        "value": "31/11/2026",
                        "message": "'31/11/2026' is not a date: November has 30 days",
                        "fix": "Type it with the year first, such as 2026-11-30.",
                    }
                ],
            }
        ],
    }


def test_changes_name_the_earlier_review_and_what_stood_there_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled_log(tmp_path, [row(item="moved"), row(item="redated"), row(item="reassigned")])
    main(["review", str(path), "--as-of", "2026-11-16"])
    moved, redated = datetime(2026, 12, 20), datetime(2026, 12, 15)
    type_rows(path, [{"now_expected": moved}, {"expected_back": redated}, {"handed_to": "Li Wei"}])
    changes = printed(capsys, "review", str(path), "--as-of", "2026-11-23", "--json")["changes"]
    line = {"log": str(path), "id": "H-0001", "item": "moved", "handed_to": "Ana Costa", "due": "2026-12-20"}
    second = {**line, "id": "H-0002", "item": "redated", "due": "2026-12-15"}
    third = {**line, "id": "H-0003", "item": "reassigned", "handed_to": "Li Wei", "due": "2026-12-14"}
    assert changes == {
        "previous": {"path": str(tmp_path / "log-review-2026-11-16.xlsx"), "as_of": "2026-11-16"},
        **NOTHING,
        "slipped": [{**line, "due_before": "2026-12-14"}],
        "redated": [{**second, "due_before": "2026-12-14"}],
        "reassigned": [{**third, "person_before": "Ana Costa"}],
    }


def test_flags_are_in_the_order_of_the_lines_own_template(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    logs = logs_of_all_kinds(tmp_path)
    assert main(["review", *(str(log.path) for log in reversed(logs)), "--as-of", "2026-11-23", "--json"]) == 0
    lines = json.loads(capsys.readouterr().out)["handoffs"]
    assert [line["flags"][0] for line in lines if line["flags"]] == [line["flag"] for line in lines if line["flag"]]
    soon = next(line for line in lines if line["item"] == "soon action-log")
    assert soon["flags"][:2] == ["not_begun", "due_soon"]
    shown = table(sheet_of(tmp_path / "team-review-2026-11-23.xlsx", "All hand-offs"))
    assert next(line["Flag"] for line in shown if line["Action"] == "soon action-log").endswith("Not begun")
