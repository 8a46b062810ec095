"""What is fuzzed: each target takes bytes, and fails where anything but a sentence for people comes of them.

The first byte of the reader's input says which part of a workbook the rest stands for; 255 is the whole file.
"""

import json
import re
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from sheetkit import categorical
from sheetkit.errors import ExpressionError, TemplateError, UnreadableError
from sheetkit.expression.evaluate import Evaluator
from sheetkit.expression.excel_formula import FormulaWriter
from sheetkit.expression.parse import Choices, Scope, parse
from sheetkit.expression.tree import Type, type_of
from sheetkit.log.create.live_formula import live_formula
from sheetkit.log.create.log_sheet import create_log
from sheetkit.log.read_log import read_log
from sheetkit.ooxml.limits import MAX_FORMULA
from sheetkit.report.as_json import check_document, json_parts
from sheetkit.template.load import load_template
from sheetkit.template.store import shipped

WHOLE = 255
_FOLDER = Path(tempfile.mkdtemp(prefix="fuzz-"))
# A formula that a rule becomes calls these and nothing else; texts in it stand in quotes.
_FUNCTIONS = {"ABS", "AND", "CHAR", "CLEAN", "COUNTIF", "FIND", "IF", "IFERROR", "INT", "ISLOGICAL", "ISNUMBER"}
_FUNCTIONS |= {"LOWER", "MOD", "N", "NOT", "OR", "ROUND", "SUBSTITUTE", "TRIM"}
_TEXT = re.compile(r'"(?:[^"]|"")*"')
_CALL = re.compile(r"([A-Z][A-Z0-9.]*)\(")


def _base() -> list[tuple[str, bytes]]:
    """Return the parts of a small log, a hand-off in it."""
    path = _FOLDER / "base.xlsx"
    create_log(path, shipped(), date(2026, 11, 23), 3)
    with zipfile.ZipFile(path) as package:
        parts = [(name, package.read(name)) for name in package.namelist()]
    path.unlink()
    return [part for part in parts if "theme" not in part[0] and "docProps" not in part[0]]


PARTS = _base()


def read(data: bytes) -> None:
    """Read a log as `check` does: it is read, or refused in a sentence, and what is said of it is JSON."""
    if not data:
        return
    path = _FOLDER / "log.xlsx"
    if data[0] == WHOLE:
        path.write_bytes(data[1:])
    else:
        chosen = data[0] % len(PARTS)
        with zipfile.ZipFile(path, "w") as package:
            for place, (name, content) in enumerate(PARTS):
                package.writestr(name, data[1:] if place == chosen else content)
    try:
        json.loads("".join(json_parts(check_document([read_log(path)]))))
    except UnreadableError as error:
        _sentence(str(error))


def template(data: bytes) -> None:
    """Load a template: it is refused in a sentence, or makes formulas that Excel takes."""
    try:
        loaded = load_template(data.decode("utf-8", "replace"), "template.toml")
        for column in loaded.columns:
            if column.is_live:
                assert len(live_formula(loaded, column)) <= MAX_FORMULA
    except TemplateError as error:
        _sentence(str(error))


SCOPE = Scope(
    columns={"item": Type.TEXT, "status": Type.TEXT, "due": Type.DATE, "sent": Type.DATE},
    choices={"status": Choices({"open": ("open",), "done": ("done", "complete")}, "open")},
    settings={"days": 7.0},
)


class _Rows:
    """Three rows: filled, blank, and strange."""

    def __len__(self) -> int:
        return 3

    def match_keys(self, key: str) -> pd.Categorical:
        return categorical.from_texts(["done" if key == "status" else "draft", "", "=1+1"])

    def seconds(self, _key: str) -> np.ndarray:
        return np.array([46_000.0 * 86_400, np.nan, 2.5])

    def blank(self, _key: str) -> np.ndarray:
        return np.array([False, True, False])


def rule(data: bytes) -> None:
    """Parse a condition: it is refused in a sentence, or both engines take it."""
    source = data.decode("utf-8", "replace")
    try:
        node = parse(source, SCOPE, want=None)
    except ExpressionError as error:
        _sentence(str(error))
        return
    if type_of(node) is Type.CONDITION:
        formula = FormulaWriter({key: f"T[{key}]" for key in SCOPE.columns}).condition(node)
        said = _TEXT.sub("", formula)
        assert set(_CALL.findall(said)) <= _FUNCTIONS, formula
        assert said.count("(") == said.count(")"), formula
        assert len(Evaluator(_Rows(), 46_349.0 * 86_400, dict(SCOPE.settings)).condition(node)) == 3


def _sentence(said: str) -> None:
    assert said, "an error without a word"
    assert "\n" not in said, said
    assert len(said) < 2_000, said


TARGETS: dict[str, Callable[[bytes], None]] = {"reader": read, "template": template, "rules": rule}
