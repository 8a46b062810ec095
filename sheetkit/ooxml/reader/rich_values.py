"""Rich values, which older programs show as #VALUE!: pictures, data types such as Stocks, and newer errors.

A cell names its rich value by a number, `vm`; MS-XLSX 2.2.9 describes the parts that hold the values.
"""

from typing import NamedTuple

from sheetkit.ooxml.reader.cells import CellKind
from sheetkit.ooxml.reader.package import Package

_NAME = "XLRICHVALUE"
_SHOWN = "_DisplayString"
_ERRORS = {"8": "#SPILL!", "13": "#CALC!"}  # the common ones, by number
_PICTURE_TYPES = ("_localImage", "_webimage")


class RichValue(NamedTuple):
    """What a cell holds: TEXT that a data type shows, an ERROR, or an OBJECT that its text describes."""

    kind: CellKind
    text: str


def read_rich_values(package: Package, metadata: str, values: str, structures: str) -> dict[str, RichValue]:
    """Return the rich values by their number `vm`."""
    described = _described(package, values, _structures(package, structures))
    return {
        str(number): described[place]
        for number, place in enumerate(_places(package, metadata), start=1)
        if place is not None and place < len(described)
    }


def _places(package: Package, metadata: str) -> list[int | None]:
    """Return the position of the rich value of each block of value metadata, None if it has none."""
    types: list[str] = []
    rich: list[int] = []
    blocks: list[tuple[str, str]] = []
    of_bundle: list[int] = []
    records: list[tuple[str, str]] = []
    for name, attributes, _ in package.elements(metadata):
        if name == "metadataType":
            types.append(attributes.get("name", ""))
        elif name == "rvb":
            of_bundle.append(_number(attributes.get("i", "")))
        elif name == "rc":
            records.append((attributes.get("t", ""), attributes.get("v", "")))
        elif name == "futureMetadata":
            rich = of_bundle if attributes.get("name") == _NAME else rich
            of_bundle = []
        elif name == "cellMetadata":
            records = []
        elif name == "valueMetadata":
            blocks, records = records, []
    places: list[int | None] = []
    for type_, value in blocks:
        kind, place = _number(type_) - 1, _number(value)
        is_rich = 0 <= kind < len(types) and types[kind] == _NAME and 0 <= place < len(rich)
        places.append(rich[place] if is_rich and rich[place] >= 0 else None)
    return places


def _structures(package: Package, part: str) -> list[tuple[str, list[str]]]:
    """Return the type of each structure and the names of its values."""
    structures: list[tuple[str, list[str]]] = []
    keys: list[str] = []
    for name, attributes, _ in package.elements(part):
        if name == "k":
            keys.append(attributes.get("n", ""))
        elif name == "s":
            structures.append((attributes.get("t", ""), keys))
            keys = []
    return structures


def _described(package: Package, part: str, structures: list[tuple[str, list[str]]]) -> list[RichValue]:
    described: list[RichValue] = []
    values: list[str] = []
    for name, attributes, text in package.elements(part):
        if name == "v":
            values.append(text)
        elif name == "rv":
            place = _number(attributes.get("s", ""))
            type_, keys = structures[place] if 0 <= place < len(structures) else ("", [])
            described.append(_describe(type_, dict(zip(keys, values, strict=False))))
            values = []
    return described


def _describe(type_: str, values: dict[str, str]) -> RichValue:
    if type_ in _PICTURE_TYPES:
        return RichValue(CellKind.OBJECT, "a picture")
    if type_ == "_error":
        return RichValue(CellKind.ERROR, _ERRORS.get(values.get("errorType", ""), "#VALUE!"))
    if values.get(_SHOWN, "").strip():
        return RichValue(CellKind.TEXT, values[_SHOWN])
    return RichValue(CellKind.OBJECT, "a data type")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else -1
