"""One hand-off at the moment of a review."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sheetkit.template.model import Rule


class HandOff(NamedTuple):
    """One line of a log at the review's moment.

    `row` is Excel's row number, `status` canonical, `out` whether it is open and not back, `days_left` None unless
    the hand-off is out, `late` whether the template's rule for that holds, `closed` whether nobody waits for it any
    more, `kept` whether it came back when it was first promised (None: it is not back, or nothing was promised),
    `act` the day to do what is next (None: any day, or nothing), `rules` all rules that hold in order of
    precedence, `why` and `do_next` the first one's sentences, '' without one.
    """

    row: int
    id: str
    item: str
    person: str
    email: str
    status: str
    out: bool
    start: datetime | None
    due: datetime | None
    days_left: int | None
    late: bool
    closed: bool
    kept: bool | None
    act: datetime | None
    code: int
    rules: tuple[Rule, ...]
    why: str
    do_next: str

    @property
    def urgency(self) -> tuple[int, datetime]:
        """What sorts hand-offs worst first: late ones, then by the first rule; within each the earliest due first.

        What has no due date at all comes before what has one.
        """
        first = (self.code & -self.code).bit_length()
        return (0 if self.late else first), self.due or datetime.min


def worst_first(handoffs: Iterable[HandOff]) -> list[HandOff]:
    """Return the hand-offs that have a flag, worst first."""
    return sorted((one for one in handoffs if one.rules), key=lambda one: one.urgency)
