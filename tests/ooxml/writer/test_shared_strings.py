"""Each different text is stored once, and only texts that stand in a cell are stored."""

from dataclasses import dataclass
from unittest.mock import Mock

import numpy as np
import numpy.typing as npt
import pytest
from xlsxwriter.sharedstrings import SharedStringTable

from sheetkit import categorical
from sheetkit.codes import used_categories
from sheetkit.ooxml.writer import shared_strings
from sheetkit.ooxml.writer.shared_strings import BLANK, SharedStrings
from sheetkit.ooxml.xml_text import cut_to_cell


def test_cells_with_the_same_text_share_its_index() -> None:
    table = SharedStringTable()
    strings = SharedStrings(table)
    assert strings.add_texts(categorical.from_texts(["Ana", None, "Li", "Ana"])).tolist() == [0, BLANK, 1, 0]
    assert strings.add_texts(categorical.from_texts(["Li", "Bo"])).tolist() == [1, 2]
    assert strings.add_list(["Bo", "Cy"]) == [2, 3]
    assert list(table.string_table) == ["Ana", "Li", "Bo", "Cy"]
    assert (table.count, table.unique_count) == (7, 4)


def test_a_long_text_that_many_cells_hold_is_cut_once(monkeypatch: pytest.MonkeyPatch) -> None:
    cut = Mock(wraps=cut_to_cell)
    monkeypatch.setattr(shared_strings, "cut_to_cell", cut)
    table, long = SharedStringTable(), "a, " * 10_922
    assert SharedStrings(table).add_list([long] * 50) == [0] * 50
    cut.assert_called_once_with(long)


def test_texts_that_stand_in_no_cell_are_not_stored() -> None:
    table = SharedStringTable()
    strings, names = SharedStrings(table), categorical.from_texts(["Ana", "Li", "Bo"])
    assert strings.add_texts(names[2:]).tolist() == [0]
    assert list(table.string_table) == ["Bo"]
    assert strings.add_texts(names[[0, 2]]).tolist() == [1, 0]
    assert list(table.string_table) == ["Bo", "Ana"]


def test_two_workbooks_have_indexes_of_their_own() -> None:
    names = categorical.from_texts(["Ana", "Li"])
    one, other = SharedStrings(SharedStringTable()), SharedStrings(SharedStringTable())
    assert one.add_texts(names).tolist() == [0, 1]
    assert other.add_texts(names[1:]).tolist() == [0]


def test_half_a_letter_is_stored_as_a_lost_one() -> None:
    table = SharedStringTable()
    SharedStrings(table).add_texts(categorical.from_texts(["half \ud800"]))
    assert list(table.string_table) == ["half \ufffd"]


@dataclass
class CodedTexts:
    """What has the codes and categories of a Categorical without being one."""

    codes: npt.NDArray[np.int64]
    categories: npt.NDArray[np.object_]

    def __len__(self) -> int:
        return len(self.codes)


def test_whatever_has_codes_and_categories_will_do() -> None:
    texts = CodedTexts(np.array([1, -1, 1]), np.array(["Ana", "Li"], dtype=object))
    assert used_categories(texts).tolist() == [False, True]
    assert SharedStrings(SharedStringTable()).add_texts(texts).tolist() == [0, BLANK, 0]
