"""The formulas of a log's live columns: the Flag and the numbers that change while people type."""

import re
from collections.abc import Sequence
from itertools import accumulate

from sheetkit.errors import TemplateError
from sheetkit.expression.excel_formula import FormulaWriter, text_literal
from sheetkit.expression.simplify import Facts, simplify, with_fact
from sheetkit.expression.tree import Column as ColumnNode
from sheetkit.expression.tree import Node, Not, OneOf, Truth, Type
from sheetkit.ooxml.limits import MAX_FORMULA, utf16_length
from sheetkit.template.model import Column, ColumnKind, Template
from sheetkit.template.rule import Rule

MAX_NESTING = 64  # of functions in a formula, in Excel


def live_formula(template: Template, column: Column) -> str:
    """Return the formula of a live column, without '='. It is the same in every row of the table.

    Raises TemplateError where the template's rules make it longer or more nested than Excel allows.
    """
    formula = _flag(template) if column.kind is ColumnKind.FLAG else _number(template, column)
    if utf16_length(formula) > MAX_FORMULA:
        raise TemplateError(
            f"The rules of the template {template.name!r} make a formula of {utf16_length(formula):,} characters for "
            f"{column.title!r}, and Excel allows {MAX_FORMULA:,}: shorten or remove a rule."
        )
    if _depth(formula) > MAX_NESTING:
        raise TemplateError(
            f"The rules of the template {template.name!r} nest {_depth(formula)} functions for {column.title!r}, and "
            f"Excel allows {MAX_NESTING}: remove a rule."
        )
    return formula


def _depth(formula: str) -> int:
    """Return how deep brackets are nested, apart from those in texts and in the names of columns."""
    steps = (1 if bracket == "(" else -1 for bracket in re.sub(r'"[^"]*"|\[[^\]]*\]', "", formula) if bracket in "()")
    return max(accumulate(steps), default=0)


def references(template: Template) -> dict[str, str]:
    """Return the reference to each column's cell in the same row, by name.

    Structured references stay right when people move columns and when Excel extends the table. They name the table
    and use `[#This Row]`, not `@`, so that LibreOffice reads them too.
    """
    return {column.name: f"{template.table}[[#This Row],[{column.title}]]" for column in template.columns}


def _flag(template: Template) -> str:
    """Return nested IFs: for a blank row, for each closed status, then for each rule in order of precedence.

    Each condition is simplified with what is known where it is evaluated: all conditions before it are false. Most
    rules hold only for what is out, so that is asked once, before the first of them.
    """
    refs = references(template)
    status = template.status
    filled = FormulaWriter(refs).filled([column.name for column in template.filled_by_people])
    cell = ColumnNode(status.name, Type.TEXT)
    closed = {choice.title: choice.match_keys for choice in status.choices if choice.title != template.roles.open}
    every_key = tuple(key for keys in closed.values() for key in keys)
    facts: dict[Node, bool] = with_fact({}, Not(OneOf(cell, every_key)), True)
    for keys in closed.values():
        facts = with_fact(facts, OneOf(cell, keys), False)
    out = template.values[template.roles.out]
    formula = _first_rule(template, refs, template.rules, facts, out)
    closed_title = FormulaWriter(refs).title_of(cell, closed)
    return f'IF(NOT({filled}),"",IFERROR({closed_title},{formula}))'


def _first_rule(
    template: Template, refs: dict[str, str], rules: Sequence[Rule], facts: Facts, pivot: Node | None
) -> str:
    """Return nested IFs for the title of the first rule that holds.

    `pivot` is a condition to ask before the first rule that becomes simpler when it is known.
    """
    if not rules:
        return text_literal(template.on_track)
    condition = simplify(rules[0].condition, facts)
    if pivot is not None and simplify(condition, with_fact(facts, pivot, True)) != condition:
        test = FormulaWriter(refs, facts).condition(pivot)
        branches = [_first_rule(template, refs, rules, with_fact(facts, pivot, holds), None) for holds in (True, False)]
        return f"IF({test},{branches[0]},{branches[1]})"
    if condition == Truth(True):
        return text_literal(rules[0].title)
    rest = _first_rule(template, refs, rules[1:], with_fact(facts, rules[0].condition, False), pivot)
    if condition == Truth(False):
        return rest
    return f"IF({FormulaWriter(refs, facts).condition(condition)},{text_literal(rules[0].title)},{rest})"


def _number(template: Template, column: Column) -> str:
    """Return a formula for the column's number where its `live_when` holds, else ''."""
    if column.live is None or column.live_when is None:
        raise AssertionError(column)
    writer = FormulaWriter(references(template))
    inner_writer = FormulaWriter(references(template), with_fact({}, column.live_when, True))
    return f'IF({writer.condition(column.live_when)},{inner_writer.value(column.live)},"")'
