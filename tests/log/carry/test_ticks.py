"""A column of ticks becomes the Status of the new log, and nothing is made up."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from sheets import write_block

from sheetkit.cli import main

HEADINGS = ["Task", "Who", "Sent", "Due date"]
LINE = ["Plan", "Ana", date(2026, 11, 2), date(2026, 11, 10)]


def adopted(
    folder: Path, heading: str, values: list[object], *options: str, capsys: pytest.CaptureFixture[str]
) -> tuple[list[object], str]:
    """Adopt a list and return the values of Status and the output."""
    book, old, new = Workbook(), folder / "old.xlsx", folder / "new.xlsx"
    write_block(book.active, 1, 1, [[*HEADINGS, heading], *([*LINE, value] for value in values)])
    book.save(old)
    assert main(["adopt", str(old), "-o", str(new), *options]) == 0
    sheet = load_workbook(new)["Log"]
    [status] = [cell.column for cell in sheet[1] if cell.value == "Status"]
    return [sheet.cell(row, status).value for row in range(2, 2 + len(values))], " ".join(
        capsys.readouterr().out.split()
    )


def test_ticks_become_done_and_open(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    statuses, said = adopted(tmp_path, "Done", [True, False, None], capsys=capsys)
    assert statuses == ["Done", "Open", None]
    assert "Done -> Status (its cells say what is done)" in said


@pytest.mark.parametrize(("yes", "no"), [("ja", "nein"), ("oui", "non"), ("s\u00ed", "no"), ("x", "-"), ("Hecho", "0")])
def test_yes_and_no_of_the_common_languages_are_understood(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], yes: str, no: str
) -> None:
    assert adopted(tmp_path, "Finished?", [yes, no], capsys=capsys)[0] == ["Done", "Open"]


def test_a_column_under_any_heading_can_be_mapped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    statuses, _ = adopted(tmp_path, "All well", ["yes", "no"], "--map", "All well=status", capsys=capsys)
    assert statuses == ["Done", "Open"]


def test_what_means_nothing_known_stays_and_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    statuses, said = adopted(tmp_path, "Done", ["x", "perhaps"], capsys=capsys)
    assert statuses == ["Done", "perhaps"]
    assert "E3: no Status has these words ('perhaps'), so they stay and the line counts as Open." in said


def test_a_sum_or_repeated_headings_are_no_status_of_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book, old, new = Workbook(), tmp_path / "old.xlsx", tmp_path / "new.xlsx"
    headings = [*HEADINGS, "Status"]
    lines = [headings, [*LINE, "perhaps"], headings, [*LINE, "Open"], [None, None, None, "Total:", 3]]
    write_block(book.active, 1, 1, lines)
    book.save(old)
    assert main(["adopt", str(old), "-o", str(new)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "E2: no Status has these words ('perhaps'), so they stay and the line counts as Open." in said
    assert "A3: the headings, repeated." in said
    assert "D5:E5: in the totals row." in said
    assert said.count("no Status has these words") == 1


@pytest.mark.parametrize("heading", ["Done", "Finished?", "Erledigt", "Sorted?"])
def test_a_done_column_without_any_known_word_is_status_and_its_words_are_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], heading: str
) -> None:
    statuses, said = adopted(tmp_path, heading, ["gebeurd", None, "k", "gebeurd"], capsys=capsys)
    assert statuses == ["gebeurd", None, "k", "gebeurd"]
    assert "E2 and E4:E5: no Status has these words ('gebeurd' and 'k'), so they stay and the line counts as" in said


@pytest.mark.parametrize("values", [[12, 30], ["2 boxes at the desk, and the rest with the porter on Monday"], [None]])
def test_what_is_no_answer_makes_no_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], values: list[object]
) -> None:
    statuses, said = adopted(tmp_path, "Delivered", values, capsys=capsys)
    assert statuses == [None] * len(values)
    assert "Delivered -> kept as an extra column" in said


@pytest.mark.parametrize("heading", ["OK?", "Urgent?", "All well (Y/N)", "Signed yes/no", "Klar? (ja oder nein)"])
def test_a_question_that_is_answered_by_yes_and_no_can_be_mapped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], heading: str
) -> None:
    statuses, said = adopted(tmp_path, heading, ["yes", "no"], capsys=capsys)
    assert statuses == [None, None]
    assert f"{heading!r} is answered by yes and no: if yes means that it is done, add --map" in said
    (tmp_path / "new.xlsx").unlink()
    statuses, _ = adopted(tmp_path, heading, ["yes", "no"], "--map", f"{heading}=status", capsys=capsys)
    assert statuses == ["Done", "Open"]


@pytest.mark.parametrize(
    "heading", ["Closed (Y/N)", "Returned? (Y/N)", "Returned?", "Closed", "Completed yet? (yes/no)"]
)
def test_a_return_that_is_answered_by_yes_and_no_is_a_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], heading: str
) -> None:
    assert adopted(tmp_path, heading, ["Y", "N", None], capsys=capsys)[0] == ["Done", "Open", None]


@pytest.mark.parametrize(
    ("heading", "values"), [("Returned", ["x", None]), ("Closed?", ["yes", date(2026, 11, 9)]), ("Back", ["soon"])]
)
def test_a_return_with_days_in_it_stays_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], heading: str, values: list[object]
) -> None:
    statuses, said = adopted(tmp_path, heading, values, capsys=capsys)
    assert statuses == [None] * len(values)
    assert f"{heading} -> Returned" in said


def test_a_column_of_statuses_under_another_heading_can_be_mapped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, said = adopted(tmp_path, "How is it", ["Closed", "In progress"], capsys=capsys)
    assert "'How is it' looks like a status: if it is one, add --map \"How is it=status\"." in said
    (tmp_path / "new.xlsx").unlink()
    _, said = adopted(tmp_path, "Condition", ["New", "new"], capsys=capsys)
    assert "looks like a status" not in said


@pytest.mark.parametrize("heading", ["is_done", "isDone", "completed_flag", "Job done"])
def test_names_of_fields_ask_whether_it_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], heading: str
) -> None:
    assert adopted(tmp_path, heading, [1, 0], capsys=capsys)[0] == ["Done", "Open"]


def test_a_status_of_characters_that_nobody_sees_is_blank_and_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, said = adopted(tmp_path, "Status", ["Done", "\u200b", " \u00a0", "Op\u00aden"], capsys=capsys)
    assert "E3: the cell holds only what nobody sees (zero width space), so it counts as blank." in said
    assert "E5: the text holds what nobody sees (soft hyphen), and it is carried over as any other." in said
    assert "no Status has these words" not in said


def test_a_heading_with_what_nobody_sees_is_shown_without_it_and_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, said = adopted(tmp_path, "My\u200bown", ["\u200e2026-11-02", "\u3164"], capsys=capsys)
    assert "Myown -> kept as an extra column" in said
    assert "E1: the heading holds what nobody sees (zero width space), which is left out." in said
    assert "E2: the text holds what nobody sees (left-to-right mark)" in said
    assert "E3: the cell holds only what nobody sees (hangul filler), so it counts as blank." in said


def test_a_column_of_days_called_done_is_the_day_it_came_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    statuses, said = adopted(tmp_path, "Done", [date(2026, 11, 9), None], capsys=capsys)
    assert statuses == [None, None]
    assert "Done -> Returned" in said


@pytest.mark.parametrize(
    "heading",
    [
        "Done (Y/N)", "Tick when done", "Is it back?", "Completed?", "Has it been returned?", "Done yes/no",
        "Done? \u2713",
        "Erledigt (j/n)", "Schon zur\u00fcck?", "Termin\u00e9 (O/N)", "D\u00e9j\u00e0 rendu ?", "\u00bfHecho?",
        "Devuelto S/N",
        "\u00c8 fatto?", "Gi\u00e0 restituito?", "J\u00e1 devolvido?", "Feito (S/N)", "Is het klaar?",
        "Afgerond ja/nee",
    ],
)  # fmt: skip
def test_however_one_asks_whether_it_is_done(tmp_path: Path, capsys: pytest.CaptureFixture[str], heading: str) -> None:
    assert adopted(tmp_path, heading, ["x", None], capsys=capsys)[0] == ["Done", None]


@pytest.mark.parametrize(
    ("heading", "values", "statuses"),
    [
        ("% complete", [1, 0.5, 0], ["Done", "Open", "Open"]),
        ("% complete", [100, 50, 1], ["Done", "Open", "Open"]),
        ("Fertig in %", ["100 %", "99,5%", "1%"], ["Done", "Open", "Open"]),
        ("% avancement", ["100%", "fini", 250], ["Done", "fini", 250]),
    ],
)
def test_all_of_it_is_done_and_less_is_open(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    heading: str,
    values: list[object],
    statuses: list[object],
) -> None:
    carried, said = adopted(tmp_path, heading, values, capsys=capsys)
    assert carried == statuses
    assert ("how much of it is done becomes the Status Open." in said) == ("Open" in statuses)


def test_where_it_is_asked_whether_a_line_is_open_no_can_be_mapped_to_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    values = ["no", "yes", "-", None]
    (tmp_path / "kept").mkdir()
    _, said = adopted(tmp_path / "kept", "Still open?", values, capsys=capsys)
    option = '--map "Still open?=status"'
    assert f"'Still open?' is answered by yes and no: if no means that it is done, add {option}." in said
    statuses, said = adopted(tmp_path, "Still open?", values, "--map", "Still open?=status", capsys=capsys)
    assert statuses == ["Done", "Open", "-", None]
    assert "E2: 'no' becomes the Status Done." in said
    assert "E4: no Status has these words ('-'), so they stay and the line counts as Open." in said


@pytest.mark.parametrize("heading", ["Check", "Is it in order"])
def test_a_mark_that_is_answered_by_no_alone_can_be_mapped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], heading: str
) -> None:
    _, said = adopted(tmp_path, heading, ["no", "no"], capsys=capsys)
    assert f"'{heading}' is answered by yes and no: if yes means that it is done, add --map" in said


def test_what_a_word_under_a_tick_heading_becomes_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    statuses, said = adopted(tmp_path, "Done", ["yes", "backlog"], capsys=capsys)
    assert statuses == ["Done", "Open"]
    assert "E3: 'backlog' becomes the Status Open." in said
    assert "'yes' becomes" not in said


@pytest.mark.parametrize(
    ("heading", "words", "statuses"),
    [
        ("Status", ["Erledigt", "in Bearbeitung", "storniert"], ["Done", "Open", "Cancelled"]),
        ("Statut", ["Termin\u00e9", "En cours", "Annul\u00e9e"], ["Done", "Open", "Cancelled"]),
        ("Estado", ["hecho", "Pendiente", "En espera"], ["Done", "Open", "On hold"]),
        ("Stato", ["Chiuso", "In corso", "sospeso"], ["Done", "Open", "On hold"]),
        ("Estado", ["Conclu\u00eddo", "Em andamento", "cancelado"], ["Done", "Open", "Cancelled"]),
        ("Status", ["Afgerond", "Lopend", "vervallen"], ["Done", "Open", "Cancelled"]),
        ("Status", ["\u2714 erledigt!", "DONE ", "completed"], ["Done", "DONE ", "completed"]),
    ],
)
def test_statuses_of_other_languages_become_those_of_the_log_and_are_named(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    heading: str,
    words: list[object],
    statuses: list[object],
) -> None:
    found, said = adopted(tmp_path, heading, words, capsys=capsys)
    assert found == statuses
    assert f"E2: {str(words[0])!r} becomes the Status Done." in said


@pytest.mark.parametrize("word", ["ja", "x", "yes", "fast fertig", "siehe Mail"])
def test_under_status_a_tick_or_what_is_not_known_is_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], word: str
) -> None:
    found, said = adopted(tmp_path, "Status", [word, "erledigt"], capsys=capsys)
    assert found == [word, "Done"]
    assert f"E2: no Status has these words ({word!r}), so they stay and the line counts as Open." in said


def test_a_yes_of_another_language_in_returned_says_that_it_is_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, old, new = Workbook(), tmp_path / "old.xlsx", tmp_path / "new.xlsx"
    values: list[object] = ["ja", "nein", date(2026, 11, 9), "x", "s\u00ed"]
    write_block(book.active, 1, 1, [[*HEADINGS, "R\u00fcckgabedatum"], *([*LINE, value] for value in values)])
    book.save(old)
    assert main(["adopt", str(old), "-o", str(new)]) == 0
    sheet = load_workbook(new)["Log"]
    [returned] = [cell.column for cell in sheet[1] if cell.value == "Returned"]
    found = [sheet.cell(row, returned).value for row in range(2, 7)]
    assert [found[0], found[1], found[3], found[4]] == ["yes", "nein", "x", "yes"]
    assert "E2: 'ja' becomes 'yes', which says that it is back." in capsys.readouterr().out
