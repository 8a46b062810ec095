"""Problems with people: names that are nearly the same, addresses of somebody else."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from sheetkit import categorical
from sheetkit.log.check.address_names import NameAndAddress, addresses_of_others, wrong_address_message
from sheetkit.log.check.rows import Checked
from sheetkit.log.finding import Description, Finding, same_everywhere
from sheetkit.log.frame import RuleColumns
from sheetkit.person_names import (
    MAX_COMPARED,
    MIN_SIMILARITY,
    are_nearly_the_same,
    name_key,
    names_on_one_line,
    spelling_of,
    split_names,
)
from sheetkit.template.model import Column, Template
from sheetkit.text import match_key, quote, shown_text

_MAX_NAME_LENGTH = 100  # letters; a longer text is no name


def check_people(checked: Checked[RuleColumns], template: Template) -> Iterator[Finding]:
    """Yield what is doubtful about the people in a log."""
    if template.roles.person not in checked.present:
        return
    person = template.by_name[template.roles.person]
    yield from _similar(checked, person)
    if template.roles.email in checked.present:
        yield from _addresses_of_others(checked, person, template.by_name[str(template.roles.email)])


def _similar(checked: Checked[RuleColumns], column: Column) -> Iterator[Finding]:
    """Yield names that are nearly the same: each rarer spelling once, at its first line."""
    texts = categorical.map_categories(checked.columns.texts(column.name), names_on_one_line)
    used = np.flatnonzero((texts.codes >= 0) & ~checked.broken[column.name])
    spelled = categorical.map_categories(texts, match_key)
    counts = Counter(spelled.codes[used].tolist())
    if len(counts) > MAX_COMPARED:
        return
    by_name = {str(spelled.categories[code]): code for code, _ in counts.most_common()}
    # A cell with several people has a problem of its own.
    codes = {name: code for name, code in by_name.items() if len(split_names(name)) == 1}
    keys = {name: spelling_of(name) for name in codes}
    reported: set[str] = set()
    for common, rare in _candidates(list(codes), keys):
        is_same = name_key(common) == name_key(rare)
        if rare in reported or not (is_same or are_nearly_the_same(keys[common], keys[rare])):
            continue
        reported.add(rare)
        at, usual = (used[int((spelled.codes[used] == codes[name]).argmax())] for name in (rare, common))
        name, other = (str(texts[place]) for place in (at, usual))
        message = f"{quote(name)} and {quote(other)} are nearly the same: are they the same person?"
        fix = "If so, spell the name the same way everywhere, so that the lines are counted together."
        if is_same:
            message = (
                f"{quote(name)} and {quote(other)} are one name written in two ways; they are counted as one person"
            )
            fix = "Spell the name the same way everywhere, so that a filter in the sheet finds all of them."
        yield Finding(
            "similar-names", column.name, checked.rows[[at]], same_everywhere(Description(name, message, fix))
        )


def _candidates(spelled: Sequence[str], keys: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the few pairs that share enough letters to be nearly the same."""
    names = [name for name in spelled if len(keys[name]) <= _MAX_NAME_LENGTH]
    letters = sorted(set("".join(keys[name] for name in names)))
    counts = np.array([[keys[name].count(letter) for letter in letters] for name in names])
    counts = counts.reshape(len(names), len(letters))
    sizes = counts.sum(axis=1)
    for place, name in enumerate(names):
        common = np.minimum(counts[place], counts[place + 1 :]).sum(axis=1)
        near = 2 * common >= MIN_SIMILARITY * (sizes[place] + sizes[place + 1 :])
        yield from ((name, names[place + 1 + other]) for other in np.flatnonzero(near).tolist())


def _addresses_of_others(checked: Checked[RuleColumns], person: Column, email: Column) -> Iterator[Finding]:
    """Yield addresses that seem to be somebody else's: each once for each person who has it, at the first line.

    An address that two people share, or that contains another name than the line's, in the log or not, may be left from
    before the line was given to somebody else.
    """
    names, emails = checked.columns.texts(person.name), checked.columns.texts(email.name)
    groups = categorical.group_codes([names.codes, emails.codes])
    firsts = categorical.first_positions(groups)
    pairs = list(zip(*(categorical.to_list(texts[firsts]) for texts in (names, emails)), strict=True))
    positions: dict[NameAndAddress, int] = dict(zip(pairs, firsts.tolist(), strict=True))
    wrong = [*addresses_of_others(dict(zip(pairs, np.bincount(groups).tolist(), strict=True)))]

    def describe(at: int) -> Description:
        pair, owner = wrong[at]
        return Description(shown_text(pair[1]), *wrong_address_message(*pair, owner))

    rows = checked.rows[[positions[pair] for pair, _ in wrong]]
    yield Finding("bad-email", email.name, rows, describe)
