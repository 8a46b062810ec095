"""Problems of single cells in any column: errors, pictures, invisible or struck-out text."""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np

from sheetkit.codes import Mask
from sheetkit.log.finding import Description, Finding, by_code, same_everywhere
from sheetkit.log.read.selection import Selection
from sheetkit.ooxml.reader.cells import CellKind
from sheetkit.template.model import Column
from sheetkit.text import (
    MAX_SHOWN,
    invisible_characters,
    natural_list,
    quote,
    remove_invisible,
    shown_text,
    truncate,
    visible,
)

_MAX_REMEMBERED = 64  # descriptions that are cached
_NOT_STORED = Description(
    "",
    "the cell holds a formula whose result is not stored in the file",
    "Open the log in your spreadsheet program and save it, or type the value itself.",
)


def broken_cells(selection: Selection, column: Column, broken: Mask) -> Iterator[Finding]:
    """Yield errors, pictures and the like, and formulas without a result; mark them in `broken`."""
    missing = selection.of_kind(CellKind.UNCALCULATED)
    for kind, what in (
        (CellKind.ERROR, "the cell shows the error {}"),
        (CellKind.OBJECT, "the cell holds {}, no text"),
    ):
        cells = selection.of_kind(kind)
        if len(cells.rows):
            broken[cells.places] = True
            texts, which = cells.unique_texts()
            descriptions = [Description(text, what.format(text), f"Type the {column.title} itself.") for text in texts]
            yield Finding("error-value", column.name, cells.rows, by_code(descriptions, which))
    if len(missing.rows):
        broken[missing.places] = True
        yield Finding("not-calculated", column.name, missing.rows, same_everywhere(_NOT_STORED))


def cells_with_invisible(selection: Selection, name: str) -> Iterator[Finding]:
    """Yield the texts with characters that nobody sees."""
    texts, which = selection.unique_texts()
    if all(text.isascii() for text in texts):
        return
    hidden = [[] if text.isascii() else invisible_characters(text) for text in texts]
    has_hidden = np.array([bool(characters) for characters in hidden], dtype=bool)[which]

    @lru_cache(_MAX_REMEMBERED)
    def describe_text(code: int) -> Description:
        return invisible_description(texts[code], hidden[code])

    chosen = which[has_hidden].tolist()
    yield Finding("invisible-character", name, selection.rows[has_hidden], lambda at: describe_text(chosen[at]))


def cells_struck_out(selection: Selection, name: str) -> Iterator[Finding]:
    """Yield the texts that are struck out, wholly or in part."""
    struck = selection.cells.struck
    if not struck or not (is_struck := np.isin(selection.numbers, list(struck))).any():
        return
    places = selection.numbers[is_struck].astype(np.int64).tolist()

    def describe(at: int) -> Description:
        text, struck_text = selection.cells.texts[places[at]], struck[places[at]]
        message = f"{quote(struck_text)} is struck out, so {quote(text)} is read"
        fix = "Delete what is struck out, or type the cell again."
        if struck_text == text:
            message = f"{quote(text)} is struck out, and it is read anyway"
            fix = "Clear the cell if it no longer applies, or take the line away."
        return Description(shown_text(text), message, fix)

    yield Finding("struck-out", name, selection.rows[is_struck], describe)


def name_characters(characters: Sequence[str]) -> str:
    """Return the names of characters in words: 'zero width space and soft hyphen'."""
    return natural_list(unicodedata.name(letter, "a control character").lower() for letter in characters)


def invisible_description(text: str, characters: Sequence[str]) -> Description:
    """Describe a text with invisible `characters`."""
    shown = shown_text(visible(text[:MAX_SHOWN]))
    names = name_characters(characters)
    message = (
        f"{quote(shown)} has characters that nobody sees ({names}); they are ignored here, but the live Flag and a "
        "search see them"
    )
    left = truncate(remove_invisible(text), 80)
    return Description(shown, message, f"Type it again: {left}" if shown_text(left) else "Clear the cell.")
