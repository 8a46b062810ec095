"""The command line: the only clock, the only printing, the only exit codes.

Commands import what they need when they run: pandas takes longer to import than most of them take to work,
and `--help` needs none of it.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TextIO

from sheetkit import __version__
from sheetkit.commands.carry import Terminal, declare, workbook_path
from sheetkit.errors import SheetkitError, UnreadableError
from sheetkit.words import did_you_mean, join, printable

OK, FOUND, FAILED = 0, 1, 2


def run() -> None:
    """Run the command with the terminal's arguments and end the process."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that lacks a letter shows '?' and does not crash
    sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code: 0 done, 1 found what was asked to fail on, 2 could not run."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.command(options)
    except SheetkitError as error:
        _say_error(str(error))
        return FAILED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except OSError as error:
        named = f"{str(error.filename)[:200]!r} cannot be used: " if error.filename else ""
        _say_error(f"{named}{error.strerror or error}.")
        return FAILED
    except KeyboardInterrupt:
        _say_error("Stopped; no file was changed half-way.")
        return FAILED
    except Exception as error:
        if os.environ.get("SHEETKIT_DEBUG"):
            raise
        _say_error(
            f"sheetkit itself failed ({type(error).__name__}: {error}); no file was changed half-way. "
            "Please report it with what you did; SHEETKIT_DEBUG=1 shows where."
        )
        return FAILED
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=_command(),
        description="One log of everything you handed off, and a weekly review of it.",
        epilog="A week: fill in the log in Excel; on Monday run `review LOG.xlsx` and open what it makes.",
    )
    parser.add_argument("--version", action="version", version=f"sheetkit {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    new = commands.add_parser("new", help="make a blank log", description="Make a blank log. Never overwrites a file.")
    new.add_argument("path", nargs="?", default="handoff-log.xlsx", metavar="PATH", help="default: handoff-log.xlsx")
    new.add_argument("--rows", type=int, metavar="N", help="lines ready to be filled in (default: the template's, 200)")
    new.add_argument("--template", metavar="FILE", help="a template of your own (TOML)")
    new.set_defaults(command=_new)

    check = commands.add_parser(
        "check",
        help="find what was typed wrong, to the cell",
        description="Find problems, to the cell. Changes nothing.",
    )
    check.add_argument("logs", nargs="+", metavar="LOG", help="a log (.xlsx)")
    check.add_argument("--json", action="store_true", help="print one JSON document")
    check.add_argument(
        "--fail-on",
        choices=("error", "warning", "info"),
        default="error",
        help="exit with 1 when a problem is this bad or worse (default: error)",
    )
    check.add_argument("--annotate", metavar="FILE", help="make a copy of the one LOG with each problem on its cell")
    check.add_argument("--force", action="store_true", help="let --annotate replace any file but the log")
    check.set_defaults(command=_check)

    review = commands.add_parser(
        "review",
        help="make the review workbook",
        description="Make the review workbook beside the log. The log itself is only read.",
    )
    review.add_argument("logs", nargs="*", metavar="LOG", help="a log (.xlsx); without one, the one log in this folder")
    review.add_argument("--as-of", metavar="DATE", help="review as of this moment: 2026-11-23 or 2026-11-23T17:00")
    review.add_argument("-o", "--output", metavar="FILE", help="the review workbook (default: LOG-review-DATE.xlsx)")
    review.add_argument("--json", action="store_true", help="print one JSON document")
    review.add_argument("--fail-on", metavar="RULE,...", help="exit with 1 when a hand-off has one of these flags")
    review.add_argument("--open", action="store_true", help="open the review workbook")
    review.add_argument("--force", action="store_true", help="replace whatever file has the review's name, but no log")
    review.set_defaults(command=_review)

    declare(commands, Terminal(_say, _asker, lambda: datetime.now().date(), _command))

    explain = commands.add_parser(
        "explain",
        help="a flag, problem or column in plain words",
        description="Explain a flag, a problem or a column.",
    )
    explain.add_argument("name", metavar="NAME", help="such as overdue, date-as-text or 'Expected back'")
    explain.set_defaults(command=_explain)
    return parser


def _new(options: argparse.Namespace) -> int:
    from sheetkit.log.create import create_log
    from sheetkit.template.store import from_file, shipped

    template = from_file(Path(options.template)) if options.template else shipped()
    path = workbook_path(options.path)
    rows = create_log(path, template, datetime.now().date(), options.rows)
    _say([f"{path} is ready: {rows:,} lines to fill in. Once a week, run: {_command()} review {_quoted(path)}"])
    return OK


def _check(options: argparse.Namespace) -> int:
    from sheetkit.log.problems import at_or_above
    from sheetkit.log.read import read_log
    from sheetkit.report.as_json import check_document, dumps
    from sheetkit.report.terminal import check_lines
    from sheetkit.workbook.annotate import write_annotated

    if options.annotate is not None and len(options.logs) != 1:
        raise SheetkitError("--annotate makes a copy of one log: run the command once for each log.")
    logs, failed = [], False
    for name in options.logs:
        try:
            logs.append(read_log(Path(name)))
        except UnreadableError as error:
            _say_error(str(error))
            failed = True
    target = workbook_path(options.annotate) if options.annotate is not None and logs else None
    if target is not None:
        today = datetime.now().replace(hour=0, minute=0, second=0, microsecond=0)
        write_annotated(logs[0], target, today, force=options.force)
    if options.json:
        _say([dumps(check_document(logs))])
    else:
        for log in logs:
            _say(check_lines(log, _width()))
    if target is not None:
        _say([f"{target} shows each problem on its cell."], sys.stderr if options.json else None)
    if failed:
        return FAILED
    return FOUND if any(at_or_above(log.problems, options.fail_on) for log in logs) else OK


def _review(options: argparse.Namespace) -> int:
    from sheetkit.log.read import read_log
    from sheetkit.report.as_json import dumps, review_document
    from sheetkit.report.terminal import review_lines
    from sheetkit.review.build import build_review, with_changes
    from sheetkit.review.history import find_earlier, read_earlier
    from sheetkit.review.model import Failed
    from sheetkit.workbook.write import write_review

    as_of = _moment(options.as_of)
    paths = [Path(name) for name in options.logs] or [_only_log()]
    paths = list({path.resolve(): path for path in paths}.values())  # a log named twice is one log
    target = _target(options.output, paths, as_of)
    logs, failed = [], []
    for path in paths:
        try:
            logs.append(read_log(path))
        except UnreadableError as error:
            if len(paths) == 1:
                raise
            failed.append(Failed(str(path), str(error)))
    if not logs:
        raise UnreadableError("None of the logs could be read. " + " ".join(one.reason for one in failed))
    review = build_review(logs, as_of, failed)
    earlier = find_earlier(paths, [paths[0].parent, target.parent], as_of)
    if earlier is not None:
        try:
            review = with_changes(review, read_earlier(earlier, logs[0].template))
        except UnreadableError as error:
            review = replace(review, notes=(f"The earlier review was left out: {error}",))
    wanted = _rules(options.fail_on, [rule.name for log in logs for rule in log.template.rules])
    write_review(review, target, force=options.force)
    lines = review_lines(review, str(target), _command(), _width())
    if options.json:
        _say([dumps(review_document(review, str(target)))])
        _say(lines, sys.stderr)
    else:
        _say(lines)
    if options.open:
        _open(target)
    return FOUND if any(review.figures.counts[rule] for rule in wanted) else OK


def _explain(options: argparse.Namespace) -> int:
    from sheetkit.report.explain import explain_lines
    from sheetkit.template.store import shipped

    _say(explain_lines(options.name, shipped()))
    return OK


def _moment(text: str | None) -> datetime:
    """Return the review's moment: now to the second, or what was asked for; a date alone means 00:00."""
    if text is None:
        return datetime.now().replace(microsecond=0)
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise SheetkitError(f"--as-of {text!r} is no moment: write it as 2026-11-23 or 2026-11-23T17:00.") from None
    if moment.year < 1901 or moment.tzinfo is not None:
        raise SheetkitError(f"--as-of {text!r} should be a local date after 1900, without a time zone.")
    return moment.replace(microsecond=0)


def _rules(text: str | None, known: Sequence[str]) -> list[str]:
    names = [name.strip() for name in (text or "").split(",") if name.strip()]
    for name in names:
        if name not in known:
            rules = join(dict.fromkeys(known))
            raise SheetkitError(f"--fail-on: there is no rule {name!r}{did_you_mean(name, known)}; there are {rules}.")
    return names


def _target(output: str | None, paths: Sequence[Path], as_of: datetime) -> Path:
    stem = paths[0].stem if len(paths) == 1 else "team"
    name = f"{stem}-review-{as_of:%Y-%m-%d}.xlsx"
    if output is None:
        return paths[0].parent / name
    path = Path(output)
    if path.is_dir():
        return path / name
    return workbook_path(output)


def _only_log() -> Path:
    """Return the one log in the current folder."""
    from sheetkit.log.find import is_log
    from sheetkit.review.history import KIND, is_here, properties

    found = [
        path
        for path in sorted(Path().glob("*.xlsx"))
        if is_here(path) and KIND not in properties(path) and is_log(path)
    ]
    if len(found) == 1:
        return found[0]
    if not found:
        raise SheetkitError(f"There is no log in this folder: name one, or make one with `{_command()} new`.")
    names = join((str(path) for path in found), "or")
    raise SheetkitError(f"There are {len(found)} logs in this folder: name the one to review: {names}.")


def _open(path: Path) -> None:
    """Show a workbook in the program that is used for it."""
    try:
        if sys.platform == "win32":
            os.startfile(path)  # noqa: S606  a file that was just made, in its owner's program
            return
        program = "open" if sys.platform == "darwin" else "xdg-open"
        subprocess.Popen([program, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    except OSError:
        _say_error(f"{str(path)!r} was made, but no program could be found to open it.")


def _quoted(path: Path) -> str:
    return f'"{path}"' if " " in str(path) else str(path)


def _command() -> str:
    """Return how the user called sheetkit, so that what we tell them to type works for them too."""
    return os.environ.get("SHEETKIT_COMMAND", "sheetkit")


def _width() -> int:
    return min(shutil.get_terminal_size((100, 24)).columns, 120)


def _asker() -> Callable[[str], str] | None:
    """Return what asks a question on the terminal, or None where nobody sits at one."""
    return _ask if sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty() else None


def _ask(question: str) -> str:
    try:
        return input(question)
    except EOFError:
        return ""


def _say(lines: Iterable[str], stream: TextIO | None = None) -> None:
    for line in lines:
        print(printable(line), file=stream or sys.stdout)


def _say_error(line: str) -> None:
    print(f"sheetkit: {printable(line)}", file=sys.stderr)  # noqa: T201
