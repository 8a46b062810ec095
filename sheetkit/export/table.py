"""The table that is exported: the review's frame with the names of its logs and all flags."""

from typing import Any

import numpy as np
import pandas as pd

from sheetkit import categorical
from sheetkit.review.frame import SCHEMA
from sheetkit.review.model import Review


def export_table(review: Review) -> pd.DataFrame:
    """Return the review's frame (schema: `review.frame.SCHEMA`) as other programs want it.

    `as_of`, the review's moment, comes first, so that exports of several weeks can be put below each other; `log` is
    the log's label; `days_left` and `kept` are Int64; the last column, `flags`, holds the keys of all rules that hold,
    in order of precedence, with a comma between them.
    """
    frame = review.frame
    columns: dict[str, Any] = {
        "as_of": np.full(len(frame), np.datetime64(review.as_of, "s")),
        **{name: frame[name].array for name in SCHEMA},
        "flags": _flags(review),
    }
    columns["log"] = categorical.from_codes(frame["log"].to_numpy(), review.labels)
    for name in ("days_left", "kept"):
        columns[name] = pd.array(frame[name].to_numpy(), dtype="Float64").astype("Int64")
    return pd.DataFrame(columns, copy=False)


def _flags(review: Review) -> pd.Categorical:
    """Return the keys of the rules that hold for each line, missing where none does."""
    kinds, codes = review.line_kinds
    return categorical.from_repeated(codes, [",".join(rule.name for rule in kind.rules) for kind in kinds])
