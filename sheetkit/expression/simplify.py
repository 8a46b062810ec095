"""Simplify conditions by what is known already.

The live flag is one nested IF. Where a rule's condition is evaluated, the status is known, and that no earlier rule
holds. Using this keeps the formula well below Excel's limit of 8,192 characters.
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
            if isinstance(of, Choose):
                return simplify(has_value(of), facts)
            return Truth(facts[IsDate(of)]) if IsDate(of) in facts else IsDate(of)
        case Choose(condition, yes, no):
            known = simplify(condition, facts)
            if isinstance(known, Truth):
                return simplify(yes if known.value else no, facts)
            return Choose(known, simplify(yes, facts), simplify(no, facts))
        case Past() | Day() | Days() | Hours() | Arithmetic() | Compare():
            kind: type[Node] = type(node)
            return kind(*(simplify(part, facts) if isinstance(part, Node) else part for part in vars(node).values()))
    return node


def negate(node: Node) -> Node:
    """Return the negation of a simplified condition."""
    if isinstance(node, Truth):
        return Truth(not node.value)
    return node.of if isinstance(node, Not) else Not(node)


def with_fact(facts: Facts, node: Node, holds: bool) -> Facts:
    """Return `facts` with all that follows from whether a condition holds."""
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


def _join(kind: type[All] | type[Any], parts: tuple[Node, ...], facts: Facts, *, neutral: bool) -> Node:
    """Return the conjunction or disjunction of conditions, simplified.

    A condition matters only where all before it have the value `neutral`, so that is known when it is simplified.
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
