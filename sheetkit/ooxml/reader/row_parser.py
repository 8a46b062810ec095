"""Parse rows as spreadsheet programs usually write them with NumPy, a megabyte of a sheet's XML at once.

Nearly every workbook writes a cell as `<c r="B7" s="3" t="s"><v>12</v></c>`, perhaps with a formula before the value,
or with `<is><t>text</t></is>` instead of it. A block of such rows is parsed some twenty times as fast as with one call
per tag. Every byte is checked: if one is not as expected, the block is left to the XML parser.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sheetkit.patterns import lazy_pattern

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]


class Type(IntEnum):
    """A cell's type, its attribute `t`."""

    NUMBER = 0
    SHARED = 1
    TEXT = 2  # inlineStr, or str: the text result of a formula
    LOGICAL = 3
    ERROR = 4


class RowBlock(NamedTuple):
    """n cells: row, column, style, type, whether there is a formula or a value, and where its text is in the bytes.

    `tags` are the start tags of the rows.
    """

    tags: list[bytes]
    rows: Ints
    columns: Ints
    styles: Ints
    types: npt.NDArray[np.uint8]
    has_formula: npt.NDArray[np.bool_]
    has_value: npt.NDArray[np.bool_]
    starts: Ints
    ends: Ints


class _Tag(IntEnum):
    OTHER, ROW, ROW_EMPTY, ROW_END, C, C_EMPTY, C_END, F, F_EMPTY, F_END = range(10)
    V, V_EMPTY, V_SPACED, V_END, IS, IS_END, T, T_SPACED, T_END = range(10, 19)


_AFTER_ROW = (_Tag.ROW, _Tag.ROW_EMPTY)
_AFTER_CELL = (_Tag.C, _Tag.C_EMPTY, _Tag.ROW_END)
_VALUE = (_Tag.V, _Tag.V_EMPTY, _Tag.V_SPACED, _Tag.IS, _Tag.C_END)
_GRAMMAR: dict[_Tag, tuple[_Tag, ...]] = {
    _Tag.ROW: _AFTER_CELL,
    _Tag.ROW_EMPTY: _AFTER_ROW,
    _Tag.ROW_END: _AFTER_ROW,
    _Tag.C: (_Tag.F, _Tag.F_EMPTY, *_VALUE),
    _Tag.C_EMPTY: _AFTER_CELL,
    _Tag.C_END: _AFTER_CELL,
    _Tag.F: (_Tag.F_END,),
    _Tag.F_EMPTY: _VALUE,
    _Tag.F_END: _VALUE,
    _Tag.V: (_Tag.V_END,),
    _Tag.V_EMPTY: (_Tag.C_END,),
    _Tag.V_SPACED: (_Tag.C_END,),
    _Tag.V_END: (_Tag.C_END,),
    _Tag.IS: (_Tag.T, _Tag.T_SPACED),
    _Tag.IS_END: (_Tag.C_END,),
    _Tag.T: (_Tag.T_END,),
    _Tag.T_SPACED: (_Tag.T_END,),
    _Tag.T_END: (_Tag.IS_END,),
}
# Tags by their first two letters, each with its length, or 0 if that varies.
_OPEN: dict[bytes, tuple[_Tag, int]] = {
    b"ro": (_Tag.ROW, 0),
    b"/r": (_Tag.ROW_END, 6),
    b"c ": (_Tag.C, 0),
    b"/c": (_Tag.C_END, 4),
    b"f>": (_Tag.F, 3),
    b"f ": (_Tag.F, 0),
    b"/f": (_Tag.F_END, 4),
    b"v>": (_Tag.V, 3),
    b"/v": (_Tag.V_END, 4),
    b"is": (_Tag.IS, 4),
    b"/i": (_Tag.IS_END, 5),
    b"t>": (_Tag.T, 3),
    b"t ": (_Tag.T_SPACED, 24),
    b"/t": (_Tag.T_END, 4),
}
_CLOSED: dict[bytes, tuple[_Tag, int]] = {
    b"ro": (_Tag.ROW_EMPTY, 0),
    b"c ": (_Tag.C_EMPTY, 0),
    b"f ": (_Tag.F_EMPTY, 0),
    b"v/": (_Tag.V_EMPTY, 4),
    b"v ": (_Tag.V_SPACED, 5),
}
_HOLDS_TEXT = np.isin(np.arange(len(_Tag)), (_Tag.F, _Tag.V, _Tag.T, _Tag.T_SPACED))
_FOLLOWS = np.zeros((len(_Tag), len(_Tag)), dtype=bool)
for _one, _others in _GRAMMAR.items():
    _FOLLOWS[_one, list(_others)] = True
_TAGS = np.zeros(2 << 16, dtype=np.uint8)  # by two letters, and by whether the tag closes itself
_SIZES = np.zeros(2 << 16, dtype=np.int64)
for _closed, _table in enumerate((_OPEN, _CLOSED)):
    for _name, (_tag, _size) in _table.items():
        _key = int.from_bytes(_name) * 2 + _closed
        _TAGS[_key], _SIZES[_key] = _tag, _size

_PRESERVE = b'<t xml:space="preserve">'
_FORMULA = lazy_pattern(rb'<f((?: [A-Za-z][A-Za-z0-9]*="[^"]*")+) ?/?>')
_ATTRIBUTE = lazy_pattern(rb' ([A-Za-z0-9]+)="')
_SPACE = b" \t\n"
_QUOTED = lazy_pattern(rb'"[^"]*"')
# Row tags that the parser has to see: their attributes matter, or may be in an unusual form.
_SIGNIFICANT_ROW = lazy_pattern(rb"""hidden="(?:1|true)"|xmlns|[&']""")
_PAD = bytes(64)  # zeros after the last tag, so that looking ahead finds nothing


class RowTags:
    """Selects the row tags of a sheet that the parser has to see."""

    def __init__(self) -> None:
        self._known_shapes: set[bytes] = set()  # tags without the values of their attributes

    def new(self, tags: list[bytes]) -> bytes:
        """Return the tags of a block's rows that the parser has to see, without the cells.

        A tag with the same attributes as an earlier one is well-formed too. The last row is always included, since a
        row without a number continues from there.
        """
        together = b"\n".join(tags)
        if not _SIGNIFICANT_ROW.search(together) and self._known_shapes.issuperset(
            _QUOTED.sub(b"", together).split(b"\n")
        ):
            tags = tags[-1:]
        significant = []
        for place, tag in enumerate(tags, start=1):
            shape = _QUOTED.sub(b"", tag)
            if shape not in self._known_shapes or place == len(tags) or _SIGNIFICANT_ROW.search(tag):
                self._known_shapes.add(shape)
                significant.append(tag if tag.endswith(b"/>") else tag + b"</row>")
        return b"".join(significant)


def parse_rows(data: bytes) -> RowBlock | None:
    """Return the cells of whole rows in simple XML (see `is_simple_xml`), or None if they have another shape."""
    buffer = np.frombuffer(data + _PAD, dtype=np.uint8)
    starts, ends = np.flatnonzero(buffer == ord("<")), np.flatnonzero(buffer == ord(">"))
    if len(starts) != len(ends) or starts[0] != 0 or data[ends[-1] + 1 :].strip(_SPACE):
        return None
    gaps = starts[1:] - ends[:-1] - 1
    sizes = ends - starts + 1
    if gaps.min(initial=0) < 0 or sizes.min() < 3:
        return None
    closed = buffer[ends - 1] == ord("/")
    keys = buffer[starts + 1].astype(np.int64) * 512 + buffer[starts + 2].astype(np.int64) * 2 + closed
    tags, fixed = _TAGS[keys], _SIZES[keys]
    if (
        tags[0] not in (_Tag.ROW, _Tag.ROW_EMPTY)
        or tags[-1] not in (_Tag.ROW_END, _Tag.ROW_EMPTY)
        or not _FOLLOWS[tags[:-1], tags[1:]].all()
        or not _is_space(buffer, ends, starts, (gaps > 0) & ~_HOLDS_TEXT[tags[:-1]])
        or ((fixed > 0) & (fixed != sizes)).any()
        or not _is_known_markup(data, buffer, tags, starts, ends)
    ):
        return None
    return _cells(data, buffer, tags, starts, ends)


def _is_space(buffer: Bytes, ends: Ints, starts: Ints, gaps: npt.NDArray[np.bool_]) -> bool:
    """Return whether these gaps between a tag and the next hold only white space."""
    if not gaps.any():
        return True
    others = np.cumsum(buffer > ord(" "))  # simple XML has no control characters but white space
    return bool((others[starts[1:][gaps] - 1] == others[ends[:-1][gaps]]).all())


def _is_known_markup(data: bytes, buffer: Bytes, tags: Bytes, starts: Ints, ends: Ints) -> bool:
    """Return whether the tags that two letters and a length do not identify are spelled right."""
    for tag, letter, at in ((_Tag.ROW_END, "o", 3), (_Tag.ROW_END, "w", 4), (_Tag.IS_END, "s", 3)):
        if (buffer[starts[tags == tag] + at] != ord(letter)).any():
            return False
    spaced = {data[start : start + len(_PRESERVE)] for start in starts[tags == _Tag.T_SPACED].tolist()}
    long = np.flatnonzero(((tags == _Tag.F) & (ends - starts > 2)) | (tags == _Tag.F_EMPTY))
    spans = zip(starts[long].tolist(), ends[long].tolist(), strict=True)
    formulas = {data[start : end + 1] for start, end in spans}
    return spaced <= {_PRESERVE} and all(map(_is_formula, formulas))


def _is_formula(tag: bytes) -> bool:
    match = _FORMULA.fullmatch(tag)
    names = _ATTRIBUTE.findall(match[1]) if match else []
    return match is not None and len(set(names)) == len(names)


def _cells(data: bytes, buffer: Bytes, tags: Bytes, starts: Ints, ends: Ints) -> RowBlock | None:
    is_row = (tags == _Tag.ROW) | (tags == _Tag.ROW_EMPTY)
    row_places = np.flatnonzero(is_row)
    cell_places = np.flatnonzero((tags == _Tag.C) | (tags == _Tag.C_EMPTY))
    if not _all_start_with(buffer, starts[row_places], b'<row r="') or not _all_start_with(
        buffer, starts[cell_places], b'<c r="'
    ):
        return None
    row_numbers, at = _digits(buffer, starts[row_places] + 8, 8)
    if (buffer[at] != ord('"')).any() or (at == starts[row_places] + 8).any():
        return None
    owner = np.cumsum(is_row)[cell_places] - 1
    columns, letters_end = _letters(buffer, starts[cell_places] + 6)
    rows, after = _digits(buffer, letters_end, 7)
    styles, types, at = _attributes(buffer, after)
    at = at + ((tags[cell_places] == _Tag.C_EMPTY) & (buffer[at] == ord(" "))) + (tags[cell_places] == _Tag.C_EMPTY)
    same_row = owner[1:] == owner[:-1]
    if (
        (at != ends[cell_places]).any()
        or (rows != row_numbers[owner]).any()
        or (columns == 0).any()
        or (after == letters_end).any()
        or (same_row & (columns[1:] <= columns[:-1])).any()
    ):
        return None
    next_tag = tags[np.minimum(cell_places + 1, len(tags) - 1)]
    is_open = tags[cell_places] == _Tag.C
    has_formula = is_open & ((next_tag == _Tag.F) | (next_tag == _Tag.F_EMPTY))
    value = np.where(is_open, cell_places + 1, cell_places)
    value += np.where(has_formula, np.where(next_tag == _Tag.F, 2, 1), 0)
    value += tags[value] == _Tag.IS
    holds = _HOLDS_TEXT[tags[value]]
    text_starts = ends[value] + 1
    text_ends = np.where(holds, starts[np.minimum(value + 1, len(tags) - 1)], text_starts)
    has_value = holds | (tags[value] == _Tag.V_EMPTY) | (tags[value] == _Tag.V_SPACED)
    spans = zip(starts[row_places].tolist(), ends[row_places].tolist(), strict=True)
    row_tags = [data[start : end + 1] for start, end in spans]
    return RowBlock(row_tags, rows, columns, styles, types, has_formula, has_value, text_starts, text_ends)


def _all_start_with(buffer: Bytes, starts: Ints, text: bytes) -> bool:
    return all((buffer[starts + place] == byte).all() for place, byte in enumerate(text))


def _letters(buffer: Bytes, at: Ints) -> tuple[Ints, Ints]:
    """Return the columns named by one to three capital letters, and where the letters end."""
    columns = np.zeros(len(at), dtype=np.int64)
    going = np.ones(len(at), dtype=bool)
    for _ in range(3):
        letter = buffer[at] - np.uint8(ord("A"))
        going &= letter < 26
        columns = np.where(going, columns * 26 + letter + 1, columns)
        at = at + going
    return columns, at


def _digits(buffer: Bytes, at: Ints, most: int) -> tuple[Ints, Ints]:
    """Return the numbers written in at most `most` digits, and where the digits end."""
    numbers = np.zeros(len(at), dtype=np.int64)
    going = np.ones(len(at), dtype=bool)
    for _ in range(most):
        digit = buffer[at] - np.uint8(ord("0"))
        going &= digit < 10
        if not going.any():
            break
        numbers = np.where(going, numbers * 10 + digit, numbers)
        at = at + going
    return numbers, at


def _attributes(buffer: Bytes, at: Ints) -> tuple[Ints, npt.NDArray[np.uint8], Ints]:
    """Return styles and types of cells, and where their last attribute ends, -1 for an unexpected one."""
    wrong = buffer[at] != ord('"')
    at = at + 1
    has_style = _matches(buffer, at, b' s="')
    styles, after = _digits(buffer, np.where(has_style, at + 4, len(buffer) - 1), 8)
    wrong |= has_style & ((buffer[after] != ord('"')) | (after == at + 4))
    at = np.where(has_style, after + 1, at)
    types = np.zeros(len(at), dtype=np.uint8)
    typed = _matches(buffer, at, b' t="')
    places = np.where(typed, at + 4, len(buffer) - 16)
    known = ~typed
    after = at.copy()
    for text, type_ in (
        (b's"', Type.SHARED),
        (b'n"', Type.NUMBER),
        (b'str"', Type.TEXT),
        (b'inlineStr"', Type.TEXT),
        (b'b"', Type.LOGICAL),
        (b'e"', Type.ERROR),
    ):
        if known.all():
            break
        fits = ~known & _matches(buffer, places, text)
        types[fits] = type_
        after[fits] = places[fits] + len(text)
        known |= fits
    return styles, types, np.where(wrong | ~known, -1, after)


def _matches(buffer: Bytes, at: Ints, text: bytes) -> npt.NDArray[np.bool_]:
    matches: npt.NDArray[np.bool_] = buffer[at] == text[0]
    for place in range(1, len(text)):
        matches &= buffer[at + place] == text[place]
    return matches


def parse_integers(data: bytes, starts: Ints, ends: Ints, most: int) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """Return the numbers in texts of 1 to `most` digits, and a mask of the texts that are such numbers."""
    buffer = np.frombuffer(data + _PAD, dtype=np.uint8)
    sizes = ends - starts
    numbers, at = _digits(buffer, starts, most)
    return numbers, (at == ends) & (sizes > 0)
