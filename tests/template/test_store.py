"""The shipped templates are found wherever sheetkit runs from."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from sheetkit.errors import TemplateError
from sheetkit.template.load import load_template
from sheetkit.template.store import DEFAULT, borrowed_name, find_template, from_file, shipped, shipped_names

ROOT = Path(__file__).resolve().parents[2]
ASK = "import sheetkit; from sheetkit.template.store import shipped; print(sheetkit.__file__); print(shipped().source)"


def asked(folder: Path, *code_paths: Path, site: Path | None = None) -> tuple[Path, str]:
    """What a new Python in `folder` says: where sheetkit is, and the shipped template's text."""
    paths = [*map(str, code_paths), *(path for path in sys.path if path.endswith("site-packages"))]
    lines = [f"import sys; sys.path[:0] = {paths!r}"]
    if site is not None:
        lines.append(f"import site; site.addsitedir({str(site)!r})")
    command = [sys.executable, "-I", "-S", "-c", "; ".join([*lines, ASK])]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    where, _, source = done.stdout.partition("\n")
    return Path(where), source.removesuffix("\n")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the files from which the package is built."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("sheetkit", "templates"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    (folder / "README.md").write_text("sheetkit\n", encoding="utf-8")
    return folder


def build(checkout: Path, folder: Path, kind: str) -> Path:
    """Build a wheel as a package installer would, without asking the network; `kind` is the hook's name."""
    code = f"import sys; from hatchling.build import {kind} as make; print(make(sys.argv[1]))"
    command = [sys.executable, "-c", code, str(folder)]
    done = subprocess.run(command, cwd=checkout, capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return folder / done.stdout.split()[-1]


def test_the_template_is_found_in_a_checkout(tmp_path: Path) -> None:
    where, source = asked(tmp_path, ROOT)
    assert where == ROOT / "sheetkit" / "__init__.py"
    assert source == (ROOT / "templates" / "handoff.toml").read_text(encoding="utf-8")


def test_the_template_is_found_in_an_editable_install(checkout: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(build(checkout, tmp_path, "build_editable")) as wheel:
        assert [name for name in wheel.namelist() if name.endswith(".pth")]
        wheel.extractall(site)
    where, source = asked(tmp_path, site=site)
    assert where == checkout / "sheetkit" / "__init__.py"
    assert source == shipped().source


def test_the_template_is_found_in_an_installed_wheel(checkout: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(build(checkout, tmp_path, "build_wheel")) as wheel:
        names = wheel.namelist()
        wheel.extractall(site)
    assert "sheetkit/templates/handoff.toml" in names
    assert "sheetkit/py.typed" in names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"sheetkit", "sheetkit_handoff"}
    where, source = asked(tmp_path, site)
    assert where == site / "sheetkit" / "__init__.py"
    assert source == shipped().source


def test_a_name_that_is_not_shipped_is_refused_with_those_that_are() -> None:
    assert shipped_names() == (DEFAULT, "action-log", "loans", "waiting-for")
    with pytest.raises(TemplateError, match=r"'hand-off' .* handoff"):
        shipped("hand-off")


@pytest.mark.parametrize("name", shipped_names())
def test_each_template_has_the_name_of_its_file_and_can_remind(name: str) -> None:
    assert shipped(name).name == name
    assert shipped(name).reminders


def test_a_template_is_found_by_its_name_or_by_its_file(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(shipped("loans").source, encoding="utf-8")
    assert find_template("loans") is shipped("loans")
    assert find_template(str(own)) == shipped("loans")
    with pytest.raises(TemplateError, match=r"no template 'lones' \(did you mean 'loans'\?\)"):
        find_template("lones")


def test_a_changed_template_that_bears_a_shipped_name_says_which_name_to_change() -> None:
    changed = load_template(shipped("loans").source.replace('"Item"', '"Thing lent"'), "own.toml")
    assert 'change name = "loans"' in borrowed_name(changed)
    renamed = load_template(changed.source.replace('name = "loans"', 'name = "keys"'), "keys.toml")
    assert borrowed_name(renamed) == borrowed_name(shipped("loans")) == ""


def test_a_template_of_ones_own_is_read_from_its_file(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(shipped().source.replace('name = "handoff"', 'name = "own"'), encoding="utf-8")
    assert from_file(own).name == "own"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, "cannot be read"),
        (b"title = \xff", "not UTF-8"),
        (b"\x00", "own.toml: this is not valid TOML"),
        (b"", r"own.toml: the table \[template\] is missing"),
    ],
)
def test_a_file_that_is_no_template_is_one_sentence(content: bytes | None, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(TemplateError, match=expected) as caught:
        from_file(path)
    assert "own.toml" in str(caught.value)


def test_a_folder_is_no_template(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="cannot be read"):
        from_file(tmp_path)
