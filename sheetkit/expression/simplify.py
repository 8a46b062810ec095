"""Simplify conditions by what is known already.

The live flag is one nested IF: where a rule's condition is evaluated, the status is known, and so is that the rules
before it do not hold. Using that keeps the formula well below Excel's limit of 8,192 characters.
"""

from sheetkit.expression.tree import (
    All,
    Any,
    Arithmetic,
    Choose,
    Compare,
    Day,
    Days,
    Hours,
    IsDate,
    Node,
    Not,
    Past,
    Truth,
    has_value,
)

Facts = dict[Node, bool]  # conditions whose value is known


def simplify(node: Node, facts: Facts) -> Node:
    """Return a node with the same value as `node` wherever `facts` hold."""
    if node in facts:
        return Truth(facts[node])
    match node:
        case Not(of):
            return negate(simplify(of, facts))
        case All(parts):
            return _join(All, parts, facts, neutral=True)
        case Any(parts):
            return _join(Any, parts, facts, neutral=False)
        case IsDate(of):
            of = simplify(of, facts)
            return simplify(has_value(of), facts) if isinstance(of, Choose) else _known(IsDate(of), facts)
        case Choose(condition, yes, no):
            return _choose(simplify(condition, facts), simplify(yes, facts), simplify(no, facts))
        case Past(of):
            return Past(simplify(of, facts))
        case Day(of):
            return Day(simplify(of, facts))
        case Days(start, end):
            return Days(simplify(start, facts), simplify(end, facts))
        case Hours(start, end):
            return Hours(simplify(start, facts), simplify(end, facts))
        case Arithmetic(operator, left, right):
            return Arithmetic(operator, simplify(left, facts), simplify(right, facts))
        case Compare(operator, left, right):
            return Compare(operator, simplify(left, facts), simplify(right, facts))
    return node


def negate(node: Node) -> Node:
    """Return the negation of a simplified condition."""
    if isinstance(node, Truth):
        return Truth(not node.value)
    return node.of if isinstance(node, Not) else Not(node)


def with_fact(facts: Facts, node: Node, holds: bool) -> Facts:
    """Return `facts` with what follows from the value of a condition: `holds`."""
    learned = {**facts, node: holds}
    simplified = simplify(node, facts)
    learned[simplified] = holds
    match simplified:
        case Not(of):
            return with_fact(learned, of, not holds)
        case Past(of) if holds:
            learned = with_fact(learned, has_value(of), True)
        case Compare(_, left, right) if holds:
            learned = with_fact(with_fact(learned, has_value(left), True), has_value(right), True)
        case All(parts) if holds:
            for part in parts:
                learned = with_fact(learned, part, True)
        case Any(parts) if not holds:
            for part in parts:
                learned = with_fact(learned, part, False)
    return learned


def _known(node: Node, facts: Facts) -> Node:
    return Truth(facts[node]) if node in facts else node


def _choose(condition: Node, yes: Node, no: Node) -> Node:
    if isinstance(condition, Truth):
        return yes if condition.value else no
    return Choose(condition, yes, no)


def _join(kind: type[All] | type[Any], parts: tuple[Node, ...], facts: Facts, *, neutral: bool) -> Node:
    """Return the conjunction or disjunction of conditions, simplified.

    A condition matters only where those before it have the value `neutral`, so it is simplified by that.
    """
    remaining: list[Node] = []
    facts_here = facts
    for part in parts:
        simplified = simplify(part, facts_here)
        if isinstance(simplified, Truth):
            if simplified.value is not neutral:
                return simplified
            continue
        remaining += simplified.of if isinstance(simplified, kind) else [simplified]
        facts_here = with_fact(facts_here, simplified, neutral)
    if not remaining:
        return Truth(neutral)
    return remaining[0] if len(remaining) == 1 else kind(tuple(remaining))
