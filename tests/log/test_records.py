"""A log's rows as the rules see them."""

from datetime import datetime
from pathlib import Path

import numpy as np
from made import Row
from sheets import GOOD, typed_log

from sheetkit.log.read_log import read_log
from sheetkit.log.records import Records
from sheetkit.ooxml.coded import Coded, Vocabulary
from sheetkit.ooxml.serial import SECONDS_PER_DAY, from_datetime


def records(folder: Path, *rows: Row) -> Records:
    return read_log(typed_log(folder, [{**GOOD, **row} for row in rows])).records


def test_texts_are_shown_as_typed_and_compared_without_case_or_spaces(tmp_path: Path) -> None:
    read = records(tmp_path, {"handed_to": "Ana\xa0Costa "}, {"handed_to": "ANA  COSTA"})
    assert read.frame["handed_to"].tolist() == ["Ana Costa", "ANA  COSTA"]
    assert list(read.words("handed_to")) == ["ana costa", "ana costa"]


def test_words_keep_the_rows_they_belong_to(tmp_path: Path) -> None:
    read = records(tmp_path, {"item": "A"}, {"item": "B"})
    assert dict(zip(read.rows.tolist(), read.words("item"), strict=True)) == {2: "a", 3: "b"}
    assert len(read) == 2


def test_a_moment_is_excels_own_to_the_second_and_no_date_is_none(tmp_path: Path) -> None:
    moment = datetime(2026, 11, 2, 17, 30, 15)
    read = records(tmp_path, {"handed_off": moment}, {"handed_off": "soon"}, {"handed_off": None})
    seconds = read.moments("handed_off")
    assert seconds[0] == round(from_datetime(moment) * SECONDS_PER_DAY)
    assert np.isnan(seconds[1:]).all()


def test_a_date_that_cannot_be_read_is_not_blank(tmp_path: Path) -> None:
    read = records(tmp_path, {"checkpoint": "soon"}, {"checkpoint": None}, {"checkpoint": " "}, {})
    assert read.blank("checkpoint").tolist() == [False, True, True, False]
    assert read.unread["checkpoint"] == {2: "soon"}


def test_a_column_that_the_log_lacks_is_blank_in_every_row(tmp_path: Path) -> None:
    assert records(tmp_path, {}, {}).blank("notes").tolist() == [True, True]


def test_equal_texts_are_worked_out_once_and_every_row_gets_its_own() -> None:
    asked: list[str] = []

    def change(text: str) -> str:
        asked.append(text)
        return text.upper()

    texts = Coded(Vocabulary(["", "a", "b"]), np.array([1, 2, 1, 0], dtype=np.int32))
    assert texts.mapped(change).array().tolist() == ["A", "B", "A", ""]
    assert asked == ["", "a", "b"]
    assert texts.where(lambda text: text == "a").tolist() == [True, False, True, False]
    assert [texts.at(place) for place in range(4)] == ["a", "b", "a", ""]
