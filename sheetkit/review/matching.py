"""Match the hand-offs of the last review with those of this one."""

import difflib
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetkit import categorical
from sheetkit.text import match_key

SIMILAR = 0.6  # similarity from which two texts are one edited text; 1 means equal
MAX_COMPARED_LENGTH = 200  # characters of an item that are compared
MAX_CANDIDATES = 100  # hand-offs of one person and day with which one is compared
Keys = pd.DataFrame
Similar = Callable[[pd.DataFrame], npt.NDArray[np.bool_]]


def match_hand_offs(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of lines that are the same hand-off, in the order of now.

    The columns `before` and `now` are positions in the two frames. Lines match, in this order, by log and ID, if the ID
    is unique on both sides; by log, ID and text (item, person, day handed off), if the ID is not; by log and text, if
    one side has no ID; by the unchanged parts of an edited text, without an ID; and by text in another log, to which
    the line was moved. Two lines of one log with different IDs never match.
    """
    old, new = _keys(before, now)
    text_keys = ["log", "item", "person", "start"]
    pairs: list[pd.DataFrame] = []

    def settle(matched: pd.DataFrame) -> None:
        nonlocal old, new
        pairs.append(matched[["before", "now"]])
        old, new = old[~old["before"].isin(matched["before"])], new[~new["now"].isin(matched["now"])]

    settle(_pair_unique(old, new))
    settle(_pair_in_order(old[old["id"] >= 0], new[new["id"] >= 0], ["id", *text_keys]))
    settle(_pair_in_order(old, new, text_keys).pipe(_without_two_ids))
    for key, similar in _EDITED:
        settle(_pair_edited(old, new, key, similar))
    moved = [key for key in text_keys if key != "log"]
    settle(_pair_in_order(old[old["item"] >= 0], new[new["item"] >= 0], moved).query("log != log_now"))
    return pd.concat(pairs).sort_values("now", ignore_index=True)


def stands_in(before: pd.DataFrame, now: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Return a mask of the earlier lines whose item, person and day are in another log now."""
    old, new = _keys(before, now)
    text_keys = ["item", "person", "start"]
    logs = new.groupby(text_keys)["log"].agg(["min", "max"]).reset_index()
    stands = old.merge(logs, on=text_keys, how="left")
    elsewhere = stands["min"].notna() & ((stands["min"] != stands["log"]) | (stands["max"] != stands["log"]))
    mask: npt.NDArray[np.bool_] = (elsewhere & (stands["item"] >= 0)).to_numpy()
    return mask


def _keys(before: pd.DataFrame, now: pd.DataFrame) -> tuple[Keys, Keys]:
    """Return the keys of both frames as codes shared by both, -1 for a blank, with the lines' positions."""
    sides = [before, now]
    columns: dict[str, npt.NDArray[np.generic]] = {
        "log": np.concatenate([side["log"].to_numpy() for side in sides]),
        "start": np.concatenate([side["handed_off"].to_numpy() for side in sides]).astype(np.int64),
    }
    for name, column in (("id", "id"), ("item", "item"), ("person", "handed_to")):
        keys = categorical.map_categories(
            categorical.concat([categorical.column(side, column) for side in sides]), match_key
        )
        columns[name] = keys.codes
        if name == "item":
            columns["text"] = np.array(categorical.to_list(keys), dtype=object)
    keys_of_both = pd.DataFrame(columns)
    old, new = keys_of_both.iloc[: len(before)], keys_of_both.iloc[len(before) :]
    return old.assign(before=np.arange(len(before))), new.assign(now=np.arange(len(now)))


def _pair_unique(old: Keys, new: Keys) -> pd.DataFrame:
    """Pair lines of a log by an ID that is unique on both sides."""
    sides = [side[side["id"] >= 0].drop_duplicates(["log", "id"], keep=False) for side in (old, new)]
    return sides[0].merge(sides[1], on=["log", "id"], validate="one_to_one")


def _pair_in_order(old: Keys, new: Keys, key: Sequence[str]) -> pd.DataFrame:
    """Pair lines with equal keys in order: the first with the first, the second with the second."""
    key = list(key)
    sides = [side.assign(occurrence=side.groupby(key).cumcount()) for side in (old, new)]
    return sides[0].merge(sides[1], on=[*key, "occurrence"], validate="one_to_one", suffixes=("", "_now"))


def _without_two_ids(pairs: pd.DataFrame) -> pd.DataFrame:
    return pairs[(pairs["id"] < 0) | (pairs["id_now"] < 0)]


def _pair_edited(old: Keys, new: Keys, key: Sequence[str], similar: Similar) -> pd.DataFrame:
    """Pair lines with equal keys that are similar to exactly one line each; a guess could hide a lost line."""
    key = list(key)
    candidates = old[old.groupby(key).cumcount() < MAX_CANDIDATES]
    pairs = _without_two_ids(candidates.merge(new, on=key, suffixes=("", "_now")))
    pairs = pairs[similar(pairs)]
    unique = ~pairs["before"].duplicated(keep=False) & ~pairs["now"].duplicated(keep=False)
    return pairs[unique]


def _one_start_missing(pairs: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Return a mask of the pairs in which one of the hand-off dates is missing."""
    missing = np.iinfo(np.int64).min  # NaT as an integer
    return ((pairs["start"] == missing) | (pairs["start_now"] == missing)).to_numpy()


def _similar_items(pairs: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Return a mask of the pairs whose items are one edited text."""
    return np.array(
        [_is_similar(old, new) for old, new in zip(pairs["text"], pairs["text_now"], strict=True)], dtype=bool
    )


def _is_similar(old: str, new: str) -> bool:
    matcher = difflib.SequenceMatcher(a=old[:MAX_COMPARED_LENGTH], b=new[:MAX_COMPARED_LENGTH], autojunk=False)
    return matcher.real_quick_ratio() >= SIMILAR and matcher.quick_ratio() >= SIMILAR and matcher.ratio() >= SIMILAR


# The keys that are equal in an edited line, and the test of the rest.
_EDITED: tuple[tuple[Sequence[str], Similar], ...] = (
    (("log", "item", "person"), _one_start_missing),
    (("log", "person", "start"), _similar_items),
    (("log", "start"), _similar_items),
)
