"""How text is compared, and the nearest right word for a wrong one.

Source of the rule: text is compared after NBSP became a space, control characters were removed,
runs of spaces became one and the ends were trimmed, without regard to case. In Excel that is
`TRIM(CLEAN(SUBSTITUTE(x,CHAR(160)," ")))`; both engines follow it, so it stands here alone.
"""

import difflib
import itertools
import os
import re
import unicodedata
from collections.abc import Iterable

_CONTROL = re.compile("[\x00-\x1f]")
_SPACES = re.compile(" {2,}")
_UNPRINTABLE = dict.fromkeys(
    [*range(10), *range(11, 32), *range(127, 160), *range(0x2028, 0x202F), *range(0x2066, 0x206A), 0xFFFE, 0xFFFF], "?"
)
_INVISIBLE = dict.fromkeys(
    [0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF]
)  # in headings pasted from pages
_NO_FILE_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]')
_MAX_FILE_NAME_LENGTH = 100  # bytes; a whole name has 255 at most
_BLANK = "".join(map(chr, range(33))) + "\xa0"
_NEEDS_WORK = re.compile("[\x00-\x1f\xa0]|^ | $|  ")


def clean_text(text: str) -> str:
    """Return `text` as Excel's TRIM(CLEAN(SUBSTITUTE(text,NBSP," "))) would; '' means blank."""
    if not _NEEDS_WORK.search(text):
        return text
    return _SPACES.sub(" ", _CONTROL.sub("", text.replace("\xa0", " "))).strip(" ")


def is_blank(text: str) -> bool:
    """Return whether `tidy` leaves nothing of a text."""
    return not text.strip(_BLANK)


def match_key(text: str) -> str:
    """Return the form in which two texts are compared.

    `lower`, not `casefold`: Excel compares "ß" with "ss" as different.
    """
    return clean_text(text).lower()


def heading_key(text: str) -> str:
    """Return the form in which headings are compared: NFKC, one space for any white space, case-folded.

    Signs that nobody sees, and a mark before or after it, as in "Item*" or "Handed to:", are no part of a heading.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_INVISIBLE)
    return " ".join(text.split()).strip("*:? ").casefold()


def closest_match(wrong: str, right: Iterable[str]) -> str | None:
    """Return the one of `right` that is most like `wrong`, or None when none is near."""
    by_word = {match_key(candidate): candidate for candidate in right}
    found = difflib.get_close_matches(match_key(wrong), by_word, n=1, cutoff=0.6)
    return by_word[found[0]] if found else None


def did_you_mean(wrong: str, right: Iterable[str]) -> str:
    """Return ` (did you mean 'x'?)`, or '' when nothing is near."""
    found = closest_match(wrong, right)
    return f" (did you mean {found!r}?)" if found else ""


def quote(text: str) -> str:
    """Return `text` as a message quotes it: on one line, 80 characters at most."""
    return repr(truncate(text, 80))


def replace_unprintable(text: str) -> str:
    """Return `text` with '?' for what is no letter or sign: control characters, and marks that turn the writing round.

    In a terminal they would act, in a chart's stored values they would be invalid.
    """
    return text.translate(_UNPRINTABLE)


def single_line(text: str) -> str:
    """Return `text` as it can be told in one line: a name can hold a line break, and forge a line of ours by it."""
    return replace_unprintable(text).replace("\n", "?")


def shell_argument(path: str) -> str:
    """Return a path as one types it into a terminal; nothing in it acts there."""
    text = single_line(f"./{path}" if path.startswith("-") else path)
    if os.name == "posix" and re.search(r'["$`\\!]', text):
        return "'" + text.replace("'", "'\\''") + "'"
    return f'"{text}"' if re.search(r"[^\w@%+=:,./\\-]", text) else text


def natural_list(items: Iterable[str], last: str = "and") -> str:
    """Return 'a, b and c'."""
    listed = list(items)
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} {last} {listed[-1]}"


def truncate(text: str, most: int) -> str:
    """Return `text` on one line, with '...' for what is over `most` characters."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 3].rstrip() + "..."


def pluralize(number: int, singular: str, plural: str | None = None) -> str:
    """Return '1 row', '2 rows'."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def unique_file_names(names: Iterable[str]) -> dict[str, str]:
    """Return for each name one that any system takes as a part of a file's name, and that differs from the others'."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        part = " ".join(_NO_FILE_NAME.sub(" ", unicodedata.normalize("NFC", name)).split())
        plain = part.encode()[:_MAX_FILE_NAME_LENGTH].decode(errors="ignore").strip(". ") or "no name"
        numbered = (plain if number == 1 else f"{plain} ({number})" for number in itertools.count(1))
        found[name] = next(one for one in numbered if one.casefold() not in taken)
        taken.add(found[name].casefold())
    return found
