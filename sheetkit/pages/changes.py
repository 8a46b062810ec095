"""Changes: what became of each hand-off since the last review."""

from datetime import datetime

import numpy as np
import pandas as pd

from sheetkit import categorical
from sheetkit.pages.hand_offs import CLOSED, role_heading, row_target, several_logs, shorten_item
from sheetkit.pages.page import BOLD, PLAIN, CellLinks, CellStyle, CellStyles, Column, ListPage, Table
from sheetkit.palette import PALETTE, ROW_TINT
from sheetkit.review.changes import KINDS, without_before
from sheetkit.review.frame import empty_frame
from sheetkit.review.model import Review
from sheetkit.review.moments import day, long_day
from sheetkit.text import shown_text

TITLE = "Changes"
_NO_LONGER_THERE = "no longer there"
_KIND_TITLES = {
    "gone_missing": ("Gone while still open", "violet"),
    "newly_overdue": ("Newly overdue", "red"),
    "slipped": ("Slipped: due later now", "orange"),
    "redated": ("First promise changed", "orange"),
    "reopened": ("Reopened", "amber"),
    "back": ("Back: close it", "blue"),
    "reassigned": ("With somebody else now", "grey"),
    "new": ("New", "grey"),
    "closed": ("Closed", "green"),
    "cancelled": ("Cancelled", "grey"),
}
_CORRECTED = "Wrong date corrected"  # redated lines whose earlier date was a typing mistake


def changes_page(review: Review) -> ListPage:
    """Return the page: first what vanished, then what got worse, then the rest."""
    nothing = without_before(empty_frame()).assign(kind=categorical.missing(0))
    frame = review.changes.frame if review.changes else nothing
    is_gone = (frame["kind"] == "gone_missing").to_numpy()
    rows, logs = frame["row"].to_numpy(), frame["log"].to_numpy()
    there = np.flatnonzero(~is_gone)
    labels = [f"Row {row}" for row in rows.tolist()]
    labels = [_NO_LONGER_THERE if gone else label for gone, label in zip(is_gone.tolist(), labels, strict=True)]
    links = CellLinks(there, [row_target(log_review.log) for log_review in review.logs], logs[there], rows[there])
    columns = [
        _kinds(frame),
        Column(
            role_heading(review, "item", "Item"),
            40,
            categorical.map_categories(categorical.column(frame, "item"), shorten_item),
            BOLD,
        ),
        Column(role_heading(review, "person", "Handed to"), 18, categorical.column(frame, "handed_to")),
        Column("Due", 13, frame["due"].to_numpy()),
        Column("Before", 34, _before(review, frame)),
        Column("Status", 12, categorical.column(frame, "status")),
        Column("ID", 10, categorical.column(frame, "id")),
        Column("In the log", 16, categorical.from_texts(labels), links=links),
    ]
    if several_logs(review):
        columns.insert(5, Column("Log", 16, categorical.from_repeated(logs, review.labels), _tints(review, frame)))
    sentence = _sentence(review, changed=len(frame) > 0)
    return ListPage(TITLE, sentence, PALETTE["blue"].fill, Table(tuple(columns)), frozen=2)


def _kinds(frame: pd.DataFrame) -> Column:
    """Return the column with the kind of each change, in its colour."""
    kinds = categorical.column(frame, "kind").codes.astype(np.int64)
    is_corrected = ((frame["kind"] == "redated") & frame["corrected"]).to_numpy()
    titles = [*(_KIND_TITLES[kind][0] for kind in KINDS), _CORRECTED]
    styles = CellStyles(tuple(CellStyle(PALETTE[_KIND_TITLES[kind][1]], bold=True) for kind in KINDS), kinds)
    kind_texts = categorical.from_repeated(np.where(is_corrected, len(KINDS), kinds), titles)
    return Column("What changed", 24, kind_texts, styles)


def _before(review: Review, frame: pd.DataFrame) -> pd.Categorical:
    """Return in words what changed about each line: what it was at the last review."""

    def on(moment: datetime | None) -> str:
        return day(moment, review.as_of) if moment else "no date"

    texts = categorical.to_lists(frame, "kind", "person_before")
    dates = [frame[name].to_numpy().tolist() for name in ("due_before", "promise_before", "promise")]
    sentences = []
    for kind, person, due, promised, promise in zip(*texts, *dates, strict=True):
        match kind:
            case "slipped":
                sentences.append(f"due {on(due)}")
            case "redated":
                sentences.append(f"promised for {on(promised)}, now for {on(promise)}")
            case "reassigned":
                sentences.append(f"with {shown_text(person)}")
            case _:
                sentences.append("")
    return categorical.from_texts(sentences)


def _tints(review: Review, frame: pd.DataFrame) -> CellStyles:
    """Return the style of each line, made once for each log and flag.

    Lines that are gone have the tint of their flag at the last review.
    """
    columns = frame[["log", "closed"]].assign(flag=categorical.column(frame, "flag").codes)
    codes = categorical.group_codes([columns[name].to_numpy() for name in columns])
    examples = frame.iloc[categorical.first_positions(codes)]
    styles = []
    for log, closed, flag in examples[["log", "closed", "flag"]].itertuples(index=False):
        rule = review.templates[log].rule(flag) if isinstance(flag, str) else None
        tint = ROW_TINT[rule.colour] if rule and rule.whole_row and rule.colour else None
        styles.append(CellStyle(CLOSED if closed else tint))
    return CellStyles(tuple(styles) or (PLAIN,), codes.astype(np.int64))


def _sentence(review: Review, *, changed: bool) -> str:
    if review.changes is None:
        return "There is no earlier review beside the log yet, so there is nothing to compare."
    since = f"the review of {long_day(review.changes.as_of)}"
    sentence = f"Since {since}." if changed else f"Nothing changed since {since}."
    return " ".join([sentence, *review.not_compared])
