"""start.py: one command from a fresh copy to a review, without anything being fetched here."""

import ast
import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]


class Calls:
    """Stands for subprocess and venv: keeps what would have been run and made."""

    CalledProcessError = subprocess.CalledProcessError

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.installed: list[list[str]] = []
        self.ran: list[list[str]] = []
        self.options: dict[str, Any] = {}
        self.code = 0
        self.fails = False

    def create(self, target: Path, *, with_pip: bool) -> None:
        assert with_pip
        python = self.folder / ".venv" / "python"
        python.parent.mkdir()
        python.touch()

    def run(self, command: list[str], *, check: bool) -> None:
        assert check
        self.installed.append(command)
        if self.fails:
            raise subprocess.CalledProcessError(1, "pip")

    def call(self, command: list[str], **options: Any) -> int:
        self.ran.append(command)
        self.options = options
        return self.code


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """start.py in a folder of its own."""
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_text("first", encoding="utf-8")
    monkeypatch.setattr(module, "HERE", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "python")
    return module


@pytest.fixture
def calls(start: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Calls:
    stub = Calls(tmp_path)
    monkeypatch.setattr(start, "subprocess", stub)
    monkeypatch.setattr(start, "venv", stub)
    return stub


def test_an_older_python_is_told_what_is_needed_and_nothing_is_made(
    start: ModuleType, calls: Calls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old = SimpleNamespace(version_info=(3, 10, 12), version="3.10.12 (main)", stderr=sys.stderr)
    monkeypatch.setattr(start, "sys", old)
    assert start.main(["review"]) == 2
    assert capsys.readouterr().err == "sheetkit needs Python 3.11 or newer; this is 3.10.12\n"
    assert not calls.installed
    assert not calls.ran


def test_an_older_python_can_read_as_far_as_that() -> None:
    ast.parse((ROOT / "start.py").read_text(encoding="utf-8"), feature_version=(3, 7))


def test_it_needs_the_python_that_the_package_needs() -> None:
    assert 'requires-python = ">=3.11"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_arguments_and_exit_code_pass_through(start: ModuleType, calls: Calls, tmp_path: Path) -> None:
    calls.code = 1
    assert start.main(["review", "my log.xlsx", "--fail-on", "overdue"]) == 1
    python = str(tmp_path / ".venv" / "python")
    assert calls.ran == [[python, "-m", "sheetkit", "review", "my log.xlsx", "--fail-on", "overdue"]]
    assert calls.options["cwd"] is None  # a relative path means what it means to the caller
    assert calls.options["env"]["SHEETKIT_COMMAND"].endswith(sys.argv[0])
    assert os.environ.items() <= calls.options["env"].items()


def test_test_runs_the_tests_in_the_projects_folder(start: ModuleType, calls: Calls, tmp_path: Path) -> None:
    assert start.main(["test", "-q"]) == 0
    assert calls.ran[0][1:] == ["-m", "pytest", "-n", "auto", "-q"]
    assert calls.options["cwd"] == tmp_path
    assert calls.installed[0][-1] == f"{tmp_path}[dev]"


def test_it_is_set_up_once(start: ModuleType, calls: Calls, capsys: pytest.CaptureFixture[str]) -> None:
    assert start.main(["--help"]) == 0
    assert "this happens once" in capsys.readouterr().err
    assert start.main(["--help"]) == 0
    assert capsys.readouterr().err == ""
    assert (len(calls.installed), len(calls.ran)) == (1, 2)


def test_it_installs_the_versions_that_are_written_down(start: ModuleType, calls: Calls, tmp_path: Path) -> None:
    start.main(["--help"])
    (command,) = calls.installed
    assert command[command.index("--constraint") + 1] == str(tmp_path / "constraints.txt")


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_new_requirements_are_installed(start: ModuleType, calls: Calls, tmp_path: Path, name: str) -> None:
    start.main(["--help"])
    (tmp_path / name).write_text("second", encoding="utf-8")
    start.main(["--help"])
    assert len(calls.installed) == 2


def test_a_python_that_was_deleted_is_made_again(start: ModuleType, calls: Calls, tmp_path: Path) -> None:
    start.main(["--help"])
    (tmp_path / ".venv" / "python").rename(tmp_path / "moved")
    calls.create = lambda target, *, with_pip: (tmp_path / ".venv" / "python").touch()  # type: ignore[method-assign]
    start.main(["--help"])
    assert len(calls.installed) == 2


def test_a_failed_set_up_is_said_and_tried_again(
    start: ModuleType, calls: Calls, capsys: pytest.CaptureFixture[str]
) -> None:
    calls.fails = True
    assert start.main(["review"]) == 2
    assert "could not be set up" in capsys.readouterr().err
    assert not calls.ran
    calls.fails = False
    assert start.main(["review"]) == 0
    assert len(calls.installed) == 2
