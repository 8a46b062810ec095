"""The live formulas of a log: within Excel's limits, with references that survive moved columns."""

import re

import pytest
from package_checks import FUNCTIONS_2007, functions, units

from sheetkit.errors import TemplateError
from sheetkit.log.create.live_formula import MAX_NESTING, live_formula
from sheetkit.template.load import load_template
from sheetkit.template.model import Template
from sheetkit.template.store import shipped

LIVE = [column for column in shipped().columns if column.is_live]


def with_rules(count: int, condition: str, source: str = shipped().source) -> Template:
    """A template with `count` more rules; {0} in the condition is each one's number."""
    rule = """
[[rule]]
name = "more_{0}"
title = "More {0}"
description = "More."
when = "{1}"
why = "more"
do_next = "Do it"
"""
    more = "".join(rule.format(number, condition.format(number)) for number in range(count))
    return load_template(source + more, "more.toml")


@pytest.mark.parametrize("column", LIVE, ids=lambda column: column.name)
def test_a_live_formula_refers_to_the_tables_columns_and_names_alone(column: object) -> None:
    formula = live_formula(shipped(), column)
    bare = re.sub(r'"[^"]*"', "", formula)
    titles = {column.title for column in shipped().columns}
    assert set(re.findall(r"HandOffs\[\[#This Row\],\[([^\]]+)\]\]", bare)) <= titles
    bare = re.sub(r"HandOffs\[\[#This Row\],\[[^\]]+\]\]", "", bare)
    names = set(re.findall(r"[A-Za-z_][\w.]*", bare)) - functions(formula) - {"TRUE", "FALSE"}
    assert names <= {"as_of", "working_week", "days_off", "days_off_count", *shipped().defaults}
    assert "[" not in bare
    assert functions(formula) <= FUNCTIONS_2007
    assert units(formula) <= 8_192


def test_the_flag_names_every_rule_once_in_order_of_precedence() -> None:
    formula = live_formula(shipped(), LIVE[0])
    titles = [f'"{rule.title}"' for rule in shipped().rules]
    assert [formula.count(title) for title in [*titles, f'"{shipped().on_track}"']] == [1] * (len(titles) + 1)
    # A line that is back is in the branch of lines that are not out, which comes last.
    places = [formula.index(title) for title in sorted(titles, key='"Back: close it"'.__eq__)]
    assert places == sorted(places)


def test_too_many_rules_for_one_formula_are_refused_with_its_length() -> None:
    template = with_rules(12, "out and span > 1{0} and past(checkpoint) and not blank(notes)")
    with pytest.raises(TemplateError, match=r"formula of \d+,\d+ characters for 'Flag', and Excel allows 8,192"):
        live_formula(template, template.columns[0])


def test_too_many_short_rules_are_refused_for_their_nesting() -> None:
    needed = ("overdue", "missing_checkpoint")
    rules = shipped().source.split("[[rule]]")[1:]
    source = shipped().source
    for rule in rules[:-1]:
        if not any(f'name = "{name}"' in rule for name in needed):
            source = source.replace(f"[[rule]]{rule}", "")
    assert live_formula(with_rules(20, "{0} > 100", source), shipped().columns[0])
    with pytest.raises(TemplateError, match=rf"nest \d+ functions for 'Flag', and Excel allows {MAX_NESTING}"):
        live_formula(with_rules(64, "{0} > 100", source), shipped().columns[0])


def test_quotation_marks_in_what_the_flag_says_are_written_twice() -> None:
    source = shipped().source.replace('on_track = "On track"', "on_track = 'All \"fine\"'")
    template = load_template(source.replace('title = "Slipped"', "title = '\"Slipped\"'"), "quoted.toml")
    formula = live_formula(template, template.columns[0])
    assert '"All ""fine"""' in formula
    assert '"""Slipped"""' in formula
