"""Messages on a workbook or a sheet without a log: which headings there are, and what to do with the list."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sheetkit.log.read.headings import column_meant
from sheetkit.template.model import Column, Template
from sheetkit.text import closest_match, did_you_mean, heading_key, natural_list, quote, shell_argument

_MAX_SHEETS_NAMED = 8
_MAX_HEADINGS_NAMED = 6
_MAX_HEADING_LENGTH = 60  # letters; a longer text is no heading
_MAX_NEAR_ROWS = 20  # rows that are searched for misspelt headings
_MAX_HEADINGS_COMPARED = 60
_MIN_LETTERS = 3  # of a heading that is compared
_MIN_LIKENESS = 0.75
_MIN_HEADINGS = 2  # texts in a row that may be headings
MAX_HEADINGS = 2_000  # of a list: each of its columns is read, carried and shown
_Rows = Mapping[int, Mapping[int, str]]


def too_wide_message(file: str, sheet: str, row: int, headings: int) -> str:
    """Return the message on a list with more headings than sheetkit reads."""
    return (
        f"{quote(file)} has {headings:,} headings in row {row} of the sheet {quote(sheet)}, more than the "
        f"{MAX_HEADINGS:,} that sheetkit reads: delete the columns that nobody needs in a copy of it, and use that."
    )


def no_sheet_message(file: str, name: str, names: Sequence[str]) -> str:
    """Return the message where no sheet has the name that was asked for."""
    there = natural_list(map(quote, names), most=_MAX_SHEETS_NAMED)
    return f"{file} has no sheet {quote(name)}{did_you_mean(name, names)}: it has {there}."


def no_log_message(path: Path, sheets: Mapping[str, _Rows], template: Template) -> str:
    """Return the message on a workbook without a log, with the command that makes a log of its list."""
    shown = natural_list(map(quote, sheets), most=_MAX_SHEETS_NAMED)
    required = template.required
    wanted = natural_list(quote(column.title) for column in required)
    headings = likely_headings(sheets.values(), template)
    return (
        f"{quote(path.name)} has no sheet with a log: in the sheet{'s' * (len(sheets) != 1)} {shown} "
        f"no row holds headings such as {wanted}.{_what_is_there(headings, required, template)}"
        f"{_adopt_hint(path, headings, template)} The command `new` makes a blank log."
    )


def likely_headings(sheets: Iterable[_Rows], template: Template) -> list[str]:
    """Return the texts of the row that looks most like headings: the first of those with the most known ones."""
    best: tuple[int, list[str]] = (-1, [])
    titles = [column.title for column in template.columns if column.required]
    for rows in sheets:
        for row, texts in rows.items():
            shown = [text for raw in texts.values() if len(text := " ".join(raw.split())) <= _MAX_HEADING_LENGTH]
            known = sum(column_meant(text, template) is not None for text in shown)
            if row <= _MAX_NEAR_ROWS:
                known += sum(bool(closest_match(text, titles)) for text in shown)
            if known > best[0] and (known or len(shown) >= _MIN_HEADINGS):
                best = known, shown
    return best[1]


def map_options(columns: Iterable[Column], headings: Sequence[str], template: Template) -> tuple[str, str]:
    """Return options that say which heading means each column, and a sentence on columns without a similar heading.

    The options can be pasted as they are: for a column without a similar heading, they hold --incomplete.
    """
    free = list(dict.fromkeys(text for text in headings if column_meant(text, template) is None))
    wanted = [column for column in columns if not any(_means(text, column, template) for text in headings)]
    near = _nearest(wanted, free)
    options = [
        f"--map {shell_argument(f'{near[column.name]}={column.name}')}" for column in wanted if column.name in near
    ]
    lacking = [column for column in wanted if column.name not in near]
    if not lacking:
        return " ".join(options), ""
    titles = natural_list([quote(column.title) for column in lacking], "or")
    left = [text for text in free if text not in near.values()] or _optional(lacking[0], headings, template)
    if not left:
        return " ".join([*options, "--incomplete"]), f" No heading is left that could mean {titles}."
    example = shell_argument(f"{left[0]}={lacking[0].name}")
    advice = (
        f" No heading looks like {titles}: if one of them means it, say so in place of --incomplete, such as "
        f"--map {example}."
    )
    return " ".join([*options, "--incomplete"]), advice


def _optional(column: Column, headings: Sequence[str], template: Template) -> list[str]:
    """Return the headings of optional columns of the same kind: a document can be the item."""
    meant = {text: template.by_name[meaning[0]] for text in headings if (meaning := column_meant(text, template))}
    apart = (template.roles.id, template.roles.email)
    return [t for t, c in meant.items() if c.kind is column.kind and not c.required and c.name not in apart]


def _nearest(columns: Sequence[Column], headings: Sequence[str]) -> dict[str, str]:
    """Return the heading most similar to each column's own, by its name; each heading is used once."""
    similar = [
        (-_likeness(key, heading_key(own), others=own not in column.fallbacks), place, text, column.name)
        for place, text in enumerate(headings[:_MAX_HEADINGS_COMPARED])
        if _MIN_LETTERS <= len(key := heading_key(text)) <= _MAX_HEADING_LENGTH
        for column in columns
        for own in (column.title, *column.aliases, *column.fallbacks)
    ]
    nearest: dict[str, str] = {}
    for likeness, _, text, name in sorted(similar):
        if -likeness >= _MIN_LIKENESS and name not in nearest and text not in nearest.values():
            nearest[name] = text
    return nearest


def _likeness(heading: str, own: str, *, others: bool) -> float:
    """Return how similar a heading is to a known one, up to 1; with `others`, it may have other words around it."""
    words, known = heading.split(), own.split()
    if others and len(own) >= _MIN_LETTERS and set(known) <= set(words):
        return 0.8 + 0.2 * len(known) / len(words)
    if len(own) <= _MIN_LETTERS:  # "Count" is not like "Out"
        return 0.0
    from difflib import SequenceMatcher  # noqa: PLC0415  needed where there is no log alone

    matcher = SequenceMatcher(None, heading, own)
    return matcher.ratio() if matcher.quick_ratio() >= _MIN_LIKENESS else 0.0


def _means(text: str, column: Column, template: Template) -> bool:
    meaning = column_meant(text, template)
    return meaning is not None and meaning[0] == column.name


def _what_is_there(headings: Sequence[str], required: Sequence[Column], template: Template) -> str:
    """Return sentences on the required headings that there are, and on similar ones."""
    titles = [column.title for column in required]
    there = [(text, column) for column in required for text in headings if _means(text, column, template)]
    known = {text for text, _ in there}
    near = [
        f"{quote(text)} for {quote(title)}"
        for text in headings
        if text not in known and (title := closest_match(text, titles))
    ]
    means = [
        quote(text) + ("" if heading_key(text) == heading_key(column.title) else f" (for {quote(column.title)})")
        for text, column in there
    ]
    sentence = f" There is only {natural_list(means)}, which is not enough to tell." if there else ""
    return sentence + (f" The nearest headings are {natural_list(near[:3])}." if near else "")


def _adopt_hint(path: Path, headings: Sequence[str], template: Template) -> str:
    """Return the command that carries the list over, '' where there is no list."""
    if not headings:
        return ""
    shown_headings = natural_list(map(quote, headings), most=_MAX_HEADINGS_NAMED)
    options, advice = map_options(template.required, headings, template)
    line = f"sheetkit adopt {shell_argument(str(path))} -o new-log.xlsx {options}".rstrip()
    return f" To carry over the list with the headings {shown_headings}, say what they mean: `{line}`.{advice}"
