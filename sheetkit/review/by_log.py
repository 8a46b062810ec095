"""The figures of each log of a team."""

import numpy as np
import pandas as pd

from sheetkit.log.problems import SEVERITIES
from sheetkit.review.model import Review


def figures_by_log(review: Review) -> pd.DataFrame:
    """Return a frame with a row per log, indexed by its position in the review.

    Columns, all int64: lines, out, oldest (the most days late), errors, warnings and info (problems), and for each rule
    the number of lines for which it holds.
    """
    logs = pd.RangeIndex(len(review.logs), name="log")
    days_late = -review.frame["days_left"].mask(review.frame["mistyped"])
    lines = review.frame[["log", "out"]].assign(lines=1, oldest=days_late)
    grouped = lines.groupby("log")
    figures = grouped[["lines", "out"]].sum().join(grouped["oldest"].max().clip(lower=0))
    held = review.rules.groupby(review.frame["log"].to_numpy()).sum()
    tallies = [log_review.log.problems.counts_by_severity() for log_review in review.logs]
    problems = pd.DataFrame(tallies, index=logs, columns=[*SEVERITIES])
    problems = problems.rename(columns={"error": "errors", "warning": "warnings"})
    return figures.join(held).reindex(logs).fillna(0).join(problems).astype(np.int64)
