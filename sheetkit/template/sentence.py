"""Sentences with places for values, such as `due {due}, {due|ago}` or `Ask {handed_to?them} for it`.

A place is `{name}`, `{name|form}` or `{name?text to use where there is no value}`. It is never evaluated as code. A
sentence is parsed when the template is loaded, and its values are filled in by the review.
"""

from collections.abc import Collection
from typing import NamedTuple

from sheetkit.errors import TemplateError
from sheetkit.patterns import lazy_pattern
from sheetkit.text import did_you_mean, natural_list

FORMS = {
    "ago": "how long before the review: '11 days ago', 'yesterday', '3 hours ago'",
    "in": "how long after the review: 'today', 'tomorrow', 'in 5 days'",
    "late": "how much time has passed: '11 days', '3 hours'",
    "typed": "of {missing}: with what was typed there",
    "span": "a number of hours in words: '3 days', '6 hours'",
}
SENTENCE_VALUES = ("missing", "row", "reply_by")  # that a sentence can show besides columns, settings and named values
_PLACE = lazy_pattern(r"\{([^{}]*)\}")
_INSIDE = lazy_pattern(r"(?P<name>[a-z_][a-z0-9_]*)(?:\|(?P<form>[a-z]+))?(?:\?(?P<otherwise>[^{}|?]+))?")


class Place(NamedTuple):
    """A place for the value `name`, shown in `form`, one of FORMS; `otherwise` is shown where there is no value."""

    name: str
    form: str | None = None
    otherwise: str = ""


class Sentence(NamedTuple):
    """A sentence: its literal texts and places, in order."""

    parts: tuple[str | Place, ...]

    def places(self) -> list[Place]:
        """Return the places without the literal texts."""
        return [part for part in self.parts if isinstance(part, Place)]


def parse_sentence(text: str, names: Collection[str]) -> Sentence:
    """Return `text` as a sentence. `names` are the values that it can show. Raises TemplateError."""
    parts: list[str | Place] = []
    end = 0
    for match in _PLACE.finditer(text):
        inside = _INSIDE.fullmatch(match[1])
        if inside is None:
            forms = "{name}, {name|form} or {name?other words}"
            raise TemplateError(f"{match[0]!r} is not a place for a value: write {forms}")
        name, form = inside["name"], inside["form"]
        if name not in names:
            raise TemplateError(f"there is no value {name!r} to show{did_you_mean(name, names)}")
        if form is not None and form not in FORMS:
            near, listed = did_you_mean(form, FORMS), natural_list(FORMS, "or")
            raise TemplateError(f"{form!r} is not a form{near}: use one of {listed}")
        parts += [text[end : match.start()], Place(name, form, inside["otherwise"] or "")]
        end = match.end()
    parts.append(text[end:])
    if any(isinstance(part, str) and ("{" in part or "}" in part) for part in parts):
        raise TemplateError(f"{text!r} has a brace without its partner")
    return Sentence(tuple(part for part in parts if part != ""))
