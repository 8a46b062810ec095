"""The table of threats names tests that exist."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
TABLE = (ROOT / "SECURITY.md").read_text(encoding="utf-8").split("<!-- threats", 1)[1].split("<!-- end of threats")[0]


def names_in(module: Path) -> set[str]:
    return {
        node.name
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }


def test_each_threat_has_a_test_that_exists() -> None:
    rows = [line for line in TABLE.splitlines() if line.startswith("| ") and "| Test" not in line]
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", TABLE)
    assert len(rows) == len(named) > 20
    assert [f"{module}::{test}" for module, test in named if test not in names_in(ROOT / module)] == []
