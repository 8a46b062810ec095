"""Which rows of a log hold a hand-off, and which say the headings again or are labels and sums."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sheetkit.log.read.location import LogLocation
from sheetkit.ooxml.reader.cells import CellKind, ColumnCells, Grid, TextTest
from sheetkit.template.model import Template
from sheetkit.text import clean_text, heading_key, is_blank

_OUTER_SPACES = 3  # by which a heading that stands again may be longer or shorter
_MAX_LABEL_LENGTH = 80  # characters
_INITIALS = frozenset("gstz \xa0")  # of the words below, and of spaces before them
_SUM = re.compile(
    r"(?:(?:grand |sub-?)?totals?|sum|gesamt|gesamtsumme|zwischensumme|summe|somme|totale|totaal|suma|soma|"
    r"total g[eé]n[eé]ral)\s*[:=]?\s*[\d.,]*",
    re.IGNORECASE,
)


def repeated_headings(grid: Grid, place: LogLocation) -> list[int]:
    """Return the rows that say the headings again, as people do before they print a long list."""
    says: Counter[int] = Counter()
    for number in place.columns.values():
        cells = grid.columns.get(number, ColumnCells())
        texts = np.flatnonzero(cells.kind_array == CellKind.TEXT)
        different, which = cells.unique_texts(cells.numbers[texts])
        title = place.headings[number]
        same = np.abs(np.fromiter(map(len, different), np.int64, len(different)) - len(title)) <= _OUTER_SPACES
        for code in np.flatnonzero(same).tolist():  # few texts are as long as the heading
            same[code] = heading_key(different[code]) == heading_key(title)
        says.update(cells.row_array[texts[same[which]]].tolist())
    enough = max(3, len(place.columns) // 2)
    same_words = {row for row, times in says.items() if times >= enough and row > place.heading_row}
    return sorted(same_words | place.heading_rows_again)


def filled_rows(grid: Grid, place: LogLocation, template: Template, repeated: Sequence[int]) -> npt.NDArray[np.int64]:
    """Return the numbers of the rows that hold more than an ID and live columns, and no headings `repeated`.

    A formula or an unticked box in a column of one's own stands in every row, so it makes no row a hand-off.
    """
    is_filled = np.zeros(place.last_row + 1, dtype=bool)
    for number in _filled_columns(place, template):
        cells = grid.columns.get(number, ColumnCells())
        counts = _counts(cells, is_extra=number in place.extra) & (cells.row_array <= place.last_row)
        is_filled[cells.row_array[counts]] = True
    is_filled[: place.heading_row + 1] = False
    is_filled[[row for row in (*place.skipped_rows(), *repeated) if row <= place.last_row]] = False
    return np.flatnonzero(is_filled)


def _filled_columns(place: LogLocation, template: Template) -> list[int]:
    """Return the numbers of the columns in which a filled cell makes its row a hand-off."""
    names = [column.name for column in template.filled_by_people if column.name in place.columns]
    return [*(place.columns[name] for name in names), *(n for n in place.extra if n not in place.apart)]


def _counts(cells: ColumnCells, *, is_extra: bool) -> npt.NDArray[np.bool_]:
    """Return a mask of the cells that hold something of the row's own."""
    texts = np.flatnonzero(cells.kind_array == CellKind.TEXT)
    different, which = cells.unique_texts(cells.numbers[texts])
    counts = np.ones(len(cells), dtype=bool)
    counts[texts] = ~np.array([is_blank(text) for text in different], dtype=bool)[which]
    if is_extra:
        counts &= ~cells.is_formula & ~((cells.kind_array == CellKind.LOGICAL) & (cells.numbers == 0))
    return counts


def find_label_rows(grid: Grid, place: LogLocation, template: Template) -> dict[int, str]:
    """Return the rows that hold a label such as "Chase next week:" or a sum such as "Total 6" and nothing else.

    Figures may stand beside a sum. The result maps each row to its text.
    """
    filled = np.zeros(place.last_row + 1, dtype=np.int64)
    figures = np.zeros(place.last_row + 1, dtype=np.int64)
    texts: dict[int, str] = {}
    labels = TextTest(_is_label)
    counted = _filled_columns(place, template)
    numbered = [place.columns[column.name] for column in template.entered if column.name in place.columns]
    for number in dict.fromkeys([*counted, *numbered]):
        cells = grid.columns.get(number, ColumnCells())
        inside = (cells.row_array > place.heading_row) & (cells.row_array <= place.last_row)
        is_label = labels.where(cells) & inside
        # IDs stand in blank lines too.
        counts = inside & _counts(cells, is_extra=number in place.extra) if number in counted else is_label
        filled[cells.row_array[counts]] += 1
        figures[cells.row_array[counts & ((cells.kind_array == CellKind.NUMBER) | cells.is_formula)]] += 1
        of_column = zip(cells.row_array[is_label].tolist(), cells.numbers[is_label].tolist(), strict=True)
        texts |= {row: clean_text(cells.texts[int(text)]) for row, text in of_column}
    return {
        row: text
        for row, text in sorted(texts.items())
        if row != place.totals_row and filled[row] - figures[row] == 1 and _says_enough(text, int(figures[row]))
    }


def _says_enough(text: str, figures: int) -> bool:
    """Return whether a text, beside so many figures, cannot be a hand-off: "Total" alone could be one."""
    if _SUM.fullmatch(text):
        return figures > 0 or text[-1].isdecimal()
    return figures == 0


def _is_label(text: str) -> bool:
    if len(text) > _MAX_LABEL_LENGTH or not (text[:1].lower() in _INITIALS or ":" in text):
        return False
    shown = clean_text(text)
    return shown.endswith(":") or bool(_SUM.fullmatch(shown))
