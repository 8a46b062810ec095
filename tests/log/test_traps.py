"""Traps for other readers, read by the command as a person would expect: one test for each trap.

The single cells, parts and packages stand in tests/xlsx; here a whole log goes through `sheetkit check`.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from handmade import STRICT, STRICT_OFFICE, pack, parts
from messages import is_one_message

from sheetkit.cli import main
from sheetkit.log.read.options import ReadOptions
from sheetkit.log.read_log import Log, read_log
from sheetkit.ooxml.references import cell_name

HEADINGS = ("Item", "Handed to", "Handed off", "Expected back", "Checkpoint", "Status")
START, DUE = '<c{r} s="1"><v>46328</v></c>', '<c{r} s="1"><v>46357</v></c>'  # 2 November and 1 December 2026
GOOD = ('<c{r} t="inlineStr"><is><t>Plan</t></is></c>', '<c{r} t="inlineStr"><is><t>Ana</t></is></c>', START, DUE)

Found = list[tuple[str, str, str]]


def text(value: str) -> str:
    return f'<c{{r}} t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'


def row(number: int, cells: Sequence[str], left: int = 1) -> str:
    placed = [cell.replace("{r}", f' r="{cell_name(number, left + place)}"') for place, cell in enumerate(cells)]
    return f'<row r="{number}">{"".join(placed)}</row>'


def line(**changed: str) -> list[str]:
    """A line without mistakes except for the given cells, by their headings in lower case."""
    keys = [heading.lower().replace(" ", "_") for heading in HEADINGS]
    usual = dict(zip(keys, [*GOOD, "", ""], strict=True))
    return list({**usual, **changed}.values())


def typed(folder: Path, lines: Sequence[Sequence[str]], **options: str) -> Path:
    """A log of these lines, from row 2 on; cell format 1 shows a date."""
    rows = row(1, [text(heading) for heading in HEADINGS])
    rows += "".join(row(number, cells) for number, cells in enumerate(lines, start=2))
    return pack(folder / "log.xlsx", parts(rows, **{"formats": "14", **options}))


def check(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, Found]:
    """Return the number of lines that the command read, and the errors and warnings that it found."""
    main(["check", str(path), "--json"])
    shown = capsys.readouterr()
    assert shown.err == ""
    [log] = json.loads(shown.out)["logs"]
    problems = [problem for problem in log["problems"] if problem["severity"] != "info"]
    return log["rows"], [(problem["code"], problem["cell"], problem["value"]) for problem in problems]


def near(result: tuple[int, Found]) -> tuple[int, Found]:
    """Return the problems without dates in far years, which these are on purpose."""
    return result[0], [found for found in result[1] if found[0] != "far-date"]


def due(log: Log, number: int = 2) -> str:
    return str(log.frame.at[number, "expected_back"])


@pytest.mark.parametrize(
    ("serial", "shown"),
    [
        ("60", "60"),  # 29 February 1900, which never was
        ("59", "59"),
        ("0.75", "18:00"),  # a time alone
        ("0.0421", "01:00:37"),
        ("-1", "-1"),
        ("-46357", "-46357"),
        ("2958466", "2958466"),  # 1 January 10000
        ("1E+300", "1e+300"),
    ],
)
def test_a_number_that_no_calendar_has_is_no_date(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], serial: str, shown: str
) -> None:
    path = typed(tmp_path, [line(expected_back=f'<c{{r}} s="1"><v>{serial}</v></c>')])
    assert check(path, capsys) == (1, [("not-a-date", "D2", shown)])


@pytest.mark.parametrize("typed_in", ["29/02/1900", "29 Feb 1900", "1900-02-29", "10000-01-01", "31 December 10000"])
def test_a_day_that_no_calendar_has_is_no_date_in_words_either(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], typed_in: str
) -> None:
    assert check(typed(tmp_path, [line(checkpoint=text(typed_in))]), capsys) == (1, [("not-a-date", "E2", typed_in)])


def test_the_last_day_of_all_is_a_date(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = typed(tmp_path, [line(expected_back='<c{r} s="1"><v>2958465.9999999</v></c>')])
    assert near(check(path, capsys)) == (1, [])
    assert due(read_log(path)) == "9999-12-31 23:59:59"


def test_a_workbook_that_counts_from_1904_has_its_own_bare_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = {
        "handed_off": '<c{r} s="1"><v>0</v></c>',
        "expected_back": "<c{r}><v>44895</v></c>",
        "checkpoint": '<c{r} s="1"><v>-1462</v></c>',
    }
    path = typed(tmp_path, [line(**cells)], properties='date1904="1"')
    assert near(check(path, capsys)) == (1, [("serial-date", "D2", "44895"), ("placeholder", "E2", "0")])
    log = read_log(path, options=ReadOptions(as_of=datetime(2026, 11, 23)))
    assert due(log) == "2026-12-01 00:00:00"
    assert str(log.frame.at[2, "handed_off"]) == "1904-01-01 00:00:00"


def test_a_time_alone_is_no_day_of_1904_either(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = typed(tmp_path, [line(checkpoint='<c{r} s="1"><v>0.75</v></c>')], properties='date1904="1"')
    assert near(check(path, capsys)) == (1, [("not-a-date", "E2", "18:00")])


@pytest.mark.parametrize("date", ["2026-12-01", "2026-12-01T00:00:00", "2026-12-01T00:00:00.000Z", " 2026-12-01 "])
def test_a_date_stored_as_iso_text_is_a_date(tmp_path: Path, capsys: pytest.CaptureFixture[str], date: str) -> None:
    path = typed(tmp_path, [line(expected_back=f'<c{{r}} t="d"><v>{date}</v></c>')])
    assert check(path, capsys) == (1, [])
    assert due(read_log(path)) == "2026-12-01 00:00:00"


@pytest.mark.parametrize("date", ["06:30:00", "soon", "2026-13-01", "1899-12-31", "0001-01-01"])
def test_iso_text_that_names_no_day_is_no_date(tmp_path: Path, capsys: pytest.CaptureFixture[str], date: str) -> None:
    path = typed(tmp_path, [line(expected_back=f'<c{{r}} t="d"><v>{date}</v></c>')])
    rows, [(code, cell, _)] = check(path, capsys)
    assert (rows, code, cell) == (1, "not-a-date", "D2")


FORMATS = ["27", "31", "36", "50", "57", "58", "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;", "[$-411]ge.m.d"]
FORMATS += ["[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "[$-404]e/m/d", "yyyy/m/d(aaa)", "yyyy/m/d;@", "B2d-mmm-yy"]


@pytest.mark.parametrize("code", FORMATS)
def test_a_date_in_a_format_of_any_country_is_a_date(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], code: str
) -> None:
    path = typed(tmp_path, [line()], formats=code)
    assert check(path, capsys) == (1, [])
    assert due(read_log(path)) == "2026-12-01 00:00:00"


@pytest.mark.parametrize("word", ["#N/A", "null", "NULL", "nan", "NaN", "inf", "TRUE"])
def test_words_that_others_take_for_nothing_stay_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], word: str
) -> None:
    path = typed(tmp_path, [line(item=text(word), handed_to=f'<c{{r}} t="str"><v>{word}</v></c>')])
    assert check(path, capsys) == (1, [])
    frame = read_log(path).frame
    assert (frame.at[2, "item"], frame.at[2, "handed_to"]) == (word, word)


@pytest.mark.parametrize("word", ["NA", "N/A", "n/a", "None", "-"])
def test_words_for_nothing_are_shown_as_they_were_typed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], word: str
) -> None:
    path = typed(tmp_path, [line(item=text(word), handed_to=f'<c{{r}} t="str"><v>{word}</v></c>')])
    assert check(path, capsys) == (1, [("required", "A2", word), ("required", "B2", word)])
    log = read_log(path)
    assert (log.frame.at[2, "item"], log.unread["handed_to"][2]) == (word, word)


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#NULL!", "#SPILL!", "#GETTING_DATA", "#BLOCKED!", "#CALC!"])
def test_every_error_is_an_error_and_no_blank(tmp_path: Path, capsys: pytest.CaptureFixture[str], error: str) -> None:
    cell = f'<c{{r}} t="e"><v>{error}</v></c>'
    path = typed(tmp_path, [line(item=cell, expected_back=cell)])
    assert check(path, capsys) == (1, [("error-value", "A2", error), ("error-value", "D2", error)])


def test_a_text_that_the_file_has_lost_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line(item='<c{r} t="s"><v>0</v></c>'), line(item='<c{r} t="s"><v>1</v></c>')]
    strings = "<si><t>Plan</t></si>"
    path = typed(tmp_path, lines, strings=strings)
    assert check(path, capsys) == (2, [("error-value", "A3", "#REF!")])


def test_a_lie_about_the_number_of_texts_costs_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = row(1, [text(heading) for heading in HEADINGS]) + row(2, line(item='<c{r} t="s"><v>0</v></c>'))
    contents = parts(rows, formats="14", strings="<si><t>Plan</t></si>")
    table, sheet = "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"
    contents[table] = str(contents[table]).replace("<sst ", '<sst count="4294967295" uniqueCount="4294967295" ')
    lie = '<dimension ref="A1:XFD1048576"/><sheetData>'
    contents[sheet] = str(contents[sheet]).replace("<sheetData>", lie)
    assert check(pack(tmp_path / "log.xlsx", contents), capsys) == (1, [])


def test_guides_to_pronunciation_are_no_part_of_a_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inline = '<c{r} t="inlineStr"><is><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr/></is></c>'
    shared = "<si><r><t>東</t></r><r><t>京</t></r><rPh sb='0' eb='2'><t>トウキョウ</t></rPh></si>"
    path = typed(tmp_path, [line(item=inline, handed_to='<c{r} t="s"><v>0</v></c>')], strings=shared)
    assert check(path, capsys) == (1, [])
    frame = read_log(path).frame
    assert (frame.at[2, "item"], frame.at[2, "handed_to"]) == ("東京", "東京")


@pytest.mark.parametrize(
    "status", ["Done_x000D_", "_x0020_done", "DONE\n", "Do_x0000_ne", "\u00a0Done_x00A0_", "done "]
)
def test_a_word_is_known_whatever_cannot_be_seen_in_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], status: str
) -> None:
    rows, problems = check(typed(tmp_path, [line(status=text(status))]), capsys)
    assert (rows, [code for code, *_ in problems if code != "done-without-return"]) == (1, [])


def test_a_strict_workbook_is_a_log_like_any_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dated = line(handed_off='<c{r} t="d"><v>2026-11-02</v></c>', item=text(""))
    path = typed(tmp_path, [dated], main=STRICT, office=STRICT_OFFICE)
    assert check(path, capsys) == (1, [("required", "A2", "")])
    assert str(read_log(path).frame.at[2, "handed_off"]) == "2026-11-02 00:00:00"


def test_rows_out_of_order_keep_their_numbers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = row(9, line(item="")) + row(3, line()) + row(1, [text(heading) for heading in HEADINGS]) + row(5, line())
    path = pack(tmp_path / "log.xlsx", parts(rows, formats="14"))
    assert check(path, capsys) == (3, [("required", "A9", "")])
    assert list(read_log(path).frame.index) == [3, 5, 9]


def test_a_log_without_a_single_address_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = ["<row>" + "".join(cell.replace("{r}", "") for cell in cells) + "</row>" for cells in (line(), GOOD)]
    titles = "<row>" + "".join(text(heading).replace("{r}", "") for heading in HEADINGS) + "</row>"
    path = pack(tmp_path / "log.xlsx", parts(titles + "<row/>" + "".join(lines), formats="14"))
    assert check(path, capsys) == (2, [])
    assert list(read_log(path).frame.index) == [3, 4]


def test_a_log_may_stand_in_the_last_columns_and_end_in_the_last_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    left = 16_384 - len(HEADINGS) + 1
    rows = row(1, [text(heading) for heading in HEADINGS], left)
    rows += row(1_048_576, line(status=text("Dnoe")), left)
    path = pack(tmp_path / "log.xlsx", parts(rows, formats="14"))
    assert check(path, capsys) == (1, [("unknown-choice", "XFD1048576", "Dnoe")])


@pytest.mark.parametrize("command", ["check", "adopt", "review"])
def test_a_list_of_very_many_columns_is_refused_before_each_is_looked_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    path = pack(tmp_path / "log.xlsx", parts(row(1, [*map(text, HEADINGS), *[text("More")] * 5_000]) + row(2, line())))
    assert main([command, str(path), *([] if command == "check" else ["-o", str(tmp_path / "new.xlsx")])]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "'log.xlsx' has 5,006 headings in row 1 of the sheet 'Log', more than the 2,000 that sheetkit reads" in said


def test_a_lone_cell_in_the_last_corner_costs_nothing_and_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = row(1, [text(heading) for heading in HEADINGS]) + row(2, line())
    path = pack(tmp_path / "log.xlsx", parts(rows + row(1_048_576, [text("far")], 16_384), formats="14"))
    assert check(path, capsys) == (1, [])
    far = [problem for problem in read_log(path).problems if problem.cell == "XFD1048576"]
    assert [problem.code for problem in far] == ["unknown-column"]


def test_headings_that_differ_only_in_case_are_one_column_and_an_extra(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = row(1, [text(heading) for heading in (*HEADINGS, "ITEM")]) + row(2, [*line(status=text("Open")), text("x")])
    path = pack(tmp_path / "log.xlsx", parts(rows, formats="14"))
    assert check(path, capsys) == (1, [("duplicate-column", "G1", "ITEM")])
    assert read_log(path).frame.at[2, "item"] == "Plan"


def test_merged_and_hidden_lines_are_read_as_they_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = row(1, [text(heading) for heading in HEADINGS]) + row(2, line()) + row(3, line(handed_to=""))
    contents = parts(rows.replace('<row r="3"', '<row r="3" hidden="1"'), formats="14")
    sheet = "xl/worksheets/sheet1.xml"
    merged = '</sheetData><mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells>'
    contents[sheet] = str(contents[sheet]).replace("</sheetData>", merged)
    path = pack(tmp_path / "log.xlsx", contents)
    assert check(path, capsys) == (2, [("merged-cells", "B2", "B2:B3")])
    assert [problem.cell for problem in read_log(path).problems if problem.code == "hidden-rows"] == ["A3"]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_log_on_a_hidden_sheet_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str], state: str) -> None:
    rows = row(1, [text(heading) for heading in HEADINGS]) + row(2, line())
    contents = parts(rows, formats="14", sheets={"Log": state, "Cover": "visible"})
    assert check(pack(tmp_path / "log.xlsx", contents), capsys) == (1, [])


def test_a_moment_a_hair_before_midnight_is_the_next_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = typed(tmp_path, [line(expected_back='<c{r} s="1"><v>46356.999999999</v></c>')])
    assert check(path, capsys) == (1, [])
    assert due(read_log(path)) == "2026-12-01 00:00:00"


@pytest.mark.parametrize("stream", ["EncryptedPackage", "Workbook"])
def test_an_ole_container_is_told_from_a_workbook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], stream: str
) -> None:
    path = tmp_path / "log.xlsx"
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016)
    path.write_bytes(head + stream.encode("utf-16-le") + bytes(512))
    assert main(["check", str(path), "--json"]) == 2
    shown = capsys.readouterr()
    assert json.loads(shown.out)["logs"] == []
    assert "password" in shown.err
    assert is_one_message(shown.err)
