"""The command line: the only clock, the only printing, the only exit codes.

Commands import what they need when they run: NumPy takes longer to import than most of them take to work,
and `--help` needs none of it.
"""

import argparse
import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path

from sheetkit import __version__
from sheetkit.commands import carry, review
from sheetkit.commands.terminal import Terminal, workbook_path
from sheetkit.errors import SheetkitError, UnreadableError
from sheetkit.text import replace_unprintable, shell_argument, single_line

OK, FOUND, FAILED = 0, 1, 2


def run() -> None:
    """Run the command with the terminal's arguments and end the process."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that lacks a letter shows '?' and does not crash
    # Most of what a command makes lives as long as it does: looking through it for what could be freed is in vain.
    gc.set_threshold(100_000, 20, 20)
    # NumPy would start a thread for each processor, for algebra that no command does: nearly half of its import.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    code = main(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # a pipe that nobody reads any more, or no stream at all
            stream.flush()
    os._exit(code)  # every file is closed: freeing what is left piece by piece takes a tenth of a usual review


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

    terminal = Terminal(_say, partial(_say, error=True), _asker, datetime.now, _command, _width, _progress)
    review.declare(commands, terminal)
    carry.declare(commands, terminal)

    explain = commands.add_parser(
        "explain",
        help="a flag, problem or column in plain words",
        description="Explain a flag, a problem or a column.",
    )
    explain.add_argument("name", metavar="NAME", help="such as overdue, date-as-text or 'Expected back'")
    explain.set_defaults(command=_explain)
    return parser


def _new(options: argparse.Namespace) -> int:
    from sheetkit.log.create.log_sheet import create_log
    from sheetkit.template.store import from_file, shipped

    template = from_file(Path(options.template)) if options.template else shipped()
    path = workbook_path(options.path)
    rows = create_log(path, template, datetime.now().date(), options.rows)
    weekly = f"{_command()} review {shell_argument(str(path))}"
    _say([f"{single_line(str(path))} is ready: {rows:,} lines to fill in. Once a week, run: {weekly}"])
    return OK


def _check(options: argparse.Namespace) -> int:
    from sheetkit.log.read_log import read_log
    from sheetkit.report.as_json import check_document, json_parts
    from sheetkit.report.terminal import check_lines

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
        from sheetkit.workbook.annotate import write_annotated  # with it comes what writes workbooks

        today = datetime.now().replace(hour=0, minute=0, second=0, microsecond=0)
        write_annotated(logs[0], target, today, force=options.force)
    if options.json:
        _say(json_parts(check_document(logs)))
    for log in logs:
        if options.json:  # which has no place for what was decided where there was doubt
            _say((f"{log.path.name}: {note}" for note in log.notes), error=True)
        else:
            _say(check_lines(log, _width()))
    if target is not None:
        _say([f"{single_line(str(target))} shows each problem on its cell."], error=options.json)
    if failed:
        return FAILED
    return FOUND if any(log.problems.at_or_above(options.fail_on) for log in logs) else OK


def _explain(options: argparse.Namespace) -> int:
    from sheetkit.report.explain import explain_lines
    from sheetkit.template.store import shipped

    _say(explain_lines(options.name, shipped()))
    return OK


def _command() -> str:
    """Return how the user called sheetkit, so that what we tell them to type works for them too."""
    return os.environ.get("SHEETKIT_COMMAND", "sheetkit")


def _width() -> int:
    return min(shutil.get_terminal_size((100, 24)).columns, 120)


def _asker() -> Callable[[str], str] | None:
    """Return what asks a question on the terminal, or None where nobody sits at one."""
    return _ask if sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty() else None


def _progress(what: str) -> Callable[[int, int], None] | None:
    """Return what shows on the terminal how far something is; None where no one watches."""
    if sys.stderr is None or not sys.stderr.isatty():
        return None

    def show(done: int, of: int) -> None:
        line = f"{what}: {done:,} of {of:,}"
        shown = line if done < of else " " * len(line)  # what is done leaves no trace
        sys.stderr.write(f"\r{shown}\r")
        sys.stderr.flush()

    return show


def _ask(question: str) -> str:
    try:
        return input(question)
    except EOFError:
        return ""


def _say(lines: Iterable[str], *, error: bool = False) -> None:
    for line in lines:
        print(replace_unprintable(line), file=sys.stderr if error else sys.stdout)


def _say_error(line: str) -> None:
    print(f"sheetkit: {single_line(line)}", file=sys.stderr)  # noqa: T201
