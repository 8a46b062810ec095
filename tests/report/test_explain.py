"""Names in plain words."""

import pytest
from messages import is_one_message, one_line

from sheetkit.cli import main
from sheetkit.errors import SheetkitError
from sheetkit.log.problems import CODES
from sheetkit.report.explain import explain_lines, list_lines
from sheetkit.template.store import shipped


@pytest.mark.parametrize("name", ["overdue", "Overdue", "date-as-text", "Expected back", "due date", "due_soon_days"])
def test_every_kind_of_name_is_explained(name: str) -> None:
    assert len(explain_lines(name, shipped())) >= 2


def test_every_problem_code_is_explained() -> None:
    for code in CODES:
        assert explain_lines(code, shipped())[1].endswith(".")


def test_whatever_stands_in_a_log_is_explained() -> None:
    template = shipped()
    names = [name for rule in template.rules for name in (rule.name, rule.title)]
    names += [name for column in template.columns for name in (column.name, column.title, *column.aliases)]
    names += [choice.title for column in template.columns for choice in column.choices]
    names += [name for setting in template.settings for name in (setting.name, setting.title)]
    for name in (*names, "as_of", "date_order"):
        assert len(explain_lines(name, template)) >= 2, name


def test_other_spellings_of_a_choice_are_told() -> None:
    assert "Done may also be written complete, completed, closed, resolved, finished or returned." in explain_lines(
        "status", shipped()
    )
    assert explain_lines("Complete", shipped())[0].startswith("Done is a choice of the column Status")


def test_a_flag_and_a_column_of_one_name_are_both_explained() -> None:
    text = "\n".join(explain_lines("returned", shipped()))
    assert "is a flag" in text
    assert "is a column" in text


def test_a_wrong_name_gets_the_nearest_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SheetkitError, match="did you mean 'overdue'"):
        explain_lines("overdu", shipped())
    assert main(["explain", "xyzzy"]) == 2
    said = capsys.readouterr().err
    assert "`sheetkit explain` lists all names" in one_line(said)
    assert is_one_message(said)


def test_whatever_is_listed_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain"]) == 0
    listed = capsys.readouterr().out
    groups = {block.split("\n")[0]: " ".join(block.split("\n")[1:]).split(",") for block in listed.split("\n\n")[1:]}
    assert list(groups) == ["Flags", "Problems", "Columns", "Choices", "Settings"]
    for names in groups.values():
        for name in names:
            assert len(explain_lines(name.strip(), shipped())) >= 2, name
    assert set(CODES) == {name.strip() for name in groups["Problems"]}


@pytest.mark.parametrize("width", [40, 80, 120])
def test_the_list_fits_the_terminal_and_breaks_no_name(width: int) -> None:
    lines = list(list_lines(shipped(), "sheetkit", width))[1:]
    assert max(map(len, lines)) <= width
    assert any("Expected back" in line for line in lines)
    assert not any("\xa0" in line for line in lines)


def test_a_column_says_which_words_leave_it_blank_and_which_say_yes() -> None:
    said = explain_lines("returned", shipped())
    assert any(line.startswith("Where no day is known, it may say yes, y, x, ") for line in said)
    assert any(line.startswith("It counts as blank where it says -, ") for line in said)
