"""Match the headings of an existing list to the template's columns: by --map, by title or alias, or by similarity."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from itertools import islice

from sheetkit.errors import SheetkitError
from sheetkit.log.read.headings import assign_headings
from sheetkit.log.read.status_words import is_tick_heading
from sheetkit.template.model import Template
from sheetkit.text import closest_match, did_you_mean, heading_key, natural_list, quote, readable

EXTRA = "extra"  # in --map: keep the column as an extra one
_MIN_SIMILARITY = 0.8  # of a guess, as difflib measures it: 1 is the same heading
_MAX_COMPARED = 200  # headings that are compared for similarity
_MIN_LENGTH, _MAX_LENGTH = 4, 60  # characters of a heading that is compared for similarity


class MatchedBy(Enum):
    """How a column was matched."""

    TITLE = "title"  # or by an alias
    MAP = "map"  # by --map
    GUESS = "guess"  # the headings are only similar
    TICKS = "ticks"  # its cells say what is done
    LIVE = "live"  # the new log calculates the column itself
    NONE = "none"  # not at all: it becomes an extra column


@dataclass(frozen=True)
class Match:
    """A column of the list by its number, and the `name` of the template's column that it means, None for an extra one.

    `decision` is a sentence where the heading could mean two things.
    """

    number: int
    heading: str
    name: str | None
    matched_by: MatchedBy
    decision: str = ""


@dataclass(frozen=True)
class HeadingMap:
    """One --map: a heading of the list as it was typed, and the template's column, or None for an extra column."""

    heading: str
    name: str | None


def parse_maps(texts: Sequence[str], template: Template) -> tuple[HeadingMap, ...]:
    """Return what each --map, such as 'Their heading=item', means. Raises SheetkitError where it makes no sense."""
    maps: list[HeadingMap] = []
    names = {heading_key(text): c.name for c in template.columns for text in (*c.aliases, c.title, c.name)}
    for text in texts:
        heading, sign, meaning = text.rpartition("=")
        if not sign or not heading.strip() or not meaning.strip():
            raise SheetkitError(f'--map {quote(text)} is incomplete: write it as --map "Their heading=item".')
        name = names.get(heading_key(meaning))
        if name is None and heading_key(meaning) != EXTRA:
            accepted = [*(column.name for column in template.entered), EXTRA]
            near, listed = did_you_mean(meaning, accepted), natural_list(accepted, "or")
            raise SheetkitError(f"--map: there is no column {quote(meaning)}{near}. Use {listed}.")
        if name is not None and template.by_name[name].is_live:
            title = template.by_name[name].title
            raise SheetkitError(f"--map: the log calculates {title!r} itself, so nothing can be put there.")
        if name is not None and any(other.name == name for other in maps):
            raise SheetkitError(f"--map names the column {name!r} twice: only one heading can mean it.")
        if any(heading_key(other.heading) == heading_key(heading) for other in maps):
            raise SheetkitError(f"--map names the heading {quote(heading)} twice: it can mean only one column.")
        maps.append(HeadingMap(heading, name))
    return tuple(maps)


def match_headings(
    texts: Mapping[int, str], template: Template, maps: Sequence[HeadingMap], *, guess: bool = True
) -> list[Match]:
    """Return the match of each heading in a row of them, by column number.

    `texts` maps column numbers to headings. `maps` count first, then titles and aliases, then, with `guess`, similar
    headings, which take a while to find.
    """
    mapped: dict[int, str | None] = {}
    for heading_map in maps:
        key = heading_key(heading_map.heading)
        number = next((number for number, text in texts.items() if heading_key(text) == key), None)
        if number is not None:
            mapped[number] = heading_map.name
    taken = {name for name in mapped.values() if name}
    assigned = assign_headings({n: t for n, t in texts.items() if n not in mapped}, template)
    by_title = {number: name for name, number in assigned.columns.items() if name not in taken}
    taken |= set(by_title.values())
    others = {n: t for n, t in texts.items() if n not in mapped and n not in by_title}
    guesses = _guesses(others, template, taken) if guess else {}
    matches = []
    for number, text in sorted(texts.items()):
        heading = " ".join(readable(text).split())
        if number in mapped:
            matches.append(Match(number, heading, mapped[number], MatchedBy.MAP))
        elif number in by_title:
            decision = assigned.decisions.get(number, "")
            matches.append(Match(number, heading, by_title[number], MatchedBy.TITLE, decision))
        elif number in guesses:
            matches.append(Match(number, heading, guesses[number], MatchedBy.GUESS))
        else:
            matches.append(Match(number, heading, None, MatchedBy.NONE))
    return matches


def _guesses(texts: Mapping[int, str], template: Template, taken: set[str]) -> dict[int, str]:
    """Return the column that each heading is clearly similar to, by number. Each is guessed only once."""
    names = {
        heading_key(text): c.name for c in template.entered for text in (*c.aliases, c.title) if c.name not in taken
    }
    candidates: list[tuple[float, int, str]] = []
    for number, text in islice(texts.items(), _MAX_COMPARED):
        key = heading_key(text)
        is_compared = _MIN_LENGTH <= len(key) <= _MAX_LENGTH and not is_tick_heading(text)
        nearest = closest_match(key, names) if is_compared else None
        similarity = SequenceMatcher(None, key, nearest).ratio() if nearest else 0.0
        if nearest and similarity >= _MIN_SIMILARITY:
            candidates.append((-similarity, number, names[nearest]))
    guesses: dict[int, str] = {}
    for _, number, name in sorted(candidates):
        if name not in guesses.values():
            guesses[number] = name
    return guesses
