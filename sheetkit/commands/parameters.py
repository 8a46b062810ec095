"""Types of options. Their messages go on from the option's name: `--rows` + `needs a whole number ...`."""

from typing import Any

import click

from sheetkit.errors import SheetkitError
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


class Encoding(click.ParamType[str]):
    """An encoding of text by any of its names; the value is its codec."""

    name = "encoding"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the codec of the encoding that was typed."""
        from sheetkit.log.read.text_encoding import find_codec

        try:
            return find_codec(str(value))
        except SheetkitError as error:
            self.fail(str(error), param, ctx)


AS_OF = click.option(
    "--as-of", metavar="MOMENT", help="The moment to look from: a date, or a date and time (default: now)."
)
SHEET = click.option("--sheet", metavar="NAME", help="The sheet to read, where a file has several lists.")
ENCODING = click.option(
    "--encoding",
    "codec",
    type=Encoding(),
    metavar="NAME",
    help="The encoding of a text list (CSV), such as windows-1252 (default: it is found).",
)
