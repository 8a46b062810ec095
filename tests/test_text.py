"""How texts are compared, and which right word is nearest to a wrong one."""

import os
import pickle
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit import text
from sheetkit.text import (
    Words,
    clean_text,
    closest_match,
    did_you_mean,
    heading_key,
    is_blank,
    match_key,
    natural_list,
    pluralize,
    quote,
    readable,
    remove_invisible,
    shell_argument,
    shown_text,
    single_line,
    unique_file_names,
    visible,
)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("done", "done"),
        ("  done ", "done"),
        ("on   hold", "on hold"),
        ("on\xa0hold\xa0", "on hold"),
        ("do\x07ne\n", "done"),
        ("\t\r\n \xa0", ""),
        ("em\u2003space", "em\u2003space"),
        ("line\x85", "line\x85"),
    ],
)
def test_a_text_is_tidied_as_excel_does(typed: str, shown: str) -> None:
    assert clean_text(typed) == shown


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet="aB ß\xa0\t\n\x1f\u2003_", max_size=20))
def test_tidying_follows_its_rule_letter_by_letter(text: str) -> None:
    spaced = text.replace("\xa0", " ")
    letters = [letter for letter in spaced if ord(letter) > 31]
    assert clean_text(text) == " ".join(part for part in "".join(letters).split(" ") if part)
    assert clean_text(clean_text(text)) == clean_text(text)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\t", "\x0b", "\x85", "\u2028", " \n "])
def test_what_stands_on_two_lines_is_shown_on_one_and_not_glued(line_end: str) -> None:
    assert shown_text(f" Ana{line_end}Ben ") == "Ana Ben"
    assert shown_text("Ana\x07") == "Ana"


def test_words_are_equal_without_regard_to_case_and_no_further() -> None:
    assert match_key(" DONE\xa0") == match_key("done")
    assert match_key("Straße") != match_key("STRASSE")


def test_headings_are_equal_whatever_their_white_space_and_width() -> None:
    assert heading_key("Expected\r\n back ") == heading_key("EXPECTED\xa0BACK") == heading_key("ｅxpected\u2003back")


def test_the_nearest_word_is_offered_and_none_when_nothing_is_near() -> None:
    assert closest_match("Dnoe", ["Open", "Done", "On hold"]) == "Done"
    assert closest_match("finished", ["Open", "Done"]) is None
    assert did_you_mean("widht", ["width", "name"]) == " (did you mean 'width'?)"
    assert did_you_mean("xyz", ["width"]) == ""


def test_lists_and_numbers_read_as_people_write_them() -> None:
    assert natural_list([]) == ""
    assert natural_list(["a"]) == "a"
    assert natural_list(["a", "b", "c"]) == "a, b and c"
    assert natural_list(["a", "b"], "or") == "a or b"
    assert (pluralize(1, "row"), pluralize(2_000, "row"), pluralize(0, "copy", "copies")) == (
        "1 row",
        "2,000 rows",
        "0 copies",
    )


def test_names_become_parts_of_file_names_that_any_system_takes_and_stay_apart() -> None:
    names = ["Ana Costa", "A/C: Zoë?", "ana costa", "...", "Li\u202eWei", "é" * 90, "é" * 91]
    found = list(unique_file_names(names).values())
    assert found[:5] == ["Ana Costa", "A C Zoë", "ana costa (2)", "no name", "Li Wei"]
    assert all(len(part.encode()) <= 110 for part in found)
    assert len({part.casefold() for part in found}) == len(names)


@pytest.mark.skipif(os.name != "posix", reason="how a shell of Unix reads what is typed")
@pytest.mark.parametrize(
    "path",
    ["log.xlsx", "my log.xlsx", "-x.xlsx", "a`touch pwn`$(touch pwn).xlsx", "Ana's.xlsx", "a;b&c|d.xlsx", "$HOME!"],
)
def test_a_path_as_it_is_typed_names_that_file_and_does_nothing(path: str) -> None:
    shown = subprocess.run(
        ["sh", "-c", f"printf %s {shell_argument(path)}"], capture_output=True, text=True, check=True
    ).stdout
    assert shown == (f"./{path}" if path.startswith("-") else path)


def test_a_name_cannot_forge_a_line() -> None:
    assert single_line("a\nsheetkit: all is well.\x07") == "a?sheetkit: all is well.?"


def test_words_are_found_whatever_ignored_signs_stand_in_them() -> None:
    words = Words(["n/a", "not yet", "-"], " ./-", also=["yes"])
    assert [key for key in ("n/a", "n / a", "n.a.", "not-yet", "---", "- .", "yes") if key not in words] == []
    assert [key for key in ("", "y-es", "na!", "a", "no") if key in words] == []
    assert list(words) == ["n/a", "not yet", "-", "yes"]
    assert pickle.loads(pickle.dumps(words)).bare == words.bare


def test_without_ignored_signs_a_word_is_a_word() -> None:
    assert ("n/a" in Words(["n/a"]), "n.a." in Words(["n/a"]), "." in Words(["n/a"])) == (True, False, False)


def test_what_nobody_sees_is_left_out_or_spelled_out_in_one_way() -> None:
    text = "re\u202eport\u200b.exe"
    assert (readable(text), visible(text)) == ("report.exe", "re<U+202E>port<U+200B>.exe")
    assert quote(text) == "'re<U+202E>port<U+200B>.exe'"


def test_what_nobody_sees_in_a_long_text_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    long = "once\u200b " * 1_000
    once = (visible(long), remove_invisible(long))
    monkeypatch.setattr(text, "_NOT_READ", None)  # looking again would fail
    monkeypatch.setattr(text, "_INVISIBLE", None)
    assert (visible(long), remove_invisible(long)) == once
    assert once == ("once<U+200B> " * 1_000, "once " * 1_000)


@pytest.mark.parametrize("text", ["نامه\u200cها", "👩\u200d💻", "क्\u200dष", "plain", "Zoë"])
def test_joiners_that_belong_to_a_spelling_stay(text: str) -> None:
    assert readable(text) == visible(text) == text


STATUS = ["Open", "On hold", "Done", "closed", "complete", "completed", "finished", "returned", "resolved", "cancelled"]


DENIED = "Not closed, not returned, not yet done, undone, incomplete, unfinished, un-resolved, isn't done, never closed"
DENIED += ", half done, partly done, almost completed, to be closed, 50% done, noch nicht done, non-completed, unclosed"


@pytest.mark.parametrize("text", DENIED.split(", "))
def test_what_denies_a_word_never_suggests_it(text: str) -> None:
    assert closest_match(text, STATUS) in (None, "Open", "On hold")


@pytest.mark.parametrize(
    ("text", "meant"), [("Dnoe", "Done"), ("compleet", "complete"), ("Onn hold", "On hold"), ("noo", "no")]
)
def test_a_slip_of_the_keys_still_suggests_the_word(text: str, meant: str) -> None:
    assert closest_match(text, [*STATUS, "no"]) == meant


@pytest.mark.parametrize("text", ["", " ", "\u200b", "\u3164", "\u2800 \u00ad", "\uffa0\u115f"])
def test_a_text_that_shows_nothing_is_blank(text: str) -> None:
    assert is_blank(text)
    assert not is_blank(f"{text}a")


def test_a_long_text_that_many_cells_hold_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def without_invisible(shown: str) -> str:
        seen.append(shown)
        return ""

    monkeypatch.setattr(text, "remove_invisible", without_invisible)
    hidden = " \u200b" * 20_000
    assert [text.is_blank(hidden) for _ in range(3)] == [True] * 3
    assert seen == [hidden]
