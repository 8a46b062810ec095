"""Whatever two logs hold, each line is followed to one line at most, and a log compared with itself has no news."""

from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit import categorical
from sheetkit.review.changes import KINDS, Changes, compare
from sheetkit.review.frame import SCHEMA

DAYS = st.sampled_from([None, datetime(2026, 11, 2), datetime(2026, 11, 9)])
LINE = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["", "H-1", "h-1 ", "H-2", "H-3"]),
        "item": st.sampled_from(["Plan", "plan ", "Plan B", "Keys", ""]),
        "handed_to": st.sampled_from(["Ana", "Li"]),
        "status": st.sampled_from(["Open", "On hold", "Done"]),
        "handed_off": DAYS,
        "due": DAYS,
        "overdue": st.booleans(),
    }
)
LOGS = st.lists(LINE, max_size=8)  # IDs are missing or stand twice, and lines look alike
Line = dict[str, Any]


def frame(lines: list[Line]) -> pd.DataFrame:
    """A review's frame with these lines; what matching and changes do not look at is left as it comes."""
    columns: dict[str, Any] = {}
    for name, column in SCHEMA.items():
        values = [line.get(name) for line in lines]
        if column.dtype == "category":
            columns[name] = categorical.from_texts(values)
        elif name == "row":
            columns[name] = np.arange(2, len(lines) + 2)
        elif name == "closed":
            columns[name] = np.array([line["status"] == "Done" for line in lines], dtype=bool)
        else:
            columns[name] = np.array([value or 0 if column.dtype != "datetime64[s]" else value for value in values])
            columns[name] = columns[name].astype(column.dtype)
    return pd.DataFrame(columns)


def compared(before: list[Line], now: list[Line]) -> Changes:
    return compare(frame(before), frame(now), Path("earlier.xlsx"), datetime(2026, 11, 16))


@settings(max_examples=50)
@given(LOGS)
def test_a_log_compared_with_itself_has_no_news(log: list[Line]) -> None:
    changes = compared(log, log)
    assert {kind: len(getattr(changes, kind)) for kind in KINDS} == dict.fromkeys(KINDS, 0)


@settings(max_examples=50)
@given(LOGS, LOGS)
def test_each_line_is_followed_to_one_line_at_most(before: list[Line], now: list[Line]) -> None:
    changes = compared(before, now)
    new = set(changes.new["row"])
    assert len(new) == len(changes.new)
    followed = len(now) - len(new)
    gone = len(changes.gone_missing)
    closed_before = sum(one["status"] == "Done" for one in before)
    assert gone <= len(before) - followed <= gone + closed_before
    for kind in (changes.closed, changes.slipped, changes.newly_overdue):
        assert not new & set(kind["row"])


@settings(max_examples=50)
@given(LOGS)
def test_an_emptied_log_has_lost_exactly_what_was_awaited(log: list[Line]) -> None:
    awaited = [row for row, one in enumerate(log, start=2) if one["status"] != "Done"]
    assert compared(log, []).gone_missing["row"].tolist() == awaited
