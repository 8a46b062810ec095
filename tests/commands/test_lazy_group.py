"""The list of commands is right about commands that it has not imported."""

import click
import pytest
from click.testing import CliRunner

from sheetkit.cli import COMMANDS, sheetkit


@pytest.mark.parametrize("name", COMMANDS)
def test_each_entry_leads_to_the_command_of_its_name(name: str) -> None:
    command = sheetkit.get_command(click.Context(sheetkit), name)
    assert command is not None
    assert command.name == name


def test_the_help_lists_every_command_in_order() -> None:
    shown = CliRunner().invoke(sheetkit, ["--help"])
    assert shown.exit_code == 0
    listed = [line.split()[0] for line in shown.output.split("Commands:\n")[1].split("\n\n")[0].splitlines()]
    assert listed == list(COMMANDS)
    for entry in COMMANDS.values():
        assert entry.summary in shown.output


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_explains_every_option(name: str) -> None:
    shown = CliRunner().invoke(sheetkit, [name, "--help"])
    assert shown.exit_code == 0
    command = sheetkit.get_command(click.Context(sheetkit), name)
    assert command is not None
    assert all(getattr(param, "help", None) for param in command.params)
    assert max(map(len, shown.output.splitlines())) <= 80
