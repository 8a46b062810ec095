"""Changes: what is new, closed, later, newly overdue or gone since the last review."""

import numpy as np
import pandas as pd

from sheetkit import categorical
from sheetkit.pages.hand_offs import CLOSED, row_target, several_logs, shorten_item
from sheetkit.pages.page import BOLD, PLAIN, CellLinks, CellStyle, CellStyles, Column, ListPage, Table
from sheetkit.palette import PALETTE, ROW_TINT
from sheetkit.review.changes import KINDS
from sheetkit.review.frame import empty_frame
from sheetkit.review.model import Review
from sheetkit.review.moments import long_day

TITLE = "Changes"
_NO_LONGER_THERE = "no longer there"
_KIND_TITLES = {
    "gone_missing": ("Gone while still open", "violet"),
    "newly_overdue": ("Newly overdue", "red"),
    "slipped": ("Slipped: due later now", "orange"),
    "new": ("New", "blue"),
    "closed": ("Closed", "green"),
}


def changes_page(review: Review) -> ListPage:
    """Return the page: what vanished first, then what got worse, then the rest."""
    nothing = empty_frame().assign(due_before=np.array([], dtype="datetime64[s]"), kind=categorical.missing(0))
    frame = review.changes.frame if review.changes else nothing
    kinds = categorical.column(frame, "kind").codes.astype(np.int64)
    is_gone = (frame["kind"] == "gone_missing").to_numpy()
    rows, logs = frame["row"].to_numpy(), frame["log"].to_numpy()
    there = np.flatnonzero(~is_gone)
    labels = [f"Row {row}" for row in rows.tolist()]
    labels = [_NO_LONGER_THERE if gone else label for gone, label in zip(is_gone.tolist(), labels, strict=True)]
    links = CellLinks(there, [row_target(one.log) for one in review.logs], logs[there], rows[there])
    titles = [_KIND_TITLES[kind][0] for kind in KINDS]
    styles = CellStyles(tuple(CellStyle(PALETTE[_KIND_TITLES[kind][1]], bold=True) for kind in KINDS), kinds)
    due_before = np.where((frame["kind"] == "slipped").to_numpy(), frame["due_before"], np.datetime64("NaT", "s"))
    columns = [
        Column("What changed", 24, categorical.from_repeated(kinds, titles), styles),
        Column("Item", 40, categorical.map_categories(categorical.column(frame, "item"), shorten_item), BOLD),
        Column("Handed to", 22, categorical.column(frame, "handed_to")),
        Column("Due", 18, frame["due"].to_numpy()),
        Column("Due before", 18, due_before),
        Column("Status", 12, categorical.column(frame, "status")),
        Column("ID", 10, categorical.column(frame, "id")),
        Column("In the log", 16, categorical.from_texts(labels), links=links),
    ]
    if several_logs(review):
        columns.append(Column("Log", 26, categorical.from_repeated(logs, review.labels), _tints(review, frame)))
    sentence = _sentence(review, changed=len(frame) > 0)
    return ListPage(TITLE, sentence, PALETTE["blue"].fill, Table(tuple(columns)), frozen=2)


def _tints(review: Review, frame: pd.DataFrame) -> CellStyles:
    """Return the style of each line as a whole, made once for lines of one log and flag.

    What is gone is no line of this review any more, so its tint is that of its flag, or of what is overdue.
    """
    columns = frame[["log", "closed", "overdue"]].assign(flag=categorical.column(frame, "flag").codes)
    codes = categorical.group_codes([columns[name].to_numpy() for name in columns])
    examples = frame.iloc[categorical.first_positions(codes)]
    styles = []
    for log, closed, overdue, flag in examples[["log", "closed", "overdue", "flag"]].itertuples(index=False):
        roles = review.templates[log].roles
        keys = [*([flag] if isinstance(flag, str) else []), *([roles.late] if overdue else [])]
        rules = [review.templates[log].rule(key) for key in keys]
        tint = next((ROW_TINT[rule.colour] for rule in rules if rule.whole_row and rule.colour), None)
        styles.append(CellStyle(CLOSED if closed else tint))
    return CellStyles(tuple(styles) or (PLAIN,), codes.astype(np.int64))


def _sentence(review: Review, *, changed: bool) -> str:
    if review.changes is None:
        return "There is no earlier review beside the log yet, so there is nothing to compare."
    since = f"the review of {long_day(review.changes.as_of)}"
    return f"Since {since}." if changed else f"Nothing changed since {since}."
