"""Hand-worked values of every construct, on whole columns at once."""

from dataclasses import replace
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from sheetkit import categorical
from sheetkit.expression import tree
from sheetkit.expression.evaluate import Evaluator
from sheetkit.expression.parse import Choices, Scope, parse
from sheetkit.expression.tree import Node, Type
from sheetkit.expression.working_days import MONDAY_TO_FRIDAY
from sheetkit.ooxml.serial import from_datetime, to_seconds
from sheetkit.text import match_key

AS_OF = "2026-11-23 10:00:00"
SCOPE = Scope(
    columns={"a": Type.DATE, "b": Type.DATE, "x": Type.TEXT, "y": Type.TEXT, "n": Type.NUMBER, "status": Type.TEXT},
    choices={"status": Choices({"open": ("open",), "done": ("done", "complete")}, default="open")},
    settings={"days": 7},
)


def moment(text: str | None) -> float:
    return np.nan if text is None else to_seconds(from_datetime(datetime.fromisoformat(text)))


class Sheet:
    """A log in memory: columns by key, dates as ISO texts or None, texts as they were typed."""

    def __init__(self, **columns: list[str | None]) -> None:
        self.columns = columns

    def __len__(self) -> int:
        return max(len(column) for column in self.columns.values())

    def match_keys(self, key: str) -> pd.Categorical:
        return categorical.from_texts(match_key(text or "") for text in self.columns[key])

    def seconds(self, key: str) -> npt.NDArray[np.float64]:
        return np.array([moment(text) for text in self.columns[key]])

    def numbers(self, key: str) -> npt.NDArray[np.float64]:
        return np.array([np.nan if text is None else float(text) for text in self.columns[key]])

    def blank(self, key: str) -> npt.NDArray[np.bool_]:
        return np.array([not match_key(text or "") for text in self.columns[key]])


def evaluator(as_of: str = AS_OF, settings: dict[str, float] | None = None, **columns: list[str | None]) -> Evaluator:
    return Evaluator(Sheet(**columns), moment(as_of), settings or {})


def holds(source: str, as_of: str = AS_OF, settings: dict[str, float] | None = None, **columns: object) -> list[bool]:
    return evaluator(as_of, settings, **columns).condition(parse(source, SCOPE)).tolist()


def worth(source: str, **columns: list[str | None]) -> list[float]:
    return evaluator(**columns).number(parse(source, SCOPE, want=None)).tolist()


@pytest.mark.parametrize(
    ("value", "as_of", "past"),
    [
        ("2026-11-23", "2026-11-23 10:00", False),  # a date alone counts until the end of its day
        ("2026-11-23", "2026-11-23 23:59:59", False),
        ("2026-11-23", "2026-11-24", True),
        ("2026-11-22", "2026-11-23", True),
        ("2026-11-24", "2026-11-23 10:00", False),
        ("2026-11-23 10:00", "2026-11-23 10:00", False),
        ("2026-11-23 10:00", "2026-11-23 10:00:01", True),
        ("2026-11-23 00:00:01", "2026-11-23 10:00", True),
        ("2026-11-23 12:00", "2026-11-23", False),
        (None, "2026-11-23", False),
    ],
)
def test_past(value: str | None, as_of: str, past: bool) -> None:
    assert holds("past(a)", as_of, a=[value]) == [past]
    assert holds("not past(a)", as_of, a=[value]) == [not past]


def test_the_present_is_not_past() -> None:
    assert holds("past(as_of)", a=[None, None]) == [False, False]


@pytest.mark.parametrize("sign", ["==", "!=", "<", "<=", ">", ">="])
def test_a_comparison_with_what_is_no_date_never_holds(sign: str) -> None:
    day = "2026-11-23"
    assert holds(f"a {sign} b", a=[None, day, None], b=[day, None, None]) == [False] * 3
    assert holds(f"day(a) + 1 {sign} day(b)", a=[None, day, None], b=[day, None, None]) == [False] * 3
    assert holds(f"hours(a, b) {sign} 4", a=[None, day, None], b=[day, None, None]) == [False] * 3
    assert holds(f"a {sign} as_of", a=[None]) == [False]
    assert holds(f"4 {sign} day(a)", a=[None]) == [False]


@pytest.mark.parametrize(
    ("sign", "expected"),
    [
        ("==", [False, True, False]),
        ("!=", [True, False, True]),
        ("<", [True, False, False]),
        ("<=", [True, True, False]),
        (">", [False, False, True]),
        (">=", [False, True, True]),
    ],
)
def test_comparisons_of_dates_and_of_numbers(sign: str, expected: list[bool]) -> None:
    columns = {"a": ["2026-11-22", "2026-11-23", "2026-11-24"], "b": ["2026-11-23"] * 3}
    assert holds(f"a {sign} b", **columns) == expected
    assert holds(f"day(a) {sign} day(b)", **columns) == expected


def test_a_comparison_of_two_numbers_holds_on_every_row_or_on_none() -> None:
    assert holds("1 != 2", a=[None] * 3) == [True] * 3
    assert holds("days < 7", a=[None] * 3) == [False] * 3


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-23 09:00", "2026-11-23 13:00", 4),
        ("2026-11-23 09:00", "2026-11-23 13:00:01", 4 + 1 / 3600),
        ("2026-11-23 09:00", "2026-11-24 01:30", 16.5),
        ("2026-11-23", "2026-11-24 13:00", 24),  # one of them has no time: whole days
        ("2026-11-23 09:00", "2026-11-25", 48),
        ("2026-11-23", "2026-11-23", 0),
        ("2026-11-24 09:00", "2026-11-23 09:00", -24),
        ("2026-11-24", "2026-11-23 18:00", -24),
    ],
)
def test_hours(start: str, end: str, hours: float) -> None:
    assert worth("hours(a, b)", a=[start], b=[end]) == [pytest.approx(hours)]


def test_just_at_the_threshold_of_hours_is_not_over_it() -> None:
    ends = ["2026-11-23 12:59:59", "2026-11-23 13:00", "2026-11-23 13:00:01"]
    assert holds("hours(a, b) > 4", a=["2026-11-23 09:00"] * 3, b=ends) == [False, False, True]


def test_numbers() -> None:
    assert worth("day(a)", a=["2026-11-23", "2026-11-23 23:59:59"]) == [46_349, 46_349]
    assert np.isnan(worth("day(a)", a=[None]))
    assert worth("day(a) - day(as_of) * 1 + 2", a=["2026-11-25"]) == [4]
    assert worth("-1.5", a=[None, None]) == [-1.5, -1.5]


def test_a_setting_has_its_default_until_the_log_says_otherwise() -> None:
    source = "day(a) <= day(as_of) + days"
    assert holds(source, a=["2026-11-30", "2026-12-01"]) == [True, False]
    assert holds(source, settings={"days": 8}, a=["2026-11-30", "2026-12-01"]) == [True, True]


def test_blank_is_what_holds_nothing_visible() -> None:
    assert holds("blank(x)", x=[None, "", " ", "\xa0", "\t", "0", "x"]) == [True] * 5 + [False] * 2
    assert holds("blank(a)", a=[None, "2026-11-23"]) == [True, False]
    assert holds("is_date(a)", a=[None, "2026-11-23"]) == [False, True]
    assert holds("is_date(as_of)", a=[None]) == [True]


def test_texts() -> None:
    typed = ["Draft", " DRAFT\xa0", "drafts", None]
    assert holds("x == 'draft'", x=typed) == [True, True, False, False]
    assert holds("x != 'draft'", x=typed) == [False, False, True, False]
    others = {"x": ["a", "A ", "a", None, None], "y": ["a", "a", "b", "a", None]}
    assert holds("x == y", **others) == [True, True, False, False, False]
    assert holds("x != y", **others) == [False, False, True, False, False]


def test_a_status_that_is_no_choice_counts_as_the_default() -> None:
    typed = ["Open", None, "Dnoe", "Done", "COMPLETE "]
    assert holds("status == 'Open'", status=typed) == [True, True, True, False, False]
    assert holds("status != 'Open'", status=typed) == [False, False, False, True, True]
    assert holds("status != 'Done'", status=typed) == [True, True, True, False, False]


def test_a_choice_takes_the_one_or_the_other() -> None:
    columns = {"a": ["2026-11-20", None, None], "b": ["2026-12-01", "2026-11-20", None]}
    assert holds("past(a if is_date(a) else b)", **columns) == [True, True, False]
    assert holds("(1 if is_date(a) else 2) == 1", **columns) == [True, False, False]


def test_and_or_not() -> None:
    columns = {"x": ["1", "1", None, None], "y": ["1", None, "1", None]}
    assert holds("blank(x) and blank(y)", **columns) == [False, False, False, True]
    assert holds("blank(x) or blank(y)", **columns) == [False, True, True, True]
    assert holds("not (blank(x) or blank(y))", **columns) == [True, False, False, False]


@pytest.mark.parametrize("value", [True, False])
def test_a_truth_known_beforehand_holds_on_every_row(value: bool) -> None:
    node: Node = tree.All((tree.Truth(value), tree.Not(tree.Truth(not value))))
    assert evaluator(x=["a", "b"]).condition(node).tolist() == [value, value]


def test_a_log_without_rows() -> None:
    assert holds("past(a) and x == 'y' or hours(a, b) > 4", a=[], b=[], x=[]) == []


def test_a_number_column_is_compared_as_a_spreadsheet_does_and_a_blank_is_never_more_or_less() -> None:
    numbers = ["7", "6.999", None, "0", "0.30000000000000004"]
    assert holds("n >= days", n=numbers) == [True, False, False, False, False]
    assert holds("n < days", n=numbers) == [False, True, False, True, True]
    assert holds("n != 7", n=numbers) == [False, True, False, True, True]
    assert holds("n == 0.3", n=numbers) == [False, False, False, False, True]
    assert holds("n > 0.3", n=numbers) == [True, True, False, False, False]
    assert holds("is_number(n)", n=numbers) == [True, True, False, True, True]
    assert holds("not n * 2 > 12", n=numbers) == [False, False, True, True, True]


def test_days_after_one_date_up_to_another() -> None:
    node = tree.Days(tree.Column("a", Type.DATE), tree.Column("b", Type.DATE))
    dates = {"a": ["2026-11-20 23:59", "2026-11-23", None], "b": ["2026-11-23", "2026-11-20", "2026-11-20"]}
    every = evaluator(**dates).number(node).tolist()
    working = replace(evaluator(**dates), working_days=MONDAY_TO_FRIDAY).number(node).tolist()
    assert every[:2] == [3, -3]
    assert working[:2] == [1, -1]
    assert np.isnan([every[2], working[2]]).all()
