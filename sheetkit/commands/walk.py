"""The command `walk`: what needs attention, one line and one key at a time."""

import sys
from collections.abc import Container, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from sheetkit.commands.console import can_ask, print_error, print_lines
from sheetkit.commands.edited import DATES, clock, print_receipt, undo_line
from sheetkit.commands.usage import Command
from sheetkit.errors import SheetkitError
from sheetkit.text import pluralize, single_line

if TYPE_CHECKING:
    from sheetkit.template.model import Template

_KEYS = {"d": "[d]one", "c": "[c]hecked in today", "n": "[n]ew date", "r": "[r]eminded", "s": "[s]kip", "q": "[q]uit"}


class _Line(NamedTuple):
    """A line that needs attention, in words."""

    row: int
    id: str
    item: str
    handed_to: str
    flag: str
    why: str
    do_next: str


@click.command(cls=Command)
@click.argument("log", metavar="LOG", help="The log to go through (.xlsx).")
@click.option("--dry-run", is_flag=True, help="Show what each answer would change, and change nothing.")
def walk(log: str, dry_run: bool) -> int:
    """Go through the lines that need attention, the worst first. Each answer is entered at once."""
    template, lines = _lines(Path(log))
    if not lines:
        print_lines(["Nothing needs attention: no line has a flag."])
        return 0
    columns = _columns(template)
    print_lines([f"{pluralize(len(lines), 'line')} to go through. {_keys(columns)}"])
    entered = 0
    for number, line in enumerate(lines, start=1):
        print_lines(["", *_about(line, number, len(lines))])
        try:
            entered += _answer(Path(log), line, columns, dry_run=dry_run)
        except EOFError:
            break
    print_lines(["", f"{pluralize(entered, 'line')} changed." if not dry_run else "Nothing was written: a dry run."])
    if entered and not dry_run:
        print_lines([f"To take back the last one: {undo_line(log)}"])
    return 0


def _columns(template: "Template") -> dict[str, str]:
    """Return the column that each key enters something into, by name: the keys that a template has one for."""
    from sheetkit.edit.columns import NOTES

    roles = template.roles
    wanted = {"d": roles.done and roles.back, "c": roles.checked_in, "n": template.delay, "r": NOTES}
    return {key: name for key, name in wanted.items() if name is not None and name in template.by_name}


def _keys(columns: Container[str]) -> str:
    """Return the keys that can be pressed, in words."""
    return "  ".join(said for key, said in _KEYS.items() if key in columns or key in "sq")


def _lines(path: Path) -> tuple["Template", list[_Line]]:
    """Return the log's template, and the lines with a flag, the worst first."""
    from sheetkit import categorical
    from sheetkit.log.read.options import ReadOptions
    from sheetkit.log.read_log import read_log
    from sheetkit.review.build import build_review

    now = clock()
    review = build_review([read_log(path, options=ReadOptions(as_of=now))], now)
    positions = review.worst_first[: review.figures.attention]
    frame = review.frame.iloc[positions]
    template = review.logs[0].template
    titles = {rule.name: rule.title for rule in template.rules}
    texts = [categorical.to_list(categorical.column(frame, name)) for name in _Line._fields[1:]]
    lines = [_Line(*values) for values in zip(frame["row"].tolist(), *texts, strict=True)]
    return template, [line._replace(flag=titles[line.flag]) for line in lines]


def _about(line: _Line, number: int, count: int) -> list[str]:
    with_whom = f", with {line.handed_to}" if line.handed_to else ""
    return [
        single_line(f"{number}/{count}  {line.id or f'row {line.row}'}  {line.item}{with_whom}"),
        single_line(f"  {line.flag}: {line.why}"),
        single_line(f"  {line.do_next}."),
    ]


def _answer(path: Path, line: _Line, columns: Mapping[str, str], *, dry_run: bool) -> bool:
    """Ask about a line until there is an answer, enter it, and return whether one was. Raises EOFError to stop."""
    while True:
        key = _key()
        if key == "q":
            raise EOFError
        if key == "s":
            return False
        try:
            if key == "d" and key in columns:
                return _enter(path, line, None, dry_run=dry_run)
            if key == "c" and key in columns:
                return _enter(path, line, (columns[key], "today"), dry_run=dry_run)
            if key == "n" and key in columns and (day := _text(f"  New date ({DATES}), or nothing to leave it: ")):
                return _enter(path, line, (columns[key], day), dry_run=dry_run)
            if key == "r" and key in columns:
                return _enter(path, line, (columns[key], f"Reminded {clock():%Y-%m-%d}"), dry_run=dry_run)
        except SheetkitError as error:
            print_error(str(error))
        print_lines([f"  {_keys(columns)}"])


def _enter(path: Path, line: _Line, value: tuple[str, str] | None, *, dry_run: bool) -> bool:
    """Enter a text into a column, or that the line is done; a note goes below what stands there."""
    from sheetkit.edit.actions import check_line, done_lines
    from sheetkit.edit.apply import apply_edits
    from sheetkit.edit.cell_edit import CellEdit
    from sheetkit.edit.columns import NOTES
    from sheetkit.edit.open_log import open_log
    from sheetkit.edit.typed import typed_value

    now = clock()
    with open_log(path) as opened:
        row = opened.row_of_line(line.id, line.row, line.item)
        if value is None:
            edits = done_lines(opened, [row], None, now)
        else:
            number = opened.number(value[0])
            before = opened.shown(row, number) if value[0] == NOTES else ""
            text = f"{before}\n{value[1]}" if before.strip() else value[1]
            edits = [CellEdit(row, number, typed_value(opened, number, text, now))]
            check_line(opened, row, edits, now)
        receipt = apply_edits(opened, edits, now, dry_run=dry_run)
    print_receipt("walk", receipt, {row: f"  {single_line(line.id or line.item)}:"}, dry_run=dry_run, as_json=False)
    return bool(receipt.cells)


def _key() -> str:
    """Return the key that was pressed, in lower case; where nobody sits at a terminal, the first letter of a line."""
    if can_ask():
        return click.getchar().lower()
    return _text("> ")[:1].lower()


def _text(question: str) -> str:
    """Return a line that was typed. Raises EOFError where there is none any more."""
    print(question, end="", flush=True)  # noqa: T201  no line break after it
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.strip()
