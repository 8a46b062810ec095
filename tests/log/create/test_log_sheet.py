"""The blank log: what people find when they open it."""

import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from lxml import etree
from made import blank_log
from openpyxl import Workbook, load_workbook
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from package_checks import MAIN, check_package

from sheetkit.cli import main
from sheetkit.errors import OutputError
from sheetkit.log.create.guide_sheet import PRINTED
from sheetkit.log.create.log_sheet import create_log
from sheetkit.template.load import load_template
from sheetkit.template.model import ColumnKind
from sheetkit.template.store import shipped, shipped_names

ROWS = 12
COLUMNS = shipped().columns
TITLES = [column.title for column in COLUMNS]
LETTER = {column.name: chr(ord("A") + number) for number, column in enumerate(COLUMNS)}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return blank_log(tmp_path_factory.mktemp("blank"), ROWS)


@pytest.fixture(scope="module")
def book(path: Path) -> Workbook:
    return load_workbook(path)


@pytest.fixture(scope="module")
def log(book: Workbook) -> Worksheet:
    return book["Log"]


def xml(path: Path, part: str) -> etree._Element:
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read(part))


def test_excel_opens_it_without_a_repair_prompt(path: Path) -> None:
    assert check_package(path) == []


def test_the_sheets_and_the_one_in_front(book: Workbook) -> None:
    assert {sheet.title: sheet.sheet_state for sheet in book.worksheets} == {
        "Log": "visible",
        "Settings": "visible",
        "Holidays": "visible",
        "Guide": "visible",
        "_sheetkit": "hidden",
    }
    assert book.sheetnames[0] == "Log"
    assert book.active.title == "Log"


def test_the_table_is_real_and_has_all_columns_and_rows(log: Worksheet) -> None:
    assert list(log.tables) == ["HandOffs"]
    table = log.tables["HandOffs"]
    assert table.ref == f"A1:U{ROWS + 1}"
    assert [column.name for column in table.tableColumns] == TITLES
    assert len(TITLES) == 21
    assert [cell.value for cell in log[1]] == TITLES
    assert not table.totalsRowCount


def test_rows_are_blank_but_for_their_id_and_the_live_columns(log: Worksheet) -> None:
    for number, row in enumerate(log.iter_rows(min_row=2, max_row=ROWS + 1), start=1):
        filled = {cell.column_letter: cell.value for cell in row if cell.value is not None}
        assert set(filled) == {"A", "B", "C"}
        assert filled["C"] == f"H-{number:04d}"
        assert filled["A"].startswith("=IF(")
        assert filled["B"].startswith("=IF(")
    assert log.max_row == ROWS + 1


def test_flag_and_days_left_show_nothing_in_a_preview(path: Path) -> None:
    cached = load_workbook(path, data_only=True)
    assert {cached["Log"].cell(row, column).value for row in range(2, ROWS + 2) for column in (1, 2)} <= {None, ""}


def test_formulas_use_table_references_alone(log: Worksheet) -> None:
    for cell in ("A2", "B2"):
        bare = re.sub(r'"[^"]*"', "", log[cell].value)
        assert not re.search(r"\$?\b[A-Z]{1,2}\$?\d+\b", bare)
        assert "HandOffs[[#This Row],[Expected back]]" in bare


def test_required_columns_and_groups_are_told_apart(log: Worksheet) -> None:
    fills = {column.name: log[f"{LETTER[column.name]}1"].fill.fgColor.rgb for column in COLUMNS}
    required = {fills[column.name] for column in COLUMNS if column.required}
    optional = {fills[column.name] for column in COLUMNS if not column.required}
    assert not required & optional
    assert len(optional) == len(shipped().groups)


# ---- what is checked and expected while people type --------------------------------------------------


def checks(log: Worksheet) -> dict[str, object]:
    return {str(check.sqref)[0]: check for check in log.data_validations.dataValidation}


def test_every_column_has_an_input_message(log: Worksheet) -> None:
    found = checks(log)
    for column in COLUMNS:
        check = found[LETTER[column.name]]
        assert check.promptTitle == column.title
        assert check.prompt == column.prompt
        assert check.showInputMessage
    assert "Example: Ana Costa" in found[LETTER["handed_to"]].prompt


def test_drop_downs_offer_the_exact_choices_and_let_other_words_pass_after_a_warning(log: Worksheet) -> None:
    lists = {letter: check for letter, check in checks(log).items() if check.type == "list"}
    assert {letter: check.formula1 for letter, check in lists.items()} == {
        LETTER["kind"]: '"Delegated,Waiting for,Document"',
        LETTER["status"]: '"Open,On hold,Done,Cancelled"',
        LETTER["understood"]: '"Yes,No"',
        LETTER["hard_to_replace"]: '"Yes,No"',
    }
    assert {check.errorStyle for check in lists.values()} == {"warning"}


def test_dates_are_checked_with_a_warning_and_no_wall(log: Worksheet) -> None:
    found = checks(log)
    for column in COLUMNS:
        check = found[LETTER[column.name]]
        assert (check.type == "date") == (column.kind is ColumnKind.DATE)
        if column.kind is ColumnKind.DATE:
            assert (check.errorStyle, check.operator, check.allow_blank) == ("warning", "greaterThanOrEqual", True)


def test_checks_and_colours_reach_past_the_table(log: Worksheet) -> None:
    ranges = [str(check.sqref) for check in log.data_validations.dataValidation]
    ranges += [str(area.sqref) for area in log.conditional_formatting]
    for area in ranges:
        first, last = area.split(":")
        assert first[1:] == "2"
        assert int(last[1:]) >= ROWS + 1 + 500


# ---- how it opens and prints ---------------------------------------------------------------------


def test_item_stays_in_sight_and_the_first_one_is_selected(log: Worksheet) -> None:
    assert log.freeze_panes == "E2"
    selected = [one for one in log.sheet_view.selection if one.pane == log.sheet_view.pane.activePane]
    assert [one.activeCell for one in selected] == [f"{LETTER['item']}2"]


def test_it_prints_landscape_one_page_wide_with_its_heading(log: Worksheet) -> None:
    assert log.page_setup.orientation == "landscape"
    assert (log.page_setup.fitToWidth or 1, log.page_setup.fitToHeight) == (1, 0)
    assert log.sheet_properties.pageSetUpPr.fitToPage
    assert log.print_title_rows == "$1:$1"
    assert log.print_area == f"'Log'!$A$1:$I${ROWS + 1}"


def test_it_prints_up_to_the_last_column_for_paper_in_letters_that_can_be_read(log: Worksheet) -> None:
    last = column_index_from_string(log.print_area.split("$")[-2])
    assert log.cell(1, last).value == "Expected back"
    widths = [log.column_dimensions[get_column_letter(number)].width for number in range(1, last + 1)]
    points = sum(round(width * 7) * 0.75 for width in widths)
    assert 11 * (792 - 43.2) / points >= 8  # on Letter, which is narrower on its side than A4


@pytest.mark.parametrize("name", shipped_names())
def test_each_kind_of_log_prints_what_its_template_chooses_in_letters_of_8_points(tmp_path: Path, name: str) -> None:
    path = tmp_path / "log.xlsx"
    assert main(["new", str(path), "--template", name, "--paper", "Letter"]) == 0
    template, book = shipped(name), load_workbook(path)
    chosen = [column.title for column in template.columns if column.printed]
    last = column_index_from_string(book[template.sheet].print_area.split("$")[-2])
    printed = [book[template.sheet].cell(1, number).value for number in range(1, last + 1)]
    assert len(chosen) >= 4
    assert [title for title in chosen if title not in printed] == []
    for title in (template.sheet, "Settings", "Guide"):
        sheet = book[title]
        columns = last if title == template.sheet else 3
        widths = [sheet.column_dimensions[get_column_letter(number)].width for number in range(1, columns + 1)]
        points = sum(round(width * 7) * 0.75 for width in widths)
        room = (792 if sheet.page_setup.orientation == "landscape" else 612) - 43.2
        assert 11 * room / points >= 8, title


@pytest.mark.parametrize(("asked", "number"), [([], 9), (["--paper", "Letter"], 1)])
def test_log_and_review_print_on_the_paper_that_was_asked_for(tmp_path: Path, asked: list[str], number: int) -> None:
    path = tmp_path / "log.xlsx"
    assert main(["new", str(path), *asked]) == 0
    assert main(["review", str(path), "--as-of", "2026-11-23"]) == 0
    for made in (path, tmp_path / "log-review-2026-11-23.xlsx"):
        sheets = load_workbook(made)
        assert {sheet.page_setup.paperSize for sheet in sheets if sheet.title != "_sheetkit"} == {number}


def test_blank_rows_are_not_all_printed(tmp_path: Path) -> None:
    log = load_workbook(blank_log(tmp_path, 300))["Log"]
    assert log.print_area == f"'Log'!$A$1:$I${PRINTED + 1}"


def test_nothing_is_merged_or_protected_and_the_table_is_described(path: Path, book: Workbook) -> None:
    for sheet in book.worksheets:
        assert not sheet.merged_cells.ranges
        assert not sheet.protection.sheet
    table = etree.tostring(xml(path, "xl/tables/table1.xml")).decode()
    assert 'altText="Hand-off log"' in table
    assert f'altTextSummary="{shipped().description}"' in table


def test_columns_are_wide_enough_for_the_longest_word_of_their_heading(log: Worksheet) -> None:
    for column in COLUMNS:
        longest = max(len(word) for word in column.title.split())
        assert log.column_dimensions[LETTER[column.name]].width >= longest + 1
    for column in COLUMNS:
        if column.kind is ColumnKind.DATE:
            assert log.column_dimensions[LETTER[column.name]].width > len("23 Nov 2026")


# ---- making it -----------------------------------------------------------------------------------


def test_made_twice_on_one_day_it_is_the_same_to_the_byte(path: Path, tmp_path: Path) -> None:
    assert blank_log(tmp_path, ROWS).read_bytes() == path.read_bytes()
    create_log(tmp_path / "next.xlsx", shipped(), date(2026, 11, 24), ROWS)
    assert (tmp_path / "next.xlsx").read_bytes() != path.read_bytes()


def test_it_has_200_rows_or_as_many_as_are_asked_for(tmp_path: Path) -> None:
    assert create_log(tmp_path / "usual.xlsx", shipped(), date(2026, 11, 23)) == 200
    assert load_workbook(tmp_path / "usual.xlsx")["Log"].tables["HandOffs"].ref == "A1:U201"
    assert create_log(tmp_path / "one.xlsx", shipped(), date(2026, 11, 23), 1) == 1
    assert check_package(tmp_path / "one.xlsx") == []


@pytest.mark.parametrize("rows", [0, -1, 1_048_000])
def test_a_number_of_rows_that_no_sheet_has_is_refused(rows: int, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"can have 1 to 20\d,\d{3} lines"):
        create_log(tmp_path / "log.xlsx", shipped(), date(2026, 11, 23), rows)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "log.xlsx"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="exists already and is left as it is"):
        create_log(path, shipped(), date(2026, 11, 23))
    assert path.read_text(encoding="utf-8") == "mine"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="There is no folder"):
        create_log(tmp_path / "none" / "log.xlsx", shipped(), date(2026, 11, 23))


def test_long_choices_and_quotation_marks_in_flags_give_a_sound_workbook(tmp_path: Path) -> None:
    choices = '["Delegated ' + "d" * 205 + '", "Waiting for", "Document"]'
    source = shipped().source.replace('["Delegated", "Waiting for", "Document"]', choices)
    source = source.replace('title = "Back: close it"', "title = 'It is \"back\"'")
    source = source.replace('on_track = "On track"', "on_track = '\"Fine\"'")
    log = load_workbook(blank_log(tmp_path, 3, load_template(source, "odd.toml")))["Log"]
    assert check_package(tmp_path / "log.xlsx") == []
    assert any(rule.formula == ['$A2="It is ""back"""'] for area in log.conditional_formatting for rule in area.rules)


def test_a_blank_log_has_no_cell_that_only_looks_filled(path: Path) -> None:
    rows = xml(path, "xl/worksheets/sheet1.xml").iter(f"{{{MAIN}}}row")
    filled = [cell.get("r") for row in rows for cell in row if cell.find(f"{{{MAIN}}}v") is not None]
    assert all(cell[0] in "ABC" for cell in filled if cell[1:] != "1")
