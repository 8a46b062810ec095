"""What is in a log twice: an ID, or a whole hand-off."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from sheetkit.log.check.conditions import is_given_up, same_hand_off_columns
from sheetkit.log.check.rows import Checked
from sheetkit.log.finding import Description, Finding
from sheetkit.log.frame import RuleColumns
from sheetkit.template.model import Column, Template
from sheetkit.text import quote, shown_text


def find_repeated(checked: Checked[RuleColumns], template: Template) -> Iterator[Finding]:
    """Yield repeated IDs and repeated hand-offs; a hand-off that repeats its ID too is reported once."""
    firsts = first_of_same(checked, template)
    with_same_id: set[int] = set()
    for column in template.entered:
        if column.unique and column.name in checked.present:
            finding = _duplicate_ids(checked, column, firsts)
            with_same_id |= set(finding.rows.tolist()) & firsts.keys()
            yield finding
    rows = np.array([row for row in firsts if row not in with_same_id], dtype=np.int64)
    item = template.by_name[template.roles.item]

    def describe(at: int) -> Description:
        row = int(rows[at])
        shown = shown_text(str(checked.columns.texts(item.name)[int(np.searchsorted(checked.rows, row))]))
        message = f"this is the same hand-off as in row {firsts[row]}, so it is counted twice"
        return Description(shown, message, "Keep one of the two lines, and set the other to Cancelled.")

    yield Finding("same-hand-off", item.name, rows, describe)


def _duplicate_ids(checked: Checked[RuleColumns], column: Column, firsts: dict[int, int]) -> Finding:
    """Return the IDs that repeat one in a line above; `firsts` is what `first_of_same` returned."""
    keys = checked.columns.match_keys(column.name)
    positions = np.flatnonzero((keys.codes >= 0) & ~checked.broken[column.name])
    _, of_group, groups = np.unique(keys.codes[positions], return_index=True, return_inverse=True)
    repeated = of_group[groups] != np.arange(len(positions))
    again, first = positions[repeated], positions[of_group[groups]][repeated]

    def describe(at: int) -> Description:
        shown = shown_text(checked.columns.texts(column.name)[again[at]])
        row = int(checked.rows[first[at]])
        if int(checked.rows[again[at]]) in firsts:
            message = f"{quote(shown)} is in row {row} too, and it is the same hand-off, so it is counted twice"
            return Description(shown, message, "Clear one of the two lines, or give it an ID of its own.")
        message = f"{quote(shown)} is also the {column.title} of row {row}"
        return Description(shown, message, "Give one of the two lines a number of its own.")

    return Finding("duplicate-id", column.name, checked.rows[again], describe)


def first_of_same(checked: Checked[RuleColumns], template: Template) -> dict[int, int]:
    """Return, by the row of each line that repeats another, the row of the first of them.

    Two lines are the same hand-off where item, person, day and first promise are the same. Lines that lack one of these
    never are, nor are those that were given up: giving one up is how people take out a repeated line.
    """
    words, days = same_hand_off_columns(template)
    if not checked.present.issuperset([*words, *days]):
        return {}
    texts = {name: checked.columns.match_keys(name).codes for name in words}
    keys = pd.DataFrame(
        {**texts, **{name: checked.columns.seconds(name) for name in days}}, index=pd.Index(checked.rows, name="row")
    )
    keys = keys[(keys[words] >= 0).all(axis=1) & keys[days].notna().all(axis=1)]
    keys = keys[~is_given_up(checked.columns, template)[np.searchsorted(checked.rows, keys.index)]]
    repeated = keys[keys.duplicated(keep=False)]
    if repeated.empty:
        return {}
    rows = repeated.index.to_series()
    firsts = rows.groupby([repeated[name] for name in keys.columns], sort=False).transform("first")
    return {row: first for row, first in zip(rows.tolist(), firsts.tolist(), strict=True) if row != first}
