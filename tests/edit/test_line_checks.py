"""Whatever is typed is refused, or `check` finds nothing new afterwards."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from edited_logs import NOW
from hypothesis import given, settings
from hypothesis import strategies as st
from logs import filled_log, row, type_rows

from sheetkit.edit.actions import new_line, set_cells
from sheetkit.edit.apply import apply_edits
from sheetkit.edit.open_log import open_log
from sheetkit.errors import SheetkitError
from sheetkit.log.read.options import ReadOptions
from sheetkit.log.read_log import read_log
from sheetkit.template.store import shipped

DATES = [
    "today",
    "yesterday",
    "tomorrow",
    "+3d",
    "-2w",
    "+5b",
    "friday",
    "2026-11-20 17:00",
    "2026-11-30",
    "2062-01-01",
]
DATES += ["2062-01-01", "2569-11-30", "03/04/2026", "1 Dec 2026", "-", "n/a", "yes", "0", "soon", "", " ", "2024-11-20"]
TEXTS = ["Budget", "=1+1", "-", "n/a", "", "  ", "Ana Costa", "Ana Costa and Ben Lee", "a\u200bb", "ana@example.org"]
TEXTS += ["/no/such/file", "H-0002", "x" * 40_000, "TRUE", "line\nbreak", "\u202eabc", "23", "_x000D_"]
CHOICES = ["Done", "done ", "open", "On hold", "Cancelled", "Yes", "n", "Dnoe", "-", "Document", "waiting", ""]
NAMES = [column.name for column in shipped().entered]


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log with a good line, a late one, one that is back, and one that has problems already."""
    lines = [
        row(),
        row(item="Late", expected_back=datetime(2026, 11, 20), checkpoint=None),
        row(item="Back", returned=datetime(2026, 11, 20), status="Done"),
        row(item="Odd", expected_back="03/04/2026", status="Dnoe", email="nobody", returned="soon"),
    ]
    return filled_log(tmp_path_factory.mktemp("checks"), lines)


def problems(path: Path) -> set[tuple[str, int | None, str | None]]:
    found = read_log(path, options=ReadOptions(as_of=NOW)).problems
    return {(one.code, one.row, one.column) for one in found if one.code != "similar-names"}


@settings(max_examples=60)
@given(
    st.sampled_from(["H-0001", "H-0002", "H-0003", "H-0004", ""]),
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from([*DATES, *TEXTS, *CHOICES]), min_size=1, max_size=3),
)
def test_what_is_entered_gives_no_new_problem(log: Path, id_: str, typed: dict[str, str]) -> None:
    path = log.with_name("changed.xlsx")
    shutil.copyfile(log, path)
    texts = [f"{shipped().by_name[name].title}={text}" for name, text in typed.items()]
    before = path.read_bytes()
    try:
        with open_log(path) as opened:
            if id_:
                apply_edits(opened, set_cells(opened, id_, texts, NOW), NOW)
            else:
                needed = {"item": "New", "handed_to": "Li Wei", "handed_off": "today", "expected_back": "+9d"}
                values = {opened.number(name): text for name, text in needed.items() if name not in typed}
                edits, new_row = new_line(opened, values, texts, NOW, "sheetkit")
                apply_edits(opened, edits, NOW, new_row=new_row)
    except SheetkitError as error:
        assert str(error).endswith((".", "?", "`"))
        assert path.read_bytes() == before
    else:
        assert problems(path) <= problems(log)


@pytest.mark.parametrize("typed", ["Expected back=2026-11-01", "Email=no address"])
def test_a_cell_that_is_wrong_already_takes_no_other_wrong_value(log: Path, typed: str) -> None:
    path = log.with_name("changed.xlsx")
    shutil.copyfile(log, path)
    type_rows(path, [{}, {"expected_back": datetime(2026, 11, 10), "email": "nobody"}])
    with open_log(path) as opened:
        with pytest.raises(SheetkitError, match="Nothing was changed"):
            set_cells(opened, "H-0002", [typed], NOW)
        assert set_cells(opened, "H-0002", ["Email=nobody", "Notes=x"], NOW)  # as it was, beside another cell
