"""The record of reminders beside a log: what stands in it is found again, whatever was typed."""

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.errors import OutputError, UnreadableError
from sheetkit.review.ledger import HEADINGS, Entry, Line, ledger_path, read_ledger, recorded_text

DAY, DUE, LEFT = datetime(2026, 11, 20), datetime(2026, 11, 12), datetime(2026, 11, 2, 14, 30)
LINE = Line("H-0001", "Late plan", "Ana Costa", LEFT, DUE)


def entry(line: Line = LINE, step: str = "late", on: datetime = DAY) -> Entry:
    return Entry(on, step, line, "ana@example.org")


def recorded(folder: Path, *entries: Entry) -> Path:
    log = folder / "log.xlsx"
    read_ledger(log).append(entries)
    return log


def test_without_a_file_nothing_is_recorded_and_none_is_made(tmp_path: Path) -> None:
    ledger = read_ledger(tmp_path / "log.xlsx")
    assert not ledger.exists
    assert ledger.of(LINE) == []
    assert list(tmp_path.iterdir()) == []


def test_a_spreadsheet_opens_it_with_its_letters_and_headings(tmp_path: Path) -> None:
    log = recorded(tmp_path, entry(LINE._replace(person="Żółć")))
    recorded(tmp_path, entry(step="later"))
    data = ledger_path(log).read_bytes()
    assert ledger_path(log).name == "log-reminders.csv"
    assert data.startswith(b"\xef\xbb\xbfReminded on,Step,")
    assert data.count(b"Reminded on") == data.count(b"\xef\xbb\xbf") == 1
    assert data.decode("utf-8-sig").splitlines()[1:] == [
        "2026-11-20,late,2026-11-12,H-0001,Late plan,Żółć,2026-11-02T14:30:00,ana@example.org",
        "2026-11-20,later,2026-11-12,H-0001,Late plan,Ana Costa,2026-11-02T14:30:00,ana@example.org",
    ]


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=10))
@settings(max_examples=60)
def test_whatever_was_typed_is_found_again_and_is_no_formula(
    tmp_path_factory: pytest.TempPathFactory, item: str, person: str, identity: str
) -> None:
    texts = [recorded_text(text) for text in (identity, item, person)]
    line = Line(*texts, LEFT, DUE)
    log = recorded(tmp_path_factory.mktemp("ledger"), entry(line))
    assert [one.step for one in read_ledger(log).of(line)] == ["late"]
    assert not any(text.lstrip().startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")) for text in texts)


@pytest.mark.parametrize(
    ("now", "times"),
    [
        (LINE, 1),
        (LINE._replace(id="h-0001 ", item="Late plan, 2nd version"), 1),
        (LINE._replace(due=datetime(2026, 12, 1), item="Renamed"), 1),  # the day it left is the same
        (LINE._replace(item="New thing", handed_off=DAY, due=datetime(2026, 12, 1)), 0),  # an ID used again
        (LINE._replace(id=""), 1),
        (LINE._replace(id="", person="Li Wei"), 0),
        (LINE._replace(unique=False), 1),
        (LINE._replace(unique=False, item="Another with that ID"), 0),
        (LINE._replace(id="H-0002"), 1),  # an ID that was corrected
        (LINE._replace(item="Renamed", person="Li Wei"), 0),  # an ID used again for what is due on the same day
    ],
)
def test_a_hand_off_is_known_by_its_id_or_its_words(tmp_path: Path, now: Line, times: int) -> None:
    assert len(read_ledger(recorded(tmp_path, entry())).of(now)) == times


def test_a_line_that_got_its_id_later_is_the_same(tmp_path: Path) -> None:
    assert len(read_ledger(recorded(tmp_path, entry(LINE._replace(id="")))).of(LINE)) == 1


def test_a_last_line_without_its_end_stays_a_line_of_its_own(tmp_path: Path) -> None:
    log = recorded(tmp_path, entry())
    path = ledger_path(log)
    path.write_bytes(path.read_bytes().removesuffix(b"\r\n"))
    recorded(tmp_path, entry(step="later"))
    assert [one.step for one in read_ledger(log).of(LINE)] == ["late", "later"]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (b"2026-11-20", b"03/04/2026", "Line 2 of 'log-reminders.csv'"),
        (b"Late plan,", b"", "has 7 values, not 8"),
        (b"Reminded on", b"Reminded", "does not begin with its headings"),
        (b"Late plan", b"\xff\xfe", "is damaged"),
        (b"Late plan", b'"Late plan', "is damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_line(tmp_path: Path, before: bytes, after: bytes, said: str) -> None:
    log = recorded(tmp_path, entry())
    path = ledger_path(log)
    path.write_bytes(path.read_bytes().replace(before, after, 1))
    with pytest.raises(UnreadableError) as caught:
        read_ledger(log)
    assert said in str(caught.value)
    assert "earlier copy" in str(caught.value)


def as_saved(text: str, separator: str, dates: str, order: tuple[int, ...]) -> str:
    """A record as a spreadsheet may save it."""
    rows = [line.split(",") for line in text.splitlines()]
    for cells in rows[1:]:
        for place in (0, 2):
            cells[place] = datetime.fromisoformat(cells[place]).strftime(dates)
    return "".join(separator.join(cells[place] for place in order) + "\r\n" for cells in rows)


@pytest.mark.parametrize(
    ("separator", "dates", "order", "codec"),
    [
        (";", "%d.%m.%Y", (0, 1, 2, 3, 4, 5, 6, 7), "utf-8-sig"),
        (",", "%m/%d/%Y", (7, 6, 5, 4, 3, 2, 1, 0), "utf-8"),
        (";", "%d/%m/%Y", (3, 4, 0, 1, 2, 5, 6, 7), "cp1252"),
        ("\t", "%Y-%m-%d", (0, 1, 2, 3, 4, 5, 6, 7), "utf-16"),
    ],
)
def test_a_record_that_a_spreadsheet_saved_is_read_and_goes_on_as_it_is(
    tmp_path: Path, separator: str, dates: str, order: tuple[int, ...], codec: str
) -> None:
    log = recorded(tmp_path, entry(LINE._replace(person="Zoë Müller")))
    path = ledger_path(log)
    saved = as_saved(path.read_text("utf-8-sig"), separator, dates, order)
    path.write_bytes(saved.encode(codec))
    recorded(tmp_path, entry(step="later"))
    assert [(one.step, one.on) for one in read_ledger(log).of(LINE)] == [("late", DAY), ("later", DAY)]
    assert path.read_bytes().startswith(saved.encode(codec))


def test_a_letter_that_the_record_has_no_room_for_is_named_and_nothing_is_added(tmp_path: Path) -> None:
    log = recorded(tmp_path, entry(LINE._replace(person="Zoë")))
    path = ledger_path(log)
    path.write_bytes(path.read_text("utf-8-sig").encode("cp1252"))
    before = path.read_bytes()
    with pytest.raises(OutputError, match=r"has no 'Ł'.*CSV UTF-8"):
        recorded(tmp_path, entry(LINE._replace(person="Łukasz")))
    assert path.read_bytes() == before


def test_of_two_runs_at_once_the_second_is_told_to_run_again(tmp_path: Path) -> None:
    log = recorded(tmp_path, entry())
    late = read_ledger(log)
    recorded(tmp_path, entry(step="later"))
    with pytest.raises(OutputError, match="run it again"):
        late.append([entry(step="later")])
    assert len(read_ledger(log).of(LINE)) == 2


def test_a_record_that_is_a_link_elsewhere_is_not_written_through(tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.txt"
    target.write_bytes(b"")
    ledger_path(tmp_path / "log.xlsx").symlink_to(target)
    with pytest.raises(OutputError):
        read_ledger(tmp_path / "log.xlsx").append([entry()])
    assert target.read_bytes() == b""


def test_its_headings_are_the_columns_that_are_written(tmp_path: Path) -> None:
    first, second = ledger_path(recorded(tmp_path, entry())).read_text("utf-8-sig").splitlines()
    assert first.split(",") == list(HEADINGS)
    assert len(second.split(",")) == len(HEADINGS)
