"""How a log is to be read, as its reader may have to say."""

from datetime import datetime
from typing import NamedTuple


class ReadOptions(NamedTuple):
    """What is known of a log before it is read.

    `sheet` is the name of the sheet to read where there are several, and no other one is looked at. `codec` is that of
    a text list. `as_of` is the moment from which dates are seen: what has happened cannot lie after it.
    """

    sheet: str | None = None
    codec: str | None = None
    as_of: datetime | None = None


NO_OPTIONS = ReadOptions()
