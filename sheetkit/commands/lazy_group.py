"""A group of commands whose modules are imported when they are called.

`sheetkit --help` shows one line about each command; importing them all for that would take too long.
"""

from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import click

from sheetkit.text import did_you_mean, quote, shell_argument


class CommandEntry(NamedTuple):  # no dataclass: that import alone would slow down --help
    """Where a command is defined, as 'module:attribute', and its line in the list of commands."""

    target: str
    summary: str


class LazyGroup(click.Group):
    """A group that knows the names of its commands and imports a command when it is called."""

    def __init__(self, *args: object, entries: dict[str, CommandEntry], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]  # click's own, handed on
        self.entries = entries

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of the commands in the order in which people need them."""
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a command, importing its module."""
        entry = self.entries.get(cmd_name)
        if entry is None:
            return None
        module, _, attribute = entry.target.partition(":")
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{entry.target} is not a command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments name. Raises UsageError with the nearest name."""
        name = args[0]
        if name in self.entries or name.startswith("-") or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        if Path(name).suffix.lower() == ".xlsx":
            command = f"{ctx.command_path} review {shell_argument(name)}"
            raise click.UsageError(f"Say what to do with {quote(name)}, such as `{command}`.", ctx)
        raise click.UsageError(f"There is no command {quote(name)}{did_you_mean(name, self.entries)}.", ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.summary) for name, entry in self.entries.items()])
