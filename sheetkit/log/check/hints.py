"""Warnings and notes on lines: missing IDs, odd addresses, copies that are not there."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from sheetkit.codes import Mask, Texts, where_category
from sheetkit.log.check.conditions import EMAIL_ADDRESS, is_closed, is_local
from sheetkit.log.check.rows import Checked, CheckedColumns
from sheetkit.log.finding import Description, Finding, same_everywhere
from sheetkit.log.ids import free_ids
from sheetkit.ooxml.limits import MAX_CELL_TEXT, utf16_length
from sheetkit.person_names import names_on_one_line, split_names
from sheetkit.template.model import Column, ColumnKind, Template
from sheetkit.text import clean_text, match_key, natural_list, quote, shown_text

_SIGNS = str.maketrans("", "", " .-/?!*_")
_TICKS = ("✅", "👍", "🗸", "✔\ufe0f")
# What people type for nothing, without spaces and signs, besides the words in a template.
_NO_ANSWERS = (
    "n na nil none noneyet nothing nothingyet nope no notyet notknown notkept notdone notapplicable notavailable "
    "notassigned unassigned nobody noone tbd tbc tba tobeconfirmed tobedecided tobedetermined tobeagreed tobeassigned "
    "tobeadded todo toadd pending unknown dontknow missing blank empty later soon asap nocopy nocopies nocopyyet xxx "
    "nein nichts keine keiner keines entfällt ka offen ausstehend nochoffen nochnicht folgt unbekannt unklar non néant "
    "aucun aucune rien pasencore inconnu àdéfinir ninguno ninguna nada pendiente pordefinir desconocido nessuno "
    "nessuna niente dadefinire nenhum nenhuma pendente adefinir nee geen onbekend ntb nvt"
)
_NO_ANSWER_KEYS = frozenset(_NO_ANSWERS.split())
_BEGINNINGS = frozenset(word[:2] for word in _NO_ANSWER_KEYS)  # the first two letters rule out most texts
# Of those, the ones that say that something is still to come, or deny it: they do not settle when it came back.
_STILL_OUT = frozenset("no notyet noneyet tbd tbc tba tobeconfirmed pending false ✗ ❌ ☐".split())  # noqa: SIM905


def check_hints(checked: Checked[CheckedColumns], template: Template, folder: Path | None) -> Iterator[Finding]:
    """Yield every warning and note on lines; `folder` is the log's own, None where it is on another machine."""
    roles = template.roles
    for column in template.entered:
        if column.name in checked.present and column.kind is ColumnKind.TEXT:
            yield from _long_texts(checked, column)
    if roles.id in checked.present:
        yield from _missing_ids(checked, template.by_name[roles.id])
    if roles.email in checked.present:
        yield from _addresses(checked, template.by_name[str(roles.email)])
    if roles.done and roles.back in checked.present:
        yield from _not_returned(checked, template)
    for column in template.entered:
        is_needed = column.required or column.name not in checked.present
        if not is_needed and (column.kind is not ColumnKind.TEXT or column.name == roles.copy):
            yield from _placeholders(checked, column, template)
        if column.kind is ColumnKind.TEXT and column.name in template.blank_tested & checked.present:
            yield from _filled_with_nothing(checked, column, template)
    if roles.copy in checked.present and folder is not None:
        yield from _copies(checked, template.by_name[str(roles.copy)], folder)
    if roles.person in checked.present:
        yield from _several_people(checked, template.by_name[roles.person])


def _long_texts(checked: Checked[CheckedColumns], column: Column) -> Iterator[Finding]:
    texts = checked.texts(column.name)
    full = where_category(texts, lambda text: len(text) >= MAX_CELL_TEXT // 2 and utf16_length(text) >= MAX_CELL_TEXT)
    message = f"the cell is full: Excel keeps {MAX_CELL_TEXT:,} characters and cuts off the rest"
    fix = "Keep the long text in a document and enter where it is."
    describe = _of_text(texts, full, lambda text: Description(text[:40] + "...", message, fix))
    yield Finding("text-too-long", column.name, checked.rows[full], describe)


def _missing_ids(checked: Checked[CheckedColumns], column: Column) -> Iterator[Finding]:
    missing = checked.rows[checked.empty(column.name)]
    if not len(missing):
        return
    texts = checked.texts(column.name).categories.tolist()
    free = free_ids(column.sequence, texts) if column.sequence else None
    message = f"the line has no {column.title}, so it is followed from week to week by what it says"

    def describe(at: int) -> Description:
        fix = f"Enter {free(at)}, the next free one." if free else f"Enter a new {column.title}."
        return Description("", message, fix)

    yield Finding("missing-id", column.name, missing, describe)


def _addresses(checked: Checked[CheckedColumns], column: Column) -> Iterator[Finding]:
    texts = checked.texts(column.name)
    wrong = where_category(texts, lambda text: not EMAIL_ADDRESS.fullmatch(clean_text(text)))
    wrong &= ~checked.broken[column.name]
    fix = "Type one address, such as ana@example.org, or clear the cell."

    def describe(text: str) -> Description:
        shown = shown_text(text)
        return Description(shown, f"{quote(shown)} is not an e-mail address, so no message is prepared", fix)

    yield Finding("bad-email", column.name, checked.rows[wrong], _of_text(texts, wrong, describe))


def _not_returned(checked: Checked[CheckedColumns], template: Template) -> Iterator[Finding]:
    roles = template.roles
    back, status = template.by_name[str(roles.back)], template.status
    done = where_category(checked.texts(roles.status), lambda text: status.canonical.get(match_key(text)) == roles.done)
    fix = "Enter the day it came back, or a dash (-) when no day is known or nothing was to come back."
    description = Description("", f"the line is {roles.done}, but {back.title} is blank", fix)
    yield Finding(
        "done-without-return", back.name, checked.rows[done & checked.empty(back.name)], same_everywhere(description)
    )
    keys = checked.columns.match_keys(back.name)
    denied = np.flatnonzero(
        done & checked.says_nothing(back) & where_category(keys, lambda key: key.translate(_SIGNS) in _STILL_OUT)
    )

    def describe(at: int) -> Description:
        shown = checked.shown(back.name, denied[at])
        message = f"the line is {roles.done}, but {back.title} says {quote(shown)}"
        return Description(shown, message, f"{fix} If it is still out, set {status.title} to {roles.open}.")

    yield Finding("done-without-return", back.name, checked.rows[denied], describe)


def _placeholders(checked: Checked[CheckedColumns], column: Column, template: Template) -> Iterator[Finding]:
    """Yield words for nothing where a date or a place is expected.

    Of a closed line, such a word settles that no day of return is known.
    """
    nothing = checked.says_nothing(column)
    if column.choices:  # a dash leaves a choice open, a word should be one of them
        keys = checked.columns.match_keys(column.name)
        nothing &= where_category(keys, lambda key: any(map(str.isalnum, key)))
    if column.name == template.roles.back:
        nothing &= ~is_closed(checked.columns, template)
    places = np.flatnonzero(nothing)
    what = {ColumnKind.DATE: "the day", ColumnKind.NUMBER: "the number", ColumnKind.CHOICE: "one of the choices"}.get(
        column.kind, "where it is"
    )

    def describe(at: int) -> Description:
        shown = checked.shown(column.name, places[at])
        message = f"{quote(shown)} is not an answer, so {column.title} counts as blank"
        return Description(shown, message, f"Enter {what}, or clear the cell.")

    yield Finding("placeholder", column.name, checked.rows[places], describe)


def _filled_with_nothing(checked: Checked[CheckedColumns], column: Column, template: Template) -> Iterator[Finding]:
    """Yield texts that say nothing and yet count as filled in, since the template does not list them."""
    is_copy = column.name == template.roles.copy
    words = template.yes if is_copy else ()
    texts = checked.texts(column.name)
    empty = where_category(checked.columns.match_keys(column.name), lambda key: key in words or says_nothing(key))
    if empty.any():  # in most columns none is, and each different text need not be compared again
        empty &= ~checked.broken[column.name] & ~checked.says_nothing(column)

    def describe(text: str) -> Description:
        shown = shown_text(text)
        if is_copy and (match_key(text) in template.yes or match_key(text) in _TICKS):
            message = f"{quote(shown)} says that there is a copy, but not where"
            return Description(shown, message, "Enter where it is, or clear the cell if there is none.")
        message = f"{quote(shown)} is not an answer, but {column.title} counts as filled in"
        return Description(shown, message, f"Clear the cell, or enter the {column.title} itself.")

    yield Finding("placeholder", column.name, checked.rows[empty], _of_text(texts, empty, describe))


def says_nothing(key: str) -> bool:
    """Return whether a text has no letter and no digit, or is one of the words that people type for nothing."""
    beginning = key[:2]
    if len(beginning) == 2 and beginning.isalnum() and beginning not in _BEGINNINGS:
        return False
    if not key[:1].isalnum() and not any(map(str.isalnum, key)):
        return True
    return key.translate(_SIGNS) in _NO_ANSWER_KEYS


def _copies(checked: Checked[CheckedColumns], column: Column, folder: Path) -> Iterator[Finding]:
    texts = checked.texts(column.name)

    def is_gone(text: str) -> bool:
        path = clean_text(text)
        return is_local(path, folder) and not Path(path).exists()

    missing = where_category(texts, is_gone)
    missing &= ~checked.broken[column.name]

    def describe(text: str) -> Description:
        shown = shown_text(text)
        message = f"there is no file or folder {quote(shown)} on this machine"
        return Description(shown, message, "Look where the copy really is, and enter that.")

    yield Finding("copy-not-found", column.name, checked.rows[missing], _of_text(texts, missing, describe))


def _of_text(texts: Texts, chosen: Mask, describe: Callable[[str], Description]) -> Callable[[int], Description]:
    """Return a function that describes the n-th chosen cell by its text."""
    codes = texts.codes[chosen]
    return lambda at: describe(texts.categories[codes[at]])


def _several_people(checked: Checked[CheckedColumns], column: Column) -> Iterator[Finding]:
    texts = checked.texts(column.name)
    several = where_category(texts, lambda text: len(split_names(text)) > 1)

    def describe(text: str) -> Description:
        names = natural_list(split_names(text))
        message = f"{quote(names_on_one_line(text))} names more than one person: who answers for it?"
        return Description(shown_text(text), message, f"Enter one of {names}, and give the others lines of their own.")

    yield Finding("several-people", column.name, checked.rows[several], _of_text(texts, several, describe))
