"""Hand-offs that are in more than one log of a team: each counts once."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetkit import categorical
from sheetkit.review.frame import Positions
from sheetkit.text import match_key, natural_list, pluralize


def find_duplicates(frame: pd.DataFrame, identities: Sequence[str]) -> tuple[Positions, ...]:
    """Return the positions of each hand-off that is in more than one log, an array for each; open ones come first.

    Lines of different logs are one hand-off if item, person and day handed off are equal; if a log repeats them, the
    first one matches the first, and so on. In copies of a log, which share their identity, lines also match by ID and
    either item, or person and day: every log begins with the same IDs, and copies continue with them.
    """
    log = frame["log"].to_numpy()
    item, person, name = (_match_codes(frame, column) for column in ("item", "handed_to", "id"))
    day = frame["handed_off"].to_numpy().astype("datetime64[D]")
    words = pd.DataFrame({"item": item, "person": person, "day": day, "log": log})
    occurrence = words.groupby(["item", "person", "day", "log"], dropna=False).cumcount().to_numpy()
    by_words = categorical.group_codes([item, person, day.astype(np.int64), occurrence])
    times = Counter(filter(None, identities))
    copied = np.array([times[identity] > 1 for identity in identities], dtype=bool)
    is_copied = copied[log] & (name >= 0)
    by_id = categorical.group_codes([pd.factorize(np.array(identities, dtype=object))[0][log], name])
    first = categorical.first_positions(by_id)[by_id]  # the line of that ID in the first copy
    is_copied &= (item == item[first]) | ((person == person[first]) & (day == day[first]))
    keys = pd.DataFrame({"group": np.where(is_copied, by_words[first], by_words), "log": log})
    keys = keys[is_copied | ((item >= 0) & ~np.isnat(day))]
    keys = keys[keys.groupby("group")["log"].transform("nunique") > 1]
    groups = keys.groupby("group", sort=False).indices
    duplicates = [keys.index.to_numpy()[places] for places in groups.values()]
    closed = frame["closed"].to_numpy()
    duplicates.sort(key=lambda positions: int(positions[0]))
    return tuple(sorted(duplicates, key=lambda positions: (~closed[positions]).sum() < 2))


def _match_codes(frame: pd.DataFrame, column: str) -> npt.NDArray[np.integer]:
    return categorical.map_categories(categorical.column(frame, column), match_key).codes


def repeated_lines(frame: pd.DataFrame, duplicates: Sequence[Positions]) -> npt.NDArray[np.bool_]:
    """Return a mask of the lines that do not count, since another log has the hand-off too.

    The most urgent line of each hand-off counts.
    """
    mask = np.zeros(len(frame), dtype=bool)
    if duplicates:
        places = np.concatenate(duplicates)
        lines = frame.iloc[places][["closed", "out", "urgency", "due"]].reset_index(drop=True)
        lines = lines.assign(out=~lines["out"], group=np.repeat(np.arange(len(duplicates)), [*map(len, duplicates)]))
        ranked = lines.sort_values(["group", "closed", "out", "urgency", "due"], kind="stable")
        mask[places[ranked.index[ranked["group"].duplicated()].to_numpy()]] = True
    return mask


def describe_duplicates(duplicates: Sequence[Positions]) -> str:
    """Return a clause about how many hand-offs are in more than one log, '' if none is."""
    if not duplicates:
        return ""
    counted = "counts once" if len(duplicates) == 1 else "count once each"
    return f"{pluralize(len(duplicates), 'hand-off is', 'hand-offs are')} in more than one log and {counted}"


def describe_copies(labels: Sequence[str], identities: Sequence[str]) -> list[str]:
    """Return a sentence about each log of which several copies were read."""
    by_identity: dict[str, list[str]] = {}
    for label, identity in zip(labels, identities, strict=True):
        by_identity.setdefault(identity, []).append(label)
    return [
        f"{natural_list(copies)} are copies of one log, so a line with the same ID counts once. Keep one of them, and "
        "move the others out of the folder."
        for identity, copies in by_identity.items()
        if identity and len(copies) > 1
    ]
