"""Copy a formula to the row below."""

import re

from sheetkit.patterns import lazy_pattern

_QUOTED = rb'"(?:[^"]|"")*"' + rb"|'(?:[^']|'')*'|\[[^\[\]]*\]|&quot;.*?&quot;"
_REFERENCE = lazy_pattern(
    rb"(?P<kept>" + _QUOTED + rb")|(?<![\w.$])(?P<column>\$?[A-Z]{1,3})(?P<row>\d{1,7})(?![\w.(!\[])"
)


def fill_down(formula: bytes, prefix: bytes) -> bytes:
    """Return a formula's element with its relative references one row further down.

    Texts, names of sheets and structured references stay as they are.
    """
    begin, end = formula.find(b">") + 1, formula.rfind(b"</" + prefix + b"f>")
    if end < begin:
        return formula

    def moved(match: re.Match[bytes]) -> bytes:
        return match[0] if match["kept"] is not None else match["column"] + b"%d" % (int(match["row"]) + 1)

    return formula[:begin] + _REFERENCE.sub(moved, formula[begin:end]) + formula[end:]
