"""The live formulas of a log: what its Flag and its live numbers show while people type."""

import re
from itertools import accumulate

from sheetkit.errors import TemplateError
from sheetkit.expression.excel_formula import FormulaWriter, text_literal
from sheetkit.expression.simplify import learn
from sheetkit.expression.tree import Column as ColumnNode
from sheetkit.expression.tree import Node, Not, OneOf, Type
from sheetkit.ooxml.limits import MAX_FORMULA, utf16_length
from sheetkit.template.model import Column, ColumnKind, Template

MAX_NESTING = 64  # levels of functions in a formula


def live_formula(template: Template, column: Column) -> str:
    """Return the formula, without '=', of a live column; the same text in every row of the table.

    Raises TemplateError when the template's rules make it longer than Excel takes.
    """
    formula = _flag(template) if column.kind is ColumnKind.FLAG else _number(template, column)
    if utf16_length(formula) > MAX_FORMULA:
        raise TemplateError(
            f"The rules of the template {template.name!r} make a formula of {utf16_length(formula):,} characters for "
            f"{column.title!r}, and Excel takes {MAX_FORMULA:,}: shorten or drop a rule."
        )
    if _depth(formula) > MAX_NESTING:
        raise TemplateError(
            f"The rules of the template {template.name!r} nest {_depth(formula)} functions for {column.title!r}, and "
            f"Excel takes {MAX_NESTING}: drop a rule."
        )
    return formula


def _depth(formula: str) -> int:
    """Return how deep functions and brackets are nested; those within texts and headings do not count."""
    steps = (1 if sign == "(" else -1 for sign in re.sub(r'"[^"]*"|\[[^\]]*\]', "", formula) if sign in "()")
    return max(accumulate(steps), default=0)


def references(template: Template) -> dict[str, str]:
    """Return the reference to each column's cell in the same row.

    Structured references stay right when people move columns and when Excel adds rows to the table; with the
    table's name and `[#This Row]` spelled out they are also what LibreOffice understands.
    """
    return {column.name: f"{template.table}[[#This Row],[{column.title}]]" for column in template.columns}


def _flag(template: Template) -> str:
    """Return nested IFs: blank row, other statuses, then each rule knowing that those before it do not hold."""
    refs = references(template)
    status = template.status
    filled = FormulaWriter(refs).filled([column.name for column in template.filled_by_people])
    branches: list[tuple[str, str]] = [(f"NOT({filled})", "")]
    facts: dict[Node, bool] = {}
    cell = ColumnNode(status.name, Type.TEXT)
    for choice in status.choices:
        if choice.title != template.roles.open:
            node = OneOf(cell, choice.match_keys)
            branches.append((FormulaWriter(refs, facts).condition(node), choice.title))
            facts = learn(facts, node, False)
    closed = tuple(k for choice in status.choices if choice.title != template.roles.open for k in choice.match_keys)
    facts = learn(facts, Not(OneOf(cell, closed)), True)
    for rule in template.rules:
        branches.append((FormulaWriter(refs, facts).condition(rule.condition), rule.title))
        facts = learn(facts, rule.condition, False)
    formula = text_literal(template.on_track)
    for condition, shown in reversed(branches):
        formula = f"IF({condition},{text_literal(shown)},{formula})"
    return formula


def _number(template: Template, column: Column) -> str:
    if column.live is None or column.live_when is None:
        raise AssertionError(column)
    writer = FormulaWriter(references(template))
    known = FormulaWriter(references(template), learn({}, column.live_when, True))
    return f'IF({writer.condition(column.live_when)},{known.value(column.live)},"")'
