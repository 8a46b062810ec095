"""Text lists: no field moves under the wrong heading."""

from pathlib import Path

import pytest

from sheetkit.errors import UnreadableError
from sheetkit.log.read.csv_file import is_text_list, read_csv
from sheetkit.log.read_log import read_log

HEADINGS = "Item,Handed to,Handed off,Due,Notes\n"


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "list.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.mark.parametrize("end", ["ok", "", " "])
def test_a_comma_in_a_text_without_quotation_marks_is_refused_by_its_line(tmp_path: Path, end: str) -> None:
    path = written(
        tmp_path, f"{HEADINGS}Send report, plan,Ana,2026-11-02,2026-11-10,{end}\nb,Ben,2026-11-02,2026-11-10\n"
    )
    with pytest.raises(UnreadableError, match="line 2 has 6 fields, the headings 5"):
        read_csv(path).uneven_records(1)
    with pytest.raises(UnreadableError, match="line 2 has 6 fields, the headings 5"):
        read_log(path)


def test_a_line_with_fewer_fields_is_read_and_named_by_its_line_in_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, f'{HEADINGS}"two\nlines",Ana,2026-11-02,2026-11-10,\n\nb,Ben,2026-11-02\n,,\n')
    notes = read_log(path).notes
    assert notes[1] == "Line 5 has 3 fields, the headings 5: what is missing at the end is blank."


def test_many_such_lines_are_all_named(tmp_path: Path) -> None:
    path = written(tmp_path, HEADINGS + "a,b,c,d,e,f,g\n" * 9)
    with pytest.raises(UnreadableError, match=r"lines 2-10 have 7 fields, the headings 5"):
        read_csv(path).uneven_records(1)


def test_titles_above_the_headings_and_blank_lines_are_no_uneven_lines(tmp_path: Path) -> None:
    path = written(tmp_path, f"My list\n\n{HEADINGS}a,Ana,2026-11-02,2026-11-10,x\n,,,,,,\n")
    log = read_log(path)
    assert log.heading_row == 3
    assert log.notes == ("It is text in UTF-8, separated by commas.",)


def test_a_list_in_cyrillic_letters_keeps_them_and_the_guess_is_called_one(tmp_path: Path) -> None:
    text = "Item;Handed to;Handed off;Due\nДоговора аренды;Иван Петров;2026-11-02;2026-11-10\n"
    text += "Акты;Мария Сидорова;2026-11-02;2026-11-12\n"
    log = read_log(written(tmp_path, text.encode("cp1251")))
    assert log.frame["handed_to"].tolist() == ["Иван Петров", "Мария Сидорова"]
    assert "Windows-1251" in log.notes[0]
    assert "the encoding is a guess, by which a cell reads 'Иван Петров'" in log.notes[0]


def test_a_date_in_a_text_list_is_no_warning_since_it_can_be_nothing_but_text(tmp_path: Path) -> None:
    log = read_log(written(tmp_path, f"{HEADINGS}a,Ana,2026-11-02,2 Dec 2026,x\nb,Ben,03/04/2026,2026-11-10,\n"))
    assert [problem.code for problem in log.problems if problem.severity != "info"] == ["ambiguous-date"]


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"%PDF-1", b"<!DOCTYPE html>", b"\xd0\xcf\x11\xe0\xa1", b"{\\rtf1"])
def test_another_file_with_the_ending_of_a_text_list_is_none(tmp_path: Path, start: bytes) -> None:
    assert not is_text_list(written(tmp_path, start + b" a,b\n"))
    assert not is_text_list(Path("list.csv"), start)
    assert is_text_list(Path("list.csv"), b"a,b\n")


def test_a_line_of_megabytes_is_refused_at_once_and_a_long_text_by_its_line(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"line 2 has more than 4 MiB"):
        read_csv(written(tmp_path, f"{HEADINGS}{'x' * 5_000_000},Ana,2026-11-02,2026-11-10,\n"))
    with pytest.raises(UnreadableError, match=r"from line 2: .* or a text there has more than 131,072"):
        read_csv(written(tmp_path, f"{HEADINGS}{'x' * 200_000},Ana,2026-11-02,2026-11-10,\n"))


def test_the_example_of_a_quoted_text_has_the_separator_of_the_list(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("Item;Who;Sent;Due\nPlan; draft;Ana;2026-10-01;2026-11-01\n")
    with pytest.raises(UnreadableError, match='as in "a; b"'):
        read_csv(tmp_path / "list.csv").uneven_records(1)
