"""The reference in the documentation is what the templates and the problem codes say."""

import importlib.util
from pathlib import Path
from types import ModuleType

from sheetkit.log.problems import CODES
from sheetkit.template.store import shipped, shipped_names

DOCS = Path(__file__).parent.parent / "docs"


def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", DOCS / "reference.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_current() -> None:
    assert (DOCS / "reference.md").read_text(encoding="utf-8") == reference().page([*map(shipped, shipped_names())])


def test_it_names_every_column_flag_setting_and_problem() -> None:
    page = (DOCS / "reference.md").read_text(encoding="utf-8")
    templates = [*map(shipped, shipped_names())]
    named = [
        (*template.columns, *template.rules, *template.settings, *template.text_settings) for template in templates
    ]
    names = [item.name for items in named for item in items]
    assert [template.title for template in templates if f"## {template.title}\n" not in page] == []
    assert [name for name in (*names, *CODES) if f"`{name}`" not in page] == []
