"""Reading TOML tables strictly: every mistake is one sentence that names file, table and key."""

import keyword
import re
from collections.abc import Iterable
from typing import Any

from sheetkit.errors import TemplateError
from sheetkit.text import clean_text, did_you_mean

_MISSING = object()
_MAX_NUMBER = 10**9  # no number in a template is larger
_NAME = re.compile("[a-z][a-z0-9_]*")
_UNFIT = re.compile("[\x00-\x1f\x7f\ufffe\uffff]")  # for one line of a sheet, or for XML at all
_KINDS = {
    str: "a text in quotes",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
}


class TomlTable:
    """One TOML table; `where` names file and table for messages."""

    def __init__(self, values: dict[str, Any], where: str) -> None:
        self.values = values
        self.where = where
        self.asked: set[str] = set()

    def fail(self, key: str, problem: str) -> TemplateError:
        """Return the error to raise about `key`."""
        return TemplateError(f"{self.where}, key {key!r}: {problem}.")

    def text(self, key: str, default: Any = _MISSING, *, most: int = 2_000) -> Any:
        """Return a text of one line and `most` characters at most, not blank unless it may be left out."""
        value = self._get(key, str, default)
        if not isinstance(value, str):
            return value
        if len(value) > most:
            raise self.fail(key, f"the text has {len(value)} characters, {most} at most are possible here")
        if _UNFIT.search(value):
            raise self.fail(key, "the text should be one line, without control characters")
        if default is _MISSING and not clean_text(value):
            raise self.fail(key, "the text is blank")
        return value

    def name(self) -> str:
        """Return the table's name, in a form that rules can use."""
        name = str(self.text("name", most=100))
        if not _NAME.fullmatch(name) or keyword.iskeyword(name):
            raise self.fail("name", f"{name!r} should be small letters, digits and underscores, a letter first")
        return name

    def number(self, key: str, *, least: float = 0, most: float = _MAX_NUMBER) -> float:
        """Return a number (and no nan) between `least` and `most`."""
        value = self._get(key, float, _MISSING)
        if not least <= value <= most:
            raise self.fail(key, f"{_shown(value)} does not lie between {least} and {most}")
        return float(value)

    def whole(self, key: str, *, least: int = 1, most: int = _MAX_NUMBER) -> int:
        """Return a whole number between `least` and `most`."""
        value = self._get(key, int, _MISSING)
        if not least <= value <= most:
            raise self.fail(key, f"{_shown(value)} does not lie between {least} and {most}")
        return int(value)

    def flag(self, key: str) -> bool:
        """Return true or false, false when it is not there."""
        return bool(self._get(key, bool, False))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty when it is not there."""
        values = self._get(key, list, [])
        for value in values:
            if not isinstance(value, str):
                raise self.fail(key, f"{_shown(value)} in the list should be a text in quotes")
            if _UNFIT.search(value):
                raise self.fail(key, "each text should be one line, without control characters")
        return tuple(values)

    def one_of(self, key: str, right: Iterable[str], default: Any = _MISSING) -> Any:
        """Return a text that is one of `right`."""
        value = self.text(key, default)
        known = list(right)
        if value is not default and value not in known:
            raise self.fail(key, f"{value!r} is not known{did_you_mean(value, known)}; possible are {', '.join(known)}")
        return value

    def table(self, key: str, *, optional: bool = False) -> "TomlTable":
        """Return a table inside this one."""
        value = self.values.get(key, {} if optional else _MISSING)
        self.asked.add(key)
        if value is _MISSING:
            raise TemplateError(f"{self.where}: the table [{key}] is missing.")
        if not isinstance(value, dict):
            raise self.fail(key, f"it should be a table, [{key}]")
        return TomlTable(value, f"{self.where}, [{key}]")

    def tables(self, key: str) -> list["TomlTable"]:
        """Return an array of tables, each named by its own `name` or its number in messages."""
        values = self._get(key, list, [])
        found = []
        for number, value in enumerate(values, start=1):
            if not isinstance(value, dict):
                raise self.fail(key, f"it should be an array of tables, [[{key}]]")
            found.append(TomlTable(value, f"{self.where}, [[{key}]] {value.get('name', number)!r}"))
        return found

    def finish(self) -> None:
        """Refuse every key that nobody asked for."""
        for key in self.values:
            if key not in self.asked:
                raise self.fail(key, f"there is no such key{did_you_mean(key, self.asked)}")

    def _get(self, key: str, kind: type, default: Any) -> Any:
        self.asked.add(key)
        value = self.values.get(key, default)
        if value is _MISSING:
            near = next((f" (is {name!r} meant for it?)" for name in self.values
                         if name not in self.asked and did_you_mean(name, [key])), "")  # fmt: skip
            raise self.fail(key, f"it is missing{near}")
        if value is default:
            return value
        accepted = (int, float) if kind is float else (kind,)
        if not isinstance(value, accepted) or (isinstance(value, bool) and kind is not bool):
            raise self.fail(key, f"{_shown(value)} should be {_KINDS[kind]}")
        return value


def _shown(value: object) -> str:
    """Return a value as a message shows it: not longer than people read."""
    if isinstance(value, int) and abs(value) > _MAX_NUMBER:
        return "a number that large"
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
