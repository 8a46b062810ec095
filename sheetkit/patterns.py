"""Regular expressions that are compiled when they are first used.

Compiling all of them takes ten milliseconds, a twentieth of what `add` takes, and a command uses few of them.
"""

import re
from typing import Any, AnyStr, cast


class _LazyPattern:
    def __init__(self, text: str | bytes, flags: int) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        """Return a method of the compiled expression, and keep it: it is looked for here once."""
        method = getattr(re.compile(self._text, self._flags), name)
        setattr(self, name, method)
        return method


def lazy_pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what `re.compile` returns, by its methods and attributes, as a constant of a module."""
    return cast("re.Pattern[AnyStr]", _LazyPattern(text, flags))
