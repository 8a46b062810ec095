"""What cannot go on. Each message is one sentence for people: what, where and what to do.

Problems in what people typed are no exceptions: they are values that travel with the result
(`sheetkit.log.problems.Problem`).
"""


class SheetkitError(Exception):
    """The command cannot go on; the message is shown as it is and the exit code is 2."""


class TemplateError(SheetkitError):
    """A template says something that sheetkit or Excel would not take."""


class ExpressionError(SheetkitError):
    """A rule's condition is not in the rule language."""


class UnreadableError(SheetkitError):
    """A file cannot be read as a log at all."""


class OutputError(SheetkitError):
    """An output cannot be written where it was asked for."""
