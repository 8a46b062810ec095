"""Types of options. Their messages go on from the option's name: `--rows` + `needs a whole number ...`."""

import re
from datetime import time
from typing import Any

import click

from sheetkit.text import natural_list, quote


class WholeNumber(click.ParamType[int]):
    """A whole number of 1 or more."""

    name = "number"

    def __init__(self, example: int) -> None:
        self.example = example

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number that was typed."""
        text = str(value).strip().replace(",", "")
        if not (text.isascii() and text.isdecimal() and len(text) <= 9 and int(text) > 0):
            self.fail(f"needs a whole number such as {self.example}, not {quote(str(value))}.", param, ctx)
        return int(text)


class OneOf(click.Choice[str]):
    """One of a few words."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:  # noqa: ARG002
        """Return what the option can be instead."""
        return f"can be {natural_list(self.choices, 'or')}, not {quote(str(value))}."


class Alarm(click.ParamType[time | None]):
    """A time of day, None for `none`."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> time | None:
        """Return the time that was typed."""
        text = str(value).strip()
        if text.lower() == "none":
            return None
        found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", text, re.ASCII)
        if not found:
            self.fail(f"needs a time such as 09:00, or none, not {quote(text)}.", param, ctx)
        return time(int(found[1]), int(found[2]))


ALARM = Alarm()
