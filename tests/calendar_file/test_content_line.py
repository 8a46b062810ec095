"""Content lines of calendar files."""

import icalendar
import vobject
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sheetkit.calendar_file.content_line import MAX_OCTETS, escape_text, fold, text_lines, unfold
from sheetkit.text import single_line

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@given(TEXTS)
@example("é" * 100)
@example("😀" * 60)
@example(" " * 300)
@settings(max_examples=60)
def test_a_long_line_is_cut_between_letters_and_comes_back_whole(text: str) -> None:
    line = f"SUMMARY:{escape_text(text)}"
    folded = fold(line)
    parts = folded.encode().split(b"\r\n")
    assert max(map(len, parts)) <= MAX_OCTETS
    assert "".join(part.decode().removeprefix(" ") if number else part.decode() for number, part in enumerate(parts))
    assert unfold(folded) == [line]


@given(TEXTS)
@example("a\r\nATTENDEE:mailto:b@example.org")
@example("x\u2028BEGIN:VALARM\x85y\x0bz\x1ew")
@example("\\n, \\; and \\N")
@settings(max_examples=60)
def test_a_text_is_one_property_for_two_parsers_whatever_stands_in_it(text: str) -> None:
    component = f"BEGIN:VEVENT\r\n{fold(f'SUMMARY:{escape_text(text)}')}\r\nEND:VEVENT\r\n"
    meant = single_line(" ".join(text.split()))
    event = icalendar.Event.from_ical(component)
    assert list(event) == ["SUMMARY"]
    assert str(event["SUMMARY"]) == meant
    other = vobject.readOne(component)
    assert list(other.contents) == ["summary"]
    assert other.summary.value == meant


def test_several_lines_are_one_property() -> None:
    event = icalendar.Event.from_ical(f"BEGIN:VEVENT\r\nDESCRIPTION:{text_lines(['a;b', ' ', 'c'])}\r\nEND:VEVENT\r\n")
    assert str(event["DESCRIPTION"]) == "a;b\nc"
