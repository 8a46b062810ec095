"""How people are named in one cell, and when two spellings name the same person.

Lists have names as people type them and as programs export them: 'Costa, Ana', 'Ana Costa <ana@example.org>',
'12;#Ana Costa' (a person field of SharePoint), 'Ana Costa; Ben Lee'.
"""

import re

from sheetkit.text import clean_text, match_key, remove_invisible

_NUMBERED = re.compile(r"(?:^|;#)\s*\d+\s*;#")
_SEPARATORS = re.compile(r"\s*(?:;#?|\n|\s&\s|\s\+\s|\s/\s|(?<=\w\w)/(?=\w\w)|\s(?:and|und)\s)\s*", re.IGNORECASE)
_ADDRESS = re.compile(r"\s*(?:<[^<>]*>|[(\[](?:mailto:)?[^\s()\[\]]+@[^\s()\[\]]+[)\]])\s*$", re.IGNORECASE)
_ORGANISATION = re.compile(
    r"\b(?:ltd|limited|inc|llc|llp|plc|gmbh|ag|kg|co|corp|company|sons|bros|partners|associates|group|team|"
    r"department|dept|office|services|department|bank|university|council|ministry)\b",
    re.IGNORECASE,
)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "phd", "ph.d", "md", "m.d", "mba", "esq", "dr", "msc", "bsc"})
_MAX_LENGTH = 300  # letters of a cell that names people; a longer text is none


def split_names(text: str) -> list[str]:
    """Return the people whom a cell names, each as 'Ana Costa'; the whole text where it names one or no person.

    'Costa, Ana' is one person, 'Ana Costa, Ben Lee' are two. What names an organisation is never taken apart.
    """
    shown = remove_invisible(text).replace("\xa0", " ")
    if len(shown) > _MAX_LENGTH or _ORGANISATION.search(shown):
        return [clean_text(shown[:_MAX_LENGTH])]
    parts = _SEPARATORS.split(_NUMBERED.sub(";#", shown).strip(" ;#\n\r\t"))
    names = [name for part in parts for name in _split_at_commas(_without_address(clean_text(part))) if name]
    return names or [clean_text(shown)]


def is_organisation(text: str) -> bool:
    """Return whether a text has a word that no person's name has: Ltd, Partners, team."""
    return _ORGANISATION.search(text) is not None


def name_key(text: str) -> str:
    """Return the form in which two names are compared: 'Costa, Ana' and '12;#Ana Costa' are both 'ana costa'."""
    return "; ".join(match_key(name) for name in split_names(text))


def _without_address(text: str) -> str:
    """Return a name without the address behind it, or the address where there is no name."""
    name = _ADDRESS.sub("", text).strip(" '\"")
    return name or text.strip(" <>")


def _split_at_commas(text: str) -> list[str]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    while len(parts) > 1 and parts[-1].lower().rstrip(".") in _SUFFIXES:
        parts.pop()
    words = [len(part.split()) for part in parts]
    if len(parts) < 2 or (len(parts) > 2 and max(words) > 3):
        return [", ".join(parts)]
    if len(parts) > 2 or min(words) > 1:
        return parts
    last, first = parts
    return [f"{first} {last}"] if words[1] <= 2 and words[0] <= 3 and not any(map(str.isdigit, text)) else [text]
