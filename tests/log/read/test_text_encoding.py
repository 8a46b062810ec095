"""Bytes are decoded without losing or replacing a letter, or refused with their lines."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.errors import SheetkitError, UnreadableError
from sheetkit.log.read.text_encoding import decode_text, find_codec

NAMES = "Item;Who\r\nПлан;Иван Петров\r\n契約;田中\r\nCafé;Zoë\r\n"


def refusal(data: bytes, encoding: str | None = None) -> str:
    with pytest.raises(UnreadableError) as refused:
        decode_text(data, "'old.csv'", None if encoding is None else find_codec(encoding))
    return str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_read_with_and_without_its_mark(encoding: str) -> None:
    read = decode_text(NAMES.encode(encoding), "'old.csv'")
    assert (read.text, read.is_guess) == (NAMES, False)


def test_utf_16_without_a_mark_and_without_ascii_letters_is_read() -> None:
    text = "項目;担当\n一覧;田中\n"
    assert decode_text(text.encode("utf-16-be"), "'old.csv'").text == text
    assert decode_text(text.encode("utf-16-le"), "'old.csv'").text == text


def test_one_bad_byte_in_utf_8_is_named_by_its_line_and_nothing_is_read() -> None:
    data = NAMES.encode().replace("ё".encode(), b"").replace("田".encode(), "田".encode()[:2])
    message = refusal(data)
    assert "line 3 is not" in message
    assert "--encoding" in message
    assert "Nothing was read" in message


def test_lines_in_two_encodings_are_named() -> None:
    lines = ["José;a", "Zoë;b", "Chloé;c", "Ana;d"]
    for broken in ([1], [0, 2], [1, 2]):
        data = b"\n".join(line.encode("cp1252" if n in broken else "utf-8") for n, line in enumerate(lines))
        named = " and ".join(str(n + 1) for n in broken)
        assert f"line{'s' * (len(broken) > 1)} {named} " in refusal(data)


@pytest.mark.parametrize(("encoding", "name"), [("cp1251", "Иван Петров"), ("gb18030", "张伟和李娜的合同")])
def test_one_line_of_utf_8_among_many_others_is_no_reason_to_garble_it(encoding: str, name: str) -> None:
    data = b"\n".join([*[f"План;{name}".encode(encoding)] * 60, f"План;{name}".encode()])
    assert "1 line with letters beyond ASCII is in UTF-8, but lines 1-60 are not" in refusal(data)


def test_a_text_that_no_encoding_explains_is_refused() -> None:
    assert "--encoding" in refusal(bytes(range(128, 256)) * 3 + b"\n")


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("UTF-8", "utf-8"),
        ("TIS-620", "cp874"),
        ("mac", "mac-roman"),
        ("utf8", "utf-8"),
        ("Windows-1251", "cp1251"),
        ("1252", "cp1252"),
        ("Latin1", "cp1252"),
        ("Shift-JIS", "cp932"),
        ("sjis", "cp932"),
        ("GBK", "gb18030"),
        ("Mac Central European", "mac-latin2"),
        ("mac-roman", "mac-roman"),
        ("DOS 850", "cp850"),
        ("EUC-KR", "cp949"),
    ],
)
def test_an_encoding_goes_by_many_names(name: str, codec: str) -> None:
    assert find_codec(name) == codec


@pytest.mark.parametrize("name", ["windws-1251", "base64", "rot13", "idna", "unicode_escape", "", "utf-7", "x" * 99])
def test_what_is_no_encoding_of_lists_is_refused(name: str) -> None:
    with pytest.raises(SheetkitError, match="takes the name of an encoding"):
        find_codec(name)


def test_a_misspelt_encoding_gets_the_nearest_one() -> None:
    with pytest.raises(SheetkitError, match="did you mean 'windows-1251'"):
        find_codec("windws-1251")


def test_a_named_encoding_that_cannot_be_right_is_refused_with_the_lines() -> None:
    data = "Item\nCafé\nPlan\n".encode("cp1252")
    assert "line 2 holds bytes that are not UTF-8" in refusal(data, "utf-8")
    assert "is not text in ISO-8859-2" in refusal("“Plan”\n".encode("cp1252"), "iso-8859-2")
    assert "is not text in UTF-16" in refusal(b"abc", "utf-16")
    assert decode_text(data, "'old.csv'", find_codec("windows-1252")).text == "Item\nCafé\nPlan\n"


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60))
def test_whatever_the_bytes_are_they_are_read_in_full_or_refused(data: bytes) -> None:
    try:
        read = decode_text(b"Item;Who\n" + data, "'old.csv'")
    except UnreadableError as error:
        assert "\n" not in str(error)
    else:
        again = (b"Item;Who\n" + data).decode(find_codec(read.encoding))
        assert again == read.text


@pytest.mark.parametrize("lines", [3, 1])
def test_a_line_in_another_encoding_among_lines_in_utf_8_is_named(lines: int) -> None:
    data = ("Item,Who\n" + "Übersicht,Müller\n" * lines).encode() + "abc,Jörg\n".encode("cp1252")
    with pytest.raises(UnreadableError, match=rf"mixes encodings.*line {lines + 2} is not"):
        decode_text(data, "'x.csv'")
