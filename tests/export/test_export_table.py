"""The table that is exported."""

from pathlib import Path

import pandas as pd
from logs import BACK, DONE, MONDAY, OVERDUE, reviewed, row

from sheetkit.export.table import export_table
from sheetkit.review.frame import SCHEMA


def test_each_line_of_the_review_is_in_it_with_its_moment_and_all_its_flags(tmp_path: Path) -> None:
    review = reviewed(tmp_path, [OVERDUE, BACK, DONE, row()])
    table = export_table(review)
    assert list(table) == ["as_of", *SCHEMA, "flags"]
    assert table["as_of"].unique().tolist() == [pd.Timestamp(MONDAY)]
    assert table["log"].tolist() == ["log.xlsx"] * 4
    assert table["days_left"].tolist() == [-11, pd.NA, pd.NA, 21]
    assert table["flags"].tolist()[0] == "overdue,missing_checkpoint"
    assert table["flags"].isna().tolist() == [False, False, True, True]
    assert table.drop(columns=["as_of", "flags", "log", "days_left", "kept"]).equals(
        review.frame.drop(columns=["log", "days_left", "kept"])
    )


def test_a_log_without_lines_is_a_table_without_lines(tmp_path: Path) -> None:
    assert export_table(reviewed(tmp_path, [])).shape == (0, len(SCHEMA) + 2)
