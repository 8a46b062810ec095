"""The exported table: the review's frame with the names of its logs and all flags."""

from typing import Any

import numpy as np
import pandas as pd

from sheetkit import categorical
from sheetkit.codes import Mask
from sheetkit.review.frame import SCHEMA
from sheetkit.review.model import Review


def export_table(review: Review) -> pd.DataFrame:
    """Return the review's frame (schema: `review.frame.SCHEMA`) for other programs, without repeated lines.

    `as_of`, the review's moment, comes first, so that exports of several weeks can be concatenated. `log` is the log's
    label, or the labels of all logs that have the hand-off. `days_left` and `kept` are Int64. The last column, `flags`,
    holds the keys of all rules that hold, in order of precedence, separated by commas.
    """
    counts = ~review.repeated
    frame = review.frame[counts]
    columns: dict[str, Any] = {
        "as_of": np.full(len(frame), np.datetime64(review.as_of, "s")),
        **{name: frame[name].array for name in SCHEMA},
        "flags": _flags(review, counts),
    }
    columns["log"] = review.log_names[counts]
    for name in ("days_left", "kept"):
        columns[name] = pd.array(frame[name].to_numpy(), dtype="Float64").astype("Int64")
    return pd.DataFrame(columns, copy=False)


def _flags(review: Review, counts: Mask) -> pd.Categorical:
    """Return the keys of the rules that hold for each line that counts, missing if none does."""
    kinds, codes = review.line_kinds
    return categorical.from_repeated(codes[counts], [",".join(rule.name for rule in kind.rules) for kind in kinds])
