"""Simplified conditions have the same value wherever the facts hold."""

from functools import reduce

import numpy as np
import numpy.typing as npt
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit import categorical
from sheetkit.expression import tree
from sheetkit.expression.evaluate import Evaluator
from sheetkit.expression.simplify import Facts, simplify, with_fact
from sheetkit.expression.tree import AsOf, Column, Node, Number, Setting, Truth, Type, children, has_value

AS_OF = 46_349 * 86_400 + 36_000
A, B = Column("a", Type.DATE), Column("b", Type.DATE)
X, Y = Column("x", Type.TEXT), Column("y", Type.TEXT)
TIMES = [np.nan, AS_OF - 36_000, AS_OF, AS_OF - 1, AS_OF + 86_400, AS_OF - 36_000 - 86_400]
WORDS = ["", "yes", "no"]


class EveryCase:
    """A log with a row for each combination of values."""

    def __init__(self) -> None:
        self.grid = [grid.ravel() for grid in np.meshgrid(range(6), range(6), range(3), range(3))]

    def __len__(self) -> int:
        return len(self.grid[0])

    def seconds(self, key: str) -> npt.NDArray[np.float64]:
        return np.array(TIMES)[self.grid["ab".index(key)]]

    def match_keys(self, key: str) -> pd.Categorical:
        return categorical.from_texts(WORDS[place] for place in self.grid[2 + "xy".index(key)])

    def blank(self, key: str) -> npt.NDArray[np.bool_]:
        return np.isnan(self.seconds(key)) if key in "ab" else self.match_keys(key).codes < 0


def cases() -> Evaluator:
    return Evaluator(EveryCase(), AS_OF, {})


DATES = st.deferred(lambda: st.sampled_from([A, B, AsOf()]) | st.builds(tree.Choose, CONDITIONS, DATES, DATES))
NUMBERS = st.deferred(
    lambda: (
        st.sampled_from([Number(24), Number(46_349), Setting("days", 1)])
        | st.builds(tree.Day, DATES)
        | st.builds(tree.Hours, DATES, DATES)
        | st.builds(tree.Arithmetic, st.sampled_from(["+", "-", "*"]), NUMBERS, NUMBERS)
        | st.builds(tree.Choose, CONDITIONS, NUMBERS, NUMBERS)
    )
)
SIGNS = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
LEAVES = st.sampled_from(
    [Truth(True), Truth(False), tree.Blank(X), tree.Blank(A), tree.OneOf(X, ("yes",)), tree.SameText(X, Y)]
)
CONDITIONS = st.deferred(
    lambda: (
        LEAVES
        | st.builds(tree.IsDate, DATES)
        | st.builds(tree.Past, DATES)
        | st.builds(tree.Compare, SIGNS, DATES, DATES)
        | st.builds(tree.Compare, SIGNS, NUMBERS, NUMBERS)
        | st.builds(tree.Not, CONDITIONS)
        | st.builds(tree.All, st.lists(CONDITIONS, min_size=1, max_size=3).map(tuple))
        | st.builds(tree.Any, st.lists(CONDITIONS, min_size=1, max_size=3).map(tuple))
    )
)
QUICK = settings(deadline=None, derandomize=True, max_examples=60)


@given(CONDITIONS)
@QUICK
def test_without_facts_the_answer_is_the_same(node: Node) -> None:
    assert np.array_equal(cases().condition(simplify(node, {})), cases().condition(node))


@given(CONDITIONS, st.lists(st.tuples(CONDITIONS, st.booleans()), min_size=1, max_size=3))
@QUICK
def test_wherever_the_facts_hold_the_answer_is_the_same(node: Node, known: list[tuple[Node, bool]]) -> None:
    facts: Facts = reduce(lambda facts, fact: with_fact(facts, *fact), known, {})
    where = np.logical_and.reduce([cases().condition(fact) == value for fact, value in known])
    assert np.array_equal(cases().condition(simplify(node, facts))[where], cases().condition(node)[where])


@given(CONDITIONS, st.sampled_from([True, False]))
@QUICK
def test_parts_of_the_condition_itself_may_be_known(node: Node, value: bool) -> None:
    for part in children(node):
        if tree.type_of(part) is Type.CONDITION:
            where = cases().condition(part) == value
            simple = simplify(node, with_fact({}, part, value))
            assert np.array_equal(cases().condition(simple)[where], cases().condition(node)[where])


@given(DATES | NUMBERS, CONDITIONS, st.booleans())
@QUICK
def test_values_stay_the_same_too(node: Node, fact: Node, value: bool) -> None:
    where = cases().condition(fact) == value
    simple = simplify(node, with_fact({}, fact, value))
    assert np.array_equal(cases().number(simple)[where], cases().number(node)[where], equal_nan=True)


@given(DATES | NUMBERS)
@QUICK
def test_a_value_is_there_just_where_it_is_said_to_be(node: Node) -> None:
    assert np.array_equal(~np.isnan(cases().number(node)), cases().condition(has_value(node)))


def test_what_is_known_is_left_out() -> None:
    late, blank = tree.Past(A), tree.Blank(X)
    assert simplify(late, {late: True}) == Truth(True)
    assert simplify(tree.All((late, blank)), {late: True}) == blank
    assert simplify(tree.All((late, blank)), {late: False}) == Truth(False)
    assert simplify(tree.Any((late, blank)), {late: True}) == Truth(True)
    assert simplify(tree.Not(tree.Not(late)), {}) == late
    assert simplify(tree.Past(tree.Choose(tree.IsDate(A), A, B)), {tree.IsDate(A): False}) == tree.Past(B)


def test_a_part_need_not_be_asked_for_twice() -> None:
    late, blank = tree.Past(A), tree.Blank(X)
    assert simplify(tree.All((late, tree.Any((late, blank)))), {}) == late
    assert simplify(tree.Any((late, tree.All((tree.Not(late), blank)))), {}) == tree.Any((late, blank))


def test_of_a_conjunction_that_holds_every_part_is_known() -> None:
    late, blank = tree.Past(A), tree.Blank(X)
    facts = with_fact({}, tree.All((late, tree.Not(blank))), True)
    assert (simplify(late, facts), simplify(blank, facts)) == (Truth(True), Truth(False))
    facts = with_fact({}, tree.Any((late, blank)), False)
    assert (simplify(late, facts), simplify(blank, facts)) == (Truth(False), Truth(False))
    facts = with_fact({}, tree.All((late, blank)), False)
    assert simplify(late, facts) == late
