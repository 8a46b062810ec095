"""The exported table as a JSON document."""

from datetime import datetime
from typing import Any

import pandas as pd

from sheetkit import categorical
from sheetkit.report.as_json import iso_date, records


def export_document(table: pd.DataFrame, as_of: datetime) -> dict[str, Any]:
    """Return the document: `handoffs` yields each line with the table's columns except `as_of`."""
    columns = {name: _values(table[name]) for name in table.columns if name != "as_of"}
    return {"schema": "sheetkit.export/1", "as_of": iso_date(as_of), "handoffs": records(columns)}


def _values(column: "pd.Series[Any]") -> list[Any]:
    """Return a column as JSON values: missing ones are null, `flags` are lists."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        texts: list[str] = categorical.to_list(pd.Categorical(column))
        if column.name == "flags":
            return [text.split(",") if text else [] for text in texts]
        return [text or None for text in texts]
    if column.dtype.kind == "M":
        return [iso_date(moment) for moment in column.to_numpy().tolist()]
    return [None if pd.isna(value) else value for value in column.tolist()]
