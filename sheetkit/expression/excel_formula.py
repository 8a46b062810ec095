"""Write the tree of a condition as an Excel formula, with functions of Excel 2007.

The formula gives the same result as the evaluation with NumPy, although spreadsheets differ from it:
- A text is greater than any number, and a blank is 0. Values are compared only inside an IF that checks for dates.
- AND and OR evaluate all their arguments. Conditions are nested IFs instead.
- An error in a cell spreads to the result. Texts are read inside IFERROR, and dates after N() and a range check.
- Fractions of a day are not exact in binary. Dates with a time are rounded to whole seconds first.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from sheetkit.expression import tree
from sheetkit.expression.simplify import Facts, simplify, with_fact
from sheetkit.expression.tree import Node, Truth, has_value
from sheetkit.expression.working_days import count_formula
from sheetkit.ooxml.limits import MAX_FORMULA_TEXT, MAX_NUMBER, utf16_length
from sheetkit.ooxml.serial import FIRST_SERIAL, LAST_SERIAL, SECONDS_PER_DAY

_MIDDLE, _HALF = (FIRST_SERIAL + LAST_SERIAL) // 2, (LAST_SERIAL - FIRST_SERIAL) // 2  # of the range of serials
_EXCEL_OPERATORS = {"==": "=", "!=": "<>"}
_MAX_PART = MAX_FORMULA_TEXT // 2  # characters, each of which may count twice in UTF-16
_SEPARATOR = "  "  # two spaces, which a match key never contains
_LOGICAL = ("true", "false", "1", "0")  # what a logical value may be as a text, in one program or another


class FormulaWriter:
    """Writes trees as formulas.

    `references` maps names of columns to the references of their cells. Conditions are simplified by `facts`.
    """

    def __init__(self, references: Mapping[str, str], facts: Facts | None = None) -> None:
        self.references = references
        self.facts: Facts = facts or {}

    def condition(self, node: Node) -> str:
        """Return a formula for a condition. It is TRUE or FALSE in every row, whatever the cells hold."""
        return self._condition(simplify(node, self.facts))

    def value(self, node: Node) -> str:
        """Return a formula for a number, or for a date as a serial; '' where it has no value."""
        guard = simplify(has_value(node), self.facts)
        body = self._number(simplify(node, self.facts))
        return body if guard == Truth(True) else f'IF({self._condition(guard)},{body},"")'

    def filled(self, keys: list[str]) -> str:
        """Return a formula for whether any of the columns' cells is not blank. An error is not blank."""
        joined = "&".join(self.references[key] for key in keys)
        return f'IFERROR({_clean(joined)}<>"",TRUE)'

    def title_of(self, column: tree.Column, match_keys: Mapping[str, Sequence[str]]) -> str:
        """Return a formula for the title whose `match_keys` include the cell's text, an error where none do."""
        places, titles, keys = [], [], _SEPARATOR
        for title, its_keys in match_keys.items():
            places.append(str(utf16_length(keys) - 1))
            titles.append(text_literal(title))
            keys += _SEPARATOR.join(its_keys) + _SEPARATOR
        text, reference = self._text(column), self.references[column.key]
        if any(word in its_keys for word in _LOGICAL for its_keys in match_keys.values()):
            text = f'IF(ISLOGICAL({reference}),IF({reference},"true","false"),{text})'
        place = _place_of(text, keys, _SEPARATOR)
        return f"LOOKUP({place},{{{','.join(places)}}},{{{','.join(titles)}}})"

    def _condition(self, node: Node) -> str:
        writers: dict[type[Node], Callable[..., str]] = {
            Truth: lambda node: "TRUE" if node.value else "FALSE",
            tree.Blank: self._blank,
            tree.OneOf: self._one_of,
            tree.SameText: self._same_text,
            tree.IsDate: lambda node: self._is_date(node.of),
            tree.IsNumber: lambda node: self._is_number(self.references[node.of.key]),
            tree.Past: self._past,
            tree.Compare: self._compare,
            tree.Not: lambda node: f"NOT({self._condition(node.of)})",
            tree.All: lambda node: self._nested(node.of, decided="FALSE"),
            tree.Any: lambda node: self._nested(node.of, decided="TRUE"),
        }
        return writers[type(node)](node)

    def _nested(self, parts: tuple[Node, ...], decided: str) -> str:
        """Return nested IFs that evaluate a part only where the parts before it do not decide the result.

        So each part is simplified with the values of those before it.
        """
        first, *others = parts
        formula = self._condition(first)
        if not others:
            return formula
        known = FormulaWriter(self.references, with_fact(self.facts, first, decided == "FALSE"))
        rest = known._nested(tuple(others), decided)
        return f"IF({formula},TRUE,{rest})" if decided == "TRUE" else f"IF({formula},{rest},FALSE)"

    def _text(self, column: tree.Column) -> str:
        return _clean(self.references[column.key])

    def _blank(self, node: tree.Blank) -> str:
        if node.match_keys.ignored:
            return self._says_nothing(node)
        if node.match_keys:
            return self._one_of(tree.OneOf(node.column, ("", *node.match_keys)))
        return f'IFERROR({self._text(node.column)}="",FALSE)'

    def _one_of(self, node: tree.OneOf) -> str:
        text = self._text(node.column)
        if len(node.match_keys) == 1:
            return f"IFERROR({text}={text_literal(node.match_keys[0])},FALSE)"
        is_among = _is_among(text, node.match_keys, _SEPARATOR)
        return self._or_logical(node.column, node.match_keys, is_among)

    def _says_nothing(self, node: tree.Blank) -> str:
        """Return a formula for whether a cell is blank once the ignored characters are removed."""
        text = f"CLEAN({self.references[node.column.key]})"
        for character in ("\u00a0", *node.match_keys.ignored):
            text = f'SUBSTITUTE({text},{text_literal(character)},"")'
        separator = " " if " " in node.match_keys.ignored else _SEPARATOR
        return self._or_logical(node.column, node.match_keys, _is_among(text, node.match_keys.bare, separator))

    def _or_logical(self, column: tree.Column, match_keys: Sequence[str], is_among: str) -> str:
        reference = self.references[column.key]
        # As a text the logical TRUE is "TRUE" in Excel but "1" in LibreOffice, so it gets a condition of its own.
        logical = {(True, True): "TRUE", (True, False): reference, (False, True): f"NOT({reference})"}
        usual = "FALSE" if any(word in match_keys for word in _LOGICAL) else None
        if_logical = logical.get(("true" in match_keys, "false" in match_keys), usual)
        return f"IF(ISLOGICAL({reference}),{if_logical},{is_among})" if if_logical else is_among

    def _same_text(self, node: tree.SameText) -> str:
        left, right = self._text(node.left), self._text(node.right)
        return f'IFERROR(IF({left}="",FALSE,{left}={right}),FALSE)'

    def _is_date(self, of: Node) -> str:
        if isinstance(of, tree.Column):
            # N() turns texts and logical values into numbers outside the range; IFERROR catches errors.
            return f"IFERROR(ABS(INT(N({self.references[of.key]}))-{_MIDDLE})<={_HALF},FALSE)"
        return self._condition(simplify(has_value(of), self.facts))

    @staticmethod
    def _is_number(reference: str) -> str:
        # To LibreOffice a logical value is a number.
        is_number = f"IF(ISNUMBER({reference}),ABS({reference})<={MAX_NUMBER:.0f},FALSE)"
        return f"IF(ISLOGICAL({reference}),FALSE,{is_number})"

    def _guarded(self, condition: str, *needed: Node) -> str:
        """Return a condition that is FALSE where one of the nodes it needs has no value."""
        guard = simplify(tree.All(tuple(has_value(node) for node in needed)), self.facts)
        return condition if guard == Truth(True) else f"IF({self._condition(guard)},{condition},FALSE)"

    def _past(self, node: tree.Past) -> str:
        return self._guarded(f"{self._seconds(tree.AsOf())}>{self._end(node.of)}", node.of)

    def _end(self, node: Node) -> str:
        """Return a formula for the last second of a date: a day without a time lasts until its end."""
        if isinstance(node, tree.Choose):
            return f"IF({self._condition(node.condition)},{self._end(node.yes)},{self._end(node.no)})"
        seconds = self._seconds(node)
        return f"{seconds}+IF(MOD({seconds},{SECONDS_PER_DAY})=0,{SECONDS_PER_DAY - 1},0)"

    def _compare(self, node: tree.Compare) -> str:
        write = self._seconds if tree.type_of(node.left) is tree.Type.DATE else self._number
        operator = _EXCEL_OPERATORS.get(node.operator, node.operator)
        return self._guarded(f"{write(node.left)}{operator}{write(node.right)}", node.left, node.right)

    def _seconds(self, node: Node) -> str:
        """Return a date as a formula in whole seconds. It is valid only where `has_value` holds."""
        if isinstance(node, tree.Choose):
            return f"IF({self._condition(node.condition)},{self._seconds(node.yes)},{self._seconds(node.no)})"
        reference = self.references[node.key] if isinstance(node, tree.Column) else "as_of"
        return f"ROUND({reference}*{SECONDS_PER_DAY},0)"

    def _number(self, node: Node) -> str:
        match node:
            case tree.Column(key, tree.Type.NUMBER):
                return self.references[key]
            case tree.Number(value):
                return f"{value:.15g}" if value >= 0 else f"({value:.15g})"
            case tree.Setting(name, default):
                return f'IF(COUNTIF({name},">=0"),{name},{default:.15g})'
            case tree.Day(of):
                return f"INT({self._seconds(of)}/{SECONDS_PER_DAY})"
            case tree.Days(start, end):
                return count_formula(self._number(tree.Day(start)), self._number(tree.Day(end)))
            case tree.Arithmetic(operator, left, right):
                return f"({self._number(left)}{operator}{self._number(right)})"
            case tree.Choose(condition, yes, no):
                return f"IF({self._condition(condition)},{self._number(yes)},{self._number(no)})"
            case tree.Hours(start, end):
                return self._hours(self._seconds(start), self._seconds(end))
        return f"{self._seconds(node)}/{SECONDS_PER_DAY}"

    @staticmethod
    def _hours(start: str, end: str) -> str:
        both_have_times = f"MOD({start},{SECONDS_PER_DAY})*MOD({end},{SECONDS_PER_DAY})"
        days = f"INT({end}/{SECONDS_PER_DAY})-INT({start}/{SECONDS_PER_DAY})"
        return f"IF({both_have_times},({end}-{start})/3600,({days})*24)"


def _is_among(text: str, words: Iterable[str], separator: str) -> str:
    """Return a formula for whether a text is one of some words; none of them contains the separator."""
    return f"ISNUMBER({_place_of(text, separator + separator.join(words) + separator, separator)})"


def _place_of(text: str, words: str, separator: str) -> str:
    """Return a formula for a text's position among words with separators around each, an error where it is missing."""
    return f'FIND("{separator}"&LOWER({text})&"{separator}",{text_literal(words)})'


def _clean(reference: str) -> str:
    # A literal non-breaking space: CHAR(160) depends on the system's encoding. LibreOffice on Linux gives U+FFFD.
    return f'TRIM(CLEAN(SUBSTITUTE({reference},"\u00a0"," ")))'


def text_literal(text: str) -> str:
    """Return `text` as a literal in a formula; a long one is joined from parts that Excel accepts."""
    parts = [text[start : start + _MAX_PART] for start in range(0, len(text), _MAX_PART)] or [""]
    return "&".join('"' + part.replace('"', '""') + '"' for part in parts)
