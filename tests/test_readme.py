"""What the README says is so."""

import re
from pathlib import Path

from sheetkit.cli import main
from sheetkit.template.store import shipped

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_of_flags_is_the_templates() -> None:
    table = README.split("current -->\n")[1].split("<!-- end of flags")[0]
    lines = ["| Flag | What it means | Colour |", "|---|---|---|"]
    for rule in shipped().rules:
        colour = f"{rule.colour}{', the whole line' if rule.whole_row else ''}" if rule.colour else "none"
        lines.append(f"| {rule.title} | {rule.description} | {colour} |")
    assert table.strip().split("\n") == lines


def test_its_pictures_and_files_are_there() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", README):
        assert target.startswith("https://") or (ROOT / target).is_file(), target


def test_ci_runs_its_first_two_commands() -> None:
    blocks = re.findall(r"```\n(.*?)\n```", README, re.DOTALL)
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert blocks[0] == "python3 start.py review samples/handoff-log.xlsx --as-of 2026-11-23"
    assert blocks[1] == "python3 start.py test"
    assert all(f"'{block}'" in ci for block in blocks[:2])


def test_every_command_it_lists_exists(capsys) -> None:  # type: ignore[no-untyped-def]
    for name in re.findall(r"^\| `(\w+) ", README, re.MULTILINE):
        try:
            main([name, "--help"])
        except SystemExit as done:
            assert done.code == 0
        assert name in capsys.readouterr().out


def test_its_lines_of_python_do_what_they_say(monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    (block,) = re.findall(r"```python\n(.*?)\n```", README, re.DOTALL)
    monkeypatch.chdir(ROOT)
    exec(block, {})
    said = capsys.readouterr().out
    assert "handed_to" in said
    assert "Name: item" in said
