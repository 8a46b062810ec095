"""CSV for Excel: UTF-8 with a byte order mark, commas, CRLF, and no cell that becomes a formula."""

import csv
import io
from typing import Any

import pandas as pd

from sheetkit import categorical
from sheetkit.text import guard_formula, pluralize

_BOM = "\ufeff"


def csv_text(table: pd.DataFrame) -> tuple[str, int]:
    """Return the table as CSV, and the number of guarded texts: those that look like formulas get an apostrophe.

    Dates are written as 2026-11-23, with a time as 2026-11-23 17:00:00; missing values are empty.
    """
    columns, guarded = [], 0
    for name in table.columns:
        values, number = _column(table[name])
        columns.append(values)
        guarded += number
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows(zip(*columns, strict=True))
    return _BOM + out.getvalue(), guarded


def guarded_note(number: int) -> str:
    """Return a sentence about the guarded texts, '' if there are none."""
    if not number:
        return ""
    return (
        f"{pluralize(number, 'text has', 'texts have')} an apostrophe (') in front, since a spreadsheet could take "
        "such a text for a formula; .json and .parquet files hold it as it is."
    )


def _column(column: "pd.Series[Any]") -> tuple[list[str], int]:
    """Return a column's values as texts, and the number of guarded ones."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        texts = pd.Categorical(column)
        safe = categorical.map_categories(texts, guard_formula)
        before, after = categorical.to_list(texts), categorical.to_list(safe)
        return after, sum(old != new for old, new in zip(before, after, strict=True))
    if column.dtype.kind == "M":
        shown = column.dt.strftime("%Y-%m-%d %H:%M:%S").str.removesuffix(" 00:00:00")
        return shown.fillna("").tolist(), 0
    if column.dtype.kind == "b":
        return ["TRUE" if value else "FALSE" for value in column.tolist()], 0
    return ["" if pd.isna(value) else str(value) for value in column.tolist()], 0
