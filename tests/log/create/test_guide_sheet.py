"""The Guide sheet of a blank log: how to use it, its flags and its columns."""

import pytest
from made import blank_log
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from sheetkit.log.create.guide_sheet import PRINTED
from sheetkit.palette import PALETTE, SIGNS
from sheetkit.template.store import shipped

TITLES = [column.title for column in shipped().columns]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    return load_workbook(blank_log(tmp_path_factory.mktemp("guide"), 1_200))


@pytest.fixture(scope="module")
def guide(book: Workbook) -> Worksheet:
    return book["Guide"]


def after(guide: Worksheet, heading: str) -> list[tuple[object, object, object]]:
    """The lines below a heading, up to the first that begins with an empty cell."""
    lines = list(guide.iter_rows(max_col=3, values_only=True))
    start = next(place for place, line in enumerate(lines) if line[0] == heading) + 1
    end = next((place for place in range(start, len(lines)) if lines[place][0] is None), len(lines))
    return lines[start:end]


def test_it_begins_with_the_steps_in_their_order(guide: Worksheet) -> None:
    titles = [line[0] for line in after(guide, "How to use this log")]
    assert titles == [*(step.title for step in shipped().steps), "Once a week", "More lines", "On paper"]


def test_it_says_how_many_lines_there_are_and_how_many_are_printed(guide: Worksheet, book: Workbook) -> None:
    steps = {line[0]: str(line[1]) for line in after(guide, "How to use this log")}
    assert "1,200 lines" in steps["More lines"]
    assert f"first {PRINTED} lines" in steps["On paper"]
    assert book["Log"].print_area.endswith(f"${PRINTED + 1}")


def test_the_guide_explains_every_flag_and_column_in_its_colours(book: Workbook) -> None:
    guide = book["Guide"]
    cells = {cell.value: cell for row in guide.iter_rows(max_col=1) for cell in row if cell.value}
    assert {rule.title for rule in shipped().rules} <= set(cells)
    assert set(TITLES) <= set(cells)
    for rule in shipped().rules:
        if rule.colour:
            assert cells[rule.title].fill.fgColor.rgb == f"FF{PALETTE[rule.colour].fill[1:]}"
    texts = {cell.value for row in guide.iter_rows(min_col=2, max_col=2) for cell in row}
    assert {rule.description for rule in shipped().rules} <= texts


def test_flags_stand_in_order_of_precedence_with_the_name_of_their_colour(guide: Worksheet) -> None:
    lines = after(guide, "What the Flag says")
    assert [line[0] for line in lines] == [*(rule.title for rule in shipped().rules), "On track"]
    colours = {line[0]: line[2] for line in lines}
    assert colours["Overdue"] == "red, the whole line"
    assert colours["Missing checkpoint"] == "amber, and in Checkpoint"
    assert colours["Due soon"] == "yellow"
    assert colours["Slipped"] == "none: the sign and the word"


def test_a_flag_shows_the_same_sign_in_the_guide_as_in_the_log(guide: Worksheet, book: Workbook) -> None:
    cells = {cell.value: cell for cell in guide["A"]}
    shown = {cells[title].number_format for title in (*(rule.title for rule in shipped().rules), "On track")}
    live = {
        rule.dxf.numFmt.formatCode
        for place in book["Log"].conditional_formatting
        if str(place.sqref).startswith("A2")
        for rule in place.rules
        if rule.dxf.numFmt
    }
    assert shown == live == {f'"{sign} "@' for sign in set(SIGNS.values()) - {SIGNS["teal"]}}


def test_columns_stand_as_in_the_log_and_say_which_are_needed(guide: Worksheet) -> None:
    lines = after(guide, "Column")
    assert [line[0] for line in lines] == TITLES
    needed = [line[0] for line in lines if str(line[2]).endswith("(needed)")]
    assert needed == [column.title for column in shipped().columns if column.required]


def test_a_column_with_choices_lists_them(guide: Worksheet) -> None:
    texts = {line[0]: str(line[1]) for line in after(guide, "Column")}
    assert texts["Status"].endswith("is waiting for it any more. One of: Open, On hold, Done, Cancelled.")


def test_everything_in_it_is_printed(guide: Worksheet) -> None:
    assert guide.print_area.replace("$", "").endswith(f"A1:C{guide.max_row}")
    assert guide.page_setup.orientation == "portrait"
