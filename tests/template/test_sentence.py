"""Sentences with places for values."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.errors import TemplateError
from sheetkit.template.sentence import FORMS, Place, parse_sentence

NAMES = ("due", "handed_to")


def test_texts_and_places_stand_in_order() -> None:
    parts = parse_sentence("Ask {handed_to?them}: due {due}, {due|ago}.", NAMES).parts
    assert parts == (
        "Ask ",
        Place("handed_to", otherwise="them"),
        ": due ",
        Place("due"),
        ", ",
        Place("due", "ago"),
        ".",
    )


def test_a_form_and_other_words_go_together() -> None:
    assert parse_sentence("{due|in?some day}", NAMES).places() == [Place("due", "in", "some day")]


def test_a_sentence_without_places_is_a_sentence() -> None:
    assert parse_sentence("Do it", NAMES).parts == ("Do it",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{deu}", "'deu' to show (did you mean 'due'?)"),
        ("{due|agoo}", "'agoo' is not a form (did you mean 'ago'?)"),
        ("{due", "without its partner"),
        ("due}", "without its partner"),
        ("{}", "not a place for a value"),
        ("{due.year}", "not a place for a value"),
        ("{due!r}", "not a place for a value"),
        ("{due:%Y}", "not a place for a value"),
        ("{__class__}", "'__class__' to show"),
        ("{due?}", "not a place for a value"),
    ],
)
def test_a_mistake_in_a_sentence_is_named(text: str, expected: str) -> None:
    with pytest.raises(TemplateError) as caught:
        parse_sentence(text, NAMES)
    assert expected in str(caught.value)


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="{}|?due_ago x", max_size=25))
def test_any_text_is_a_sentence_or_a_refusal(text: str) -> None:
    try:
        sentence = parse_sentence(text, NAMES)
    except TemplateError:
        return
    assert all(place.name in NAMES and (place.form is None or place.form in FORMS) for place in sentence.places())
    written = "".join(part if isinstance(part, str) else _written(part) for part in sentence.parts)
    assert written == text


def _written(place: Place) -> str:
    form = f"|{place.form}" if place.form else ""
    return "{" + place.name + form + (f"?{place.otherwise}" if place.otherwise else "") + "}"
