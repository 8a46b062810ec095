"""How texts are compared, and how messages show them.

Two texts are equal if they are equal without regard to case after `clean_text`, which does what Excel's
`TRIM(CLEAN(SUBSTITUTE(x,CHAR(160)," ")))` does. The review and the formulas of the log both follow this rule.
"""

import itertools
import os
import re
import unicodedata
from collections.abc import Callable, Container, Iterable
from functools import lru_cache
from typing import TypeVar

from sheetkit.patterns import lazy_pattern

_CONTROL = lazy_pattern("[\x00-\x1f]")
_SPACES = lazy_pattern(" {2,}")
_LINE_ENDS = lazy_pattern("[\t\n\x0b\x0c\r\x85\u2028\u2029]")
_UNPRINTABLE = dict.fromkeys(
    [*range(10), *range(11, 32), *range(127, 160), *range(0x2028, 0x202F), *range(0x2066, 0x206A), 0xFFFE, 0xFFFF], "?"
)
# Soft hyphens, zero-width characters, marks that change the direction of writing, byte-order marks.
_INVISIBLE_TEXT = (
    "[\xad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u2800\u3164\ufeff\uffa0]"
)
_INVISIBLE = lazy_pattern(_INVISIBLE_TEXT)
_FILLERS = "\u115f\u1160\u3164\uffa0"  # of these, the ones that Unicode calls letters
# Between letters of scripts that need them to join or to part letters, these two belong to the spelling.
_JOINERS_TEXT = "(?<=[\u0600-\u0dff\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]"
_JOINERS = lazy_pattern(_JOINERS_TEXT)
_NOT_READ = lazy_pattern(f"(?P<joiner>{_JOINERS_TEXT})|{_INVISIBLE_TEXT}")
# What makes of a word its opposite, or says that it is not so yet.
_NOT_SO = lazy_pattern(
    r"\b(?:not|no|non|none|never|nor|isnt|wasnt|hasnt|yet|almost|nearly|half|part|partly|partially|to be|until|if|"
    r"nicht|kein\w*|noch|pas|ne|jamais|sin|nunca|senza|mai|nao|não|sem|niet|nog|geen|fast|halb|presque|casi|quasi|bijna)\b"
    r"|n['’]t\b|\d\s?%"
)
_OPPOSITE = lazy_pattern(r"(?:un|in|im|non|dis)-?(?=\w{2})")
_SAME_WORD = 0.75  # of letters in common: 'undome' denies 'done' too
_NEW_WORD = lazy_pattern(r"(?<=[^\W_])_+(?=[^\W_])|(?<=[a-z])(?=[A-Z])")  # in names of fields: due_date, dueDate
_NOT_IN_FILE_NAMES = lazy_pattern(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]')
_T = TypeVar("_T")
_MAX_FILE_NAME_LENGTH = 100  # bytes of a part; a whole file name can have 255
_MAX_COMPARED_LENGTH = 200  # letters of a text that may be a word mistyped
MAX_SHOWN = 1_000  # letters of a text that messages show
_LONG = 1_000  # letters; what is made of a longer text is remembered, since many cells may hold it
_MAX_LONG = 64  # of such texts are remembered
_BLANK = "".join(map(chr, range(33))) + "\xa0"  # characters that `clean_text` removes at the ends
# What a spreadsheet may take for the beginning of a formula, at the beginning of a text, or after a semicolon, which
# divides cells where the comma is the decimal sign. Spaces and quotation marks may go before it.
_FORMULA = lazy_pattern(r"(^|;)(?=[\s\"']*[=+\-@\t\r\n＝＋－＠])")


def _once_if_long(function: Callable[[str], _T]) -> Callable[[str], _T]:
    """Return a function of a text that is computed once for a long one, however many cells hold it."""
    remembered = lru_cache(_MAX_LONG)(function)
    return lambda text: remembered(text) if len(text) > _LONG else function(text)


def clean_text(text: str) -> str:
    """Return `text` as Excel's TRIM(CLEAN(SUBSTITUTE(text,CHAR(160)," "))) does: '' if it is blank.

    Non-breaking spaces become spaces, control characters are removed, runs of spaces become one space, and spaces at
    both ends are removed.
    """
    return text if len(text) <= _LONG and _is_clean(text) else _clean(text)


@_once_if_long
def _clean(text: str) -> str:
    return _SPACES.sub(" ", _CONTROL.sub("", text.replace("\xa0", " "))).strip(" ")


def _is_clean(text: str) -> bool:
    """Return whether `clean_text` has nothing to change in a text: True for nearly all, without a look at each letter.

    What is not printable is all that it removes, and more.
    """
    return text.isprintable() and "  " not in text and text.strip(" ") == text


def shown_text(text: str) -> str:
    """Return a text as messages show it: on one line and clean.

    Of a very long text that is its beginning: each of a million cells may have a message.
    """
    return clean_lines(text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}...")


def clean_lines(text: str) -> str:
    """Return a text clean, and with a space where a line or a tab ends, as a cell shows it."""
    return clean_text(text if text.isprintable() else _LINE_ENDS.sub(" ", text))


def is_empty(text: str) -> bool:
    """Return whether `clean_text` returns '' for a text."""
    return not clean_text(text)


def is_blank(text: str) -> bool:
    """Return whether `clean_text` returns '' for a text, invisible characters apart."""
    if text[:1].isalnum() and text[:1] not in _FILLERS:  # as nearly all begin
        return False
    return _is_blank(text)


@_once_if_long
def _is_blank(text: str) -> bool:
    return not text.strip(_BLANK) or (not text.isascii() and not remove_invisible(text).strip(_BLANK))


def remove_invisible(text: str) -> str:
    """Return a text without the characters that nobody sees: zero-width ones, soft hyphens, direction marks."""
    return text if text.isascii() else _remove_invisible(text)


@_once_if_long
def _remove_invisible(text: str) -> str:
    return _INVISIBLE.sub("", text)


def readable(text: str) -> str:
    """Return a text as it is shown everywhere: without what nobody sees, but for joiners of scripts that need them.

    Marks that turn the direction of writing could make it say something else than what stands there.
    """
    return text if text.isascii() else _NOT_READ.sub(lambda match: match["joiner"] or "", text)


def visible(text: str) -> str:
    """Return a text in which what nobody sees is spelled out: <U+200B>."""
    return text if text.isascii() else _visible(text)


@_once_if_long
def _visible(text: str) -> str:
    return _NOT_READ.sub(lambda match: match["joiner"] or _code_point(match[0]), text)


def _code_point(character: str) -> str:
    return f"<U+{ord(character):04X}>"


def invisible_characters(text: str) -> list[str]:
    """Return the different invisible characters of a text, but for the joiners of scripts that need them."""
    return [] if text.isascii() else list(dict.fromkeys(_INVISIBLE.findall(_JOINERS.sub("", text))))


def match_key(text: str) -> str:
    """Return the form of a text in which two texts are compared: clean, without invisible characters, in lower case.

    It is `lower`, not `casefold`, since for Excel "ß" and "ss" are different.
    """
    if text.isascii() and _is_clean(text):
        return text.lower()
    return clean_text(remove_invisible(text)).lower()


class Words(tuple[str, ...]):
    """Words as match keys; a text is one of them also where it differs by `ignored` characters alone.

    A text of nothing but such characters is one too. `bare` are the words without them.
    """

    ignored: str
    bare: tuple[str, ...]
    _removed: dict[int, int | None]  # a table that takes out what is ignored
    _words: frozenset[str]  # both are asked of every different text of a column
    _bare: frozenset[str]
    _beginnings: frozenset[str]  # letters with which a text begins that may be a word without what is ignored

    def __new__(cls, words: Iterable[str] = (), ignored: str = "", also: Iterable[str] = ()) -> "Words":
        """Return words of which those in `also` are compared letter by letter."""
        loose = tuple(words)
        made = super().__new__(cls, (*loose, *also))
        made.ignored = ignored
        removed = str.maketrans("", "", ignored)
        made.bare = tuple(dict.fromkeys(word.translate(removed) for word in (ignored, *loose))) if ignored else ()
        made._removed, made._words, made._bare = removed, frozenset(made), frozenset(made.bare)
        made._beginnings = frozenset(ignored).union(word[0] for word in made.bare if word)
        return made

    def __contains__(self, key: object) -> bool:
        """Return whether a match key is one of the words."""
        if key in self._words:
            return True
        return isinstance(key, str) and key[:1] in self._beginnings and key.translate(self._removed) in self._bare


def is_word_of(text: str, match_keys: Container[str]) -> bool:
    """Return whether a text is one of some words, by their match keys; a very long text is none, unseen."""
    return len(text) <= _MAX_COMPARED_LENGTH and match_key(text) in match_keys


@lru_cache(maxsize=1_024)
def heading_key(text: str) -> str:
    """Return the form of a heading in which two headings are compared.

    It is in Unicode's form NFKC and case-folded, with one space for any run of white space. Invisible characters are
    removed, and so is punctuation around the heading, as in "Item*" or "Handed to:".
    """
    if not text.isascii():
        text = remove_invisible(unicodedata.normalize("NFKC", text))
    return " ".join(text.split()).strip("*:? ").casefold()


def field_name_words(heading: str) -> str:
    """Return a heading with the words of a field's name apart: "due_date" and "dueDate" are both "due date" then."""
    return _NEW_WORD.sub(" ", heading)


def closest_match(text: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that is most similar to `text`, or None if none is similar enough."""
    if len(text) > _MAX_COMPARED_LENGTH:
        return None
    key = match_key(text)
    by_key = {match_key(candidate): candidate for candidate in candidates}
    by_key = {other: candidate for other, candidate in by_key.items() if not _denies(key, other)}
    from difflib import get_close_matches  # noqa: PLC0415  needed for slips of the keyboard alone

    matches = get_close_matches(key, by_key, n=1, cutoff=0.6)
    return by_key[matches[0]] if matches else None


def _denies(key: str, other: str) -> bool:
    """Return whether a text says that what another says is not, or not yet, so: 'not closed' and 'undone'."""
    if _NOT_SO.search(key) and not _NOT_SO.search(other):
        return True
    match = _OPPOSITE.match(key)
    if not match or _OPPOSITE.match(other):
        return False
    from difflib import SequenceMatcher  # noqa: PLC0415

    return SequenceMatcher(a=key[match.end() :], b=other, autojunk=False).ratio() >= _SAME_WORD


def did_you_mean(text: str, candidates: Iterable[str]) -> str:
    """Return " (did you mean 'x'?)" with the closest candidate, or '' if none is similar enough."""
    match = closest_match(text, candidates)
    return f" (did you mean {match!r}?)" if match else ""


def quote(text: str) -> str:
    """Return `text` in quotation marks, on one line and some 80 characters long; what nobody sees is spelled out."""
    return repr(visible(truncate(text, 80)))


def replace_unprintable(text: str) -> str:
    """Return `text` with '?' for each control character and each mark that changes the direction of writing.

    A terminal would obey them, and the stored values of a chart could not hold them. Line breaks stay as they are.
    """
    return text.translate(_UNPRINTABLE)


def single_line(text: str) -> str:
    """Return `text` on one line, with '?' for line breaks too, so that a file's name cannot forge a line of output."""
    return replace_unprintable(text).replace("\n", "?")


def guard_formula(text: str) -> str:
    """Return a text for a CSV file: with an apostrophe before what a spreadsheet might take for a formula."""
    return _FORMULA.sub(r"\1'", text)


def shell_argument(path: str) -> str:
    """Return a path quoted as needed for a command line, so that the shell expands nothing in it."""
    text = single_line(f"./{path}" if path.startswith("-") else path)
    if os.name == "posix" and re.search(r'["$`\\!]', text):
        return "'" + text.replace("'", "'\\''") + "'"
    return f'"{text}"' if re.search(r"[^\w@%+=:,./\\-]", text) else text


def natural_list(items: Iterable[str], last: str = "and", most: int | None = None, count: int | None = None) -> str:
    """Return the items as in 'a, b and c', with `last` before the last one; of more than `most`, 'a, b and 3 more'.

    Where the items are only the first of many, `count` is how many there are.
    """
    texts = list(items)
    number = len(texts) if count is None else count
    if most is not None and number > most:
        texts = [*texts[:most], f"{number - most:,} more"]
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} {last} {texts[-1]}"


def truncate(text: str, length: int) -> str:
    """Return `text` on one line and `length` characters long at most, the last three then '...'."""
    if len(text) <= length and _is_clean(text):
        return text
    is_long = len(text) > 10 * length  # then the rest is not looked at
    text = " ".join(text[: 10 * length].split())
    return text if len(text) <= length and not is_long else text[: length - 3].rstrip() + "..."


def pluralize(number: int, singular: str, plural: str | None = None) -> str:
    """Return a number with its noun, such as '1 row' or '2,000 rows'."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def unique_file_names(names: Iterable[str]) -> dict[str, str]:
    """Return for each name a different text that is valid as a part of a file name on any system."""
    file_names: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        part = " ".join(_NOT_IN_FILE_NAMES.sub(" ", unicodedata.normalize("NFC", name)).split())
        valid = part.encode()[:_MAX_FILE_NAME_LENGTH].decode(errors="ignore").strip(". ") or "no name"
        candidates = (valid if number == 1 else f"{valid} ({number})" for number in itertools.count(1))
        file_names[name] = next(candidate for candidate in candidates if candidate.casefold() not in taken)
        taken.add(file_names[name].casefold())
    return file_names
