"""One line of counts for each review, carried from one to the next."""

from datetime import datetime
from pathlib import Path

from logs import MONDAY, OVERDUE, reviewed, row, type_rows
from made import blank_log

from sheetkit.log.read_log import read_log
from sheetkit.review.build import build_review
from sheetkit.review.trend import TrendLine, merge_by_day
from sheetkit.template.load import load_template
from sheetkit.template.store import shipped


def test_a_line_counts_statuses_flags_and_promises(tmp_path: Path) -> None:
    (line,) = reviewed(tmp_path, [OVERDUE, row()]).trend
    assert line.as_of == MONDAY
    assert {title: number for title, number in line.counts.items() if number} == {
        "Lines": 2,
        "Out now": 2,
        "Need attention": 1,
        "Overdue": 1,
        "Missing checkpoint": 1,
        "Open": 2,
    }
    assert line.on_time is None


def test_a_flag_that_is_called_like_a_count_of_ours_takes_nothing_away(tmp_path: Path) -> None:
    own = load_template(
        shipped().source.replace('title = "Slipped"', 'title = "Lines"').replace('"handoff"', '"own"'), "own"
    )
    path = blank_log(tmp_path, template=own)
    type_rows(path, [row()])
    (line,) = build_review([read_log(path)], MONDAY).trend
    assert line.counts["Lines"] == 1


def test_a_flag_that_another_log_calls_otherwise_is_counted_once_under_one_name(tmp_path: Path) -> None:
    own = load_template(shipped().source.replace('"Overdue"', '"Late"', 1).replace('"handoff"', '"own"', 1), "own")
    paths = [blank_log(tmp_path, template=own, name="own.xlsx"), blank_log(tmp_path)]
    for path, item in zip(paths, ("One", "Two"), strict=True):
        type_rows(path, [{**OVERDUE, "item": item}])
    (line,) = build_review([read_log(path) for path in paths], MONDAY).trend
    assert line.counts["Late"] == 2
    assert "Overdue" not in line.counts


def test_of_one_day_the_first_line_is_kept_and_this_day_and_later_ones_are_left_out() -> None:
    days = [datetime(2026, 11, day, hour) for day, hour in ((16, 9), (9, 0), (16, 17), (23, 0), (30, 0))]
    lines = [TrendLine(moment, {"Lines": number}) for number, moment in enumerate(days)]
    assert [line.counts["Lines"] for line in merge_by_day(lines, MONDAY)] == [1, 0]


def test_years_of_reviews_are_carried_and_no_more() -> None:
    lines = [TrendLine(datetime(1950 + number, 1, 1), {}) for number in range(70)] * 30
    assert len(merge_by_day(lines, MONDAY)) == 70
    many = [TrendLine(datetime.fromordinal(700_000 + number), {}) for number in range(1_500)]
    kept = merge_by_day(many, MONDAY)
    assert len(kept) == 1_000
    assert kept[-1] == many[-1]
