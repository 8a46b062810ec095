"""The frame of a review: one row per hand-off at the review's moment.

Every list, figure and change is an operation on it. This is its only schema, to which a test holds each review.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetkit import categorical

Positions = npt.NDArray[np.int64]


class ColumnSchema(NamedTuple):
    """A column of the frame: its dtype and what it means."""

    dtype: str
    meaning: str


SCHEMA = {
    "log": ColumnSchema("int64", "position of the log among the review's logs"),
    "row": ColumnSchema("int64", "Excel's row number in that log"),
    "id": ColumnSchema("category", "the ID as typed; missing where blank"),
    "item": ColumnSchema("category", "what was handed off; missing where blank"),
    "handed_to": ColumnSchema("category", "the person, as typed; missing where blank"),
    "email": ColumnSchema("category", "the person's address, as typed; missing where blank"),
    "result": ColumnSchema("category", "what was agreed that it should look like, as typed; missing where blank"),
    "status": ColumnSchema("category", "the status as the template spells it, never missing"),
    "handed_off": ColumnSchema("datetime64[s]", "local time it left; NaT where unknown"),
    "due": ColumnSchema("datetime64[s]", "local time it is due; NaT where unknown; 00:00 means the day alone"),
    "promise": ColumnSchema("datetime64[s]", "local time it was first promised for; NaT where unknown"),
    "mistyped": ColumnSchema("bool", "the due date can only be a slip of the keys: see review.build.mistyped"),
    "doubtful": ColumnSchema("bool", "a date that can hardly be right may keep it from a flag: see review.doubts"),
    "days_left": ColumnSchema(
        "float64", "days from the review's day to the due day, or working days where the log names them; NaN unless out"
    ),
    "out": ColumnSchema("bool", "open and not back"),
    "open": ColumnSchema("bool", "the status is Open"),
    "closed": ColumnSchema("bool", "nobody waits for it any more: neither Open nor On hold"),
    "done": ColumnSchema("bool", "closed because it was done, not cancelled"),
    "returned": ColumnSchema("bool", "it says that it came back, whatever its status"),
    "overdue": ColumnSchema("bool", "the template's rule for what is late holds"),
    "kept": ColumnSchema("float64", "1: came back by the first promise, 0: later, NaN: not back or no promise"),
    "flag": ColumnSchema("category", "key of the first rule that holds, in order of precedence; missing: none"),
    "urgency": ColumnSchema("int64", "0: overdue, 1: doubtful, then the rank of the flag; LEAST_URGENT: neither"),
    "act_on": ColumnSchema("datetime64[s]", "day to do what is next; NaT: any day before the next review, or nothing"),
    "why": ColumnSchema("category", "why the flag holds or it is doubtful, a clause; else missing"),
    "do_next": ColumnSchema("category", "what to do about that; else missing"),
    "subject": ColumnSchema("category", "subject of a message about that; missing without an address"),
    "ask": ColumnSchema("category", "what the message says about the line; else missing"),
    "task": ColumnSchema("category", "what to do before the next review; missing: nothing"),
}
LEAST_URGENT = 1_000


def concat_frames(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the lines of all frames, one frame after the other, with the position of the frame in `log`."""
    if not frames:
        return empty_frame()
    if len(frames) == 1:
        return frames[0]
    return stack(frames).assign(log=np.repeat(np.arange(len(frames)), [len(frame) for frame in frames]))


def stack(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return frames with the same columns concatenated, over the union of their categories."""
    data = {name: _concat_column([frame[name] for frame in frames]) for name in frames[0].columns}
    return pd.DataFrame(data, copy=False)


def _concat_column(parts: Sequence["pd.Series[Any]"]) -> Any:
    if isinstance(parts[0].dtype, pd.CategoricalDtype):
        return categorical.concat([cast(pd.Categorical, part.array) for part in parts])
    return np.concatenate([part.to_numpy() for part in parts])


def no_dates(size: int) -> npt.NDArray[np.datetime64]:
    """Return a column of missing dates."""
    return np.full(size, "NaT", dtype="datetime64[s]")


def empty_frame() -> pd.DataFrame:
    """Return a frame without lines."""
    nothing = categorical.missing(0)
    is_text = {name: column.dtype == "category" for name, column in SCHEMA.items()}
    return pd.DataFrame({name: nothing if is_text[name] else np.empty(0, SCHEMA[name].dtype) for name in SCHEMA})


def concat_rules(rules: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the boolean frames of all logs concatenated; a rule that a log lacks never holds there."""
    if len(rules) == 1:
        return rules[0].reset_index(drop=True)
    return pd.concat([pd.DataFrame(), *rules], ignore_index=True).fillna(False).astype(bool)


def worst_first(frame: pd.DataFrame) -> Positions:
    """Return the positions of all lines, the most urgent first, then the earliest due, then in the order of the logs.

    Lines without a due date come before those with one.
    """
    order = frame[["urgency", "due"]].reset_index(drop=True)
    return order.sort_values(["urgency", "due"], na_position="first", kind="stable").index.to_numpy()
