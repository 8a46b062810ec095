"""Messages fit 80 columns, and what is meant for copy and paste stays whole."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetkit.commands.console import print_error, print_lines, progress_bar, wrap_message
from sheetkit.report.line import Line


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


class Terminal(io.StringIO):
    """A stream that somebody looks at."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "expected"),
    [
        (Terminal(), {}, "\x1b[31m\x1b[1mOverdue\x1b[0m Plan\n"),
        (Terminal(), {"NO_COLOR": "1"}, "Overdue Plan\n"),
        (Terminal(), {"TERM": "dumb"}, "Overdue Plan\n"),
        (io.StringIO(), {}, "Overdue Plan\n"),
    ],
    ids=["a terminal", "NO_COLOR", "a terminal without colours", "a file"],
)
def test_colours_are_for_a_terminal_whose_user_wants_them(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, environment: dict[str, str], expected: str
) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout", stream)
    print_lines([Line("Overdue Plan", len("Overdue"), "red")])
    assert stream.getvalue() == expected


def test_a_text_cannot_bring_colours_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    stream = Terminal()
    monkeypatch.setattr("sys.stdout", stream)
    print_lines([Line("New: \x1b[5mPlan", 4), "\x1b[31mred"])
    assert stream.getvalue() == "\x1b[1mNew:\x1b[0m ?[5mPlan\n?[31mred\n"
