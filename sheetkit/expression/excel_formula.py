"""A tree as an Excel-2007 formula.

Spreadsheets differ from NumPy in four ways that this module answers:
- a text is never below a number, and a blank is 0: so values are compared inside an IF that knows they are dates;
- AND and OR work out all their arguments, so guards are nested IFs;
- an error in one cell spreads: so texts are read inside IFERROR, and dates only after N() and a range check;
- binary fractions of a day are not exact: so moments are ROUNDed to whole seconds first.
"""

from collections.abc import Callable, Mapping

from sheetkit.expression import tree
from sheetkit.expression.simplify import Facts, simplify
from sheetkit.expression.tree import Node, Truth, has_value
from sheetkit.ooxml.serial import FIRST_SERIAL, LAST_SERIAL, SECONDS_PER_DAY

_MIDDLE, _HALF = (FIRST_SERIAL + LAST_SERIAL) // 2, (LAST_SERIAL - FIRST_SERIAL) // 2
_SIGNS = {"==": "=", "!=": "<>"}
_WORD_GAP = "  "  # two spaces: a tidied text never holds them, so they can stand between words


class FormulaWriter:
    """Writes trees as formulas; `references` gives the text of the reference to each column's cell."""

    def __init__(self, references: Mapping[str, str], facts: Facts | None = None) -> None:
        self.references = references
        self.facts: Facts = facts or {}

    def condition(self, node: Node) -> str:
        """Return a formula that is TRUE or FALSE on every row, whatever its cells hold."""
        return self._condition(simplify(node, self.facts))

    def value(self, node: Node, otherwise: str = '""') -> str:
        """Return a formula for a date (serial) or number, and `otherwise` where there is none."""
        guard = simplify(has_value(node), self.facts)
        body = self._number(simplify(node, self.facts))
        return body if guard == Truth(True) else f"IF({self._condition(guard)},{body},{otherwise})"

    def filled(self, keys: list[str]) -> str:
        """Return a condition: any of the cells holds something visible. An error is something."""
        together = "&".join(self.references[key] for key in keys)
        return f'IFERROR({_tidy(together)}<>"",TRUE)'

    def _condition(self, node: Node) -> str:
        writers: dict[type[Node], Callable[..., str]] = {
            Truth: lambda node: "TRUE" if node.value else "FALSE",
            tree.Blank: lambda node: f'IFERROR({self._text(node.column)}="",FALSE)',
            tree.OneOf: self._one_of,
            tree.SameText: self._same_text,
            tree.IsDate: lambda node: self._is_date(node.of),
            tree.Past: self._past,
            tree.Compare: self._compare,
            tree.Not: lambda node: f"NOT({self._condition(node.of)})",
            tree.All: lambda node: self._nested(node.of, decided="FALSE"),
            tree.Any: lambda node: self._nested(node.of, decided="TRUE"),
        }
        return writers[type(node)](node)

    def _nested(self, parts: tuple[Node, ...], decided: str) -> str:
        """Return nested IFs, so that a later part is worked out only where it is needed."""
        formula = self._condition(parts[-1])
        for part in reversed(parts[:-1]):
            first = self._condition(part)
            formula = f"IF({first},TRUE,{formula})" if decided == "TRUE" else f"IF({first},{formula},FALSE)"
        return formula

    def _text(self, column: tree.Column) -> str:
        return _tidy(self.references[column.key])

    def _one_of(self, node: tree.OneOf) -> str:
        text = self._text(node.column)
        if len(node.words) == 1:
            return f"IFERROR({text}={text_literal(node.words[0])},FALSE)"
        words = _WORD_GAP + _WORD_GAP.join(node.words) + _WORD_GAP
        found = f'ISNUMBER(FIND("{_WORD_GAP}"&LOWER({text})&"{_WORD_GAP}",{text_literal(words)}))'
        reference = self.references[node.column.key]
        # As text the logical TRUE is "TRUE" in Excel but "1" in LibreOffice, so it is asked for by itself.
        logical = {(True, True): "TRUE", (True, False): reference, (False, True): f"NOT({reference})"}
        meant = logical.get(("true" in node.words, "false" in node.words))
        return f"IF(ISLOGICAL({reference}),{meant},{found})" if meant else found

    def _same_text(self, node: tree.SameText) -> str:
        left, right = self._text(node.left), self._text(node.right)
        return f'IFERROR(IF({left}="",FALSE,{left}={right}),FALSE)'

    def _is_date(self, of: Node) -> str:
        if isinstance(of, tree.Column):
            # N() makes text and logical values a number outside the range; an error is caught.
            return f"IFERROR(ABS(INT(N({self.references[of.key]}))-{_MIDDLE})<={_HALF},FALSE)"
        return self._condition(simplify(has_value(of), self.facts))

    def _guarded(self, condition: str, *needed: Node) -> str:
        guard = simplify(tree.All(tuple(has_value(node) for node in needed)), self.facts)
        return condition if guard == Truth(True) else f"IF({self._condition(guard)},{condition},FALSE)"

    def _past(self, node: tree.Past) -> str:
        moment = self._seconds(node.of)
        until = f"{moment}+IF(MOD({moment},{SECONDS_PER_DAY})=0,{SECONDS_PER_DAY - 1},0)"
        return self._guarded(f"{self._seconds(tree.AsOf())}>{until}", node.of)

    def _compare(self, node: tree.Compare) -> str:
        write = self._seconds if tree.type_of(node.left) is tree.Type.DATE else self._number
        sign = _SIGNS.get(node.operator, node.operator)
        return self._guarded(f"{write(node.left)}{sign}{write(node.right)}", node.left, node.right)

    def _seconds(self, node: Node) -> str:
        """Return a date in whole seconds; only to be used where `has_value` holds."""
        if isinstance(node, tree.Choose):
            return f"IF({self._condition(node.condition)},{self._seconds(node.yes)},{self._seconds(node.no)})"
        reference = self.references[node.key] if isinstance(node, tree.Column) else "as_of"
        return f"ROUND({reference}*{SECONDS_PER_DAY},0)"

    def _number(self, node: Node) -> str:
        match node:
            case tree.Number(value):
                return f"{value:.15g}" if value >= 0 else f"({value:.15g})"
            case tree.Setting(name, default):
                return f'IF(COUNTIF({name},">=0"),{name},{default:.15g})'
            case tree.Day(of):
                return f"INT({self._seconds(of)}/{SECONDS_PER_DAY})"
            case tree.Arithmetic(sign, left, right):
                return f"({self._number(left)}{sign}{self._number(right)})"
            case tree.Choose(condition, yes, no):
                return f"IF({self._condition(condition)},{self._number(yes)},{self._number(no)})"
            case tree.Hours(start, end):
                return self._hours(self._seconds(start), self._seconds(end))
        return f"{self._seconds(node)}/{SECONDS_PER_DAY}"

    @staticmethod
    def _hours(start: str, end: str) -> str:
        timed = f"IF(MOD({start},{SECONDS_PER_DAY})=0,FALSE,MOD({end},{SECONDS_PER_DAY})<>0)"
        return f"IF({timed},({end}-{start})/3600,(INT({end}/{SECONDS_PER_DAY})-INT({start}/{SECONDS_PER_DAY}))*24)"


def _tidy(reference: str) -> str:
    # A literal NBSP: CHAR(160) depends on the system's encoding and is U+FFFD in LibreOffice on Linux.
    return f'TRIM(CLEAN(SUBSTITUTE({reference},"\u00a0"," ")))'


def text_literal(text: str) -> str:
    """Return `text` as a formula writes it."""
    return '"' + text.replace('"', '""') + '"'
