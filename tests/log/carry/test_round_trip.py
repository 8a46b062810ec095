"""A log reads back as it was typed, and one mistake gives one problem, at its cell."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sheets import LETTERS, filled_log, found, typed_log

from sheetkit.log.check.hints import says_nothing
from sheetkit.log.read_log import read_log
from sheetkit.person_names import split_names
from sheetkit.template.model import ColumnKind
from sheetkit.template.store import shipped
from sheetkit.text import clean_text, match_key

Row = dict[str, object]
WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf"), exclude_characters="\ufffe\uffff_\u034f"),
    min_size=1,
    max_size=30,
).filter(lambda text: clean_text(text) and text.strip() and not _says_nothing(match_key(text)))


def _says_nothing(key: str) -> bool:
    return key in shipped().by_name["item"].nothing or key in shipped().yes or says_nothing(key)


NAMES = WORDS.filter(lambda text: len(split_names(text)) == 1)
SECONDS = st.integers(0, 86_399)


@st.composite
def rows(draw: st.DrawFn, number: int = 1) -> Row:
    """A line without mistakes."""
    start = draw(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
    due = start + timedelta(days=draw(st.integers(1, 400)))
    between = start + timedelta(days=draw(st.integers(0, (due - start).days)))
    row: Row = {"id": f"H-{number:04d}", "item": draw(WORDS), "handed_to": draw(NAMES)}
    row |= {"handed_off": draw(_moment(start)), "expected_back": draw(_moment(due))}
    if draw(st.booleans()):
        row["checkpoint"] = between
    if draw(st.booleans()):
        row["returned"] = draw(_moment(due))
    for column in shipped().entered:
        if column.choices and draw(st.booleans()):
            row[column.name] = draw(st.sampled_from(sorted(column.canonical)).map(_spelt))
        elif (
            column.kind is ColumnKind.TEXT and column.name not in row and column.name != "email" and draw(st.booleans())
        ):
            row[column.name] = draw(WORDS)
    return row


def _moment(day: date) -> st.SearchStrategy[date]:
    start = datetime(day.year, day.month, day.day)
    return st.one_of(st.just(day), SECONDS.map(lambda seconds: start + timedelta(seconds=seconds)))


def _spelt(word: str) -> str:
    return f" {word.upper()}\xa0"


def _start(row: Row) -> date:
    moment = row["handed_off"]
    assert isinstance(moment, date)
    return date(moment.year, moment.month, moment.day)


# the code -> what is done to a good line to earn it: the column, and the new value
MISTAKES: dict[str, Callable[[Row], tuple[str, object]]] = {
    "required": lambda row: ("item", None),
    "not-a-date": lambda row: ("handed_off", "31 November 2026"),
    "ambiguous-date": lambda row: ("expected_back", "03/04/2026"),
    "date-as-text": lambda row: ("checked_in", f"{_start(row):%Y-%m-%d}"),
    "serial-date": lambda row: ("checked_in", float((_start(row) - date(1899, 12, 30)).days)),
    "date-order": lambda row: ("returned", _start(row) - timedelta(days=1)),
    "unknown-choice": lambda row: ("status", "Dnoe?"),
    "duplicate-id": lambda row: ("id", "H-0001"),
}


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 4).flatmap(lambda count: st.tuples(*(rows(number) for number in range(1, count + 1)))))
def test_what_is_typed_into_a_log_reads_back(tmp_path_factory: pytest.TempPathFactory, typed: tuple[Row, ...]) -> None:
    _reads_back(filled_log(tmp_path_factory.mktemp("made"), typed), typed)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 6).flatmap(lambda count: st.tuples(*(rows(number) for number in range(1, count + 1)))))
def test_what_is_typed_into_a_list_of_ones_own_reads_back(
    tmp_path_factory: pytest.TempPathFactory, typed: tuple[Row, ...]
) -> None:
    _reads_back(typed_log(tmp_path_factory.mktemp("typed"), typed), typed)


def _reads_back(path: Path, typed: tuple[Row, ...]) -> None:
    log = read_log(path)
    frame = log.frame
    assert found(log) == []
    assert list(frame.index) == list(range(2, len(typed) + 2))
    for number, row in enumerate(typed, start=2):
        for column in shipped().entered:
            value, read = row.get(column.name), frame.at[number, column.name]
            if column.kind is ColumnKind.DATE:
                assert pd.isna(read) if value is None else read == pd.Timestamp(value)
            else:
                shown = str(value or "").replace("\xa0", " ").strip()
                assert read == shown if shown else pd.isna(read)


@pytest.mark.parametrize("code", MISTAKES)
@settings(deadline=None, max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_one_mistake_is_one_problem_at_its_cell(
    tmp_path_factory: pytest.TempPathFactory, code: str, data: st.DataObject
) -> None:
    typed = [data.draw(rows(number)) for number in range(1, 5)]
    place = data.draw(st.integers(1, 3))  # never the first: of two equal IDs the later one is named
    key, value = MISTAKES[code](typed[place])
    if key in ("handed_off", "expected_back"):
        typed[place] = {name: cell for name, cell in typed[place].items() if name not in ("checkpoint", "returned")}
    typed[place] = {**typed[place], key: value}
    log = read_log(typed_log(tmp_path_factory.mktemp("mistake"), typed))
    assert found(log) == [(code, f"{LETTERS[key]}{place + 2}")]
    assert list(log.frame.index) == [2, 3, 4, 5]
