"""Types of options. Their messages follow the option's name: `--rows` + `needs a whole number ...`."""

import re
from collections.abc import Callable, Collection
from datetime import datetime, time
from functools import wraps
from typing import Any

import click

from sheetkit.errors import SheetkitError
from sheetkit.text import did_you_mean, natural_list, quote


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


class Week(click.ParamType[str]):
    """Days of the week, such as Mon-Fri."""

    name = "days"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the days of the week that were typed, as a log holds them."""
        from sheetkit.expression.working_days import parse_week, shorten_week

        week = str(value) if parse_week(str(value)) else shorten_week(str(value))
        if parse_week(week) is None:
            self.fail(f"needs days such as Mon-Fri or 'Mon Tue Thu', not {quote(str(value))}.", param, ctx)
        return week


class OneOf(click.Choice[str]):
    """One of a few words."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:  # noqa: ARG002
        """Return what the option can be, instead of `value`."""
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


class Alarm(click.ParamType[time | None]):
    """A time of day, None for `none`."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> time | None:
        """Return the time that was typed."""
        text = str(value).strip()
        if text.lower() == "none":
            return None
        match = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", text, re.ASCII)
        if not match:
            self.fail(f"needs a time such as 09:00, or none, not {quote(text)}.", param, ctx)
        return time(int(match[1]), int(match[2]))


ALARM = Alarm()
LOGS = click.argument(
    "logs", nargs=-1, required=True, metavar="LOG...", help="A log (.xlsx), a folder of logs, or several of them."
)
SHEET = click.option("--sheet", metavar="NAME", help="The sheet to read, where a file has several lists.")
ENCODING = click.option(
    "--encoding",
    "codec",
    type=Encoding(),
    metavar="NAME",
    help="The encoding of a text list (CSV), such as windows-1252 (default: detected).",
)
TEMPLATE = click.option(
    "--template", metavar="NAME", help="A template that comes with sheetkit (`new --list`), or a file of your own."
)
AS_OF = click.option(
    "--as-of", metavar="MOMENT", help="Look as of this moment: 2026-11-23 or 2026-11-23T17:00 (default: now)."
)


def as_of_moment(text: str | None) -> datetime:
    """Return the moment of `--as-of`, to the second: a date alone means 00:00, and without the option it is now."""
    if text is None:
        return datetime.now().replace(microsecond=0)
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise SheetkitError(
            f"--as-of {quote(text)} is not a date I can read: write it as 2026-11-23 or 2026-11-23T17:00."
        ) from None
    if moment.year < 1901 or moment.tzinfo is not None:
        raise SheetkitError(f"--as-of {quote(text)} needs to be a date after 1900, without a time zone.")
    return moment.replace(microsecond=0)


def parse_names(option: str, text: str | None, noun: str, known: Collection[str]) -> list[str]:
    """Return the names typed after an option, such as 'check,remind'. Raises SheetkitError if one is not known."""
    names = [name.strip() for name in (text or "").split(",") if name.strip()]
    for name in names:
        if name not in known:
            raise SheetkitError(
                f"{option}: there is no {noun} {quote(name)}{did_you_mean(name, known)}. "
                f"The {noun}s are {natural_list(known)}."
            )
    return names


def looks_at_logs(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of every command that looks at logs.

    The command is called with `moment`, that of `--as-of` or now, and `options`, the ReadOptions.
    """

    @AS_OF
    @SHEET
    @ENCODING
    @wraps(command)
    def wrapped(*args: Any, as_of: str | None, sheet: str | None, codec: str | None, **others: Any) -> Any:
        from sheetkit.log.read.options import ReadOptions

        moment = as_of_moment(as_of)
        return command(*args, moment=moment, options=ReadOptions(sheet, codec, moment), **others)

    return wrapped
