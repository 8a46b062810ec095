"""Counts add up, and the headline says them."""

import random
from datetime import datetime
from pathlib import Path

import pytest
from logs import BACK, DONE, OVERDUE, UNCHECKED, filled_log, lines, read, reviewed, row
from made import AS_OF, good_row, stratified_rows

from sheetkit.log.read_log import read_log
from sheetkit.review.build import build_review
from sheetkit.template.load import load_template
from sheetkit.template.store import shipped


def test_every_row_is_counted_once_by_status_and_once_by_first_flag(tmp_path: Path) -> None:
    rows = [{key: value for key, value in one.items() if value != ""} for one in stratified_rows(260)]
    review = build_review([read(tmp_path, rows)], AS_OF)
    counts, handoffs = review.figures.counts, lines(review)
    assert counts["rows"] == len(handoffs) == 260
    assert counts["open"] + counts["on_hold"] + counts["done"] + counts["cancelled"] == counts["rows"]
    assert review.figures.attention == sum(bool(one["flags"]) or one["doubtful"] for one in handoffs)
    for rule in review.logs[0].log.template.rules:
        assert counts[rule.name] == sum(rule.name in one["flags"] for one in handoffs)
    assert sum(review.figures.ages.values()) == review.figures.out
    assert sum(flags.total() for flags in review.figures.people.values()) == review.figures.out


def test_the_headline_names_the_oldest_and_who_has_it(tmp_path: Path) -> None:
    assert reviewed(tmp_path, [OVERDUE, UNCHECKED, BACK, DONE]).headline == (
        "2 out, 1 overdue, 2 with no checkpoint; the oldest, 'Late plan' with Ana Costa, is 11 days late."
    )


def test_the_headline_of_a_log_with_nothing_late_says_so(tmp_path: Path) -> None:
    assert reviewed(tmp_path, [row()]).headline == "1 out, none overdue, none with no checkpoint."


@pytest.mark.parametrize(
    ("rows", "said"), [([], "The log has no lines yet."), ([BACK, DONE], "Nothing is out.")], ids=["empty", "back"]
)
def test_the_headline_of_an_empty_log_and_of_one_with_nothing_out_says_just_that(
    tmp_path: Path, rows: list[dict[str, object]], said: str
) -> None:
    assert reviewed(tmp_path, rows).headline == said


def test_something_late_by_the_hour_counts_as_late_since_today(tmp_path: Path) -> None:
    hours = row(handed_off=datetime(2026, 11, 23, 8), expected_back=datetime(2026, 11, 23, 11), checkpoint=None)
    review = reviewed(tmp_path, [hours], datetime(2026, 11, 23, 15))
    assert review.headline.endswith("is late since today.")
    assert review.figures.ages["1-7"] == 1
    assert lines(review)[0]["why"] == "due 23 Nov 11:00, 4 hours ago"


def test_one_person_spelled_with_other_capitals_or_spaces_is_one(tmp_path: Path) -> None:
    review = reviewed(tmp_path, [row(), row(handed_to="ana  COSTA"), row(handed_to=" Ana\xa0Costa ")])
    assert list(review.figures.people) == ["Ana Costa"]


def test_two_logs_are_counted_together(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    logs = [
        read(tmp_path / "a", [OVERDUE, row()]),
        read(tmp_path / "b", [{**OVERDUE, "item": "Another"}, good_row(random.Random(1))]),
    ]
    review = build_review(logs, datetime(2026, 11, 23))
    assert review.figures.counts["rows"] == 4
    assert review.figures.counts["overdue"] == 2


def test_what_is_due_before_it_was_handed_off_is_late_by_no_number_of_days(tmp_path: Path) -> None:
    wrong = row(item="Typed wrongly", expected_back=datetime(2025, 1, 5), checkpoint=None)
    review = reviewed(tmp_path, [OVERDUE, wrong])
    assert "the oldest, 'Late plan'" in review.headline
    assert review.figures.ages == {"Not due": 0, "1-7": 0, "8-14": 1, "15-30": 0, "30+": 0, "No usable date": 1}


def test_a_return_before_the_hand_off_keeps_and_breaks_no_promise(tmp_path: Path) -> None:
    impossible = row(handed_off=datetime(2026, 11, 16), returned=datetime(2026, 11, 3), status="Done")
    review = reviewed(tmp_path, [DONE, impossible])
    assert (review.figures.kept, review.figures.came_back) == (1, 1)


@pytest.mark.parametrize(
    "slip",
    [
        {"returned": datetime(2206, 11, 20)},
        {"returned": datetime(2026, 12, 5)},  # still to come
        {"expected_back": datetime(2206, 12, 14)},
    ],
)
def test_a_slip_of_the_keys_is_no_promise_kept_or_broken(tmp_path: Path, slip: dict[str, object]) -> None:
    review = reviewed(tmp_path, [row(status="Done", **{"returned": datetime(2026, 11, 20), **slip})])
    assert (review.figures.kept, review.figures.came_back) == (0, 0)


def test_a_status_that_is_named_like_a_flag_is_counted_by_itself(tmp_path: Path) -> None:
    source = (
        shipped()
        .source.replace('"Done", "Cancelled"]', '"Done", "Returned"]')
        .replace('"Cancelled" = [', '"Returned" = [')
    )
    source = source.replace('"finished", "returned"]', '"finished"]').replace('name = "handoff"', 'name = "own"')
    rows = [row(), row(item="Other", status="Returned"), row(item="Third", status="Returned")]
    log = read_log(filled_log(tmp_path, rows), load_template(source, "own"))
    review = build_review([log], datetime(2026, 11, 23))
    counts = review.figures.counts
    assert (counts["rows"], counts["open"], counts["returned"], counts["status_returned"]) == (3, 1, 0, 2)
    assert review.figures.statuses == {"Open": 1, "On hold": 0, "Done": 0, "Returned": 2}
    assert (review.trend[-1].counts["Open"], review.figures.attention) == (1, 0)


def test_the_headline_says_how_much_is_overdue_by_a_slip_of_the_keys(tmp_path: Path) -> None:
    wrong = row(item="Typed wrongly", now_expected=datetime(2025, 1, 5))
    assert "2 out, 2 overdue (1 by a mistyped date), 1 with" in reviewed(tmp_path, [OVERDUE, wrong]).headline
