"""Whether the processes that are compared give the same answers: ``python -m benchmarks.same LOG JSON USER BARE``.

Their flags, row by row, all of them and in order; and each cell of the bare copy. Anything else is no comparison.
"""

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
from python_calamine import CalamineWorkbook

from sheetkit.template.store import shipped

_EPOCH = datetime(1899, 12, 30)
Cell = str | float


def main(log: str, document: str, user: str, bare: str) -> None:
    """Compare the outputs; raise AssertionError with the first difference."""
    compare_flags(flags_of_review(json.loads(Path(document).read_bytes())), flags_of_script(user))
    for number, (row, copied) in enumerate(zip(_cells(log), _cells(bare), strict=True), start=1):
        if row != copied:
            raise AssertionError(f"the bare copy has {copied} in row {number}, the log {row}")


def flags_of_review(document: dict[str, Any]) -> dict[int, list[str]]:
    """Return Excel row -> titles of the rules that hold, from what `review --json` printed."""
    titles = {rule.name: rule.title for rule in shipped().rules}
    return {one["row"]: [titles[name] for name in one["flags"]] for one in document["handoffs"]}


def flags_of_script(path: str) -> dict[int, list[str]]:
    """Return the same from the workbook of the user's script."""
    rows = pd.read_excel(path, engine="calamine", usecols=["Row", "Flag", "Also"], keep_default_na=False)
    return {
        int(number): [one for one in (flag, *also.split(", ")) if one]
        for number, flag, also in rows.itertuples(index=False)
    }


def compare_flags(review: dict[int, list[str]], script: dict[int, list[str]]) -> None:
    """Raise AssertionError with the first row that differs."""
    for row in sorted({*review, *script}):
        if review.get(row) != script.get(row):
            raise AssertionError(f"row {row} has {review.get(row)} in the review, {script.get(row)} in the script")


def _cells(path: str) -> Iterator[list[Cell]]:
    for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows():
        values = [_plain(value) for value in row]
        while values and values[-1] == "":
            values.pop()
        yield values


def _plain(value: object) -> Cell:
    if isinstance(value, datetime):
        return round((value - _EPOCH).total_seconds() / 86_400, 6)
    if isinstance(value, date):
        return float((value - _EPOCH.date()).days)
    return round(value, 6) if isinstance(value, float) else str(value)


if __name__ == "__main__":
    main(*sys.argv[1:])
