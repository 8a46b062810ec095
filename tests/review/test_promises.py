"""A promise is kept when it is back by the day that was agreed on first."""

from datetime import datetime
from pathlib import Path

import pytest
from logs import lines, reviewed, row

DAY = datetime(2026, 11, 20)


@pytest.mark.parametrize(
    ("promised", "back", "more", "kept"),
    [
        (DAY, DAY, {}, True),
        (DAY, datetime(2026, 11, 20, 23, 59), {}, True),
        (DAY, datetime(2026, 11, 21), {}, False),
        (datetime(2026, 11, 20, 12), datetime(2026, 11, 20, 13), {}, False),
        (datetime(2026, 11, 20, 12), DAY, {}, True),
        (DAY, datetime(2026, 11, 21), {"now_expected": datetime(2026, 11, 25)}, False),
        (DAY, DAY, {"status": "Done"}, True),
        (DAY, datetime(2026, 11, 22), {"status": "Cancelled"}, None),
        (DAY, None, {"status": "Done"}, None),
        ("soon", DAY, {}, None),
    ],
    ids=[
        "that day",
        "that evening",
        "a day later",
        "an hour later",
        "a day alone has no hour",
        "a new date breaks the first promise",
        "done",
        "cancelled broke none",
        "not back",
        "nothing promised",
    ],
)
def test_a_first_promise_is_kept_or_not(
    tmp_path: Path, promised: object, back: object, more: dict[str, object], kept: bool | None
) -> None:
    values = {"expected_back": promised, "returned": back, "checkpoint": None, **more}
    review = reviewed(tmp_path, [row(**values)])
    assert lines(review)[0]["kept"] == (None if kept is None else float(kept))
    assert (review.figures.came_back, review.figures.kept) == (kept is not None, bool(kept))
