"""About: what the review is made of, and counts that add up."""

from pathlib import Path

import openpyxl
import pytest
from logs import BACK, DONE, OVERDUE, UNCHECKED, filled_log, row, type_rows
from made import AS_OF, blank_log, stratified_rows
from openpyxl.worksheet.worksheet import Worksheet
from reviews import next_week, review, review_sheet, row_of, sheet_of, table

from sheetkit.cli import main
from sheetkit.palette import PALETTE
from sheetkit.template.load import load_template
from sheetkit.template.store import shipped

NAME = "About"


def facts(sheet: Worksheet) -> dict[str, str]:
    """What stands above the counts, by its word; several lines with one word are joined."""
    found: dict[str, str] = {}
    for name, text in sheet.iter_rows(min_row=3, max_row=row_of(sheet, "Counts") - 2, max_col=2, values_only=True):
        found[str(name)] = f"{found.get(str(name), '')} {text}".strip()
    return found


def thresholds(path: Path) -> dict[object, tuple[object, object]]:
    sheet = sheet_of(path, NAME)
    lines = table(sheet, row_of(sheet, "Value"))
    return {line["Setting"]: (line["Value"], line["Where it comes from"]) for line in lines}


def test_the_counts_add_up_across_the_sheets(tmp_path: Path) -> None:
    rows = [{key: value for key, value in one.items() if value != ""} for one in stratified_rows(90)]
    book = openpyxl.load_workbook(review(filled_log(tmp_path, rows), f"{AS_OF:%Y-%m-%dT%H:%M}"))
    lines = table(book[NAME], row_of(book[NAME], "Lines"))
    counts = {line["Lines"]: int(str(line["How many"])) for line in lines}
    statuses = sum(counts[f"Status {name}"] for name in ("Open", "On hold", "Done", "Cancelled"))
    assert statuses == counts["All lines"] == len(table(book["All hand-offs"])) == 90
    assert counts["Need attention"] == len(table(book["Needs attention"]))
    assert counts["Need attention"] + counts["On track"] == counts["Status Open"]
    assert counts["Out now"] == book["Summary"].cell(row_of(book["Summary"], "Out now") + 1, 1).value


def test_every_flag_is_explained_in_order_of_precedence_and_in_its_colour(tmp_path: Path) -> None:
    sheet = review_sheet(tmp_path, NAME, [])
    top = row_of(sheet, "Flag")
    shown = [(line["Flag"], line["What it means"], line["The rule"]) for line in table(sheet, top)]
    assert shown == [(rule.title, rule.description, rule.source) for rule in shipped().rules]
    for number, rule in enumerate(shipped().rules, start=top + 1):
        fill = sheet.cell(number, 1).fill
        assert (fill.fill_type == "solid") == (rule.colour is not None)
        assert rule.colour is None or fill.fgColor.rgb[2:] == PALETTE[rule.colour].fill[1:]


def test_the_order_it_promises_is_that_of_needs_attention(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(review(filled_log(tmp_path, [BACK, UNCHECKED, OVERDUE, row(handed_to=None)])))
    assert facts(book[NAME])["Order"].startswith("Needs attention is sorted worst first: what is overdue comes first")
    legend = [str(line["Flag"]) for line in table(book[NAME], row_of(book[NAME], "Flag"))]
    first, *others = [str(line["Flag"]) for line in table(book["Needs attention"])]
    assert first == "Overdue"
    assert others == sorted(others, key=legend.index)


def test_a_threshold_says_whether_the_log_changed_it(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [row()])
    book = openpyxl.load_workbook(path)
    book["Settings"]["B5"] = 14.5
    book.save(path)
    assert thresholds(review(path)) == {
        "A checkpoint is needed when the wait is longer than (hours)": (4, "the template"),
        "Due soon means within (days)": (14.5, "the log's Settings sheet"),
        "The log is reviewed every (days)": (7, "the template"),
        "Nobody is reminded of the same line again within (days)": (3, "the template"),
    }


def test_a_first_review_of_an_ordinary_log_has_nothing_to_add(tmp_path: Path) -> None:
    said = facts(review_sheet(tmp_path, NAME, [row()]))
    assert said["Compared with"].startswith("No earlier review of this log was found")
    assert "Note" not in said


def test_a_later_review_names_the_one_it_is_compared_with(tmp_path: Path) -> None:
    said = facts(sheet_of(next_week(tmp_path, [row()], []), NAME))
    assert said["Compared with"].startswith("The review log-review-2026-11-16.xlsx, as of Monday 16 Nov 2026. ")
    assert "Note" not in said


def test_a_review_that_is_overdue_itself_says_so_on_both_sheets(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [row()])
    review(path, "2026-11-15")
    book = openpyxl.load_workbook(review(path))
    note = "The last review was 8 days ago; this log is meant to be reviewed every 7 days."
    assert facts(book[NAME])["Note"] == note
    assert note in str(book["Summary"]["A3"].value)


def test_how_often_a_log_is_reviewed_is_its_own_choice(tmp_path: Path) -> None:
    path = filled_log(tmp_path, [row()])
    book = openpyxl.load_workbook(path)
    book["Settings"]["B6"] = 14
    book.save(path)
    review(path, "2026-11-09")
    assert "Note" not in facts(sheet_of(review(path), NAME))


def test_rules_that_are_not_the_shipped_ones_are_said(tmp_path: Path) -> None:
    own = load_template(shipped().source.replace('name = "handoff"', 'name = "studio"'), "own.toml")
    path = blank_log(tmp_path, template=own)
    type_rows(path, [row()])
    said = facts(sheet_of(review(path), NAME))
    assert f"The rules are those that the log itself carries: 'studio', version {shipped().version}." in said.values()


def test_it_names_each_log_and_what_could_not_be_read(tmp_path: Path) -> None:
    paths = [filled_log(tmp_path, [DONE, row()], name=name) for name in ("one.xlsx", "two.xlsx")]
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"nothing")
    assert main(["review", *map(str, paths), str(broken), "--as-of", "2026-11-23"]) == 0
    sheet = sheet_of(tmp_path / "team-review-2026-11-23.xlsx", NAME)
    texts = [f"{word}: {text}" for word, text in sheet.iter_rows(max_col=2, values_only=True)]
    assert any(text.startswith("Log: one.xlsx, sheet Log, 2 lines") for text in texts)
    assert any(text.startswith("Log: two.xlsx, sheet Log, 2 lines") for text in texts)
    assert any(text.startswith("Not read: 'broken.xlsx'") for text in texts)


@pytest.mark.parametrize("rows", [[], [row(notes="Call her at home")]], ids=["empty", "with notes"])
def test_it_says_what_is_in_the_file_before_it_is_shared(tmp_path: Path, rows: list[dict[str, object]]) -> None:
    assert "notes" in facts(review_sheet(tmp_path, NAME, rows))["Before you share it"]
