"""Messages fit 80 columns, and what is meant for copy and paste stays whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetkit.commands.console import print_error, progress_bar, wrap_message


@given(st.lists(st.text("abc-/.", min_size=1, max_size=70), min_size=1))
def test_no_word_is_lost_or_broken(words: list[str]) -> None:
    lines = wrap_message(" ".join(words))
    assert max(map(len, lines)) <= 80
    assert " ".join(lines).split() == words


@pytest.mark.parametrize(
    "quoted",
    ["`sheetkit review 'my log.xlsx' --as-of 2026-11-23`", "'/home/me/my documents/the log of hand-offs.xlsx'"],
)
def test_what_is_quoted_stays_on_one_line(quoted: str) -> None:
    for before in range(1, 60):
        lines = wrap_message(f"{'x' * before} {quoted} and the template's other words.")
        assert any(quoted in line for line in lines)
        assert all(len(line) <= 80 for line in lines)


def test_an_apostrophe_is_no_quotation_mark() -> None:
    lines = wrap_message("the template's words " * 10 + "and the log's words " * 10)
    assert max(map(len, lines)) <= 80


def test_a_name_cannot_forge_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    print_error("'a\nsheetkit: all is well' is no log.")
    assert capsys.readouterr().err == "sheetkit: 'a?sheetkit: all is well' is no log.\n"


def test_nobody_who_watches_means_no_progress_bar(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar("Reading logs", 3) as progress:
        assert progress is None
    assert capsys.readouterr().err == ""
