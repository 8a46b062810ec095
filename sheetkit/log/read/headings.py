"""Which column of the template each heading of a row means, and where one list of a row ends and the next begins."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sheetkit.ooxml.reader.cells import CellKind, ColumnCells, Grid
from sheetkit.ooxml.references import CellRange
from sheetkit.patterns import lazy_pattern
from sheetkit.template.model import Template
from sheetkit.text import field_name_words, heading_key, is_blank, match_key, natural_list, quote

MAX_KNOWN_LENGTH = 80  # letters of a heading that a template knows
_IN_BRACKETS = lazy_pattern(r"\s*\([^()]*\)\s*$")  # "Handed off (date)" means Handed off
_CHECK_IN = lazy_pattern(r"(?:date )?(?:checked|check)[ -]?in\b")
_CHECK_OUT = lazy_pattern(r"\b(?:check(?:ed)?|sign(?:ed)?)[ -]?out|\b(?:borrow|loan|lent\b|lend)")
_MIN_SHARED = 3  # columns that repeat, to make a second list in the same row
_MIN_SHARED_PAST_GAP = 2  # the same past an empty column


class AssignedHeadings(NamedTuple):
    """What a row of headings means.

    `columns` maps the template's names to column numbers. `doubled` holds the headings that mean the same as an earlier
    one, and `decisions` a sentence for each heading that can mean two things, both by column number.
    """

    columns: dict[str, int]
    doubled: dict[int, str]
    decisions: dict[int, str]


def assign_headings(texts: Mapping[int, str], template: Template) -> AssignedHeadings:
    """Return which column each heading means; `texts` maps column numbers to headings.

    A column's title counts before any alias: beside "Handed to", "Owner" is an extra column. A fallback counts where no
    other heading means its column: "Action" is the Item of a list that has no other.
    """
    columns: dict[str, int] = {}
    doubled: dict[int, str] = {}
    meant = {number: meaning for number, text in texts.items() if (meaning := column_meant(text, template))}
    for number, (name, is_title) in meant.items():
        if is_title and columns.setdefault(name, number) != number:
            doubled[number] = texts[number]
    titled = set(columns)
    second: dict[int, str] = {}
    for number, (name, is_title) in meant.items():
        if not is_title and name not in titled and (first := columns.setdefault(name, number)) != number:
            if heading_key(texts[first]) == heading_key(texts[number]):
                doubled[number] = texts[number]
            else:
                second[number] = name
    by_fallback = _assign_fallbacks(texts, template, columns, titled)
    for name, number in by_fallback.items():
        columns = {other: place for other, place in columns.items() if place != number}
        columns[name] = number
        doubled.pop(number, None)
        second.pop(number, None)
    decisions = _decisions(texts, template, columns, set(by_fallback.values()))
    decisions |= _read_check_in_as_return(texts, template, columns)
    for number, name in second.items():
        first = columns.setdefault(name, number)  # unless the one before it means something else after all
        if first == number:
            continue
        first_heading, title = quote(texts[first]), template.by_name[name].title
        could = f"{quote(texts[number])} could mean {title} too, but {first_heading} does here"
        decisions[number] = f"{could}, so it is kept as a column of your own."
    return AssignedHeadings(columns, doubled, decisions)


def _read_check_in_as_return(texts: Mapping[int, str], template: Template, columns: dict[str, int]) -> dict[int, str]:
    """Make a heading such as "Checked in" the day of the return in a list of loans; return the decision.

    Where things are checked out, they are checked in when they come back. Elsewhere, checking in is reporting.
    """
    back, start = template.roles.back, columns.get(template.roles.start)
    names = (template.roles.checked_in, template.roles.checkpoint)
    number = next((columns[n] for n in names if n in columns and _CHECK_IN.match(heading_key(texts[columns[n]]))), None)
    out = next((text for text in texts.values() if _CHECK_OUT.search(heading_key(text))), None)
    if back is None or number is None or out is None or number == start:
        return {}
    for name in [name for name, place in columns.items() if place == number]:
        del columns[name]
    if back in columns and not texts[columns[back]].rstrip().endswith(")"):  # "Returned (Y/N)" says no day
        other = quote(texts[columns[back]])
        return {number: f"{quote(texts[number])} is kept as a column of your own, since {other} means the return."}
    columns[back] = number
    title = template.by_name[back].title
    return {number: f"{quote(texts[number])} is read as {title}, since {quote(out)} says that this is a list of loans."}


def _assign_fallbacks(
    texts: Mapping[int, str], template: Template, columns: Mapping[str, int], titled: set[str]
) -> dict[str, int]:
    """Return the columns that only a fallback means. A heading that could fill two gaps fills neither."""
    fixed = {columns[name] for name in titled}
    ranks = {n: _fallbacks(text, template) for n, text in texts.items() if n not in fixed}
    assigned: dict[str, int] = {}
    while True:
        open_ranks = {
            number: {name: rank for name, rank in of_heading.items() if name not in columns and name not in assigned}
            for number, of_heading in ranks.items()
            if number not in assigned.values()
        }
        certain = [
            (rank, number, name)
            for number, of_heading in open_ranks.items()
            if len(of_heading) == 1
            for name, rank in of_heading.items()
        ]
        if not certain:
            return assigned
        _, number, name = min(certain)
        assigned[name] = number


def _decisions(
    texts: Mapping[int, str], template: Template, columns: Mapping[str, int], by_fallback: set[int]
) -> dict[int, str]:
    """Return a sentence for each heading that could mean one of two columns, by its number."""
    decisions: dict[int, str] = {}
    for name, number in columns.items():
        heading, title = quote(texts[number]), template.by_name[name].title
        if number in by_fallback:
            decisions[number] = f"{heading} is read as {title}, since no other heading means {title}."
            continue
        for other in _fallbacks(texts[number], template):
            if other in columns:
                means = f"{quote(texts[columns[other]])} means {template.by_name[other].title}"
                decisions[number] = f"{heading} is read as {title}, since {means}."
    return decisions


def foreign_choices(
    columns: Mapping[str, int], headings: Mapping[int, str], grid: Grid, heading_row: int, template: Template
) -> dict[str, str]:
    """Return the choice columns in which no cell is one of their choices, with a sentence on each.

    A heading such as "Type" or "Original" means many things, so its cells decide. Under the column's own title, another
    text is a mistake. Status is never among the result, since an unknown status counts as open.
    """
    sentences: dict[str, str] = {}
    for name, number in columns.items():
        column = template.by_name[name]
        is_title = heading_key(headings[number]) == heading_key(column.title)
        if not column.choices or is_title or name == template.roles.status:
            continue
        cells = grid.columns.get(number, ColumnCells())
        is_choice = cells.where_text(lambda text, column=column: match_key(text) in column.canonical)  # type: ignore[misc]
        is_filled = (cells.row_array > heading_row) & ~cells.where_text(is_blank)
        logical = (cells.kind_array == CellKind.LOGICAL) & ("true" in column.canonical)
        if is_filled.any() and not (is_filled & (is_choice | logical)).any():
            choices = natural_list([choice.title for choice in column.choices], "or")
            sentences[name] = (
                f"{quote(headings[number])} is kept as a column of your own, since nothing in it is {choices}, the "
                f"choices of {column.title}."
            )
    return sentences


def column_meant(text: str, template: Template) -> tuple[str, bool] | None:
    """Return the name of the column that a heading means by itself, and whether by its title; None for no column."""
    for key in _keys(text):
        if key in template.spellings:
            name, is_title = template.spellings[key]
            return name, is_title and key == heading_key(text)
    return None


def _fallbacks(text: str, template: Template) -> dict[str, int]:
    """Return the rank of a heading among the fallbacks of each column that it means as a last resort, by name."""
    return next((template.fallbacks[key] for key in _keys(text) if key in template.fallbacks), {})


def _keys(text: str) -> Iterator[str]:
    """Yield the keys by which a heading may be known: as it is, as a field name, and without a remark in brackets."""
    yield heading_key(text)
    words = field_name_words(text)
    if words != text:
        yield heading_key(words)
    if words.rstrip().endswith(")"):
        yield heading_key(_IN_BRACKETS.sub("", words))


def is_known_heading(text: str, template: Template) -> bool:
    """Return whether a heading means a column, by itself or as a last resort."""
    return any(key in template.spellings or key in template.fallbacks for key in _keys(text))


def quick_heading_test(template: Template) -> Callable[[str], bool]:
    """Return a test like `is_known_heading` that is quick enough for every text of a log.

    Of headings spelled differently from the template's, it knows only field names and those with a remark.
    """
    keys = template.spellings.keys() | template.fallbacks.keys()

    def is_known(text: str) -> bool:
        if len(text) > MAX_KNOWN_LENGTH:
            return False
        if text.partition(" (")[0].strip("*:? ").casefold() in keys:
            return True
        return text.replace("_", "").isalpha() and is_known_heading(text, template)

    return is_known


def split_lists(texts: Mapping[int, str], template: Template, tables: Sequence[CellRange] = ()) -> list[dict[int, str]]:
    """Return the headings of each list in one row of headings, from left to right.

    A second list begins where the meanings of several columns repeat, past an empty column or at a repeated heading.
    Each of the `tables` whose headings are in the row is one list.
    """
    numbers = sorted(texts)
    names = [meaning[0] if (meaning := column_meant(texts[number], template)) else "" for number in numbers]
    following: list[frozenset[str]] = [frozenset()]
    for name in reversed(names):
        following.append(following[-1] | {name} - {""})
    following.reverse()
    lists: list[dict[int, str]] = [{}]
    before: set[str] = set()
    for place, (number, name) in enumerate(zip(numbers, names, strict=True)):
        past_gap = place > 0 and number - numbers[place - 1] > 1
        in_one = place > 0 and any(area.left <= numbers[place - 1] and number <= area.right for area in tables)
        if not in_one and (past_gap or name in before):
            enough = _MIN_SHARED_PAST_GAP if past_gap else _MIN_SHARED
            if len(before & following[place]) >= enough:
                lists.append({})
                before = set()
        lists[-1][number] = texts[number]
        before |= {name} - {""}
    return lists
