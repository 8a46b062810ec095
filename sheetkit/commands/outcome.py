"""Turn whatever happens in a command into an exit code and a message."""

import os
import sys
from collections.abc import Callable

import click
from click.exceptions import Exit, NoArgsIsHelpError

from sheetkit.commands.console import print_error, print_lines
from sheetkit.commands.usage import help_line, usage_message
from sheetkit.errors import SheetkitError

FAILED = 2


def exit_code(run: Callable[[], int]) -> int:
    """Run a command and return its exit code; for an error, print one sentence about it and return FAILED."""
    try:
        return run()
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
        subject = f"{str(error.filename)[:200]!r} cannot be used: " if error.filename else ""
        print_error(f"{subject}{error.strerror or error}.")
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
