"""Who answers for it: several people in one cell, names that are nearly the same, addresses of somebody else."""

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from sheetkit import categorical
from sheetkit.log.check.rows import Checked
from sheetkit.log.finding import Description, Finding, same_everywhere
from sheetkit.person_names import name_key, split_names
from sheetkit.template.model import Column, Template
from sheetkit.text import clean_text, match_key, natural_list, quote

_MIN_SIMILARITY = 0.84  # Ana Costa and Anna Costa are 0.95 alike, Ana Costa and Ana Coelho 0.74
_MAX_NAMES = 300  # pairs grow with the square; past this nobody would read them
_MAX_NAME_LENGTH = 100  # letters; a longer text is no name
_MAX_WORDS = 6  # of an address that may say a name
_NOT_LETTERS = re.compile(r"[^a-z]+")


def check_people(checked: Checked, template: Template) -> Iterator[Finding]:
    """Yield what is doubtful about the people in a log."""
    person = template.by_name[template.roles.person]
    yield from _several(checked, person)
    yield from _similar(checked, person)
    if template.roles.email in checked.present:
        yield from _addresses_of_others(checked, person, template.by_name[str(template.roles.email)])


def _several(checked: Checked, column: Column) -> Iterator[Finding]:
    texts = checked.texts(column.name)
    several = categorical.where_category(texts, lambda text: len(split_names(text)) > 1)
    codes = texts.codes[several]

    def describe(at: int) -> Description:
        text = texts.categories[codes[at]]
        names = natural_list(split_names(text))
        message = f"{quote(clean_text(text))} names more than one person: who answers for it?"
        return Description(clean_text(text), message, f"Enter one of {names}, and give the others lines of their own.")

    yield Finding("several-people", column.name, checked.rows[several], describe)


def _similar(checked: Checked, column: Column) -> Iterator[Finding]:
    """Yield names that are nearly the same: each rarer spelling once, at its first line."""
    texts = categorical.map_categories(checked.texts(column.name), clean_text)
    used = np.flatnonzero((texts.codes >= 0) & ~checked.broken[column.name])
    spelled = categorical.map_categories(texts, match_key)
    counts = Counter(spelled.codes[used].tolist())
    if len(counts) > _MAX_NAMES:
        return
    codes = {str(spelled.categories[code]): code for code, _ in counts.most_common()}
    keys = {name: name_key(name) for name in codes}
    told: set[str] = set()
    for common, rare in _candidates(list(codes), keys):
        is_same = keys[common] == keys[rare]
        ratio = difflib.SequenceMatcher(a=keys[common], b=keys[rare], autojunk=False).ratio()
        if rare in told or not (is_same or ratio >= _MIN_SIMILARITY):
            continue
        told.add(rare)
        at, usual = (used[int((spelled.codes[used] == codes[name]).argmax())] for name in (rare, common))
        name, other = (str(texts[place]) for place in (at, usual))
        message = f"{quote(name)} and {quote(other)} are nearly the same: are they one person?"
        fix = "If so, spell the name alike everywhere, so that the lines are counted together."
        if is_same:
            message = (
                f"{quote(name)} and {quote(other)} are one name written in two ways; they are counted as one person"
            )
            fix = "Spell the name alike everywhere, so that a filter in the sheet finds all of them."
        yield Finding(
            "similar-names", column.name, checked.rows[[at]], same_everywhere(Description(name, message, fix))
        )


def _candidates(spelled: Sequence[str], keys: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs that have so many letters in common that they may be alike, which few have."""
    names = [name for name in spelled if len(keys[name]) <= _MAX_NAME_LENGTH]
    letters = sorted(set("".join(keys[name] for name in names)))
    counts = np.array([[keys[name].count(letter) for letter in letters] for name in names])
    counts = counts.reshape(len(names), len(letters))
    sizes = counts.sum(axis=1)
    for place, name in enumerate(names):
        common = np.minimum(counts[place], counts[place + 1 :]).sum(axis=1)
        near = 2 * common >= _MIN_SIMILARITY * (sizes[place] + sizes[place + 1 :])
        yield from ((name, names[place + 1 + other]) for other in np.flatnonzero(near).tolist())


def _addresses_of_others(checked: Checked, person: Column, email: Column) -> Iterator[Finding]:
    """Yield addresses that seem to be somebody else's: each once for each person who has it, at the first line.

    An address that two people share, or that says the name of another person in the log, may stand there since the
    line was given to somebody else.
    """
    people = categorical.map_categories(checked.texts(person.name), name_key)
    addresses = categorical.map_categories(checked.texts(email.name), match_key)
    known = np.flatnonzero((people.codes >= 0) & (addresses.codes >= 0))
    both = addresses.codes[known] * np.int64(len(people.categories)) + people.codes[known]
    different, firsts, numbers = np.unique(both, return_index=True, return_counts=True)
    in_order = np.argsort(firsts)  # as one walks through the sheet
    different, firsts, numbers = different[in_order], firsts[in_order], numbers[in_order]
    lines = known[firsts].tolist()
    split = (divmod(one, len(people.categories)) for one in different.tolist())
    pairs = dict(zip(split, lines, strict=True))
    counts = dict(zip(pairs, numbers.tolist(), strict=True))
    owners: dict[int, list[int]] = {}
    for address, owner in pairs:
        owners.setdefault(address, []).append(owner)
    named = {code: _name_words(str(people.categories[code])) for code in range(len(people.categories))}
    by_name: dict[frozenset[str], list[int]] = {}
    for code, words in named.items():
        if len(words) > 1:
            by_name.setdefault(words, []).append(code)
    for (address, owner), place in pairs.items():
        local = set(_NOT_LETTERS.split(str(addresses.categories[address]).partition("@")[0]))
        if named[owner] & local:  # it says one of the words of the name
            continue
        whose = [code for words in _names_in(local) for code in by_name.get(words, []) if code != owner]
        shared = [code for code in owners[address] if code != owner]
        usual = max(owners[address], key=lambda code: counts[address, code])
        if not whose and (not shared or owner == usual):
            continue
        shown, name = (
            clean_text(str(checked.texts(email.name)[place])),
            clean_text(str(checked.texts(person.name)[place])),
        )
        other = _spelled(checked, person, people, (whose or [usual])[0])
        message = f"{quote(shown)} seems to be the address of {other}, and the line is with {name}"
        fix = f"Enter the address of {name}, or clear the cell, so that no message goes to the wrong person."
        yield Finding("bad-email", email.name, checked.rows[[place]], same_everywhere(Description(shown, message, fix)))


def _name_words(key: str) -> frozenset[str]:
    return frozenset(word for word in _NOT_LETTERS.split(key) if len(word) > 1)


def _names_in(local: set[str]) -> Iterator[frozenset[str]]:
    """Yield the words of each name that the part of an address before the @ may say."""
    words = sorted(word for word in local if len(word) > 1)[:_MAX_WORDS]
    for size in range(2, len(words) + 1):
        yield from map(frozenset, combinations(words, size))


def _spelled(checked: Checked, person: Column, people: pd.Categorical, code: int) -> str:
    first = int((people.codes == code).argmax())
    return clean_text(str(checked.texts(person.name)[first]))
