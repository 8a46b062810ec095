"""The XML of a sheet as bytes: where its rows and cells stand, and what replaces them.

Nothing is parsed and printed again: prefixes, attributes and extensions that are not touched keep their bytes.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from sheetkit.edit.splices import Splice
from sheetkit.errors import UnreadableError
from sheetkit.ooxml.references import cell_name, column_number
from sheetkit.ooxml.xml_text import NO_XML, escape_x_sequences, replace_surrogates
from sheetkit.patterns import lazy_pattern

CellValue = str | float | None  # a text, a number (dates are serial dates), or nothing
_ATTRIBUTE = lazy_pattern(rb"""([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')""")
_ROOT = lazy_pattern(rb"<(?:([A-Za-z_][\w.-]*):)?worksheet(?=[\s>])[^>]*>")
_TAG_REST = rb"""((?:[^>"']|"[^"]*"|'[^']*')*?)(/?)>"""
_STRICT = b"http://purl.oclc.org/ooxml/"
_ENCODING = lazy_pattern(rb"""^<\?xml[^>]*encoding\s*=\s*["']([\w-]+)["']""")
_PROTECTED = lazy_pattern(rb"""<(?:[\w.-]+:)?sheetProtection\s[^>]*\bsheet\s*=\s*["'](?:1|true)["']""")
_CELL = lazy_pattern(r"([A-Z]{1,3})(\d{1,7})")


class FormulaCellError(Exception):
    """A cell that holds a formula, which is never overwritten."""


class _Element(NamedTuple):
    """An element by its place in the part; `inner_end` is where its end tag begins, None where it has none."""

    start: int
    tag_end: int
    end: int
    inner_end: int | None
    attributes: dict[str, str]


class SheetXml:
    """A worksheet part. Raises UnreadableError where it cannot be changed safely byte by byte."""

    def __init__(self, data: bytes, name: str) -> None:
        self.data = data
        self.name = name
        root = _ROOT.search(data, 0, 20_000)
        encoding = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
        if encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii"):
            raise self._unsafe()
        if root is None or b"<!" in data:  # comments and CDATA may hold what looks like cells
            raise self._unsafe()
        if _STRICT in root[0]:
            raise UnreadableError(
                f"{name} is saved as 'Strict Open XML', in which sheetkit changes nothing: save it in your spreadsheet "
                "program as an ordinary Excel workbook (.xlsx)."
            )
        self.prefix = root[1] + b":" if root[1] else b""
        self._row = re.compile(rb"<" + re.escape(self.prefix) + rb"row(?=[\s/>])" + _TAG_REST)
        self._row_start = re.compile(rb"<" + re.escape(self.prefix) + rb"""row(?=[\s/>])(?:\sr="(\d+)")?""")
        self._cell = re.compile(rb"<" + re.escape(self.prefix) + rb"c(?=[\s/>])" + _TAG_REST)
        begin, self._data_end = data.find(self._tag(b"sheetData", b"")), data.rfind(self._end_tag(b"sheetData"))
        if begin < 0 or self._data_end < 0:
            raise self._unsafe()
        self._data_start = data.index(b">", begin) + 1
        self._known_cells: dict[int, list[tuple[int, _Element]]] = {}

    def _unsafe(self) -> UnreadableError:
        return UnreadableError(
            f"The sheet of {self.name} is written in a way in which single cells cannot be changed safely: open it in "
            "your spreadsheet program, save it, and run the command again."
        )

    def _tag(self, name: bytes, rest: bytes = b">") -> bytes:
        return b"<" + self.prefix + name + rest

    def _end_tag(self, name: bytes) -> bytes:
        return b"</" + self.prefix + name + b">"

    @cached_property
    def _rows(self) -> dict[int, int]:
        """The place of each row's element, by row number."""
        rows: dict[int, int] = {}
        number = 0
        for match in self._row_start.finditer(self.data, self._data_start, self._data_end):
            row_number = match[1] or self._row_attribute(match.start())
            number = int(row_number) if row_number else number + 1
            if number in rows:
                raise self._unsafe()
            rows[number] = match.start()
        if any(one > other for one, other in pairwise(rows)):
            raise self._unsafe()
        return rows

    def _row_attribute(self, place: int) -> bytes | None:
        """Return the number that a row says it has, where that is not its first attribute."""
        tag = self._row.match(self.data, place)
        match = re.search(rb"""\sr\s*=\s*["'](\d+)["']""", tag[1]) if tag else None
        return match[1] if match else None

    def _element(self, match: re.Match[bytes], name: bytes) -> _Element:
        attributes = {
            key.decode(): quoted[1:-1].decode("utf-8", "replace") for key, quoted in _ATTRIBUTE.findall(match[1])
        }
        if match[2]:
            return _Element(match.start(), match.end(), match.end(), None, attributes)
        inner_end = self.data.find(self._end_tag(name), match.end())
        if inner_end < 0:
            raise self._unsafe()
        return _Element(match.start(), match.end(), inner_end + len(self._end_tag(name)), inner_end, attributes)

    def _row_element(self, row: int) -> _Element | None:
        place = self._rows.get(row)
        match = self._row.match(self.data, place) if place is not None else None
        return self._element(match, b"row") if match else None

    def _cells(self, row: _Element) -> list[tuple[int, _Element]]:
        """Return (column, element) of each cell of a row."""
        if row.start not in self._known_cells:
            self._known_cells[row.start] = list(self._find_cells(row))
        return self._known_cells[row.start]

    def _find_cells(self, row: _Element) -> Iterator[tuple[int, _Element]]:
        column, at = 0, row.tag_end
        while match := self._cell.search(self.data, at, row.inner_end or row.tag_end):
            cell = self._element(match, b"c")
            reference = _CELL.fullmatch(cell.attributes.get("r", ""))
            column = column_number(reference[1]) if reference else column + 1
            yield column, cell
            at = cell.end

    @property
    def is_protected(self) -> bool:
        """Whether the sheet is protected, which is said below its cells."""
        return _PROTECTED.search(self.data, self._data_end) is not None

    def formula(self, row: int, column: int) -> bytes | None:
        """Return the element of a cell's formula as it stands, or None."""
        cell = self._find(row, column)
        return self._formula_of(cell) if cell else None

    def style(self, row: int, column: int) -> int | None:
        """Return the style index of a cell, or None where there is no such cell."""
        cell = self._find(row, column)
        return int(cell.attributes.get("s", "0")) if cell else None

    def has_row(self, row: int) -> bool:
        """Return whether there is an element for a row."""
        return row in self._rows

    def row_attributes(self, row: int) -> dict[str, str]:
        """Return the attributes of a row's element."""
        element = self._row_element(row)
        return element.attributes if element else {}

    def _find(self, row: int, column: int) -> _Element | None:
        element = self._row_element(row)
        return dict(self._cells(element)).get(column) if element else None

    def _formula_of(self, cell: _Element) -> bytes | None:
        inner = self.data[cell.tag_end : cell.inner_end or cell.tag_end]
        match = re.search(rb"<" + re.escape(self.prefix) + rb"f(?=[\s/>])" + _TAG_REST, inner)
        if match is None:
            return None
        end = match.end() if match[2] else inner.index(self._end_tag(b"f")) + len(self._end_tag(b"f"))
        return inner[match.start() : end]

    def row_splices(self, row: int, values: dict[int, tuple[CellValue, int]]) -> list[Splice]:
        """Return what puts values into cells of a row: column -> (value, style index).

        Raises FormulaCellError with the column where a cell holds a formula.
        """
        made = {column: self.cell_xml(row, column, *value) for column, value in values.items()}
        return self._put(row, made, keep_formulas=True)

    def result_splices(self, row: int, results: dict[int, CellValue]) -> list[Splice]:
        """Return what stores new results of formulas in cells of a row; cells without a formula are left."""
        made = {}
        for column, result in results.items():
            cell = self._find(row, column)
            formula = self._formula_of(cell) if cell else None
            if cell and formula is not None:
                made[column] = self._formula_xml(cell.attributes, formula, result)
        return self._put(row, made, keep_formulas=False)

    def new_row_splices(self, row: int, attributes: bytes, cells: list[bytes]) -> list[Splice]:
        """Return what adds a row that is not there; `cells` are in the order of the columns."""
        after = [place for number, place in self._rows.items() if number > row]
        at = after[0] if after else self._data_end
        new = self._tag(b"row", b"") + b' r="%d"' % row + attributes + b">" + b"".join(cells) + self._end_tag(b"row")
        return [Splice(at, at, new)]

    def put_cells(self, row: int, cells: dict[int, bytes]) -> list[Splice]:
        """Return what puts cells, given as XML, into a row."""
        return self._put(row, cells, keep_formulas=True)

    def _put(self, row: int, made: dict[int, bytes], *, keep_formulas: bool) -> list[Splice]:
        """Return what puts cells into a row, in the order of the columns."""
        if not made:
            return []
        element = self._row_element(row)
        if element is None:
            return self.new_row_splices(row, b"", [made[column] for column in sorted(made)])
        cells = self._cells(element)
        if [column for column, _ in cells] != sorted({column for column, _ in cells}):
            raise self._unsafe()
        splices: list[Splice] = []
        added: dict[int | None, list[bytes]] = {}
        for column, xml in sorted(made.items()):
            cell = dict(cells).get(column)
            if cell is None:
                place = next((other.start for number, other in cells if number > column), element.inner_end)
                added.setdefault(place, []).append(xml)
                continue
            if keep_formulas and self._formula_of(cell) is not None:
                raise FormulaCellError(column)
            splices.append(self._trimmed(Splice(cell.start, cell.end, xml)))
        for place, new in added.items():
            if place is None:  # <row ... />
                tag = self.data[element.start : element.tag_end].removesuffix(b"/>") + b">"
                splices.append(Splice(element.start, element.tag_end, tag + b"".join(new) + self._end_tag(b"row")))
            else:
                splices.append(Splice(place, place, b"".join(new)))
        spans = self._wider_spans(element, made) if added and None not in added else []
        return sorted([*spans, *splices])

    def _trimmed(self, splice: Splice) -> Splice:
        """Return a splice without the bytes at both ends that stay the same, at least one byte long."""
        old, new = self.data[splice.start : splice.end], splice.new
        most = min(len(old), len(new)) - 1
        same = _same_start(old[:most], new[:most])
        ending = _same_start(old[::-1][: most - same], new[::-1][: most - same])
        return Splice(splice.start + same, splice.end - ending, new[same : len(new) - ending])

    def _wider_spans(self, element: _Element, made: dict[int, bytes]) -> list[Splice]:
        """Return what makes a row's `spans`, where it has them, reach to its new cells."""
        match = re.search(rb"""(\sspans\s*=\s*["'])(\d+):(\d+)(?=["'])""", self.data[element.start : element.tag_end])
        if match is None:
            return []
        first, last = min(int(match[2]), *made), max(int(match[3]), *made)
        start = element.start + match.start(2)
        new = b"%d:%d" % (first, last)
        same = (first, last) == (int(match[2]), int(match[3]))
        return [] if same else [Splice(start, element.start + match.end(3), new)]

    def cell_xml(self, row: int, column: int, value: CellValue, style: int) -> bytes:
        """Return a cell with a value and a style index."""
        tag = self._tag(b"c", b"") + b' r="%s"' % cell_name(row, column).encode() + (b' s="%d"' % style) * bool(style)
        if value is None:
            return tag + b"/>"
        if isinstance(value, str):
            text = self._tag(b"t", b' xml:space="preserve">') + escape_text(value) + self._end_tag(b"t")
            content = self._tag(b"is") + text + self._end_tag(b"is")
            return tag + b' t="inlineStr">' + content + self._end_tag(b"c")
        return tag + b">" + self._result(value) + self._end_tag(b"c")

    def formula_cell_xml(self, row: int, column: int, formula: bytes, result: CellValue, style: int) -> bytes:
        """Return a cell with a formula, given as its element, and its result."""
        return self._formula_xml({"r": cell_name(row, column), "s": str(style)}, formula, result)

    def _formula_xml(self, attributes: dict[str, str], formula: bytes, result: CellValue) -> bytes:
        attribute_text = b"".join(
            b' %s="%s"' % (key.encode(), value.encode()) for key, value in attributes.items() if key != "t"
        )
        kind = b"" if isinstance(result, float) else b' t="str"'
        return (
            self._tag(b"c", b"") + attribute_text + kind + b">" + formula + self._result(result) + self._end_tag(b"c")
        )

    def _result(self, value: CellValue) -> bytes:
        shown = escape_text(value or "") if not isinstance(value, float) else b"%s" % repr_number(value).encode()
        return self._tag(b"v") + shown + self._end_tag(b"v")


def _same_start(before: bytes, after: bytes) -> int:
    """Return how many bytes two texts have in common at their beginning."""
    return next(
        (at for at, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )


def escape_text(text: str) -> bytes:
    """Return a text as it stands inside an element: letters that XML cannot hold as Excel's `_xHHHH_`."""
    text = escape_x_sequences(replace_surrogates(text))
    if not text.isprintable():
        text = NO_XML.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()


def repr_number(value: float) -> str:
    """Return a number as Excel stores it: whole numbers without a point, others to 17 digits at most."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
