"""Problems with the people of a log."""

from pathlib import Path

import pytest
from logs import read, row

from sheetkit.log.problems import Problem
from sheetkit.log.read_log import Log


def one(log: Log) -> Problem:
    [problem] = [problem for problem in log.problems if problem.code != "same-hand-off"]
    return problem


def test_nearly_the_same_name_is_asked_about_once(tmp_path: Path) -> None:
    rows = [row(), row(), row(handed_to="Anna Costa"), row(handed_to="Anna Costa "), row(handed_to="Li Wei")]
    problem = one(read(tmp_path, rows))
    assert (problem.code, problem.severity, problem.cell) == ("similar-names", "info", "F4")
    assert problem.message == "'Anna Costa' and 'Ana Costa' are nearly the same: are they the same person?"


def test_a_name_without_its_accents_is_nearly_the_same(tmp_path: Path) -> None:
    problem = one(read(tmp_path, [row(handed_to="Zoë Müller"), row(handed_to="Zoe Mueller")]))
    assert (problem.code, problem.cell) == ("similar-names", "F3")


def test_one_name_written_in_two_ways_is_counted_together_and_told(tmp_path: Path) -> None:
    problem = one(read(tmp_path, [row(), row(handed_to="Costa, Ana")]))
    assert (problem.code, problem.cell) == ("similar-names", "F3")
    assert "one name written in two ways" in problem.message


@pytest.mark.parametrize("name", ["Ana Costa (Finance)", "Ana Costa - Legal", "Costa, Ana [EXT]"])
def test_a_remark_behind_a_name_is_asked_about_and_not_counted_together(tmp_path: Path, name: str) -> None:
    problem = one(read(tmp_path, [row(), row(), row(handed_to=name)]))
    assert (problem.code, problem.cell) == ("similar-names", "F4")
    assert problem.message.endswith("are nearly the same: are they the same person?")


@pytest.mark.parametrize("name", ["Dr. Ana Costa", "@Ana Costa", "12;#Ana Costa", "Ana Costa <ana@example.org>"])
def test_a_title_or_what_a_program_adds_makes_no_other_person(tmp_path: Path, name: str) -> None:
    problem = one(read(tmp_path, [row(), row(), row(handed_to=name)]))
    assert "one name written in two ways" in problem.message


def test_two_people_in_one_cell_are_asked_about(tmp_path: Path) -> None:
    problem = one(read(tmp_path, [row(handed_to="Ana Costa; Ben Lee")]))
    assert (problem.code, problem.severity, problem.cell) == ("several-people", "warning", "F2")
    assert problem.fix == "Enter one of Ana Costa and Ben Lee, and give the others lines of their own."


def test_two_first_names_that_stand_alone_elsewhere_are_two_people(tmp_path: Path) -> None:
    names = ["Ana, Ben", "ana", "Ben ", "Costa, Ana"]
    log = read(tmp_path, [row(handed_to=name, item=name) for name in names])
    assert log.frame["handed_to"].tolist() == ["Ana; Ben", "ana", "Ben", "Costa, Ana"]
    assert [problem.cell for problem in log.problems if problem.code == "several-people"] == ["F2"]
    both = "two names with a comma between them are read as two people, since both stand alone in other lines."
    assert f"Row 2: {both}" in log.notes
    (tmp_path / "one").mkdir()
    log = read(tmp_path / "one", [row(handed_to=name, item=name) for name in names[:2]])
    assert (log.frame["handed_to"].tolist(), log.notes) == (["Ana, Ben", "ana"], ())


def test_the_same_two_people_in_another_spelling_are_not_called_one_person(tmp_path: Path) -> None:
    log = read(tmp_path, [row(handed_to="Ana Costa; Ben Lee"), row(handed_to="Ana Costa and Ben Lee")])
    assert {problem.code for problem in log.problems} == {"several-people"}


def test_a_name_with_its_words_in_another_order_is_asked_about(tmp_path: Path) -> None:
    problem = one(read(tmp_path, [row(), row(), row(handed_to="COSTA Ana")]))
    assert (problem.code, problem.cell) == ("similar-names", "F4")
    assert problem.message == "'COSTA Ana' and 'Ana Costa' are nearly the same: are they the same person?"


@pytest.mark.parametrize("line_end", ["\n", "\n\n", " \n", "\x85"])
def test_names_on_lines_of_their_own_stay_apart_wherever_they_are_shown(tmp_path: Path, line_end: str) -> None:
    log = read(tmp_path, [row(handed_to=f"Ana Costa{line_end}Ben Lee"), row(handed_to="Ana Costa Ben")])
    [problem] = [problem for problem in log.problems if problem.code == "several-people"]
    assert problem.message.startswith("'Ana Costa; Ben Lee' names")
    assert problem.value == "Ana Costa Ben Lee"
    assert not any("CostaBen" in f"{problem.message} {problem.value} {problem.fix}" for problem in log.problems)


@pytest.mark.parametrize("name", ["Costa, Ana", "12;#Ana Costa", "Ana Costa, PhD", "Marks & Spencer Ltd", "Ana Costa;"])
def test_one_person_or_one_firm_is_one(tmp_path: Path, name: str) -> None:
    assert list(read(tmp_path, [row(handed_to=name)]).problems) == []


def test_an_address_left_from_somebody_else_is_told_before_a_message_goes_there(tmp_path: Path) -> None:
    rows = [row(email="ana.costa@example.org"), row(handed_to="Ben Lee", email="ana.costa@example.org")]
    problem = one(read(tmp_path, rows))
    assert (problem.code, problem.cell) == ("bad-email", "G3")
    assert (
        problem.message == "'ana.costa@example.org' seems to be the address of Ana Costa, and the line is with Ben Lee"
    )


def test_an_address_that_says_the_name_of_another_person_is_told(tmp_path: Path) -> None:
    rows = [row(), row(handed_to="Ben Lee", email="ana.costa@example.org")]
    assert [(problem.code, problem.cell) for problem in read(tmp_path, rows).problems] == [("bad-email", "G3")]


@pytest.mark.parametrize("address", ["acosta", "a.costa", "costaa", "anacosta", "ana", "costa.ana"])
def test_any_usual_address_of_another_person_in_the_log_is_told(tmp_path: Path, address: str) -> None:
    problem = one(read(tmp_path, [row(), row(handed_to="Ben Lee", email=f"{address}@example.org")]))
    assert (problem.code, problem.cell) == ("bad-email", "G3")
    assert "the address of Ana Costa, and the line is with Ben Lee" in problem.message


def test_an_address_of_somebody_who_is_nowhere_in_the_log_any_more_is_told(tmp_path: Path) -> None:
    problem = one(read(tmp_path, [row(handed_to="Ben Lee", email="ana.costa@example.org")]))
    assert (problem.code, problem.severity, problem.cell) == ("bad-email", "warning", "G2")
    assert (
        problem.message == "'ana.costa@example.org' seems to be somebody else's address, and the line is with Ben Lee"
    )
    assert problem.fix.startswith("Enter the address of Ben Lee, or clear the cell")


def test_one_address_of_two_people_is_told_once_for_the_one_who_has_it_less_often(tmp_path: Path) -> None:
    rows = [row(email="x27@example.org")] * 2 + [row(handed_to="Ben Lee", email="x27@example.org")] * 2
    rows += [row(email="x27@example.org")]
    assert [
        (problem.code, problem.cell) for problem in read(tmp_path, rows).problems if problem.code != "same-hand-off"
    ] == [("bad-email", "G4")]


def test_two_people_may_have_the_address_of_their_office(tmp_path: Path) -> None:
    rows = [row(email="office@example.org"), row(handed_to="Ben Lee", email="office@example.org")]
    assert "bad-email" not in [problem.code for problem in read(tmp_path, rows).problems]


def test_addresses_of_ones_own_are_nothing_to_tell(tmp_path: Path) -> None:
    rows = [row(email="ana@example.org"), row(handed_to="Ben Lee", email="ben.lee@example.org")]
    rows += [row(handed_to="Ana Lee", email="ana.lee@example.org")]
    assert list(read(tmp_path, rows).problems) == []
