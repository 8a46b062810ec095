"""The targets of the fuzzer hold for its seeds and for what hypothesis makes of hostile words."""

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1]))  # `fuzz` is no part of the package

from fuzz.seeds import seeds
from fuzz.targets import TARGETS
from sheetkit.template.store import shipped

HOSTILE = (
    *("__import__", "os", "system", "eval", "exec", "open", "().__class__", "__subclasses__()", "lambda: 0", "item"),
    *(
        "due",
        "sent",
        "status",
        "days",
        "as_of",
        "blank",
        "past",
        "day",
        "hours",
        "is_date",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
    ),
    *("and", "or", "not", "if", "else", "for x in", "==", "!=", "<", "<=", "+", "-", "*", "**", "<<", ":=", ",", "."),
    *(
        "'done'",
        '"=1+1"',
        "'\"&A1&\"'",
        "f'{item}'",
        "b'x'",
        "1e999",
        "9" * 400,
        "0x" + "f" * 400,
        "1j",
        "...",
        "\\x00",
    ),
    *("\n", "#", ";", "@", "`", "\u202e", "\x00", "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace")),
)


@pytest.mark.parametrize("target", TARGETS)
def test_each_target_holds_for_its_seeds(target: str) -> None:
    for seed in seeds(target):
        TARGETS[target](seed)


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(HOSTILE), max_size=30).map(" ".join))
def test_hostile_words_are_no_rule_or_a_harmless_one(source: str) -> None:
    TARGETS["rules"](source.encode())


@pytest.mark.parametrize("depth", [10, 100, 1_000, 100_000])
@pytest.mark.parametrize("pattern", ["(#)", "not #", "-#", "[#]", "#.x", "x(#)", "'x' if # else 1", "#+#"])
def test_a_rule_nested_without_measure_is_refused_in_a_sentence(pattern: str, depth: int) -> None:
    head, _, tail = pattern.partition("#")
    TARGETS["rules"]((head * depth + "days" + tail.replace("#", "days") * depth).encode())


@pytest.mark.parametrize(
    "number", ["9" * 5_000, "1e400", "0b" + "1" * 9_000, "1_" * 900 + "1", "-" * 900 + "1", "1j", "9**9**9"]
)
def test_a_giant_number_is_refused_in_a_sentence(number: str) -> None:
    TARGETS["rules"](f"days < {number}".encode())


DEEP = {
    "lists": "a = " + "[" * 50_000,
    "tables": "a = " + "{a=" * 50_000,
    "keys": "a" + ".a" * 90_000 + " = 1",
    "headers": "".join(f"[a{'.b' * 300}.c{number}]\n" for number in range(250)),
    "groups": shipped().source
    + "".join(f'[[group]]\nname="g{number}"\ntitle="t{number}"\ncolour="red"\n' for number in range(4_000)),
    "a number": "a = " + "9" * 150_000,
    "a text": 'a = """' + "x" * 190_000,
    "escapes": 'a = "' + "\\u0041" * 30_000 + '"',
}


@pytest.mark.parametrize("kind", DEEP)
def test_a_template_beyond_measure_is_refused_in_a_sentence(kind: str) -> None:
    TARGETS["template"](DEEP[kind].encode())
