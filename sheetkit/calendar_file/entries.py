"""The calendar's entries as a frame: a due date and a checkpoint for each hand-off that is out.

A hand-off that is in several logs has one entry of each kind, as in the line that counts in the review.

Schema of the frame, ordered by day, then as in the logs:

- uid: str, identifies the entry as long as its line is in its log
- log: str, UUID of the log: its identity, or one made from its path if it has none
- kind: str, `DUE` or `CHECKPOINT`
- start: datetime64[s], local time; 00:00 means the day alone
- summary, description: str, as shown; they do not depend on the day of the review, so that an entry changes only when
  its line does
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetkit import categorical
from sheetkit.log.read_log import Log
from sheetkit.review.frame import no_dates
from sheetkit.review.model import Review
from sheetkit.review.moments import long_day
from sheetkit.text import match_key, truncate

DUE, CHECKPOINT = "due", "checkpoint"
_MAX_ITEM = 150  # characters of a summary
_MAX_PERSON = 60


def calendar_entries(review: Review) -> pd.DataFrame:
    """Return the entries of a review."""
    frame = review.frame
    ids, items, people = categorical.to_lists(frame, "id", "item", "handed_to")
    handed_off = frame["handed_off"].to_numpy().tolist()
    namespaces = log_uuids([log_review.log for log_review in review.logs])
    several = len(review.logs) + len(review.failed) > 1
    labels = categorical.to_list(review.log_names) if several else [""] * len(frame)
    lines = pd.DataFrame(
        {
            "log": [str(namespaces[log]) for log in frame["log"].tolist()],
            "key": _line_keys(frame),
            "summary": [_summary(*line) for line in zip(items, people, strict=True)],
            "description": [_description(*line) for line in zip(people, handed_off, ids, labels, strict=True)],
        }
    )
    for positions in review.duplicates:  # identified as in the first log that has it, whichever line counts
        lines.loc[positions, ["log", "key"]] = lines.loc[positions[0], ["log", "key"]].to_numpy()
    checkpoints = [_checkpoints(log_review.log) for log_review in review.logs]
    dates = {DUE: frame["due"].to_numpy(), CHECKPOINT: np.concatenate([no_dates(0), *checkpoints])}
    shown = frame["out"].to_numpy() & ~review.repeated
    kinds = [lines.assign(kind=kind, start=days)[shown] for kind, days in dates.items()]
    entries = pd.concat(kinds).dropna(subset="start").sort_values("start", kind="stable", ignore_index=True)
    uids = zip(entries["log"], entries["key"], entries["kind"], strict=True)
    entries["uid"] = [str(uuid5(UUID(log), f"{key}\n{kind}")) for log, key, kind in uids]
    entries["summary"] = entries["kind"].str.capitalize() + ": " + entries["summary"]
    return entries[["uid", "log", "kind", "start", "summary", "description"]]


def log_uuids(logs: Sequence[Log]) -> list[UUID]:
    """Return a different UUID for each log: its identity, or one made from its path if it has none.

    Copies of a log share its identity, so all but the first one are identified by their path too.
    """
    uuids: list[UUID] = []
    for log in logs:
        own = UUID(log.identity) if log.identity else None
        uuids.append(uuid5(NAMESPACE_URL, log.path.resolve().as_uri()) if own is None or own in uuids else own)
    return uuids


def _line_keys(frame: pd.DataFrame) -> list[str]:
    """Return a different key for each line of a log: its ID, or item, person and day handed off if it has none.

    Repeated keys are numbered.
    """
    names = ("id", "item", "handed_to")
    texts = (categorical.to_list(categorical.map_categories(categorical.column(frame, n), match_key)) for n in names)
    starts = frame["handed_off"].dt.strftime("%Y-%m-%d").fillna("")
    keys = pd.Series(
        [key or "\t".join(texts_of_line) for key, *texts_of_line in zip(*texts, starts.tolist(), strict=True)],
        dtype="str",
        index=frame.index,
    )
    again = keys.groupby([frame["log"], keys]).cumcount()
    return [f"{key}\n{number + 1}" if number else key for key, number in zip(keys, again.tolist(), strict=True)]


def _checkpoints(log: Log) -> npt.NDArray[np.datetime64]:
    """Return the checkpoint of each line, NaT for none."""
    name = log.template.roles.checkpoint
    return no_dates(len(log.frame)) if name is None else log.frame[name].to_numpy()


def _summary(item: str, person: str) -> str:
    name = truncate(person, _MAX_PERSON)
    return f"{truncate(item, _MAX_ITEM) or '(no item)'}{f' ({name})' if name else ''}"


def _description(person: str, left: datetime | None, name: str, label: str) -> str:
    """Return what people want to know about a hand-off when its day comes, one fact per line."""
    person, name = " ".join(person.split()), " ".join(name.split())
    since = f" on {long_day(left)}" if left is not None else ""
    handed = f"Handed{f' to {person}' if person else ' off'}{since}" if person or since else ""
    return "\n".join(filter(None, [handed, f"ID: {name}" if name else "", f"Log: {label}" if label else ""]))
