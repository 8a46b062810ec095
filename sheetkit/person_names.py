"""How people are named in one cell, and when two spellings name the same person.

Lists have names as people type them and as programs export them: 'Costa, Ana', 'Ana Costa <ana@example.org>',
'12;#Ana Costa' (a person field of SharePoint), 'Ana Costa; Ben Lee'.
"""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

from sheetkit.patterns import lazy_pattern
from sheetkit.text import clean_text, match_key, natural_list, remove_invisible, shown_text

_CLAIM = lazy_pattern(r"(?:^|(?<=;))\s*i:0[^|;]*\|[^|;]*\|", re.IGNORECASE)  # i:0#.f|membership|ana@example.org
_LINE_ENDS = str.maketrans({"\t": " ", "\xa0": " "} | dict.fromkeys("\x0b\x0c\r\x85\u2028\u2029", "\n"))
_IN_WORDS = str.maketrans("", "", "'’-")
_NUMBER = lazy_pattern(r"(?:^|(?<=;#))\s*\d+\s*(?=;#|$)")  # SharePoint's, before each name or behind it
_SEPARATORS = lazy_pattern(
    r"\s*(?:;#?|\n|\||\s&\s|\s\+\s|\s/\s|(?<=\w\w)/(?=\w\w)|[-=]>|→|\s(?:and|or|und|oder|et(?!\s+al\b)|och|og)\s)\s*",
    re.IGNORECASE,
)
# What stands between two people, and in some names too: Ortega y Gasset, Costa e Silva, Ana Costa - Legal.
_PERHAPS = lazy_pattern(r"\s(?:y|e|i|o|u|ou|en|[-–—])\s")
_ADDRESS = lazy_pattern(
    r"\s*(?:<[^<>]*>|[(\[](?:mailto:)?[^\s()\[\]]+@[^\s()\[\]]+[)\]])\s*(?=[;,|\n]|$|\s(?:and|und|et)\s)",
    re.IGNORECASE,
)
_REMARK = lazy_pattern(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])\s*$")  # behind a name: Ana Costa (Finance)
_REMARK_SIGN = lazy_pattern(r"\s[-–—/]\s|,")
_TITLE_WORDS = (
    "dr prof professor doctor mr mrs ms miss mx sir dame herr frau mme mlle monsieur madame sr sra señor señora sig "
    "signor signora dott ing dipl mag dhr mevr rev hon"
)
_TITLES = frozenset(_TITLE_WORDS.split())
_BETWEEN_PEOPLE = frozenset({"and", "or", "und", "oder", "et", "och", "og", "y", "e", "i", "o", "u", "ou", "en"})
_ORGANISATION = lazy_pattern(
    r"\b(?:ltd|limited|inc|llc|llp|plc|gmbh|ag|kg|co|corp|company|sons|bros|partners|associates|group|team|"
    r"department|dept|office|services|department|bank|university|council|ministry)\b",
    re.IGNORECASE,
)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "phd", "ph.d", "md", "m.d", "mba", "esq", "dr", "msc", "bsc"})
# Words that say what people do, in addresses and behind names: info@example.org, Ana Costa - Finance.
_ROLE_WORDS = (
    "info office legal sales service services support team teams group hr rh it help helpdesk desk contact contacts "
    "admin administration accounts account accounting finance financial billing invoice invoices payable receivable "
    "reception hello mail email post postmaster noreply no reply donotreply dept department press media marketing jobs "
    "careers recruiting human resources resource customer customers client clients care ops operations operation "
    "security purchasing purchase procurement order orders board secretary secretariat staff school library project "
    "projects management manager director directors facility facilities property maintenance claims claim audit tax "
    "payroll training events event news newsletter webmaster web technical tech engineering quality safety compliance "
    "privacy data research lab studio shop store warehouse logistics shipping delivery dispatch front back general "
    "enquiries inquiries enquiry inquiry request requests public relations central main head hq company firm partners "
    "bank council university ministry city town court registry records archive archives print printing travel "
    "workshop clinic ward nurse doctor medical pharmacy front house rooms room booking bookings test user users guest "
    "kontakt buero sekretariat verwaltung empfang personal rechnung rechnungen buchhaltung einkauf vertrieb kunden "
    "kundenservice poststelle leitung abteilung technik accueil compta comptabilite direction achats ventes oficina "
    "ventas contabilidad administracion recepcion compras ufficio amministrazione segreteria vendite acquisti "
    "contabilidade vendas compras secretaria kantoor administratie inkoop verkoop receptie"
)
# Words for whoever does or is something, where a name would stand: Landlord, Mum, our accountant.
_PEOPLE_WORDS = (
    "landlord landlady tenant accountant bookkeeper plumber electrician builder builders lawyer solicitor barrister "
    "notary architect supplier vendor contractor subcontractor printer printers neighbour neighbor mum mom mother dad "
    "father brother sister wife husband daughter boss agent broker insurer insurance dentist teacher tutor coach "
    "cleaner janitor caretaker courier driver assistant intern trainee colleague consultant adviser advisor auditor "
    "designer developer engineer translator editor publisher photographer surveyor mechanic garage electricians "
    "plumbers chairman chairwoman treasurer president owner friend uncle aunt grandma grandpa everyone everybody "
    "vermieter vermieterin mieter mieterin hausverwaltung steuerberater steuerberaterin anwalt anwaeltin rechtsanwalt "
    "notar handwerker klempner elektriker architekt lieferant druckerei nachbar nachbarin mutter vater chefin makler "
    "versicherung proprietaire locataire comptable avocat avocate notaire plombier electricien architecte fournisseur "
    "imprimeur imprimerie voisin voisine maman papa patron casero propietario inquilino contable gestor abogado "
    "abogada notario fontanero electricista arquitecto proveedor imprenta vecino vecina jefe jefa proprietario "
    "commercialista avvocato notaio idraulico elettricista architetto fornitore tipografia capo senhorio contabilista "
    "advogado advogada canalizador eletricista arquiteto fornecedor vizinho vizinha chefe verhuurder huurder "
    "boekhouder advocaat notaris loodgieter elektricien leverancier drukker drukkerij buurman buurvrouw baas "
    "verzekering"
)
ROLES = frozenset(f"{_ROLE_WORDS} {_PEOPLE_WORDS}".split())
MIN_SIMILARITY = 0.84  # Ana Costa and Anna Costa are 0.95 alike, Ana Costa and Ana Coelho 0.74
MAX_COMPARED = 300  # names of a log: pairs grow with the square, and past this nobody would read them
_MAX_LENGTH = 300  # letters of a cell that names people; a longer text is none
_MAX_REMEMBERED = 100_000  # cells, of which several checks and pages ask whom they name


def split_names(text: str) -> list[str]:
    """Return the people whom a cell names, each as 'Ana Costa'; the whole text where it names one or no person.

    'Costa, Ana' is one person, 'Ana Costa, Ben Lee' are two. What names an organisation is never taken apart.
    """
    shown = remove_invisible(text[: 2 * _MAX_LENGTH]).translate(_LINE_ENDS)
    return [*_split_names(shown)] if len(shown) <= _MAX_LENGTH else [shown_text(shown[:_MAX_LENGTH])]


@lru_cache(_MAX_REMEMBERED)
def _split_names(shown: str) -> tuple[str, ...]:
    if _is_usual(shown):
        return (shown,)
    if _ORGANISATION.search(shown):
        return (shown_text(shown),)
    listed = _NUMBER.sub("", _CLAIM.sub("", shown)).strip(" ;#|\n\r\t")
    parts = [again for part in _SEPARATORS.split(_without_addresses(listed)) for again in _split_perhaps(part)]
    names = [name for part in parts for name in _split_at_commas(clean_text(part).strip(" '\"@<>")) if name]
    return tuple(names) or (shown_text(shown),)


def _is_usual(text: str) -> bool:
    """Return whether a text is a name as nearly all are: words of letters, and none that stands between two people."""
    words = text.split(" ")
    return all(map(_is_word, words)) and _BETWEEN_PEOPLE.isdisjoint(map(str.lower, words[1:-1]))


def _is_word(text: str) -> bool:
    """Return whether a text is a word of letters, such as O'Neill-Costa or J., as most names are made of."""
    word = text.removesuffix(".")
    return word[:1].isalpha() and word[-1:].isalpha() and word.translate(_IN_WORDS).isalpha()


def pairs_in_column(cells: Collection[str]) -> dict[str, str]:
    """Return those of a column's cells that name two people as 'Ana, Ben', each as 'Ana; Ben'.

    Alone, such a cell is one person, last name first. Two are meant where both names stand alone in other cells.
    """
    listed = {cell: parts for cell in cells if "," in cell and len(parts := cell.split(",")) == 2}
    alone = {match_key(cell) for cell in cells} if listed else set()
    pairs = {cell: [clean_text(part) for part in parts] for cell, parts in listed.items()}
    return {
        cell: "; ".join(pair) for cell, pair in pairs.items() if alone.issuperset(map(match_key, pair)) and all(pair)
    }


def names_on_one_line(text: str) -> str:
    """Return what a cell says, as messages show it: names on lines of their own stay apart."""
    return shown_text("; ".join(line.strip() for line in text.splitlines() if line.strip()))


def is_organisation(text: str) -> bool:
    """Return whether a text has a word that no person's name has: Ltd, Partners, team."""
    return _ORGANISATION.search(text) is not None


def name_key(text: str) -> str:
    """Return the form in which two names are compared: 'Costa, Ana' and 'Dr. Ana Costa' are both 'ana costa'."""
    return "; ".join(match_key(_without_titles(name)) for name in split_names(text))


def _without_titles(name: str) -> str:
    words = name.split()
    while len(words) > 2 and words[0].lower().partition("-")[0].rstrip(".") in _TITLES:
        del words[0]
    return " ".join(words)


def names_person(text: str, person: str) -> bool:
    """Return whether a cell names a person, alone or with others; or is the same list of people."""
    key = name_key(person)
    return key in map(name_key, (*split_names(text), text))


def shown_name(text: str) -> str:
    """Return whom a cell names as one would write it in a sentence: Ana Costa and Ben Lee."""
    return natural_list(split_names(text))


def spelling_of(name: str) -> str:
    """Return the form in which the spellings of two names are compared: without titles, remarks and accents."""
    letters = unicodedata.normalize("NFKD", name_key(plain_name(name)))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def are_nearly_the_same(spelling: str, other: str) -> bool:
    """Return whether two spellings, as `spelling_of` returns them, may be one name."""
    if sorted(spelling.split()) == sorted(other.split()):  # LEE Ben
        return True
    from difflib import SequenceMatcher  # noqa: PLC0415  needed for logs that name several people alone

    matcher = SequenceMatcher(a=spelling, b=other, autojunk=False)
    return matcher.quick_ratio() >= MIN_SIMILARITY and matcher.ratio() >= MIN_SIMILARITY


def plain_name(text: str) -> str:
    """Return a name without the remark behind it, such as (Finance), which may tell two people of one name apart."""
    name = _REMARK.sub("", text)
    sign = _REMARK_SIGN.search(name)
    return name[: sign.start()] if sign and _is_role(name[sign.end() :]) else name


def _is_role(text: str) -> bool:
    return bool(text.strip()) and ROLES.issuperset(match_key(text).split())


def _without_addresses(text: str) -> str:
    """Return people without the address behind each; an address that stands alone stays."""
    names = _ADDRESS.sub("", text)
    return names if names.strip(" ;,") else text


def _split_perhaps(text: str) -> list[str]:
    """Return the people of a text with a word between them that can be a part of a name too.

    There are two where each has a first and a last name, or neither has.
    """
    parts = _PERHAPS.split(text)
    sizes = [len(part.split()) for part in parts]
    return parts if (min(sizes) > 1 or max(sizes) == 1) and not any(map(_is_role, parts)) else [text]


def _split_at_commas(text: str) -> list[str]:
    remark = _REMARK.search(text)
    if remark and text[: remark.start()].count(",") == 1:  # Costa, Ana (Finance)
        names = _split_at_commas(text[: remark.start()])
        return [f"{names[0]}{text[remark.start() :]}"] if len(names) == 1 else [text]
    parts = [part.strip(" @") for part in text.split(",") if part.strip()]
    while len(parts) > 1 and parts[-1].lower().rstrip(".") in _SUFFIXES:
        parts.pop()
    words = [len(part.split()) for part in parts]
    if len(parts) < 2 or (len(parts) > 2 and max(words) > 3) or (len(parts) == 2 and _is_role(parts[1])):
        return [", ".join(parts)]
    if len(parts) > 2 or min(words) > 1:
        return parts
    last, first = parts
    return [f"{first} {last}"] if words[1] <= 2 and words[0] <= 3 and not any(map(str.isdigit, text)) else [text]
