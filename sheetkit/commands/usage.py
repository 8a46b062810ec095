"""Messages about a command line that cannot be understood, in plain words."""

import click
from click.exceptions import BadOptionUsage, NoSuchOption

from sheetkit.text import did_you_mean, quote

_EXTRA = "Got unexpected extra argument"


class Command(click.Command):
    """A command whose usage errors all carry their context, so that the message can name its help."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments into the context. Raises UsageError."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx  # the parser of options leaves it out
            raise


def usage_message(error: click.UsageError) -> str:
    """Return one sentence about what is wrong with the command line."""
    command = error.ctx.command if error.ctx else None
    match error:
        case NoSuchOption():
            known = [option for param in command.params for option in param.opts] if command else []
            return f"There is no option {quote(error.option_name)}{did_you_mean(error.option_name, known)}."
        case BadOptionUsage():
            flags = [param for param in command.params if getattr(param, "is_flag", False)] if command else []
            if any(error.option_name in flag.opts for flag in flags):
                return f"{error.option_name} takes no value: write it on its own."
            return f"{error.option_name} needs a value after it."
        case click.MissingParameter():
            return _missing(error)
        case click.BadParameter() if error.param is not None:
            return f"{_name(error.param)} {error.message}"
    if error.message.startswith(_EXTRA):
        extra = error.message.partition("(")[2].removesuffix(")")
        return f"There is one name too many: {quote(extra)}. A name with spaces in it needs quotes around it."
    return error.message


def help_line(error: click.UsageError) -> str:
    """Return the command that shows the help for a mistake."""
    return f"{error.ctx.command_path if error.ctx else 'sheetkit'} --help"


def _missing(error: click.MissingParameter) -> str:
    param = error.param
    if param is None or error.ctx is None:
        return error.format_message()
    about = getattr(param, "help", None)
    needs = f"{error.ctx.info_name} needs {_name(param)}"
    return f"{needs}: {about[0].lower()}{about[1:]}" if about else f"{needs}."


def _name(param: click.Parameter) -> str:
    """Return a parameter as one types it: --rows, or LOG."""
    if isinstance(param, click.Argument):
        return param.human_readable_name.strip("[].")
    value = f" {param.metavar}" if param.required and param.metavar else ""
    return f"{max(param.opts, key=len)}{value}"
