"""Decode a text list: in the encoding that the user names, in UTF-8, or in a guessed one.

No character is ever replaced or left out: a text that cannot be decoded is refused, and its lines are named.
"""

import codecs
import unicodedata
from dataclasses import dataclass
from functools import cache

from sheetkit.errors import SheetkitError, UnreadableError
from sheetkit.log.read.guess_encoding import GUESSED, guess_encoding
from sheetkit.ooxml.cell_ranges import name_rows
from sheetkit.patterns import lazy_pattern
from sheetkit.text import did_you_mean, pluralize, quote

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),  # begins like the mark of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_WIDE = ("utf-16-le", "utf-16-be")
_CONTROL = lazy_pattern("[\x00\x80-\x84\x86-\x9f]")  # characters that no text has; U+0085 is a line break of IBM
_NAMES = {  # what --encoding takes, beside the spellings that Python knows
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "ascii": "ASCII",
    **GUESSED,
    "cp437": "DOS 437", "cp1258": "Windows-1258",
    "iso8859-3": "ISO-8859-3", "iso8859-4": "ISO-8859-4", "iso8859-6": "ISO-8859-6",
    "iso8859-8": "ISO-8859-8", "iso8859-9": "ISO-8859-9", "iso8859-10": "ISO-8859-10", "iso8859-11": "ISO-8859-11",
    "iso8859-13": "ISO-8859-13", "iso8859-14": "ISO-8859-14", "iso8859-16": "ISO-8859-16", "mac-iceland": "Mac Iceland",
    "iso2022_jp": "ISO-2022-JP", "iso2022_kr": "ISO-2022-KR", "big5hkscs": "Big5-HKSCS",
}  # fmt: skip
# Programs say ISO-8859-1, GBK and Shift-JIS and mean the wider encodings that Windows uses.
_WIDER = {
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "cp950",
    "tis-620": "cp874",
}
_SPELLINGS = {"mac": "mac-roman", "unicode": "utf-16"} | {
    name.lower().replace(" ", "-"): codec for codec, name in reversed(_NAMES.items())
}


@dataclass(frozen=True)
class DecodedText:
    """A text, the name of its encoding, and whether that is a guess."""

    text: str
    encoding: str
    is_guess: bool = False


def find_codec(name: str) -> str:
    """Return the codec of an encoding by its name.

    Raises SheetkitError where the name is unknown; its message continues after the name of the option.
    """
    spelling = name.strip().lower().replace(" ", "-")
    spelling = _SPELLINGS.get(spelling, spelling)
    try:
        codec = codecs.lookup(f"cp{spelling}" if spelling.isdecimal() else spelling).name
    except (LookupError, UnicodeError, ValueError):
        codec = ""
    codec = _WIDER.get(codec, codec).replace("utf-8-sig", "utf-8")
    if codec not in _names_by_codec():
        near = did_you_mean(spelling, _SPELLINGS)
        raise SheetkitError(
            f"takes the name of an encoding, not {quote(name)}{near}. Usual ones are utf-8, utf-16, windows-1252 "
            "(Western Europe), windows-1250 (Central Europe), windows-1251 (Cyrillic), mac-roman, shift-jis and "
            "gb18030."
        )
    return codec


@cache
def _names_by_codec() -> dict[str, str]:
    """Return the names of encodings by their codecs' own names. Looking them up takes longer than reading a log."""
    return {codecs.lookup(codec).name: name for codec, name in _NAMES.items()}


def decode_text(data: bytes, name: str, codec: str | None = None) -> DecodedText:
    """Return the text of a file's bytes; `name` is what messages call the file.

    `codec` comes from `find_codec`. Raises UnreadableError where the bytes are not text in it. Without `codec`, it is
    raised where they are not UTF-8 or UTF-16, and not exactly one other encoding is plausible.
    """
    if codec is not None:
        return _decode_as(data, name, codec)
    for mark, by_mark, encoding in _MARKS:
        if data.startswith(mark):
            return DecodedText(_decode_marked(data, name, by_mark, encoding).removeprefix("\ufeff"), encoding)
    if b"\x00" in data:
        return _decode_wide(data, name)
    if b"\x1b$" in data and data.isascii():
        return _decode_as(data, name, "iso2022_jp")
    try:
        return DecodedText(data.decode(), "UTF-8")
    except UnicodeDecodeError:
        return _guess(data, name)


def _decode_as(data: bytes, name: str, codec: str) -> DecodedText:
    encoding = _names_by_codec()[codec]
    try:
        text = data.decode(codec).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        if codec.startswith(("utf-16", "utf-32")):
            raise UnreadableError(f"{name} is not text in {encoding}: name another --encoding.") from None
        lines = _bad_lines(data, codec) or [data.count(b"\n", 0, error.start) + 1]
        hold = f"{name_rows(lines, 'line')} {'holds' if len(lines) == 1 else 'hold'} bytes that are not {encoding}"
        raise UnreadableError(
            f"{name} is not text in {encoding}: {hold}. Nothing was read; name another --encoding, or correct these "
            "lines."
        ) from None
    if _CONTROL.search(text):
        raise UnreadableError(f"{name} is not text in {encoding}: name another --encoding.")
    return DecodedText(text, encoding)


def _decode_marked(data: bytes, name: str, codec: str, encoding: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        where = name_rows(_bad_lines(data, "utf-8"), "line") if codec == "utf-8-sig" else "its end or a part of it"
        raise UnreadableError(
            f"{name} says that it is {encoding}, but {where} is damaged. Nothing was read; save it again as CSV in "
            "UTF-8."
        ) from None


def _decode_wide(data: bytes, name: str) -> DecodedText:
    """Return text in UTF-16 without a mark: only one of the two byte orders gives lines of text."""
    for codec in _WIDE:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if ("\n" in text or "\r" in text) and not any(
            unicodedata.category(sign) in ("Cc", "Co", "Cn") and sign not in "\t\n\r" for sign in set(text)
        ):
            return DecodedText(text, "UTF-16")
    raise UnreadableError(f"{name} is not a text list (CSV): it holds bytes that no text has.")


def _guess(data: bytes, name: str) -> DecodedText:
    bad = _bad_lines(data, "utf-8")
    bad_lines = name_rows(bad, "line")
    are_utf8 = [line for line in data.split(b"\n") if not line.isascii() and _is_text_in(line, "utf-8")]
    guess = guess_encoding(data, are_utf8)
    # With one byte per character, a line is next to never UTF-8 by accident.
    if guess is not None and not (are_utf8 and len(guess.text) == len(data)):
        return DecodedText(guess.text, guess.name, is_guess=True)
    if not are_utf8:
        raise UnreadableError(
            f"{name} is not in UTF-8 ({bad_lines}), and no other encoding is the only one that could be meant. "
            "Nothing was read; say which one it is, such as --encoding windows-1252 (Western Europe), windows-1250 "
            "(Central Europe), windows-1251 (Cyrillic) or shift-jis, or save the file as CSV UTF-8."
        )
    raise UnreadableError(
        f"{name} mixes encodings: {pluralize(len(are_utf8), 'line')} with letters beyond ASCII "
        f"{'is' if len(are_utf8) == 1 else 'are'} in UTF-8, but {bad_lines} {'is' if len(bad) == 1 else 'are'} not. "
        "Nothing was read; type the special letters in these lines again and save the file as CSV UTF-8, or say which "
        "encoding all of it has with --encoding NAME."
    )


def _bad_lines(data: bytes, codec: str) -> list[int]:
    """Return the numbers of the lines that are not text in an encoding in which a line break is one byte."""
    lines = enumerate(data.split(b"\n"), start=1)
    return [number for number, line in lines if not line.isascii() and not _is_text_in(line, codec)]


def _is_text_in(line: bytes, codec: str) -> bool:
    try:
        line.decode(codec)
    except UnicodeDecodeError:
        return False
    return True
