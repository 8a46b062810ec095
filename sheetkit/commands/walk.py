"""The command `walk`: what needs attention, one line and one key at a time."""

import sys
from collections import Counter
from collections.abc import Container, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from sheetkit.commands.console import can_ask, print_error, print_lines
from sheetkit.commands.edited import DATES, clock, print_receipt, undo_line
from sheetkit.commands.logs import with_reminders
from sheetkit.commands.parameters import SHEET
from sheetkit.commands.usage import Command
from sheetkit.errors import SheetkitError
from sheetkit.report.line import Line
from sheetkit.text import pluralize, single_line

if TYPE_CHECKING:
    from sheetkit.log.read_log import Log
    from sheetkit.template.model import Template

_KEYS = {"d": "[d]one", "c": "[c]hecked in today", "n": "[n]ew date", "r": "[r]eminder", "s": "[s]kip", "q": "[q]uit"}
_CHANGED, _DRAFTED = "changed", "drafted"  # what an answer did


class _Place(NamedTuple):
    """The log to go through, the sheet to read, and whether this is a dry run."""

    path: Path
    sheet: str | None
    dry_run: bool

    def read(self, now: datetime) -> "Log":
        """Return the log as it is now."""
        from sheetkit.log.read.options import ReadOptions
        from sheetkit.log.read_log import read_log

        return read_log(self.path, options=ReadOptions(self.sheet, as_of=now))


class _Line(NamedTuple):
    """A line that needs attention, in words."""

    row: int
    id: str
    item: str
    handed_to: str
    flag: str
    why: str
    do_next: str
    colour: str = ""


@click.command(cls=Command)
@click.argument("log", metavar="LOG", help="The log to go through (.xlsx).")
@SHEET
@click.option("--dry-run", is_flag=True, help="Show what each answer would change, and change nothing.")
def walk(log: str, sheet: str | None, dry_run: bool) -> int:
    """Go through the lines that need attention, the worst first. Each answer is entered at once.

    A reminder is drafted and recorded as `remind` does; nothing is sent.
    """
    place = _Place(Path(log), sheet, dry_run)
    template, lines = _lines(place)
    if not lines:
        print_lines(["Nothing needs attention: no line has a flag."])
        return 0
    columns = _columns(template)
    print_lines([f"{pluralize(len(lines), 'line')} to go through. {_keys(columns)}"])
    entered: Counter[str] = Counter()
    for number, line in enumerate(lines, start=1):
        print_lines(["", *_about(line, number, len(lines))])
        try:
            entered[_answer(place, line, columns)] += 1
        except EOFError:
            break
    summary = f"{pluralize(entered[_CHANGED], 'line')} changed"
    summary += f", {pluralize(entered[_DRAFTED], 'reminder')} drafted" if entered[_DRAFTED] else ""
    print_lines(["", "Nothing was written: a dry run." if dry_run else f"{summary}."])
    if entered[_CHANGED] and not dry_run:
        print_lines([f"To undo the last change: {undo_line(log)}"])
    return 0


def _columns(template: "Template") -> dict[str, str]:
    """Return the column that each key fills, by key; keys whose column the template lacks are left out."""
    roles = template.roles
    columns = {"d": roles.done and roles.back, "c": roles.checked_in, "n": template.delay}
    return {key: name for key, name in columns.items() if name is not None and name in template.by_name}


def _keys(columns: Container[str]) -> str:
    """Return the keys to press, in words."""
    return "  ".join(words for key, words in _KEYS.items() if key in columns or key in "rsq")


def _lines(place: _Place) -> tuple["Template", list[_Line]]:
    """Return the log's template, and the lines with a flag or a doubtful date, the worst first."""
    from sheetkit import categorical
    from sheetkit.review.build import combine, review_log

    now = clock()
    log_review = with_reminders(review_log(place.read(now), as_of=now), now)
    review = combine([log_review], now)
    positions = review.worst_first[: review.figures.attention]
    frame = review.frame.iloc[positions]
    template = log_review.template
    flags = {rule.name: (rule.title, rule.colour or "") for rule in template.rules}
    flags[""] = (f"{template.on_track}?", "")
    texts = categorical.to_lists(frame, *_Line._fields[1:-1])
    lines = [_Line(*values) for values in zip(frame["row"].tolist(), *texts, strict=True)]
    return template, [line._replace(flag=flags[line.flag][0], colour=flags[line.flag][1]) for line in lines]


def _about(line: _Line, number: int, count: int) -> list[str | Line]:
    with_whom = f", with {line.handed_to}" if line.handed_to else ""
    flag = single_line(f"  {line.flag}:")
    return [
        single_line(f"{number}/{count}  {line.id or f'row {line.row}'}  {line.item}{with_whom}"),
        Line(f"{flag} {single_line(line.why)}", len(flag), line.colour),
        single_line(f"  {line.do_next}."),
    ]


def _answer(place: _Place, line: _Line, columns: Mapping[str, str]) -> str:
    """Ask about a line until there is an answer, enter it, and return what it did. Raises EOFError to stop."""
    while True:
        key = _key()
        if key == "q":
            raise EOFError
        if key == "s":
            return ""
        try:
            if key == "d" and key in columns:
                return _enter(place, line, None)
            if key == "c" and key in columns:
                return _enter(place, line, (columns[key], "today"))
            if key == "n" and key in columns and (day := _text(f"  New date ({DATES}), or nothing to leave it: ")):
                return _enter(place, line, (columns[key], day))
            if key == "r" and _remind(place, line):
                return _DRAFTED
        except SheetkitError as error:
            print_error(str(error))
        print_lines([f"  {_keys(columns)}"])


def _enter(place: _Place, line: _Line, value: tuple[str, str] | None) -> str:
    """Enter a (column, text), or with None that the line is done; return what that did."""
    from sheetkit.edit.actions import check_line, done_lines
    from sheetkit.edit.apply import apply_edits
    from sheetkit.edit.cell_edit import CellEdit
    from sheetkit.edit.open_log import open_log
    from sheetkit.edit.typed import typed_value

    now = clock()
    with open_log(place.path, place.sheet) as opened:
        row = opened.row_of_line(line.id, line.row, line.item)
        if value is None:
            edits = done_lines(opened, [row], None, now)
        else:
            number = opened.number(value[0])
            edits = [CellEdit(row, number, typed_value(opened, number, value[1], now))]
            check_line(opened, row, edits, now)
        receipt = apply_edits(opened, edits, now, dry_run=place.dry_run)
    title = f"  {single_line(line.id or line.item)}:"
    print_receipt("walk", receipt, {row: title}, dry_run=place.dry_run, as_json=False)
    return _CHANGED if receipt.cells else ""


def _remind(place: _Place, line: _Line) -> bool:
    """Draft and record the reminder that `remind` would make for a line, or print why there is none."""
    from dataclasses import replace

    from sheetkit.commands.remind import decide_logs, drafts_folder, result_lines, written_lines
    from sheetkit.edit.open_log import open_log
    from sheetkit.mail.drafts import make_drafts
    from sheetkit.mail.write import finish_earlier, write_drafts
    from sheetkit.review.build import build_review
    from sheetkit.review.ledger import ledger_path, read_ledger

    now, path = clock(), place.path
    with open_log(path, place.sheet) as opened:
        row = opened.row_of_line(line.id, line.row, line.item)
    if not place.dry_run:
        print_lines(f"  {text}" for text in finish_earlier([ledger_path(path)]))
    ledger = read_ledger(path)
    (decided,) = decide_logs(build_review([place.read(now)], now), [ledger])
    position = decided.review.frame["row"].tolist().index(row)
    decision = decided.decisions[position]
    if decision.step is None:
        print_lines([single_line(f"  No reminder: {decision.reason}.")])
        return False
    made = make_drafts([replace(decided, decisions=[decision])], now)
    if made.drafts and not place.dry_run:
        files = write_drafts(made.drafts, [ledger], drafts_folder(path.parent, path.stem, now), now)
        print_lines(f"  {text}" for text in written_lines(made.drafts, files))
    print_lines(f"  {text}" for text in result_lines(made, dry_run=place.dry_run))
    return bool(made.drafts)


def _key() -> str:
    """Return the pressed key in lower case; without a terminal, the first letter of a line."""
    if can_ask():
        return click.getchar().lower()
    return _text("> ")[:1].lower()


def _text(question: str) -> str:
    """Return a line that was typed. Raises EOFError at the end of the input."""
    print(question, end="", flush=True)  # noqa: T201  no line break after it
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.strip()
