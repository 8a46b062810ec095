"""How to read a log, where the user has to say."""

from datetime import datetime
from typing import NamedTuple


class ReadOptions(NamedTuple):
    """What is known of a log before it is read.

    `sheet` names the only sheet to look at. `codec` is that of a text list. `as_of` is the moment of the check: what
    has happened cannot be dated after it.
    """

    sheet: str | None = None
    codec: str | None = None
    as_of: datetime | None = None


NO_OPTIONS = ReadOptions()
