"""The text of formulas; that they say the same as pandas is proved by test_agreement.py in a real spreadsheet."""

import re

import pytest
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

from sheetkit.expression.excel_formula import FormulaWriter
from sheetkit.expression.parse import Choices, Scope, parse
from sheetkit.expression.simplify import with_fact
from sheetkit.expression.tree import IsDate, Type
from sheetkit.log.create.live_formula import live_formula
from sheetkit.ooxml.limits import MAX_FORMULA, MAX_FORMULA_TEXT, utf16_length
from sheetkit.template.store import shipped

OF_2007 = ["IF", "NOT", "IFERROR", "ISNUMBER", "ISLOGICAL", "N", "ABS", "INT", "MOD", "ROUND", "COUNTIF", "LOOKUP"]
OF_2007 += ["TRIM", "CLEAN", "SUBSTITUTE", "FIND", "LOWER", "SUMPRODUCT"]
MAX_NESTING = 64  # levels of functions, Excel 2007 and later
SCOPE = Scope(
    columns={"item": Type.TEXT, "notes": Type.TEXT, "status": Type.TEXT, "sent": Type.DATE, "due": Type.DATE},
    choices={"status": Choices({"open": ("open",), "done": ("done", "complete", "true")}, default="open")},
    settings={"days": 7},
)
REFERENCES = {key: f"HandOffs[[#This Row],[{key.title()}]]" for key in SCOPE.columns}
WRITER = FormulaWriter(REFERENCES)
CONDITIONS = [
    "blank(item)",
    "not blank(item)",
    "item == 'Say \"x\"'",
    "item != 'Draft'",
    "item == notes",
    "item != notes",
    "status == 'Open'",
    "status == 'Done'",
    "is_date(due)",
    "past(due)",
    "past(due if is_date(due) else sent)",
    "due != as_of",
    "hours(sent, due) > 4",
    "day(due) - 2 * -1 <= day(as_of) + days",
    "past(due) and blank(item) or not past(sent) and hours(sent, due if is_date(due) else sent) >= days",
]
FORMULAS = {source: WRITER.condition(parse(source, SCOPE)) for source in CONDITIONS}
FORMULAS |= {column.name: live_formula(shipped(), column) for column in shipped().columns if column.is_live}


def tokens(formula: str) -> list[Token]:
    return Tokenizer(f"={formula}").items


def functions(formula: str) -> set[str]:
    return {token.value.rstrip("(") for token in tokens(formula) if token.type == "FUNC" and token.subtype == "OPEN"}


@pytest.mark.parametrize("what", FORMULAS)
def test_brackets_and_quotes_are_balanced(what: str) -> None:
    opened = [token.subtype for token in tokens(FORMULAS[what]) if token.type in ("FUNC", "PAREN")]
    assert opened.count("OPEN") == opened.count("CLOSE")
    assert FORMULAS[what].count('"') % 2 == 0


@pytest.mark.parametrize("what", FORMULAS)
def test_no_function_is_younger_than_excel_2007(what: str) -> None:
    assert functions(FORMULAS[what]) <= set(OF_2007)
    assert "_xl" not in FORMULAS[what]


@pytest.mark.parametrize("what", FORMULAS)
def test_formulas_keep_excels_limits(what: str) -> None:
    assert utf16_length(FORMULAS[what]) <= MAX_FORMULA
    assert all(utf16_length(text) <= MAX_FORMULA_TEXT for text in re.findall(r'"((?:[^"]|"")*)"', FORMULAS[what]))
    depth = deepest = 0
    for token in tokens(FORMULAS[what]):
        if token.type == "FUNC":
            depth += 1 if token.subtype == "OPEN" else -1
            deepest = max(deepest, depth)
    assert 1 <= deepest <= MAX_NESTING


def test_every_function_of_the_list_is_used() -> None:
    assert set().union(*map(functions, FORMULAS.values())) == set(OF_2007)


@pytest.mark.parametrize("source", CONDITIONS)
def test_cells_are_named_by_table_and_heading(source: str) -> None:
    ranges = {token.value for token in tokens(FORMULAS[source]) if token.subtype == "RANGE"}
    assert ranges <= {*REFERENCES.values(), "as_of", "days"}
    assert ranges & set(REFERENCES.values())


def test_a_quotation_mark_in_a_text_is_doubled() -> None:
    assert '"say ""x"""' in FORMULAS["item == 'Say \"x\"'"]


def test_and_and_or_are_never_used_since_they_work_out_all_their_parts() -> None:
    assert not {"AND", "OR"} & set().union(*map(functions, FORMULAS.values()))


def test_a_negative_number_stands_in_brackets() -> None:
    assert "*(-1)" in FORMULAS["day(due) - 2 * -1 <= day(as_of) + days"]


def test_a_value_is_shown_where_there_is_one() -> None:
    node = parse("day(due) - day(as_of)", SCOPE, want=Type.NUMBER)
    assert WRITER.value(node).startswith("IF(IFERROR(ABS(INT(N(")
    assert WRITER.value(node).endswith(',"")')
    due = parse("is_date(due)", SCOPE)
    assert isinstance(due, IsDate)
    assert FormulaWriter(REFERENCES, with_fact({}, due, True)).value(node).startswith("(INT(")


def test_what_is_known_already_is_not_asked_again() -> None:
    due, node = parse("is_date(due)", SCOPE), parse("past(due)", SCOPE)
    assert "IFERROR" in WRITER.condition(node)
    assert "IFERROR" not in FormulaWriter(REFERENCES, with_fact({}, due, True)).condition(node)
    assert FormulaWriter(REFERENCES, with_fact({}, due, False)).condition(due) == "FALSE"
