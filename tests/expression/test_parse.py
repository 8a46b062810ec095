"""The rule language: what it takes, and each refusal in one sentence."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.errors import ExpressionError
from sheetkit.expression import tree
from sheetkit.expression.excel_formula import FormulaWriter
from sheetkit.expression.parse import MAX_DEPTH, MAX_LENGTH, MAX_SIZE, Choices, Scope, parse
from sheetkit.expression.tree import AsOf, Column, Node, Number, Setting, Truth, Type, columns, type_of

ITEM, NOTES, STATUS, COPY = (Column(key, Type.TEXT) for key in ("item", "notes", "status", "hard_to_replace"))
DUE, SENT = Column("due", Type.DATE), Column("sent", Type.DATE)
DAYS = Setting("due_soon_days", 7)
SCOPE = Scope(
    columns={key.key: key.type for key in (ITEM, NOTES, STATUS, COPY, DUE, SENT)},
    choices={
        "status": Choices({"open": ("open",), "done": ("done", "complete"), "on hold": ("on hold",)}, default="open"),
        "hard_to_replace": Choices({"yes": ("yes", "y"), "no": ("no", "n")}),
    },
    settings={"due_soon_days": 7},
    values={"late": tree.Past(DUE)},
)
OPEN = tree.Not(tree.OneOf(STATUS, ("done", "complete", "on hold")))


@pytest.mark.parametrize(
    ("source", "node"),
    [
        ("blank(item)", tree.Blank(ITEM)),
        ("  blank(due)\n", tree.Blank(DUE)),
        ("is_date(due)", tree.IsDate(DUE)),
        ("past(due)", tree.Past(DUE)),
        ("late", tree.Past(DUE)),
        ("not late", tree.Not(tree.Past(DUE))),
        ("late and blank(item)", tree.All((tree.Past(DUE), tree.Blank(ITEM)))),
        ("late or blank(item) or blank(due)", tree.Any((tree.Past(DUE), tree.Blank(ITEM), tree.Blank(DUE)))),
        ("due < as_of", tree.Compare("<", DUE, AsOf())),
        ("day(due) <= due_soon_days", tree.Compare("<=", tree.Day(DUE), DAYS)),
        ("days(sent, due) > 4", tree.Compare(">", tree.Arithmetic("-", tree.Day(DUE), tree.Day(SENT)), Number(4))),
        ("hours(sent, due) > 4", tree.Compare(">", tree.Hours(SENT, DUE), Number(4))),
        ("1 + 2 == 3", tree.Compare("==", tree.Arithmetic("+", Number(1), Number(2)), Number(3))),
        ("2 * 3 != -1.5", tree.Compare("!=", tree.Arithmetic("*", Number(2), Number(3)), Number(-1.5))),
        ("1 - 2 >= 0", tree.Compare(">=", tree.Arithmetic("-", Number(1), Number(2)), Number(0))),
        ("past(due if is_date(due) else sent)", tree.Past(tree.Choose(tree.IsDate(DUE), DUE, SENT))),
        ("(1 if late else 2) == 1", tree.Compare("==", tree.Choose(tree.Past(DUE), Number(1), Number(2)), Number(1))),
        ("item == 'Draft'", tree.OneOf(ITEM, ("draft",))),
        ("' DRAFT ' == item", tree.OneOf(ITEM, ("draft",))),
        ("item != 'Draft'", tree.All((tree.Not(tree.Blank(ITEM)), tree.Not(tree.OneOf(ITEM, ("draft",)))))),
        ("hard_to_replace == 'Yes'", tree.OneOf(COPY, ("yes", "y"))),
        ("item == notes", tree.SameText(ITEM, NOTES)),
        ("status == 'Open'", OPEN),
        ("status != 'Open'", tree.Not(OPEN)),
        ("status == 'Done'", tree.OneOf(STATUS, ("done", "complete"))),
        ("status != 'Done'", tree.Not(tree.OneOf(STATUS, ("done", "complete")))),
    ],
)
def test_what_the_language_can_say(source: str, node: Node) -> None:
    assert parse(source, SCOPE) == node


def test_two_texts_differ_only_where_both_are_filled() -> None:
    filled = (tree.Not(tree.Blank(ITEM)), tree.Not(tree.Blank(NOTES)))
    assert parse("item != notes", SCOPE) == tree.All((*filled, tree.Not(tree.SameText(ITEM, NOTES))))


def test_the_only_choice_is_what_every_cell_means() -> None:
    scope = Scope({"status": Type.TEXT}, {"status": Choices({"open": ("open",)}, default="open")})
    assert parse("status == 'Open'", scope) == Truth(True)


@pytest.mark.parametrize(
    ("source", "want"), [("due", Type.DATE), ("as_of", Type.DATE), ("7", Type.NUMBER), ("item", Type.TEXT)]
)
def test_values_of_their_own_are_taken_where_they_are_wanted(source: str, want: Type) -> None:
    assert type_of(parse(source, SCOPE, want=want)) is want
    assert parse(source, SCOPE, want=None) == parse(source, SCOPE, want=want)
    with pytest.raises(ExpressionError, match="where a condition is needed"):
        parse(source, SCOPE)


def test_the_columns_a_condition_looks_at_are_known() -> None:
    assert columns(parse("late and (blank(item) or item == notes)", SCOPE)) == {"due", "item", "notes"}


REFUSED = {
    "an unknown name": ("pats_due", "no column, setting or value is named 'pats_due'"),
    "a slip in a name": ("itme == 'x'", "(did you mean 'item'?)"),
    "an unknown function": ("print(1)", "there is no function 'print'"),
    "a slip in a function": ("blnk(item)", "(did you mean 'blank'?)"),
    "a function of the system": ("__import__('os')", "there is no function '__import__'"),
    "too few dates to count": ("days(due)", "days() takes 2 values, not 1"),
    "too few values": ("hours(due)", "hours() takes 2 values, not 1"),
    "too many values": ("past(due, sent)", "past() takes 1 value, not 2"),
    "named values": ("past(x=due)", "is not part of the rule language"),
    "starred values": ("past(*due)", "is not part of the rule language"),
    "blank of no column": ("blank(as_of)", "only a column can be blank"),
    "past of a text": ("past(item)", "item is a text, where a date is needed"),
    "past of a number": ("past(7)", "7 is a number, where a date is needed"),
    "day of a condition": ("day(late) > 1", "late is a condition, where a date is needed"),
    "a date as a condition": ("due", "'due' is a date, where a condition is needed"),
    "a date among conditions": ("late and due", "due is a date, where a condition is needed"),
    "not of a text": ("not item", "item is a text, where a condition is needed"),
    "a sum of dates": ("due + 7 > as_of", "due is a date, where a number is needed"),
    "a date and a number": ("due > 7", "due is a date and 7 a number"),
    "two conditions": ("late == late", "compare two dates, two numbers"),
    "an order of texts": ("item < 'x'", "by == or !="),
    "an order of text columns": ("item < notes", "cannot be compared with notes by <"),
    "a text column and a number": ("item == 7", "'item' cannot be compared with 7"),
    "a date and a text": ("due == 'soon'", "only a text or choice column can be compared with 'soon'"),
    "two texts": ("'a' == 'a'", "is not part of the rule language"),
    "an empty text": ("item == ' '", "use blank(item)"),
    "a text too long for a formula": (f"item == '{'x' * 256}'", "255 characters at most"),
    "an unknown choice": ("status == 'Dnoe'", "'status' has no choice 'Dnoe' (did you mean 'done'?)"),
    "a chained comparison": ("1 < 2 < 3", "join them with 'and'"),
    "is": ("due is sent", "can only compare with ==, !=, <, <=, > and >="),
    "in": ("item in 'abc'", "can only compare with ==, !=, <, <=, > and >="),
    "an attribute": ("item.lower() == 'x'", "is not part of the rule language"),
    "a call of anything else": ("(late or late)(due)", "is not part of the rule language"),
    "an index": ("item[0] == 'x'", "is not part of the rule language"),
    "a lambda": ("lambda: late", "is not part of the rule language"),
    "an f-string": ("item == f'{due}'", "is not part of the rule language"),
    "a walrus": ("(x := late)", "is not part of the rule language"),
    "a comprehension": ("[late for x in item]", "is not part of the rule language"),
    "a generator": ("any(late for x in item)", "there is no function 'any'"),
    "a list": ("[late]", "is not part of the rule language"),
    "await": ("await late", "is not part of the rule language"),
    "division": ("4 / 2 > 1", "is not part of the rule language"),
    "a power": ("9 ** 9 > 1", "is not part of the rule language"),
    "plus as a sign": ("+1 > 0", "is not part of the rule language"),
    "minus a date": ("-due > 1", "is not part of the rule language"),
    "True": ("True", "True is not part of the rule language"),
    "None": ("due == None", "None is not part of the rule language"),
    "bytes": ("item == b'x'", "is not part of the rule language"),
    "a complex number": ("1j > 1", "1j is not part of the rule language"),
    "a choice between a date and a number": ("past(due if late else 7)", "chooses between two dates or two numbers"),
    "a choice with a text as default": ("past(due if late else 'soon')", "is not part of the rule language"),
    "a choice between texts": ("blank(item if late else notes)", "chooses between two dates or two numbers"),
    "a choice by a date": ("past(due if due else sent)", "due is a date, where a condition is needed"),
    "a huge number": ("1e13 > 1", "between -1e12 and 1e12"),
    "infinity": ("1e999 > 1", "between -1e12 and 1e12"),
    "a number of many digits": ("9" * 400 + " > 1", "between -1e12 and 1e12"),
    "a hexadecimal one": ("-0x" + "f" * 400 + " > 1", "between -1e12 and 1e12"),
    "nothing": ("", "is not a condition"),
    "a note alone": ("# late", "is not a condition"),
    "two lines": ("late\nlate", "is not a condition"),
    "a statement": ("import os", "is not a condition"),
    "half a condition": ("late and", "is not a condition"),
    "a stray backslash": (r"item == '\d'", "is not a condition: invalid escape sequence"),
    "a null": ("late\x00", "null bytes"),
    "half a letter": ("'\ud800' == item", "impossible value"),
    "too many letters": ("late or " * 300 + "late", f"{MAX_LENGTH:,} characters at most"),
    "many brackets": ("(" * 900 + "late" + ")" * 900, "parentheses"),
    "many nots": ("not " * 450 + "late", "nested"),
    "many signs": ("-" * 1_900 + "1 > 0", "nested too deeply"),
    "many attributes": ("a" + ".b" * 900, "nested too deeply"),
    "a little too many nots": ("not " * MAX_DEPTH + "blank(item)", f"nested more than {MAX_DEPTH} deep"),
}


def refusal(source: str, scope: Scope = SCOPE) -> str:
    with pytest.raises(ExpressionError) as refused:
        parse(source, scope)
    return str(refused.value)


@pytest.mark.parametrize("what", REFUSED)
def test_what_it_cannot_say_is_refused_in_one_sentence(what: str) -> None:
    source, expected = REFUSED[what]
    sentence = refusal(source)
    assert expected in sentence
    assert "\n" not in sentence
    assert len(sentence) < 250


def test_named_values_cannot_be_piled_up_without_end() -> None:
    pile = {f"v{size}": tree.All((tree.Blank(ITEM),) * size) for size in (100, 500)}
    scope = Scope(SCOPE.columns, values=pile)
    assert f"more than {MAX_SIZE:,} parts" in refusal(" or ".join(["v500"] * 4), scope)
    parse("v100 or v100", scope)
    deep: Node = tree.Blank(ITEM)
    for _ in range(MAX_DEPTH - 2):
        deep = tree.Not(deep)
    scope = Scope(SCOPE.columns, values={"deep": deep})
    parse("deep", scope)
    assert "named values included" in refusal("not deep", scope)


@pytest.mark.parametrize(
    "wrap",
    [
        "(due if past({}) else sent)",
        "(due if hours({}, sent) > 1 else sent)",
        "(due if day({}) > 1 else sent)",
        "(due if is_date({}) else sent)",
    ],
)
def test_the_worst_condition_becomes_a_formula_of_bounded_length_in_a_moment(wrap: str) -> None:
    source = "due"
    while True:
        try:
            node = parse(f"past({source})", SCOPE)
        except ExpressionError:
            break
        source = wrap.format(source)
    started = time.process_time()
    formula = FormulaWriter({"due": "A1", "sent": "B1"}).condition(node)
    assert len(formula) < 5_000_000
    assert time.process_time() - started < 5


PIECES = ["late", "item", "due", "as_of", "status", "'Open'", "7", "and", "or", "not", "==", "!=", "<", "+", "*", "-"]
PIECES += ["(", ")", "if", "else", "blank(", "past(", "day(", "hours(", "is_date(", ",", "lambda", ":", "[", "]", "\\"]
PIECES += ["'", '"', "\n", "f'", ".", "**", "1e9", "0x", "await", "#", "\x00", "é", "=", ":=", "in", "{", "}", "@"]
LIKE_RULES = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)


@given(st.text(max_size=200) | LIKE_RULES)
@settings(deadline=None, derandomize=True, max_examples=100)
def test_any_text_is_a_tree_or_is_refused(source: str) -> None:
    started = time.process_time()
    try:
        node = parse(source, SCOPE)
    except ExpressionError as error:
        assert str(error)
    else:
        assert type_of(node) is Type.CONDITION
    assert time.process_time() - started < 1


DATES = st.deferred(lambda: st.sampled_from(["due", "sent", "as_of"]) | CHOICES_OF_DATES)
CHOICES_OF_DATES = st.deferred(lambda: st.tuples(DATES, CONDITIONS, DATES).map("({0[0]} if {0[1]} else {0[2]})".format))
NUMBERS = st.deferred(
    lambda: (
        st.sampled_from(["7", "-1", "0.5", "due_soon_days"])
        | DATES.map("day({})".format)
        | st.tuples(NUMBERS, st.sampled_from("+-*"), NUMBERS).map("({0[0]} {0[1]} {0[2]})".format)
    )
)
CONDITIONS = st.deferred(
    lambda: (
        st.sampled_from(["late", "blank(item)", "item == 'x'", "status != 'Open'", "item != notes"])
        | DATES.map("past({})".format)
        | st.tuples(NUMBERS, st.sampled_from(["<", ">=", "=="]), NUMBERS).map(" ".join)
        | st.lists(CONDITIONS, min_size=2, max_size=3).map(lambda parts: "(" + " and ".join(parts) + ")")
        | CONDITIONS.map("(not {})".format)
    )
)


@given(CONDITIONS)
@settings(deadline=None, derandomize=True, max_examples=100)
def test_every_condition_of_the_grammar_is_taken_unless_it_is_too_large(source: str) -> None:
    try:
        assert type_of(parse(source, SCOPE)) is Type.CONDITION
    except ExpressionError as error:
        assert "nested" in str(error) or "characters at most" in str(error)


def test_days_are_working_days_where_a_setting_names_them() -> None:
    node = parse("days(sent, due)", replace(SCOPE, has_week=True), want=Type.NUMBER)
    assert node == tree.Days(SENT, DUE)
