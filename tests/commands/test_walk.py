"""Going through what needs attention, one line and one key at a time."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from edited_logs import run
from logs import filled_log, row, type_rows
from made import blank_log

from sheetkit.cli import sheetkit
from sheetkit.log.read_log import read_log
from sheetkit.template.store import shipped

TODAY = datetime.now().replace(hour=0, minute=0, second=0, microsecond=0)
DATES = {"handed_off": TODAY - timedelta(days=20), "checkpoint": TODAY, "checked_in": TODAY}

NO_CHECKS = {"checkpoint": None, "checked_in": None}


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log with two overdue lines, the later one first, and one that is on track."""
    lines = [
        row(item="Plan", expected_back=TODAY - timedelta(days=2), **{**DATES, "checkpoint": TODAY - timedelta(days=2)}),
        row(item="Fine", expected_back=TODAY + timedelta(days=20), **DATES),
        row(item="Lease", email="ana@example.org", expected_back=TODAY - timedelta(days=9), **{**DATES, **NO_CHECKS}),
    ]
    return filled_log(tmp_path, lines)


def walked(log: Path, keys: str, *options: str) -> str:
    done = CliRunner().invoke(sheetkit, ["walk", str(log), *options], input=keys, standalone_mode=False)
    assert done.exception is None, done.exception
    return done.output


def test_the_worst_comes_first_with_why_and_what_to_do(log: Path) -> None:
    said = walked(log, "q\n")
    assert "2 lines to go through." in said
    assert said.index("1/2  H-0003  Lease, with Ana Costa") < said.index("Overdue: due ") < said.index("Ask Ana Costa")
    assert "0 lines changed." in said
    assert "Plan" not in said


def test_each_answer_is_entered_at_once(log: Path) -> None:
    walked(log, "d\n")  # then the input ends, as when the window is closed
    frame = read_log(log).frame
    assert (frame.loc[4, "status"], frame.loc[4, "returned"]) == ("Done", TODAY)
    assert frame["status"].isna().tolist() == [True, True, False]


def test_a_new_date_that_is_none_is_asked_for_again(log: Path) -> None:
    said = walked(log, "n\nsoon\nn\n+3d\ns\n")
    assert "'soon' is not a date" in said
    assert read_log(log).frame["now_expected"].tolist()[2] == TODAY + timedelta(days=3)
    assert "1 line changed." in said


def test_a_reminder_is_drafted_as_remind_does_and_recorded(log: Path) -> None:
    before = log.read_bytes()
    said = walked(log, "r\ns\n")
    assert "1 draft in" in said
    assert "0 lines changed, 1 reminder drafted." in said
    folder = log.with_name(f"{log.stem}-reminders-{TODAY:%Y-%m-%d}")
    (draft,) = folder.glob("*.eml")
    assert "Lease" in draft.read_text()
    assert "Plan" not in draft.read_text()
    assert log.read_bytes() == before
    again = CliRunner().invoke(sheetkit, ["remind", str(log), "--dry-run"])
    assert "H-0003 Lease (Ana Costa): no reminder; it was" in " ".join(again.output.split())
    review = CliRunner().invoke(sheetkit, ["review", str(log), "--json"])
    assert any("(reminded " in line["do_next"] for line in json.loads(review.stdout)["handoffs"])


def test_a_reminder_that_remind_would_not_draft_says_why(log: Path) -> None:
    walked(log, "r\nq\n")
    said = walked(log, "r\nd\nq\n")
    assert f"agree a new date (reminded {TODAY.day} {TODAY:%b})." in " ".join(said.split())
    assert "No reminder: it was drafted on" in said
    assert "1 line changed." in said
    assert len(list(log.parent.glob("*-reminders-*/*.eml"))) == 1


def test_a_reminder_needs_an_address(log: Path) -> None:
    type_rows(log, [{}, {}, {"email": "nobody"}])
    said = " ".join(walked(log, "r\nq\n").split())
    assert "no usable e-mail address there: enter it in the column Email" in said
    assert not list(log.parent.glob("*-reminders*"))


def test_an_unknown_key_shows_the_keys_and_a_dry_run_writes_nothing(log: Path) -> None:
    before = log.read_bytes()
    said = walked(log, "z\nc\nc\n", "--dry-run")
    assert said.count("[d]one") == 2
    assert "Checked in" in said
    assert log.read_bytes() == before


def test_a_log_where_all_is_well_says_so(tmp_path: Path) -> None:
    log = filled_log(tmp_path, [row(expected_back=TODAY + timedelta(days=20), **DATES)])
    assert "Nothing needs attention" in walked(log, "")


@pytest.mark.parametrize(
    ("kind", "keys", "entered"),
    [
        ("waiting-for", "[d]one  [c]hecked in today  [n]ew date  [r]eminder", ["last_heard", "promised_for"]),
        ("loans", "[d]one  [n]ew date  [r]eminder", ["extended_to"]),
        ("action-log", "[d]one  [c]hecked in today  [n]ew date  [r]eminder", ["last_update", "new_due"]),
    ],
)
def test_a_log_of_another_kind_offers_the_keys_it_has_columns_for(
    kind: str, keys: str, entered: list[str], tmp_path: Path
) -> None:
    log = blank_log(tmp_path, template=shipped(kind))
    left = f"{TODAY - timedelta(days=9):%F}"
    due = f"{TODAY - timedelta(days=3):%F}"
    run("add", log, "Drill", "--to", "Ana Costa", "--due", due, "--handed-off", left, "--set", "Email=ana@example.org")
    assert "1 draft in" in walked(log, "r\n")
    said = walked(log, "c\ns\n")
    assert f"1 line to go through. {keys}  [s]kip  [q]uit\n" in said
    walked(log, "n\n+1d\n")
    frame = read_log(log).frame
    days = {"last_heard": TODAY, "last_update": TODAY}
    assert [frame.loc[2, name] for name in entered] == [days.get(name, TODAY + timedelta(days=1)) for name in entered]
    walked(log, "d\n")
    assert read_log(log).frame.loc[2, "status"] == shipped(kind).roles.done
