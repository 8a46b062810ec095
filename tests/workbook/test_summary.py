"""Summary: what is about to fall through, in one sentence, six figures, two tables and a drawing."""

import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from logs import BACK, DONE, EMPTY, OVERDUE, UNCHECKED, filled_log, row
from lxml import etree
from made import AS_OF, stratified_rows
from openpyxl.chart import BarChart, LineChart
from openpyxl.worksheet.worksheet import Worksheet
from package_checks import DRAWING
from reviews import next_week, review, review_sheet, row_of, sheet_of, table

from sheetkit.log.read_log import read_log
from sheetkit.palette import PALETTE
from sheetkit.review.build import build_review
from sheetkit.template.load import load_template
from sheetkit.template.store import shipped
from sheetkit.workbook.write import write_review

NAME, PROMISES = "Summary", "First promises kept"
ON_RED = "FF" + PALETTE["red"].fill[1:]


def figures(sheet: Worksheet) -> dict[object, tuple[object, object]]:
    """Each figure's word -> the figure and its change."""
    top = row_of(sheet, "Out now")
    rows = sheet.iter_rows(min_row=top, max_row=top + 2, values_only=True)
    shown = {title: (figure, change) for title, figure, change in zip(*rows, strict=True) if title}
    return {title: found for title, found in shown.items() if title != PROMISES}


def promises(sheet: Worksheet) -> tuple[object, object]:
    """The part of first promises that were kept, and what is said about it."""
    top = row_of(sheet, "Out now")
    column = next(cell.column for cell in sheet[top] if cell.value == PROMISES)
    return sheet.cell(top + 1, column).value, sheet.cell(top + 2, column).value


def people(sheet: Worksheet) -> list[dict[str, object]]:
    return table(sheet, row_of(sheet, "Handed to"))


def ages(sheet: Worksheet) -> dict[object, object]:
    return {line["Days late"]: line["Out"] for line in table(sheet, row_of(sheet, "Days late"))}


def numbers(line: dict[str, object], *without: str) -> list[int]:
    return [value for heading, value in line.items() if heading not in without and isinstance(value, int)]


def test_the_headline_is_one_sentence_and_says_of_which_log_and_day(tmp_path: Path) -> None:
    sheet = review_sheet(tmp_path, NAME, [OVERDUE, UNCHECKED, BACK, DONE])
    assert sheet["A2"].value == (
        "2 out, 1 overdue, 2 with no checkpoint; the oldest, 'Late plan' with Ana Costa, is 11 days late."
    )
    assert sheet["A3"].value == "log.xlsx as of Monday 23 Nov 2026. No problems in what was typed."


@pytest.mark.parametrize(
    ("wrong", "said"),
    [(1, "1 error, 0 warnings in what was typed: see under Problems."), (2, "2 errors, 0 warnings, 1 info in")],
)
def test_problems_are_counted_and_lead_to_their_sheet(tmp_path: Path, wrong: int, said: str) -> None:
    sheet = review_sheet(tmp_path, NAME, [row(status="Dnoe")] * wrong)
    assert said in str(sheet["A3"].value)
    assert str(sheet["A3"].value).endswith("under Problems.")


def test_what_vanished_while_open_stands_first_and_in_red(tmp_path: Path) -> None:
    sheet = sheet_of(next_week(tmp_path, [row(item="Keys"), row()], [EMPTY]), NAME)
    assert sheet["A2"].value == "Gone while still open: 'Keys' is no longer in the log."
    assert sheet["A2"].font.color.rgb == ON_RED
    assert str(sheet["A3"].value).startswith("1 out")
    assert sheet["A3"].font.color.rgb != ON_RED


def test_six_figures_stand_under_their_words_the_late_ones_first(tmp_path: Path) -> None:
    sheet = review_sheet(tmp_path, NAME, [OVERDUE, UNCHECKED, BACK])
    assert figures(sheet) == {
        "Out now": (2, None),
        "Overdue": (1, None),
        "Missing checkpoint": (2, "1 overdue too"),
        "Incomplete": (0, None),
        "No check-in": (0, None),
        "No copy kept": (0, None),
    }
    assert sheet["C6"].fill.fgColor.rgb == ON_RED


def test_a_figure_of_zero_raises_no_alarm(tmp_path: Path) -> None:
    sheet = review_sheet(tmp_path, NAME, [row()])
    assert sheet["C6"].value == 0
    assert sheet["C6"].fill.fgColor.rgb != ON_RED


def test_each_figure_says_in_words_how_it_changed(tmp_path: Path) -> None:
    before = [row(), row(), row(), UNCHECKED]
    typed = [{"status": "Done"}, {"status": "Done"}, {}, {}, row(handed_to=None)]
    changes = {
        title: change for title, (_, change) in figures(sheet_of(next_week(tmp_path, before, typed), NAME)).items()
    }
    assert changes["Out now"] == "1 fewer than on 16 Nov"
    assert changes["Incomplete"] == "1 more than on 16 Nov"
    assert changes["Missing checkpoint"] == "as on 16 Nov"


def test_who_has_what_and_how_late_add_up(tmp_path: Path) -> None:
    rows = [{key: value for key, value in one.items() if value != ""} for one in stratified_rows(120)]
    sheet = sheet_of(review(filled_log(tmp_path, rows), f"{AS_OF:%Y-%m-%dT%H:%M}"), NAME)
    lines, (out, _) = people(sheet), figures(sheet)["Out now"]
    assert len(lines) > 3
    assert all(sum(numbers(line, "Out")) == line["Out"] for line in lines)
    assert sum(numbers({"": line["Out"]})[0] for line in lines) == out
    assert sum(numbers(ages(sheet))) == out  # type: ignore[arg-type]


def test_each_line_counts_under_its_most_urgent_flag(tmp_path: Path) -> None:
    late_and_unchecked = OVERDUE
    sheet = review_sheet(tmp_path, NAME, [late_and_unchecked, row(), UNCHECKED, BACK, DONE])
    assert people(sheet) == [
        {"Handed to": "Ana Costa", "Out": 2, "Overdue": 1, "Missing checkpoint": 0, "On track": 1},
        {"Handed to": "Li Wei", "Out": 1, "Overdue": 0, "Missing checkpoint": 1, "On track": 0},
    ]


def test_whoever_is_latest_comes_first(tmp_path: Path) -> None:
    rows = [row(handed_to="Li Wei"), row(handed_to="Li Wei"), OVERDUE]
    assert [line["Handed to"] for line in people(review_sheet(tmp_path, NAME, rows))] == ["Ana Costa", "Li Wei"]


def test_a_line_with_nobody_is_not_left_out(tmp_path: Path) -> None:
    (line,) = people(review_sheet(tmp_path, NAME, [row(handed_to=None)]))
    assert (line["Handed to"], line["Out"]) == ("(nobody named)", 1)


def test_a_line_without_a_due_date_is_counted_by_itself(tmp_path: Path) -> None:
    rows = [row(), OVERDUE, row(expected_back="soon")]
    expected = {"Not due": 1, "1-7": 0, "8-14": 1, "15-30": 0, "30+": 0, "No usable date": 1}
    assert ages(review_sheet(tmp_path, NAME, rows)) == expected


def test_more_than_ten_people_are_summed_up_as_others(tmp_path: Path) -> None:
    rows = [row(handed_to=f"Person {number:02}") for number in range(12)]
    lines = people(review_sheet(tmp_path, NAME, rows))
    assert len(lines) == 10
    assert (lines[9]["Handed to"], lines[9]["Out"], lines[9]["On track"]) == ("3 others", 3, 3)


def test_two_long_names_that_begin_alike_are_told_apart(tmp_path: Path) -> None:
    rows = [row(handed_to=f"Maximiliana Konstantinopolska {last}") for last in ("van der Berg", "Smith-Jones")]
    named = [line["Handed to"] for line in people(review_sheet(tmp_path, NAME, rows))]
    assert named == ["Maximilia...mith-Jones", "Maximilia...der Berg"]


@pytest.mark.parametrize(("lines", "size"), [(9, 26), (1_200, 17)])
def test_figures_are_equally_large_and_fit_their_cells(tmp_path: Path, lines: int, size: int) -> None:
    rows = [{"item": str(number), "handed_to": "Ana"} for number in range(lines)]
    sheet = review_sheet(tmp_path, NAME, rows)
    top = row_of(sheet, "Out now") + 1
    assert {sheet.cell(top, column).font.size for column in (1, 3, 5, 7, 9, 11)} == {size}


def test_ten_people_are_all_named(tmp_path: Path) -> None:
    rows = [row(handed_to=f"Person {number:02}") for number in range(10)]
    assert [line["Handed to"] for line in people(review_sheet(tmp_path, NAME, rows))][9] == "Person 09"


def test_first_promises_kept_are_counted_where_something_came_back(tmp_path: Path) -> None:
    late = {**DONE, "expected_back": datetime(2026, 11, 18), "checkpoint": None}  # and it came back on the 20th
    assert promises(review_sheet(tmp_path, NAME, [DONE, BACK, late, row()])) == (
        pytest.approx(2 / 3),
        "2 of 3 that came back",
    )


def test_no_promise_is_judged_before_anything_came_back(tmp_path: Path) -> None:
    assert promises(review_sheet(tmp_path, NAME, [row()])) == ("none yet", "nothing has come back so far")


def test_the_weeks_stand_beside_each_other_with_the_numbers_that_are_drawn(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [row(), OVERDUE])
    for day in ("2026-11-02", "2026-11-16"):
        review(path, day)
    sheet = sheet_of(review(path), NAME)
    top = next(cell.row for cell in sheet["F"] if cell.value == "Review of")
    lines = [[cell.value for cell in line] for line in sheet[f"F{top + 1}:H{top + 3}"]]
    assert lines == [[datetime(2026, 11, 2), 2, 0], [datetime(2026, 11, 16), 2, 1], [datetime(2026, 11, 23), 2, 1]]
    (chart,) = [one for one in sheet._charts if isinstance(one, LineChart)]
    assert chart.ser[0].val.numRef.f == f"{NAME}!$G${top + 1}:$G${top + 3}"


def test_a_first_review_draws_no_trend_and_one_with_nothing_late_no_ages(tmp_path: Path) -> None:
    sheet = review_sheet(tmp_path, NAME, [row()])
    assert [type(chart) for chart in sheet._charts] == [BarChart]
    texts = {cell.value for line in sheet.iter_rows() for cell in line}
    assert {"Nothing is late.", "A chart appears here from the second review on."} <= texts


@pytest.mark.parametrize("rows", [[], [BACK], [DONE]], ids=["no row", "all back", "all done"])
def test_nothing_out_says_so_and_draws_nothing(tmp_path: Path, rows: list[dict[str, object]]) -> None:
    path = review(filled_log(tmp_path, rows))
    sheet = sheet_of(path, NAME)
    assert row_of(sheet, "Nothing is out with anybody.")
    assert set(ages(sheet).values()) == {0}
    with zipfile.ZipFile(path) as package:
        assert not [name for name in package.namelist() if "chart" in name]


def test_the_drawing_shows_the_table_beside_it_and_is_described(tmp_path: Path) -> None:
    path = review(filled_log(tmp_path, [OVERDUE, UNCHECKED, row()]))
    sheet = sheet_of(path, NAME)
    chart = sheet._charts[0]
    head = row_of(sheet, "Handed to")
    last = head + len(people(sheet))
    for series in chart.ser:
        assert series.cat.strRef.f == f"{NAME}!$A${head + 1}:$A${last}"
        column = series.tx.strRef.f.split("$")[1]
        assert series.tx.strRef.f == f"{NAME}!${column}${head}"
        assert series.val.numRef.f == f"{NAME}!${column}${head + 1}:${column}${last}"
    titles = [sheet[series.tx.strRef.f.split("!")[1].replace("$", "")].value for series in chart.ser]
    assert titles == ["Overdue", "Missing checkpoint", "On track"]
    assert chart.anchor._from.row == head - 1
    assert chart.anchor._from.col > 4
    with zipfile.ZipFile(path) as package:
        drawing = etree.fromstring(package.read("xl/drawings/drawing1.xml"))
    shown, *_ = drawing.iter(f"{{{DRAWING}}}cNvPr")
    assert "for each person named beside it what is out, by flag. 3 out, 1 overdue" in shown.get("descr", "")


def test_it_prints_on_one_page(tmp_path: Path) -> None:
    sheet = review_sheet(tmp_path, NAME, [row(handed_to=f"Person {number}") for number in range(20)])
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert [sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight] == [None, None]  # one page each way
    chart = sheet._charts[0]
    bottom = int(sheet.print_area.rsplit("$", 1)[1])
    assert chart.anchor._from.row < bottom
    assert bottom >= row_of(sheet, "30+")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_logs_whose_templates_name_their_flags_otherwise_are_reviewed_together(
    tmp_path: Path, order: tuple[int, int]
) -> None:
    source = shipped().source.replace('title = "Overdue"', 'title = "Late"').replace('name = "handoff"', 'name = "own"')
    usual = read_log(filled_log(tmp_path, [OVERDUE], "usual.xlsx"))
    own = read_log(filled_log(tmp_path, [{**OVERDUE, "item": "Other"}], "own.xlsx"), load_template(source, "own"))
    logs = [(usual, own)[place] for place in order]
    write_review(build_review(logs, datetime(2026, 11, 23)), tmp_path / "review.xlsx")
    (line,) = people(sheet_of(tmp_path / "review.xlsx", NAME))
    assert {title: number for title, number in line.items() if title} == {
        "Handed to": "Ana Costa",
        "Out": 2,
        ("Overdue", "Late")[order[0]]: 2,
    }
