import re

from hypothesis import given
from hypothesis import strategies as st

from sheetkit.patterns import lazy_pattern


@given(st.text(alphabet="aAbB1 ", max_size=8))
def test_a_late_expression_finds_what_a_compiled_one_finds(text: str) -> None:
    late, compiled = lazy_pattern("(a)b?", re.IGNORECASE), re.compile("(a)b?", re.IGNORECASE)
    assert late.sub("-", text) == compiled.sub("-", text)
    assert late.findall(text) == compiled.findall(text)


def test_nothing_is_compiled_before_an_expression_is_used() -> None:
    late = lazy_pattern(b"(")  # a mistake, which compiling would find
    try:
        late.search(b"")
    except re.error as error:
        assert error.pattern == b"("
    else:
        raise AssertionError("it was not compiled")
