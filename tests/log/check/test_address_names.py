"""An address is reported as somebody else's only where it cannot be made of the name."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.log.check.address_names import is_of_another

FIRST = ["Ana", "Ben", "Jörg", "Zoë", "Jean-Luc", "Li", "Łukasz", "Bjørn", "Þóra", "José María", "Siân", "Åse", "Đorđe"]
LAST = ["Costa", "Lee", "Müller", "O'Neill", "Ng", "van der Berg", "Weiß", "Sørensen", "Smith-Jones", "Wei", "Ó Briain"]
SPELLED = {"ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "ß": "ss", "Þ": "Th", "Å": "Aa"}
PLAIN = {"ø": "o", "ß": "ss", "Þ": "Th", "ł": "l", "Ł": "L", "Đ": "D", "đ": "d"}
SHAPES = [
    "{first}.{last}", "{last}.{first}", "{first}_{last}", "{first}-{last}", "{first}{last}", "{f}{last}", "{f}.{last}",
    "{last}{f}", "{last}.{f}", "{first}{l}", "{first}.{l}", "{first}", "{last}", "{f}{l}", "{f}.{l}", "{first}.{last}2",
    "{first}.{last}+log", "{f}.m.{last}", "{first}.m.{last}", "{first}.{last}.ext", "{last3}.{first3}",
    "{first3}{last3}",
]  # fmt: skip


def spelled(name: str, letters: dict[str, str]) -> str:
    name = "".join(letters.get(letter, PLAIN.get(letter, letter)) for letter in name)
    plain = "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))
    return "".join(letter for letter in plain.lower() if letter.isalpha() or letter == "-")


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(FIRST), st.sampled_from(LAST), st.sampled_from(SHAPES), st.booleans(), st.booleans())
def test_no_address_made_of_the_name_is_told(first: str, last: str, shape: str, umlauts: bool, turned: bool) -> None:
    one, two = (spelled(name, SPELLED if umlauts else {}) for name in (first, last))
    local = shape.format(first=one, last=two, f=one[0], l=two[0], first3=one[:3], last3=two[:3])
    assert not is_of_another(f"{local}@example.org", f"{last} {first}" if turned else f"{first} {last}")


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("ana.costa", "Ben Lee"),
        ("ana.costa", "Ben"),
        ("Ana_Costa2", "Ben Lee"),
        ("ana-costa", "Ben Lee"),
        ("a.costa", "Ben Lee"),
        ("costa.a", "Ben Lee"),
        ("ana.maria.costa", "Ben Lee"),
        ("anna.weber", "Andrea Klein"),
        ("joerg.mueller", "Zoë Weiß"),
        ("ana.costa+work", "Dr. Ben Lee"),
    ],
)
def test_an_address_that_says_another_name_is_told(address: str, name: str) -> None:
    assert is_of_another(f"{address}@example.org", name)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("info@example.org", "Ben Lee"),
        ("customer.service@example.org", "Ben Lee"),
        ("legal-team@example.org", "Ben Lee"),
        ("buchhaltung.berlin@example.org", "Ben Lee"),
        ("acosta@example.org", "Ben Lee"),  # may be anything
        ("ana.silva@example.org", "Ana Costa"),  # married since
        ("michael.jones@example.org", "Mike"),
        ("benjamin.lee@example.org", "Ben"),
        ("bob.miller@example.org", "Robert"),
        ("ana.costa@example.org", "AC"),
        ("ana.costa@example.org", "Ана Коста"),
        ("ana.costa@example.org", "李偉"),
        ("ana.costa@example.org", "Legal"),
        ("ana.costa@example.org", "HR"),
        ("jane.miller@example.org", "Landlord"),
        ("jane.miller@example.org", "Our accountant"),
        ("jan.kurz@example.org", "Anwältin"),
        ("clara.bloom@example.org", "Mum"),
        ("ana.costa@miller.example", "Miller"),
        ("ana.costa@example.org", "Smith and Sons Ltd"),
        ("ana.costa@example.org", ""),
        ("user.1234@example.org", "Ben Lee"),
    ],
)
def test_what_may_be_theirs_or_a_role_or_cannot_be_told_is_not(address: str, name: str) -> None:
    assert not is_of_another(address, name)
