"""The shape of the program: who may import whom, and what `--help` may cost."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import sheetkit
from sheetkit.cli import COMMANDS

ROOT = Path(sheetkit.__file__).parent
# Rooms in the order of the data; each imports only from those above it. `log` has rooms of its own.
STATIONS = (
    ("patterns",),
    ("errors", "text", "palette", "codes"),
    ("person_names", "categorical"),
    ("ooxml",),
    ("expression",),
    ("template",),
    ("log",),
)
STATIONS += (
    ("edit",),
    ("review",),
    ("target",),
    ("pages",),
    ("workbook", "report", "html"),
    ("calendar_file", "export", "mail", "forms"),
    ("commands",),
    ("cli",),
    ("__main__",),
)
PLACE = {name: place for place, names in enumerate(STATIONS) for name in names}
EXTRAS = {"distributed": "log/parallel/dask_cluster.py", "fsspec": "log/parallel/source.py"}
OUTPUTS = {"workbook", "report", "html"}
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


def log_names(statement: ast.stmt) -> set[str]:
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


# The rooms of `log`, and its modules that stand between them.
LOG_ROOMS = (("problems", "finding", "ids"), ("read",), ("frame",), ("problem_table",), ("check",), ("read_log",))
LOG_ROOMS += (("parallel",), ("create",), ("carry",))
LOG_PLACE = {name: place for place, names in enumerate(LOG_ROOMS) for name in names}


def rooms_imported(module: Path, station: str) -> set[str]:
    """The rooms of a station that a module imports."""
    parts = (name.split(".") for name in imports(module))
    return {name[2] for name in parts if name[:2] == ["sheetkit", station] and len(name) > 2}


@pytest.mark.parametrize(
    "module", sorted((ROOT / "log").rglob("*.py")), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_a_room_of_the_log_imports_only_those_before_it(module: Path) -> None:
    room = module.relative_to(ROOT / "log").parts[0].removesuffix(".py")
    if room == "__init__":
        return
    allowed = {name for name, place in LOG_PLACE.items() if place < LOG_PLACE[room]} | {room}
    assert rooms_imported(module, "log") - allowed == set()


def test_the_page_for_newcomers_lists_the_rooms_in_their_order_and_names_modules_that_exist() -> None:
    page = (ROOT.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`[^|]+`) \|", page, re.MULTILINE)
    rooms = [name.strip("`/") for row in rows for name in row.split(", ")]
    assert sorted(rooms, key=PLACE.__getitem__) == rooms
    assert set(rooms) == PLACE.keys()
    files = [f"/{path.relative_to(ROOT.parent).as_posix()}" for path in ROOT.parent.glob("[a-z]*/**/*.*")]
    for name in re.findall(r"`([\w/]+\.(?:py|css|toml))`", page):
        assert any(file.endswith(f"/{name}") for file in files), name


def test_reading_and_writing_the_file_format_do_not_know_each_other() -> None:
    for room, other in (("reader", "writer"), ("writer", "reader")):
        for module in (ROOT / "ooxml" / room).rglob("*.py"):
            assert other not in rooms_imported(module, "ooxml"), module
    for module in (ROOT / "ooxml").glob("*.py"):
        assert not {"reader", "writer"} & rooms_imported(module, "ooxml"), module


def test_the_kinds_of_output_do_not_know_each_other() -> None:
    for module in MODULES:
        if station(module) in OUTPUTS:
            assert not (OUTPUTS - {station(module)}) & stations_imported(module), module


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_can_be_read_in_one_sitting(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 320


def test_there_is_one_door_to_xlsxwriter() -> None:
    users = {
        m.relative_to(ROOT).as_posix() for m in MODULES if any(n.split(".")[0] == "xlsxwriter" for n in imports(m))
    }
    modules = ("workbook", "workarounds", "block_sheet", "shared_strings", "strict")
    assert users == {f"ooxml/writer/{module}.py" for module in modules}


def test_nothing_but_declared_libraries_is_imported() -> None:
    outside = {name.split(".")[0] for module in MODULES for name in imports(module)} - set(sys.stdlib_module_names)
    assert outside == {"sheetkit", "click", "pandas", "numpy", "xlsxwriter", "python_calamine", *EXTRAS}


def test_calamine_is_imported_by_adopt_alone_and_only_for_old_workbooks() -> None:
    users = {
        m.relative_to(ROOT).as_posix() for m in MODULES if any(n.split(".")[0] == "python_calamine" for n in imports(m))
    }
    assert users == {"log/carry/other_workbook.py"}
    tree = ast.parse((ROOT / "log/carry/other_workbook.py").read_text(encoding="utf-8"))
    assert "python_calamine" not in {name for node in tree.body for name in log_names(node)}


@pytest.mark.parametrize(("library", "user"), EXTRAS.items())
def test_an_extra_is_needed_by_those_alone_who_ask_for_it(library: str, user: str) -> None:
    users = {m.relative_to(ROOT).as_posix() for m in MODULES if any(n.split(".")[0] == library for n in imports(m))}
    assert users == {user}
    tree = ast.parse((ROOT / user).read_text(encoding="utf-8"))
    assert library not in {name for node in tree.body for name in log_names(node)}


def imported_by(folder: Path, *arguments: str, among: set[str]) -> set[str]:
    """Those of the modules that a command imports."""
    code = f"import sys, sheetkit.cli as c; c.main({list(arguments)!r}); print(*sorted({among!r} & set(sys.modules)))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT.parent)}
    command = [sys.executable, "-c", code]
    shown = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder, env=environment)
    assert not shown.stderr
    return set(shown.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("arguments", [["--help"], *([name, "--help"] for name in COMMANDS)])
def test_help_does_not_wait_for_what_commands_need(tmp_path: Path, arguments: list[str]) -> None:
    heavy = {"pandas", "numpy", "xlsxwriter", "dataclasses", "logging", "subprocess"}
    assert imported_by(tmp_path, *arguments, among=heavy) == set()


def test_the_list_of_commands_is_shown_without_importing_them(tmp_path: Path) -> None:
    commands = {entry.target.partition(":")[0] for entry in COMMANDS.values()}
    assert imported_by(tmp_path, "--help", among=commands) == set()


@pytest.mark.parametrize("arguments", [["new"], ["explain", "overdue"], ["explain"]])
def test_the_quick_commands_do_not_wait_for_pandas(tmp_path: Path, arguments: list[str]) -> None:
    assert imported_by(tmp_path, *arguments, among={"pandas", "logging", "multiprocessing"}) == set()


def test_a_review_of_one_log_imports_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    log = ROOT.parent / "samples" / "handoff-log.xlsx"
    code = (
        "import sys, sheetkit.cli\n"
        f"sheetkit.cli.main(['review', {str(log)!r}, '--as-of', '2026-11-23', '-o', {str(tmp_path / 'r.xlsx')!r}])\n"
        "heavy = {'openpyxl', 'multiprocessing', 'concurrent.futures.process', 'distributed', 'pyarrow'}\n"
        "print('pandas' in sys.modules)\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT.parent)
    assert (tmp_path / "r.xlsx").exists()
    assert shown.stdout.splitlines()[-2:] == ["True", "[]"]
