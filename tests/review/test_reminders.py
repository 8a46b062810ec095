"""Whom to remind of what: each step once, nothing where there is news, one message after a missed week."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from logs import lines, read, row, type_rows
from made import Row

from sheetkit.errors import SheetkitError
from sheetkit.log.read_log import Log, read_log
from sheetkit.review.build import build_review, combine, review_log
from sheetkit.review.ledger import Entry, read_ledger
from sheetkit.review.reminders import Decision, decide_all, note_reminders, remindable
from sheetkit.template.load import load_template
from sheetkit.template.store import shipped

DUE = datetime(2026, 11, 12)
LATE: Row = row(expected_back=DUE, handed_off=datetime(2026, 10, 1))


def after_due(days: int) -> datetime:
    return DUE + timedelta(days=days)


def decided(log: Log, as_of: datetime) -> list[Decision]:
    return decide_all(build_review([log], as_of), [shipped()], [read_ledger(log.path)])[0]


def drafted(log: Log, as_of: datetime) -> list[str]:
    """Decide, record what is due as the command does, and return the steps."""
    found = [(one.step, one.line) for one in decided(log, as_of) if one.step and one.line]
    if found:
        read_ledger(log.path).append([Entry(as_of, step.name, line, "ana@example.org") for step, line in found])
    return [step.name for step, _ in found]


def steps_by_day(log: Log, days: range) -> dict[int, str]:
    found = {day: drafted(log, after_due(day)) for day in days}
    return {day: steps[0] for day, steps in found.items() if steps}


def test_whoever_runs_it_daily_has_each_step_once_on_its_day(tmp_path: Path) -> None:
    assert steps_by_day(read(tmp_path, [LATE]), range(-10, 60)) == {-2: "soon", 1: "late", 7: "later", 14: "last"}


@pytest.mark.parametrize("first", range(-3, 4))
def test_whoever_runs_it_weekly_has_no_step_twice_and_none_is_said_too_late(tmp_path: Path, first: int) -> None:
    found = steps_by_day(read(tmp_path, [LATE]), range(first, first + 60, 7))
    assert len(set(found.values())) == len(found)
    assert found[max(found)] == "last"
    assert all(day <= 0 for day, step in found.items() if step == "soon")


def test_after_missed_weeks_there_is_one_message_and_not_three(tmp_path: Path) -> None:
    log = read(tmp_path, [LATE])
    assert steps_by_day(log, range(20, 40)) == {20: "last"}


def test_run_again_on_a_day_nothing_is_due_and_the_reason_is_the_record(tmp_path: Path) -> None:
    log = read(tmp_path, [LATE])
    assert drafted(log, after_due(1)) == ["late"]
    (one,) = decided(log, after_due(1))
    assert one.step is None
    assert one.reason == "it was drafted on 13 Nov for this due date; the next step, 'later', is due on 19 Nov"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"status": "On hold"}, "it is On hold"),
        ({"status": "Done"}, "it is Done"),
        ({"status": "Cancelled"}, "it is Cancelled"),
        ({"returned": datetime(2026, 11, 14)}, "it is back"),
        ({"checked_in": datetime(2026, 11, 19)}, "they checked in on 19 Nov"),
        ({"checked_in": datetime(2026, 11, 15)}, "they checked in on 15 Nov"),
        ({"now_expected": datetime(2026, 12, 1)}, "the next step, 'soon', is due on 29 Nov"),
        ({"expected_back": None}, "it has no date on which it is due"),
        ({"handed_to": None}, "it names nobody"),
    ],
)
def test_with_news_nobody_is_asked_and_it_says_why(tmp_path: Path, changed: Row, reason: str) -> None:
    (one,) = decided(read(tmp_path, [{**LATE, **changed}]), after_due(8))
    assert one.step is None
    assert one.reason == reason


@pytest.mark.parametrize("checked_in", [datetime(2026, 11, 10), datetime(2027, 11, 19), "called her"])
def test_old_news_or_news_from_the_future_silences_nothing(tmp_path: Path, checked_in: object) -> None:
    (one,) = decided(read(tmp_path, [{**LATE, "checked_in": checked_in}]), after_due(8))
    assert one.step is not None
    assert one.step.name == "later"


def test_news_is_good_until_the_next_step_and_no_longer(tmp_path: Path) -> None:
    log = read(tmp_path, [{**LATE, "checked_in": after_due(7)}])
    assert steps_by_day(log, range(7, 30)) == {14: "last"}


def test_a_new_date_begins_anew_but_not_within_the_days_of_the_setting(tmp_path: Path) -> None:
    assert drafted(read(tmp_path, [LATE]), after_due(7)) == ["later"]
    type_rows(tmp_path / "log.xlsx", [{"now_expected": after_due(6)}])
    log = read_log(tmp_path / "log.xlsx")
    assert drafted(log, after_due(9)) == []
    assert "less than 3 days ago" in decided(log, after_due(9))[0].reason
    assert drafted(log, after_due(10)) == ["late"]


def test_two_lines_with_one_id_are_both_asked_for(tmp_path: Path) -> None:
    log = read(tmp_path, [{**LATE, "id": "H-1"}, {**LATE, "id": "H-1", "item": "Other"}])
    assert drafted(log, after_due(2)) == ["late", "late"]
    assert drafted(log, after_due(2)) == []


@pytest.mark.parametrize("due", [datetime(9999, 12, 31), datetime(1901, 1, 1), datetime(2026, 11, 12, 17, 45)])
def test_no_date_is_too_odd(tmp_path: Path, due: datetime) -> None:
    log = read(tmp_path, [{**LATE, "expected_back": due, "handed_off": datetime(1900, 12, 1)}])
    assert decided(log, after_due(1))[0].reason


@pytest.mark.parametrize("typed", [datetime(2015, 12, 4), datetime(2026, 9, 12), datetime(2206, 11, 20)])
def test_nobody_is_reminded_of_a_day_that_was_mistyped(tmp_path: Path, typed: datetime) -> None:
    (decision,) = decided(read(tmp_path, [{**LATE, "now_expected": typed}]), after_due(30))
    assert decision.step is None
    assert decision.reason.endswith(" can hardly be right as the day it is due: correct it first")
    assert str(typed.day) in decision.reason


def test_the_review_says_when_somebody_was_reminded_and_how_often(tmp_path: Path) -> None:
    log = read(tmp_path, [LATE, row(item="Quiet")])
    drafted(log, after_due(1))
    drafted(log, after_due(8))

    def said(as_of: datetime) -> list[str]:
        one = note_reminders(review_log(log, as_of), read_ledger(log.path), as_of)
        (late, _) = lines(combine([one], as_of))
        assert late["do_next"] == late["task"]
        return str(late["do_next"]).partition(" (")[2].split("; ")

    assert said(after_due(0)) == [""]
    assert said(after_due(1)) == ["reminded 13 Nov)"]
    assert said(after_due(9)) == ["reminded 20 Nov, 2nd time)"]


def test_a_log_from_before_there_were_reminders_has_the_usual_ones() -> None:
    source = shipped().source
    start = source.index("# --- reminders")
    old = source[:start] + source[source.index("# --- which column") :].replace('checked_in = "checked_in"\n', "")
    before = load_template(old, "old.toml")
    assert before.reminders == ()
    now = remindable(before, shipped())
    assert now.reminders == shipped().reminders
    assert now.roles.checked_in == "checked_in"
    with pytest.raises(SheetkitError, match=r"'mine' has no reminders"):
        remindable(load_template(old.replace('name = "handoff"', 'name = "mine"'), "old.toml"), None)
