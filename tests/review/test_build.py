"""A log and a moment make a review."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from logs import BACK, DONE, MONDAY, OVERDUE, UNCHECKED, filled_log, lines, reviewed, row, worst
from made import AS_OF, stratified_rows

from sheetkit.log.read_log import read_log
from sheetkit.review.build import build_review
from sheetkit.template.store import shipped


def flags(folder: Path, **values: object) -> list[str]:
    (one,) = lines(reviewed(folder, [row(**values)]))
    flags: list[str] = one["flags"]
    return flags


def test_a_row_in_order_is_on_track(tmp_path: Path) -> None:
    assert flags(tmp_path) == []


def test_all_flags_that_hold_are_kept_in_order_of_precedence(tmp_path: Path) -> None:
    dates = {"handed_off": datetime(2026, 11, 2), "expected_back": datetime(2026, 11, 12), "checkpoint": None}
    held = flags(tmp_path, handed_to=" ", understood="No", **dates)
    assert held == ["incomplete", "overdue", "missing_checkpoint", "not_confirmed"]


def test_due_today_is_not_overdue_before_the_day_is_over(tmp_path: Path) -> None:
    assert "overdue" not in flags(tmp_path, expected_back=MONDAY, checkpoint=MONDAY)


def test_a_known_delay_moves_the_due_date_and_the_first_promise_stays(tmp_path: Path) -> None:
    values = {
        "handed_off": datetime(2026, 11, 2),
        "expected_back": datetime(2026, 11, 12),
        "now_expected": datetime(2026, 12, 14),
    }
    assert flags(tmp_path, **values) == ["slipped"]


def test_done_and_cancelled_rows_have_no_flags(tmp_path: Path) -> None:
    review = reviewed(tmp_path, [{**OVERDUE, "status": status} for status in ("Done", "cancelled ", "ON HOLD")])
    assert [one["flags"] for one in lines(review)] == [[], [], []]
    assert [one["status"] for one in lines(review)] == ["Done", "Cancelled", "On hold"]


def test_an_unknown_status_counts_as_open_so_nothing_falls_through(tmp_path: Path) -> None:
    (one,) = lines(reviewed(tmp_path, [{**OVERDUE, "status": "Dnoe"}]))
    assert one["status"] == "Open"
    assert one["flag"] == "overdue"


def test_days_left_are_whole_days_and_only_for_what_is_out(tmp_path: Path) -> None:
    rows = [row(), OVERDUE, BACK, DONE, row(expected_back=datetime(2026, 11, 24, 0, 30))]
    handoffs = lines(reviewed(tmp_path, rows, datetime(2026, 11, 23, 23, 45)))
    assert [one["days_left"] for one in handoffs] == [21, -11, None, None, 1]


def test_each_flag_says_why_and_what_to_do_next(tmp_path: Path) -> None:
    handoffs = lines(reviewed(tmp_path, [OVERDUE, UNCHECKED, BACK]))
    assert [(one["why"], one["do_next"]) for one in handoffs] == [
        ("due 12 Nov, 11 days ago", "Ask Ana Costa for it today and agree a new date"),
        ("a wait of 28 days with no checkpoint", "Agree a checkpoint with Li Wei before 14 Dec"),
        ("back since 20 Nov", "File it, then set Status to Done"),
    ]


def test_an_incomplete_row_names_what_is_missing(tmp_path: Path) -> None:
    (one,) = lines(reviewed(tmp_path, [row(handed_to=None, expected_back="next week")]))
    assert one["why"] == "not filled in or not usable: Handed to and Expected back ('next week' was typed)"
    assert one["do_next"] == "Fill in or correct Handed to and Expected back"


@pytest.mark.parametrize("days", range(4))
def test_a_checkpoint_is_asked_for_only_while_there_is_time_for_one(tmp_path: Path, days: int) -> None:
    due = datetime(2026, 11, 23 + days)
    (one,) = lines(reviewed(tmp_path, [row(checkpoint=None, expected_back=due)]))
    assert one["flag"] == "missing_checkpoint"
    assert one["do_next"] == (
        f"Agree a checkpoint with Ana Costa before {23 + days} Nov"
        if days >= 2
        else f"Ask Ana Costa today whether it comes {('today', 'tomorrow')[days]}: it is too late to agree a checkpoint"
    )
    assert one["ask"].startswith(f"It is due {('today', 'tomorrow', '25 Nov', '26 Nov')[days]}")


def test_a_date_that_was_typed_wrongly_is_told_apart_from_what_is_late(tmp_path: Path) -> None:
    wrong = [{"expected_back": datetime(1926, 12, 1)}, {"now_expected": datetime(2026, 1, 30)}]
    for one in lines(reviewed(tmp_path, [row(**values) for values in wrong])):
        if one["flag"] == "overdue":
            assert "was typed as the day it is due, which can hardly be right: it left on 16 Nov" in one["why"]
            assert one["do_next"].startswith("Correct the date")
            assert one["ask"] == "Please tell me by Thursday 26 Nov when I can expect it."
        else:
            assert one["why"].endswith("Expected back (1 Dec 1926 is before Handed off)")


def test_each_rule_has_its_own_message_and_none_speaks_of_the_log(tmp_path: Path) -> None:
    review = reviewed(tmp_path, stratified_rows(200), AS_OF)
    rules = shipped().rules
    assert len({rule.subject for rule in rules}) == len({rule.ask for rule in rules}) == len(rules)
    said = pd.concat([review.frame["subject"], review.frame["ask"]]).dropna().astype(str)
    assert not said.str.contains(r"Expected back|Handed off|Status|Returned|\blog\b|\bflag\b|blank|nan").any()


def test_worst_first_is_overdue_then_the_rules_order_then_the_earliest_due(tmp_path: Path) -> None:
    later = {**OVERDUE, "item": "Less late", "expected_back": datetime(2026, 11, 20)}
    nameless = row(item="Nobody", handed_to=None)
    review = reviewed(tmp_path, [UNCHECKED, later, row(), nameless, OVERDUE])
    ordered = [one["item"] for one in worst(review)]
    assert ordered == ["Late plan", "Less late", "Nobody", "No checkpoint"]


def test_the_settings_of_the_log_are_followed(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [row(expected_back=datetime(2026, 12, 14))])
    book = openpyxl.load_workbook(path)
    book["Settings"]["B5"] = 21
    book.save(path)
    (one,) = lines(build_review([read_log(path)], MONDAY))
    assert one["flags"] == ["due_soon"]
