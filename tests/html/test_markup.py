"""Texts and tags: what people typed is text, whatever it looks like."""

from datetime import datetime

import pytest
from html_files import parse
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.html.markup import element, escape, show, slug
from sheetkit.text import replace_unprintable


@settings(max_examples=200)
@given(st.text(alphabet=st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("<>&\"'=/!-;#x3c"))))
def test_a_text_is_read_back_as_it_was_typed_between_tags_and_in_attributes(text: str) -> None:
    root = parse(element("p", escape(text), title=text, class_="x"))
    (paragraph,) = root.children
    assert [child.name for child in paragraph.children] in ([], [""])
    shown = replace_unprintable(text.replace("\r\n", "\n").replace("\t", " ").replace("\r", "\n"))
    assert paragraph.text == shown
    if text:
        assert paragraph.attributes == {"title": shown, "class": "x"}


def test_half_a_letter_from_a_file_name_can_be_written() -> None:
    assert escape("a\udc80b").encode() == "a\ufffdb".encode()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        ("a < b", "a &lt; b"),
        (1234.0, "1,234"),
        (-38.0, "-38"),
        (datetime(2026, 11, 12), "12 Nov 2026"),
        (datetime(2026, 11, 12, 16, 30), "12 Nov 2026 16:30"),
    ],
)
def test_values_are_shown_as_in_the_workbook(value: float | str | datetime | None, shown: str) -> None:
    assert show(value) == shown


def test_a_title_names_its_place() -> None:
    assert slug("Needs attention") == "needs-attention"
