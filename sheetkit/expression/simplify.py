"""Leave out of a condition what is known already.

The live flag is one nested IF: where a rule is looked at, the rules before it are known to be false
and the status is known. Using that keeps the formula well inside Excel's 8,192 characters.
"""

from sheetkit.expression.tree import (
    All,
    Any,
    Arithmetic,
    Choose,
    Compare,
    Day,
    Hours,
    IsDate,
    Node,
    Not,
    Past,
    Truth,
    has_value,
)

Facts = dict[Node, bool]


def simplify(node: Node, facts: Facts) -> Node:
    """Return a node that is worth the same wherever `facts` hold."""
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
        case Hours(start, end):
            return Hours(simplify(start, facts), simplify(end, facts))
        case Arithmetic(operator, left, right):
            return Arithmetic(operator, simplify(left, facts), simplify(right, facts))
        case Compare(operator, left, right):
            return Compare(operator, simplify(left, facts), simplify(right, facts))
    return node


def negate(node: Node) -> Node:
    """Return the opposite of a simplified condition."""
    if isinstance(node, Truth):
        return Truth(not node.value)
    return node.of if isinstance(node, Not) else Not(node)


def learn(facts: Facts, node: Node, holds: bool) -> Facts:
    """Return `facts` and what follows from `node` being true or false."""
    known = {**facts, node: holds}
    simple = simplify(node, facts)
    known[simple] = holds
    match simple:
        case Not(of):
            return learn(known, of, not holds)
        case All(parts) if holds:
            for part in parts:
                known = learn(known, part, True)
        case Any(parts) if not holds:
            for part in parts:
                known = learn(known, part, False)
    return known


def _known(node: Node, facts: Facts) -> Node:
    return Truth(facts[node]) if node in facts else node


def _choose(condition: Node, yes: Node, no: Node) -> Node:
    if isinstance(condition, Truth):
        return yes if condition.value else no
    return Choose(condition, yes, no)


def _join(kind: type[All] | type[Any], parts: tuple[Node, ...], facts: Facts, *, neutral: bool) -> Node:
    """Join conditions; each later one is looked at only where the earlier ones did not decide."""
    kept: list[Node] = []
    known = facts
    for part in parts:
        simple = simplify(part, known)
        if isinstance(simple, Truth):
            if simple.value is not neutral:
                return simple
            continue
        kept += simple.of if isinstance(simple, kind) else [simple]
        known = learn(known, simple, neutral)
    if not kept:
        return Truth(neutral)
    return kept[0] if len(kept) == 1 else kind(tuple(kept))
