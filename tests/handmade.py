"""Workbooks made by hand: the smallest packages that hold just the XML a test is about."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

from sheetkit.ooxml.reader.cells import CellKind, Grid
from sheetkit.ooxml.reader.workbook import Workbook, open_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def relations(targets: Mapping[str, str], office: str = OFFICE) -> str:
    """Return a relationships part: target -> kind; the first is rId1."""
    items = "".join(
        f'<Relationship Id="rId{number}" Type="{office}/{kind}" Target="{target}"/>'
        for number, (target, kind) in enumerate(targets.items(), start=1)
    )
    return f'<Relationships xmlns="{RELATIONS}">{items}</Relationships>'


def parts(
    rows: str = "",
    *,
    strings: str | None = None,
    formats: str = "",
    properties: str = "",
    names: str = "",
    sheets: Mapping[str, str] | None = None,
    main: str = MAIN,
    office: str = OFFICE,
) -> dict[str, str | bytes]:
    """Return the parts of a workbook: `rows` is the inside of sheetData, `strings` that of the shared strings.

    `formats` are the codes of cell formats 1, 2, ... (numFmtId=..., or a code), `sheets` is name -> state.
    """
    codes = formats.split("|") if formats else []
    own = "".join(
        f'<numFmt numFmtId="{200 + n}" formatCode="{code}"/>' for n, code in enumerate(codes) if not code.isdecimal()
    )
    xfs = "".join(f'<xf numFmtId="{code if code.isdecimal() else 200 + n}"/>' for n, code in enumerate(codes))
    named = sheets or {"Log": "visible"}
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" state="{state}" r:id="rId{number}"/>'
        for number, (name, state) in enumerate(named.items(), start=1)
    )
    targets = {f"worksheets/sheet{number}.xml": "worksheet" for number in range(1, len(named) + 1)}
    targets["styles.xml"] = "styles"
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations({"xl/workbook.xml": "officeDocument"}, office),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><workbookPr {properties}/>'
        f"<sheets>{listed}</sheets><definedNames>{names}</definedNames></workbook>",
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><numFmts>{own}</numFmts>'
        f'<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>{xfs}</cellXfs></styleSheet>',
    }
    for number in range(1, len(named) + 1):
        inside = rows if number == 1 else ""
        made[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{main}"><sheetData>{inside}</sheetData></worksheet>'
        )
    if strings is not None:
        made["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{strings}</sst>'
        targets["sharedStrings.xml"] = "sharedStrings"
    made["xl/_rels/workbook.xml.rels"] = relations(targets, office)
    return made


def rich_cell(name: str, number: int) -> str:
    """Return a cell that holds the value of that number in `with_rich_values`."""
    return f'<c r="{name}" t="e" vm="{number}"><v>#VALUE!</v></c>'


def with_rich_values(made: dict[str, str | bytes]) -> dict[str, str | bytes]:
    """Return a workbook's parts with those that say what such cells hold: 1 a picture, 2 a data type, 3 #SPILL!."""
    made["xl/metadata.xml"] = (
        f'<metadata xmlns="{MAIN}"><metadataTypes><metadataType name="XLRICHVALUE"/></metadataTypes>'
        '<futureMetadata name="XLRICHVALUE">'
        + "".join(f'<bk><extLst><ext><rvb i="{n}"/></ext></extLst></bk>' for n in range(3))
        + "</futureMetadata><valueMetadata>"
        + "".join(f'<bk><rc t="1" v="{n}"/></bk>' for n in range(3))
        + "</valueMetadata></metadata>"
    )
    made["xl/richData/rdrichvaluestructure.xml"] = (
        '<rvStructures xmlns="x"><s t="_localImage"><k n="_rvRel:LocalImageIdentifier"/></s><s t="_linkedentity">'
        '<k n="_DisplayString"/></s><s t="_error"><k n="errorType"/></s></rvStructures>'
    )
    made["xl/richData/rdrichvalue.xml"] = (
        '<rvData xmlns="x"><rv s="0"><v>0</v></rv><rv s="1"><v>Lisbon</v></rv><rv s="2"><v>8</v></rv></rvData>'
    )
    types = {"metadata.xml": "sheetMetadata", "richData/rdrichvalue.xml": "rdRichValue"}
    types["richData/rdrichvaluestructure.xml"] = "rdRichValueStructure"
    more = relations(types).split(">", 1)[1].replace("rId", "m")
    rels = str(made["xl/_rels/workbook.xml.rels"])
    made["xl/_rels/workbook.xml.rels"] = rels.replace("</Relationships>", more)
    assert RELATIONS in rels
    return made


def pack(path: Path, contents: Mapping[str, str | bytes]) -> Path:
    """Write a zip of these parts and return its path."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in contents.items():
            package.writestr(name, content)
    return path


def first_grid(book: Workbook) -> Grid:
    """Return the cells of the first sheet."""
    return book.grid(book.sheets[0])


def read(path: Path) -> dict[tuple[int, int], tuple[CellKind, object]]:
    """Return (row, column) -> (kind, value) of the first sheet's cells."""
    with open_workbook(path) as book:
        return {
            (row, column): (CellKind(kind), value)
            for column, cells in first_grid(book).columns.items()
            for row, kind, value in zip(cells.rows, cells.kinds, cells.values, strict=True)
        }
