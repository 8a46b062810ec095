"""How the next calendar file follows from the one before it."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.calendar_file.components import EVENT, Component, stamp
from sheetkit.calendar_file.write import KEPT, merge

START = datetime(2026, 11, 23)
LOGS = ("one", "two")


def component(uid: str, day: int, log: str, as_of: datetime) -> Component:
    """Return the first version of an entry of a log on a day."""
    lines = (f"DTSTART;VALUE=DATE:202612{day:02}", "STATUS:CONFIRMED", f"X-SHEETKIT-LOG:{log}", "BEGIN:VALARM")
    return Component(EVENT, uid, 0, stamp(as_of), lines)


# Each week: which entries there are, on which days, which log cannot be read, and how far the clock goes.
ENTRIES = st.dictionaries(st.sampled_from(["one-a", "one-b", "two-a", "two-b"]), st.integers(1, 3))
WEEKS = st.lists(st.tuples(ENTRIES, st.sampled_from([None, *LOGS]), st.integers(-3, 40)), min_size=1, max_size=8)


@given(WEEKS)
@settings(max_examples=150)
def test_whatever_happens_week_after_week_a_calendar_program_can_follow(weeks: list) -> None:  # type: ignore[type-arg]
    before: dict[str, Component] = {}
    as_of = START
    for entries, unread, days in weeks:
        as_of += timedelta(days=days)
        now = {uid: component(uid, day, uid[:3], as_of) for uid, day in entries.items() if uid[:3] != unread}
        after = merge(now, before, as_of, {unread} if unread else ())
        for uid, new in now.items():
            assert after[uid].lines == new.lines
        for uid, old in before.items():
            if uid not in after:
                assert old.is_cancelled
                assert as_of - old.stamped > KEPT
            elif after[uid] != old:
                assert after[uid].sequence == old.sequence + 1
                assert after[uid].stamp >= old.stamp
                assert after[uid].lines != old.lines
            if uid not in now and old.log != unread and uid in after:
                assert after[uid].is_cancelled
                assert "BEGIN:VALARM" not in after[uid].lines
            if old.log == unread:
                assert after[uid] == old
        assert merge(now, after, as_of, {unread} if unread else ()) == after
        before = after
