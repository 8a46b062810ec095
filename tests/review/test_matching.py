"""Whatever two logs hold, each line is followed to one line at most, and a log compared with itself has no news."""

from datetime import datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from sheetkit.review.changes import Changes, Line, compare
from sheetkit.review.handoff import HandOff
from sheetkit.template.store import shipped

ROLES = shipped().roles
DAYS = st.sampled_from([None, datetime(2026, 11, 2), datetime(2026, 11, 9)])


@st.composite
def lines(draw: st.DrawFn) -> list[Line]:
    """A log in which IDs are missing or stand twice, and lines look alike."""
    return [draw(line(number)) for number in range(draw(st.integers(0, 8)))]


def line(number: int) -> st.SearchStrategy[Line]:
    return st.builds(
        lambda id_, item, person, status, start, due, late: Line(
            "log.xlsx",
            HandOff(
                row=number + 2,
                id=id_,
                item=item,
                person=person,
                email="",
                status=status,
                out=status == "Open",
                start=start,
                due=due,
                days_left=None,
                late=late,
                open=status == "Open",
                closed=status == "Done",
                kept=None,
                act=None,
                code=0,
                rules=(),
                why="",
                do_next="",
                task="",
            ),
        ),
        st.sampled_from(["", "H-1", "h-1 ", "H-2", "H-3"]),
        st.sampled_from(["Plan", "plan ", "Plan B", "Keys", ""]),
        st.sampled_from(["Ana", "Li"]),
        st.sampled_from(["Open", "On hold", "Done"]),
        DAYS,
        DAYS,
        st.booleans(),
    )


def compared(before: list[Line], now: list[Line]) -> Changes:
    return compare(before, now, ROLES, Path("earlier.xlsx"), datetime(2026, 11, 16))


@given(lines())
def test_a_log_compared_with_itself_has_no_news(log: list[Line]) -> None:
    changes = compared(log, log)
    assert not (changes.new or changes.closed or changes.slipped or changes.newly_overdue or changes.gone_missing)


@given(lines(), lines())
def test_each_line_is_followed_to_one_line_at_most(before: list[Line], now: list[Line]) -> None:
    changes = compared(before, now)
    new = {change.line.handoff.row for change in changes.new}
    assert len(new) == len(changes.new)
    followed = len(now) - len(new)
    gone = len(changes.gone_missing)
    closed_before = sum(one.handoff.status == "Done" for one in before)
    assert gone <= len(before) - followed <= gone + closed_before
    for change in (*changes.closed, *changes.slipped, *changes.newly_overdue):
        assert change.line.handoff.row not in new


@given(lines())
def test_an_emptied_log_has_lost_exactly_what_was_awaited(log: list[Line]) -> None:
    changes = compared(log, [])
    awaited = [one.handoff.row for one in log if one.handoff.status != "Done"]
    assert [change.line.handoff.row for change in changes.gone_missing] == awaited
