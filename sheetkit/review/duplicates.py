"""Hand-offs that stand in more than one log of a team."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetkit import categorical
from sheetkit.text import match_key, pluralize

Positions = npt.NDArray[np.int64]


def find_duplicates(frame: pd.DataFrame) -> tuple[Positions, ...]:
    """Return the positions of the hand-offs that stand in more than one log, an array for each hand-off.

    It is one hand-off where item, person and the day it was handed off are the same. IDs do not count, since every log
    begins with the same ones. What is open in several logs comes first.
    """
    keys = pd.DataFrame(
        {
            "item": categorical.map_categories(categorical.column(frame, "item"), match_key).codes,
            "person": categorical.map_categories(categorical.column(frame, "handed_to"), match_key).codes,
            "day": frame["handed_off"].dt.floor("D").to_numpy(),
            "log": frame["log"].to_numpy(),
        }
    )
    keys = keys[(keys["item"] >= 0) & keys["day"].notna()]
    in_logs = keys.groupby(["item", "person", "day"])["log"].transform("nunique")
    groups = keys[in_logs > 1].groupby(["item", "person", "day"], sort=False).indices
    keys = keys[in_logs > 1]
    duplicates = [keys.index.to_numpy()[places] for places in groups.values()]
    closed = frame["closed"].to_numpy()
    duplicates.sort(key=lambda positions: int(positions[0]))
    return tuple(sorted(duplicates, key=lambda positions: (~closed[positions]).sum() < 2))


def describe_duplicates(duplicates: Sequence[Positions]) -> str:
    """Return how many hand-offs stand in more than one log, in a clause; '' when none does."""
    if not duplicates:
        return ""
    stand = "stands" if len(duplicates) == 1 else "stand"
    return f"{pluralize(len(duplicates), 'hand-off')} {stand} in more than one log"
