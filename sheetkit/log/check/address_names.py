"""Whether an e-mail address can belong to the person whom a line names.

Addresses are made of names in a few usual ways: ana.costa, a.costa, acosta, costaa, costa.ana, ana, ac. Names have
accents where addresses have none, and people are called by short forms.
"""

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache

from sheetkit.patterns import lazy_pattern
from sheetkit.person_names import ROLES, is_organisation, name_key, shown_name
from sheetkit.text import match_key, quote, shown_text

NameAndAddress = tuple[str, str]  # of one line

_NOT_LETTERS = lazy_pattern(r"[^a-z]+")
_TAG = lazy_pattern(r"\+.*")
_MIN_PREFIX = 3  # letters that two forms of one first name share: Ben and Benjamin, Kate and Kathleen
_MAX_WORDS = 4  # of an address that contains a name
_MAX_NAME_WORDS = 12  # of a cell that names a person; a longer one says something else
# What letters become in addresses, apart from losing their accents.
_SPELLED = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th"}
_PLAIN = {"ø": "o", "æ": "a", "œ": "o", "ß": "s", "þ": "t", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "ħ": "h", "ŋ": "n"}
_SHORT_FORMS = [
    set(names.split())
    for names in (
        "robert bob bobby rob",
        "william bill billy will liam",
        "richard dick rick rich",
        "michael mike mick michel",
        "margaret peggy meg maggie",
        "elizabeth liz beth betty lisa",
        "john jack johannes hans jan",
        "james jim jimmy jamie",
        "edward ted ned ed",
        "anthony tony",
        "henry harry hank",
        "charles chuck charlie",
        "francis frank francisco paco",
        "jose pepe",
        "katherine catherine kate kathy cathy",
        "alexander alexandra sasha sandra xander",
        "dorothy dot dolly",
        "theodore ted theo",
        "sarah sally",
        "mary molly polly",
        "ann nancy",
    )
]


def addresses_of_others(counts: Mapping[NameAndAddress, int]) -> Iterator[tuple[NameAndAddress, str | None]]:
    """Yield the pairs whose address seems to be somebody else's, and the owner: None for nobody in the log.

    `counts` maps each pair as typed to its number of lines, in the order of the lines; either text may be ''. Of pairs
    and names that differ only in spelling, the first is yielded.
    """
    name_keys, address_keys = cache(name_key), cache(match_key)
    names: dict[str, str] = {}  # as first typed, by key, as are the pairs
    pairs: dict[tuple[str, str], NameAndAddress] = {}
    lines: Counter[tuple[str, str]] = Counter()
    for (name, address), count in counts.items():
        key = name_keys(name), address_keys(address)
        if key[0]:
            names.setdefault(key[0], name)
        if all(key):
            pairs.setdefault(key, (name, address))
            lines[key] += count
    usual_owners: dict[str, str] = {}  # by address, who has it on the most lines
    for owner, address in pairs:
        usual = usual_owners.setdefault(address, owner)
        if lines[owner, address] > lines[usual, address]:
            usual_owners[address] = owner
    spellings = {name: name_spellings(name) for name in names}
    of_form: dict[str, dict[str, None]] = {}  # a set in order
    for name, spelled in spellings.items():
        for form in set().union(*map(usual_forms, spelled)):
            of_form.setdefault(form, {})[name] = None
    for (owner, address), pair in pairs.items():
        if says_name(address, spellings[owner]):
            continue
        words = local_words(address)
        named = of_form.get("".join(words), {})
        usual = usual_owners[address]
        if named and owner not in named:
            yield pair, names[next(iter(named))]
        elif owner != usual and not ROLES.intersection(words):  # office@example.org may well be of two people
            yield pair, names[usual]
        elif is_of_another(address, shown_text(pair[0])):
            yield pair, None


def says_name(address: str, spellings: Sequence[Sequence[str]]) -> bool:
    """Return whether an address has a word of a name, given its `name_spellings`."""
    words = set(local_words(address))
    return any(words.intersection(spelled) for spelled in spellings)


def wrong_address_message(person: str, address: str, owner: str | None) -> tuple[str, str]:
    """Return what is wrong with the address and what to do; `owner` is whose it seems to be, None if not in the log."""
    name = shown_name(person)
    whose = "somebody else's address" if owner is None else f"the address of {shown_name(owner)}"
    message = f"{quote(shown_text(address))} seems to be {whose}, and the line is with {name}"
    return message, f"Enter the address of {name}, or clear the cell, so that no message goes to the wrong person."


def is_of_another(address: str, name: str) -> bool:
    """Return whether an address contains a person's name that has nothing in common with `name`.

    Only an address of two or more words can contain one, such as ana.costa or a_costa; a single word may be anything.
    The answer is no for names in scripts that addresses are never written in, and for roles and organisations.
    """
    words, domain = local_words(address), address.lower().partition("@")[2]
    if not 2 <= len(words) <= _MAX_WORDS or max(map(len, words)) < _MIN_PREFIX or ROLES.intersection(words):
        return False
    spellings = name_spellings(name)
    if not any(spellings) or len(spellings[0]) > _MAX_NAME_WORDS or names_a_role(name, spellings):
        return False
    return not any(may_say(words, spelled) or _is_in(domain, spelled) for spelled in spellings)


def names_a_role(name: str, spellings: Sequence[Sequence[str]]) -> bool:
    """Return whether a name may be that of no person: Legal, Acme Ltd, CFO."""
    is_short = name.isupper() and len(name) <= _MIN_PREFIX
    return is_short or is_organisation(name) or any(ROLES.intersection(words) for words in spellings)


def local_words(address: str) -> list[str]:
    """Return the words of an address before the @, without numbers and what follows a plus sign."""
    return [word for word in _NOT_LETTERS.split(_TAG.sub("", address.lower().partition("@")[0])) if word]


def name_spellings(name: str) -> list[list[str]]:
    """Return the words of a name as addresses spell them, in two ways: Jörg is jorg and joerg.

    The result is empty where the name has letters that addresses never have.
    """
    lower = unicodedata.normalize("NFC", name).lower()
    if lower.isascii():
        words = [word for word in _NOT_LETTERS.split(lower.replace("'", "")) if word]
        return [words, words]
    spellings = []
    for letters in (_PLAIN, _PLAIN | _SPELLED):
        spelled = unicodedata.normalize("NFKD", "".join(letters.get(letter, letter) for letter in lower))
        spelled = "".join(letter for letter in spelled if not unicodedata.combining(letter))
        if any(letter.isalpha() and not "a" <= letter <= "z" for letter in spelled):
            return []
        joined = spelled.replace("'", "").replace("’", "")  # O'Neill is oneill
        spellings.append([word for word in _NOT_LETTERS.split(joined) if word])
    return spellings


def may_say(words: Sequence[str], name: Collection[str]) -> bool:
    """Return whether the words of an address may stand for a name: they share a word, an initial or a beginning."""
    if any(_is_same(word, other) for word in words for other in name) or _is_in("".join(words), name):
        return True
    initials = "".join(word[0] for word in words)
    return any(len(other) > 1 and other in initials for other in name)  # the name is typed as AC


def usual_forms(name: Sequence[str]) -> set[str]:
    """Return what addresses usually make of a name, with nothing between its words. Words of roles are left out."""
    if not name:
        return set()  # the name is "=1+1", or nothing but signs
    first, last = name[0], name[-1]
    forms = {"".join(name), *name, first + last, last + first}
    if first != last:
        forms |= {first[0] + last, last + first[0], first + last[0], last[0] + first}
    return {form for form in forms if len(form) >= _MIN_PREFIX} - ROLES


def _is_same(word: str, other: str) -> bool:
    if len(word) == 1 or len(other) == 1:
        return word[0] == other[0]
    if word.startswith(other) or other.startswith(word) or word[:_MIN_PREFIX] == other[:_MIN_PREFIX]:
        return True
    return any(word in names and other in names for names in _SHORT_FORMS)


def _is_in(text: str, name: Collection[str]) -> bool:
    """Return whether a text contains a word of a name."""
    return any(len(word) >= _MIN_PREFIX and word in text for word in name)
