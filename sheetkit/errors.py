"""The exceptions of sheetkit. Each message is for users: what went wrong, where, and what to do.

Problems with what people typed into a log are not exceptions but values (`sheetkit.log.problems.Problem`).
"""


class SheetkitError(Exception):
    """The command cannot go on. Its message is printed as it is, and the exit code is 2."""


class TemplateError(SheetkitError):
    """A template has a mistake in it, or something that Excel would not accept."""


class ExpressionError(SheetkitError):
    """A condition or value of a template is not valid in the rule language."""


class UnreadableError(SheetkitError):
    """A file cannot be read as a log."""


class NoLogError(UnreadableError):
    """A file is a workbook that can be read, and there is no log in it."""


class OutputError(SheetkitError):
    """An output file cannot be written."""
