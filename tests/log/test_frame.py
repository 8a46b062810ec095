"""A log's rows as the rules see them."""

from datetime import datetime
from pathlib import Path

import numpy as np
from made import Row
from sheets import GOOD, typed_log

from sheetkit.log.frame import RuleColumns
from sheetkit.log.read_log import read_log
from sheetkit.ooxml.serial import SECONDS_PER_DAY, from_datetime


def columns(folder: Path, *rows: Row) -> RuleColumns:
    return read_log(typed_log(folder, [{**GOOD, **row} for row in rows])).rule_columns


def test_texts_are_shown_as_typed_and_compared_without_case_or_spaces(tmp_path: Path) -> None:
    read = columns(tmp_path, {"handed_to": "Ana\xa0Costa "}, {"handed_to": "ANA  COSTA"})
    assert read.frame["handed_to"].tolist() == ["Ana Costa", "ANA  COSTA"]
    assert list(read.match_keys("handed_to")) == ["ana costa", "ana costa"]


def test_words_keep_the_rows_they_belong_to(tmp_path: Path) -> None:
    read = columns(tmp_path, {"item": "A"}, {"item": "B"})
    assert dict(zip(read.frame.index.tolist(), read.match_keys("item"), strict=True)) == {2: "a", 3: "b"}
    assert len(read) == 2


def test_a_moment_is_excels_own_to_the_second_and_no_date_is_none(tmp_path: Path) -> None:
    moment = datetime(2026, 11, 2, 17, 30, 15)
    read = columns(tmp_path, {"handed_off": moment}, {"handed_off": "soon"}, {"handed_off": None})
    seconds = read.seconds("handed_off")
    assert seconds[0] == round(from_datetime(moment) * SECONDS_PER_DAY)
    assert np.isnan(seconds[1:]).all()


def test_a_date_that_cannot_be_read_is_not_blank(tmp_path: Path) -> None:
    read = columns(tmp_path, {"checkpoint": "soon"}, {"checkpoint": None}, {"checkpoint": " "}, {})
    assert read.blank("checkpoint").tolist() == [False, True, True, False]
    assert read.unread["checkpoint"] == {2: "soon"}


def test_a_column_that_the_log_lacks_is_blank_in_every_row(tmp_path: Path) -> None:
    assert columns(tmp_path, {}, {}).blank("notes").tolist() == [True, True]


def test_the_frame_has_the_documented_columns_and_dtypes(tmp_path: Path) -> None:
    log = read_log(typed_log(tmp_path, [GOOD, {**GOOD, "handed_off": "soon", "item": None}]))
    assert log.frame.index.name == "row"
    assert log.frame.index.dtype == "int64"
    entered = {column.name: column for column in log.template.entered}
    assert list(log.frame.columns) == [*entered, *log.extra.values()]
    for name, dtype in log.frame.dtypes.items():
        if name in entered and entered[name].kind.value == "date":
            assert dtype == "datetime64[s]"
        else:
            assert dtype == "category"
            assert log.frame[name].cat.categories.dtype == "str"
