"""First promises kept: what came back by the day that was agreed on first."""

import numpy as np
import numpy.typing as npt

from sheetkit.log.records import Records
from sheetkit.ooxml.coded import Coded
from sheetkit.ooxml.serial import SECONDS_PER_DAY
from sheetkit.template.model import Roles


def promises_kept(records: Records, roles: Roles, status: Coded) -> npt.NDArray[np.float64]:
    """Return for each row 1 where it came back as first promised, 0 where later, NaN where neither can be said.

    A day alone counts until its end, as for what is overdue. What was cancelled broke no promise.
    """
    if roles.back is None or roles.promise is None:
        return np.full(len(records), np.nan)
    back, promise = records.moments(roles.back), records.moments(roles.promise)
    both_timed = (back % SECONDS_PER_DAY != 0) & (promise % SECONDS_PER_DAY != 0)
    in_time = np.where(both_timed, back <= promise, back // SECONDS_PER_DAY <= promise // SECONDS_PER_DAY)
    counts = np.isfinite(back) & np.isfinite(promise)
    if roles.done is not None:
        counts &= status.where((roles.open, roles.paused, roles.done).__contains__)
    return np.where(counts, in_time.astype(float), np.nan)
