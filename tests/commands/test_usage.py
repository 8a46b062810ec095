"""A command line that cannot be understood is answered in plain words, with the line that shows the help."""

import pytest
from messages import one_line

from sheetkit.cli import main


@pytest.mark.parametrize(
    ("arguments", "said", "help_of"),
    [
        (["reveiw"], "There is no command 'reveiw' (did you mean 'review'?).", ""),
        (["xyzzy"], "There is no command 'xyzzy'.", ""),
        (["my log.xlsx"], "Say what to do with 'my log.xlsx', such as `sheetkit review \"my log.xlsx\"`.", ""),
        (["--verson"], "There is no option '--verson' (did you mean '--version'?).", ""),
        (["review", "--as-off", "3"], "There is no option '--as-off' (did you mean '--as-of'?).", "review"),
        (["new", "--rows", "abc"], "--rows needs a whole number such as 500, not 'abc'.", "new"),
        (["new", "--rows", "0"], "--rows needs a whole number such as 500, not '0'.", "new"),
        (["new", "--rows", "2.5"], "--rows needs a whole number such as 500, not '2.5'.", "new"),
        (["new", "--rows"], "--rows needs a value after it.", "new"),
        (["check"], "check needs LOG: the log to look at (.xlsx), or several.", "check"),
        (["adopt", "old.csv"], "adopt needs --output LOG: the new log; never overwrites.", "adopt"),
        (["check", "x", "--json=yes"], "--json takes no value: write it on its own.", "check"),
        (["check", "x", "--fail-on", "bad"], "--fail-on can be error, warning or info, not 'bad'.", "check"),
        (
            ["new", "my", "log.xlsx"],
            "There is one name too many: 'log.xlsx'. A name with spaces in it needs quotes around it.",
            "new",
        ),
        (["review", "--person", "Ana", "--split"], "Use either --person or --split, not both.", "review"),
    ],
)
def test_it_says_what_is_wrong_and_where_to_read_on(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: str, help_of: str
) -> None:
    assert main(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    lines = shown.err.splitlines()
    assert max(map(len, lines)) <= 80
    assert one_line("\n".join(lines[:-1])) == f"sheetkit: {said}"
    assert lines[-1] == f"See: sheetkit {help_of} --help".replace("  ", " ")


def test_the_lines_to_type_begin_as_the_user_calls_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHEETKIT_COMMAND", "python3 start.py")
    assert main(["review", "--nothing"]) == 2
    assert capsys.readouterr().err.endswith("See: python3 start.py review --help\n")


def test_thousands_may_be_typed_with_commas(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    assert main(["new", str(tmp_path / "log.xlsx"), "--rows", "1,000"]) == 0
    assert "1,000 lines" in capsys.readouterr().out
