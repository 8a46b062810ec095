"""Which heading of somebody's own list means which column: by title, by likeness, or as they say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

from sheetkit.errors import SheetkitError
from sheetkit.log.read.locate import assign_headings
from sheetkit.template.model import Template
from sheetkit.text import closest_match, did_you_mean, heading_key, quote

EXTRA = "extra"  # what --map says of a column that is to stay one of their own
_MIN_SIMILARITY = 0.8  # how like a heading is when it is clearly near
_MIN_LENGTH = 4  # letters of a heading that can be like another


class MatchedBy(Enum):
    """How a column was matched."""

    TITLE = "title"
    MAP = "map"
    GUESS = "guess"
    LIVE = "live"  # the new log works it out by itself
    NONE = "none"


@dataclass(frozen=True)
class Match:
    """A column of their list; `name` is the template's column it means, None for one of their own."""

    number: int
    heading: str
    name: str | None
    how: MatchedBy


@dataclass(frozen=True)
class HeadingMap:
    """What --map says: their heading as it was typed, and the template's column or None."""

    heading: str
    name: str | None


def parse_maps(texts: Sequence[str], template: Template) -> tuple[HeadingMap, ...]:
    """Return what each 'Their heading=item' says. Raises SheetkitError, one sentence, where it says nothing."""
    found: list[HeadingMap] = []
    columns = {column.name: column for column in template.columns}
    spellings = {heading_key(word): c.name for c in template.columns for word in (*c.aliases, c.title, c.name)}
    for text in texts:
        theirs, sign, ours = text.rpartition("=")
        if not sign or not theirs.strip() or not ours.strip():
            raise SheetkitError(f'--map {quote(text)} says nothing: write it as --map "Their heading=item".')
        name = spellings.get(heading_key(ours))
        if name is None and heading_key(ours) != EXTRA:
            known = [*(column.name for column in template.entered), EXTRA]
            raise SheetkitError(
                f"--map: there is no column {quote(ours)}{did_you_mean(ours, known)}; there are {', '.join(known)}."
            )
        if name is not None and columns[name].is_live:
            raise SheetkitError(f"--map: the log works out {columns[name].title!r} by itself, so nothing goes into it.")
        if name is not None and any(one.name == name for one in found):
            raise SheetkitError(f"--map names the column {name!r} twice: only one heading can mean it.")
        if any(heading_key(one.heading) == heading_key(theirs) for one in found):
            raise SheetkitError(f"--map names the heading {quote(theirs)} twice: it can mean only one column.")
        found.append(HeadingMap(theirs, name))
    return tuple(found)


def match_headings(texts: Mapping[int, str], template: Template, maps: Sequence[HeadingMap]) -> list[Match]:
    """Return what each heading of a row means: what --map says, then titles and aliases, then likeness."""
    said: dict[int, str | None] = {}
    for one in maps:
        number = next((n for n, text in texts.items() if heading_key(text) == heading_key(one.heading)), None)
        if number is not None:
            said[number] = one.name
    taken = {name for name in said.values() if name}
    by_title = {
        number: name
        for name, number in assign_headings({n: t for n, t in texts.items() if n not in said}, template)[0].items()
        if name not in taken
    }
    taken |= set(by_title.values())
    guesses = _guesses({n: t for n, t in texts.items() if n not in said and n not in by_title}, template, taken)
    matches = []
    for number, text in sorted(texts.items()):
        shown = " ".join(text.split())
        if number in said:
            matches.append(Match(number, shown, said[number], MatchedBy.MAP))
        elif number in by_title:
            matches.append(Match(number, shown, by_title[number], MatchedBy.TITLE))
        elif number in guesses:
            matches.append(Match(number, shown, guesses[number], MatchedBy.GUESS))
        else:
            matches.append(Match(number, shown, None, MatchedBy.NONE))
    return matches


def _guesses(texts: Mapping[int, str], template: Template, taken: set[str]) -> dict[int, str]:
    """Return the columns that headings are clearly like, the likest first; each column is guessed once."""
    spellings = {
        heading_key(word): c.name for c in template.entered for word in (*c.aliases, c.title) if c.name not in taken
    }
    likely: list[tuple[float, int, str]] = []
    for number, text in texts.items():
        theirs = heading_key(text)
        near = closest_match(theirs, spellings) if _MIN_LENGTH <= len(theirs) <= 60 else None
        if near is not None:
            likeness = SequenceMatcher(None, theirs, near).ratio()
            if likeness >= _MIN_SIMILARITY:
                likely.append((-likeness, number, spellings[near]))
    found: dict[int, str] = {}
    for _, number, name in sorted(likely):
        if name not in found.values():
            found[number] = name
    return found
