"""Summary as plain data: headline, figures, and what the charts draw."""

from datetime import datetime
from pathlib import Path

import openpyxl
from hypothesis import given
from hypothesis import strategies as st
from logs import BACK, DONE, MONDAY, OVERDUE, UNCHECKED, filled_log, logs_of_all_kinds, reviewed, row

from sheetkit.log.read_log import read_log
from sheetkit.pages import summary
from sheetkit.pages.summary import MAX_NAME_LENGTH, MAX_PEOPLE, MAX_SERIES, summary_page
from sheetkit.palette import PALETTE, SHADES
from sheetkit.review.build import build_review


def test_what_is_late_stands_in_red_and_all_else_is_quiet(tmp_path: Path) -> None:
    page = summary_page(reviewed(tmp_path, [row(), OVERDUE, UNCHECKED, BACK, DONE]))
    tiles = {tile.title: tile for tile in page.tiles}
    assert (tiles["Out now"].figure, tiles["Overdue"].figure, tiles["No copy kept"].figure) == (3, 1, 0)
    assert tiles["Overdue"].colour == PALETTE["red"]
    others = {tile.colour for title, tile in tiles.items() if title != "Overdue"}
    assert len(others) == 1
    assert not others & set(PALETTE.values())
    assert tiles["First promises kept"].figure == 1.0
    assert tiles["First promises kept"].note == "2 of 2 that came back"


def test_a_figure_says_which_of_its_lines_the_table_counts_under_another_flag(tmp_path: Path) -> None:
    both = {**OVERDUE, "item": "late without a checkpoint"}
    nameless = row(handed_to=None, checkpoint=None)
    back = row(item=None, returned=datetime(2026, 11, 20))
    page = summary_page(reviewed(tmp_path, [both, both, UNCHECKED, back]))
    also = {tile.title: (tile.figure, tile.also) for tile in page.tiles}
    assert also["Missing checkpoint"] == (3, "2 overdue too")
    assert also["Overdue"] == (2, "")
    assert also["Incomplete"] == (1, "1 back already")
    (tmp_path / "b").mkdir()
    page = summary_page(reviewed(tmp_path / "b", [both, nameless, UNCHECKED]))
    assert {tile.title: tile.also for tile in page.tiles}["Missing checkpoint"] == "2 under another flag"


def test_the_chart_of_people_draws_the_table_beside_it(tmp_path: Path) -> None:
    panel = summary_page(reviewed(tmp_path, [OVERDUE, UNCHECKED, row()])).people
    assert panel is not None
    assert panel.grid is not None
    assert panel.chart is not None
    assert [head.text for head in panel.grid.heads] == ["Handed to", "Out", "Overdue", "Missing checkpoint", "On track"]
    assert panel.grid.rows == (("Ana Costa", 2, 1, 0, 1), ("Li Wei", 1, 0, 1, 0))
    assert (panel.chart.lines, panel.chart.series) == (2, (2, 3, 4))
    assert panel.chart.colours == (PALETTE["red"].fill, SHADES[0].fill, SHADES[-1].fill)
    assert panel.chart.maximum >= 2


def test_of_many_flags_a_legend_names_the_late_one_and_the_most_urgent_and_all_are_counted(tmp_path: Path) -> None:
    soon = row(expected_back=datetime(2026, 11, 26))
    rows = [OVERDUE, UNCHECKED, soon, row(), row(understood="No"), row(expected_result=None), row(expected_back=None)]
    panel = summary_page(reviewed(tmp_path, [{**one, "handed_to": "Ana"} for one in rows])).people
    assert panel is not None
    assert panel.grid is not None
    assert panel.chart is not None
    flags = ["Incomplete", "Overdue", "Missing checkpoint", "Due soon", "Other flags", "On track"]
    assert [head.text for head in panel.grid.heads] == ["Handed to", "Out", *flags]
    assert panel.grid.rows == (("Ana", 7, 1, 1, 1, 1, 2, 1),)
    assert len(panel.chart.series) == MAX_SERIES


@given(st.integers(0, 2_000_000))
def test_an_axis_has_room_for_its_numbers_and_whole_steps(largest: int) -> None:
    maximum, step = summary._scale(largest)
    assert largest * 1.1 <= maximum < largest * 1.1 + max(step, 1) + 1
    assert maximum % step == 0
    assert maximum / step <= 7


def test_people_beyond_the_first_are_counted_together(tmp_path: Path) -> None:
    rows = [row(handed_to=f"Person {number:02}") for number in range(MAX_PEOPLE + 2)]
    panel = summary_page(reviewed(tmp_path, rows)).people
    assert panel is not None
    assert panel.grid is not None
    assert [line[0] for line in panel.grid.rows][-1] == "3 others"
    assert sum(line[1] for line in panel.grid.rows if isinstance(line[1], int)) == len(rows)


def test_a_long_name_keeps_its_end(tmp_path: Path) -> None:
    panel = summary_page(reviewed(tmp_path, [row(handed_to="Maximiliana Alexandra Featherstone Smith")])).people
    assert panel is not None
    assert panel.grid is not None
    name = str(panel.grid.rows[0][0])
    assert name.endswith("...Smith")
    assert len(name) <= MAX_NAME_LENGTH


def test_where_nothing_is_late_a_sentence_stands_in_place_of_the_chart(tmp_path: Path) -> None:
    page = summary_page(reviewed(tmp_path, [row()]))
    assert page.ages is not None
    assert (page.ages.chart, page.ages.sentence) == (None, "Nothing is late.")
    assert page.weeks is not None
    assert page.weeks.chart is None
    assert page.weeks.sentence == "A chart appears here from the second review on."


def test_an_empty_log_has_nobody_to_show(tmp_path: Path) -> None:
    page = summary_page(reviewed(tmp_path, []))
    assert page.headline == "The log has no lines yet."
    assert page.people is not None
    assert page.people.grid is None


def test_lists_that_were_not_read_are_named(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [row()])
    book = openpyxl.load_workbook(path)
    book.create_sheet("Old").append(["Item", "Handed to", "Handed off", "Expected back"])
    book["Old"].append(["Old plan", "Ana"])
    book.save(path)
    text = summary_page(build_review([read_log(path)], MONDAY)).sentence
    assert "The sheet 'Old' holds another list of 1 line (A1:D2), which was not read." in text


def test_logs_of_all_kinds_make_one_review_whichever_comes_first(tmp_path: Path) -> None:
    logs = logs_of_all_kinds(tmp_path)
    for first in logs:
        review = build_review([first, *(log for log in logs if log is not first)], MONDAY)
        tiles = {tile.title: (tile.figure, tile.also) for tile in summary_page(review).tiles}
        assert tiles["Out now"] == (2 * len(logs), "")
        assert tiles["Overdue"] == (len(logs), "")
        if first.template.name == "action-log":
            assert tiles["Due soon"] == (len(logs), "3 under another flag")
