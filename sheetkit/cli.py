"""The command line: assembles the commands, and turns whatever happens in them into an exit code.

Commands import what they need when they run: NumPy and pandas take longer to import than `--help` may take.
"""

import os
from collections.abc import Sequence

import click

from sheetkit import __version__
from sheetkit.commands.console import command_name
from sheetkit.commands.lazy_group import CommandEntry, LazyGroup
from sheetkit.commands.outcome import exit_code

_COMPLETE = "_SHEETKIT_COMPLETE"  # set by the shell while it asks for completions

COMMANDS = {
    "new": CommandEntry("sheetkit.commands.new:new", "Make a blank log."),
    "add": CommandEntry("sheetkit.commands.add:add", "Enter a hand-off into the log."),
    "done": CommandEntry("sheetkit.commands.done:done", "Set lines of the log to Done."),
    "set": CommandEntry("sheetkit.commands.set_cells:set_", "Change columns of one line of the log."),
    "keep": CommandEntry("sheetkit.commands.keep:keep", "Keep a verified copy of a document beside the log."),
    "collect": CommandEntry("sheetkit.commands.collect:collect", "Enter what people filled into their forms."),
    "undo": CommandEntry("sheetkit.commands.undo:undo", "Undo what was entered last."),
    "walk": CommandEntry("sheetkit.commands.walk:walk", "Go through what needs attention, one key a line."),
    "check": CommandEntry("sheetkit.commands.check:check", "Find what was mistyped, cell by cell."),
    "review": CommandEntry("sheetkit.commands.review:review", "Make the review workbook."),
    "remind": CommandEntry("sheetkit.commands.remind:remind", "Draft a reminder to each person who is late."),
    "week": CommandEntry("sheetkit.commands.week:week", "Check, review, calendar and reminders in one run."),
    "adopt": CommandEntry("sheetkit.commands.adopt:adopt", "Carry a list you kept before into a new log."),
    "upgrade": CommandEntry("sheetkit.commands.upgrade:upgrade", "Carry a log over into a fresh one."),
    "calendar": CommandEntry("sheetkit.commands.calendar:calendar", "Make a calendar file of what is out."),
    "export": CommandEntry("sheetkit.commands.export:export", "Write the review for other programs."),
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


def main(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code: 0 done, 1 found what was asked to fail on, 2 could not run."""
    return exit_code(lambda: _invoke(list(arguments)))


def _invoke(arguments: list[str]) -> int:
    """Run a command, or tell the shell how to complete one. Raises what click and the command raise."""
    if instruction := os.environ.get(_COMPLETE):
        from click.shell_completion import shell_complete

        return shell_complete(sheetkit, {}, "sheetkit", _COMPLETE, instruction)
    with sheetkit.make_context(command_name(), arguments) as context:
        code: int = sheetkit.invoke(context)
    return code
