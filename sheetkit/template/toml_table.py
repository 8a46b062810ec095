"""Read TOML tables strictly: each mistake raises TemplateError with one sentence that names file, table and key."""

import keyword
from collections.abc import Collection, Iterable
from typing import Any

from sheetkit.errors import TemplateError
from sheetkit.patterns import lazy_pattern
from sheetkit.template.sentence import Sentence, parse_sentence
from sheetkit.text import clean_text, did_you_mean

MAX_SENTENCE = 300  # characters
_MISSING = object()
MAX_NUMBER = 10**9  # no number in a template is larger
_NAME = lazy_pattern("[a-z][a-z0-9_]*")
_CONTROL = lazy_pattern("[\x00-\x1f\x7f\ufffe\uffff]")  # with line breaks, and with what XML cannot hold
_TYPE_NAMES = {
    str: "a text in quotes",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
}


class TomlTable:
    """One TOML table. `where` names the file and the table in messages.

    Each method returns the value of a key, or raises TemplateError.
    """

    def __init__(self, values: dict[str, Any], where: str) -> None:
        self.values = values
        self.where = where
        self.known_keys: set[str] = set()

    def fail(self, key: str, problem: str) -> TemplateError:
        """Return the error to raise about `key`."""
        return TemplateError(f"{self.where}, key {key!r}: {problem}.")

    def text(self, key: str, default: Any = _MISSING, *, max_length: int = 2_000) -> Any:
        """Return a text on one line. It is not blank unless there is a default."""
        value = self._get(key, str, default)
        if not isinstance(value, str):
            return value
        if len(value) > max_length:
            raise self.fail(key, f"the text has {len(value)} characters, and at most {max_length} are possible here")
        if not _is_one_line(value):
            raise self.fail(key, "the text should be one line, without control characters")
        if default is _MISSING and not clean_text(value):
            raise self.fail(key, "the text is blank")
        return value

    def sentence(self, key: str, names: Collection[str], default: Any = _MISSING) -> Sentence:
        """Return a text as a sentence that can show the values `names`."""
        return self.as_sentence(key, self.text(key, default, max_length=MAX_SENTENCE), names)

    def as_sentence(self, key: str, text: str, names: Collection[str]) -> Sentence:
        """Return a text of `key` as a sentence that can show the values `names`."""
        try:
            return parse_sentence(text, names)
        except TemplateError as error:
            raise self.fail(key, str(error)) from None

    def name(self, *, hyphens: bool = False) -> str:
        """Return the value of `name`, which is valid as a name in a rule; with `hyphens`, it may contain them."""
        name = str(self.text("name", max_length=100))
        if hyphens and _NAME.fullmatch(name.replace("-", "_")):
            return name
        if not _NAME.fullmatch(name) or keyword.iskeyword(name):
            problem = f"{name!r} should be lower-case letters, digits and underscores, beginning with a letter"
            raise self.fail("name", problem)
        return name

    def number(self, key: str, default: Any = _MISSING, *, minimum: float = 0, maximum: float = MAX_NUMBER) -> Any:
        """Return a number between `minimum` and `maximum`, so never NaN, or the default."""
        value = self._get(key, float, default)
        if value is default:
            return value
        if not minimum <= value <= maximum:
            raise self.fail(key, f"{_display(value)} is not between {minimum} and {maximum}")
        return float(value)

    def integer(self, key: str, *, minimum: int = 1, maximum: int = MAX_NUMBER) -> int:
        """Return a whole number between `minimum` and `maximum`."""
        value = self._get(key, int, _MISSING)
        if not minimum <= value <= maximum:
            raise self.fail(key, f"{_display(value)} is not between {minimum} and {maximum}")
        return int(value)

    def boolean(self, key: str) -> bool:
        """Return true or false, false where the key is missing."""
        return bool(self._get(key, bool, False))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty where the key is missing."""
        values = self._get(key, list, [])
        for value in values:
            if not isinstance(value, str):
                raise self.fail(key, f"{_display(value)} in the list should be a text in quotes")
            if not _is_one_line(value):
                raise self.fail(key, "each text should be one line, without control characters")
        return tuple(values)

    def one_of(self, key: str, choices: Iterable[str], default: Any = _MISSING) -> Any:
        """Return a text that is one of `choices`, or the default."""
        value = self.text(key, default)
        listed = list(choices)
        if value is not default and value not in listed:
            raise self.fail(key, f"{value!r} is not known{did_you_mean(value, listed)}: use one of {', '.join(listed)}")
        return value

    def table(self, key: str, *, optional: bool = False) -> "TomlTable":
        """Return a table inside this one; an empty one where it is missing and `optional`."""
        value = self.values.get(key, {} if optional else _MISSING)
        self.known_keys.add(key)
        if value is _MISSING:
            raise TemplateError(f"{self.where}: the table [{key}] is missing.")
        if not isinstance(value, dict):
            raise self.fail(key, f"it should be a table, [{key}]")
        return TomlTable(value, f"{self.where}, [{key}]")

    def tables(self, key: str) -> list["TomlTable"]:
        """Return an array of tables. Messages call each by its `name`, or by its number where it has none."""
        values = self._get(key, list, [])
        tables = []
        for number, value in enumerate(values, start=1):
            if not isinstance(value, dict):
                raise self.fail(key, f"it should be an array of tables, [[{key}]]")
            tables.append(TomlTable(value, f"{self.where}, [[{key}]] {value.get('name', number)!r}"))
        return tables

    def reject_unknown_keys(self) -> None:
        """Raise TemplateError for a key that no method was called with."""
        for key in self.values:
            if key not in self.known_keys:
                raise self.fail(key, f"there is no such key{did_you_mean(key, self.known_keys)}")

    def _get(self, key: str, kind: type, default: Any) -> Any:
        self.known_keys.add(key)
        value = self.values.get(key, default)
        if value is _MISSING:
            unknown = (name for name in self.values if name not in self.known_keys)
            similar = next((f" (is {name!r} meant for it?)" for name in unknown if did_you_mean(name, [key])), "")
            raise self.fail(key, f"it is missing{similar}")
        if value is default:
            return value
        accepted = (int, float) if kind is float else (kind,)
        if not isinstance(value, accepted) or (isinstance(value, bool) and kind is not bool):
            raise self.fail(key, f"{_display(value)} should be {_TYPE_NAMES[kind]}")
        return value


def _is_one_line(text: str) -> bool:
    return text.isprintable() or not _CONTROL.search(text)


def _display(value: object) -> str:
    """Return a value as it is shown in a message, 80 characters long at most."""
    if isinstance(value, int) and abs(value) > MAX_NUMBER:
        return "a number that large"
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
