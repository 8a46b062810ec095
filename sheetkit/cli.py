"""The command line: assembles the commands, and turns whatever happens in them into an exit code.

Commands import what they need when they run: NumPy and pandas take longer to import than `--help` may take.
"""

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

import click
from click.exceptions import Exit, NoArgsIsHelpError

from sheetkit import __version__
from sheetkit.commands.console import command_name, print_error, print_lines
from sheetkit.commands.lazy_group import CommandEntry, LazyGroup
from sheetkit.commands.usage import help_line, usage_message
from sheetkit.errors import SheetkitError

FAILED = 2
_COMPLETE = "_SHEETKIT_COMPLETE"  # set by the shell while it asks for completions

COMMANDS = {
    "new": CommandEntry("sheetkit.commands.new:new", "Make a blank log."),
    "add": CommandEntry("sheetkit.commands.add:add", "Enter a hand-off into the log."),
    "done": CommandEntry("sheetkit.commands.done:done", "Set lines of the log to Done."),
    "set": CommandEntry("sheetkit.commands.set_cells:set_", "Change columns of one line of the log."),
    "keep": CommandEntry("sheetkit.commands.keep:keep", "Keep a verified copy of a document beside the log."),
    "undo": CommandEntry("sheetkit.commands.undo:undo", "Take back what was entered last."),
    "walk": CommandEntry("sheetkit.commands.walk:walk", "Go through what needs attention, one key a line."),
    "check": CommandEntry("sheetkit.commands.check:check", "Find what was typed wrong, to the cell."),
    "review": CommandEntry("sheetkit.commands.review:review", "Make the review workbook."),
    "adopt": CommandEntry("sheetkit.commands.adopt:adopt", "Carry a list you kept before into a new log."),
    "upgrade": CommandEntry("sheetkit.commands.upgrade:upgrade", "Carry a log over into a fresh one."),
    "explain": CommandEntry("sheetkit.commands.explain:explain", "Explain a flag, problem or column in plain words."),
}


@click.command(
    cls=LazyGroup,
    entries=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="A week: fill in the log in Excel; on Monday run `review LOG.xlsx` and open what it makes.",
)
@click.version_option(__version__, prog_name="sheetkit", message="%(prog)s %(version)s")
def sheetkit() -> None:
    """One log of everything you handed off, and a weekly review of it."""


def run() -> None:
    """Run the command with the terminal's arguments and end the process."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that lacks a letter shows '?' and does not crash
    # Nearly all objects live as long as the command does, so looking for garbage often is a waste of time.
    gc.set_threshold(100_000, 20, 20)
    # OpenBLAS would start a thread for each processor, which takes nearly half of the import of NumPy.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    code = main(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # a pipe that nobody reads any more, or no stream at all
            stream.flush()
    os._exit(code)  # every file is closed: freeing what is left piece by piece takes a tenth of a usual review


def main(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code: 0 done, 1 found what was asked to fail on, 2 could not run."""
    try:
        return _invoke(list(arguments))
    except Exit as done:  # after --help and --version
        return done.exit_code
    except NoArgsIsHelpError as error:
        print_lines([error.format_message()], error=True)
    except click.UsageError as error:
        print_error(usage_message(error))
        print_lines([f"See: {help_line(error)}"], error=True)
    except SheetkitError as error:
        print_error(str(error))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        named = f"{str(error.filename)[:200]!r} cannot be used: " if error.filename else ""
        print_error(f"{named}{error.strerror or error}.")
    except (KeyboardInterrupt, click.Abort):
        print_error("Stopped; no file was left half-written.")
    except Exception as error:
        if os.environ.get("SHEETKIT_DEBUG"):
            raise
        print_error(
            f"sheetkit itself failed ({type(error).__name__}: {error}); no file was left half-written. "
            "Please report it with what you did; SHEETKIT_DEBUG=1 shows where."
        )
    return FAILED


def _invoke(arguments: list[str]) -> int:
    """Run a command, or tell the shell how to complete one. Raises what click and the command raise."""
    if instruction := os.environ.get(_COMPLETE):
        from click.shell_completion import shell_complete

        return shell_complete(sheetkit, {}, "sheetkit", _COMPLETE, instruction)
    with sheetkit.make_context(command_name(), arguments) as context:
        code: int = sheetkit.invoke(context)
    return code
