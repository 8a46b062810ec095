"""A workbook's structure: its sheets, tables and defined names; the cells of a sheet are read when asked for."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from sheetkit.errors import UnreadableError
from sheetkit.ooxml.reader.cells import CellKind, Grid
from sheetkit.ooxml.reader.file_type import describe_archive
from sheetkit.ooxml.reader.number_format import kind_of_number
from sheetkit.ooxml.reader.package import Package, attribute, local_name, open_package
from sheetkit.ooxml.reader.rich_text import NOT_STRUCK
from sheetkit.ooxml.reader.rich_values import RichValue, read_rich_values
from sheetkit.ooxml.reader.shared_strings import SharedStrings, TextTable, read_shared_strings
from sheetkit.ooxml.reader.sheet import SheetReader
from sheetkit.ooxml.references import CellRange, column_number, parse_range
from sheetkit.ooxml.serial import DATE1904_OFFSET
from sheetkit.patterns import lazy_pattern

_MAX_NAME = 255  # characters of a sheet's name that are kept; Excel takes 31
_CUSTOM = "docProps/custom.xml"
_PROPERTY_TYPES = ("lpwstr", "i4", "r8", "bool", "filetime")
_NAME_TARGET = lazy_pattern(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d{1,7})")


class TableInfo(NamedTuple):
    """A real table: its name, its area, and whether its last row holds totals."""

    name: str
    area: CellRange
    totals: bool


class SheetInfo(NamedTuple):
    """A sheet; `hidden` is true also if only a macro can show it."""

    name: str
    part: str
    hidden: bool
    tables: tuple[TableInfo, ...]


@dataclass(eq=False)
class Workbook:
    """A workbook opened for reading. The cells of each sheet are read once.

    `sheets_without_cells` are the names of chart sheets and macro sheets.
    """

    package: Package
    part: str
    sheets: list[SheetInfo]
    names: dict[str, str]
    epoch: int
    sheets_without_cells: list[str] = field(default_factory=list)
    _grids: dict[str, Grid] = field(default_factory=dict)
    _beginnings: dict[str, Grid] = field(default_factory=dict)

    def __enter__(self) -> "Workbook":
        """Use the workbook in a `with` block, which closes the file."""
        return self

    def __exit__(self, type_: object, error: BaseException | None, trace: object) -> None:
        self.package.__exit__(type_, error, trace)

    def grid(self, sheet: SheetInfo) -> Grid:
        """Return a sheet's cells."""
        if sheet.part not in self._grids:
            self._grids[sheet.part] = self._reader().read(sheet.part)
        return self._grids[sheet.part]

    def head(self, sheet: SheetInfo, rows: int) -> Grid:
        """Return a sheet's cells, or at least those of the first `rows` of a very large sheet that was not read yet."""
        if sheet.part in self._grids:
            return self._grids[sheet.part]
        if sheet.part not in self._beginnings:
            grid, whole = self._reader().read_head(sheet.part, rows)
            (self._grids if whole else self._beginnings)[sheet.part] = grid
            return grid
        return self._beginnings[sheet.part]

    def _reader(self) -> SheetReader:
        kinds, struck = self._cell_formats
        return SheetReader(self.package, self._texts, kinds, struck, self._rich_value, self.epoch)

    def check_parts(self) -> None:
        """Raise UnreadableError if a part is damaged, even one that was not read."""
        self.package.check_unread()

    def sheet(self, name: str) -> SheetInfo | None:
        """Return the sheet of that name, without regard to case, or None."""
        return next((sheet for sheet in self.sheets if sheet.name.lower() == name.lower()), None)

    def named_cell(self, name: str) -> tuple[SheetInfo, int, int] | None:
        """Return (sheet, row, column) of the cell that a workbook-wide name refers to, None if it is not one cell."""
        match = _NAME_TARGET.fullmatch(self.names.get(name.lower(), ""))
        sheet = self.sheet((match[1] or match[2]).replace("''", "'")) if match else None
        return (sheet, int(match[4]), column_number(match[3])) if match and sheet else None

    @cached_property
    def _texts(self) -> TextTable:
        part = self.related("sharedStrings")
        shared = read_shared_strings(self.package, part) if part else SharedStrings([], {}, {})
        return TextTable(shared, self.package.budget)

    @cached_property
    def date_styles(self) -> list[bool]:
        """Whether each cell format, by its index, shows a number as a date."""
        return [kind is CellKind.DATE for kind in self._cell_formats[0]]

    @cached_property
    def _cell_formats(self) -> tuple[list[CellKind], list[bool]]:
        part = self.related("styles")
        return _cell_formats(self.package, part) if part else ([], [])

    def _rich_value(self, number: str) -> RichValue | None:
        return self._rich_values.get(number)

    @cached_property
    def _rich_values(self) -> dict[str, RichValue]:
        parts = [self.related(kind) for kind in ("sheetMetadata", "rdRichValue", "rdRichValueStructure")]
        metadata, values, structures = parts
        if metadata is None or values is None or structures is None:
            return {}
        return read_rich_values(self.package, metadata, values, structures)

    @cached_property
    def properties(self) -> dict[str, str]:
        """The custom document properties: name -> value."""
        return custom_properties(self.package)

    def related(self, kind: str) -> str | None:
        """Return the part of the workbook's relationship of that kind, or None."""
        parts = (target for type_, target in self.package.relations(self.part).values() if type_ == kind)
        return next((part for part in parts if part in self.package), None)


def open_workbook(path: Path, content: bytes | None = None) -> Workbook:
    """Open a workbook, from its bytes if they are given.

    Raises UnreadableError, one sentence, if it is no workbook or cannot be read.
    """
    package = open_package(path, content)
    try:
        return _structure(package)
    except BaseException as error:
        package.__exit__(type(error), error, error.__traceback__)
        raise


def _structure(package: Package) -> Workbook:
    roots = [target for kind, target in package.relations("").values() if kind == "officeDocument"]
    part = next((root for root in roots if root in package), "xl/workbook.xml")
    if part not in package or part.endswith(".bin"):
        raise UnreadableError(describe_archive(package.path, package))
    relations = package.relations(part)
    sheets: list[SheetInfo] = []
    names: dict[str, str] = {}
    epoch = 0
    without_cells: list[str] = []
    seen: set[str] = set()
    for element, attributes, text in package.elements(part):
        if element == "sheet":
            target, name = relations.get(attribute(attributes, "id") or ""), attributes.get("name", "")[:_MAX_NAME]
            if target and target[0] == "worksheet" and target[1] in package and target[1].lower() not in seen:
                seen.add(target[1].lower())  # a part is one sheet only
                hidden = attributes.get("state", "visible") != "visible"
                sheets.append(SheetInfo(name, target[1], hidden, _tables(package, target[1])))
            elif target and target[0] != "worksheet":
                without_cells.append(name)
        elif element == "definedName" and "localSheetId" not in attributes:
            names[attributes.get("name", "").lower()] = text.strip()
        elif element == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            epoch = DATE1904_OFFSET
    if not sheets:
        raise UnreadableError(describe_archive(package.path, package))
    return Workbook(package, part, sheets, names, epoch, without_cells)


def custom_properties(package: Package) -> dict[str, str]:
    """Return the custom document properties, name -> value; none if the part is damaged."""
    try:
        elements = package.elements(_CUSTOM) if _CUSTOM in package else []
    except UnreadableError:
        return {}
    values = [text for name, _, text in elements if name in _PROPERTY_TYPES]
    names = [attributes.get("name", "") for name, attributes, _ in elements if name == "property"]
    return dict(zip(names, values, strict=False))


def _tables(package: Package, sheet: str) -> tuple[TableInfo, ...]:
    tables = []
    parts = (part for kind, part in package.relations(sheet).values() if kind == "table" and part in package)
    for part in dict.fromkeys(parts):  # a damaged sheet may name one twice
        for element, attributes, _ in package.elements(part)[-1:]:
            area = parse_range(attributes.get("ref", ""))
            if element == "table" and area and attributes.get("headerRowCount", "1") != "0":
                name = attributes.get("displayName") or attributes.get("name", "")
                tables.append(TableInfo(name, area, attributes.get("totalsRowCount", "0") not in ("0", "")))
    return tuple(tables)


def _cell_formats(package: Package, part: str) -> tuple[list[CellKind], list[bool]]:
    """Return for each cell format the kind of a number in it, and whether it strikes out."""
    codes: dict[str, str] = {}
    kinds: list[CellKind] = []
    fonts: list[str] = []
    struck_fonts: list[bool] = []
    inside: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        element = local_name(name)
        if element == "numFmt" and "dxf" not in inside:
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif element == "font" and inside[-1:] == ["fonts"]:
            struck_fonts.append(False)
        elif element == "strike" and inside[-2:] == ["fonts", "font"]:
            struck_fonts[-1] = attributes.get("val", "1") not in NOT_STRUCK
        elif element == "xf" and inside[-1:] == ["cellXfs"]:
            number = attributes.get("numFmtId", "0")
            kinds.append(kind_of_number(int(number) if number.isdecimal() else 0, codes.get(number)))
            fonts.append(attributes.get("fontId", "0"))
        inside.append(element)

    package.parse(part, start, EndElementHandler=lambda _name: inside.pop())
    struck = {str(place) for place, is_struck in enumerate(struck_fonts) if is_struck}
    return kinds, [font in struck for font in fonts]
