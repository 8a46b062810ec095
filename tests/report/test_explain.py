"""Names in plain words."""

import pytest

from sheetkit.cli import main
from sheetkit.errors import SheetkitError
from sheetkit.log.problems import CODES
from sheetkit.report.explain import explain_lines
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
    assert "Done may also be written complete or completed." in explain_lines("status", shipped())
    assert explain_lines("Complete", shipped())[0].startswith("Done is a choice of the column Status")


def test_a_flag_and_a_column_of_one_name_are_both_explained() -> None:
    text = "\n".join(explain_lines("returned", shipped()))
    assert "is a flag" in text
    assert "is a column" in text


def test_a_wrong_name_gets_the_nearest_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SheetkitError, match="did you mean 'overdue'"):
        explain_lines("overdu", shipped())
    assert main(["explain", "xyzzy"]) == 2
    assert "The flags are incomplete, overdue" in capsys.readouterr().err
