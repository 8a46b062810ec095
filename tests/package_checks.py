"""Would Excel open this workbook without a repair prompt? The rules that matter for what sheetkit writes.

`check_package(path)` returns one sentence for each thing that is wrong; an empty list is a sound workbook.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
MAX_FORMULA, MAX_LITERAL, MAX_NESTING = 8_192, 255, 64

# Every function that Excel 2007 has and sheetkit may use; anything newer would show #NAME? somewhere.
_FUNCTION_NAMES = """
ABS AND CHAR CLEAN COUNT COUNTA COUNTBLANK COUNTIF COUNTIFS DATE DAY FALSE FIND IF IFERROR INDEX INT ISBLANK ISERROR
ISLOGICAL ISNUMBER ISTEXT LEFT LEN LOOKUP LOWER MATCH MAX MID MIN MOD MONTH N NETWORKDAYS NOT NOW OR RIGHT ROUND ROW
SEARCH SUBSTITUTE SUBTOTAL SUM SUMIF SUMIFS SUMPRODUCT TEXT TODAY TRIM TRUE UPPER WEEKDAY YEAR
"""
FUNCTIONS_2007 = frozenset(_FUNCTION_NAMES.split())
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_STRUCTURED = re.compile(r"\w\[|#This Row")
_TEXT = re.compile(r'"(?:[^"]|"")*"')
_FUNCTION = re.compile(r"([A-Za-z_][\w.]*)\(")
_BRACKETS = re.compile(r"\[[^\[\]]*\]")


def check_package(path: Path) -> list[str]:
    """Return what is wrong with a workbook, one sentence each."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            parts = {name: archive.read(name) for name in names}
    except (OSError, zipfile.BadZipFile) as problem:
        return [f"no zip file: {problem}"]
    found = [f"{name} occurs {times} times" for name, times in Counter(map(str.lower, names)).items() if times > 1]
    trees: dict[str, etree._Element] = {}
    for name, content in parts.items():
        if name.endswith((".xml", ".rels", ".vml")):
            try:
                trees[name] = etree.fromstring(content, etree.XMLParser(resolve_entities=False, huge_tree=True))
            except etree.XMLSyntaxError as problem:
                found.append(f"{name} is not well-formed: {problem}")
    if found:
        return found
    return [*_Checker(parts, trees).problems()]


class _Checker:
    """One workbook's parts and what is known about them."""

    def __init__(self, parts: dict[str, bytes], trees: dict[str, etree._Element]) -> None:
        self.parts = parts
        self.trees = trees
        self.relations = {
            posixpath.join(posixpath.dirname(posixpath.dirname(name)), posixpath.basename(name)[:-5]): tree
            for name, tree in trees.items()
            if name.endswith(".rels")
        }
        self.strings = [
            "".join(text.text or "" for text in item.iter(_main("t")) if text.getparent().tag != _main("rPh"))
            for item in self._tree("xl/sharedStrings.xml", "si")
        ]
        self.formats = len(list(self._tree("xl/styles.xml", "cellXfs/xf")))
        self.differentials = len(list(self._tree("xl/styles.xml", "dxfs/dxf")))

    def problems(self) -> Iterator[str]:
        yield from self._content_types()
        yield from self._targets()
        yield from self._styles()
        yield from self._workbook()
        for name, tree in self.trees.items():
            if tree.tag == _main("worksheet"):
                yield from self._sheet(name, tree)
            if tree.tag == f"{{{DRAWING}}}wsDr":
                yield from self._drawing(name, tree)

    def _tree(self, name: str, path: str) -> Iterator[etree._Element]:
        if name in self.trees:
            yield from self.trees[name].iterfind("/".join(_main(step) for step in path.split("/")))

    def _content_types(self) -> Iterator[str]:
        types = self.trees.get("[Content_Types].xml")
        if types is None:
            yield "there is no [Content_Types].xml"
            return
        overrides = {
            item.get("PartName", "").lstrip("/") for item in types.iter(f"{{{PACKAGE}/content-types}}Override")
        }
        defaults = {item.get("Extension", "").lower() for item in types.iter(f"{{{PACKAGE}/content-types}}Default")}
        yield from (f"a content type for {name}, which is not there" for name in overrides - set(self.parts))
        for name in self.parts:
            if name not in overrides and name.rpartition(".")[2].lower() not in defaults:
                yield f"{name} has no content type"

    def _targets(self) -> Iterator[str]:
        reached = {"[Content_Types].xml"}
        for source, tree in self.relations.items():
            links = list(tree.iter(f"{{{PACKAGE}/relationships}}Relationship"))
            ids = [link.get("Id") for link in links]
            yield from (f"{source}: relationship {one} twice" for one, times in Counter(ids).items() if times > 1)
            for link in links:
                target = link.get("Target", "")
                if link.get("TargetMode") == "External":
                    yield from self._address(source, target)
                    continue
                reached.add(_resolved(source, target))
                if not target.startswith("#") and unquote(_resolved(source, target)) not in self.parts:
                    yield f"{source}: {target} is not in the package"
            for element in self.trees[source].iter() if source in self.trees else ():
                for key, value in element.attrib.items():
                    if str(key).startswith(f"{{{OFFICE}}}") and value and value not in ids:
                        yield f"{source}: no relationship {value}"
        for name in self.parts:
            if name not in reached and not name.endswith(".rels"):
                yield f"{name}: nothing leads to it"

    @staticmethod
    def _address(source: str, target: str) -> Iterator[str]:
        if len(target) > 2_079:
            yield f"{source}: a link of {len(target)} characters"
        if re.search(r'[\s<>"{}|^`]', target) or re.search(r"%(?![0-9A-Fa-f]{2})", target) or target.count("#") > 1:
            yield f"{source}: the link {target[:80]!r} is not percent-encoded"

    def _styles(self) -> Iterator[str]:
        tree = self.trees.get("xl/styles.xml")
        if tree is None:
            return
        for counted in tree:
            if counted.get("count") and int(counted.get("count", "0")) != len(counted):
                yield f"styles: {counted.tag} says {counted.get('count')} and has {len(counted)}"
        sizes = {kind: len(list(self._tree("xl/styles.xml", f"{kind}/*".replace("*", one)))) for kind, one in
                 (("fonts", "font"), ("fills", "fill"), ("borders", "border"))}  # fmt: skip
        for item in self._tree("xl/styles.xml", "cellXfs/xf"):
            for key, kind in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
                if int(item.get(key, "0")) >= sizes[kind]:
                    yield f"styles: {key} {item.get(key)} is beyond the {kind}"

    def _workbook(self) -> Iterator[str]:
        tree = self.trees.get("xl/workbook.xml")
        if tree is None:
            yield "there is no workbook part"
            return
        sheets = list(tree.iter(_main("sheet")))
        names = [sheet.get("name", "") for sheet in sheets]
        for name in names:
            if (
                not 1 <= units(name) <= 31
                or re.search(r"[\[\]:*?/\\\x00-\x1f]|^'|'$", name)
                or name.lower() == "history"
            ):
                yield f"Excel takes no sheet named {name!r}"
        yield from (f"two sheets {name!r}" for name, times in Counter(map(str.lower, names)).items() if times > 1)
        view = tree.find(f".//{_main('workbookView')}")
        active = int(view.get("activeTab", "0")) if view is not None else 0
        if active >= len(sheets) or sheets[active].get("state", "visible") != "visible":
            yield "the active sheet is hidden or not there"
        defined = [(one.get("name", "").lower(), one.get("localSheetId")) for one in tree.iter(_main("definedName"))]
        yield from (f"the name {name} twice" for (name, _), times in Counter(defined).items() if times > 1)
        tables = [t.get("displayName", "").lower() for t in self.trees.values() if t.tag == _main("table")]
        yield from (f"two tables {name!r}" for name, times in Counter(tables).items() if times > 1)
        yield from (f"{name!r} is a name and a table" for name in set(tables) & {name for name, _ in defined})

    def _sheet(self, part: str, sheet: etree._Element) -> Iterator[str]:
        texts, formulas, last = {}, {}, (0, 0)
        for cell in sheet.iter(_main("c")):
            reference = cell.get("r", "")
            place = _place(reference)
            if place <= last:
                yield f"{part}: cell {reference} is out of order or there twice"
            last = place
            if int(cell.get("s", "0")) >= self.formats:
                yield f"{part}: cell {reference} has a format that is not there"
            value, formula = cell.find(_main("v")), cell.find(_main("f"))
            if cell.get("t") == "s":
                number = int(value.text or "-1") if value is not None else -1
                if 0 <= number < len(self.strings):
                    texts[place] = self.strings[number]
                else:
                    yield f"{part}: cell {reference} has a shared string that is not there"
            elif (
                cell.get("t") == "n"
                and value is not None
                and not re.fullmatch(r"-?[\d.]+(E[-+]?\d+)?", value.text or "")
            ):
                yield f"{part}: cell {reference} holds {value.text!r} as a number"
            if formula is not None:
                formulas[place] = formula.text or ""
                yield from (f"{part}: cell {reference}: {said}" for said in _formula(formula.text or ""))
                if value is None:
                    yield f"{part}: the formula in {reference} has no stored result"
        yield from self._tables(part, sheet, texts, formulas)
        yield from self._checks(part, sheet)
        yield from self._highlights(part, sheet)

    def _tables(
        self, part: str, sheet: etree._Element, texts: dict[tuple[int, int], str], formulas: dict[tuple[int, int], str]
    ) -> Iterator[str]:
        parts = [
            _resolved(part, link.get("Target", ""))
            for link in self.relations.get(part, ())
            if link.get("Type", "").endswith("/table")
        ]
        if len(parts) != len(list(sheet.iter(_main("tablePart")))):
            yield f"{part}: tables and their relationships differ in number"
        for name in parts:
            table = self.trees[name]
            top, left, bottom, right = _area(table.get("ref", ""))
            columns = list(table.iter(_main("tableColumn")))
            headings = [_unescaped(column.get("name", "")) for column in columns]
            if len(columns) != right - left + 1:
                yield f"{name}: {len(columns)} columns in an area {right - left + 1} wide"
            if len({heading.lower() for heading in headings}) != len(headings):
                yield f"{name}: two columns of one name"
            computes = next(table.iter(_main("calculatedColumnFormula")), None) is not None
            for number, (column, heading) in enumerate(zip(columns, headings, strict=True), start=left):
                if texts.get((top, number)) != heading:
                    yield f"{name}: the heading cell says {texts.get((top, number))!r}, the table {heading!r}"
                if not heading or heading != heading.strip():
                    yield f"{name}: the heading {heading!r} has spaces at its ends"
                if computes and re.search(r"[\[\]#'@]", heading):
                    yield f"{name}: the heading {heading!r} needs escapes"
                for key in ("dataDxfId", "headerRowDxfId", "totalsRowDxfId"):
                    if int(column.get(key, "-1")) >= self.differentials:
                        yield f"{name}: {key} {column.get(key)} is not there"
                calculated = column.find(_main("calculatedColumnFormula"))
                if calculated is None:
                    continue
                for row in range(top + 1, bottom + 1 - int(table.get("totalsRowCount", "0"))):
                    if formulas.get((row, number)) != calculated.text:
                        yield f"{name}: the formula in row {row} of {heading!r} is not the column's"
                        break
            filtered = table.find(_main("autoFilter"))
            if filtered is not None and filtered.get("ref") != table.get("ref"):
                yield f"{name}: the filter does not fit the table"

    @staticmethod
    def _checks(part: str, sheet: etree._Element) -> Iterator[str]:
        areas: list[tuple[int, int, int, int]] = []
        for check in sheet.iter(_main("dataValidation")):
            place = check.get("sqref", "")
            for key, most in (("promptTitle", 32), ("errorTitle", 32), ("prompt", 255), ("error", 255)):
                if units(_unescaped(check.get(key, ""))) > most:
                    yield f"{part}, check of {place}: {key} is over {most} characters"
            for formula in (check.find(_main("formula1")), check.find(_main("formula2"))):
                if formula is None or not formula.text:
                    continue
                if units(formula.text.strip('"')) > 255:
                    yield f"{part}, check of {place}: over 255 characters"
                if _STRUCTURED.search(_TEXT.sub("", formula.text)) or formula.text.startswith("="):
                    yield f"{part}, check of {place}: {formula.text!r} is no formula for a check"
                if formula.text.startswith('"') and (
                    '"' in formula.text[1:-1] or any(item != item.strip() for item in formula.text[1:-1].split(","))
                ):
                    yield f"{part}, check of {place}: a list with quotation marks or outer spaces"
            for one in map(_area, place.split()):
                if any(_overlap(one, other) for other in areas):
                    yield f"{part}: two checks of {place}"
                areas.append(one)

    def _highlights(self, part: str, sheet: etree._Element) -> Iterator[str]:
        rules = list(sheet.iter(_main("cfRule")))
        for rule in rules:
            if int(rule.get("dxfId", "-1")) >= self.differentials:
                yield f"{part}: a conditional format uses the format {rule.get('dxfId')}, which is not there"
            for formula in rule.iter(_main("formula")):
                text = _TEXT.sub("", formula.text or "")
                if _STRUCTURED.search(text) or text.startswith("=") or re.search(r"[{}]|\.xlsx", text):
                    yield f"{part}: {formula.text!r} is no formula for a conditional format"
                yield from (f"{part}, conditional format: {said}" for said in _formula(formula.text or ""))
        times = Counter(rule.get("priority") for rule in rules)
        yield from (
            f"{part}: {number} conditional formats of priority {one}" for one, number in times.items() if number > 1
        )

    @staticmethod
    def _drawing(part: str, drawing: etree._Element) -> Iterator[str]:
        objects = list(drawing.iter(f"{{{DRAWING}}}cNvPr"))
        ids = Counter(one.get("id") for one in objects)
        yield from (f"{part}: {times} objects have the id {one}" for one, times in ids.items() if times > 1)
        yield from (f"{part}: {one.get('name')!r} has no description" for one in objects if not one.get("descr"))


def functions(formula: str) -> set[str]:
    """Return the names of the functions in a formula."""
    return {name.upper() for name in _FUNCTION.findall(_TEXT.sub('""', formula))}


def units(text: str) -> int:
    """Return the length of a text as Excel counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _formula(formula: str) -> Iterator[str]:
    """Yield what is wrong with a stored formula."""
    if units(formula) > MAX_FORMULA:
        yield f"a formula of {units(formula)} characters"
    if formula.startswith("="):
        yield "a stored formula begins with '='"
    for literal in _TEXT.findall(formula):
        if units(literal[1:-1].replace('""', '"')) > MAX_LITERAL:
            yield f"a text of over {MAX_LITERAL} characters in a formula"
    bare = _TEXT.sub('""', formula)
    if '"' in bare.replace('""', ""):
        yield "a quotation mark without its partner"
    depth = deepest = 0
    for sign in _BRACKETS.sub("", bare):
        depth += (sign == "(") - (sign == ")")
        deepest = max(deepest, depth)
        if depth < 0:
            break
    if depth:
        yield "brackets that do not match"
    if deepest > MAX_NESTING:
        yield f"functions {deepest} deep"
    newer = functions(formula) - FUNCTIONS_2007
    if newer:
        yield f"functions that Excel 2007 has not, or that are not known here: {sorted(newer)}"


def _main(name: str) -> str:
    return f"{{{MAIN}}}{name}"


def _resolved(source: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), target))


def _place(reference: str) -> tuple[int, int]:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return 0, 0
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def _area(reference: str) -> tuple[int, int, int, int]:
    first, _, last = reference.partition(":")
    return (*_place(first), *_place(last or first))


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return not (one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1])


def _unescaped(text: str) -> str:
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)
