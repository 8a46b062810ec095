"""Summary: what is about to fall through, on one screen and one printed page."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain, islice

import numpy as np

from sheetkit import categorical
from sheetkit.codes import where_category
from sheetkit.pages.by_person import NOBODY
from sheetkit.pages.hand_offs import role_heading
from sheetkit.pages.page import Cell, Chart, Grid, Head, Panel, SummaryPage, Tile
from sheetkit.pages.problems import sentence
from sheetkit.palette import HEAD, PALETTE, SHADES, SIGNS, TEXT_COLOUR, Colour
from sheetkit.review.figures import AGES, UNDATED, shared_titles
from sheetkit.review.model import Review
from sheetkit.review.moments import day, long_day
from sheetkit.review.trend import ATTENTION, KEPT, OUT
from sheetkit.template.model import Template
from sheetkit.text import pluralize, replace_unprintable

TITLE = "Summary"
MAX_PEOPLE = 10
MAX_NAME_LENGTH = 22
MAX_LISTS = 3  # unread lists that are named
LISTS_NOT_READ = ("second-list", "other-sheet")
MAX_REVIEWS = 8  # latest reviews that are shown
MAX_RULE_TILES = 5
NOT_LATE = frozenset({next(iter(AGES)), UNDATED})
MAX_SERIES = 6  # of a chart, so that its legend fits
OTHER_FLAGS = "Other flags"
LATE = PALETTE["red"]  # the one colour on the page; all else is neutral
AGE_COLOURS = (SHADES[3].fill, "#F4B8AE", "#E2796B", "#C8402F", "#8A1A10", SHADES[2].fill)
TREND_COLOURS = (HEAD.fill, LATE.fill, SHADES[2].fill)
_NEUTRAL_TILE = Colour("#EEF2F6", TEXT_COLOUR)
_MAX_STEPS = 7  # of an axis


def summary_page(review: Review) -> SummaryPage:
    """Return the page; if no log could be read, it has no tiles and panels."""
    template = review.templates[0] if review.logs else None
    return SummaryPage(
        TITLE,
        _sentence(review),
        "#0B5C8A",
        alarm=review.gone,
        headline=review.figures.headline,
        tiles=_tiles(review, template) if template else (),
        people=_people(review, template) if template else None,
        ages=_ages(review) if template else None,
        weeks=_weeks(review, template) if template else None,
    )


def _sentence(review: Review) -> str:
    """Return sentences about what the review covers and what to know about it."""
    sentences = [f"{review.of_logs} as of {long_day(review.as_of)}"]
    if review.changes:
        sentences.append(review.what_changed.rstrip("."))
    if review.failed:
        sentences.append(f"{pluralize(len(review.failed), 'log')} could not be read: see under Problems")
    sentences += _lists_not_read(review)
    if review.duplicates:
        sentences.append(f"{review.duplicates_note}: see under In two logs")
    sentences += [note.rstrip(".") for note in review.all_notes]
    if review.problem_counts:
        sentences.append(f"{review.problem_counts} in what was typed: see under Problems")
    else:
        sentences.append("No problems in what was typed")
    return ". ".join(sentences) + "."


def _lists_not_read(review: Review) -> list[str]:
    """Return clauses about the lists in the logs that were not read, at most a few."""
    sentences = []
    for log_review, label in zip(review.logs, review.labels, strict=True):
        is_one = log_review.log.problems.table["code"].isin(LISTS_NOT_READ).to_numpy()
        for position in np.flatnonzero(is_one).tolist():
            message = log_review.log.problems[position].message
            sentences.append(f"{label}: {message}" if len(review.logs) > 1 else sentence(message))
    more = len(sentences) - MAX_LISTS
    rest = [f"{pluralize(more, 'more list')} not read: see the sheet Problems"] if more > 0 else []
    return [*sentences[:MAX_LISTS], *rest]


def _tiles(review: Review, template: Template) -> tuple[Tile, ...]:
    """Return six figures with their changes, what is late in red unless it is 0, and the promises kept."""
    coloured = [rule for rule in template.rules if rule.colour]
    coloured.sort(key=lambda rule: (rule.name != template.roles.late, rule.name != template.roles.unchecked))
    out, before = review.figures.out, review.before
    tiles = [Tile("Out now", out, _change(review, out, before.out if before else None), _NEUTRAL_TILE)]
    titles = shared_titles(review.templates)
    for rule in coloured[:MAX_RULE_TILES]:
        names = [name for name, title in titles.items() if title == titles[rule.name]]
        figure = sum(review.figures.counts[name] for name in names)
        count_before = sum(before.counts.get(name, 0) for name in names) if before else None
        colour = LATE if rule.name == template.roles.late and figure else _NEUTRAL_TILE
        sign, also = SIGNS[rule.colour or ""], _counted_elsewhere(review, names, titles)
        tiles.append(Tile(rule.title, figure, _change(review, figure, count_before), colour, sign, also))
    return (*tiles, _promises(review))


def _counted_elsewhere(review: Review, names: Sequence[str], titles: Mapping[str, str]) -> str:
    """Return a clause about the lines of a flag that the table of people does not count under it, '' if there are none.

    `names` are the keys of the flag in the logs, `titles` the titles of all flags.
    """
    holds = review.rules[list(names)].to_numpy().any(axis=1) & ~review.repeated
    flags = categorical.column(review.frame, "flag")
    is_first = where_category(flags, names.__contains__)[holds]
    others = flags.codes[holds][~is_first]
    back = int((~review.frame["out"].to_numpy()[holds] & is_first).sum())
    clauses = []
    if len(others):
        shown = {titles[flags.categories[code]].lower() for code in set(others.tolist())}
        clauses.append(
            f"{len(others):,} {shown.pop()} too" if len(shown) == 1 else f"{len(others):,} under another flag"
        )
    if back:
        clauses.append(f"{back:,} back already")
    return ", ".join(clauses)


def _change(review: Review, now: int, count_before: int | None) -> str:
    """Return a figure's change since the last review in words, '' if there is none to compare."""
    if count_before is None or review.changes is None:
        return ""
    since = day(review.changes.as_of.replace(hour=0, minute=0, second=0), review.as_of)
    if now == count_before:
        return f"as on {since}"
    return f"{abs(now - count_before):,} {'more' if now > count_before else 'fewer'} than on {since}"


def _promises(review: Review) -> Tile:
    """Return the share of first promises that were kept, if anything came back."""
    back, kept = review.figures.came_back, review.figures.kept
    figure: float | str = kept / back if back else "none yet"
    note = f"{kept:,} of {back:,} that came back" if back else "nothing has come back so far"
    return Tile(KEPT, figure, note, _NEUTRAL_TILE)


def _people(review: Review, template: Template) -> Panel:
    """Return who has what, by the most urgent flag of each line."""
    title = "Who has what, by the most urgent flag of each line"
    everyone, flags = review.figures.people, review.figures.flags
    if not everyone:
        return Panel(title, None, None, "Nothing is out with anybody.")
    named_flags = _named_flags(flags, review.templates)
    heads = [
        Head(role_heading(review, "person", "Handed to")),
        Head("Out"),
        *_flag_heads(named_flags, review.templates, template.on_track),
    ]
    shown_count = len(everyone) if len(everyone) <= MAX_PEOPLE else MAX_PEOPLE - 1
    lines = [(_short_name(person) or NOBODY, counts) for person, counts in islice(everyone.items(), shown_count)]
    if len(everyone) > shown_count:
        rest = list(islice(everyone.values(), shown_count, None))
        lines.append((pluralize(len(rest), "other"), sum(rest, Counter())))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (name, counts.total(), *_flag_counts(counts, named_flags)) for name, counts in lines
    )
    description = f"Stacked bars: for each person named beside it what is out, by flag. {review.figures.headline}"
    colours = tuple(head.colour.fill for head in heads if head.colour)
    series = tuple(range(2, len(heads)))
    scale = _scale(max(counts.total() for _, counts in lines[:shown_count]))
    chart = Chart("bar", "Out, by person and flag", description, shown_count, series, colours, *scale)
    return Panel(title, Grid(tuple(heads), rows, hide_zeros=True), chart)


def _short_name(person: str) -> str:
    """Return a name that fits beside a bar; a long one keeps its beginning and its end, which tell people apart."""
    name = " ".join(replace_unprintable(person).split())
    if len(name) <= MAX_NAME_LENGTH:
        return name
    end = name[-10:]
    return f"{name[: MAX_NAME_LENGTH - 13].rstrip()}...{end[end.find(' ') + 1 :]}"


def _named_flags(flags: Sequence[str], templates: Sequence[Template]) -> list[str]:
    """Return the flags with a count of their own: all, or the one for what is late and the most urgent others."""
    if len(flags) <= MAX_SERIES:
        return list(flags)
    late = _late_title(templates)
    room = MAX_SERIES - 2 - (late in flags)  # the others and what has no flag are counted too
    urgent = [flag for flag in flags if flag and flag != late][:room]
    return [flag for flag in flags if flag == late or flag in urgent] + [OTHER_FLAGS, ""]


def _flag_counts(counts: Counter[str], shown_flags: Sequence[str]) -> list[int]:
    """Return a person's counts of these flags; all others share one count."""
    others = counts.total() - sum(counts[flag] for flag in shown_flags)
    return [others if flag == OTHER_FLAGS else counts[flag] for flag in shown_flags]


def _flag_heads(flags: Sequence[str], templates: Sequence[Template], on_track: str) -> list[Head]:
    """Return the headings of the counts by flag, with their signs: what is late in red, the others in shades."""
    colours: dict[str, str | None] = {}
    for rule in chain.from_iterable(template.rules for template in templates):
        colours.setdefault(rule.title, rule.colour)
    signs = {title: SIGNS[colour or ""] for title, colour in colours.items()} | {"": SIGNS["green"], OTHER_FLAGS: ""}
    late, shades = _late_title(templates), iter(SHADES)
    return [
        Head(
            flag or on_track,
            LATE if flag == late else SHADES[-1] if not flag else next(shades, SHADES[-1]),
            signs[flag],
        )
        for flag in flags
    ]


def _late_title(templates: Sequence[Template]) -> str:
    return templates[0].rule(templates[0].roles.late).title


def _first(counts: Mapping[str, int], titles: Sequence[str]) -> int | None:
    return next((counts[title] for title in titles if title in counts), None)


def _scale(largest: float) -> tuple[int, int]:
    """Return the maximum of an axis with room for a number, and its step: 1, 2, 5, 10, 20 and so on."""
    wanted = max(largest * 1.1, 1)
    sizes = (digit * 10**power for power in range(9) for digit in (1, 2, 5))
    step = next(size for size in sizes if wanted <= size * _MAX_STEPS)
    return math.ceil(wanted / step) * step, step


def _common_scale(review: Review) -> tuple[int, int]:
    """Return the scale of the two charts side by side, which count the same lines."""
    shown = review.trend[-MAX_REVIEWS:]
    return _scale(
        max([review.figures.out, *(number or 0 for line in shown for number in map(line.counts.get, (OUT, ATTENTION)))])
    )


def _ages(review: Review) -> Panel:
    """Return the panel of what is out by lateness."""
    ages = review.figures.ages
    grid = Grid((Head(f"{review.day.capitalize()}s late"), Head("Out")), tuple(ages.items()))
    if not any(number for name, number in ages.items() if name not in NOT_LATE):
        return Panel("How late", grid, None, "Nothing is late." if review.figures.out else "Nothing is out.")
    listed = ", ".join(f"{name}: {number}" for name, number in ages.items())
    description = f"Columns: how many {review.day}s late what is out is. {listed}."
    title = f"Out, by {review.day}s late"
    return Panel(
        "How late",
        grid,
        Chart("column", title, description, len(ages), (1,), AGE_COLOURS, *_common_scale(review)),
    )


def _weeks(review: Review, template: Template) -> Panel:
    """Return the panel with the figures of the latest reviews."""
    shown = review.trend[-MAX_REVIEWS:]
    counted = [OUT, template.rule(template.roles.late).title, ATTENTION]
    late = dict.fromkeys(one.rule(one.roles.late).title for one in review.templates)  # its titles in earlier reviews
    called: list[Sequence[str]] = [(OUT,), tuple(late), (ATTENTION,)]
    rows = tuple((line.as_of, *(_first(line.counts, titles) for titles in called), line.on_time) for line in shown)
    heads = tuple(map(Head, ["Review of", *counted, KEPT]))
    grid = Grid(heads, rows, percents=frozenset({len(counted) + 1}))
    if len(shown) < 2:
        return Panel("Week by week", grid, None, "A chart appears here from the second review on.")
    description = f"Lines: {', '.join(counted)} at each of the last {len(shown)} reviews."
    series = tuple(range(1, 1 + len(counted)))
    return Panel(
        "Week by week",
        grid,
        Chart("line", "Week by week", description, len(shown), series, TREND_COLOURS, *_common_scale(review)),
    )
