"""The shape of the program: who may import whom, and what `--help` may cost."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import sheetkit

ROOT = Path(sheetkit.__file__).parent
# Rooms in the order of the data; each imports only from those above it. `log` has rooms of its own.
STATIONS = (("errors", "text", "palette", "categorical"), ("ooxml",), ("expression",), ("template",), ("log",))
STATIONS += (("review",), ("pages",), ("workbook", "report"), ("commands",), ("cli",), ("__main__",))
PLACE = {name: place for place, names in enumerate(STATIONS) for name in names}
EXTRAS = {"distributed": "log/parallel/dask_cluster.py", "fsspec": "log/parallel/source.py"}
MODULES = sorted(ROOT.rglob("*.py"))


def station(module: Path) -> str:
    return module.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(module: Path) -> set[str]:
    """The full names that a module imports anywhere, also inside functions; relative ones written out."""
    found = set()
    here = ["sheetkit", *module.relative_to(ROOT).parts[:-1]]
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join([*here[: len(here) - node.level + 1], node.module or ""]) if node.level else node.module
            found |= {f"{base}.{alias.name}" for alias in node.names}
    return found


def names_of(statement: ast.stmt) -> set[str]:
    """The libraries that one statement imports, when it is an import."""
    if isinstance(statement, ast.ImportFrom):
        return {(statement.module or "").split(".")[0]}
    return {alias.name.split(".")[0] for alias in statement.names} if isinstance(statement, ast.Import) else set()


def stations_imported(module: Path) -> set[str]:
    parts = (name.split(".") for name in imports(module))
    return {name[1] for name in parts if name[0] == "sheetkit" and len(name) > 1} - {"__version__"}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_station_imports_only_those_before_it(module: Path) -> None:
    if module == ROOT / "__init__.py":
        assert stations_imported(module) == set()
        return
    allowed = {name for name, place in PLACE.items() if place < PLACE[station(module)]}
    assert stations_imported(module) - allowed - {station(module)} == set()


def test_the_two_kinds_of_output_do_not_know_each_other() -> None:
    for module in MODULES:
        if station(module) in ("workbook", "report"):
            assert not {"workbook", "report"} - {station(module)} <= stations_imported(module), module


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_can_be_read_in_one_sitting(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 320


def test_there_is_one_door_to_xlsxwriter() -> None:
    users = {
        m.relative_to(ROOT).as_posix() for m in MODULES if any(n.split(".")[0] == "xlsxwriter" for n in imports(m))
    }
    assert users == {"ooxml/writer/workbook.py", "ooxml/writer/workarounds.py", "ooxml/writer/cell_block.py"}


def test_nothing_but_declared_libraries_is_imported() -> None:
    outside = {name.split(".")[0] for module in MODULES for name in imports(module)} - set(sys.stdlib_module_names)
    assert outside == {"sheetkit", "pandas", "numpy", "xlsxwriter", *EXTRAS}


@pytest.mark.parametrize(("library", "user"), EXTRAS.items())
def test_an_extra_is_needed_by_those_alone_who_ask_for_it(library: str, user: str) -> None:
    users = {m.relative_to(ROOT).as_posix() for m in MODULES if any(n.split(".")[0] == library for n in imports(m))}
    assert users == {user}
    tree = ast.parse((ROOT / user).read_text(encoding="utf-8"))
    assert library not in {name for node in tree.body for name in names_of(node)}


def test_help_does_not_wait_for_pandas() -> None:
    code = (
        "import sys, sheetkit.cli\n"
        "try: sheetkit.cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'pandas', 'numpy', 'xlsxwriter', 'dataclasses', 'logging', 'subprocess'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT.parent)
    assert "review" in shown.stdout
    assert shown.stdout.splitlines()[-1] == "[]"


def test_a_review_of_one_log_imports_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    log = ROOT.parent / "samples" / "handoff-log.xlsx"
    code = (
        "import sys, sheetkit.cli\n"
        f"sheetkit.cli.main(['review', {str(log)!r}, '--as-of', '2026-11-23', '-o', {str(tmp_path / 'r.xlsx')!r}])\n"
        "heavy = {'openpyxl', 'multiprocessing', 'concurrent.futures.process', 'distributed', 'pyarrow'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT.parent)
    assert (tmp_path / "r.xlsx").exists()
    assert shown.stdout.splitlines()[-1] == "[]"
